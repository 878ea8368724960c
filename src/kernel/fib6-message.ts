/** An IPv6 route as a message (net/ipv6/route.c rt6_fill_node). */
import type { Rtmsg, Rtnexthop } from "../uapi/message.ts";
import { RTN_BLACKHOLE } from "../uapi/route-type.ts";
import { RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { tellsWay } from "./fib4-message.ts";
import type { Nexthop6, Route6 } from "./fib6.ts";
import type { Task } from "./task.ts";

function fillNexthop({ oif, gateway, weight, flags, encap }: Nexthop6): Rtnexthop {
	return { oif, weight, flags, ...(gateway !== undefined && { gateway }), ...(encap && { encap }) };
}

export function fillRoute6(t: Task, route: Route6): Rtmsg {
	const { dst, src, table, protocol, type, priority, prefsrc, metrics, pref, expires, nhid } = route;
	const hops = tellsWay(t, t.netns, route) ? route.nexthops.map(fillNexthop) : [];
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

/** rtnl_put_cacheinfo(): in ticks of 10 ms, and nothing is said of none. */
function untilExpiry(ms: number): Pick<Rtmsg, "expires"> {
	return Math.trunc(ms / 10) === 0 ? {} : { expires: Math.trunc(ms / 1000) };
}
