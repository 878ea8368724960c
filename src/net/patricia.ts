/**
 * The nodes of the trie: a persistent, path-compressed, big-endian Patricia tree (Okasaki and Gill, "Fast Mergeable
 * Integer Maps", with keys of any length). A leaf holds a key; a fork holds only the bit it looks at, and the leaf that
 * ends right there, if any. So a descent skips bits unseen and the leaf at its end must be checked.
 * Nodes are plain data and never change. The shape depends on the contents alone, not on the order of insertion.
 * Users read trie.ts; this is its inside.
 */

/**
 * A key's words, most significant first. One word stands bare and signed, because so it costs no heap object in V8
 * while an array costs 56 bytes: of note with a million routes. More words are the caller's own array.
 */
export type Bits = number | readonly number[];

export interface Leaf<V> {
	readonly bits: Bits;
	readonly len: number;
	readonly value: V;
}

/** Keys with bit number `bit` clear are on the left. At least two of the three places are taken. */
export interface Fork<V> {
	readonly bit: number;
	readonly here: Leaf<V> | null;
	readonly left: Node<V> | null;
	readonly right: Node<V> | null;
}

export type Node<V> = Leaf<V> | Fork<V>;

export interface Trie<V> {
	readonly size: number;
	readonly root: Node<V> | null;
}

export function isFork<V>(node: Node<V>): node is Fork<V> {
	return "left" in node;
}

export function packBits(words: readonly number[]): Bits {
	return words.length === 1 ? (words[0] ?? 0) | 0 : words;
}

export function unpackBits(bits: Bits): readonly number[] {
	return typeof bits === "number" ? [bits >>> 0] : bits;
}

export function wordAt(bits: Bits, i: number): number {
	if (typeof bits === "number") return i === 0 ? bits : 0;
	return bits[i] ?? 0;
}

/** Bit 0 is the most significant one. */
function bitAt(bits: Bits, bit: number): number {
	return (wordAt(bits, bit >>> 5) >>> (31 - (bit & 31))) & 1;
}

/** How many leading bits two keys share, at most `max`. */
function commonBits(a: Bits, b: Bits, max: number): number {
	for (let i = 0; i << 5 < max; i++) {
		const difference = wordAt(a, i) ^ wordAt(b, i);
		if (difference !== 0) return Math.min(max, (i << 5) + Math.clz32(difference));
	}
	return max;
}

/** Do the bits of `leaf` lead those of `bits`? */
function covers<V>(leaf: Leaf<V>, bits: Bits): boolean {
	return commonBits(leaf.bits, bits, leaf.len) === leaf.len;
}

function childOf<V>(fork: Fork<V>, bits: Bits): Node<V> | null {
	return bitAt(bits, fork.bit) === 0 ? fork.left : fork.right;
}

function anyLeaf<V>(node: Node<V>): Leaf<V> {
	let at = node;
	while (isFork(at)) at = at.here ?? ((at.left ?? at.right) as Node<V>);
	return at;
}

export function find<V>(root: Node<V> | null, bits: Bits, len: number): Leaf<V> | undefined {
	let at = root;
	while (at !== null && isFork(at) && at.bit <= len) at = at.bit === len ? at.here : childOf(at, bits);
	return at !== null && !isFork(at) && at.len === len && covers(at, bits) ? at : undefined;
}

/** The same object when the key already has this very value. */
export function put<V>(trie: Trie<V>, bits: Bits, len: number, value: V): Trie<V> {
	const leaf = { bits, len, value };
	if (trie.root === null) return { size: 1, root: leaf };
	const near = nearest(trie.root, leaf);
	const common = commonBits(bits, near.bits, Math.min(len, near.len));
	const known = common === len && near.len === len;
	if (known && near.value === value) return trie;
	return { size: known ? trie.size : trie.size + 1, root: insert(trie.root, leaf, near, common) };
}

/** What many put() give, made at once: the path to the root is copied once for all of them. `leaves` are in order (compareKeys), each key once. */
export function putAll<V>({ size, root }: Trie<V>, leaves: readonly Leaf<V>[]): Trie<V> {
	const merged: Merge<V> = { leaves, known: 0 };
	const next = merge(merged, root, 0, leaves.length);
	return { size: size + leaves.length - merged.known, root: next };
}

/** By address, the shorter first. */
export function compareKeys(a: Leaf<unknown>, b: Leaf<unknown>): number {
	for (let i = 0; i << 5 < Math.max(a.len, b.len); i++) {
		const difference = (wordAt(a.bits, i) >>> 0) - (wordAt(b.bits, i) >>> 0);
		if (difference !== 0) return difference;
	}
	return a.len - b.len;
}

interface Merge<V> {
	readonly leaves: readonly Leaf<V>[];
	/** How many of their keys the tree had. */
	known: number;
}

/** The node with the leaves from `from` up to `end`, which is not among them. */
function merge<V>(all: Merge<V>, node: Node<V> | null, from: number, end: number): Node<V> | null {
	const first = all.leaves[from];
	if (!first || from >= end) return node;
	if (node === null && from + 1 === end) return first;
	const last = all.leaves[end - 1] as Leaf<V>;
	// in order, so what the outermost two have in common all have
	let bit = commonBits(first.bits, last.bits, Math.min(first.len, last.len));
	if (node !== null) {
		const near = anyLeaf(node);
		const most = isFork(node) ? node.bit : node.len;
		bit = Math.min(commonBits(first.bits, near.bits, Math.min(bit, most)), bit);
		if (!isFork(node) && bit === most) return mergeAt(all, { bit, here: node, left: null, right: null }, from, end);
		if (isFork(node) && bit === most) return mergeAt(all, node, from, end);
		const side = bitAt(near.bits, bit);
		return mergeAt(all, withChild({ bit, here: null, left: null, right: null }, side, node), from, end);
	}
	return mergeAt(all, { bit, here: null, left: null, right: null }, from, end);
}

