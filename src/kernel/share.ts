/**
 * The shares of the ways of a multipath route: each has the part of 0 … 2^31-1 behind the one before it, as wide as its weight,
 * and one that is of no use has none. They are dealt when something happens to a way, and stay as they are when only
 * ignore_routes_with_linkdown changes (recorded: route-multipath-shares). net/ipv4/fib_semantics.c fib_rebalance(),
 * net/ipv6/route.c rt6_multipath_rebalance(). A next hop object's group deals by weight alone (nh_hthr_group_rebalance()).
 */
import { RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import type { FibInfo, Nexthop4 } from "./fib4.ts";
import { ignoresLinkdown } from "./fib4-lookup.ts";
import type { Nexthop6, Route6 } from "./fib6.ts";
import { ignoresLinkdown6 } from "./fib6-lookup.ts";
import { canBeSibling } from "./fib6-sibling.ts";
import { netnsOf, type Task } from "./task.ts";

/** The last hash that is for it (fib_nh_upper_bound); of one that has no share. */
export const noShare = -1;

export function upperBounds(ways: readonly { readonly weight: number; readonly isDead?: boolean }[]): number[] {
	const total = ways.reduce((sum, { weight, isDead }) => sum + (isDead ? 0 : weight), 0);
	let weight = 0;
	return ways.map((way) => {
		if (way.isDead) return noShare;
		weight += way.weight;
		return Math.round((weight * 2 ** 31) / total) - 1;
	});
}

/** fib_rebalance() */
export function dealt4(t: Task, netns: number, info: FibInfo): FibInfo {
	const { nexthops, nhid } = info;
	if (nexthops.length < 2 || nhid !== undefined) return info;
	const net = netnsOf(t, netns);
	const isDead = ({ flags, oif }: Nexthop4) =>
		(flags & RTNH_F_DEAD) !== 0 || ((flags & RTNH_F_LINKDOWN) !== 0 && ignoresLinkdown(t, net, oif));
	const bounds = upperBounds(nexthops.map((hop) => ({ weight: hop.weight, isDead: isDead(hop) })));
	if (nexthops.every(({ upperBound }, i) => upperBound === bounds[i])) return info;
	return { ...info, nexthops: nexthops.map((hop, i) => ({ ...hop, upperBound: bounds[i] as number })) };
}

/** Deals anew among the routes of one destination and source: those of these metrics that are siblings. */
export type Deal6 = (list: readonly Route6[], priorities: ReadonlySet<number>) => readonly Route6[];

/** rt6_multipath_rebalance() */
export function dealer6(t: Task, netns: number): Deal6 {
	const isDead = ({ flags, oif }: Nexthop6) =>
		(flags & RTNH_F_DEAD) !== 0 || ((flags & RTNH_F_LINKDOWN) !== 0 && ignoresLinkdown6(t, netns, oif));
	return (list, priorities) =>
		[...priorities].reduce((routes, priority) => {
			const group = routes.filter((route) => route.priority === priority && canBeSibling(route));
			if (group.length < 2) return routes;
			const hops = group.map((route) => route.nexthops[0] as Nexthop6);
			const bounds = upperBounds(hops.map((hop) => ({ weight: hop.weight, isDead: isDead(hop) })));
			const bound = new Map(group.map((route, i) => [route, bounds[i] as number]));
			return routes.map((route) => withBound(route, bound.get(route)));
		}, list);
}

function withBound(route: Route6, upperBound: number | undefined): Route6 {
	return upperBound === undefined || upperBound === route.upperBound ? route : { ...route, upperBound };
}
