/**
 * What has gone through each device: net/core/dev.c dev_get_stats(). The counters stand beside the devices, not in them: every
 * packet moves some, and a device is a big thing to copy.
 */
import { idDelete, idGet, idSet } from "../net/id-map.ts";
import { emptyTrie } from "../net/trie.ts";
import type { LinkStats } from "../uapi/message.ts";
import { copyStats } from "./copy.ts";
import type { Kernel } from "./kernel.ts";
import { ownKernel, type Task } from "./task.ts";

export const noStats: LinkStats = {
	rxBytes: 0,
	rxPackets: 0,
	rxErrors: 0,
	rxDropped: 0,
	rxOverErrors: 0,
	rxMissedErrors: 0,
	rxLengthErrors: 0,
	rxCrcErrors: 0,
	rxFrameErrors: 0,
	rxFifoErrors: 0,
	rxNohandler: 0,
	multicast: 0,
	txBytes: 0,
	txPackets: 0,
	txErrors: 0,
	txDropped: 0,
	txCarrierErrors: 0,
	txAbortedErrors: 0,
	txFifoErrors: 0,
	txWindowErrors: 0,
	txHeartbeatErrors: 0,
	collisions: 0,
};

/** Of a device, by its id. */
export function statsOf({ stats }: Kernel, id: number): LinkStats {
	return (stats && idGet(stats, id)) ?? noStats;
}

export type Counts = Partial<
	Record<
		| "txPackets"
		| "txBytes"
		| "txDropped"
		| "txErrors"
		| "txCarrierErrors"
		| "collisions"
		| "rxPackets"
		| "rxBytes"
		| "rxDropped"
		| "multicast",
		number
	>
>;

export function count(t: Task, id: number, counts: Counts): void {
	const next = copyStats(statsOf(t.kernel, id));
	for (const name in counts) next[name as keyof Counts] += counts[name as keyof Counts] as number;
	ownKernel(t).stats = idSet(t.kernel.stats ?? emptyTrie<LinkStats>(), id, next);
}

export function forgetCounters(t: Task, id: number): void {
	if (t.kernel.stats) ownKernel(t).stats = idDelete(t.kernel.stats, id);
}
