/**
 * The orders in which a trie can be walked. Each walk keeps its own stack, so that a million entries cost no recursion,
 * and yields as it goes: `head -5` of a full table is cheap.
 */
import { isFork, type Leaf, type Node, wordAt } from "./patricia.ts";

/** Keys ascending; of two keys where one leads the other, the shorter first. */
export function* shorterFirst<V>(root: Node<V> | null): Generator<Leaf<V>, undefined> {
	const todo: Node<V>[] = root === null ? [] : [root];
	for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
		if (!isFork(node)) yield node;
		else {
			if (node.right !== null) todo.push(node.right);
			if (node.left !== null) todo.push(node.left);
			if (node.here !== null) yield node.here;
		}
	}
}

/** Addresses ascending; at one address the longer prefix first. */
export function* longerFirst<V>(root: Node<V> | null): Generator<Leaf<V>, undefined> {
	// shorterFirst() brings the prefixes of one address together, so it is enough to turn each such run round
	let run: Leaf<V>[] = [];
	for (const leaf of shorterFirst(root)) {
		const last = run.at(-1);
		if (last !== undefined && !sameAddress(last, leaf)) {
			yield* run.reverse();
			run = [];
		}
		run.push(leaf);
	}
	yield* run.reverse();
}

/** Left side, right side, then the key that leads both. */
export function* childrenFirst<V>(root: Node<V> | null): Generator<Leaf<V>, undefined> {
	const todo: Node<V>[] = root === null ? [] : [root];
	for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
		if (!isFork(node)) yield node;
		else {
			if (node.here !== null) todo.push(node.here);
			if (node.right !== null) todo.push(node.right);
			if (node.left !== null) todo.push(node.left);
		}
	}
}

/** Each key twice: before its left side, and after its right side. */
export function* aroundChildren<V>(
	root: Node<V> | null,
): Generator<{ readonly leaf: Leaf<V>; readonly before: boolean }, undefined> {
	const todo: { node: Node<V>; before: boolean }[] = root === null ? [] : [{ node: root, before: true }];
	for (let step = todo.pop(); step !== undefined; step = todo.pop()) {
		const { node, before } = step;
		if (!isFork(node)) {
			yield { leaf: node, before };
			if (before) todo.push({ node, before: false });
		} else {
			if (node.here !== null) yield { leaf: node.here, before: true };
			if (node.here !== null) todo.push({ node: node.here, before: false });
			if (node.right !== null) todo.push({ node: node.right, before: true });
			if (node.left !== null) todo.push({ node: node.left, before: true });
		}
	}
}

function sameAddress<V>(a: Leaf<V>, b: Leaf<V>): boolean {
	const words = typeof a.bits === "number" ? 1 : a.bits.length;
	for (let i = 0; i < words; i++) if (wordAt(a.bits, i) !== wordAt(b.bits, i)) return false;
	return true;
}
