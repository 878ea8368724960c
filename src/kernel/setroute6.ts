/**
 * IPv6 routes that users make and take away: net/ipv6/route.c rtm_to_fib6_config(), ip6_route_info_create(),
 * ip6_route_multipath_add(), ip6_route_del(). Host bits are masked, the metric is 1024 unless given, and the routes that
 * carry nothing stand on lo.
 */
import { idGet } from "../net/id-map.ts";
import { prefixKey } from "../net/prefix.ts";
import { byAddress } from "../net/trie.ts";
import {
	NLM_F_APPEND,
	NLM_F_CREATE,
	NLM_F_EXCL,
	NLM_F_REPLACE,
	type RouteRequest,
	RTNH_F_ONLINK,
	type Rtnexthop,
} from "../uapi/message.ts";
import { RTPROT_KERNEL } from "../uapi/protocol.ts";
import { RT_TABLE_MAIN } from "../uapi/table.ts";
import { aliasesAt6, type Place6, type Route6, routes6At } from "./fib6.ts";
import { forever, prefixOf, toRoute } from "./fib6-create.ts";
import { insertRoute6, removeRoute6 } from "./fib6-insert.ts";
import { fillGone6, fillRoute6 } from "./fib6-message.ts";
import { areSiblings, canBeSibling, withSiblings6 } from "./fib6-sibling.ts";
import { checkEncaps } from "./lwtunnel.ts";
import { nexthopById, nextListing } from "./nexthop.ts";
import { forgetExceptions6 } from "./path/exception.ts";
import { checkAddrBytes } from "./policy.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { dealer6 } from "./share.ts";
import { keep, netnsOf, notify, setNetns, type Task } from "./task.ts";
import { startTimer, untilCollected } from "./timer.ts";

export function newRoute6(t: Task, request: RouteRequest): void {
	checkRequest(t, request);
	if (request.multipath) return newMultipath(t, request, request.multipath.map(withoutVia));
	const route = toRoute(t, request, request);
	add(t, route, request.flags);
	announce(t, route);
}

function checkRequest(t: Task, request: RouteRequest): void {
	checkAddrBytes(request.via === undefined ? request.gateway : undefined, request.prefsrc);
	if (request.tos) throw new Refusal("EINVAL", "Invalid dsfield (tos): option not available for IPv6");
	const { nhid, oif, gateway, multipath, encap } = request;
	const isVia = gateway !== undefined && !gateway.includes(":");
	if (nhid !== undefined && (oif || (gateway !== undefined && !isVia) || multipath || encap))
		throw new Refusal("EINVAL", "Nexthop specification and nexthop id are mutually exclusive");
	if (isVia) throw new Refusal("EINVAL", "IPv6 does not support RTA_VIA attribute");
	if (has(t.kernel.profile, "validatedRoute6"))
		for (const hop of multipath?.map(withoutVia) ?? []) {
			checkGateway(hop);
			const isNew = request.type === "RTM_NEWROUTE";
			if (isNew && (gateway ?? hop.gateway) === undefined) throw deviceOnly();
		}
	checkEncaps(t, request);
}

function checkGateway({ gateway }: Rtnexthop): void {
	if (gateway === "") throw new Refusal("EINVAL", "Invalid IPv6 address in RTA_GATEWAY");
}

function add(t: Task, route: Route6, flags: number): void {
	const listed = route.nhid !== undefined && { listed: nextListing(t, t.netns) };
	forgetExceptions6(t, t.netns, placeOf(route), flags & NLM_F_REPLACE ? route.priority : undefined);
	const { fib6 } = netnsOf(t, t.netns);
	setNetns(t, t.netns, { fib6: insertRoute6(fib6, { ...route, ...listed }, flags, dealer6(t, t.netns)) });
	if (route.expires !== undefined)
		startTimer(t, untilCollected(route.expires - t.kernel.now), {
			kind: "route6",
			netns: t.netns,
			place: placeOf(route),
		});
}

function announce(t: Task, route: Route6): void {
	const list = routes6At(netnsOf(t, t.netns).fib6, route);
	notify(t, t.netns, { type: "RTM_NEWROUTE", route: fillRoute6(t, withSiblings6(list, route)) });
}

function placeOf({ table, dst, src }: Place6): Place6 {
	return { table, dst, ...(src && { src }) };
}

/** Nobody looks for a gateway of the other family there (RTA_VIA). */
function withoutVia(hop: Rtnexthop): Rtnexthop {
	const isOwn = hop.gateway === "" ? hop.via === undefined : (hop.gateway ?? ":").includes(":");
	if (isOwn) return hop;
	const { gateway: _, via: __, ...rest } = hop;
	return rest;
}

/** ip6_route_multipath_add(): one route for each next hop, which become siblings; all of them or none. */
function newMultipath(t: Task, request: RouteRequest, hops: readonly Rtnexthop[]): void {
	const routes: Route6[] = [];
	const { gateway, oif } = request;
	const validated = has(t.kernel.profile, "validatedRoute6");
	for (const hop of hops) {
		checkGateway(hop);
		// What a next hop does not say is what the route says.
		const way = { ...(oif !== undefined && { oif }), ...(gateway !== undefined && { gateway }), ...hop };
		const route = toRoute(t, { ...request, rtmFlags: request.rtmFlags | (hop.flags & RTNH_F_ONLINK) }, way);
		if (!validated && !canBeSibling(route)) throw deviceOnly();
		const same = (other: Route6) =>
			other.nexthops[0]?.gateway === route.nexthops[0]?.gateway && other.nexthops[0]?.oif === route.nexthops[0]?.oif;
		if (routes.some(same)) throw new Refusal("EEXIST");
		routes.push(route);
	}
	let { flags } = request;
	for (const route of routes) {
		add(t, route, flags);
		// Only the first of them can meet a stranger.
		flags = (flags & ~(NLM_F_EXCL | NLM_F_REPLACE)) | NLM_F_CREATE;
	}
	announceAll(t, routes, request.flags);
}

