/**
 * Names and numbers of links, as lib/ll_map.c of iproute2 finds them: asked of the kernel when first needed and kept for
 * the command. A name may be an alternative one, or `if7` for a number; a number without a link prints as `if7`.
 */
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import type { System } from "../process.ts";

export class LinkMap {
	readonly #sys: System;
	readonly #byIndex = new Map<number, Ifinfo | undefined>();

	constructor(sys: System) {
		this.#sys = sys;
	}

	/** Keep what a dump has brought anyway. */
	remember(link: Ifinfo): void {
		this.#byIndex.set(link.index, link);
	}

	/** A notice of a link: the name by which it was first known stays. ll_remember_index(), ll_entry_update(). */
	update(link: Ifinfo): void {
		const ifname = this.#byIndex.get(link.index)?.ifname ?? link.ifname;
		this.#byIndex.set(link.index, { ...link, ifname });
	}

	forget(index: number): void {
		this.#byIndex.delete(index);
	}

	/** ll_name_to_index(); 0 is no such link. `if7` is believed without asking. */
	indexOf(name: string): number {
		const link = name === "" ? undefined : this.#ask({ ifname: name });
		if (link !== undefined) return link.index;
		// ll_idx_a2n(): sscanf() looks at no more than the number.
		const number = /^if\s*\+?(\d+)/.exec(name)?.[1];
		return number === undefined ? 0 : Number(number);
	}

	/** ll_index_to_name(). */
	nameOf(index: number): string {
		if (index === 0) return "*";
		return this.find(index)?.ifname ?? `if${index}`;
	}

	/** ll_index_to_flags(): one that is not there has all flags. */
	isUp(index: number): boolean {
		const link = this.find(index);
		return link === undefined || (link.flags & IFF_UP) !== 0;
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
