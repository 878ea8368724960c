/**
 * Which name in /run/netns a namespace id stands for: `link-netns blue`. Asked of the kernel for every name, once, when
 * the first foreign link is printed. ip/ipnetns.c netns_map_init(); where a namespace has two names the last read wins.
 */
import type { System } from "../process.ts";
import { complaint } from "./talk.ts";

/** What is asked of: the kernel, and somebody who hears of what it says against it. */
interface Asker {
	readonly sys: System;
	readonly complain: (line: string) => void;
}

export class NsidMap {
	readonly #asker: Asker;
	#names: Map<number, string> | undefined;

	constructor(asker: Asker) {
		this.#asker = asker;
	}

	init(): void {
		this.#names ??= this.#read();
	}

	nameOf(nsid: number): string | undefined {
		this.#names ??= this.#read();
		return this.#names.get(nsid);
	}

	#read(): Map<number, string> {
		const names = new Map<number, string>();
		for (const name of this.#asker.sys.listNetns() ?? []) {
			const nsid = nsidOf(this.#asker, name);
			if (nsid !== undefined && nsid >= 0) names.set(nsid, name);
		}
		return names;
	}
}

/** What this namespace calls that one; -1 if it has no id here. get_netnsid_from_name(). */
export function nsidOf({ sys, complain }: Asker, name: string): number | undefined {
	const fd = sys.openNetns(name);
	if (!("ok" in fd)) return undefined;
	const { messages, error } = sys.netlink({ type: "RTM_GETNSID", flags: 0, fd: fd.ok });
	if (error !== undefined) complain(complaint(error));
	const [message] = messages;
	return message?.type === "RTM_NEWNSID" ? message.nsid.nsid : undefined;
}