/** ip6_route_mpath_notify(): one message for all, from the first that is new, or for what was appended from the first of them all. */
function announceAll(t: Task, routes: readonly Route6[], flags: number): void {
	const [first] = routes;
	if (!first) return;
	const list = routes6At(netnsOf(t, t.netns).fib6, first);
	const eldest = flags & NLM_F_APPEND ? list.find((other) => areSiblings(other, first)) : undefined;
	announce(t, eldest ?? first);
}

function deviceOnly(): Refusal {
	return new Refusal("EINVAL", "Device only routes can not be added for IPv6 using the multipath API.");
}

/** inet6_rtm_delroute() */
export function delRoute6(t: Task, request: RouteRequest): void {
	checkRequest(t, request);
	if (request.nhid && !nexthopById(t, t.netns, request.nhid)) throw new Refusal("EINVAL", "Nexthop id does not exist");
	if (!request.multipath) return del(t, request, request, true);
	// Each next hop is tried, and the last failure told, with the last sentence that was said.
	let failure: Refusal | undefined;
	const { oif, gateway } = request;
	for (const hop of request.multipath.map(withoutVia))
		try {
			checkGateway(hop);
			del(t, request, { ...(oif !== undefined && { oif }), ...(gateway !== undefined && { gateway }), ...hop }, false);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			failure = new Refusal(error.errno, error.extack ?? failure?.extack);
		}
	keep(t);
	if (failure !== undefined) throw failure;
}

/** ip6_route_del(): the first route that has all that was given; with its siblings, unless a gateway names just one. */
function del(t: Task, request: RouteRequest, way: Pick<Rtnexthop, "oif" | "gateway">, withSiblings: boolean): void {
	const { fib6 } = netnsOf(t, t.netns);
	const table = request.table || RT_TABLE_MAIN;
	if (!idGet(fib6.tables, table)) throw new Refusal("ESRCH", "FIB table does not exist");
	const src = request.src && request.src.len > 0 ? prefixOf(request.src) : undefined;
	const dst = prefixOf(request.dst);
	// Where no route of the destination has a source, `from` says nothing (fib6_locate).
	const sorted = src && aliasesAt6(fib6, table, prefixKey(dst)).some((alias) => alias.src);
	const list = routes6At(fib6, { table, dst, ...(sorted && { src }) });
	const found = list.find((route) => answers(request, way, route));
	if (!found)
		throw new Refusal(list.length === 0 && dst.len === 0 && !sorted && isNullEntry(request, way) ? "ENOENT" : "ESRCH");
	const alone = way.gateway !== undefined || !withSiblings;
	const gone = alone ? [found] : list.filter((route) => route === found || areSiblings(route, found));
	const deal = dealer6(t, t.netns);
	setNetns(t, t.netns, { fib6: gone.reduce((fib, route) => removeRoute6(fib, route, deal), fib6) });
	// several are told of together while they are still there (__ip6_del_rt_siblings)
	const route = gone.length > 1 ? fillRoute6(t, withSiblings6(list, found)) : fillGone6(t, found);
	notify(t, t.netns, { type: "RTM_DELROUTE", route });
}

/** Where a table has no default, fib6_null_entry stands, which cannot be deleted. */
function isNullEntry(
	{ priority, protocol, nhid }: RouteRequest,
	{ oif, gateway }: Pick<Rtnexthop, "oif" | "gateway">,
): boolean {
	const same = (!priority || priority === forever) && (!protocol || protocol === RTPROT_KERNEL);
	return same && !nhid && (gateway ?? "::") === "::" && (!oif || oif === 1);
}

function answers(request: RouteRequest, { oif, gateway }: Pick<Rtnexthop, "oif" | "gateway">, route: Route6): boolean {
	if (request.priority && route.priority !== request.priority) return false;
	if (request.protocol && route.protocol !== request.protocol) return false;
	if (route.nhid !== undefined) return !request.nhid || route.nhid === request.nhid;
	if (request.nhid) return false;
	const [hop] = route.nexthops;
	return (!oif || hop?.oif === oif) && (gateway === undefined || (hop?.gateway ?? "::") === gateway);
}

/** fib6_age(): a route whose time is over. */
export function expireRoutes6(t: Task, netns: number, place: Place6): void {
	for (const route of routes6At(netnsOf(t, netns).fib6, place)) {
		if (route.expires === undefined || route.expires > t.kernel.now) continue;
		setNetns(t, netns, { fib6: removeRoute6(netnsOf(t, netns).fib6, route, dealer6(t, netns)) });
		notify(t, netns, { type: "RTM_DELROUTE", route: fillGone6(t, route) });
	}
}

/** fib6_run_gc() out of turn, as ndisc_netdev_event() calls it: all routes of the namespace whose time is over. */
export function collectRoutes6(t: Task, netns: number): void {
	for (const { value } of byAddress(t.kernel.timers))
		if (value.kind === "route6" && value.netns === netns) expireRoutes6(t, netns, value.place);
}
