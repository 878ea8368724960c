/**
 * One sequence in both worlds. What the model says it does not have is left out on both sides and counted. Links and
 * addresses are given time to settle before anybody looks. Random MAC addresses decide a few things (which port names the
 * bridge), so the model is right when it is right for one of a few seeds.
 */
import { boot, type Outcome, run } from "../../src/session/session.ts";
import { normaliser } from "../../src/shell/normalise.ts";
import type { Step } from "../../src/shell/transcript.ts";
import { closing, opening } from "./command.ts";
import type { Command } from "./draw.ts";
import { lineOf, partsOf } from "./line.ts";
import { runReal } from "./real.ts";

export interface Comparison {
	/** Where they part: the command, and both answers, normalised. */
	readonly difference?: Difference;
	/** Refused by the model as not modelled. */
	readonly skipped: number;
	readonly compared: number;
}

export interface Difference {
	/** Place of the command in the sequence; beyond its end for a closing look. */
	readonly at: number;
	readonly real: Step;
	readonly model: Step;
}

/** Longer than duplicate address detection and a delayed carrier together. */
const pause: Command = ["sleep", "4"];
const seeds = [1, 2, 3, 4, 5, 6];
const notModelled = 3;

interface Entry {
	readonly command: Command;
	/** In the sequence as it was drawn. */
	readonly at: number;
}

/** Answers of the model, with a pause before every look that follows a change. */
function runModel(
	commands: readonly Command[],
	seed: number,
	pauses: boolean,
): { entries: Entry[]; steps: Step[]; skipped: number } {
	const entries: Entry[] = [];
	const steps: Step[] = [];
	let session = boot({ world: "fresh", seed });
	let skipped = 0;
	let settled = true;
	const take = (command: Command, at: number) => {
		const { session: next, ...answer } = answerOf(session, command);
		entries.push({ command, at });
		steps.push({ command: lineOf(command), stdout: answer.stdout, stderr: answer.stderr, exit: answer.exit });
		session = next;
	};
	for (const [at, command] of commands.entries()) {
		const trial = answerOf(session, command);
		if (trial.exit === notModelled && trial.stderr.startsWith("iplab: ")) {
			skipped++;
			continue;
		}
		const looks = trial.exit === 0 && (trial.stdout !== "" || trial.session === session);
		const quick = isQuick(command);
		if ((looks || quick) && !settled && pauses) {
			take(pause, at);
			settled = true;
		}
		take(command, at);
		// A batch that fails has done what stands before.
		const changes = trial.exit === 0 ? !looks : trial.session !== session;
		if (changes && !quick) settled = false;
		const more = opening.includes(commands[at + 1] ?? []);
		if (!settled && pauses && !more && (isEnding(command) || isMoving(command) || opening.includes(command))) {
			take(pause, at);
			settled = true;
		}
	}
	return { entries, steps, skipped };
}

/** Changes of routes and what goes with them are over at once. */
function isQuick(command: Command): boolean {
	const object =
		command.find((word, i) => i > 0 && !word.startsWith("-") && !/^-f(?:amily)?$/.test(command[i - 1] ?? "")) ?? "";
	return /^(?:r|nei|n$|nex)/.test(object);
}

/** A namespace goes in the background, and its links with it. */
function isEnding(command: Command): boolean {
	return command.some((word, i) => word.startsWith("d") && /^netn/.test(command[i - 1] ?? ""));
}

/** What follows a change of carrier depends on how soon it comes. */
function isMoving(command: Command): boolean {
	return command.some((word) => /^l(?:i|in|ink)?$/.test(word));
}

function answerOf(session: ReturnType<typeof boot>, command: Command): ReturnType<typeof run> {
	try {
		return partsOf(command).reduce<Outcome>(throughPipe, { session, stdout: "", stderr: "", exit: 0 });
	} catch (error) {
		const stderr = `the model broke: ${error instanceof Error ? error.stack?.split("\n").slice(0, 3).join("\n") : error}\n`;
		return { session, stdout: "", stderr, exit: -1 };
	}
}

/** One part of a pipe reads what the one before it has written; the last one's exit status is that of all. */
function throughPipe({ session, stdout, stderr, exit }: Outcome, part: Command): Outcome {
	if (part[0] === "printf")
		return {
			session,
			stdout: part
				.slice(2)
				.map((line) => `${line}\n`)
				.join(""),
			stderr,
			exit: 0,
		};
	if (exit === notModelled) return { session, stdout, stderr, exit };
	const answer = run(session, part, { stdin: () => stdout });
	return { ...answer, stderr: stderr + answer.stderr };
}

export interface How {
	/** With a look at everything after the last command. */
	readonly closing: boolean;
	/** Without pauses only answers without output can be compared. */
	readonly pauses: boolean;
}

