/**
 * IPv4 routes that users make and take away: net/ipv4/fib_frontend.c rtm_to_fib_config(), net/ipv4/fib_semantics.c
 * fib_create_info(). The order of the checks decides which sentence is said. Next hops are judged in fib4-nexthop.ts.
 */
import { type Addr, toWords } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import { hasHostBits } from "../net/prefix.ts";
import {
	type Family,
	type RouteRequest,
	RTNH_F_DEAD,
	RTNH_F_LINKDOWN,
	RTNH_F_ONLINK,
	type Rtnexthop,
} from "../uapi/message.ts";
import { RTN_ANYCAST, RTN_BROADCAST, RTN_LOCAL, RTN_NAT, RTN_UNSPEC, RTN_XRESOLVE } from "../uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_NOWHERE, RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import { type FibInfo, type Nexthop4, newTable4, type Route4, routesAt, routeWith } from "./fib4.ts";
import { insertRoute4, insertRoutes4, removeRoute4 } from "./fib4-insert.ts";
import { addrType4, typeError } from "./fib4-lookup.ts";
import { fillRoute4 } from "./fib4-message.ts";
import { checkNexthop4, hostNexthop4 } from "./fib4-nexthop.ts";
import { buildEncap, sameEncap } from "./lwtunnel.ts";
import { checkMetrics, hasMetrics } from "./metric.ts";
import { nexthopById } from "./nexthop.ts";
import { checkForRoute4, nexthops4 } from "./nexthop-route.ts";
import { checkAddrBytes } from "./policy.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { keep, netnsOf, notify, setNetns, type Task } from "./task.ts";

export function newRoute4(t: Task, request: RouteRequest): void {
	checkRequest(t, request);
	const table = request.table || RT_TABLE_MAIN;
	makeTable(t, table);
	if (!has(t.kernel.profile, "prefixFirst4")) checkPrefix(request);
	const info = createInfo(t, request.table === table ? request : { ...request, table });
	const route = routeWith(info, request.dst, request.tos);
	const done = insertRoute4(netnsOf(t, t.netns).fib4, route, request.flags);
	if (done) {
		setNetns(t, t.netns, { fib4: done.fib });
		notify(t, t.netns, { type: "RTM_NEWROUTE", route: fillRoute4(t, t.netns, route) });
	}
	if (route.type === RTN_LOCAL) noteCustomLocal(t);
}

/** What newRoute4() does for one after the other, at once: requests that fitTogether(). */
export function newRoutes4(t: Task, requests: readonly RouteRequest[]): void {
	const [first] = requests;
	if (!first) return;
	const table = first.table || RT_TABLE_MAIN;
	makeTable(t, table);
	const infos = new Map<number | undefined, FibInfo>();
	const routes = requests.map((request) => {
		checkRequest(t, request);
		if (!has(t.kernel.profile, "prefixFirst4")) checkPrefix(request);
		const info = infos.get(request.nhid) ?? createInfo(t, request.table === table ? request : { ...request, table });
		infos.set(request.nhid, info);
		return { dst: request.dst, tos: request.tos, info };
	});
	const { fib, inserted } = insertRoutes4(netnsOf(t, t.netns).fib4, table, routes, first.flags);
	if (inserted.includes(true)) setNetns(t, t.netns, { fib4: fib });
	for (const [i, { dst, tos, info }] of routes.entries())
		if (inserted[i])
			notify(t, t.netns, { type: "RTM_NEWROUTE", route: fillRoute4(t, t.netns, routeWith(info, dst, tos)) });
}

/** Routes through next hop objects that differ in nothing but their prefix and the object: what one of them is does not hang on the others. */
export function fitTogether(requests: readonly RouteRequest[]): boolean {
	const [first] = requests;
	const places = new Set(requests.map(({ dst }) => (toWords(dst.addr)[0] ?? 0) * 64 + dst.len));
	return first !== undefined && places.size === requests.length && requests.every((each) => isLike(each, first));
}

const own = new Set(["dst", "nhid"]);

