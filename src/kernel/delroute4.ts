/**
 * IPv4 routes that users take away: net/ipv4/fib_frontend.c inet_rtm_delroute(), net/ipv4/fib_trie.c fib_table_delete(),
 * net/ipv4/fib_semantics.c fib_nh_match(). Read first: setroute4.ts.
 */
import { idGet } from "../net/id-map.ts";
import type { Encap } from "../uapi/lwtunnel.ts";
import type { RouteRequest, Rtnexthop } from "../uapi/message.ts";
import { RTN_UNSPEC } from "../uapi/route-type.ts";
import { RT_SCOPE_NOWHERE } from "../uapi/scope.ts";
import { RT_TABLE_MAIN } from "../uapi/table.ts";
import { type Nexthop4, type Route4, routesAt } from "./fib4.ts";
import { removeRoute4 } from "./fib4-insert.ts";
import { fillRoute4 } from "./fib4-message.ts";
import { buildEncap, sameEncap } from "./lwtunnel.ts";
import { hasMetrics } from "./metric.ts";
import { nexthopById } from "./nexthop.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { checkGateway, type Single, sameFlow, singleOf } from "./route4-way.ts";
import { checkPrefix, checkRequest } from "./setroute4.ts";
import { netnsOf, notify, setNetns, type Task } from "./task.ts";

/** The first route that has all that was given. */
export function delRoute4(t: Task, request: RouteRequest): void {
	checkRequest(t, request);
	if (request.nhid && !nexthopById(t, t.netns, request.nhid)) throw new Refusal("EINVAL", "Nexthop id does not exist");
	const { fib4 } = netnsOf(t, t.netns);
	const table = request.table || RT_TABLE_MAIN;
	if (!idGet(fib4.tables, table)) throw new Refusal("ESRCH", "FIB table does not exist");
	if (!has(t.kernel.profile, "prefixFirst4")) checkPrefix(request);
	const found = firstAnswer(request, routesAt(fib4, table, request.dst));
	notify(t, t.netns, { type: "RTM_DELROUTE", route: fillRoute4(t, t.netns, found) });
	setNetns(t, t.netns, { fib4: removeRoute4(fib4, found) });
}

/** A sentence about what was asked is kept, although the route that it was compared with is only passed over. */
function firstAnswer(request: RouteRequest, routes: readonly Route4[]): Route4 {
	let said: string | undefined;
	for (const route of routes)
		try {
			if (answers(request, route)) return route;
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			said = error.extack;
		}
	throw new Refusal("ESRCH", said);
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
function hopsMatch(request: RouteRequest, { nhid, nexthops }: Route4): boolean {
	const { multipath } = request;
	const { encap, ...asked } = singleOf(request);
	if (request.nhid) return nhid === request.nhid;
	const isSingle = Boolean(asked.oif) || asked.gateway !== undefined;
	if (nhid !== undefined) return !isSingle && !multipath;
	if (isSingle) return isSameWay(asked, encap, nexthops[0]);
	return !multipath || nexthops.every((hop, i) => isListed(multipath[i], hop));
}

function isSameWay({ oif, gateway, flow }: Single, encap: Encap | undefined, hop: Nexthop4 | undefined): boolean {
	if (!hop || (encap && !isSameEncap(encap, hop))) return false;
	if (flow && !sameFlow(flow, hop.flow)) return false;
	return (!oif || oif === hop.oif) && (gateway === undefined || gateway === hop.gateway);
}

/** fib_encap_match(): one that cannot be built is as any. */
function isSameEncap(asked: Encap, hop: Nexthop4): boolean {
	try {
		return sameEncap(buildEncap(asked, "inet"), hop.encap);
	} catch (error) {
		if (error instanceof Refusal) return true;
		throw error;
	}
}

/** In a list a gateway of the other family is only held against one that is there, and zero is what is said; a tunnel is not looked at. */
function isListed(asked: Rtnexthop | undefined, hop: Nexthop4): boolean {
	if (!asked || (asked.oif && asked.oif !== hop.oif)) return false;
	checkGateway(asked);
	const { gateway, flow } = asked;
	const isOpen = hop.gateway === undefined && gateway?.includes(":");
	if (gateway !== undefined && gateway !== hop.gateway && !isOpen) return false;
	return flow === undefined || sameFlow(flow, hop.flow);
}
