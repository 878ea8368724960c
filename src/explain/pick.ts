/** How rows lead from a word to its topic. */
import type { Place } from "./place.ts";
import { isTopic, type Topic } from "./topic.ts";

export type Rule = Topic | ((place: Place) => Topic | readonly Topic[]);

/** `kind.word` where there is such a topic, else the catch-all of its kind. */
export function pick(kind: string, word: string, other: Topic): Topic {
	const topic = `${kind}.${word}`;
	return isTopic(topic) ? topic : other;
}
