/** The trie against a plain Map that does the same the slow way. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareAddr, familyOf } from "../../src/net/addr.ts";
import {
	contains,
	formatPrefix,
	keyPrefix,
	maskAddr,
	type Prefix,
	parsePrefix,
	prefixKey,
} from "../../src/net/prefix.ts";
import {
	byAddress,
	childrenFirst,
	emptyTrie,
	longestMatch,
	matches,
	type Trie,
	type TrieEntry,
	trieDelete,
	trieGet,
	trieSet,
	trieSetAll,
	within,
} from "../../src/net/trie.ts";
import { addr4, addr6, prefix4, prefix6 } from "./arbitrary.ts";

type Step = { readonly prefix: Prefix; readonly value: number | undefined };

/** Sets (or, without a value, deletes) among prefixes that are near one another, so that all shapes of fork occur. */
function stepsOf(prefix: fc.Arbitrary<Prefix>): fc.Arbitrary<Step[]> {
	const near = fc
		.tuple(prefix, fc.constantFrom("10.0.0.0", "10.1.0.0", "2001:db8::", "2001:db8:0:1::"), fc.nat(128))
		.map(([some, base, len]) => (familyOf(base) === familyOf(some.addr) ? nearTo(base, len) : some));
	const value = fc.option(fc.nat(5), { nil: undefined, freq: 3 });
	return fc.array(fc.record({ prefix: near, value }), { maxLength: 60 });
}

function nearTo(base: string, len: number): Prefix {
	const fits = familyOf(base) === "inet" ? len % 33 : len;
	return { addr: maskAddr(base, fits), len: fits };
}

function apply(trie: Trie<number>, { prefix, value }: Step): Trie<number> {
	return value === undefined ? trieDelete(trie, prefixKey(prefix)) : trieSet(trie, prefixKey(prefix), value);
}

function applyNaive(map: Map<string, number>, { prefix, value }: Step): void {
	if (value === undefined) map.delete(formatPrefix(prefix));
	else map.set(formatPrefix(prefix), value);
}

function build(steps: readonly Step[]): { trie: Trie<number>; map: Map<string, number> } {
	const map = new Map<string, number>();
	for (const step of steps) applyNaive(map, step);
	return { trie: steps.reduce(apply, emptyTrie<number>()), map };
}

function trieOf(...prefixes: string[]): Trie<string> {
	return prefixes.reduce((trie, text) => trieSet(trie, prefixKey(read(text)), text), emptyTrie<string>());
}

function read(text: string): Prefix {
	const parsed = parsePrefix(text, "unspec");
	if (parsed === undefined || "any" in parsed) throw new RangeError(text);
	return { addr: parsed.addr, len: parsed.len };
}

const texts = (entries: Iterable<TrieEntry<unknown>>) => [...entries].map((entry) => formatPrefix(keyPrefix(entry)));
const rows = (entries: Iterable<TrieEntry<number>>) =>
	[...entries].map((entry): [string, number] => [formatPrefix(keyPrefix(entry)), entry.value]);

/** Address ascending, then the longer first. */
const inAddressOrder = (a: Prefix, b: Prefix) => compareAddr(a.addr, b.addr) || b.len - a.len;
/** What is inside comes first; else the address decides. */
const insideFirst = (a: Prefix, b: Prefix) =>
	contains(a, b.addr) || contains(b, a.addr) ? b.len - a.len : compareAddr(a.addr, b.addr);