function isLike(a: RouteRequest, b: RouteRequest): boolean {
	if (a.family !== "inet" || !a.nhid || a.routeType === RTN_LOCAL) return false;
	for (const key in a) if (!own.has(key) && a[key as keyof RouteRequest] !== b[key as keyof RouteRequest]) return false;
	return true;
}

/** fib_has_custom_local_routes */
function noteCustomLocal(t: Task): void {
	const { fib4 } = netnsOf(t, t.netns);
	if (!fib4.customLocal) setNetns(t, t.netns, { fib4: { ...fib4, customLocal: true } });
}

/** rtm_to_fib_config() */
function checkRequest(t: Task, request: RouteRequest): void {
	checkAddrBytes(request.via === undefined ? request.gateway : undefined, request.prefsrc);
	if (request.tos & 3) throw new Refusal("EINVAL", "Invalid dsfield (tos): ECN bits must be 0");
	if (request.routeType > RTN_XRESOLVE) throw new Refusal("EINVAL", "Invalid route type");
	if (request.via) throw viaError(request.via);
	if (has(t.kernel.profile, "prefixFirst4")) checkPrefix(request);
	const { nhid, oif, gateway, multipath, encap } = request;
	if (nhid && (oif || gatewayOf(gateway) !== undefined || multipath || encap))
		throw new Refusal("EINVAL", "Nexthop specification and nexthop id are mutually exclusive");
}

function checkPrefix(request: RouteRequest): void {
	if (hasHostBits(request.dst)) throw new Refusal("EINVAL", "Invalid prefix for given prefix length");
}

/** fib_gw_from_via() */
function viaError(family: Family): Refusal {
	const known = family === "inet6" ? "Invalid IPv6 address in RTA_VIA" : "Unsupported address family in RTA_VIA";
	return new Refusal("EINVAL", known);
}

/** fib_new_table(), before the route is judged: the table stays even if the route is refused. */
function makeTable(t: Task, table: number): void {
	const { fib4 } = netnsOf(t, t.netns);
	if (idGet(fib4.tables, table)) return;
	setNetns(t, t.netns, { fib4: newTable4(fib4, table) });
	keep(t);
}

/** fib_props: the widest scope that a route of a type may have. */
function widest(type: number): number {
	if (type === RTN_LOCAL) return RT_SCOPE_HOST;
	if (type === RTN_BROADCAST || type === RTN_ANYCAST) return RT_SCOPE_LINK;
	return type === RTN_UNSPEC || type === RTN_NAT || type === RTN_XRESOLVE ? RT_SCOPE_NOWHERE : RT_SCOPE_UNIVERSE;
}

/** fib_create_info() */
function createInfo(t: Task, request: RouteRequest): FibInfo {
	const { routeType: type, scope, protocol, table, nhid } = request;
	const prefsrc = request.prefsrc === "0.0.0.0" ? undefined : request.prefsrc;
	if (widest(type) > scope) throw new Refusal("EINVAL", "Invalid scope");
	if (request.rtmFlags & (RTNH_F_DEAD | RTNH_F_LINKDOWN))
		throw new Refusal("EINVAL", "Invalid rtm_flags - can not contain DEAD or LINKDOWN");
	if (nhid && !nexthopById(t, t.netns, nhid)) throw new Refusal("EINVAL", "Nexthop id does not exist");
	if (request.multipath?.length === 0) throw new Refusal("EINVAL");
	const metrics = checkMetrics(request.metrics);
	const given = nhid ? [] : waysOf(request);
	const ways = typeError(type) === undefined ? judged(t, request, given) : nowhere(t, request);
	if (typeError(type) === undefined && prefsrc !== undefined && !mayPrefer(t, request, prefsrc))
		throw new Refusal("EINVAL", "Invalid prefsrc address");
	const linkdown = !nhid && ways.nexthops.every((hop) => hop.flags & RTNH_F_LINKDOWN);
	return {
		table,
		type,
		scope,
		protocol,
		priority: request.priority ?? 0,
		flags: request.rtmFlags | (linkdown ? RTNH_F_LINKDOWN : 0),
		nexthops: ways.nexthops,
		prefsrc,
		metrics,
		nhid: ways.nhid,
		blackhole: ways.blackhole,
	};
}

