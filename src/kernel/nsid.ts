/**
 * The ids by which one namespace knows another: net/core/net_namespace.c. Given out, the smallest free one first, when a link
 * whose other end is elsewhere must be described, or by hand; forgotten when the other namespace dies.
 */
import { Refusal } from "./refusal.ts";
import { netnsOf, notify, setNetns, type Task } from "./task.ts";

export function findNetnsId(t: Task, netns: number, other: number): number | undefined {
	return netnsOf(t, netns).nsids.find((row) => row.netns === other)?.nsid;
}

/** peernet2id_alloc() */
export function netnsId(t: Task, netns: number, other: number): number {
	return findNetnsId(t, netns, other) ?? giveNetnsId(t, netns, other, -1);
}

/** alloc_netid() and RTM_NEWNSID: -1 lets the kernel choose. */
export function giveNetnsId(t: Task, netns: number, other: number, wish: number): number {
	const { nsids } = netnsOf(t, netns);
	const taken = new Set(nsids.map((row) => row.nsid));
	if (wish >= 0 && taken.has(wish)) throw new Refusal("EEXIST", "The specified nsid is already used");
	let nsid = Math.max(wish, 0);
	while (taken.has(nsid)) nsid++;
	setNetns(t, netns, { nsids: [...nsids, { nsid, netns: other }].sort((a, b) => a.nsid - b.nsid) });
	notify(t, netns, { type: "RTM_NEWNSID", nsid: { nsid } });
	return nsid;
}