function mergeAt<V>(all: Merge<V>, { bit, here, left, right }: Fork<V>, from: number, end: number): Node<V> | null {
	const first = all.leaves[from] as Leaf<V>;
	const ends = first.len === bit;
	if (ends && here !== null) all.known++;
	const start = ends ? from + 1 : from;
	let middle = start;
	while (middle < end && bitAt((all.leaves[middle] as Leaf<V>).bits, bit) === 0) middle++;
	return collapse(bit, ends ? first : here, merge(all, left, start, middle), merge(all, right, middle, end));
}

/** A leaf that shares as many leading bits with the wanted one as any leaf of the tree does: that very key, if there. */
function nearest<V>(root: Node<V>, wanted: Leaf<V>): Leaf<V> {
	let at = root;
	while (isFork(at) && at.bit < wanted.len) {
		const next = childOf(at, wanted.bits);
		if (next === null) break;
		at = next;
	}
	return anyLeaf(at);
}

/** `common`: the leading bits shared with `near`, which stands for all leaves below `node`. */
function insert<V>(node: Node<V>, leaf: Leaf<V>, near: Leaf<V>, common: number): Node<V> {
	const end = isFork(node) ? node.bit : node.len;
	if (common < end) {
		const side = bitAt(near.bits, common);
		if (common === leaf.len) return withChild({ bit: common, here: leaf, left: null, right: null }, side, node);
		const fork = withChild<V>({ bit: common, here: null, left: null, right: null }, side, node);
		return withChild(fork, 1 - side, leaf);
	}
	if (!isFork(node)) {
		if (leaf.len === end) return leaf;
		return withChild({ bit: end, here: node, left: null, right: null }, bitAt(leaf.bits, end), leaf);
	}
	if (leaf.len === end) return { bit: end, here: leaf, left: node.left, right: node.right };
	const side = bitAt(leaf.bits, end);
	const child = side === 0 ? node.left : node.right;
	return withChild(node, side, child === null ? leaf : insert(child, leaf, near, common));
}

function withChild<V>(fork: Fork<V>, side: number, child: Node<V>): Fork<V> {
	return side === 0
		? { bit: fork.bit, here: fork.here, left: child, right: fork.right }
		: { bit: fork.bit, here: fork.here, left: fork.left, right: child };
}

/** The same object when there is no such key. */
export function remove<V>(trie: Trie<V>, bits: Bits, len: number): Trie<V> {
	if (trie.root === null || find(trie.root, bits, len) === undefined) return trie;
	return { size: trie.size - 1, root: without(trie.root, bits, len) };
}

/** The tree without a key that is in it. */
function without<V>(node: Node<V>, bits: Bits, len: number): Node<V> | null {
	if (!isFork(node)) return null;
	if (node.bit === len) return collapse(node.bit, null, node.left, node.right);
	const left = bitAt(bits, node.bit) === 0;
	const child = (left ? node.left : node.right) as Node<V>;
	const rest = without(child, bits, len);
	return left ? collapse(node.bit, node.here, rest, node.right) : collapse(node.bit, node.here, node.left, rest);
}

/** A fork with only one place taken gives way to what is there. */
function collapse<V>(bit: number, here: Leaf<V> | null, left: Node<V> | null, right: Node<V> | null): Node<V> | null {
	if (here === null && left === null) return right;
	if (here === null && right === null) return left;
	if (left === null && right === null) return here;
	return { bit, here, left, right };
}

/**
 * The longest key that leads `bits`, which are a whole address: no key is longer. Leaves are checked on the way back,
 * the deepest first, so that most are never touched: in a big tree a look at an object is a cache miss.
 */
export function longest<V>(node: Node<V> | null, bits: Bits): Leaf<V> | undefined {
	if (node === null) return undefined;
	if (!isFork(node)) return covers(node, bits) ? node : undefined;
	const found = longest(childOf(node, bits), bits);
	if (found !== undefined || node.here === null) return found;
	return covers(node.here, bits) ? node.here : undefined;
}

/** Shows every leaf that leads `bits`, the longest first, until `visit` says true; then the answer is true. */
export function climb<V>(node: Node<V> | null, bits: Bits, visit: (value: V, len: number) => boolean): boolean {
	if (node === null) return false;
	if (!isFork(node)) return covers(node, bits) && visit(node.value, node.len);
	if (climb(childOf(node, bits), bits, visit)) return true;
	return node.here !== null && covers(node.here, bits) && visit(node.here.value, node.here.len);
}

/** The node below which are exactly the keys that begin with the first `len` of `bits`. */
export function subtree<V>(root: Node<V> | null, bits: Bits, len: number): Node<V> | null {
	let at = root;
	while (at !== null && isFork(at) && at.bit < len) at = childOf(at, bits);
	if (at === null) return null;
	const leaf = anyLeaf(at);
	return leaf.len >= len && commonBits(leaf.bits, bits, len) === len ? at : null;
}

/** The first leaf, in key order, of a tree that is not empty. */
export function first<V>(node: Node<V>): Leaf<V> {
	return anyLeaf(node); // which prefers the key that ends here, then the left side
}
