/** A line of a paste as words, each with the blanks after it, so that nothing of the line gets lost on the way to fields. */
import type { Field, Json } from "../../print/field.ts";

export interface Word {
	/** As it stands, blanks after it included. */
	readonly text: string;
	/** What it means: without blanks, and without the backslashes that Markdown and roff put before `_`. */
	readonly word: string;
}

/** Reads words from left to right and writes fields; what it wrote always adds up to what it read. */
export class Words {
	readonly fields: Field[] = [];
	readonly #words: Word[];
	#next = 0;

	constructor(line: string, prefix = "") {
		const blank = /^\s*/.exec(line)?.[0] ?? "";
		if (prefix + blank !== "") this.fields.push({ text: prefix + blank });
		this.#words = [...line.slice(blank.length).matchAll(/\S+\s*/g)].map(([text]) => ({ text, word: plain(text) }));
	}

	get done(): boolean {
		return this.#next >= this.#words.length;
	}

	/** The word `ahead` places on; empty past the end. */
	peek(ahead = 0): string {
		return this.#words[this.#next + ahead]?.word ?? "";
	}

	/** How many words are left. */
	get left(): number {
		return this.#words.length - this.#next;
	}

	/** Takes `count` words as one piece of text. */
	take(count = 1): string {
		const taken = this.#words.slice(this.#next, this.#next + count);
		this.#next += taken.length;
		return taken.map(({ text }) => text).join("");
	}

	/** Takes `count` words as one field. */
	field(key: string, value: Json, count = 1): void {
		this.fields.push({ key, text: this.take(count), value });
	}

	/** Takes words that need no explanation. */
	silent(count = 1): void {
		this.fields.push({ text: this.take(count) });
	}

	/** Takes the beginning of a word only: `[LINK]` of `[LINK]3:`. */
	glued(start: string, topic: string): void {
		const first = this.#words[this.#next];
		if (first === undefined) return;
		if (first.word === start) return this.topic(topic);
		this.fields.push({ text: start, topic });
		const text = first.text.slice(start.length);
		this.#words[this.#next] = { text, word: plain(text) };
	}

	topic(topic: string, count = 1): void {
		this.fields.push({ text: this.take(count), topic });
	}
}

export function plain(text: string): string {
	return text.trim().replace(/\\([_#<>*~-])/g, "$1");
}
