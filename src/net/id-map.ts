/**
 * A persistent map from ids (unsigned 32-bit: an ifindex, a nexthop id, a table number) to values, in ascending order.
 * It is a trie whose keys are all one word long; read trie.ts first.
 */
import { compareKeys, first, isFork, type Leaf, type Node, put, putAll, remove, type Trie } from "./patricia.ts";
import { shorterFirst } from "./trie-walk.ts";

export type IdMap<V> = Trie<V>;

/** What find() does, for keys that are all one word long: no leaf stands at a fork. Every packet asks dozens of times. */
export function idGet<V>(map: IdMap<V>, id: number): V | undefined {
	let at = map.root;
	while (at !== null && isFork(at)) at = (id >>> (31 - at.bit)) & 1 ? at.right : at.left;
	return at !== null && at.bits === (id | 0) ? at.value : undefined;
}

/** The same object when the id already has this very value. */
export function idSet<V>(map: IdMap<V>, id: number, value: V): IdMap<V> {
	return put(map, id | 0, 32, value);
}

/** What idSet() gives for one after the other, made at once. */
export function idSetAll<V>(map: IdMap<V>, entries: ReadonlyMap<number, V>): IdMap<V> {
	if (entries.size === 0) return map;
	const leaves = [...entries].map(([id, value]): Leaf<V> => ({ bits: id | 0, len: 32, value }));
	return putAll(map, leaves.sort(compareKeys));
}

/** The same object when there is no such id. */
export function idDelete<V>(map: IdMap<V>, id: number): IdMap<V> {
	return remove(map, id | 0, 32);
}

export function* idValues<V>(map: IdMap<V>): Generator<V, undefined> {
	for (const leaf of shorterFirst(map.root)) yield leaf.value;
}

export function* idEntries<V>(map: IdMap<V>): Generator<[id: number, value: V], undefined> {
	for (const leaf of shorterFirst(map.root)) yield [idOf(leaf), leaf.value];
}

/** Is there a value for which the answer is yes? A walk without a generator: packets ask. */
export function idSome<V>({ root }: IdMap<V>, test: (value: V) => boolean): boolean {
	return root !== null && some(root, test);
}

function some<V>(node: Node<V>, test: (value: V) => boolean): boolean {
	if (!isFork(node)) return test(node.value);
	return (node.left !== null && some(node.left, test)) || (node.right !== null && some(node.right, test));
}

/** The smallest id in the map that is greater than `id`; -1 asks for the first. lib/idr.c idr_get_next() is its like. */
export function idNext<V>(map: IdMap<V>, id: number): number | undefined {
	const leaf = map.root === null ? undefined : after(map.root, id);
	return leaf === undefined ? undefined : idOf(leaf);
}

function after<V>(node: Node<V>, id: number): Leaf<V> | undefined {
	if (!isFork(node)) return idOf(node) > id ? node : undefined;
	const { left, right } = node as { left: Node<V>; right: Node<V> }; // ids are equally long, so a fork has both
	const lowest = first(right);
	// a fork skips bits, so `id` is compared and not followed
	return idOf(lowest) > id ? (after(left, id) ?? lowest) : after(right, id);
}

function idOf<V>(leaf: Leaf<V>): number {
	return Number(leaf.bits) >>> 0;
}
