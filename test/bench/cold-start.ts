/**
 * What one command costs beside an empty Node: CPU time (user + system) of whole processes, taken in turns in one run, so
 * that whatever else the machine does meanwhile falls on all of them. `npm run bench [RUNS]`
 */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

const RUNS = Number(process.argv[2] ?? 31);
const iplab = join(import.meta.dirname, "../../bin/iplab.js");

interface Candidate {
	readonly name: string;
	readonly argv: readonly string[];
	readonly ms: number[];
}

const candidates: Candidate[] = [
	{ name: "node -e 0", argv: [process.execPath, "-e", "0"], ms: [] },
	{ name: "node bin/iplab.js ip addr show lo", argv: [process.execPath, iplab, "ip", "addr", "show", "lo"], ms: [] },
	...(has("ip") ? [{ name: "ip addr show lo (the real one)", argv: ["ip", "addr", "show", "lo"], ms: [] }] : []),
];

for (const { argv } of candidates) cpu(argv);
for (let run = 0; run < RUNS; run++) for (const { argv, ms } of candidates) ms.push(cpu(argv));

const base = median(candidates[0]?.ms ?? []);
for (const { name, ms } of candidates) {
	console.log(
		`${name.padEnd(36)}${median(ms).toFixed(1).padStart(7)} ms CPU${(median(ms) / base).toFixed(2).padStart(8)}`,
	);
}

console.log("A routing table of a million routes: npm run bench:fib");

function has(program: string): boolean {
	return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

/** Milliseconds. bash's `time` reads getrusage() of its child, which Node does not show. */
function cpu(argv: readonly string[]): number {
	const script = 'TIMEFORMAT="%3U %3S"; { time "$@" >/dev/null 2>&1 </dev/null; } 2>&1';
	const [user, system] = execFileSync("bash", ["--norc", "-c", script, "time", ...argv], {
		encoding: "utf8",
		env: { ...process.env, LC_ALL: "C" },
	}).split(" ");
	return (Number(user) + Number(system)) * 1000;
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
