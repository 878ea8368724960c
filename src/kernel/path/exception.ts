/**
 * What a next hop has turned out to be for one destination: a smaller mtu on the way, another gateway. net/ipv4/route.c
 * update_or_create_fnhe(), net/ipv6/route.c rt6_insert_exception(). `ip route flush cache` forgets them all.
 */
import type { Addr } from "../../net/addr.ts";
import { nameDelete, nameGet, nameSet, nameValues } from "../../net/name-map.ts";
import { prefixKey } from "../../net/prefix.ts";
import { emptyTrie } from "../../net/trie.ts";
import { RTN_UNICAST } from "../../uapi/route-type.ts";
import type { Found4 } from "../fib4-lookup.ts";
import { aliasesAt6, type Fib6, type Place6, sameSource } from "../fib6.ts";
import type { Found6 } from "../fib6-lookup.ts";
import type { Decision4 } from "../output4.ts";
import type { Decision6 } from "../output6.ts";
import { sharedGet, sharedHas } from "../shared.ts";
import { netnsOf, type Task } from "../task.ts";
import { pathState, setPathState } from "./state.ts";

export interface Exception extends Way, Learnt {
	/** A redirect has said that the destination is on the link itself. */
	readonly onLink?: true;
	/** IPv4: what the route says that was made of it for the last packet there (fnhe_rth_output); it is this that is shown. */
	readonly kept?: Learnt;
	/** IPv4: flushed, though it stays where it is (fnhe_genid). */
	readonly flushed?: true | undefined;
}

export interface Learnt {
	/** Where a redirect points. */
	readonly gateway?: Addr | undefined;
	readonly mtu?: number | undefined;
	/** The mtu is below the least that is believed, so it is not to be changed. */
	readonly locked?: true | undefined;
	/** Kernel time, ms; missing where it stays (IPv6 redirects). */
	readonly expires?: number | undefined;
}

function learntOf({ gateway, mtu, locked, expires }: Learnt): Learnt {
	return { gateway, mtu, locked, expires };
}

/** A next hop, and the one destination that it is about. */
export interface Way {
	readonly daddr: Addr;
	readonly oif: number;
	readonly via?: Addr | undefined;
	/** Of IPv4 the fib_info that has the next hop, which routes share; of IPv6 the route itself. They take it along when they go. */
	readonly info: number;
	readonly route?: string;
	readonly place?: Place6;
}

function keyOf({ oif, via, daddr, info, route }: Way): string {
	return `${info} ${route ?? ""} ${oif} ${via ?? ""} ${daddr}`;
}

/** FIB_RES_NHC() */
export function wayBy4({ hop, info }: Found4, daddr: Addr): Way {
	return { oif: hop.oif, via: hop.gateway, daddr, info };
}

/** fib6_nh of a route */
export function wayBy6({ hop, route: { dst, src }, table, info }: Found6, daddr: Addr): Way {
	const place = { table, dst, ...(src && { src }) };
	return { oif: hop.oif, via: hop.gateway, daddr, info, route: routeKey(place), place };
}

function routeKey({ table, dst, src }: Place6): string {
	return [table, dst.addr, dst.len, src?.addr, src?.len].join(" ");
}

export function exceptionFor4(t: Task, { device, daddr, found, type }: Decision4): Exception | undefined {
	if (!found || type !== RTN_UNICAST) return undefined;
	const exception = findException(t, device.netns, wayBy4(found, daddr));
	return exception && bindException(t, device.netns, exception);
}

/** rt_bind_exception(): a flushed one stays for who goes there next, and says nothing. Recording: route-cache-flushed. */
function bindException(t: Task, netns: number, exception: Exception): Exception {
	const { daddr, oif, via, info, flushed } = exception;
	const now = flushed ? { daddr, oif, via, info } : exception;
	return putException(t, netns, { ...now, kept: learntOf(now) });
}

