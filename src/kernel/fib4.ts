/**
 * The IPv4 forwarding information base: tables of routes, as net/ipv4/fib_trie.c and fib_semantics.c keep them. Below one
 * prefix routes are ordered by tos (descending) and metric (ascending); the first that fits wins. Tables spring to life
 * on the first insertion. All about a route but its prefix and tos is a FibInfo, which routes share (shared.ts).
 * setroute4.ts judges the requests of users, fib4-lookup.ts asks.
 */
import type { Addr } from "../net/addr.ts";
import { type IdMap, idGet, idSet, idValues } from "../net/id-map.ts";
import { keyPrefix, type Prefix, prefixKey } from "../net/prefix.ts";
import {
	byAddress,
	emptyTrie,
	type Trie,
	type TrieEntry,
	type TrieKey,
	trieDelete,
	trieGet,
	trieSet,
	trieSetAll,
} from "../net/trie.ts";
import type { Encap } from "../uapi/lwtunnel.ts";
import { type Metrics, RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import { sameEncap } from "./lwtunnel.ts";
import { sameMetrics } from "./metric.ts";
import { changeShared, emptyShared, hashOf, type Kin, type Shared, sharedGet } from "./shared.ts";

export interface Nexthop4 {
	/** Index of the device; 0 for the types that need none (blackhole …). */
	readonly oif: number;
	/** May be of the other family. */
	readonly gateway?: Addr;
	/** How far the next hop itself is: one narrower than the route (nhc_scope). */
	readonly scope: number;
	readonly weight: number;
	/** RTNH_F_ONLINK as asked, RTNH_F_DEAD and RTNH_F_LINKDOWN as it happened. */
	readonly flags: number;
	/** Realms. */
	readonly flow?: { readonly from: number; readonly to: number };
	readonly encap?: Encap;
	/** Of a multipath route: its share of the flows (share.ts). */
	readonly upperBound?: number;
}

/** struct fib_info */
export interface FibInfo {
	readonly table: number;
	readonly type: number;
	readonly scope: number;
	readonly protocol: number;
	readonly priority: number;
	readonly prefsrc?: Addr | undefined;
	readonly metrics?: Metrics | undefined;
	/** rtm_flags as asked; RTNH_F_DEAD and RTNH_F_LINKDOWN when all next hops are. */
	readonly flags: number;
	/** One, or several for a multipath route; one that goes nowhere for blackhole and its kin. Of a next hop object where `nhid` names one. */
	readonly nexthops: readonly Nexthop4[];
	readonly nhid?: number | undefined;
	/** The next hop object is a black hole. */
	readonly blackhole?: boolean | undefined;
}

/** struct fib_alias: a route as it lies in the trie, whose key is its prefix. */
export interface Alias4 {
	readonly tos: number;
	/** Id of its FibInfo. */
	readonly info: number;
	/** fa_default: which of several default routes was taken last (default-gateway.ts); none is -1. */
	readonly last?: number;
}

/** A route with all that belongs to it. */
export interface Route4 extends FibInfo {
	readonly dst: Prefix;
	readonly tos: number;
}

export interface FibTable4 {
	readonly id: number;
	/** How many tables were made before: orders those that share a hash bucket. */
	readonly born: number;
	readonly routes: Trie<readonly Alias4[]>;
}

export interface Fib4 {
	readonly tables: IdMap<FibTable4>;
	/** Local and main are one trie until the namespace's first own rule (net/ipv4/fib_frontend.c fib_unmerge). */
	readonly merged: boolean;
	readonly infos: Shared<FibInfo>;
	/** fib_has_custom_local_routes: a user has made a route of type local. */
	readonly customLocal: boolean;
}

export const emptyFib4: Fib4 = { tables: emptyTrie(), merged: true, infos: emptyShared(), customLocal: false };

/** Flags that come and go by themselves and are no part of a route's identity. */
const stateFlags = RTNH_F_DEAD | RTNH_F_LINKDOWN;

function sameNexthop(a: Nexthop4, b: Nexthop4): boolean {
	return (
		a.oif === b.oif &&
		a.gateway === b.gateway &&
		a.weight === b.weight &&
		a.scope === b.scope &&
		((a.flags ^ b.flags) & ~stateFlags) === 0 &&
		a.flow?.from === b.flow?.from &&
		a.flow?.to === b.flow?.to &&
		sameEncap(a.encap, b.encap)
	);
}

/** net/ipv4/fib_semantics.c fib_find_info(), fib_info_hashfn() */
export const kin: Kin<FibInfo> = {
	hash({ table, type, scope, protocol, priority, prefsrc, nhid, nexthops }) {
		const [hop] = nexthops;
		const ways = nhid === undefined ? hashOf(hop?.oif, hop?.gateway, nexthops.length) : -nhid;
		return hashOf(table, type, scope, protocol, priority, prefsrc, ways);
	},
	same(a, b) {
		return (
			a.table === b.table &&
			a.type === b.type &&
			a.scope === b.scope &&
			a.protocol === b.protocol &&
			a.priority === b.priority &&
			a.prefsrc === b.prefsrc &&
			((a.flags ^ b.flags) & ~stateFlags) === 0 &&
			a.nhid === b.nhid &&
			sameMetrics(a.metrics, b.metrics) &&
			(a.nhid !== undefined ||
				(a.nexthops.length === b.nexthops.length &&
					a.nexthops.every((hop, i) => sameNexthop(hop, b.nexthops[i] as Nexthop4))))
		);
	},
};

export function infoOf(fib: Fib4, alias: Alias4): FibInfo {
	return sharedGet(fib.infos, alias.info);
}

/**
 * A FibInfo as a route to a prefix. Written out, as infoPart() is, so that all have one shape: every lookup makes one, and a
 * spread costs more than the whole search.
 */
export function routeWith(info: FibInfo, dst: Prefix, tos: number): Route4 {
	return {
		dst,
		tos,
		table: info.table,
		type: info.type,
		scope: info.scope,
		protocol: info.protocol,
		priority: info.priority,
		flags: info.flags,
		nexthops: info.nexthops,
		prefsrc: info.prefsrc,
		metrics: info.metrics,
		nhid: info.nhid,
		blackhole: info.blackhole,
	};
}

/** The route that an alias at a prefix stands for. */
export function routeOf(fib: Fib4, alias: Alias4, dst: Prefix): Route4 {
	return routeWith(infoOf(fib, alias), dst, alias.tos);
}

export function infoPart(route: Route4): FibInfo {
	return {
		table: route.table,
		type: route.type,
		scope: route.scope,
		protocol: route.protocol,
		priority: route.priority,
		flags: route.flags,
		nexthops: route.nexthops,
		prefsrc: route.prefsrc,
		metrics: route.metrics,
		nhid: route.nhid,
		blackhole: route.blackhole,
	};
}

/** The tables in the order of a dump: by hash bucket (id & 255), the newest of a bucket first. */
export function tablesInOrder(fib: Fib4): FibTable4[] {
	return [...idValues(fib.tables)].sort((a, b) => (a.id & 255) - (b.id & 255) || b.born - a.born);
}

/** All routes of a table as a dump lists them: by address, at one address the longer prefix first. */
export function* routesInOrder(fib: Fib4, table: FibTable4): Generator<Route4, undefined> {
	for (const { value, words, len } of byAddress(table.routes)) {
		const dst = keyPrefix({ words, len });
		for (const alias of value) yield routeOf(fib, alias, dst);
	}
	return undefined;
}

export function aliasesAt(fib: Fib4, table: number, key: TrieKey): readonly Alias4[] {
	const found = idGet(fib.tables, table);
	return (found && trieGet(found.routes, key)) ?? [];
}

export function routesAt(fib: Fib4, table: number, dst: Prefix): readonly Route4[] {
	return aliasesAt(fib, table, prefixKey(dst)).map((alias) => routeOf(fib, alias, dst));
}

/** fib_new_table(). While they are one, local brings main along. */
export function newTable4(fib: Fib4, id: number): Fib4 {
	if (idGet(fib.tables, id)) return fib;
	const base = id === RT_TABLE_LOCAL && fib.merged ? newTable4(fib, RT_TABLE_MAIN) : fib;
	const table: FibTable4 = { id, born: base.tables.size, routes: emptyTrie() };
	return withTables(base, idSet(base.tables, id, table));
}

function withTables({ merged, infos, customLocal }: Fib4, tables: Fib4["tables"]): Fib4 {
	return { tables, merged, infos, customLocal };
}

export function withInfos({ tables, merged, customLocal }: Fib4, infos: Fib4["infos"]): Fib4 {
	return { tables, merged, infos, customLocal };
}

export function withAliases(fib: Fib4, id: number, key: TrieKey, list: readonly Alias4[]): Fib4 {
	const base = newTable4(fib, id);
	const table = idGet(base.tables, id) as FibTable4;
	const routes = list.length ? trieSet(table.routes, key, list) : trieDelete(table.routes, key);
	return withTables(base, idSet(base.tables, id, { id, born: table.born, routes }));
}

/** withAliases() for many prefixes, each with a list that is not empty. */
export function withLists(fib: Fib4, id: number, lists: readonly TrieEntry<readonly Alias4[]>[]): Fib4 {
	const base = newTable4(fib, id);
	const { born, routes } = idGet(base.tables, id) as FibTable4;
	return withTables(base, idSet(base.tables, id, { id, born, routes: trieSetAll(routes, lists) }));
}

const defaultKey: TrieKey = prefixKey({ addr: "0.0.0.0", len: 0 });

/** Notes at the first of a table's default routes which of them was taken. */
export function markDefault(fib: Fib4, table: number, first: Alias4, last: number): Fib4 {
	if ((first.last ?? -1) === last) return fib;
	const list = aliasesAt(fib, table, defaultKey);
	const next = list.map((alias) => (alias === first ? { ...alias, last } : alias));
	return withAliases(fib, table, defaultKey, next);
}

/** The routes of 0.0.0.0/0. */
export function defaultsOf(fib: Fib4, table: number): readonly Alias4[] {
	return aliasesAt(fib, table, defaultKey);
}

/** Gives every FibInfo its next state; the routes stay where they are. */
export function changeInfos4(fib: Fib4, change: (info: FibInfo, id: number) => FibInfo): Fib4 {
	const infos = changeShared(fib.infos, change);
	return infos === fib.infos ? fib : withInfos(fib, infos);
}
