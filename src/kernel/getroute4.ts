/**
 * `ip route get` of IPv4: asks the very functions that packets ask, and tells what they said. net/ipv4/route.c
 * inet_rtm_getroute(), rt_fill_info().
 */
import {
	type RouteQuery,
	RTCF_BROADCAST,
	RTCF_DOREDIRECT,
	RTCF_LOCAL,
	RTCF_MULTICAST,
	RTCF_REDIRECTED,
	RTM_F_CLONED,
	RTM_F_FIB_MATCH,
	RTM_F_LOOKUP_TABLE,
	RTM_F_NOTIFY,
	type Rtmsg,
} from "../uapi/message.ts";
import { RTPROT_UNSPEC } from "../uapi/protocol.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../uapi/route-type.ts";
import { INVALID_UID } from "../uapi/rule.ts";
import { RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { RT_TABLE_MAIN } from "../uapi/table.ts";
import { expiryOf, withMtu } from "./cached-route.ts";
import type { Found4 } from "./fib4-lookup.ts";
import { fillRoute4 } from "./fib4-message.ts";
import { routeInput4 } from "./input4.ts";
import { type Decision4, infoOf, routeOutput4 } from "./output4.ts";
import { exceptionFor4 } from "./path/exception.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, type Task } from "./task.ts";

/** What is asked about where no protocol is named. */
const IPPROTO_UDP = 17;
const IPPROTO_ICMP = 1;

/** rtm_getroute_parse_ip_proto(): ICMP, TCP and UDP. */
const protocols: ReadonlySet<number> = new Set([IPPROTO_ICMP, 6, IPPROTO_UDP]);

/** inet_rtm_valid_getroute_req() */
function checkQuery({ src, srcLen, newDst, ipproto }: RouteQuery): void {
	if (srcLen && srcLen !== 32) throw new Refusal("EINVAL", "ipv4: Invalid values in header for route get request");
	if (src !== undefined && srcLen === 0)
		throw new Refusal("EINVAL", "ipv4: rtm_src_len and rtm_dst_len must be 32 for IPv4");
	if (newDst) throw new Refusal("EINVAL", "ipv4: Unsupported attribute in route get request");
	if (ipproto !== undefined && !protocols.has(ipproto)) throw new Refusal("EOPNOTSUPP", "Unsupported ip proto");
}

export function lookup4(t: Task, query: RouteQuery): Rtmsg {
	checkQuery(query);
	const decision = query.iif ? decideInput(t, query) : decideOutput(t, query);
	if (decision === "EXDEV" && has(t.kernel.profile, "rpFilterInvalid")) throw new Refusal("EINVAL");
	if (typeof decision === "string") throw new Refusal(decision);
	if (!((query.rtmFlags ?? 0) & RTM_F_FIB_MATCH)) return answer(t, query, decision);
	if (!decision.found) throw new Refusal("EHOSTUNREACH");
	const { type } = decision;
	return { ...fillRoute4(t, t.netns, decision.found.route), type, table: tableOf(query, decision) };
}

/** What both ways in have in common. A `from 0.0.0.0` is none. */
function askOf(query: RouteQuery) {
	const { mark, uid, sport, dport } = query;
	return {
		daddr: query.dst?.addr ?? "0.0.0.0",
		tos: (query.tos ?? 0) & 0xfc,
		...(query.src !== undefined && query.src !== "0.0.0.0" && { saddr: query.src }),
		...(mark !== undefined && { mark }),
		...(uid !== undefined && { uid }),
		ipProto: query.ipproto ?? IPPROTO_UDP,
		...(sport !== undefined && { sport }),
		...(dport !== undefined && { dport }),
	};
}

function decideOutput(t: Task, query: RouteQuery) {
	return routeOutput4(t, t.netns, { ...askOf(query), oif: query.oif ?? 0 });
}

function decideInput(t: Task, query: RouteQuery) {
	const device = deviceByIndex(t, t.netns, query.iif as number);
	if (!device) return "ENODEV";
	const { uid: _, sport, dport, ...ask } = askOf(query); // a packet that came in is nobody's to the rules
	const ports = ask.ipProto !== IPPROTO_ICMP && {
		...(sport !== undefined && { sport }),
		...(dport !== undefined && { dport }),
	};
	return routeInput4(t, device, { ...ask, ...ports, saddr: query.src ?? "0.0.0.0" });
}

function tableOf(query: RouteQuery, { found }: Decision4): number {
	return (query.rtmFlags ?? 0) & RTM_F_LOOKUP_TABLE ? (found?.table ?? 0) : RT_TABLE_MAIN;
}

/** RTCF_NOTIFY: both this bit and RTM_F_NOTIFY come back. */
const RTCF_NOTIFY = 0x10000;

/** RTCF_* of a decision, as numbers to be added: they go up to bit 31. */
function flagsOf(query: RouteQuery, { type, local, redirect }: Decision4): number {
	const kind = type === RTN_BROADCAST && local ? RTCF_BROADCAST : type === RTN_MULTICAST ? RTCF_MULTICAST : 0;
	const asked = (query.rtmFlags ?? 0) & RTM_F_NOTIFY ? RTM_F_NOTIFY + RTCF_NOTIFY : 0;
	return RTM_F_CLONED + asked + kind + (local ? RTCF_LOCAL : 0) + (redirect ? RTCF_DOREDIRECT : 0);
}

/** rt_cache_route(): whether the answer is kept with its next hop, which counts as a user of it too. */
function isKept({ iif }: RouteQuery, { type, found, device }: Decision4): boolean {
	if (!found || type === RTN_MULTICAST) return false;
	return Boolean(iif) || type !== RTN_LOCAL || found.hop.oif === device.index;
}

/** set_class_tag(): what the next hop leaves open the rule says. */
function realmsOf(found: Found4 | undefined): Pick<Rtmsg, "flow"> {
	const { from = 0, to = 0 } = found?.hop.flow ?? {};
	const flow = { from: from || (found?.realms?.from ?? 0), to: to || (found?.realms?.to ?? 0) };
	return flow.from || flow.to ? { flow } : {};
}

/** rt_fill_info() */
function answer(t: Task, query: RouteQuery, decision: Decision4): Rtmsg {
	const { device, saddr } = decision;
	const found = infoOf(t, decision);
	const exception = exceptionFor4(t, decision);
	const gateway = exception?.gateway ?? decision.gateway;
	const from = query.src !== undefined && query.src !== "0.0.0.0" ? query.src : undefined;
	const metrics = withMtu(found?.route.metrics, exception);
	// A packet that came in is nobody's, unless somebody is named.
	const uid = query.uid ?? (query.iif ? INVALID_UID : 0);
	return {
		family: "inet",
		dst: { addr: query.dst?.addr ?? "0.0.0.0", len: 32 },
		...(from !== undefined && { src: { addr: from, len: 32 } }),
		tos: decision.found?.route.tos ?? 0,
		table: tableOf(query, decision),
		protocol: RTPROT_UNSPEC,
		scope: RT_SCOPE_UNIVERSE,
		type: decision.type,
		flags: flagsOf(query, decision) + (exception?.gateway === undefined ? 0 : RTCF_REDIRECTED),
		oif: device.index,
		...(gateway !== undefined && { gateway }),
		...(saddr !== undefined && from === undefined && !query.iif && { prefsrc: saddr }),
		...realmsOf(found),
		...(found?.hop.encap && { encap: found.hop.encap }),
		...(metrics && { metrics }),
		...expiryOf(t, exception),
		cacheUsers: isKept(query, decision) ? 2 : 1,
		...(query.mark && { mark: query.mark }),
		...(query.iif && { iif: query.iif }),
		...(uid !== INVALID_UID && { uid }),
	};
}
