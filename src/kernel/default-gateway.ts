/**
 * Which of several equal default routes a packet of this host takes: one whose gateway is not known to be dead. Of gateways that
 * are neither reachable nor failed the next one is tried each time. net/ipv4/fib_semantics.c fib_select_default(),
 * fib_detect_death(); forwarded packets and those with a device given take the first (fib_select_path).
 */

import { RTNH_F_DEAD } from "../uapi/message.ts";
import { NUD_INCOMPLETE, NUD_NONE, NUD_REACHABLE, NUD_VALID } from "../uapi/nud.ts";
import { RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_SCOPE_LINK } from "../uapi/scope.ts";
import { type Alias4, defaultsOf, type FibInfo, infoOf, markDefault, type Nexthop4, routeOf } from "./fib4.ts";
import type { Found4 } from "./fib4-lookup.ts";
import { findNeighbour } from "./neigh.ts";
import { tosOf } from "./rule.ts";
import { deviceByIndex, netnsOf, setNetns, type Task } from "./task.ts";

interface Candidate {
	readonly alias: Alias4;
	readonly info: FibInfo;
	readonly hop: Nexthop4;
}

export function selectDefault4(t: Task, netns: number, found: Found4, tos: number): Found4 {
	const { route } = found;
	if (route.dst.len > 0 || route.type !== RTN_UNICAST) return found;
	const { fib4 } = netnsOf(t, netns);
	const all = defaultsOf(fib4, found.table);
	if (all.length < 2) return found;
	const [first, ...others] = candidates(t, netns, all, found, tos);
	if (!first) return found;
	const { taken, last } = others.length > 0 ? living(t, netns, [first, ...others]) : { taken: undefined, last: -1 };
	setNetns(t, netns, { fib4: markDefault(fib4, found.table, first.alias, last) });
	if (!taken) return found;
	return {
		...found,
		info: taken.alias.info,
		route: routeOf(fib4, taken.alias, route.dst),
		hop: taken.hop,
		hopIndex: 0,
	};
}

/** The routes of the metric that was found, from that one on; those that name no gateway do not take part. */
function candidates(t: Task, netns: number, all: readonly Alias4[], found: Found4, tos: number): Candidate[] {
	const { fib4 } = netnsOf(t, netns);
	const list: Candidate[] = [];
	let metric = found.route.priority;
	let lastTos = 0;
	for (const alias of all) {
		const info = infoOf(fib4, alias);
		if (alias.tos !== 0 && alias.tos !== tosOf({ daddr: found.route.dst.addr, tos })) continue;
		if (info.priority > metric && alias.tos === lastTos) {
			if (lastTos !== 0) continue;
			break;
		}
		if (info.flags & RTNH_F_DEAD) continue;
		lastTos = alias.tos;
		metric = info.priority;
		if (info.scope !== found.route.scope || info.type !== RTN_UNICAST) continue;
		const [hop] = info.nexthops;
		if (hop?.gateway === undefined || hop.scope !== RT_SCOPE_LINK) continue;
		if (list.length === 0 && alias.info !== found.info) break;
		list.push({ alias, info, hop });
	}
	return list;
}

/** The first whose gateway lives, else the best of the doubtful. */
function living(
	t: Task,
	netns: number,
	list: readonly [Candidate, ...Candidate[]],
): { readonly taken?: Candidate | undefined; readonly last: number } {
	const before = list[0].alias.last ?? -1;
	let last = -1;
	for (const [order, candidate] of list.entries()) {
		const state = stateOf(t, netns, candidate.hop);
		const valid = state !== undefined && (state & NUD_VALID) !== 0;
		if (state === undefined || state === NUD_REACHABLE || (valid && order !== before))
			return { taken: candidate, last: order };
		if (valid || (last < 0 && order > before && state !== NUD_INCOMPLETE)) last = order;
	}
	return { taken: list[last], last };
}

/** Of a gateway that is no neighbour yet nothing is known against it. */
function stateOf(t: Task, netns: number, { gateway, oif }: Nexthop4): number | undefined {
	const device = deviceByIndex(t, netns, oif);
	if (!device || gateway === undefined) return NUD_NONE;
	return findNeighbour(t, device, gateway)?.state;
}
