/**
 * The page for choosing words while it is there: keys go to it, and what would be written to the scrollback meanwhile waits until
 * it is over. Read first: picker.ts, what the page shows.
 */
import type { Choice } from "../explain/choice.ts";
import type { Key } from "./key.ts";
import { newPicker, type Picker, pickerRows, pressPicker, type Size } from "./picker.ts";
import { cut } from "./sanitise.ts";

export class Chooser {
	readonly #size: () => Size;
	readonly #page: (rows: readonly string[] | undefined) => void;
	#picker: Picker | undefined;
	#held = "";

	constructor(size: () => Size, page: (rows: readonly string[] | undefined) => void) {
		this.#size = size;
		this.#page = page;
	}

	get isOpen(): boolean {
		return this.#picker !== undefined;
	}

	open(choice: Choice, keys: string): void {
		this.#picker = newPicker(choice, keys);
		this.redraw();
	}

	/** What is to be written once the page is over: what waited, and what the user keeps. */
	press(key: Key): { readonly held: string; readonly keep: string } | undefined {
		if (this.#picker === undefined) return undefined;
		const picked = pressPicker(this.#picker, key, this.#size());
		if ("leave" in picked) return { held: this.close(), keep: picked.keep };
		this.#picker = picked.picker;
		this.redraw();
		return undefined;
	}

	hold(text: string): void {
		this.#held = cut(this.#held + text).text;
	}

	/** The page, if there is one: the screen has changed, or what stands on it. */
	redraw(): void {
		if (this.#picker !== undefined) this.#page(pickerRows(this.#picker, this.#size()));
	}

	/** Gives what has waited. */
	close(): string {
		if (this.#picker === undefined) return "";
		this.#picker = undefined;
		this.#page(undefined);
		const held = this.#held;
		this.#held = "";
		return held;
	}
}
