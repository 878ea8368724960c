/** An IPv6 route as a message (net/ipv6/route.c rt6_fill_node). */
import { RTNH_F_DEAD, RTNH_F_LINKDOWN, type Rtmsg, type Rtnexthop } from "../uapi/message.ts";
import { RTN_BLACKHOLE } from "../uapi/route-type.ts";
import { RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { tellsWay } from "./fib4-message.ts";
import type { Nexthop6, Route6 } from "./fib6.ts";
import { ignoresLinkdown6 } from "./fib6-lookup.ts";
import { has } from "./profile.ts";
import type { Task } from "./task.ts";

/** fib_nexthop_info(): a link without a carrier kills the hop where the settings say so. */
function fillNexthop(t: Task, { oif, gateway, weight, encap, ...hop }: Nexthop6): Rtnexthop {
	const dead = hop.flags & RTNH_F_LINKDOWN && ignoresLinkdown6(t, t.netns, oif);
	const flags = hop.flags | (dead ? RTNH_F_DEAD : 0);
	return { oif, weight, flags, ...(gateway !== undefined && { gateway }), ...(encap && { encap }) };
}

export function fillRoute6(t: Task, route: Route6): Rtmsg {
	const { dst, src, table, protocol, type, priority, prefsrc, metrics, pref, expires, nhid } = route;
	const hops = tellsWay(t, t.netns, route) ? route.nexthops.map((hop) => fillNexthop(t, hop)) : [];
	const several = hops.length > 1 || (route.group && hops.length > 0);
	const [only] = several ? [] : hops;
	return {
		family: "inet6",
		dst,
		...(src && { src }),
		tos: 0,
		table,
		protocol,
		scope: RT_SCOPE_UNIVERSE,
		type: route.blackhole ? RTN_BLACKHOLE : type,
		flags: only?.flags ?? 0,
		...(only?.oif !== undefined && { oif: only.oif }),
		...(only?.gateway !== undefined && { gateway: only.gateway }),
		...(only?.encap && { encap: only.encap }),
		priority,
		...(prefsrc !== undefined && { prefsrc }),
		...(metrics && { metrics }),
		...(several && { multipath: hops }),
		pref,
		...(expires !== undefined && untilExpiry(expires - t.kernel.now)),
		...(nhid !== undefined && { nhid }),
	};
}

/** A route that is gone. */
export function fillGone6(t: Task, { expires, ...route }: Route6): Rtmsg {
	const ends = expires !== undefined && !has(t.kernel.profile, "endsForgotten6");
	return fillRoute6(t, ends ? { ...route, expires } : route);
}

/** rtnl_put_cacheinfo(): in ticks of 10 ms, and nothing is said of none. */
function untilExpiry(ms: number): Pick<Rtmsg, "expires"> {
	return Math.trunc(ms / 10) === 0 ? {} : { expires: Math.trunc(ms / 1000) };
}