describe.each([
	["IPv4", prefix4, addr4],
	["IPv6", prefix6, addr6],
])("laws of the trie over %s", (_, prefix, addr) => {
	const steps = stepsOf(prefix);

	test("it answers as a Map does, and both its orders are sorts", () => {
		fc.assert(
			fc.property(steps, (some) => {
				const { trie, map } = build(some);
				expect(trie.size).toBe(map.size);
				for (const step of some) expect(trieGet(trie, prefixKey(step.prefix))).toBe(map.get(formatPrefix(step.prefix)));
				const sorted = (order: (a: Prefix, b: Prefix) => number) =>
					[...map.keys()]
						.map(read)
						.sort(order)
						.map((p): [string, number] => [formatPrefix(p), map.get(formatPrefix(p)) ?? -1]);
				expect(rows(byAddress(trie))).toEqual(sorted(inAddressOrder));
				expect(rows(childrenFirst(trie))).toEqual(sorted(insideFirst));
			}),
		);
	});

	test("no change touches an older version", () => {
		fc.assert(
			fc.property(steps, (some) => {
				let trie = emptyTrie<number>();
				const versions = some.map((step) => {
					trie = apply(trie, step);
					return { trie, text: JSON.stringify(trie) };
				});
				for (const version of versions) expect(JSON.stringify(version.trie)).toBe(version.text);
			}),
		);
	});

	test("its shape tells nothing of its history, and JSON keeps it", () => {
		fc.assert(
			fc.property(steps, (some) => {
				const { trie, map } = build(some);
				const fresh = [...map]
					.toReversed()
					.reduce((t, [text, v]) => trieSet(t, prefixKey(read(text)), v), emptyTrie<number>());
				expect(trie).toEqual(fresh);
				expect(JSON.parse(JSON.stringify(trie))).toEqual(trie);
			}),
		);
	});

	test("entries set all at once stand as if set one by one", () => {
		fc.assert(
			fc.property(steps, steps, (some, more) => {
				const { trie } = build(some);
				const { map } = build(more);
				const entries = [...map].map(([text, value]) => ({ ...prefixKey(read(text)), value }));
				expect(trieSetAll(trie, entries)).toEqual(entries.reduce((t, each) => trieSet(t, each, each.value), trie));
			}),
		);
	});

	test("what changes nothing gives the same object", () => {
		fc.assert(
			fc.property(steps, prefix, (some, other) => {
				const { trie, map } = build(some);
				for (const [text, value] of map) expect(trieSet(trie, prefixKey(read(text)), value)).toBe(trie);
				if (!map.has(formatPrefix(other))) expect(trieDelete(trie, prefixKey(other))).toBe(trie);
			}),
		);
	});

	test("the matches of an address are the prefixes that contain it, the longest first", () => {
		fc.assert(
			fc.property(steps, fc.nat(), addr, (some, pick, random) => {
				const { trie, map } = build(some);
				const address = some.length === 0 ? random : (some[pick % some.length]?.prefix.addr ?? random);
				const around = [...map].filter(([text]) => contains(read(text), address));
				const wanted = around
					.sort(([a], [b]) => read(b).len - read(a).len)
					.map(([text, value]) => [value, read(text).len]);
				const words = prefixKey({ addr: address, len: 128 }).words;
				const seen: number[][] = [];
				expect(matches(trie, words, (value, len) => seen.push([value, len]) === 0)).toBe(false);
				expect(seen).toEqual(wanted);
				expect(longestMatch(trie, words)).toBe(wanted[0]?.[0]);
				expect(matches(trie, words, () => true)).toBe(wanted.length > 0);
			}),
		);
	});

	test("what is within a prefix is what it contains", () => {
		fc.assert(
			fc.property(steps, prefix, fc.nat(), (some, random, pick) => {
				const { trie } = build(some);
				const outer = some.length === 0 ? random : (some[pick % some.length]?.prefix ?? random);
				const inside = (p: Prefix) => p.len >= outer.len && contains(outer, p.addr);
				expect(texts(within(trie, prefixKey(outer)))).toEqual(
					texts(byAddress(trie)).filter((text) => inside(read(text))),
				);
			}),
		);
	});
});

test("byAddress is the order in which ip route lists IPv4", () => {
	const shown = ["0.0.0.0/8", "0.0.0.0/1", "0.0.0.0/0", "10.0.0.0/32", "10.0.0.0/25", "10.0.0.0/24", "10.0.0.0/8"];
	shown.push("10.0.1.0/24", "128.0.0.0/1");
	expect(texts(byAddress(trieOf(...shown.toReversed())))).toEqual(shown);
});

test("childrenFirst is the order in which ip -6 route lists, the default last", () => {
	const shown = ["::/64", "2001:db8::1/128", "2001:db8::/64", "2001:db8:0:1::/64", "2001:db8::/32", "::/1", "8000::/1"];
	shown.push("::/0");
	expect(texts(childrenFirst(trieOf(...shown.toReversed())))).toEqual(shown);
});

test("a change shares all but the path to the root", () => {
	const before = trieOf("10.0.0.0/8", "192.168.0.0/16", "192.168.1.0/24");
	const after = trieSet(before, prefixKey(read("10.1.0.0/16")), "new");
	const right = (trie: Trie<string>) => (trie.root !== null && "right" in trie.root ? trie.root.right : undefined);
	expect(right(after)).toBe(right(before));
	expect(right(after)).toBeDefined();
});