/** The way of a route that carries nothing; a next hop object is kept, and not looked at. */
function nowhere(t: Task, { gateway, oif, multipath, nhid, ...request }: RouteRequest): Ways {
	const flow = flowOf(request.flow);
	if (gatewayOf(gateway) !== undefined || oif || multipath)
		throw new Refusal("EINVAL", "Gateway, device and multipath can not be specified for this route type");
	if (nhid) return { nhid, ...nexthops4(t, t.netns, nhid) };
	const flags = request.rtmFlags;
	return { nexthops: [{ oif: 0, scope: RT_SCOPE_UNIVERSE, weight: 1, flags, ...(flow && { flow }) }] };
}

function judged(t: Task, request: RouteRequest, given: readonly Rtnexthop[]): Ways {
	const { scope, nhid } = request;
	if (scope > RT_SCOPE_HOST) throw new Refusal("EINVAL", "Invalid scope");
	return nhid ? throughObject(t, nhid, scope) : { nexthops: waysFor(t, request, given) };
}

type Realms = NonNullable<RouteRequest["flow"]>;
type Ways = Pick<FibInfo, "nexthops" | "nhid" | "blackhole">;

function throughObject(t: Task, nhid: number, scope: number): Ways {
	checkForRoute4(t, t.netns, nhid, scope);
	return { nhid, ...nexthops4(t, t.netns, nhid) };
}

function waysFor(t: Task, request: RouteRequest, given: readonly Rtnexthop[]): Nexthop4[] {
	if (request.scope === RT_SCOPE_HOST) return [hostNexthop4(t, given)];
	return given.map((hop) => checkNexthop4(t, request, hop));
}

/** The next hops as they are asked for. `via 0.0.0.0` is no gateway. */
function waysOf(request: RouteRequest): Rtnexthop[] {
	const { multipath, oif, rtmFlags } = request;
	const gateway = gatewayOf(request.gateway);
	const flow = flowOf(request.flow);
	if (!multipath) {
		const where = {
			...(oif !== undefined && { oif }),
			...(gateway !== undefined && { gateway }),
			...(flow && { flow }),
			...(request.encap && { encap: request.encap }),
		};
		return [{ weight: 1, flags: rtmFlags & RTNH_F_ONLINK, ...where }];
	}
	const bare = multipath.find((hop) => hop.gateway === "");
	if (bare?.via) throw viaError(bare.via);
	if (bare) throw new Refusal("EINVAL", "Invalid IPv4 address in RTA_GATEWAY");
	const ways = multipath.map(withoutZero);
	if (ways.some((hop) => hop.flags & (RTNH_F_DEAD | RTNH_F_LINKDOWN)))
		throw new Refusal("EINVAL", "Invalid flags for nexthop - can not contain DEAD or LINKDOWN");
	// What is said beside the list must be what the first of the list says (fib_get_nhs).
	const [first] = ways;
	if (oif && first?.oif !== oif) throw new Refusal("EINVAL", "Nexthop device index does not match RTA_OIF");
	if (gateway !== undefined && first?.gateway !== gateway)
		throw new Refusal("EINVAL", "Nexthop gateway does not match RTA_GATEWAY or RTA_VIA");
	if (flow && !sameFlow(first?.flow, flow)) throw new Refusal("EINVAL", "Nexthop class id does not match RTA_FLOW");
	return ways;
}

function gatewayOf(gateway: Addr | undefined): Addr | undefined {
	return gateway === "0.0.0.0" ? undefined : gateway;
}

/** Realms that are zero are none. */
function flowOf(flow: Realms | undefined): Realms | undefined {
	return flow?.from || flow?.to ? flow : undefined;
}

