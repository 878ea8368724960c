/** The words of a command with a place in them: what argc and argv are to every parser of iproute2. */
import type { Ear, Mark } from "../process.ts";
import { incomplete } from "./failure.ts";

export class Words {
	#all: readonly string[];
	#at: number;
	readonly #ear: Ear | undefined;

	constructor(all: readonly string[], at = 0, ear?: Ear) {
		this.#all = all;
		this.#at = at;
		this.#ear = ear;
	}

	/** Tells who listens that the word here was understood; it holds more words once it is closed. */
	mark(as: Mark["as"], word: string): Mark | undefined {
		if (this.#ear === undefined) return undefined;
		const mark: Mark = { as, word, from: this.#at, to: this.#at + 1 };
		this.#ear(mark);
		return mark;
	}

	close(mark: Mark | undefined): void {
		if (mark === undefined) return;
		mark.to = Math.max(mark.to, Math.min(this.#at, this.#all.length));
		mark.closed = true;
	}

	get all(): readonly string[] {
		return this.#all;
	}

	/** The word here; undefined at the end. */
	get word(): string | undefined {
		return this.all[this.#at];
	}

	get more(): boolean {
		return this.#at < this.all.length;
	}

	/** The word here and those after it. */
	get rest(): readonly string[] {
		return this.all.slice(this.#at);
	}

	/** The words before this place. */
	get before(): readonly string[] {
		return this.all.slice(0, this.#at);
	}

	skip(count = 1): void {
		this.#at += count;
	}

	/** Behind this place, a word is shorter from now on: ll_addr_a2n() writes into its argument. */
	cutNext(length: number): void {
		this.#all = this.#all.with(this.#at + 1, this.#all[this.#at + 1]?.slice(0, length) ?? "");
	}

	/** NEXT_ARG(): one on, and there has to be a word. */
	next(): string {
		this.skip();
		return this.need();
	}

	/** The word here, which has to be there. */
	need(): string {
		const word = this.word;
		if (word === undefined) throw incomplete();
		return word;
	}
}
