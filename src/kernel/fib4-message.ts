/** An IPv4 route as a message (net/ipv4/fib_semantics.c fib_dump_info, fib_nexthop_info). */
import { RTNH_F_DEAD, RTNH_F_LINKDOWN, type Rtmsg, type Rtnexthop } from "../uapi/message.ts";
import { RTN_BLACKHOLE } from "../uapi/route-type.ts";
import type { Nexthop4, Route4 } from "./fib4.ts";
import { ignoresLinkdown } from "./fib4-lookup.ts";
import { sysctlNumber } from "./sysctl.ts";
import { netnsOf, type Task } from "./task.ts";

/** A next hop's flags as shown: a link that is down kills the hop too where the settings say so. */
function flagsOf(t: Task, netns: number, hop: Nexthop4): number {
	const dead = hop.flags & RTNH_F_LINKDOWN && ignoresLinkdown(t, netnsOf(t, netns), hop.oif);
	return hop.flags | (dead ? RTNH_F_DEAD : 0);
}

function fillNexthop(t: Task, netns: number, hop: Nexthop4): Rtnexthop {
	const { oif, gateway, weight, flow, encap } = hop;
	return {
		weight,
		flags: flagsOf(t, netns, hop),
		...(oif && { oif }),
		...(gateway !== undefined && { gateway }),
		...(flow && { flow }),
		...(encap && { encap }),
	};
}

/** net.ipv4.nexthop_compat_mode: whether a route through a next hop object also says what is in it. */
export function tellsWay(t: Task, netns: number, { nhid }: { readonly nhid?: number | undefined }): boolean {
	return nhid === undefined || sysctlNumber(t, netns, "net/ipv4/nexthop_compat_mode") !== 0;
}

export function fillRoute4(t: Task, netns: number, route: Route4): Rtmsg {
	const { dst, tos, table, protocol, scope, type, priority, prefsrc, metrics, nhid } = route;
	const hops = tellsWay(t, netns, route) ? route.nexthops.map((hop) => fillNexthop(t, netns, hop)) : [];
	const [only] = hops.length === 1 ? hops : [];
	return {
		family: "inet",
		dst,
		tos,
		table,
		protocol,
		scope,
		type: route.blackhole ? RTN_BLACKHOLE : type,
		// those of a single way take the place of the route's own
		flags: (only ? only.flags : route.flags) >>> 0,
		...(only?.oif !== undefined && { oif: only.oif }),
		...(only?.gateway !== undefined && { gateway: only.gateway }),
		...(priority !== 0 && { priority }),
		...(prefsrc !== undefined && { prefsrc }),
		...(metrics && { metrics }),
		...(only?.flow && { flow: only.flow }),
		...(only?.encap && { encap: only.encap }),
		...(hops.length > 1 && { multipath: hops }),
		...(nhid !== undefined && { nhid }),
	};
}
