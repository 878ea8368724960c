/**
 * Requests about routes: making and taking away (setroute4.ts, setroute6.ts), dumps, and lookups (getroute4.ts, getroute6.ts).
 * net/ipv4/fib_frontend.c inet_dump_fib(), net/ipv6/ip6_fib.c inet6_dump_fib().
 */
import { idGet } from "../net/id-map.ts";
import { samePrefix } from "../net/prefix.ts";
import {
	type Message,
	NLM_F_DUMP,
	type RouteQuery,
	type RouteRequest,
	RTM_F_CLONED,
	type Rtmsg,
} from "../uapi/message.ts";
import { dumpExceptions } from "./cached-route.ts";
import { delRoute4 } from "./delroute4.ts";
import { type FibTable4, routesInOrder, tablesInOrder } from "./fib4.ts";
import { fillRoute4 } from "./fib4-message.ts";
import { type FibTable6, type Place6, type Route6, routes6InOrder, tables6InOrder } from "./fib6.ts";
import { fillRoute6 } from "./fib6-message.ts";
import { inGroups } from "./fib6-sibling.ts";
import { lookup4 } from "./getroute4.ts";
import { lookup6 } from "./getroute6.ts";
import { flushExceptions } from "./path/exception.ts";
import { Refusal } from "./refusal.ts";
import { newRoute4 } from "./setroute4.ts";
import { delRoute6, newRoute6 } from "./setroute6.ts";
import { deviceByIndex, netnsOf, type Task } from "./task.ts";

export function newRoute(t: Task, request: RouteRequest): void {
	if (request.family === "inet") return newRoute4(t, request);
	if (request.family === "inet6") return newRoute6(t, request);
	throw new Refusal("EOPNOTSUPP");
}

export function delRoute(t: Task, request: RouteRequest): void {
	if (request.family === "inet") return delRoute4(t, request);
	// ip6_del_cached_rt(): `ip -6 route flush cache` deletes what it was shown.
	if (request.family === "inet6" && request.rtmFlags & RTM_F_CLONED) return flushExceptions(t, t.netns, "inet6");
	if (request.family === "inet6") return delRoute6(t, request);
	throw new Refusal("EOPNOTSUPP");
}

/** A dump is read while it is made: a full table would be half a gigabyte of messages. */
export function getRoute(t: Task, query: RouteQuery): Message[] | Generator<Message, undefined> {
	if ((query.flags & NLM_F_DUMP) !== NLM_F_DUMP) return lookup(t, query).map(message);
	if (query.oif && !deviceByIndex(t, t.netns, query.oif)) throw new Refusal("ENODEV");
	const tables = tablesToDump(t, query);
	if ((query.rtmFlags ?? 0) & RTM_F_CLONED) return dumpExceptions(t, query).map(message);
	return dump(t, query, tables);
}

function message(route: Rtmsg): Message {
	return { type: "RTM_NEWROUTE", route };
}

function lookup(t: Task, query: RouteQuery): Rtmsg[] {
	if (query.family === "inet6") return [lookup6(t, query)];
	if (query.family === "inet") return [lookup4(t, query)];
	throw new Refusal("EOPNOTSUPP");
}

interface Tables {
	readonly inet: readonly FibTable4[];
	readonly inet6: readonly FibTable6[];
}

/** Only a request for one family is told that there is no such table. */
function tablesToDump(t: Task, { family, table }: RouteQuery): Tables {
	const { fib4, fib6 } = netnsOf(t, t.netns);
	if (table && family === "inet" && !idGet(fib4.tables, table))
		throw new Refusal("ENOENT", "ipv4: FIB table does not exist");
	if (table && family === "inet6" && !idGet(fib6.tables, table))
		throw new Refusal("ENOENT", "ipv6: FIB table does not exist");
	const isMeant = ({ id }: { id: number }) => !table || id === table;
	return {
		inet: family === "inet" || family === "unspec" ? tablesInOrder(fib4).filter(isMeant) : [],
		inet6: family === "inet6" || family === "unspec" ? tables6InOrder(fib6).filter(isMeant) : [],
	};
}

function* dump(t: Task, query: RouteQuery, tables: Tables): Generator<Message, undefined> {
	const { fib4, fib6 } = netnsOf(t, t.netns);
	for (const table of tables.inet)
		for (const route of routesInOrder(fib4, table))
			if (passes(query, route)) yield message(fillRoute4(t, t.netns, route));
	for (const table of tables.inet6)
		for (const place of places(routes6InOrder(fib6, table)))
			for (const route of inGroups(place)) if (passes(query, route)) yield message(fillRoute6(t, route));
}

/** The filters that the kernel itself knows (struct fib_dump_filter). */
function passes(
	query: RouteQuery,
	{ protocol, type, nexthops }: Pick<Route6, "protocol" | "type" | "nexthops">,
): boolean {
	if (query.protocol && protocol !== query.protocol) return false;
	if (query.routeType && type !== query.routeType) return false;
	return !query.oif || nexthops.some((hop) => hop.oif === query.oif);
}

/** Runs of routes of one place. */
function* places(routes: Iterable<Route6>): Generator<Route6[], undefined> {
	let run: Route6[] = [];
	for (const route of routes) {
		const [first] = run;
		if (first && !isSamePlace(first, route)) {
			yield run;
			run = [];
		}
		run.push(route);
	}
	if (run.length) yield run;
	return undefined;
}

function isSamePlace(a: Place6, b: Place6): boolean {
	if (!samePrefix(a.dst, b.dst)) return false;
	return a.src === b.src || (a.src !== undefined && b.src !== undefined && samePrefix(a.src, b.src));
}
