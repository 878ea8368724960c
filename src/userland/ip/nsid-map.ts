/**
 * Which name in /run/netns a namespace id stands for: `link-netns blue`. Asked of the kernel for every name, once, when
 * the first foreign link is printed. ip/ipnetns.c netns_map_init(); where a namespace has two names the last read wins.
 */
import type { System } from "../process.ts";

export class NsidMap {
	readonly #sys: System;
	#names: Map<number, string> | undefined;

	constructor(sys: System) {
		this.#sys = sys;
	}

	nameOf(nsid: number): string | undefined {
		this.#names ??= this.#read();
		return this.#names.get(nsid);
	}

	#read(): Map<number, string> {
		const names = new Map<number, string>();
		for (const name of this.#sys.listNetns() ?? []) {
			const nsid = nsidOf(this.#sys, name);
			if (nsid !== undefined && nsid >= 0) names.set(nsid, name);
		}
		return names;
	}
}

/** What this namespace calls that one; -1 if it has no id here. get_netnsid_from_name(). */
export function nsidOf(sys: System, name: string): number | undefined {
	const fd = sys.openNetns(name);
	if (!("ok" in fd)) return undefined;
	const [message] = sys.netlink({ type: "RTM_GETNSID", flags: 0, fd: fd.ok }).messages;
	return message?.type === "RTM_NEWNSID" ? message.nsid.nsid : undefined;
}
