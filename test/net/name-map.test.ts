import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyTrie, nameDelete, nameEntries, nameGet, nameSet, nameValues } from "../../src/net/trie.ts";

const name = fc.oneof(
	fc.constantFrom("", "v", "v0", "v0p", "veth0", "lo"),
	fc.string({ maxLength: 15, unit: "binary" }),
);

test("law: a name map answers as a Map does, in the order of the names", () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(name, fc.boolean())), (steps) => {
			const naive = new Map<string, number>();
			let map = emptyTrie<number>();
			for (const [i, [key, keep]] of steps.entries()) {
				map = keep ? nameSet(map, key, i) : nameDelete(map, key);
				if (keep) naive.set(key, i);
				else naive.delete(key);
				expect(nameGet(map, key)).toBe(keep ? i : undefined);
			}
			const sorted = [...naive].sort(([a], [b]) => (a < b ? -1 : 1));
			expect([...nameEntries(map)]).toEqual(sorted);
			expect([...nameValues(map)]).toEqual(sorted.map(([, value]) => value));
			expect(map.size).toBe(naive.size);
		}),
	);
});

test("setting the same value gives the same object", () => {
	const map = nameSet(emptyTrie<number>(), "lo", 1);
	expect(nameSet(map, "lo", 1)).toBe(map);
	expect(nameDelete(map, "l")).toBe(map);
});
