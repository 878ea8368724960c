/**
 * IPv6 routes of one prefix that count as one: those with a gateway and the same metric are next hops of a multipath route.
 * net/ipv6/ip6_fib.c fib6_add_rt2node(), include/net/ip6_route.h rt6_qualify_for_ecmp(), rt6_duplicate_nexthop().
 */
import type { Info6, Route6 } from "./fib6.ts";
import { sameEncap } from "./lwtunnel.ts";

/** Routes of a prefix that can be next hops of one multipath route (rt6_qualify_for_ecmp); `proto ra` is but a word. */
export function canBeSibling({ nhid, nexthops }: Info6): boolean {
	return nhid === undefined && nexthops[0]?.gateway !== undefined;
}

export function areSiblings(a: Info6, b: Info6): boolean {
	return a.priority === b.priority && canBeSibling(a) && canBeSibling(b);
}

/**
 * The routes of one prefix and source as a dump shows them: siblings as one, at the place of the first; whatever stands between
 * them is not shown (fib6_dump_node goes on behind the last sibling).
 */
export function* inGroups(routes: readonly Route6[]): Generator<Route6, undefined> {
	for (let i = 0; i < routes.length; i++) {
		const first = routes[i] as Route6;
		const group = routes.filter((route) => areSiblings(first, route));
		yield group.length > 1 ? { ...first, nexthops: group.flatMap((route) => route.nexthops) } : first;
		if (group.length > 1) i = routes.lastIndexOf(group.at(-1) as Route6);
	}
	return undefined;
}

/** A route with its siblings as messages name them: itself, then those behind it, round to the one before (rt6_fill_node). */
export function withSiblings6(list: readonly Route6[], route: Route6): Route6 {
	const siblings = list.filter((other) => areSiblings(other, route));
	const at = siblings.findIndex((other) => sameWay(other, route));
	if (siblings.length < 2 || at < 0) return route;
	return { ...route, nexthops: [...siblings.slice(at), ...siblings.slice(0, at)].flatMap((other) => other.nexthops) };
}

/** Same way out: rt6_duplicate_nexthop(). */
export function sameWay(a: Info6, b: Info6): boolean {
	if (a.nhid !== undefined || b.nhid !== undefined) return a.nhid === b.nhid;
	const [x, y] = [a.nexthops[0], b.nexthops[0]];
	return x?.oif === y?.oif && x?.gateway === y?.gateway && sameEncap(x?.encap, y?.encap);
}
