/**
 * The layout: each line of the paste as it stands, its notes below it in two columns, the words on the left and what is
 * said of them on the right. A bar on the left edge tells notes from pasted lines even without colour.
 */

import { wrap } from "../../print/wrap.ts";
import { groupBy } from "../group.ts";
import { type Explanation, type Note, together } from "../note.ts";

export interface PageStyle {
	/** Columns of the terminal. */
	readonly width: number;
	/** ANSI sequences: only then. */
	readonly color: boolean;
	/** Say why it matters of ordinary words too. */
	readonly full: boolean;
}

const bar = "  │ ";
const termWidth = 17;

interface Entry {
	readonly term: string;
	readonly paragraphs: readonly string[];
}

export function page({ lines, notes }: Explanation, style: PageStyle): string {
	const byLine = groupBy(notes, ({ line }) => line);
	const rows = lines.flatMap((line, i) => {
		const entries = entriesOf(byLine.get(i) ?? [], style.full);
		const shown = entries.length > 0 && style.color ? `\x1b[1m${line}\x1b[22m` : line;
		return [shown, ...entries.flatMap((entry) => block(entry, style))];
	});
	return rows.map((row) => `${row}\n`).join("");
}

/** What is said of one word, in one piece; words of which nothing is left to say are not shown. */
function entriesOf(notes: readonly Note[], full: boolean): Entry[] {
	const groups = groupBy(notes, ({ start, end }) => `${start} ${end}`);
	return [...groups.values()].flatMap((group) => {
		const paragraphs = group.flatMap((note) => paragraphsOf(note, full));
		const first = group[0];
		return first === undefined || paragraphs.length === 0 ? [] : [{ term: termOf(first.word), paragraphs }];
	});
}

function paragraphsOf(note: Note, full: boolean): string[] {
	const { what, here, major } = note;
	const why = major || full ? note.why : "";
	const said = together([what, why, here]);
	const source = what !== "" && (major || full) ? [sourceOf(note)] : [];
	return [...said.split("\n"), ...source].filter((row) => row !== "");
}

function sourceOf({ constant, reference }: Note): string {
	const parts = [constant, reference].filter((part) => part !== undefined);
	return parts.length === 0 ? "" : `[${parts.join(" · ")}]`;
}

/** A key word stands for itself and its value where both are too long, and in JSON always. */
function termOf(word: string): string {
	const member = /^"([^"]*)"/.exec(word)?.[1];
	const short = member ?? (word.length <= termWidth ? word : (word.split(/\s/)[0] ?? word));
	return short.replace(/(?<!:):$/, "");
}

function block({ term, paragraphs }: Entry, { width, color }: PageStyle): string[] {
	const narrow = width < 56;
	const indent = narrow ? 2 : termWidth + 2;
	const lines = paragraphs.flatMap((paragraph) => wrap(paragraph, Math.max(16, width - bar.length - indent)));
	const ownLine = narrow || term.length > termWidth;
	const rows = lines.map((line, i) => (ownLine || i > 0 ? ["", line] : [term, line]));
	if (ownLine) rows.unshift([term, ""]);
	return rows.map(([left = "", right = ""]) => {
		const cell = right === "" ? left : left.padEnd(indent);
		return color ? `\x1b[2m${bar}\x1b[22m${cell}\x1b[2m${right}\x1b[22m` : `${bar}${cell}${right}`;
	});
}
