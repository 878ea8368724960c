/**
 * A routing table of the Internet's size, a million routes: what loading, looking up, listing, undoing and a device going
 * down cost in the model, and what the commands cost beside the real tool's (where `unshare -rn ip` works). Lookups count by
 * their ratio to those of a small table. `npm run bench:fib [ROUTES]`
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fibLookup4 } from "../../src/kernel/fib4-lookup.ts";
import { rtnetlink } from "../../src/kernel/rtnetlink.ts";
import { beginTask } from "../../src/kernel/task.ts";
import { formatPrefix } from "../../src/net/prefix.ts";
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from "../../src/uapi/message.ts";
import { TestKernel } from "../kernel/world.ts";
import { covered, type SyntheticRoute, syntheticTable } from "./table.ts";

const count = Number(process.argv[2] ?? 1_000_000);
const rounds = 15;

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

function load(k: TestKernel, routes: readonly SyntheticRoute[]): void {
	for (const { dst, gateway } of routes)
		k.ask({
			type: "RTM_NEWROUTE",
			flags: NLM_F_CREATE | NLM_F_EXCL,
			family: "inet",
			dst,
			tos: 0,
			table: 254,
			protocol: 186,
			scope: 0,
			routeType: 1,
			rtmFlags: 0,
			gateway,
		});
}

function milliseconds(body: () => void): number {
	const start = performance.now();
	body();
	return performance.now() - start;
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** µs of a lookup in each table, medians of rounds taken in turns: what else the machine does meanwhile falls on all. */
function lookups(tables: readonly (readonly [TestKernel, readonly SyntheticRoute[]])[], each: number): number[] {
	const runs = tables.map(([k, routes]) => {
		const t = beginTask(k.kernel, k.netns);
		const daddrs = Array.from({ length: each }, () => covered(routes));
		const once = () => {
			for (const daddr of daddrs) fibLookup4(t, k.netns, { daddr, oif: 0, iif: 1, tos: 0, scope: 0 });
		};
		once();
		return { once, times: [] as number[] };
	});
	for (let round = 0; round < rounds; round++)
		for (const { once, times } of runs) times.push((milliseconds(once) / each) * 1000);
	return runs.map(({ times }) => median(times));
}

function heap(): number {
	(globalThis as { gc?: () => void }).gc?.();
	return process.memoryUsage().heapUsed / 2 ** 20;
}

function row(what: string, value: number, unit: string): void {
	console.log(`${what.padEnd(58)}${value.toFixed(2).padStart(12)} ${unit}`);
}

function benchModel(routes: readonly SyntheticRoute[]): void {
	const small = world();
	load(small, routes.slice(0, 1000));
	const big = world();
	const before = heap();
	row(`load ${count} routes, one request each`, milliseconds(() => load(big, routes)) / 1000, "s");
	row("memory", heap() - before, "MB");
	row("memory of a route", ((heap() - before) * 2 ** 20) / count, "bytes");
	const tables = [
		[small, routes.slice(0, 1000)],
		[big, routes],
	] as const;
	const [few = 0, many = 0] = lookups(tables, 20_000);
	row("a lookup among 1000 routes", few, "µs");
	row(`a lookup among ${count} routes`, many, "µs");
	row("… times", many / few, "");
	const kept = big.kernel;
	const one: SyntheticRoute = { dst: { addr: "10.9.0.0", len: 16 }, gateway: "10.0.0.2" };
	row(
		"one more route",
		milliseconds(() => load(big, [one])),
		"ms",
	);
	row(
		"undo",
		milliseconds(() => (big.kernel = kept)),
		"ms",
	);
	row(
		"a device without routes goes down",
		milliseconds(() => big.up("unused", false)),
		"ms",
	);
	row(
		"a dump of all routes",
		milliseconds(() => dumpAll(big)),
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
}

function dumpAll(k: TestKernel): number {
	let n = 0;
	for (const _ of rtnetlink(k.kernel, k.netns, { type: "RTM_GETROUTE", flags: NLM_F_DUMP, family: "inet" }).reply
		.more ?? [])
		n++;
	return n;
}

const setup = [
	"link set lo up",
	"link add v0 type veth peer name v1",
	"link set v0 up",
	"link set v1 up",
	"addr add 10.0.0.1/24 dev v0",
	"addr add 10.1.0.1/24 dev v0",
];

/** The commands of a user, each tool in one network namespace or world: the same file, the same questions. */
function benchCommands(routes: readonly SyntheticRoute[]): void {
	const dir = mkdtempSync(join(tmpdir(), "iplab-bench-"));
	try {
		const batch = join(dir, "table.batch");
		const adds = routes.map(({ dst, gateway }) => `route add ${formatPrefix(dst)} via ${gateway}`);
		writeFileSync(batch, `${[...setup, ...adds].join("\n")}\n`);
		const daddr = covered(routes);
		const script = ["-batch table.batch", "route show", `route get ${daddr}`, "route save"];
		const iplab = `${process.execPath} ${join(import.meta.dirname, "../../bin/iplab.js")} --world table.world ip`;
		report("iplab ip", timed(dir, "sh", script, iplab));
		row("the world's file", statSync(join(dir, "table.world")).size / 2 ** 20, "MB");
		if (spawnSync("unshare", ["-rn", "ip", "link"]).status === 0)
			report("ip (the real one)", timed(dir, "unshare -rn sh", script, "ip"));
	} finally {
		rmSync(dir, { recursive: true });
	}
}

/** Seconds and largest resident size of each command, as GNU time and bash tell them. */
function timed(dir: string, shell: string, commands: readonly string[], tool: string): string[] {
	const lines = commands.map(
		(words) => `/usr/bin/env time -f "%e s %M kB" ${tool} ${words} >/dev/null 2>err; tail -1 err`,
	);
	const [program = "sh", ...args] = shell.split(" ");
	const out = execFileSync(program, [...args, "-c", lines.join("\n")], { cwd: dir, encoding: "utf8" });
	return out
		.trimEnd()
		.split("\n")
		.map((line, i) => `${(commands[i] ?? "").padEnd(30)}${line}`);
}

function report(tool: string, lines: readonly string[]): void {
	for (const line of lines) console.log(`${tool.padEnd(20)}${line}`);
}

const routes = syntheticTable(count);
benchModel(routes);
benchCommands(routes);
