/**
 * The shortest sequence that still differs: what stands behind the difference goes first, then one command after the other,
 * then one word after the other. Trials of one round run side by side, for most of their time is sleep.
 */
import type { Command } from "./command.ts";
import { isSafe, opening } from "./command.ts";
import { compare, type Difference } from "./compare.ts";

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

/** The first of the candidates that still differs, looked for a few at a time. */
async function firstOf(
	candidates: readonly (readonly Command[])[],
	differs: Differs,
	atOnce: number,
): Promise<Shrunk | undefined> {
	for (let from = 0; from < candidates.length; from += atOnce) {
		const found = await Promise.all(candidates.slice(from, from + atOnce).map(differs));
		const shorter = found.find((one) => one !== undefined);
		if (shorter !== undefined) return shorter;
	}
	return undefined;
}

/** Halves first, then one by one. */
function withFewerCommands({ commands }: Shrunk): (readonly Command[])[] {
	const half = commands.length >> 1;
	const halves = half > 1 ? [commands.slice(half), [...commands.slice(0, half >> 1), ...commands.slice(half)]] : [];
	const others = commands.map((_, i) => commands.filter((__, other) => other !== i));
	return [...halves, ...others].filter((rest) => rest.length > 0);
}

function withoutOneWord({ commands }: Shrunk): (readonly Command[])[] {
	return commands.flatMap((command, i) =>
		(opening.includes(command) ? [] : command)
			.map((_, w) => command.filter((__, other) => other !== w))
			.filter((shorter) => shorter[0] === "ip" && isSafe(shorter))
			.map((shorter) => commands.with(i, shorter)),
	);
}

export async function shrink(start: Shrunk, atOnce: number, rounds = 40): Promise<Shrunk> {
	let best = cut(start);
	const differs = differsLike(start);
	for (const candidates of [withFewerCommands, withoutOneWord]) {
		for (let round = 0; round < rounds; round++) {
			const shorter = await firstOf(candidates(best), differs, atOnce);
			if (shorter === undefined) break;
			best = shorter;
		}
	}
	return best;
}
