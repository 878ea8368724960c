/**
 * A routing table of the Internet's size: a million synthetic prefixes with the real distribution of lengths. What loading,
 * looking up, listing, undoing and a device going down cost, and what it all weighs. `tsx --expose-gc test/bench/fib.ts`
 */
import { fibLookup4 } from "../../src/kernel/fib4-lookup.ts";
import type { Kernel } from "../../src/kernel/kernel.ts";
import { rtnetlink } from "../../src/kernel/rtnetlink.ts";
import { beginTask } from "../../src/kernel/task.ts";
import { fromWords } from "../../src/net/addr.ts";
import { maskAddr } from "../../src/net/prefix.ts";
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from "../../src/uapi/message.ts";
import { TestKernel } from "../kernel/world.ts";

/** Share of each length in a full IPv4 table of 2024, of 10,000 (bgp.potaroo.net). */
const shares: readonly (readonly [len: number, share: number])[] = [
	[8, 1],
	[9, 1],
	[10, 1],
	[11, 1],
	[12, 3],
	[13, 6],
	[14, 12],
	[15, 20],
	[16, 142],
	[17, 83],
	[18, 140],
	[19, 260],
	[20, 450],
	[21, 530],
	[22, 1150],
	[23, 1060],
	[24, 6140],
];

let seed = 42;
function random(): number {
	seed = (seed + 0x6d2b79f5) | 0;
	let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
	return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
}

function length(): number {
	let point = random() * 10_000;
	for (const [len, share] of shares) {
		if (point < share) return len;
		point -= share;
	}
	return 24;
}

/** Unicast space without 10/8 and 127/8, which the world itself uses. */
function address(): string {
	let first = 1 + Math.floor(random() * 223);
	if (first === 10 || first === 127) first = 100;
	return fromWords([((first << 24) | Math.floor(random() * 2 ** 24)) >>> 0]);
}

function world(): TestKernel {
	const k = new TestKernel();
	k.up("lo");
	for (const name of ["d0", "d1", "unused"]) {
		k.addLink(name, "dummy");
		k.up(name);
	}
	k.addAddr("d0", "10.0.0.1", 24);
	k.addAddr("d1", "10.1.0.1", 24);
	return k;
}

function load(k: TestKernel, count: number): void {
	const gateways = ["10.0.0.2", "10.0.0.3", "10.1.0.2"];
	let there = 0;
	while (there < count) {
		const len = length();
		const gateway = gateways[Math.floor(random() * gateways.length)] as string;
		const reply = k.ask({
			type: "RTM_NEWROUTE",
			flags: NLM_F_CREATE | NLM_F_EXCL,
			family: "inet",
			dst: { addr: maskAddr(address(), len), len },
			tos: 0,
			table: 254,
			protocol: 186,
			scope: 0,
			routeType: 1,
			rtmFlags: 0,
			gateway,
		});
		if (!reply.error) there++;
	}
}

function milliseconds(body: () => void): number {
	const start = performance.now();
	body();
	return performance.now() - start;
}

function lookups(k: TestKernel, count: number): number {
	const t = beginTask(k.kernel, k.netns);
	const daddrs = Array.from({ length: count }, address);
	const once = () => {
		for (const daddr of daddrs) fibLookup4(t, k.netns, { daddr, oif: 0, iif: 1, tos: 0, scope: 0 });
	};
	once();
	return (milliseconds(once) / count) * 1000;
}

function heap(): number {
	(globalThis as { gc?: () => void }).gc?.();
	return process.memoryUsage().heapUsed / 2 ** 20;
}

function row(what: string, value: number, unit: string): void {
	console.log(`${what.padEnd(58)}${value.toFixed(2).padStart(12)} ${unit}`);
}

const count = Number(process.argv[2] ?? 1_000_000);
const small = world();
load(small, 1000);
const few = lookups(small, 20_000);

const big = world();
const before = heap();
row(`load ${count} routes, one request each`, milliseconds(() => load(big, count)) / 1000, "s");
row("memory", heap() - before, "MB");
row("memory of a route", ((heap() - before) * 2 ** 20) / count, "bytes");
const many = lookups(big, 20_000);
row("a lookup among 1000 routes", few, "µs");
row(`a lookup among ${count} routes`, many, "µs");
row("… times", many / few, "");

const kept: Kernel = big.kernel;
row(
	"one more route",
	milliseconds(() => load(big, 1)),
	"ms",
);
const undo = () => {
	big.kernel = kept;
};
row("undo", milliseconds(undo), "ms");
row(
	"a device without routes goes down",
	milliseconds(() => big.up("unused", false)),
	"ms",
);
row(
	"a dump of all routes",
	milliseconds(
		() => void rtnetlink(big.kernel, big.netns, { type: "RTM_GETROUTE", flags: NLM_F_DUMP, family: "inet" }),
	),
	"ms",
);
row(
	"a device with a third of them goes down",
	milliseconds(() => big.up("d1", false)),
	"ms",
);
row(
	"the other one goes down",
	milliseconds(() => big.up("d0", false)),
	"ms",
);
