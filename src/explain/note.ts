/**
 * A field stream explained: notes as data, each with its place, its topic and its text. Layout is page.ts. What was
 * said once on a page is not said again; a later word of the same topic gets a note only for what is new about it.
 */
import type { Field } from "../print/field.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { type Place, readFields } from "./place.ts";
import type { Context, Lang, Language, Say } from "./text.ts";
import type { TopicRow } from "./topic/row.ts";
import { type Topic, topics } from "./topic.ts";
import { topicsOf } from "./which.ts";

export interface Note {
	/** Line of the page's text, and columns in it (UTF-16 units), from 0. */
	readonly line: number;
	readonly start: number;
	readonly end: number;
	readonly word: string;
	readonly topic: Topic;
	/** All there is to say: what, why and here in one. Empty where it was said before. */
	readonly text: string;
	readonly what: string;
	readonly why: string;
	readonly here: string;
	readonly constant?: string;
	readonly reference?: string;
	readonly major: boolean;
}

export interface Explanation {
	readonly lines: readonly string[];
	/** In the order of the text; a word may have several. */
	readonly notes: readonly Note[];
	readonly places: readonly Place[];
}

export const languages: Readonly<Record<Lang, Language>> = { en, fr };

/** Explains a stream of fields, our own or a pasted one. */
export function explain(
	fields: Iterable<Field>,
	lang: Lang,
	oneline = false,
	progress: (share: number) => void = () => {},
): Explanation {
	const { lines, places } = readFields(fields, oneline);
	return { lines, notes: notesOf(places, lang, false, progress), places };
}

/** `again`: say of each word all there is to say, though it was said of one before. */
export function notesOf(
	places: readonly Place[],
	lang: Lang,
	again = false,
	progress: (share: number) => void = () => {},
): readonly Note[] {
	const speaker = new Speaker(languages[lang], again);
	return places.flatMap((place, i) => {
		if (i % 1000 === 999) progress(i / places.length);
		return topicsOf(place).map((topic) => speaker.note(place, topic));
	});
}

/** Remembers what was said on this page. */
class Speaker {
	readonly #said = new Set<string>();
	/** What was said of each topic last: mostly the same again, which saves looking for names in it. */
	readonly #last = new Map<string, string>();
	readonly #language: Language;

	readonly #again: boolean;

	constructor(language: Language, again: boolean) {
		this.#language = language;
		this.#again = again;
	}

	note(place: Place, topic: Topic): Note {
		const entry = this.#language.texts[topic];
		const text = typeof entry === "object" ? entry : { what: entry };
		const context: Context = { word: place.word, value: readable(place), link: place.link, addr: place.addr };
		const first = this.#isNew(topic, sayOnce.has(topic) ? "" : this.#say(text.what, context), context);
		const what = first ? this.#say(text.what, context) : "";
		const why = first ? this.#ifNew(`${topic} why`, this.#say(text.why, context), context) : "";
		const here = this.#ifNew(`${topic} here`, this.#say(text.here, context), context);
		const { constant, reference, major }: TopicRow = topics[topic];
		return {
			line: place.line,
			start: place.start,
			end: place.end,
			word: place.word,
			topic,
			what,
			why,
			here,
			text: together([what, why, here]),
			...(constant === undefined ? {} : { constant }),
			...(reference === undefined ? {} : { reference }),
			major: major === true,
		};
	}

	#say(say: Say | undefined, context: Context): string {
		const text = typeof say === "function" ? say(context) : say;
		return text === undefined ? "" : this.#language.typeset(text);
	}

	/** Said of one address on one link, it is not said again of the next that is in the same case. */
	#isNew(topic: string, text: string, { addr, link }: Context): boolean {
		if (this.#again || named.has(topic)) return true;
		if (this.#last.get(topic) === text) return false;
		this.#last.set(topic, text);
		const names = new Set([addr.local, link.ifname]);
		const meaning = `${topic}: ${text.replace(/[^\s,;%]*[^\s,;%.]/g, (word) => (names.has(word) ? "*" : word))}`;
		if (this.#said.has(meaning)) return false;
		this.#said.add(meaning);
		return true;
	}

	#ifNew(topic: string, text: string, context: Context): string {
		return this.#isNew(topic, text, context) ? text : "";
	}
}

/** Said once on a page, though the marked row differs. */
const sayOnce: ReadonlySet<Topic> = new Set<Topic>(["scope"]);

/** What could not be read is named each time. */
const named: ReadonlySet<string> = new Set<Topic>(["unknown", "unreadable"]);

/** The value as text output has it: JSON and our own fields have lifetimes and namespaces as numbers. */
function readable({ key, value, word }: Place): string {
	if (key === "link_netnsid") return /[^\s"]+"?$/.exec(word)?.[0].replace('"', "") ?? value;
	if (key !== "valid_life_time" && key !== "preferred_life_time") return value;
	return value === "4294967295" ? "forever" : value;
}

/** Sentences follow each other; what has lines of its own begins and ends a line. */
export function together(parts: readonly string[]): string {
	return parts
		.filter((part) => part !== "")
		.reduce((all, part) => (all === "" ? part : all + (`${all}${part}`.includes("\n") ? "\n" : " ") + part), "");
}
