/**
 * The shortest sequence that still differs: what stands behind the difference goes first, then one command after the other,
 * then one word after the other. Trials of one round run side by side, for most of their time is sleep.
 */
import { opening } from "./command.ts";
import { compare, type Difference } from "./compare.ts";
import type { Command } from "./draw.ts";
import { isSafe } from "./safe.ts";

export interface Shrunk {
	readonly commands: readonly Command[];
	readonly difference: Difference;
}

type Differs = (commands: readonly Command[]) => Promise<Shrunk | undefined>;

/** Looks no further than the difference did, and pauses only where the answer is something to see. */
function differsLike({ commands, difference: { at, real, model } }: Shrunk): Differs {
	const how = { closing: at >= commands.length, pauses: real.stdout !== "" || model.stdout !== "" };
	return async (candidate) => {
		const { difference } = await compare(candidate, how);
		return difference === undefined ? undefined : cut({ commands: candidate, difference });
	};
}

/** Nothing behind the difference counts. */
function cut({ commands, difference }: Shrunk): Shrunk {
	return { commands: commands.slice(0, difference.at + 1), difference };
}

/** A list that is as good as another when some of its parts are left out. */
interface Parts {
	readonly count: number;
	readonly without: (leftOut: ReadonlySet<number>) => readonly Command[];
}

function commandsOf({ commands }: Shrunk): Parts {
	return { count: commands.length, without: (leftOut) => commands.filter((_, i) => !leftOut.has(i)) };
}

/** Words of the drawn commands; those of the opening are short enough. */
function wordsOf({ commands }: Shrunk): Parts {
	const places = commands.flatMap((command, i) => command.slice(1).map((_, w) => ({ i, w: w + 1 })));
	const free = places.filter(({ i }) => !opening.includes(commands[i] ?? []));
	const without = (leftOut: ReadonlySet<number>) => {
		const gone = new Set([...leftOut].map((part) => `${free[part]?.i} ${free[part]?.w}`));
		return commands.map((command, i) => command.filter((_, w) => !gone.has(`${i} ${w}`)));
	};
	return { count: free.length, without };
}

function limited<T>(atOnce: number, tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
	const results: T[] = [];
	const waiting = [...tasks.entries()];
	const work = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await next[1]();
	};
	return Promise.all(Array.from({ length: atOnce }, work)).then(() => results);
}

/** Leaves out each part by itself, and then all that were not needed together; or else the last of them alone. */
async function round(parts: Parts, differs: Differs, atOnce: number): Promise<Shrunk | undefined> {
	const alone = Array.from({ length: parts.count }, (_, i) => new Set([i]));
	const attempt = async (leftOut: ReadonlySet<number>) => {
		const commands = parts.without(leftOut);
		return commands.length > 0 && commands.every(isSafe) ? await differs(commands) : undefined;
	};
	const found = await limited(
		atOnce,
		alone.map((leftOut) => () => attempt(leftOut)),
	);
	const needless = alone.flatMap((leftOut, i) => (found[i] === undefined ? [] : [...leftOut]));
	const together = needless.length > 1 ? await attempt(new Set(needless)) : undefined;
	return together ?? found.findLast((one) => one !== undefined);
}

export async function shrink(start: Shrunk, atOnce: number): Promise<Shrunk> {
	let best = cut(start);
	const differs = differsLike(start);
	for (const partsOf of [commandsOf, wordsOf]) {
		for (;;) {
			const shorter = await round(partsOf(best), differs, atOnce);
			if (shorter === undefined) break;
			best = shorter;
		}
	}
	return best;
}
