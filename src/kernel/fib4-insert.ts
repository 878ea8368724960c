/**
 * IPv4 routes put into a table and taken out of it: net/ipv4/fib_trie.c fib_table_insert(), fib_table_delete(), fib_table_flush().
 */
import { keyPrefix, type Prefix, prefixKey } from "../net/prefix.ts";
import { byAddress, type TrieEntry } from "../net/trie.ts";
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
	withLists,
} from "./fib4.ts";
import { Refusal } from "./refusal.ts";
import { holdKnown, holdNew, moveRefs, release, sharedFind, sharedGet } from "./shared.ts";

export interface Inserted4 {
	readonly fib: Fib4;
	/** NLM_F_* that listeners are told: what was done. */
	readonly flags: number;
}

/** Where a route goes among those of its prefix, and whose place it takes. */
interface Placed {
	readonly at: number;
	readonly instead: number;
	/** NLM_F_* that listeners are told. */
	readonly flags: number;
}

/**
 * What NLM_F_* ask for (net/ipv4/fib_trie.c fib_table_insert): EXCL refuses any route of the same prefix, tos and
 * metric, APPEND goes behind them, CREATE alone before them, REPLACE takes the first one's place.
 * Throws EEXIST or ENOENT. Gives undefined where nothing has to change. `known`: the id of its FibInfo, if that is held.
 */
function place(
	fib: Fib4,
	{ tos, priority }: Pick<Route4, "tos" | "priority">,
	list: readonly Alias4[],
	known: number | undefined,
	flags: number,
): Placed | undefined {
	const compare = (alias: Alias4) => tos - alias.tos || infoOf(fib, alias).priority - priority;
	const first = list.findIndex((alias) => compare(alias) >= 0);
	const at = first < 0 ? list.length : first;
	let end = at;
	while (end < list.length && compare(list[end] as Alias4) === 0) end++;
	const twin = known === undefined ? undefined : list.slice(at, end).find((alias) => alias.info === known);
	if (end > at) {
		if (flags & NLM_F_EXCL) throw new Refusal("EEXIST");
		if (flags & NLM_F_REPLACE && twin && twin === list[at]) return undefined;
		if (twin) throw new Refusal("EEXIST");
		if (flags & NLM_F_REPLACE) return { at, instead: 1, flags: NLM_F_REPLACE };
	}
	if (!(flags & NLM_F_CREATE)) throw new Refusal("ENOENT");
	const told = NLM_F_CREATE | (end > at ? flags & NLM_F_APPEND : 0);
	return { at: flags & NLM_F_APPEND ? end : at, instead: 0, flags: told };
}

/** Puts a route in as NLM_F_* say; undefined where nothing had to change. */
export function insertRoute4(fib: Fib4, route: Route4, flags: number): Inserted4 | undefined {
	const info = infoPart(route);
	const key = prefixKey(route.dst);
	const list = aliasesAt(fib, route.table, key);
	const known = sharedFind(fib.infos, kin, info);
	const placed = place(fib, route, list, known, flags);
	if (!placed) return undefined;
	const held = known === undefined ? holdNew(fib.infos, kin, info) : { shared: holdKnown(fib.infos, known), id: known };
	const gone = list.slice(placed.at, placed.at + placed.instead);
	const infos = gone.reduce((shared, { info: id }) => release(shared, kin, id), held.shared);
	const next = listWith(list, placed, route.tos, held.id);
	return { fib: withAliases(withInfos(fib, infos), route.table, key, next), flags: placed.flags };
}

function listWith(list: readonly Alias4[], { at, instead }: Placed, tos: number, info: number): readonly Alias4[] {
	if (list.length === instead) return alone(tos, info);
	return [...list.slice(0, at), { tos, info }, ...list.slice(at + instead)];
}

/**
 * What insertRoute4() does for one route after the other, at once: to prefixes that all differ, in one table, routes of one and
 * the same FibInfo being one object but for `dst`. Says which of them had to change something.
 */
export function insertRoutes4(
	fib: Fib4,
	table: number,
	routes: readonly { readonly dst: Prefix; readonly tos: number; readonly info: FibInfo }[],
	flags: number,
): { fib: Fib4; inserted: boolean[] } {
	const held = new HeldInfos(fib.infos);
	const lists: TrieEntry<readonly Alias4[]>[] = [];
	const inserted = routes.map(({ dst, tos, info }) => {
		const key = prefixKey(dst);
		const list = aliasesAt(fib, table, key);
		const placed = place(fib, { tos, priority: info.priority }, list, held.known(info), flags);
		if (!placed) return false;
		for (const { info: id } of list.slice(placed.at, placed.at + placed.instead)) held.move(id, -1);
		const value = listWith(list, placed, tos, held.hold(info));
		lists.push({ words: key.words, len: key.len, value });
		return true;
	});
	return { fib: withLists(withInfos(fib, held.settle()), table, lists), inserted };
}

/** Who holds which FibInfo, while many routes change hands. */
class HeldInfos {
	private readonly ids = new Map<FibInfo, number | undefined>();
	private readonly moved = new Map<number, number>();

	constructor(private infos: Fib4["infos"]) {}

	known(info: FibInfo): number | undefined {
		if (!this.ids.has(info)) this.ids.set(info, sharedFind(this.infos, kin, info));
		return this.ids.get(info);
	}

	hold(info: FibInfo): number {
		const known = this.known(info);
		if (known !== undefined) return this.move(known, 1);
		const { shared, id } = holdNew(this.infos, kin, info);
		this.infos = shared;
		this.ids.set(info, id);
		return id;
	}

	move(id: number, by: number): number {
		this.moved.set(id, (this.moved.get(id) ?? 0) + by);
		return id;
	}

	settle(): Fib4["infos"] {
		return moveRefs(this.infos, kin, this.moved);
	}
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
