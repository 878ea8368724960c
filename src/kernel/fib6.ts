/**
 * The IPv6 forwarding information base (net/ipv6/ip6_fib.c): tables of routes, below one prefix ordered by metric. Local
 * and main exist from birth. Every next hop is a route of its own; those with a gateway and the same metric are siblings,
 * which count as one multipath route. All about a route but its prefixes is an Info6, which routes share (shared.ts).
 */
import type { Addr } from "../net/addr.ts";
import { type IdMap, idGet, idSet, idValues } from "../net/id-map.ts";
import { contains, keyPrefix, type Prefix, prefixKey, samePrefix } from "../net/prefix.ts";
import { aroundChildren, emptyTrie, type Trie, type TrieKey, trieDelete, trieGet, trieSet } from "../net/trie.ts";
import type { Encap } from "../uapi/lwtunnel.ts";
import { type Metrics, RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import { sameEncap } from "./lwtunnel.ts";
import { sameMetrics } from "./metric.ts";
import { changeShared, emptyShared, hashOf, hold, type Kin, release, type Shared, sharedGet } from "./shared.ts";

export interface Nexthop6 {
	readonly oif: number;
	readonly gateway?: Addr;
	readonly weight: number;
	/** RTNH_F_ONLINK as asked, RTNH_F_DEAD and RTNH_F_LINKDOWN as it happened. */
	readonly flags: number;
	readonly encap?: Encap;
}

/** What routes have in common (struct fib6_info without its keys). */
export interface Info6 {
	readonly priority: number;
	readonly type: number;
	readonly protocol: number;
	readonly prefsrc?: Addr;
	readonly metrics?: Metrics;
	readonly pref: number;
	/** One; those of the next hop object where `nhid` names a group. */
	readonly nexthops: readonly Nexthop6[];
	readonly nhid?: number;
	/** The next hop object is a black hole. */
	readonly blackhole?: boolean;
	/** The next hop object is a group, maybe of one. */
	readonly group?: boolean;
}

/** A route as it lies in the trie, whose key is its destination. */
export interface Alias6 {
	readonly info: number;
	/** Only packets from here (`from`). */
	readonly src?: Prefix;
	/** Kernel time in ms when it goes. */
	readonly expires?: number;
	/** Of a route through a next hop object: its place among those (f6i_list), see nextListing(). */
	readonly listed?: number;
	/** Of a route that has siblings: its share of the flows (share.ts). */
	readonly upperBound?: number;
}

export interface Route6 extends Info6, Omit<Alias6, "info"> {
	readonly table: number;
	readonly dst: Prefix;
}

export interface FibTable6 {
	readonly id: number;
	readonly born: number;
	readonly routes: Trie<readonly Alias6[]>;
}

export interface Fib6 {
	readonly tables: IdMap<FibTable6>;
	readonly infos: Shared<Info6>;
}

export function table(id: number, born: number): FibTable6 {
	return { id, born, routes: emptyTrie() };
}

/** net/ipv6/ip6_fib.c fib6_tables_init() */
export const emptyFib6: Fib6 = {
	tables: idSet(
		idSet(emptyTrie<FibTable6>(), RT_TABLE_MAIN, table(RT_TABLE_MAIN, 0)),
		RT_TABLE_LOCAL,
		table(RT_TABLE_LOCAL, 1),
	),
	infos: emptyShared(),
};

const kin: Kin<Info6> = {
	hash({ priority, type, protocol, prefsrc, nhid, nexthops }) {
		const [hop] = nexthops;
		return hashOf(priority, type, protocol, prefsrc, ...(nhid === undefined ? [hop?.oif, hop?.gateway] : [-nhid]));
	},
	same(a, b) {
		return (
			a.priority === b.priority &&
			a.type === b.type &&
			a.protocol === b.protocol &&
			a.prefsrc === b.prefsrc &&
			a.pref === b.pref &&
			a.nhid === b.nhid &&
			sameMetrics(a.metrics, b.metrics) &&
			(a.nhid !== undefined || sameHop(a.nexthops[0], b.nexthops[0]))
		);
	},
};

function sameHop(a: Nexthop6 | undefined, b: Nexthop6 | undefined): boolean {
	return (
		a?.oif === b?.oif &&
		a?.gateway === b?.gateway &&
		a?.weight === b?.weight &&
		// a dead sibling must not share with a living route
		a?.flags === b?.flags &&
		sameEncap(a?.encap, b?.encap)
	);
}

export function infoOf6(fib: Fib6, alias: Alias6): Info6 {
	return sharedGet(fib.infos, alias.info);
}

export function routeOf6(fib: Fib6, alias: Alias6, table: number, dst: Prefix): Route6 {
	const { info: _, ...keys } = alias;
	return { ...infoOf6(fib, alias), ...keys, table, dst };
}

function infoPart({ table: _t, dst: _d, src: _s, expires: _e, listed: _l, upperBound: _u, ...info }: Route6): Info6 {
	return info;
}

/** By hash bucket (id & 255), the newest of a bucket first. */
export function tables6InOrder(fib: Fib6): FibTable6[] {
	return [...idValues(fib.tables)].sort((a, b) => (a.id & 255) - (b.id & 255) || b.born - a.born);
}

/** All routes, one by one: what is inside a prefix before the prefix, so the default comes last; what has a source before both. */
export function* routes6InOrder(fib: Fib6, t: FibTable6): Generator<Route6, undefined> {
	for (const { value: list, words, len, before } of aroundChildren(t.routes)) {
		const dst = keyPrefix({ words, len });
		const here = before ? list.filter((alias) => alias.src).sort(bySource) : list.filter((alias) => !alias.src);
		for (const alias of here) yield routeOf6(fib, alias, t.id, dst);
	}
	return undefined;
}

/** The order of a walk through the trie of sources: inside before outside. */
export function bySource(a: Alias6, b: Alias6): number {
	const [x, y] = [a.src as Prefix, b.src as Prefix];
	if (samePrefix(x, y)) return 0;
	if (contains(y, x.addr) && x.len > y.len) return -1;
	if (contains(x, y.addr)) return 1;
	const [p, q] = [prefixKey(x).words, prefixKey(y).words];
	const at = p.findIndex((word, i) => word !== q[i]);
	return (p[at] as number) - (q[at] as number);
}

export function aliasesAt6(fib: Fib6, id: number, key: TrieKey): readonly Alias6[] {
	const found = idGet(fib.tables, id);
	return (found && trieGet(found.routes, key)) ?? [];
}

export function sameSource(a: Prefix | undefined, b: Prefix | undefined): boolean {
	return a === b || (a !== undefined && b !== undefined && samePrefix(a, b));
}

export interface Place6 {
	readonly table: number;
	readonly dst: Prefix;
	readonly src?: Prefix;
}

/** The routes of one destination and source, by metric. */
export function routes6At(fib: Fib6, { table: id, dst, src }: Place6): readonly Route6[] {
	return aliasesAt6(fib, id, prefixKey(dst))
		.filter((alias) => sameSource(alias.src, src))
		.map((alias) => routeOf6(fib, alias, id, dst));
}

export function newTable6(fib: Fib6, id: number): Fib6 {
	return idGet(fib.tables, id) ? fib : { ...fib, tables: idSet(fib.tables, id, table(id, fib.tables.size)) };
}

/** Puts these routes in the place of all that were there. */
export function withRoutes(fib: Fib6, place: Place6, list: readonly Route6[]): Fib6 {
	const key = prefixKey(place.dst);
	const old = aliasesAt6(fib, place.table, key);
	let { infos } = fib;
	const here = list.map((route): Alias6 => {
		const held = hold(infos, kin, infoPart(route));
		infos = held.shared;
		const { src, expires, listed, upperBound } = route;
		return {
			info: held.id,
			...(src && { src }),
			...(expires !== undefined && { expires }),
			...(listed !== undefined && { listed }),
			...(upperBound !== undefined && { upperBound }),
		};
	});
	for (const alias of old) if (sameSource(alias.src, place.src)) infos = release(infos, kin, alias.info);
	const others = old.filter((alias) => !sameSource(alias.src, place.src));
	const next = [...others, ...here];
	const base = newTable6(fib, place.table);
	const t = idGet(base.tables, place.table) as FibTable6;
	const routes = next.length ? trieSet(t.routes, key, next) : trieDelete(t.routes, key);
	return { infos, tables: idSet(base.tables, place.table, { ...t, routes }) };
}

/** Gives every route of a place its next state. */
export function changeRoutes6At(fib: Fib6, place: Place6, change: (route: Route6) => Route6): Fib6 {
	return withRoutes(fib, place, routes6At(fib, place).map(change));
}

/** Gives every Info6 its next state; the routes stay where they are. */
export function changeInfos6(fib: Fib6, change: (info: Info6, id: number) => Info6): Fib6 {
	const infos = changeShared(fib.infos, change);
	return infos === fib.infos ? fib : { ...fib, infos };
}

/** Flags that come and go by themselves. */
export const stateFlags6 = RTNH_F_DEAD | RTNH_F_LINKDOWN;
