/** Networks of routers for tests: built with `ip`, started with frr_start, as a lab would. */

import { runProgram } from "../../../src/session/drive.ts";
import { createMachine, initNetns, type Machine } from "../../../src/session/machine.ts";
import { boot } from "../../../src/session/session.ts";
import { frr } from "../../../src/userland/frr/frr.ts";
import { addPrograms } from "../../../src/userland/programs.ts";

addPrograms(frr);

export interface Edge {
	readonly a: number;
	readonly b: number;
	readonly cost: readonly [there: number, back: number];
}

export function command(machine: Machine, line: string): string {
	const { stdout, stderr, exit } = runProgram(machine, line.split(" "), { netns: initNetns });
	if (exit !== 0 || stderr !== "") throw new Error(`${line}: ${stderr}`);
	return stdout;
}

export const loopbackOf = (n: number) => `10.255.${n >> 8}.${n & 255}`;

/** Routers 1 … count with an address on lo each, and a /31 for each edge. */
export function buildNetwork(count: number, edges: readonly Edge[]): Machine {
	const machine = createMachine(boot({ world: "fresh" }).world);
	const run = (line: string) => command(machine, line);
	for (let n = 1; n <= count; n++) {
		run(`ip netns add R${n}`);
		run(`ip -n R${n} link set lo up`);
		run(`ip -n R${n} addr add ${loopbackOf(n)}/32 dev lo`);
	}
	for (const [i, { a, b }] of edges.entries()) {
		const [low, high] = [2 * i, 2 * i + 1].map((at) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`);
		run(`ip link add to-R${b} netns R${a} type veth peer name to-R${a} netns R${b}`);
		run(`ip -n R${a} addr add ${low}/31 dev to-R${b}`);
		run(`ip -n R${b} addr add ${high}/31 dev to-R${a}`);
		run(`ip -n R${a} link set to-R${b} up`);
		run(`ip -n R${b} link set to-R${a} up`);
	}
	return machine;
}

export function startRouters(machine: Machine, count: number, edges: readonly Edge[]): void {
	for (let n = 1; n <= count; n++) {
		const costs = edges.flatMap(({ a, b, cost }) =>
			a === n ? [`to-R${b}=${cost[0]}`] : b === n ? [`to-R${a}=${cost[1]}`] : [],
		);
		command(machine, ["frr_start", `R${n}`, loopbackOf(n), ...costs].join(" "));
	}
}

/** Numbers in [0, 1) that a seed decides. */
export function mulberry(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let x = Math.imul(state ^ (state >>> 15), 1 | state);
		x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
		return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A tree and some more edges, by a generator of numbers in [0, 1). */
export function randomEdges(count: number, extra: number, random: () => number): Edge[] {
	const edges = new Map<string, Edge>();
	const add = (a: number, b: number) => {
		if (a === b || edges.has(`${b} ${a}`)) return;
		const cost = () => 1 + Math.floor(random() * 4);
		edges.set(`${a} ${b}`, { a, b, cost: [cost(), cost()] });
	};
	for (let n = 2; n <= count; n++) add(1 + Math.floor(random() * (n - 1)), n);
	for (let i = 0; i < extra; i++) add(1 + Math.floor(random() * count), 1 + Math.floor(random() * count));
	return [...edges.values()];
}

/** Costs of the shortest ways between all pairs (Floyd and Warshall). */
export function allPairs(count: number, edges: readonly Edge[]): number[][] {
	const d = Array.from({ length: count + 1 }, (_, i) =>
		Array.from({ length: count + 1 }, (__, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)),
	);
	const at = (i: number, j: number) => d[i]?.[j] ?? Number.POSITIVE_INFINITY;
	for (const { a, b, cost } of edges) {
		(d[a] as number[])[b] = cost[0];
		(d[b] as number[])[a] = cost[1];
	}
	for (let k = 1; k <= count; k++)
		for (let i = 1; i <= count; i++)
			for (let j = 1; j <= count; j++) if (at(i, k) + at(k, j) < at(i, j)) (d[i] as number[])[j] = at(i, k) + at(k, j);
	return d;
}

/** The next routers on shortest ways from `from` to `to`, by name, sorted. */
export function nextRouters(edges: readonly Edge[], d: readonly number[][], from: number, to: number): string[] {
	const at = (i: number, j: number) => d[i]?.[j] ?? Number.POSITIVE_INFINITY;
	return edges
		.flatMap(({ a, b, cost }) => [
			{ from: a, next: b, cost: cost[0] },
			{ from: b, next: a, cost: cost[1] },
		])
		.filter((each) => each.from === from && each.cost + at(each.next, to) === at(from, to))
		.map(({ next }) => `to-R${next}`)
		.sort();
}
