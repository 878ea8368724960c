/**
 * The shape of what is said about a failure: one text for each situation (session/failure/ finds it and its facts), and one
 * for each message by itself, when nothing is known but its words.
 */
import type { FailureTexts } from "./en.ts";

export type Facts = Readonly<Record<string, string>>;

/** Two or three sentences, with the names and numbers of the situation. */
export type Tell = (facts: Facts) => string;

/** The situations are those that the English texts are written for; another language has to have every one of them. */
export type FailureKey = keyof FailureTexts;

export interface FailureWords {
	/** Stands before a command that was tried and works. */
	readonly works: string;
	/** Stands before commands after which the failed one works. */
	readonly first: string;
	readonly again: string;
	/** No situation is known for it. */
	readonly unknown: string;
	/** A message alone: how to learn more. */
	readonly more: string;
	/** The command worked. */
	readonly fine: string;
}
