/**
 * The routes that zebra gives to the kernel (zebra/zebra_rib.c): OSPF's, with metric 20 and a next hop object each, but for networks
 * that are connected, or that somebody else has a route to: both are at no distance. Only differences go to the kernel.
 */
import type { Prefix } from "../../net/prefix.ts";
import { NLM_F_CREATE, NLM_F_REPLACE, type RouteRequest } from "../../uapi/message.ts";
import { RTPROT_OSPF } from "../../uapi/protocol.ts";
import { RTN_UNICAST } from "../../uapi/route-type.ts";
import { RT_SCOPE_UNIVERSE } from "../../uapi/scope.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import { metricOf, type OspfRoute, type Path, routeKey } from "../ospfd/spf.ts";
import { networkOf } from "./address.ts";
import { connectedOf } from "./connected.ts";
import { countUsers, foreignNexthop, linkNexthop, nexthopFor, reserve } from "./nexthop.ts";
import { patch, type RibRoute, say, sendBatch, type ZebraTurn } from "./zebra.ts";

/** zebra's metric in the kernel for what protocols say, whatever it costs them (RTPROT_OSPF has no other). */
const metric = 20;

/** Makes the kernel's routes those that OSPF wants now. */
export function install(turn: ZebraTurn, wanted: readonly OspfRoute[]): void {
	const better = new Set<number>();
	const links = new Set<number>();
	for (const each of connectedOf(turn.zebra)) {
		if (!each.up) continue;
		better.add(routeKey(networkOf(each)));
		links.add(each.ifindex);
	}
	for (const ifindex of links) linkNexthop(turn, ifindex);
	for (const route of turn.zebra.kernelRoutes) {
		foreignNexthop(turn, route);
		better.add(routeKey(route.dst));
	}
	const before = new Map(turn.zebra.rib.map((each) => [each.route.key, each]));
	const rib: RibRoute[] = [];
	const ids = new Map<readonly Path[], number | undefined>();
	for (const route of wanted) {
		const old = before.get(route.key);
		before.delete(route.key);
		if (better.has(route.key)) {
			if (old?.nhid !== undefined) remove(turn, route.dst);
			const object = reserve(turn, route.paths);
			const stays = old && same(old.route, route);
			const unchanged = stays && old.nhid === undefined && old.object === object;
			rib.push(unchanged ? old : { route, since: stays ? old.since : turn.now, object });
			continue;
		}
		if (!ids.has(route.paths)) ids.set(route.paths, nexthopFor(turn, route.paths));
		rib.push(put(turn, route, old, ids.get(route.paths)));
	}
	for (const { route, nhid } of before.values()) if (nhid !== undefined) remove(turn, route.dst);
	sendBatch(turn);
	patch(turn, { rib: turn.refused.size === 0 ? rib : rib.map((each) => taken(turn, each)) });
	countUsers(turn);
}

/** The kernel may have refused it. */
function taken({ refused }: ZebraTurn, each: RibRoute): RibRoute {
	return refused.has(each.route.key) ? { route: each.route, since: each.since } : each;
}

function same(a: OspfRoute, b: OspfRoute): boolean {
	if (a === b) return true;
	return (
		metricOf(a) === metricOf(b) &&
		a.paths.length === b.paths.length &&
		a.paths.every((path, i) => equal(path, b.paths[i]))
	);
}

function equal(a: Path, b: Path | undefined): boolean {
	return a === b || (a.ifindex === b?.ifindex && a.via === b.via);
}

function put(turn: ZebraTurn, route: OspfRoute, old: RibRoute | undefined, nhid: number | undefined): RibRoute {
	if (nhid === undefined) return { route, since: turn.now };
	if (old?.nhid === nhid) return same(old.route, route) ? old : { ...old, route, since: turn.now };
	turn.batch.push(request("RTM_NEWROUTE", route.dst, nhid));
	return { route, since: old && same(old.route, route) ? old.since : turn.now, nhid };
}

function remove(turn: ZebraTurn, dst: Prefix): void {
	say(turn, request("RTM_DELROUTE", dst));
}

function request(type: RouteRequest["type"], dst: Prefix, nhid?: number): RouteRequest {
	return {
		type,
		flags: type === "RTM_NEWROUTE" ? NLM_F_CREATE | NLM_F_REPLACE : 0,
		family: "inet",
		dst,
		tos: 0,
		table: RT_TABLE_MAIN,
		protocol: RTPROT_OSPF,
		scope: RT_SCOPE_UNIVERSE,
		routeType: RTN_UNICAST,
		rtmFlags: 0,
		priority: metric,
		nhid,
	};
}
