/**
 * The database of a router: a persistent map from LSAs to what is kept of each (FRR's ospf_lsdb.c). Routers' LSAs are known by their
 * number, others by a text of both their ids: the first are many, and every calculation reads them all.
 */
import { type IdMap, idDelete, idEntries, idGet, idSet, idSetAll, idValues } from "../../net/id-map.ts";
import { type NameMap, nameDelete, nameEntries, nameGet, nameSet, nameValues } from "../../net/name-map.ts";
import { emptyTrie } from "../../net/trie.ts";

/** Made in lsa.ts: keyOf(), externalKey(). */
export type LsaKey = number | string;

export interface LsaMap<V> {
	readonly routers: IdMap<V>;
	readonly externals: NameMap<V>;
}

const empty: LsaMap<never> = { routers: emptyTrie(), externals: emptyTrie() };

export function emptyLsaMap<V>(): LsaMap<V> {
	return empty;
}

export function lsaGet<V>({ routers, externals }: LsaMap<V>, key: LsaKey): V | undefined {
	return typeof key === "number" ? idGet(routers, key) : nameGet(externals, key);
}

export function lsaSet<V>({ routers, externals }: LsaMap<V>, key: LsaKey, value: V): LsaMap<V> {
	return typeof key === "number"
		? { routers: idSet(routers, key, value), externals }
		: { routers, externals: nameSet(externals, key, value) };
}

/** Those of routers, of which there may be hundreds, at once. */
export function lsaSetAll<V>(map: LsaMap<V>, entries: ReadonlyMap<LsaKey, V>): LsaMap<V> {
	let { externals } = map;
	for (const [key, value] of entries) if (typeof key === "string") externals = nameSet(externals, key, value);
	const ofRouters =
		externals === map.externals ? entries : new Map([...entries].filter(([key]) => typeof key === "number"));
	return { routers: idSetAll(map.routers, ofRouters as ReadonlyMap<number, V>), externals };
}

/** The same object when there is no such LSA. */
export function lsaDelete<V>(map: LsaMap<V>, key: LsaKey): LsaMap<V> {
	if (typeof key === "number") {
		const routers = idDelete(map.routers, key);
		return routers === map.routers ? map : { ...map, routers };
	}
	const externals = nameDelete(map.externals, key);
	return externals === map.externals ? map : { ...map, externals };
}

export function lsaCount({ routers, externals }: LsaMap<unknown>): number {
	return routers.size + externals.size;
}

export function lsaValues<V>({ routers, externals }: LsaMap<V>): V[] {
	return [...idValues(routers), ...nameValues(externals)];
}

export function lsaEntries<V>({ routers, externals }: LsaMap<V>): [key: LsaKey, value: V][] {
	return [...idEntries(routers), ...nameEntries(externals)];
}
