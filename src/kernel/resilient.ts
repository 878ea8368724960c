/**
 * Resilient groups of next hop objects: a fixed number of buckets, each of which stands for a member. Flows keep their bucket, so
 * that a change of members moves only as many flows as it must. net/ipv4/nexthop.c nh_res_group_rebalance(),
 * nh_res_table_upkeep(), nexthop_select_path_res(). Buckets that wait until they are idle move at the next change.
 */
import type { GroupNexthop } from "./nexthop.ts";
import type { Task } from "./task.ts";

/** struct nh_res_table; times in 1/100 s, `since` and `used` in kernel ms. */
export interface Resilient {
	readonly idleTimer: number;
	readonly unbalancedTimer: number;
	/** Since when the buckets do not reflect the weights. */
	readonly unbalancedSince?: number;
	readonly buckets: readonly Bucket[];
}

interface Bucket {
	/** The member that it stands for. */
	readonly nhid: number;
	/** When it came to this member, or a flow was last seen. */
	readonly used: number;
	/** A flow has been seen since it came to this member. */
	readonly busy?: true;
}

/** Buckets of a resilient group after its members changed: those of members that are gone get new ones. */
export function rebalance(t: Task, group: GroupNexthop): GroupNexthop {
	const { resilient, members } = group;
	if (!resilient) return group;
	return { ...group, resilient: { ...resilient, buckets: fillBuckets(t.kernel.now, resilient, members) } };
}

/** nh_res_table_upkeep(): members that have too few buckets take those that may move. */
export function fillBuckets(now: number, resilient: Resilient, members: GroupNexthop["members"]): Resilient["buckets"] {
	const wants = shares(resilient.buckets.length, members);
	const have = new Map<number, number>();
	for (const { nhid } of resilient.buckets) have.set(nhid, (have.get(nhid) ?? 0) + 1);
	// the last member is served first: each was put at the head of a list
	const needy = members
		.filter(({ id }) => (have.get(id) ?? 0) < (wants.get(id) ?? 0))
		.map(({ id }) => id)
		.reverse();
	return resilient.buckets.map((bucket) => {
		const surplus = (have.get(bucket.nhid) ?? 0) > (wants.get(bucket.nhid) ?? 0);
		const [taker] = needy;
		if (taker === undefined || !surplus || (wants.has(bucket.nhid) && !isIdle(now, resilient, bucket))) return bucket;
		have.set(bucket.nhid, (have.get(bucket.nhid) ?? 0) - 1);
		have.set(taker, (have.get(taker) ?? 0) + 1);
		if ((have.get(taker) ?? 0) >= (wants.get(taker) ?? 0)) needy.shift();
		return { nhid: taker, used: now };
	});
}

/** nh_res_bucket_idle_point(): one that no flow has used since it moved is idle at once. */
function isIdle(now: number, { idleTimer }: Resilient, { used, busy }: Bucket): boolean {
	return !busy || now - used >= idleTimer * 10;
}

/** nh_res_group_rebalance(): how many buckets each member should have, by its weight. */
function shares(count: number, members: GroupNexthop["members"]): Map<number, number> {
	const total = members.reduce((sum, { weight }) => sum + weight, 0);
	const wants = new Map<number, number>();
	let [sum, before] = [0, 0];
	for (const { id, weight } of members) {
		sum += weight;
		const upper = Math.round((count * sum) / total);
		wants.set(id, upper - before);
		before = upper;
	}
	return wants;
}

/** nexthop_select_path_res(): the member whose bucket the hash is in, and the group with that bucket in use. */
export function takeBucket(
	now: number,
	group: GroupNexthop,
	hash: number,
): { nhid: number; group: GroupNexthop } | undefined {
	const { resilient } = group;
	if (!resilient || resilient.buckets.length === 0) return undefined;
	const at = hash % resilient.buckets.length;
	const buckets = resilient.buckets.map((bucket, i) =>
		i === at ? { ...bucket, used: now, busy: true as const } : bucket,
	);
	return { nhid: buckets[at]?.nhid ?? 0, group: { ...group, resilient: { ...resilient, buckets } } };
}
