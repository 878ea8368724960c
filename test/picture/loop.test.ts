/** Long rings and chains: they stay within a terminal and on a slide, whatever their length. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { loopOf } from "../../src/picture/loop.ts";
import { networkSvg } from "../../src/picture/network-svg.ts";
import { networkText } from "../../src/picture/network-text.ts";
import type { NetworkPicture } from "../../src/print/network.ts";

function network(count: number, closed: boolean): NetworkPicture {
	const nodes = Array.from({ length: count }, (_, i) => ({ name: `R${i + 1}`, alive: true }));
	const links = nodes
		.map(({ name }, i) => ({ a: name, b: nodes[(i + 1) % count]?.name ?? "", alive: true }))
		.slice(0, closed ? count : -1);
	return { nodes, links, ways: [], before: "before", after: "after", link: "link", broken: "broken" };
}

test.each([
	[13, true],
	[30, true],
	[31, true],
	[14, false],
	[30, false],
	[100, true],
])("%i routers (a ring: %s) fit 80 columns and a slide, each once", (count, closed) => {
	const picture = network(count, closed);
	const lines = networkText(picture).split("\n");
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
	for (const { name } of picture.nodes) expect(lines.filter((line) => line.includes(`[${name}]`))).toHaveLength(1);
	const [, width = "", height = ""] = /width="(\d+)" height="(\d+)"/.exec(networkSvg(picture)) ?? [];
	expect(Number(width) / Number(height)).toBeGreaterThan(1);
	expect(Number(width) / Number(height)).toBeLessThan(2.6);
});

test("a ring of fourteen in a terminal", () => {
	expect(networkText(network(14, true))).toBe(`\
    [R1]·······[R2]·······[R3]·······[R4]
      ·                                ·
   [R14]                             [R5]
      ·                                ·
   [R13]                             [R6]
      ·                                ·
   [R12]                             [R7]
      ·                                ·
   [R11]······[R10]·······[R9]·······[R8]

- before   # after   = before, after   · link   x broken
`);
});

/** Neither ring, chain nor star: each node with one before it, and some links more. */
const meshes = fc
	.tuple(
		fc.integer({ min: 2, max: 40 }),
		fc.integer({ min: 1, max: 60 }),
		fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40 }),
	)
	.map(([count, length, more]): NetworkPicture => {
		const nodes = Array.from({ length: count }, (_, i) => ({
			name: `R${i + 1}`.padEnd(i === 3 ? length : 1, "-"),
			alive: i % 5 !== 4,
		}));
		const name = (i: number) => nodes[i % count]?.name ?? "";
		const tree = nodes.slice(1).map(({ name: a }, i) => ({ a, b: name((i / 2) | 0), alive: true }));
		const links = [
			...tree,
			...more.map(([i, j]) => ({ a: name(i), b: name(j), alive: i % 3 > 0 })).filter(({ a, b }) => a !== b),
		];
		return { ...network(2, false), nodes, links };
	});

test("any network fits 80 columns, with each node in it once", () => {
	fc.assert(
		fc.property(meshes, (picture) => {
			const text = networkText(picture);
			expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
			const labels = text.match(/\[R[^\s\]]*\]|xR[^\sx]*x/g) ?? [];
			expect(labels).toHaveLength(picture.nodes.length);
			expect(new Set(labels).size).toBe(picture.nodes.length);
		}),
	);
});

test("columns that are a little too far apart stand nearer to each other, in one band from the first node to the last", () => {
	const names = ["Source", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "End"];
	const wires = "Source-R1 R1-R2 R2-End R1-R3 R3-R4 R4-End R1-R5 R5-R6 R6-R7 R7-End R2-R4 R2-R7 R6-R2".split(" ");
	const links = wires.map((wire) => wire.split("-")).map(([a = "", b = ""]) => ({ a, b, alive: true }));
	const text = networkText({ ...network(2, false), nodes: names.map((name) => ({ name, alive: true })), links });
	const lines = text.split("\n");
	expect(lines.length).toBeLessThanOrEqual(24);
	const column = (name: string) => Math.max(...lines.map((line) => line.indexOf(`[${name}]`)));
	const way = ["Source", "R1", "R5", "R6", "R7", "End"].map(column);
	expect(way).toEqual(way.toSorted((a, b) => a - b));
});

test("what is no ring and no chain, or short, is left to the layout", () => {
	const names = Array.from({ length: 20 }, (_, i) => String(i));
	const ring = names.map((name, i) => [name, names[(i + 1) % 20] ?? ""] as const);
	const pitch = { x: 10, y: 2 };
	expect(loopOf(names, ring, pitch)?.places.size).toBe(20);
	expect(loopOf(names, [...ring, ["0", "10"]], pitch)).toBeUndefined();
	expect(loopOf([...names, "alone"], ring, pitch)).toBeUndefined();
	expect(loopOf(names.slice(0, 12), ring.slice(0, 11), pitch)).toBeUndefined();
	const two = names.map((name, i) => [name, names[i < 10 ? (i + 1) % 10 : 10 + ((i + 1) % 10)] ?? ""] as const);
	expect(loopOf(names, two, pitch)).toBeUndefined();
});
