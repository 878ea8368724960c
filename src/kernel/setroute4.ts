/**
 * IPv4 routes that users make: net/ipv4/fib_frontend.c rtm_to_fib_config(), net/ipv4/fib_semantics.c
 * fib_create_info(). The order of the checks decides which sentence is said. Next hops are read in
 * route4-way.ts and judged in fib4-nexthop.ts; routes are taken away in delroute4.ts.
 */
import { toWords } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import { hasHostBits } from "../net/prefix.ts";
import { type RouteRequest, RTNH_F_DEAD, RTNH_F_LINKDOWN, type Rtnexthop } from "../uapi/message.ts";
import { RTN_ANYCAST, RTN_BROADCAST, RTN_LOCAL, RTN_NAT, RTN_UNSPEC, RTN_XRESOLVE } from "../uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_NOWHERE, RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { RT_TABLE_MAIN } from "../uapi/table.ts";
import { type FibInfo, type Nexthop4, newTable4, routeWith } from "./fib4.ts";
import { insertRoute4, insertRoutes4 } from "./fib4-insert.ts";
import { mayPrefer, typeError } from "./fib4-lookup.ts";
import { fillRoute4 } from "./fib4-message.ts";
import { checkNexthop4, hostNexthop4 } from "./fib4-nexthop.ts";
import { checkEncaps } from "./lwtunnel.ts";
import { checkMetrics } from "./metric.ts";
import { nexthopById } from "./nexthop.ts";
import { checkForRoute4, nexthops4 } from "./nexthop-route.ts";
import { checkAddrBytes } from "./policy.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { gatewayOf, viaError, waysOf } from "./route4-way.ts";
import { dealt4 } from "./share.ts";
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
export function checkRequest(t: Task, request: RouteRequest): void {
	checkAddrBytes(request.via === undefined ? request.gateway : undefined, request.prefsrc);
	if (request.tos & 3) throw new Refusal("EINVAL", "Invalid dsfield (tos): ECN bits must be 0");
	if (request.routeType > RTN_XRESOLVE) throw new Refusal("EINVAL", "Invalid route type");
	if (request.via) throw viaError(request.via);
	checkEncaps(t, request);
	if (has(t.kernel.profile, "prefixFirst4")) checkPrefix(request);
	const { nhid, oif, gateway, multipath, encap } = request;
	if (nhid && (oif || gatewayOf(gateway) !== undefined || multipath || encap))
		throw new Refusal("EINVAL", "Nexthop specification and nexthop id are mutually exclusive");
}

export function checkPrefix(request: RouteRequest): void {
	if (hasHostBits(request.dst)) throw new Refusal("EINVAL", "Invalid prefix for given prefix length");
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
	const ways = typeError(type) === undefined ? judged(t, request, given) : nowhere(t, request, given);
	const { dst } = request;
	if (typeError(type) === undefined && !mayPrefer(t, netnsOf(t, t.netns), { table, type, dst, prefsrc }))
		throw new Refusal("EINVAL", "Invalid prefsrc address");
	if (ways.nexthops.length > 1 && !netnsOf(t, t.netns).multipath4) setNetns(t, t.netns, { multipath4: true });
	const linkdown = !nhid && ways.nexthops.every((hop) => hop.flags & RTNH_F_LINKDOWN);
	return dealt4(t, t.netns, {
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
	});
}

/** The way of a route that carries nothing; a next hop object is kept, and not looked at. */
function nowhere(
	t: Task,
	{ gateway, oif, multipath, nhid, rtmFlags }: RouteRequest,
	given: readonly Rtnexthop[],
): Ways {
	if (gatewayOf(gateway) !== undefined || oif || multipath)
		throw new Refusal("EINVAL", "Gateway, device and multipath can not be specified for this route type");
	if (nhid) return { nhid, ...nexthops4(t, t.netns, nhid) };
	const { flow, encap } = given[0] ?? {};
	const hop = { oif: 0, scope: RT_SCOPE_UNIVERSE, weight: 1, flags: rtmFlags };
	return { nexthops: [{ ...hop, ...(flow && { flow }), ...(encap && { encap }) }] };
}

function judged(t: Task, request: RouteRequest, given: readonly Rtnexthop[]): Ways {
	const { scope, nhid } = request;
	if (scope > RT_SCOPE_HOST) throw new Refusal("EINVAL", "Invalid scope");
	return nhid ? throughObject(t, nhid, scope) : { nexthops: waysFor(t, request, given) };
}

type Ways = Pick<FibInfo, "nexthops" | "nhid" | "blackhole">;

function throughObject(t: Task, nhid: number, scope: number): Ways {
	checkForRoute4(t, t.netns, nhid, scope);
	return { nhid, ...nexthops4(t, t.netns, nhid) };
}

function waysFor(t: Task, request: RouteRequest, given: readonly Rtnexthop[]): Nexthop4[] {
	if (request.scope === RT_SCOPE_HOST) return [hostNexthop4(t, given)];
	return given.map((hop) => checkNexthop4(t, request, hop));
}
