/**
 * IPv4 routes put into a table and taken out of it: net/ipv4/fib_trie.c fib_table_insert(), fib_table_delete(), fib_table_flush().
 */
import { keyPrefix, prefixKey } from "../net/prefix.ts";
import { byAddress, type TrieKey } from "../net/trie.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE, RTNH_F_DEAD } from "../uapi/message.ts";
import {
	type Alias4,
	aliasesAt,
	type Fib4,
	type FibInfo,
	infoOf,
	infoPart,
	kin,
	type Route4,
	routeOf,
	tablesInOrder,
	withAliases,
	withInfos,
} from "./fib4.ts";
import { Refusal } from "./refusal.ts";
import { type Held, holdKnown, holdNew, release, sharedFind, sharedGet } from "./shared.ts";

export interface Inserted4 {
	readonly fib: Fib4;
	/** NLM_F_* that listeners are told: what was done. */
	readonly flags: number;
}

/**
 * Puts a route in as NLM_F_* say (net/ipv4/fib_trie.c fib_table_insert): EXCL refuses any route of the same prefix, tos and
 * metric, APPEND goes behind them, CREATE alone before them, REPLACE takes the first one's place.
 * Throws EEXIST or ENOENT. Gives undefined where nothing had to change.
 */
export function insertRoute4(fib: Fib4, route: Route4, flags: number): Inserted4 | undefined {
	const info = infoPart(route);
	const key = prefixKey(route.dst);
	const list = aliasesAt(fib, route.table, key);
	const compare = (alias: Alias4) => route.tos - alias.tos || infoOf(fib, alias).priority - route.priority;
	const first = list.findIndex((alias) => compare(alias) >= 0);
	const at = first < 0 ? list.length : first;
	let end = at;
	while (end < list.length && compare(list[end] as Alias4) === 0) end++;
	const known = sharedFind(fib.infos, kin, info);
	const hold = () =>
		known === undefined ? holdNew(fib.infos, kin, info) : { shared: holdKnown(fib.infos, known), id: known };
	const twin = known === undefined ? undefined : list.slice(at, end).find((alias) => alias.info === known);
	if (end > at) {
		if (flags & NLM_F_EXCL) throw new Refusal("EEXIST");
		if (flags & NLM_F_REPLACE && twin && twin === list[at]) return undefined;
		if (twin) throw new Refusal("EEXIST");
		if (flags & NLM_F_REPLACE) return { fib: put(fib, route, hold(), key, list, at, 1), flags: NLM_F_REPLACE };
	}
	if (!(flags & NLM_F_CREATE)) throw new Refusal("ENOENT");
	const place = flags & NLM_F_APPEND ? end : at;
	const told = NLM_F_CREATE | (end > at ? flags & NLM_F_APPEND : 0);
	return { fib: put(fib, route, hold(), key, list, place, 0), flags: told };
}

/** The list with the route at a place, instead of `instead` others. */
function put(
	fib: Fib4,
	route: Route4,
	held: Held<FibInfo>,
	key: TrieKey,
	list: readonly Alias4[],
	at: number,
	instead: number,
): Fib4 {
	if (list.length === 0) return withAliases(withInfos(fib, held.shared), route.table, key, alone(route.tos, held.id));
	const old = list.slice(at, at + instead);
	const infos = old.reduce((shared, { info: id }) => release(shared, kin, id), held.shared);
	const next = [...list.slice(0, at), { tos: route.tos, info: held.id }, ...list.slice(at + instead)];
	return withAliases(withInfos(fib, infos), route.table, key, next);
}

/** Lists of one alias, kept once: nearly every prefix of a big table has just one route, and few ways out. */
export const lists: (readonly Alias4[])[] = [];

function alone(tos: number, info: number): readonly Alias4[] {
	if (tos !== 0 || info > 1000) return [{ tos, info }];
	const list = lists[info] ?? [{ tos, info }];
	lists[info] = list;
	return list;
}

/** Takes this very route away. */
export function removeRoute4(fib: Fib4, route: Route4): Fib4 {
	const id = sharedFind(fib.infos, kin, infoPart(route));
	const key = prefixKey(route.dst);
	const list = aliasesAt(fib, route.table, key);
	const gone = list.find((alias) => alias.info === id && alias.tos === route.tos);
	if (!gone) return fib;
	const rest = list.filter((alias) => alias !== gone);
	return withAliases(withInfos(fib, release(fib.infos, kin, gone.info)), route.table, key, rest);
}

/** Removes every route whose FibInfo has RTNH_F_DEAD (net/ipv4/fib_trie.c fib_table_flush); `dropped` is told of each. */
export function flushDead4(fib: Fib4, dropped: (route: Route4) => void): Fib4 {
	let next = fib;
	const dead = new Map<number, boolean>();
	const isDead = ({ info }: Alias4): boolean => {
		const known = dead.get(info);
		if (known !== undefined) return known;
		const now = (sharedGet(fib.infos, info).flags & RTNH_F_DEAD) !== 0;
		dead.set(info, now);
		return now;
	};
	for (const table of tablesInOrder(fib))
		for (const { value: list, words, len } of byAddress(table.routes)) {
			if (!list.some(isDead)) continue;
			const gone = list.filter(isDead);
			for (const alias of gone) dropped(routeOf(fib, alias, keyPrefix({ words, len })));
			const infos = gone.reduce((shared, { info }) => release(shared, kin, info), next.infos);
			next = withAliases(
				withInfos(next, infos),
				table.id,
				{ words, len },
				list.filter((alias) => !isDead(alias)),
			);
		}
	return next;
}
