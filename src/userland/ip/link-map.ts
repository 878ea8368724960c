/**
 * Names and numbers of links, as lib/ll_map.c of iproute2 finds them: asked of the kernel when first needed and kept for
 * the command. A name may be an alternative one, or `if7` for a number; a number without a link prints as `if7`.
 */
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import type { System } from "../process.ts";
import type { LinkNames } from "./static.ts";

export class LinkMap {
	readonly #sys: System;
	readonly #names: LinkNames;
	readonly #byIndex = new Map<number, Ifinfo | undefined>();

	constructor(sys: System, names: LinkNames) {
		this.#sys = sys;
		this.#names = names;
	}

	/** Keep what a dump has brought anyway. */
	remember(link: Ifinfo): void {
		this.#byIndex.set(link.index, link);
		this.#names.remember(link);
	}

	forget(index: number): void {
		this.#byIndex.delete(index);
		this.#names.forget(index);
	}

	/** After it was changed or removed. */
	drop(index: number): void {
		this.#byIndex.delete(index);
		this.#names.drop(index);
	}

	/** ll_name_to_index(); 0 is no such link. `if7` is believed without asking. */
	indexOf(name: string): number {
		const known = this.#names.indexOf(name);
		if (known !== undefined) return known;
		const link = name === "" ? undefined : this.#ask({ ifname: name });
		if (link !== undefined) return link.index;
		// ll_idx_a2n(): sscanf() looks at no more than the number.
		const number = /^if\s*\+?(\d+)/.exec(name)?.[1];
		return number === undefined ? 0 : Number(number);
	}

	/** ll_index_to_name(). */
	nameOf(index: number): string {
		return index === 0 ? "*" : (this.#known(index)?.name ?? `if${index}`);
	}

	/** ll_index_to_flags(): one that is not there has all flags. */
	isUp(index: number): boolean {
		return ((this.#known(index)?.flags ?? IFF_UP) & IFF_UP) !== 0;
	}

	#known(index: number): ReturnType<LinkNames["get"]> {
		if (this.#names.get(index) === undefined) this.#ask({ index });
		return this.#names.get(index);
	}

	find(index: number): Ifinfo | undefined {
		if (!this.#byIndex.has(index)) this.#byIndex.set(index, this.#ask({ index }));
		return this.#byIndex.get(index);
	}

	#ask(which: { index: number } | { ifname: string }): Ifinfo | undefined {
		const reply = this.#sys.netlink({ type: "RTM_GETLINK", flags: 0, family: "unspec", ...which });
		const message = reply.messages[0];
		if (message?.type !== "RTM_NEWLINK") return undefined;
		this.remember(message.link);
		return message.link;
	}
}
