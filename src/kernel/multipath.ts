/**
 * Which of several next hops a flow takes: net/ipv4/fib_semantics.c fib_select_multipath(), net/ipv6/route.c
 * fib6_select_path(). A hash of the two addresses decides, so a flow keeps its way; weights divide the range of the hash.
 */
import type { Addr } from "../net/addr.ts";
import { RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import { type Found4, ignoresLinkdown } from "./fib4-lookup.ts";
import type { Found6 } from "./fib6-lookup.ts";
import { hashOf } from "./shared.ts";
import { netnsOf, type Task } from "./task.ts";

interface Flow {
	readonly daddr: Addr;
	readonly saddr?: Addr;
}

interface Way {
	readonly weight: number;
}

function choose<W extends Way>(ways: readonly W[], { saddr = "", daddr }: Flow): W | undefined {
	const total = ways.reduce((sum, { weight }) => sum + weight, 0);
	let point = (hashOf(saddr, ">", daddr) / 2 ** 32) * total;
	for (const way of ways) {
		if (point < way.weight) return way;
		point -= way.weight;
	}
	return ways.at(-1);
}

export function selectWay4(t: Task, netns: number, found: Found4, flow: Flow): Found4 {
	const { nexthops } = found.route;
	if (nexthops.length < 2) return found;
	const net = netnsOf(t, netns);
	const lives = nexthops.filter(
		(hop) => !(hop.flags & RTNH_F_DEAD) && !(hop.flags & RTNH_F_LINKDOWN && ignoresLinkdown(t, net, hop.oif)),
	);
	const hop = choose(lives, flow);
	return hop ? { ...found, hop, hopIndex: nexthops.indexOf(hop) } : found;
}

/** With a device given, the lookup has chosen already. */
export function selectWay6(found: Found6, flow: Flow & { readonly oif: number }): Found6 {
	const { nexthops } = found.route;
	if (nexthops.length < 2 || flow.oif) return found;
	const hop = choose(
		nexthops.filter((way) => !(way.flags & RTNH_F_DEAD)),
		flow,
	);
	return hop ? { ...found, hop } : found;
}
