/**
 * A persistent map from names (of devices, of network namespaces) to values, in the order of their UTF-16 units.
 * It is a trie whose keys are the text, two units to a word; read trie.ts first.
 */
import { type Bits, find, packBits, put, remove, type Trie, wordAt } from "./patricia.ts";
import { shorterFirst } from "./trie-walk.ts";

export type NameMap<V> = Trie<V>;

export function nameGet<V>(map: NameMap<V>, name: string): V | undefined {
	return map.root === null ? undefined : find(map.root, nameBits(name), 16 * name.length)?.value;
}

/** The same object when the name already has this very value. */
export function nameSet<V>(map: NameMap<V>, name: string, value: V): NameMap<V> {
	return put(map, nameBits(name), 16 * name.length, value);
}

/** The same object when there is no such name. */
export function nameDelete<V>(map: NameMap<V>, name: string): NameMap<V> {
	return remove(map, nameBits(name), 16 * name.length);
}

export function* nameValues<V>(map: NameMap<V>): Generator<V, undefined> {
	for (const leaf of shorterFirst(map.root)) yield leaf.value;
}

export function* nameEntries<V>(map: NameMap<V>): Generator<[name: string, value: V], undefined> {
	for (const leaf of shorterFirst(map.root)) yield [bitsName(leaf.bits, leaf.len), leaf.value];
}

function nameBits(name: string): Bits {
	const words: number[] = [];
	for (let i = 0; i < name.length; i += 2)
		words.push((name.charCodeAt(i) << 16) | (i + 1 < name.length ? name.charCodeAt(i + 1) : 0));
	return packBits(words);
}

function bitsName(bits: Bits, len: number): string {
	let name = "";
	for (let i = 0; i < len / 16; i++)
		name += String.fromCharCode((wordAt(bits, i >> 1) >>> (i % 2 === 0 ? 16 : 0)) & 0xffff);
	return name;
}
