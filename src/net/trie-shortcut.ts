/**
 * A shortcut into a big trie of one-word keys: where the descent to an address stands after its first 16 bits. In a table of a
 * million routes those are sixteen looks at objects all over the heap, and a cache miss each costs more than the rest; Linux's
 * trie has wide nodes at the top for the same reason (net/ipv4/fib_trie.c inflate()). It is worked out from the trie, hangs on it
 * unseen by JSON, and is only made when one and the same trie has been asked often enough to pay for it.
 */
import { climb, isFork, type Node, type Trie } from "./patricia.ts";

const width = 16;
/** Smaller tries fit into the caches anyway. */
const least = 10_000;
/** So many questions are worth one walk through the top of the trie. */
const patience = 2_000;

const key = Symbol("shortcut");

interface Shortcut<V> {
	asked: number;
	/** By the first bits: the first node of the descent that looks at a later one. */
	places?: (Node<V> | null)[];
}

type Marked<V> = Trie<V> & { [key]?: Shortcut<V> };

/** What climb() does from the root, for an address of one word. */
export function climbShort<V>(trie: Trie<V>, bits: number, visit: (value: V, len: number) => boolean): boolean {
	const places = trie.size < least ? undefined : placesOf(trie);
	if (!places) return climb(trie.root, bits, visit);
	if (climb(places[bits >>> (32 - width)] as Node<V> | null, bits, visit)) return true;
	return climbTop(trie.root, bits, visit);
}

function placesOf<V>(trie: Marked<V>): (Node<V> | null)[] | undefined {
	let mark = trie[key];
	if (!mark) {
		mark = { asked: 0 };
		trie[key] = mark;
	}
	mark.asked++;
	if (!mark.places && mark.asked > patience) mark.places = spread(trie.root);
	return mark.places;
}

function spread<V>(root: Node<V> | null): (Node<V> | null)[] {
	const places = new Array<Node<V> | null>(1 << width).fill(null);
	const fill = (node: Node<V> | null, from: number, count: number): void => {
		if (node === null || count === 0) return;
		if (isTop(node)) {
			// bits before the one that is looked at are not known to be the key's: every place below has them free
			const step = 1 << (width - 1 - node.bit);
			for (let at = from; at < from + count; at += 2 * step) {
				fill(node.left, at, step);
				fill(node.right, at + step, step);
			}
		} else places.fill(node, from, from + count);
	};
	fill(root, 0, 1 << width);
	return places;
}

function isTop<V>(node: Node<V>): node is Extract<Node<V>, { bit: number }> {
	return isFork(node) && node.bit < width;
}

/** The short prefixes, which end before the shortcut does. */
function climbTop<V>(node: Node<V> | null, bits: number, visit: (value: V, len: number) => boolean): boolean {
	if (node === null || !isTop(node)) return false;
	const child = (bits >>> (31 - node.bit)) & 1 ? node.right : node.left;
	if (climbTop(child, bits, visit)) return true;
	return climb(node.here, bits, visit);
}
