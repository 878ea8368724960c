import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyTrie, idDelete, idEntries, idGet, idNext, idSet, idSetAll, idValues } from "../../src/net/trie.ts";

const id = fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 0xffff_ffff }), fc.constantFrom(0x7fff_ffff, 0x8000_0000));

test("law: an id map answers as a Map does, in ascending order", () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(id, fc.boolean())), id, (steps, other) => {
			const naive = new Map<number, string>();
			let map = emptyTrie<string>();
			for (const [key, keep] of steps) {
				map = keep ? idSet(map, key, `v${key}`) : idDelete(map, key);
				if (keep) naive.set(key, `v${key}`);
				else naive.delete(key);
			}
			const sorted = [...naive].sort(([a], [b]) => a - b);
			expect([...idEntries(map)]).toEqual(sorted);
			expect([...idValues(map)]).toEqual(sorted.map(([, value]) => value));
			expect(map.size).toBe(naive.size);
			for (const key of [...steps.map(([some]) => some), other]) {
				expect(idGet(map, key)).toBe(naive.get(key));
				expect(idNext(map, key)).toBe(sorted.find(([some]) => some > key)?.[0]);
			}
			expect(idNext(map, -1)).toBe(sorted[0]?.[0]);
			expect(idSetAll(emptyTrie<string>(), naive)).toEqual(map);
		}),
	);
});
