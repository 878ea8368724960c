/**
 * `npm run try 'COMMAND' ['COMMAND' …]`: the last command here and on the real tool, after the others, each in a fresh world:
 * the messages it sent, the fields it printed, and both answers with their difference.
 */
import { inspect } from "node:util";
import { runProgram } from "../../src/session/drive.ts";
import { createMachine, initNetns } from "../../src/session/machine.ts";
import { boot } from "../../src/session/session.ts";
import { splitWords } from "../../src/session/words.ts";
import { diffLines } from "../../src/shell/line-diff.ts";
import { formatStep, type Step } from "../../src/shell/transcript.ts";
import { missing, runLines } from "../differential/real.ts";

const lines = process.argv.slice(2);
if (lines.length === 0) {
	console.error("npm run try 'COMMAND' ['COMMAND' …]: the last one is looked at");
	process.exitCode = 2;
} else await main();

async function main(): Promise<void> {
	const ours = runHere();
	const why = missing();
	if (why !== undefined) {
		console.log(`${formatStep(ours)}\nthe real tool was not asked: ${why}`);
		return;
	}
	const real = (await runLines(lines)).at(-1) as Step;
	console.log("\n== answers (- the real tool, + here)");
	for (const { kind, line } of diffLines(formatStep(real).split("\n"), formatStep(ours).split("\n")))
		console.log(`${{ same: "  ", removed: "- ", added: "+ " }[kind]}${line}`);
}

function runHere(): Step {
	const machine = createMachine(boot().world);
	const caller = { netns: initNetns };
	for (const line of lines.slice(0, -1)) runProgram(machine, wordsOf(line), caller);
	const command = lines.at(-1) as string;
	machine.spy = (request, reply) => {
		show("request", request);
		show("reply", reply);
	};
	const ran = runProgram(machine, wordsOf(command), { ...caller, show: (fields) => show("fields", fields) });
	return { command, ...ran };
}

function wordsOf(line: string): readonly string[] {
	const split = splitWords(line);
	if ("error" in split) throw new RangeError(`${line}: ${split.error}`);
	return split.words;
}

function show(title: string, value: unknown): void {
	console.log(`== ${title}\n${inspect(value, { depth: 8, breakLength: 130, maxArrayLength: 300 })}`);
}
