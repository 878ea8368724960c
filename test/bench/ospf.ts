/**
 * Routers in a random graph until their tables stand, and the seven routers with all their failures: processor time, of the main
 * thread and of all (the compiler and the garbage collector have their own). `npm run bench:ospf [ROUTERS]`
 */
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
const seven = readFileSync(join(import.meta.dirname, "../../fixtures/scenario", name), "utf8");
await bench("seven routers, all failures", () => runScenario(seven, { transcript: true, name }));

const edges = randomEdges(count, count, mulberry(7));
let machine = buildNetwork(0, []);
await bench(`${count} routers, ${edges.length} links: built`, () => {
	machine = buildNetwork(count, edges);
});
await bench("… started", () => startRouters(machine, count, edges));
await bench("… settled", () => command(machine, "frr_settle"));
