/** The line being typed as rows of the terminal, and where its cursor is. Rows break where the terminal would break them. */
import { charactersOf } from "./edit.ts";
import type { Reader } from "./reader.ts";

export interface Frame {
	readonly rows: readonly string[];
	readonly cursor: { readonly x: number; readonly y: number };
	/** How much of the first row is the prompt. */
	readonly prompt: number;
}

export const continued = "> ";

/** What stands before the line. */
export function promptOf(reader: Reader, cwd: string): string {
	if (reader.search !== undefined) {
		const failed = reader.search.at === undefined && reader.search.query !== "" ? "failed " : "";
		return `(${failed}reverse-i-search)\`${reader.search.query}': `;
	}
	return reader.above === "" ? `root@iplab:${cwd.replace(/^\/root(?=\/|$)/, "~")}# ` : continued;
}

/** At most `height` rows: those around the cursor. */
export function frameOf(prompt: string, text: string, cursor: number, size: { width: number; height: number }): Frame {
	const layout = new Layout(Math.max(1, size.width));
	layout.put(prompt);
	layout.put(text.slice(0, cursor));
	const at = layout.place();
	layout.put(text.slice(cursor));
	const from = Math.max(0, Math.min(at.y - size.height + 1, layout.rows.length - size.height));
	return {
		rows: layout.rows.slice(from, from + size.height),
		cursor: { x: at.x, y: at.y - from },
		prompt: from === 0 ? Math.min(prompt.length, layout.rows[0]?.length ?? 0) : 0,
	};
}

class Layout {
	readonly rows: string[] = [""];
	#x = 0;
	readonly #width: number;

	constructor(width: number) {
		this.#width = width;
	}

	put(text: string): void {
		for (const char of charactersOf(text)) {
			if (char === "\n") this.#row(continued);
			else this.#char(shown(char));
		}
	}

	/** Where the next character goes: a full row has its cursor on the next. */
	place(): { x: number; y: number } {
		if (this.#x >= this.#width) this.#row("");
		return { x: this.#x, y: this.rows.length - 1 };
	}

	#char(char: string): void {
		const columns = columnsOf(char);
		if (this.#x + columns > this.#width) this.#row("");
		this.rows[this.rows.length - 1] += char;
		this.#x += columns;
	}

	#row(start: string): void {
		this.rows.push(start);
		this.#x = start.length;
	}
}

function shown(char: string): string {
	return char === "\t" ? " " : char;
}

const wide =
	/^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;
const empty = /^[\p{Mark}\p{Cf}]/u;

/** Columns of one character, as far as a command line needs it. */
export function columnsOf(char: string): number {
	if (char >= " " && char < "\x7f") return 1;
	return empty.test(char) ? 0 : wide.test(char) ? 2 : 1;
}
