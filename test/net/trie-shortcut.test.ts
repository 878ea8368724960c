/** A big trie answers the same with its shortcut as without. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyTrie, matches, type Trie, trieDelete, trieSet } from "../../src/net/trie.ts";

/** Of all lengths, many of them within one another. */
function bigTrie(seed: number): Trie<string> {
	let state = seed | 1;
	const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
	let trie = emptyTrie<string>();
	while (trie.size < 12_000) {
		const len = next() % 33;
		const near = next() % 4 === 0 ? 0x0a00_0000 | (next() >>> 12) : next();
		const word = len === 0 ? 0 : (near & (-1 << (32 - len))) >>> 0;
		trie = trieSet(trie, { words: [word], len }, `${word}/${len}`);
	}
	return trie;
}

function answers(trie: Trie<string>, addresses: readonly number[]): string[][] {
	return addresses.map((address) => {
		const seen: string[] = [];
		matches(trie, [address], (value) => seen.push(value) === 0);
		return seen;
	});
}

test("the same answers before and after it is made, and none of it in JSON", () => {
	const address = fc.oneof(
		fc.nat(0xffff_ffff),
		fc.nat(0xfffff).map((low) => 0x0a00_0000 | low),
	);
	fc.assert(
		fc.property(fc.nat(), fc.array(address, { minLength: 1500, maxLength: 1500 }), (seed, addresses) => {
			const trie = bigTrie(seed);
			const text = JSON.stringify(trie);
			const before = answers(trie, addresses);
			answers(trie, addresses);
			expect(answers(trie, addresses)).toEqual(before);
			expect(JSON.stringify(trie)).toBe(text);
			// a changed trie has none of the old one's
			const first = before.find((seen) => seen.length > 0)?.[0];
			const [word, len] = (first ?? "0/0").split("/").map(Number) as [number, number];
			const less = trieDelete(trie, { words: [word], len });
			const without = before.map((seen) => seen.filter((value) => value !== first));
			expect(answers(less, addresses)).toEqual(without);
			answers(less, addresses);
			expect(answers(less, addresses)).toEqual(without);
		}),
		{ numRuns: 5 },
	);
});