function sameFlow(a: Realms | undefined, b: Realms | undefined): boolean {
	return (a?.from ?? 0) === (b?.from ?? 0) && (a?.to ?? 0) === (b?.to ?? 0);
}

function withoutZero({ gateway, flow, ...rest }: Rtnexthop): Rtnexthop {
	const way = gatewayOf(gateway);
	const realms = flowOf(flow);
	return { ...rest, ...(way !== undefined && { gateway: way }), ...(realms && { flow: realms }) };
}

/** fib_valid_prefsrc(): an address of this host, or of the route's own table; a local route may prefer itself. */
function mayPrefer(t: Task, { routeType, dst, table }: RouteRequest, prefsrc: Addr): boolean {
	if (routeType === RTN_LOCAL && dst.addr === prefsrc) return true;
	const net = netnsOf(t, t.netns);
	const tables = table === RT_TABLE_MAIN ? [RT_TABLE_LOCAL] : [table, RT_TABLE_LOCAL];
	return tables.some((id) => addrType4(t, net, prefsrc, id) === RTN_LOCAL);
}

/** inet_rtm_delroute(), fib_table_delete(): the first route that has all that was given. */
export function delRoute4(t: Task, request: RouteRequest): void {
	checkRequest(t, request);
	if (request.nhid && !nexthopById(t, t.netns, request.nhid)) throw new Refusal("EINVAL", "Nexthop id does not exist");
	const { fib4 } = netnsOf(t, t.netns);
	const table = request.table || RT_TABLE_MAIN;
	if (!idGet(fib4.tables, table)) throw new Refusal("ESRCH", "FIB table does not exist");
	if (!has(t.kernel.profile, "prefixFirst4")) checkPrefix(request);
	const found = routesAt(fib4, table, request.dst).find((route) => answers(request, route));
	if (!found) throw new Refusal("ESRCH");
	notify(t, t.netns, { type: "RTM_DELROUTE", route: fillRoute4(t, t.netns, found) });
	setNetns(t, t.netns, { fib4: removeRoute4(fib4, found) });
}

function answers(request: RouteRequest, route: Route4): boolean {
	const { routeType, scope, protocol, prefsrc } = request;
	return (
		route.tos === request.tos &&
		(routeType === RTN_UNSPEC || route.type === routeType) &&
		(scope === RT_SCOPE_NOWHERE || route.scope === scope) &&
		(protocol === 0 || route.protocol === protocol) &&
		(prefsrc === undefined || prefsrc === "0.0.0.0" || route.prefsrc === prefsrc) &&
		(!request.priority || route.priority === request.priority) &&
		hopsMatch(request, route) &&
		hasMetrics(route.metrics, request.metrics)
	);
}

/** fib_nh_match(): a single way is compared with the first next hop, a list with all of them, one by one. */
function hopsMatch(request: RouteRequest, route: Route4): boolean {
	const { nhid, multipath } = request;
	const gateway = gatewayOf(request.gateway);
	if (nhid) return route.nhid === nhid;
	if (route.nhid !== undefined) return !request.oif && gateway === undefined && !multipath;
	if (request.oif || gateway !== undefined) {
		const asked = {
			...(request.oif && { oif: request.oif }),
			...(gateway !== undefined && { gateway }),
			...(request.encap && { encap: request.encap }),
		};
		return hopMatches(asked, route.nexthops[0]);
	}
	return (
		!multipath ||
		route.nexthops.every((hop, i) => multipath[i] !== undefined && hopMatches(withoutZero(multipath[i]), hop))
	);
}

function hopMatches(asked: Pick<Rtnexthop, "oif" | "gateway" | "flow" | "encap">, hop: Nexthop4 | undefined): boolean {
	if (!hop) return false;
	if (asked.oif && asked.oif !== hop.oif) return false;
	if (asked.flow && !sameFlow(asked.flow, hop.flow)) return false;
	if (asked.encap && !sameEncap(buildEncap(asked.encap, "inet"), hop.encap)) return false;
	return asked.gateway === undefined || asked.gateway === hop.gateway;
}
