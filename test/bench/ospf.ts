/**
 * Routers in a random graph until their tables stand, and the seven routers with all their failures: processor time, of the main
 * thread and of all (the compiler and the garbage collector have their own); the seven also as a person runs them, by the clock,
 * the best of five. `npm run bench:ospf [ROUTERS]`
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runScenario } from "../../src/shell/scenario.ts";
import { buildNetwork, command, mulberry, randomEdges, startRouters } from "../userland/frr/network.ts";

const count = Number(process.argv[2] ?? 200);

/** Seconds: utime and stime of the main thread, where /proc tells them. */
function mainThread(): number {
	try {
		const [, fields = ""] = readFileSync(`/proc/self/task/${process.pid}/stat`, "latin1").split(") ");
		const words = fields.split(" ");
		return (Number(words[11]) + Number(words[12])) / 100;
	} catch {
		return Number.NaN;
	}
}

async function bench(what: string, body: () => unknown): Promise<void> {
	const [before, main] = [process.cpuUsage(), mainThread()];
	await body();
	const { user, system } = process.cpuUsage(before);
	const seconds = (value: number) => value.toFixed(2).padStart(6);
	console.log(`${what.padEnd(44)}${seconds(mainThread() - main)} s main ${seconds((user + system) / 1e6)} s all`);
}

const name = "seven-routers.cmds";
const root = join(import.meta.dirname, "../..");
const file = join(root, "fixtures/scenario", name);
const seven = readFileSync(file, "utf8");

const walls = Array.from({ length: 5 }, () => {
	const start = performance.now();
	spawnSync(process.execPath, [join(root, "bin/iplab.js"), "run", file]);
	return (performance.now() - start) / 1000;
});
console.log(
	`${`iplab run ${name}`.padEnd(44)}${Math.min(...walls)
		.toFixed(2)
		.padStart(6)} s by the clock`,
);

await bench("seven routers, all failures", () => runScenario(seven, { transcript: true, name }));

const edges = randomEdges(count, count, mulberry(7));
let machine = buildNetwork(0, []);
await bench(`${count} routers, ${edges.length} links: built`, () => {
	machine = buildNetwork(count, edges);
});
await bench("… started", () => startRouters(machine, count, edges));
await bench("… settled", () => command(machine, "frr_settle"));
