/** However a network looks: what its routers have put into the kernel are the shortest ways, all of them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Machine } from "../../../src/session/machine.ts";
import {
	allPairs,
	buildNetwork,
	command,
	type Edge,
	loopbackOf,
	mulberry,
	nextRouters,
	randomEdges,
	startRouters,
} from "./network.ts";

/** Devices by destination, of the routes of OSPF to routers. */
function tableOf(machine: Machine, n: number): Map<string, string[]> {
	const table = new Map<string, string[]>();
	let ways: string[] = [];
	for (const line of command(machine, `ip -n R${n} route show root 10.255.0.0/16 proto ospf`).split("\n")) {
		const [, dst] = /^(\d\S*)/.exec(line) ?? [];
		const [, dev] = / dev (\S+)/.exec(line) ?? [];
		if (dst !== undefined) {
			ways = [];
			table.set(dst, ways);
		}
		if (dev !== undefined) ways.push(dev);
	}
	for (const each of table.values()) each.sort();
	return table;
}

function expectShortest(machine: Machine, count: number, edges: readonly Edge[]): void {
	const d = allPairs(count, edges);
	for (let from = 1; from <= count; from++) {
		const table = tableOf(machine, from);
		const got: Record<string, string[] | undefined> = {};
		const want: Record<string, string[] | undefined> = {};
		const own = edges.filter(({ a, b }) => a === from || b === from);
		for (let to = 1; to <= count; to++) {
			if (to === from) continue;
			got[to] = table.get(loopbackOf(to));
			want[to] = d[from]?.[to] === Number.POSITIVE_INFINITY ? undefined : nextRouters(own, d, from, to);
		}
		expect(got, `R${from}`).toEqual(want);
	}
}

test("in any small network every router knows all shortest ways, also after a link has gone and come back", () => {
	fc.assert(
		fc.property(fc.integer(), fc.integer({ min: 2, max: 8 }), fc.integer({ min: 0, max: 8 }), (seed, count, extra) => {
			const random = mulberry(seed);
			const edges = randomEdges(count, extra, random);
			const machine = buildNetwork(count, edges);
			startRouters(machine, count, edges);
			command(machine, "frr_settle");
			expectShortest(machine, count, edges);
			const cut = edges[Math.floor(random() * edges.length)] as Edge;
			command(machine, `ip -n R${cut.a} link set to-R${cut.b} down`);
			command(machine, "frr_settle");
			const left = edges.filter((edge) => edge !== cut);
			expectShortest(machine, count, left);
		}),
		{ numRuns: 15 },
	);
});

test("200 routers in a random graph agree on the shortest ways", () => {
	const count = 200;
	const edges = randomEdges(count, count, mulberry(7));
	const machine = buildNetwork(count, edges);
	startRouters(machine, count, edges);
	command(machine, "frr_settle");
	expectShortest(machine, count, edges);
});
