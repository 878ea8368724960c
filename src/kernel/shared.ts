/**
 * Values that many routes have in common, kept once: net/ipv4/fib_semantics.c fib_info_hash and fib_create_info() do so with
 * everything about a route but its prefix. A million routes through three next hops are a million small numbers; a
 * device that goes down changes three values, not a million.
 */
import { type IdMap, idDelete, idEntries, idGet, idSet, idSetAll } from "../net/id-map.ts";
import { emptyTrie } from "../net/trie.ts";

export interface Shared<V> {
	readonly entries: IdMap<Entry<V>>;
	/** Ids of the values of one hash. */
	readonly ids: IdMap<readonly number[]>;
	readonly last: number;
}

interface Entry<V> {
	readonly value: V;
	readonly refs: number;
}

/** How values are told apart. Equal values have equal hashes, and go on having them when the value is changed. */
export interface Kin<V> {
	readonly hash: (value: V) => number;
	readonly same: (a: V, b: V) => boolean;
}

export function emptyShared<V>(): Shared<V> {
	return { entries: emptyTrie(), ids: emptyTrie(), last: 0 };
}

/** The value of an id that is held. */
export function sharedGet<V>(shared: Shared<V>, id: number): V {
	const entry = idGet(shared.entries, id);
	if (!entry) throw new RangeError(`no shared value ${id}`);
	return entry.value;
}

/** Does anyone hold it? */
export function sharedHas<V>(shared: Shared<V>, id: number): boolean {
	return idGet(shared.entries, id) !== undefined;
}

export function sharedFind<V>(shared: Shared<V>, kin: Kin<V>, value: V): number | undefined {
	return idGet(shared.ids, kin.hash(value))?.find((id) => kin.same(sharedGet(shared, id), value));
}

/** Takes hold of a value, which is new or known. */
export function hold<V>(shared: Shared<V>, kin: Kin<V>, value: V): Held<V> {
	const known = sharedFind(shared, kin, value);
	return known === undefined ? holdNew(shared, kin, value) : { shared: holdKnown(shared, known), id: known };
}

export interface Held<V> {
	readonly shared: Shared<V>;
	readonly id: number;
}

/** Takes hold of a value that has been looked for in vain. */
export function holdNew<V>(shared: Shared<V>, kin: Kin<V>, value: V): Held<V> {
	const hash = kin.hash(value);
	const there = idGet(shared.ids, hash) ?? [];
	const id = shared.last + 1;
	const entries = idSet(shared.entries, id, { value, refs: 1 });
	return { shared: { entries, ids: idSet(shared.ids, hash, [...there, id]), last: id }, id };
}

/** Takes hold of one that has been found. */
export function holdKnown<V>(shared: Shared<V>, id: number): Shared<V> {
	const { value, refs } = idGet(shared.entries, id) as Entry<V>;
	return { entries: idSet(shared.entries, id, { value, refs: refs + 1 }), ids: shared.ids, last: shared.last };
}

/** Lets go; the last one out takes the value along. */
export function release<V>(shared: Shared<V>, kin: Kin<V>, id: number): Shared<V> {
	const { value, refs } = idGet(shared.entries, id) as Entry<V>;
	const { ids: known, last } = shared;
	if (refs > 1) return { entries: idSet(shared.entries, id, { value, refs: refs - 1 }), ids: known, last };
	const hash = kin.hash(value);
	const rest = (idGet(known, hash) ?? []).filter((other) => other !== id);
	const ids = rest.length ? idSet(known, hash, rest) : idDelete(known, hash);
	return { entries: idDelete(shared.entries, id), ids, last };
}

/** Takes hold of values, and lets go of them, as often as is said for each. */
export function moveRefs<V>(shared: Shared<V>, kin: Kin<V>, moved: ReadonlyMap<number, number>): Shared<V> {
	const stay = new Map<number, Entry<V>>();
	const over: number[] = [];
	for (const [id, by] of moved) {
		const { value, refs } = idGet(shared.entries, id) as Entry<V>;
		if (refs + by > 0) stay.set(id, { value, refs: refs + by });
		else over.push(id);
	}
	for (const id of over) stay.set(id, { value: sharedGet(shared, id), refs: 1 });
	const next: Shared<V> = { entries: idSetAll(shared.entries, stay), ids: shared.ids, last: shared.last };
	return over.reduce((left, id) => release(left, kin, id), next);
}

/** Gives every value its next state; the same object leaves it as it is. */
export function changeShared<V>(shared: Shared<V>, change: (value: V, id: number) => V): Shared<V> {
	let { entries } = shared;
	for (const [id, { value, refs }] of idEntries(shared.entries)) {
		const next = change(value, id);
		if (next !== value) entries = idSet(entries, id, { value: next, refs });
	}
	return entries === shared.entries ? shared : { ...shared, entries };
}

export function* sharedEntries<V>(shared: Shared<V>): Generator<[id: number, value: V], undefined> {
	for (const [id, { value }] of idEntries(shared.entries)) yield [id, value];
	return undefined;
}

/** A 32-bit hash of the parts of a value (FNV-1a). */
export function hashOf(...parts: readonly (number | string | undefined)[]): number {
	let hash = 0x811c9dc5;
	for (const part of parts) {
		if (typeof part === "string")
			for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), 0x01000193);
		else hash = Math.imul(hash ^ (part ?? -1), 0x01000193);
	}
	return hash >>> 0;
}
