/**
 * `npm run differential [-- --seed N --runs N --length N --at-once N --only I --objects A,B]`: random sequences of commands in
 * the model and on the real tool; every stdout, stderr and exit status must be the same. A difference is shrunk, and printed
 * with both answers and the seed. Read first: command.ts, compare.ts. With `--topologies N` pings in random networks are compared
 * instead (topology/topology.ts).
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { diffLines } from "../../src/shell/line-diff.ts";
import type { Step } from "../../src/shell/transcript.ts";
import { everything, sequences } from "./command.ts";
import { compare, type Difference } from "./compare.ts";
import type { Command } from "./draw.ts";
import { lineOf } from "./line.ts";
import { missing } from "./real.ts";
import { type Shrunk, shrink } from "./shrink.ts";

const { values } = parseArgs({
	options: {
		seed: { type: "string" },
		runs: { type: "string", default: "500" },
		length: { type: "string", default: "8" },
		"at-once": { type: "string", default: "16" },
		only: { type: "string" },
		objects: { type: "string" },
		topologies: { type: "string" },
	},
});

const signs = { same: "  ", removed: "- ", added: "+ " };

const seed = Number(values.seed ?? Date.now() % 1_000_000);
const runs = Number(values.runs);
const atOnce = Number(values["at-once"]);
const named = values.objects?.split(",");
const objects = everything.filter(({ name }) => named?.includes(name) ?? true);

const why = missing();
if (why !== undefined) console.log(`differential: not run: ${why}`);
else if (values.topologies === undefined) process.exitCode = await main();
else process.exitCode = await topologies(Number(values.topologies));

/** Pings in random networks instead of commands. */
async function topologies(count: number): Promise<number> {
	const { compareTopologies } = await import("./topology/topology.ts");
	const only = values.only === undefined ? undefined : Number(values.only);
	return compareTopologies({ seed, count, atOnce: Math.min(atOnce, 4), only });
}

async function main(): Promise<number> {
	console.log(`differential: seed ${seed}, ${runs} sequences of up to ${values.length} commands`);
	const drawn = fc.sample(sequences(Number(values.length), objects), { seed, numRuns: runs });
	const waiting = drawn.map((commands, number) => ({ commands, number }));
	if (values.only !== undefined)
		waiting.splice(0, runs, ...waiting.filter(({ number }) => number === Number(values.only)));
	const total = { done: 0, compared: 0, skipped: 0, raced: 0 };
	const answers = new Set<string>();
	let again = 0;
	const found = new Map<string, { number: number; shrunk: Shrunk; times: number }>();
	const work = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const { commands, number } = next;
			const { difference, compared, skipped, raced } = await compare(commands, { closing: true, pauses: true });
			total.done++;
			total.compared += compared;
			total.skipped += skipped;
			if (raced) total.raced++;
			if (total.done % 50 === 0) console.log(`differential: ${total.done} done, ${found.size} differences so far`);
			if (difference === undefined) continue;
			const answer = answerKey(difference);
			if (answer !== undefined && answers.has(answer)) {
				again++;
				continue;
			}
			if (answer !== undefined) answers.add(answer);
			console.log(
				`differential: sequence ${number} differs at ${difference.real.command}; looking for its shortest form`,
			);
			const shrunk = await shrink({ commands, difference }, 24);
			const key = shrunk.commands.map(lineOf).join("\n");
			const known = found.get(key);
			found.set(key, { number, shrunk, times: (known?.times ?? 0) + 1 });
			if (known === undefined) console.log(report(number, shrunk));
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	const failures = [...found.values()].reduce((sum, { times }) => sum + times, again);
	console.log(
		`differential: seed ${seed}: ${total.done - failures} of ${total.done} sequences agree; ${total.compared} commands compared, ` +
			`${total.skipped} skipped as not modelled; in ${total.raced} the real tool did not agree with itself; ${found.size} differences`,
	);
	return failures === 0 ? 0 : 1;
}

/** Two refusals that differ in the same words are one difference; what is seen on standard output is shrunk every time. */
function answerKey({ real, model }: Difference): string | undefined {
	if (real.stdout !== "" || model.stdout !== "") return undefined;
	const said = [real, model].map(({ stderr, exit }) => `${exit} ${stderr}`).join("\n");
	return said.replace(/"[^"]*"|\d[\w.:/]*|the model broke[\s\S]*/g, "…");
}

function report(number: number, { commands, difference }: Shrunk): string {
	const { real, model } = difference;
	return `\n== seed ${seed}, sequence ${number} (- real, + here)\n${commands.map(asLine).join("")}${parting(real, model)}`;
}

function asLine(command: Command): string {
	return `$ ${lineOf(command)}\n`;
}

function parting(real: Step, model: Step): string {
	const lines = ({ command, stdout, stderr, exit }: Step) =>
		[`at: ${command}`, ...stdout.split("\n"), ...stderr.split("\n").map((line) => `! ${line}`), `? ${exit}`].filter(
			(line) => line !== "" && line !== "! ",
		);
	return diffLines(lines(real), lines(model))
		.map(({ kind, line }) => `${signs[kind]}${line}\n`)
		.join("");
}
