/**
 * What a next hop has turned out to be for one destination: a smaller mtu on the way, another gateway. net/ipv4/route.c
 * update_or_create_fnhe(), net/ipv6/route.c rt6_insert_exception(). `ip route flush cache` forgets them all.
 */
import type { Addr } from "../../net/addr.ts";
import { nameGet, nameSet, nameValues } from "../../net/name-map.ts";
import { emptyTrie } from "../../net/trie.ts";
import { RTN_UNICAST } from "../../uapi/route-type.ts";
import type { Found4 } from "../fib4-lookup.ts";
import type { Found6 } from "../fib6-lookup.ts";
import type { Decision4 } from "../output4.ts";
import type { Decision6 } from "../output6.ts";
import { sharedHas } from "../shared.ts";
import { netnsOf, type Task } from "../task.ts";
import { pathState, setPathState } from "./state.ts";

export interface Exception extends Way {
	/** Where a redirect points. */
	readonly gateway?: Addr;
	readonly mtu?: number;
	/** The mtu is below the least that is believed, so it is not to be changed. */
	readonly locked?: true | undefined;
	/** A redirect has said that the destination is on the link itself. */
	readonly onLink?: true;
	/** Kernel time, ms; missing where it stays (IPv6 redirects). */
	readonly expires?: number;
}

/** A next hop, and the one destination that it is about. */
export interface Way {
	readonly daddr: Addr;
	readonly oif: number;
	readonly via?: Addr | undefined;
	/** Of IPv4 the fib_info that has the next hop, which routes share; of IPv6 the route itself. They take it along when they go. */
	readonly info: number;
	readonly route?: string;
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
	const route = [table, dst.addr, dst.len, src?.addr, src?.len].join(" ");
	return { oif: hop.oif, via: hop.gateway, daddr, info, route };
}

export function exceptionFor4(t: Task, { device, daddr, found, type }: Decision4): Exception | undefined {
	if (!found || type !== RTN_UNICAST) return undefined;
	return findException(t, device.netns, wayBy4(found, daddr));
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

export function updateException(t: Task, netns: number, way: Way, patch: Partial<Exception>, ms?: number): void {
	const { exceptions } = pathState(t, netns);
	const next = {
		...findException(t, netns, way),
		...way,
		...patch,
		...(ms !== undefined && { expires: t.kernel.now + ms }),
	};
	setPathState(t, netns, { exceptions: nameSet(exceptions, keyOf(way), next) });
}

/** fnhe_genid_bump() */
export function flushExceptions(t: Task, netns: number, family: "inet" | "inet6"): void {
	let kept = emptyTrie<Exception>() as ReturnType<typeof pathState>["exceptions"];
	for (const exception of listExceptions(t, netns))
		if (exception.daddr.includes(":") !== (family === "inet6")) kept = nameSet(kept, keyOf(exception), exception);
	setPathState(t, netns, { exceptions: kept });
}

/** Those that have not expired and whose route is still there (`ip route show cache`). */
export function listExceptions(t: Task, netns: number): Exception[] {
	const { fib4, fib6 } = netnsOf(t, netns);
	const isHeld = ({ info, route }: Exception) =>
		route === undefined ? sharedHas(fib4.infos, info) : sharedHas(fib6.infos, info);
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
		if (mtu < learnt || learnt === before || locked) updateException(t, netns, exception, { mtu, locked: undefined });
	}
}
