/**
 * The one map of this program that grows with the user's data: a persistent trie from keys of bits to values.
 * A change copies the path to the root and shares the rest, so every older Kernel stays valid at no cost.
 * It is plain data: it compares, prints and is saved as JSON. Prefixes are keys through prefix.ts prefixKey(); for
 * ifindexes there is id-map.ts, for names name-map.ts. Linux has net/ipv4/fib_trie.c and net/ipv6/ip6_fib.c here.
 */
import {
	climb,
	compareKeys,
	find,
	type Leaf,
	longest,
	packBits,
	put,
	putAll,
	remove,
	subtree,
	type Trie,
	unpackBits,
} from "./patricia.ts";
import { climbShort } from "./trie-shortcut.ts";
import * as walk from "./trie-walk.ts";

export { idDelete, idEntries, idGet, idNext, idSet, idSetAll, idValues } from "./id-map.ts";
export { nameDelete, nameEntries, nameGet, nameSet, nameValues } from "./name-map.ts";
export type { Trie } from "./patricia.ts";

/** `len` leading bits of unsigned 32-bit words, most significant first. The bits past `len` are zero. */
export interface TrieKey {
	readonly words: readonly number[];
	readonly len: number;
}

export interface TrieEntry<V> extends TrieKey {
	readonly value: V;
}

const empty: Trie<never> = { size: 0, root: null };

export function emptyTrie<V>(): Trie<V> {
	return empty;
}

export function trieGet<V>(trie: Trie<V>, key: TrieKey): V | undefined {
	return find(trie.root, packBits(key.words), key.len)?.value;
}

/** The same object when the key already has this very value. */
export function trieSet<V>(trie: Trie<V>, key: TrieKey, value: V): Trie<V> {
	return put(trie, packBits(key.words), key.len, value);
}

/** What trieSet() gives for one entry after the other, made at once. Each key comes once. */
export function trieSetAll<V>(trie: Trie<V>, entries: readonly TrieEntry<V>[]): Trie<V> {
	const leaves = entries.map(({ words, len, value }): Leaf<V> => ({ bits: packBits(words), len, value }));
	return putAll(trie, leaves.sort(compareKeys));
}

/** The same object when there is no such key. */
export function trieDelete<V>(trie: Trie<V>, key: TrieKey): Trie<V> {
	return remove(trie, packBits(key.words), key.len);
}

/** The value of the longest prefix that contains an address, given by all its words. */
export function longestMatch<V>(trie: Trie<V>, words: readonly number[]): V | undefined {
	return longest(trie.root, packBits(words))?.value;
}

/**
 * Shows the value of every prefix that contains the address, longest first, until `visit` says true; then so does the
 * answer. No iterator, since every packet passes here: a route that does not fit (its tos, its dead device) makes the
 * lookup back up to a shorter prefix.
 */
export function matches<V>(
	trie: Trie<V>,
	words: readonly number[],
	visit: (value: V, len: number) => boolean,
): boolean {
	const bits = packBits(words);
	return typeof bits === "number" ? climbShort(trie, bits, visit) : climb(trie.root, bits, visit);
}

/** The entries inside a prefix, itself included, in the order of byAddress(). */
export function within<V>(trie: Trie<V>, key: TrieKey): Generator<TrieEntry<V>, undefined> {
	return entries(walk.longerFirst(subtree(trie.root, packBits(key.words), key.len)));
}

/** Address ascending and at one address the longer prefix first, as net/ipv4/fib_trie.c fn_trie_dump_leaf() goes. */
export function byAddress<V>(trie: Trie<V>): Generator<TrieEntry<V>, undefined> {
	return entries(walk.longerFirst(trie.root));
}

/** What is inside a prefix before the prefix itself, so the default is last: net/ipv6/ip6_fib.c fib6_walk_continue(). */
export function childrenFirst<V>(trie: Trie<V>): Generator<TrieEntry<V>, undefined> {
	return entries(walk.childrenFirst(trie.root));
}

/** Every entry twice: before what is inside it (`before`) and after; a walk that has business on both ways. */
export function* aroundChildren<V>(trie: Trie<V>): Generator<TrieEntry<V> & { readonly before: boolean }, undefined> {
	for (const { leaf, before } of walk.aroundChildren(trie.root))
		yield { words: unpackBits(leaf.bits), len: leaf.len, value: leaf.value, before };
}

function* entries<V>(leaves: Iterable<Leaf<V>>): Generator<TrieEntry<V>, undefined> {
	for (const leaf of leaves) yield { words: unpackBits(leaf.bits), len: leaf.len, value: leaf.value };
}
