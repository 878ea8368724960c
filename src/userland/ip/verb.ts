/**
 * An object of `ip` (address, link, route, …) as a table of verbs, and how a command finds its way into one. The first
 * verb that fits the typed beginning wins; without a verb the object shows itself.
 */
import type { Answer, Wait } from "../process.ts";
import type { Context } from "./context.ts";
import { type Failed, unknownCommand, unmodelled } from "./failure.ts";
import { begins, find, type Grammar, type Keyword } from "./grammar.ts";
import { usage } from "./help.ts";
import type { Words } from "./words.ts";

/** Gives the exit status; failures are thrown. A generator waits for something (`netns exec`). */
export type Run = (ctx: Context, words: Words) => number | Generator<Wait, number, Answer>;

export interface Verb extends Keyword {
	/** Missing: the real tool has it, we do not model it. */
	readonly run?: Run;
	/** What may be said to it, for help, completion and random commands. */
	readonly grammar?: Grammar<never>;
}

export interface IpObject {
	/** The name by which the tool calls itself: `ip address`. */
	readonly title: string;
	readonly verbs: readonly Verb[];
	/** Of an object without verbs: what may be said to it. */
	readonly grammar?: Grammar<never>;
	/** What happens without a verb. */
	readonly otherwise: Run;
	/** What is said of a word that is no verb, where it is not the usual sentence. */
	readonly unknown?: (ctx: Context, word: string, next?: string) => Failed;
	/** `help` cannot be shortened. */
	readonly exactHelp?: true;
}

export function runObject(ctx: Context, words: Words): ReturnType<Run> {
	const { object } = ctx;
	const typed = words.word;
	if (typed === undefined || object.verbs.length === 0) return object.otherwise(ctx, words);
	const verb = find(object.verbs, typed);
	const asks = object.exactHelp ? typed === "help" : begins(typed, "help");
	if (verb === undefined && asks) throw usage(object);
	if (verb === undefined) throw object.unknown?.(ctx, typed, words.rest[1]) ?? unknownCommand(typed, object.title);
	words.mark("verb", verb.word);
	if (verb.run === undefined) throw unmodelled(`${object.title.slice("ip ".length)} ${verb.word}`);
	words.skip();
	return verb.run(ctx, words);
}
