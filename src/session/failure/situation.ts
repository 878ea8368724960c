/** A command that failed, taken apart: what the rows of failure/ look at, and how they speak of repairs. */

import type { Facts, FailureKey } from "../../explain/failure/text.ts";
import type { Stop } from "../../explain/why/reach.ts";
import type { Errno } from "../../uapi/errno.ts";
import type { Request } from "../../uapi/message.ts";
import { nsByName } from "../reach/view.ts";
import type { Session } from "../session.ts";
import type { State } from "./state.ts";

export interface Situation {
	/** The words, `ip` first. */
	readonly argv: readonly string[];
	/** The line of standard error that says why; without one, the last words on standard output. */
	readonly stderr: string;
	readonly stdout: string;
	/** The message the kernel refused, and how. */
	readonly request?: Request;
	readonly errno?: Errno;
	readonly extack?: string;
	/** The namespace the command acted on. */
	readonly state: State;
	/** The world before the command, to try things out in. */
	readonly session: Session;
}

/** Commands that are thought to help; the last one stands for the failed one, changed or as it was. */
export type Mend = readonly (readonly string[])[];

export interface Finding {
	readonly key: FailureKey;
	readonly facts: Facts;
	/** The likeliest first; only one that works is ever shown. */
	readonly mends: readonly Mend[];
	/** What stops a packet, where that is the cause. */
	readonly stop?: Stop;
}

/** Looks at a situation; undefined where it has nothing to say of it. */
export type Row = (s: Situation) => Finding | undefined;

export function find(key: FailureKey, facts: Facts, ...mends: readonly (Mend | undefined)[]): Finding {
	return { key, facts, mends: mends.filter((mend) => mend !== undefined) };
}

/** A situation that its sentence alone tells; what is in it is looked up. */
export function sentence(
	pattern: RegExp,
	key: FailureKey,
	look: (s: Situation, found: RegExpExecArray) => { facts?: Facts; mends?: readonly (Mend | undefined)[] } = () => ({}),
): Row {
	return (s) => {
		const found = said(s, pattern);
		if (!found) return undefined;
		const { facts = {}, mends = [] } = look(s, found);
		return find(key, facts, ...mends);
	};
}

/** Does the sentence say this? Gives what stands in the brackets of the pattern. */
export function said(s: Situation, pattern: RegExp): RegExpExecArray | undefined {
	return pattern.exec(s.stderr) ?? undefined;
}

/** `ip -n red` of `ip -n red -j addr add …`: how to speak of the same namespace. */
export function ipOf({ argv }: Situation): readonly string[] {
	const at = argv.findIndex((word) => /^-n(?:etns)?$/.test(word));
	return at === 1 ? argv.slice(0, 3) : ["ip"];
}

/** The namespace that the command acts in. */
export function netnsOf({ argv, session: { world, netns } }: Situation): number {
	const at = argv.findIndex((word) => /^-n(?:etns)?$/.test(word));
	return (at === 1 ? nsByName(world.kernel, argv[2] ?? "") : undefined) ?? netns;
}

/** First this, then the same command again. */
export function before(s: Situation, ...commands: readonly (readonly string[])[]): Mend {
	return [...commands.map((command) => (command[0] === "ip" ? [...ipOf(s), ...command.slice(1)] : command)), s.argv];
}

/** The command with one word changed. */
export function changed(s: Situation, old: string, word: string): Mend | undefined {
	const at = s.argv.lastIndexOf(old);
	return at < 0 ? undefined : [s.argv.with(at, word)];
}

/** The command with another word after a keyword. */
export function changedAfter(s: Situation, keyword: string, word: string): Mend | undefined {
	const at = s.argv.lastIndexOf(keyword);
	return at < 0 || at + 1 >= s.argv.length ? undefined : [s.argv.with(at + 1, word)];
}

export function added(s: Situation, ...words: readonly string[]): Mend {
	return [[...s.argv, ...words]];
}

/** Without a keyword and the word after it. */
export function without(s: Situation, keyword: string, count = 2): Mend | undefined {
	const at = s.argv.lastIndexOf(keyword);
	return at < 0 ? undefined : [s.argv.toSpliced(at, count)];
}

/** The word after a keyword. */
export function after(s: Situation, ...keywords: readonly string[]): string | undefined {
	const at = s.argv.findLastIndex((word) => keywords.includes(word));
	return at < 0 ? undefined : s.argv[at + 1];
}