export async function compare(drawn: readonly Command[], how: How): Promise<Comparison> {
	const commands = how.closing ? [...drawn, ...closing] : drawn;
	const { entries, steps, skipped } = runModel(commands, 1, how.pauses);
	const real = await runReal(entries.map(({ command }) => command));
	const first = differenceOf(entries, real, steps);
	const counts = { skipped, compared: entries.length };
	if (first === undefined) return counts;
	if (!hasRandom(entries, real)) return { ...counts, difference: first };
	const other = seeds.slice(1).some((seed) => {
		const again = runModel(commands, seed, how.pauses);
		return again.entries.length === entries.length && differenceOf(entries, real, again.steps) === undefined;
	});
	return other ? counts : { ...counts, difference: first };
}

function normaliserOf(entries: readonly Entry[]): ReturnType<typeof normaliser> {
	return normaliser(entries.map(({ command }) => lineOf(command)).join("\n"));
}

/** Whether a MAC address that nobody gave is to be seen; a bridge's group address is the same everywhere. */
function hasRandom(entries: readonly Entry[], real: readonly Step[]): boolean {
	return normaliserOf(entries)(real).some(({ stdout }) =>
		/<mac/.test(stdout.replace(/group_addr(?:ess)?"?:? ?"?<mac\d+>/g, "")),
	);
}

function differenceOf(
	entries: readonly Entry[],
	real: readonly Step[],
	model: readonly Step[],
): Difference | undefined {
	const normalise = normaliserOf(entries);
	const [theirs, ours] = [normalise(real).map(comparable), normalise(model).map(comparable)];
	for (const [i, { at }] of entries.entries()) {
		const [a, b] = [theirs[i], ours[i]];
		if (a === undefined || b === undefined) throw new Error(`no answer to ${entries[i]?.command.join(" ")}`);
		if (a.stdout !== b.stdout || a.stderr !== b.stderr || a.exit !== b.exit) return { at, real: a, model: b };
	}
	return undefined;
}

/** Help is each tool's own prose, and counters follow packets that a real kernel sends when it likes. */
function comparable(step: Step): Step {
	const stdout = isNeigh(step) ? neighbours(step.stdout) : plain(step.stdout);
	const settled = step.command.includes(" route show") ? byLinkWatch(stdout) : stdout;
	return { ...step, stdout: settled, stderr: plain(step.stderr) };
}

/** Of routes that differ in their link alone, the first is that of whose carrier link watch has seen first, which is a race. */
function byLinkWatch(stdout: string): string {
	const likeness = (line: string) => line.replace(/ dev \S+/, "");
	const groups: string[][] = [];
	for (const line of stdout.split("\n")) {
		const group = groups.at(-1);
		if (group?.[0] !== undefined && likeness(group[0]) === likeness(line)) group.push(line);
		else groups.push([line]);
	}
	return groups.flatMap((group) => group.sort()).join("\n");
}

function isNeigh({ command }: Step): boolean {
	return isQuick(command.split(" ")) && / n(?:$| |ei)/.test(command);
}

/** The kernel's table is hashed with a random number, and has the groups that it sent its own packets to. */
function neighbours(stdout: string): string {
	return rowsOf(stdout)
		.filter((row) => row !== "" && !/^\W*(?:"dst":\s*")?(?:ff0|224\.0)/.test(row))
		.sort()
		.join("\n")
		.replace(/deleting \d+ entries/, "deleting <n> entries");
}

/** Lines, or the members of a list in JSON, pretty or not. */
function rowsOf(stdout: string): string[] {
	if (!stdout.startsWith("[")) return stdout.split("\n");
	return stdout.replace(/^\[\s*|\s*\]\s*$/g, "").split(/(?<=\}),(?=\{)/);
}

function plain(text: string): string {
	return text
		.replace(/\bexpires (?:-?\d+|<n>)sec/g, "expires <n>sec")
		.replace(/"expires": ?-?\d+/g, '"expires":0')
		.replace(/ users \d+ (?:age (?:\d+|<n>)sec )?/g, " <kept> ")
		.replace(/"users": ?\d+(?:,\s*"age": ?\d+)?/g, '"users":0')
		.replace(/(idle_time"?:? ?)\d+(?:\.\d+)?/g, "$1<t>")
		.replace(/(unbalanced_time"?:? ?)\d+(?:\.\d+)?/g, "$1<t>")
		.replace(/^Usage:[\s\S]*/m, "Usage:\n")
		.replace(/^( +[RT]X(?: errors)?: .*\n)(?:.*[\d].*)$/gm, "$1<counters>")
		.replace(/^( +[RT]X(?: errors)?:) .*$/gm, "$1 <columns>")
		.replace(/(\\ +[RT]X(?: errors)?:) [^\\\n]*\\[^\\\n]*/g, "$1 <counters>")
		.replace(/"(rx|tx)": ?\{[^}]*\}/g, '"$1":{}')
		.replace(/(_timer"?:? *)\d+\.\d+/g, "$1<t>")
		.replace(/(_timer) +</g, "$1 <");
}
