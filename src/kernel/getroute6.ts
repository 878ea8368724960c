/** `ip route get` of IPv6: net/ipv6/route.c inet6_rtm_getroute(), rt6_fill_node(). */
import { type Addr, isMulticast } from "../net/addr.ts";
import type { Errno } from "../uapi/errno.ts";
import { type RouteQuery, RTM_F_FIB_MATCH, type Rtmsg } from "../uapi/message.ts";
import { INVALID_UID } from "../uapi/rule.ts";
import { quietly } from "./because.ts";
import { expiryOf, withMtu } from "./cached-route.ts";
import type { Route6 } from "./fib6.ts";
import { type Found6, fibLookup6 } from "./fib6-lookup.ts";
import { fillRoute6 } from "./fib6-message.ts";
import { selectWay6 } from "./multipath.ts";
import { type Decision6, deviceFor, firstOfGroup, lookupOutput6, needsDevice } from "./output6.ts";
import { exceptionFor6 } from "./path/exception.ts";
import { Refusal } from "./refusal.ts";
import { selectAddr6 } from "./source6.ts";
import { deviceByIndex, type Task } from "./task.ts";

function askOf(query: RouteQuery) {
	const { mark, uid, sport, dport } = query;
	return {
		daddr: query.dst?.addr ?? "::",
		tos: query.tos ?? 0,
		...(query.src !== undefined && query.src !== "::" && { saddr: query.src }),
		...(mark !== undefined && { mark }),
		...(uid !== undefined && { uid }),
		...(query.ipproto !== undefined && { ipProto: query.ipproto }),
		...(sport !== undefined && { sport }),
		...(dport !== undefined && { dport }),
	};
}

/** ip6_route_input_lookup(): the device it came in by is a wish where it is no must. */
function decideInput(t: Task, query: RouteQuery): Decision6 | Errno {
	const iif = query.iif as number;
	if (!deviceByIndex(t, t.netns, iif)) return "ENODEV";
	const ask = { ...askOf(query), uid: query.uid ?? INVALID_UID };
	const flow = { ...ask, oif: 0, iif, wish: iif, strict: needsDevice(ask.daddr) };
	const first = fibLookup6(t, t.netns, flow);
	if (typeof first === "string") return first;
	const found = selectWay6(t, t.netns, first, flow);
	const way = deviceByIndex(t, t.netns, found.hop.oif);
	return way ? { daddr: ask.daddr, device: deviceFor(t, way, found), found } : "ENETUNREACH";
}

/** rtm_getroute_parse_ip_proto(): TCP, UDP and ICMPv6. */
const protocols: ReadonlySet<number> = new Set([6, 17, 58]);

/** inet6_rtm_valid_getroute_req() */
function checkQuery({ rtmFlags = 0, newDst, src, srcLen, ipproto }: RouteQuery): void {
	if (srcLen && srcLen !== 128) throw new Refusal("EINVAL", "ipv6: Invalid values in header for get route request");
	if (rtmFlags & ~RTM_F_FIB_MATCH) throw new Refusal("EINVAL", "ipv6: Invalid flags for get route request");
	if (src !== undefined && srcLen === 0)
		throw new Refusal("EINVAL", "ipv6: rtm_src_len and rtm_dst_len must be 128 for IPv6");
	if (newDst) throw new Refusal("EINVAL", "ipv6: Unsupported attribute in get route request");
	if (ipproto !== undefined && !protocols.has(ipproto)) throw new Refusal("EOPNOTSUPP", "Unsupported ip proto");
}

export function lookup6(t: Task, query: RouteQuery): Rtmsg {
	checkQuery(query);
	const decision = query.iif
		? decideInput(t, query)
		: lookupOutput6(t, t.netns, { ...askOf(query), oif: query.oif ?? 0 });
	if (typeof decision === "string") throw new Refusal(decision);
	const { route, hop } = decision.found;
	// The multicast router has no answer to give, and the message ends there (ip6mr_get_route).
	if (query.iif && isMulticast(route.dst.addr)) throw new Refusal("EMSGSIZE");
	if ((query.rtmFlags ?? 0) & RTM_F_FIB_MATCH)
		return { ...fillRoute6(t, fromChosen(decision.found)), ...(query.iif && { iif: query.iif }) };
	// What a packet takes ends by itself only if it was learned (rt6_set_from, rt6_update_expires).
	const {
		nhid: _,
		expires: ___,
		...stored
	} = fillRoute6(t, { ...route, group: false, nexthops: [{ ...hop, flags: 0 }] });
	const exception = query.iif ? undefined : exceptionFor6(t, decision);
	const { prefsrc: __, metrics: own, gateway, ...rest } = stored;
	const metrics = withMtu(own, exception);
	const prefsrc = route.prefsrc ?? (query.iif ? undefined : sourceFor(t, decision));
	return {
		...rest,
		dst: { addr: decision.daddr, len: 128 },
		src: { addr: query.src ?? "::", len: 128 },
		oif: decision.device.index,
		...(gateway !== undefined && !exception?.onLink && { gateway }),
		...(metrics && { metrics }),
		...expiryOf(t, exception),
		...(exception?.gateway !== undefined && { gateway: exception.gateway }),
		cacheUsers: 2,
		...(query.iif && { iif: query.iif }),
		...(prefsrc !== undefined && { prefsrc }),
	};
}

/** rt6_fill_node(): of siblings the chosen one stands first, then those behind it, round to the one before. */
function fromChosen({ route, hop }: Found6): Route6 {
	const { nexthops, nhid } = route;
	const at = nhid === undefined ? Math.max(0, nexthops.indexOf(hop)) : 0;
	return at === 0 ? route : { ...route, nexthops: [...nexthops.slice(at), ...nexthops.slice(0, at)] };
}

/** ip6_route_get_saddr() */
function sourceFor(t: Task, { daddr, device, found }: Decision6): Addr | undefined {
	const way = firstOfGroup(t, deviceByIndex(t, t.netns, found.hop.oif) ?? device, found);
	return quietly(t, () => selectAddr6(t, way, daddr));
}
