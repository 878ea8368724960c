/**
 * One sequence in both worlds. What the model says it does not have is left out on both sides and counted. Links and
 * addresses are given time to settle before anybody looks. What is drawn decides a few things (a MAC address, which port names
 * the bridge; the delay of a router solicitation, who has heard it when somebody looks), so the model is right when it is right
 * for one of a few seeds.
 */
import { boot, type Outcome, run } from "../../src/session/session.ts";
import { normaliser } from "../../src/shell/normalise.ts";
import type { Step } from "../../src/shell/transcript.ts";
import { closing, opening } from "./command.ts";
import { comparable, endsAtOnce, withoutEnd } from "./comparable.ts";
import type { Command } from "./draw.ts";
import { isNeighWord, lineOf, objectOf, partsOf } from "./line.ts";
import { runReal } from "./real.ts";

export interface Comparison {
	/** Where they part: the command, and both answers, normalised. */
	readonly difference?: Difference;
	/** Refused by the model as not modelled. */
	readonly skipped: number;
	readonly compared: number;
	/** The real thing was asked again, and did not give the same answers. */
	readonly raced: boolean;
}

export interface Difference {
	/** Place of the command in the sequence; beyond its end for a closing look. */
	readonly at: number;
	readonly real: Step;
	readonly model: Step;
}

/** Before the first command, unseen: both worlds choose among equal ways by one hash. */
const seeding: Command = ["sysctl", "-w", "net.ipv4.fib_multipath_hash_seed=12345"];

/** Longer than duplicate address detection and a delayed carrier together. */
const pause: Command = ["sleep", "4"];
const seeds = [1, 2, 3, 4, 5, 6];
/**
 * How often the real thing may be asked for one sequence. What link watch has seen first, and which of its processors takes a
 * command (each has cached routes of its own), differ from run to run: only answers that all runs agree in are compared.
 */
const runs = 4;
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
	let { session } = answerOf(boot({ world: "fresh", seed }), seeding);
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
	const object = objectOf(command);
	return /^(?:r|nex)/.test(object) || isNeighWord(object);
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
	const reals: (readonly Step[])[] = [];
	let difference: Difference | undefined;
	do {
		const [, ...real] = await runReal([seeding, ...entries.map(({ command }) => command)]);
		reals.push(real);
		difference = differenceOf(entries, reals, steps);
		if (difference === undefined) continue;
		const others = seeds.slice(1).map((seed) => runModel(commands, seed, how.pauses));
		const same = others.filter((other) => other.entries.length === entries.length);
		if (same.some((other) => differenceOf(entries, reals, other.steps) === undefined)) difference = undefined;
	} while (difference !== undefined && reals.length < runs);
	const counts = { skipped, compared: entries.length, raced: difference === undefined && reals.length > 1 };
	return { ...counts, ...(difference && { difference }) };
}

function normaliserOf(entries: readonly Entry[]): ReturnType<typeof normaliser> {
	return normaliser(entries.map(({ command }) => lineOf(command)).join("\n"));
}

/** The first answer of the model that is not what all runs of the real thing say. */
function differenceOf(
	entries: readonly Entry[],
	reals: readonly (readonly Step[])[],
	model: readonly Step[],
): Difference | undefined {
	const normalise = normaliserOf(entries);
	const timeless = model.some(endsAtOnce) ? withoutEnd : (step: Step) => step;
	const [ours = [], ...theirs] = [model, ...reals].map((steps) => normalise(steps).map(comparable).map(timeless));
	for (const [i, { at, command }] of entries.entries()) {
		const [b, a, ...more] = [ours[i], ...theirs.map((steps) => steps[i])];
		if (a === undefined || b === undefined) throw new Error(`no answer to ${command.join(" ")}`);
		if (!isSame(a, b) && more.every((other) => other && isSame(a, other))) return { at, real: a, model: b };
	}
	return undefined;
}

function isSame(a: Step, b: Step): boolean {
	return a.stdout === b.stdout && a.stderr === b.stderr && a.exit === b.exit;
}
