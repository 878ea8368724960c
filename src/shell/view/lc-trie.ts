/**
 * The level-compressed trie in which Linux keeps the IPv4 routes of a table (net/ipv4/fib_trie.c; S. Nilsson and G. Karlsson,
 * "IP-address lookup using LC-tries"). The model looks routes up in a trie of its own (net/trie.ts); this one is only made to
 * be shown. A node looks at `bits` bits of an address, from bit `pos` up, and grows or shrinks with the number of its children.
 */

export interface TrieNode {
	readonly key: number;
	readonly pos: number;
	readonly bits: number;
	readonly children: (TrieNode | TrieLeaf | undefined)[];
}

export interface TrieLeaf {
	readonly key: number;
	readonly pos: 0;
	readonly bits: 0;
}

type Child = TrieNode | TrieLeaf | undefined;

const KEYLENGTH = 32;

export function isNode(child: TrieNode | TrieLeaf): child is TrieNode {
	return child.bits > 0;
}

/** Bits `pos` and up of an address, as far as a node of `bits` is concerned; more than it can hold means another prefix. */
function indexOf(key: number, node: TrieNode): number {
	return ((key ^ node.key) >>> 0) >>> node.pos;
}

function newNode(key: number, pos: number, bits: number): TrieNode {
	const shift = pos + bits;
	const prefix = shift < KEYLENGTH ? ((key >>> shift) << shift) >>> 0 : 0;
	return { key: prefix, pos, bits, children: new Array(2 ** bits).fill(undefined) };
}

/** A child that begins with the very next bit: no bit of the address is passed over between the two. */
export function isFull(node: TrieNode, child: Child): child is TrieNode {
	return child !== undefined && isNode(child) && child.pos + child.bits === node.pos;
}

export function count(node: TrieNode, what: "full" | "empty"): number {
	return node.children.filter((child) => (what === "full" ? isFull(node, child) : child === undefined)).length;
}

/** The trie of these addresses, put in one after the other. */
export function buildTrie(keys: readonly number[]): Child {
	let root: Child;
	for (const key of keys) root = insert(root, { key, pos: 0, bits: 0 }, true);
	return root;
}

/** fib_insert_node() and, on the way back up, trie_rebalance(). */
function insert(at: Child, leaf: TrieLeaf, isRoot: boolean): Child {
	if (at === undefined) return leaf;
	const index = isNode(at) ? indexOf(leaf.key, at) : Number.POSITIVE_INFINITY;
	if (isNode(at) && index < at.children.length) {
		at.children[index] = insert(at.children[index], leaf, false);
		return resize(at, isRoot);
	}
	if (at.key === leaf.key && !isNode(at)) return at;
	const differs = (at.key ^ leaf.key) >>> 0;
	const parent = newNode(leaf.key, 31 - Math.clz32(differs), 1);
	const side = indexOf(leaf.key, parent);
	parent.children[side] = leaf;
	parent.children[side ^ 1] = at;
	return resize(parent, isRoot);
}

/** MAX_WORK: so often at most one node changes its size at once. */
const maxWork = 10;

/** resize(): doubles while most children would be used, else halves while few are, and gives way to an only child. */
function resize(node: TrieNode, isRoot: boolean): Child {
	let now = node;
	let work = maxWork;
	for (; work > 0 && shouldInflate(now, isRoot); work--) now = inflate(now);
	if (work !== maxWork) return now;
	for (; work > 0 && shouldHalve(now, isRoot); work--) now = halve(now);
	return now.children.length - count(now, "empty") < 2 ? now.children.find((child) => child !== undefined) : now;
}

/** Percent of the children of a node twice as large that would be in use; the root is kept larger. */
function shouldInflate(node: TrieNode, isRoot: boolean): boolean {
	const size = node.children.length;
	const used = size - count(node, "empty") + count(node, "full");
	return used > 1 && node.pos > 0 && 50 * used >= size * (isRoot ? 30 : 50);
}

function shouldHalve(node: TrieNode, isRoot: boolean): boolean {
	const size = node.children.length;
	const used = size - count(node, "empty");
	return used > 1 && node.bits > 1 && 100 * used < size * (isRoot ? 15 : 25);
}

/** inflate(): one bit more; a full child is taken apart. */
function inflate(old: TrieNode): TrieNode {
	const node = newNode(old.key, old.pos - 1, old.bits + 1);
	for (const [i, child] of old.children.entries()) {
		if (child === undefined) continue;
		if (!isFull(old, child)) node.children[indexOf(child.key, node)] = child;
		else for (const half of [0, 1]) node.children[2 * i + half] = halfOf(child, half);
	}
	return resizeFull(node);
}

/** One half of a node, as a node of one bit less or, of a node with two children, the child itself. */
function halfOf(node: TrieNode, half: number): Child {
	const size = node.children.length / 2;
	const children = node.children.slice(half * size, (half + 1) * size);
	if (size === 1) return children[0];
	const bit = (half << (node.pos + node.bits - 1)) >>> 0;
	return { key: (node.key | bit) >>> 0, pos: node.pos, bits: node.bits - 1, children };
}

/** halve(): one bit less; two neighbours become a node of their own. */
function halve(old: TrieNode): TrieNode {
	const node = newNode(old.key, old.pos + 1, old.bits - 1);
	for (let i = 0; i < node.children.length; i++) {
		const pair = old.children.slice(2 * i, 2 * i + 2);
		const [a, b] = pair;
		node.children[i] = a && b ? { ...newNode(a.key, old.pos, 1), children: pair } : (a ?? b);
	}
	return resizeFull(node);
}

/** replace(): new children may now be too large or too small. From the last to the first. */
function resizeFull(node: TrieNode): TrieNode {
	for (let i = node.children.length - 1; i >= 0; i--) {
		const child = node.children[i];
		if (isFull(node, child)) node.children[i] = resize(child, false);
	}
	return node;
}