function putException(t: Task, netns: number, exception: Exception): Exception {
	const { exceptions } = pathState(t, netns);
	setPathState(t, netns, { exceptions: nameSet(exceptions, keyOf(exception), exception) });
	return exception;
}

export function exceptionFor6(t: Task, { device, daddr, found }: Decision6): Exception | undefined {
	return findException(t, device.netns, wayBy6(found, daddr));
}

/** find_exception() */
export function findException(t: Task, netns: number, way: Way): Exception | undefined {
	const found = nameGet(pathState(t, netns).exceptions, keyOf(way));
	return found && isFresh(t, found) ? found : undefined;
}

function isFresh(t: Task, { expires }: Exception): boolean {
	return expires === undefined || expires > t.kernel.now;
}

/** update_or_create_fnhe(): the route that was made of it says the same at once. */
export function updateException(t: Task, netns: number, way: Way, patch: Partial<Exception>, ms?: number): void {
	const next = {
		...findException(t, netns, way),
		...way,
		...patch,
		flushed: undefined,
		...(ms !== undefined && { expires: t.kernel.now + ms }),
	};
	putException(t, netns, next.kept ? { ...next, kept: learntOf(next) } : next);
}

/** fnhe_genid_bump(); those of IPv6 go. */
export function flushExceptions(t: Task, netns: number, family: "inet" | "inet6"): void {
	let kept = emptyTrie<Exception>() as ReturnType<typeof pathState>["exceptions"];
	for (const exception of listExceptions(t, netns)) {
		const is6 = exception.daddr.includes(":");
		if (family === "inet6" && is6) continue;
		const flushed = family === "inet" && !is6;
		kept = nameSet(kept, keyOf(exception), flushed ? { ...exception, flushed } : exception);
	}
	setPathState(t, netns, { exceptions: kept });
}

/**
 * rt6_flush_exceptions(): a route of IPv6 takes them along. One that is made has none, though it may be just like one that was
 * there, or share all it is with one that it replaces, of the same metric.
 */
export function forgetExceptions6(t: Task, netns: number, place: Place6, replaced: number | undefined): void {
	const { exceptions } = pathState(t, netns);
	if (exceptions.size === 0) return;
	const { fib6 } = netnsOf(t, netns);
	const isGone = (each: Exception) =>
		!isHeld6(fib6, each) || (replaced !== undefined && sharedGet(fib6.infos, each.info).priority === replaced);
	const here = [...nameValues(exceptions)].filter(({ route }) => route === routeKey(place)).filter(isGone);
	const next = here.reduce((left, each) => nameDelete(left, keyOf(each)), exceptions);
	if (next !== exceptions) setPathState(t, netns, { exceptions: next });
}

function isHeld6(fib6: Fib6, { info, place }: Exception): boolean {
	if (!place) return false;
	const list = aliasesAt6(fib6, place.table, prefixKey(place.dst));
	return list.some((alias) => alias.info === info && sameSource(alias.src, place.src));
}

/** Those that have not expired and whose route is still there (`ip route show cache`). */
export function listExceptions(t: Task, netns: number): Exception[] {
	const { fib4, fib6 } = netnsOf(t, netns);
	const isHeld = (each: Exception) =>
		each.route === undefined ? sharedHas(fib4.infos, each.info) : isHeld6(fib6, each);
	return [...nameValues(pathState(t, netns).exceptions)].filter((each) => isFresh(t, each) && isHeld(each));
}

/**
 * The mtu of a link has changed: nh_update_mtu(), rt6_exceptions_update_pmtu(). What was learnt follows where it cannot be true
 * any more, or where it was the link that had been the narrowest.
 */
export function followMtu(t: Task, netns: number, oif: number, mtu: number, before: number): void {
	for (const exception of listExceptions(t, netns)) {
		const { mtu: learnt, locked } = exception;
		if (exception.oif !== oif || learnt === undefined) continue;
		if (locked && mtu > learnt) continue;
		if (mtu < learnt || learnt === before || locked) putException(t, netns, { ...exception, mtu, locked: undefined });
	}
}
