/** The lines of an output as rows of a screen, in pieces of which each is one word that can be chosen, or what is between words. */
import type { Choice } from "../explain/choice.ts";
import { groupBy } from "../explain/group.ts";
import type { Place } from "../explain/place.ts";
import { charactersOf } from "./edit.ts";
import { columnsOf } from "./frame.ts";
import { sanitise } from "./sanitise.ts";

export interface Piece {
	readonly text: string;
	/** Number of the word. */
	readonly word?: number;
	/** Its first column, and how many it has. */
	readonly x: number;
	readonly columns: number;
}

export type Row = readonly Piece[];

/** Every key asks for the same rows again. */
const laid = new WeakMap<Choice, { readonly width: number; readonly rows: readonly Row[] }>();

export function rowsOf(choice: Choice, width: number): readonly Row[] {
	const last = laid.get(choice);
	if (last?.width === width) return last.rows;
	const numbered = choice.words.map((place, number) => ({ place, number }));
	const byLine = groupBy(numbered, ({ place }) => place.line);
	const rows = choice.lines.flatMap((line, i) => piecesOf(line, byLine.get(i) ?? [], width));
	laid.set(choice, { width, rows });
	return rows;
}

interface Numbered {
	readonly place: Place;
	readonly number: number;
}

/** A line that is too long goes on in the next row, as on the terminal. */
export function piecesOf(line: string, words: readonly Numbered[], width: number): Row[] {
	const rows: Piece[][] = [[]];
	let x = 0;
	const put = (char: string, columns: number, word: number | undefined): void => {
		if (x + columns > width) {
			rows.push([]);
			x = 0;
		}
		const row = rows.at(-1) as Piece[];
		const piece = row.at(-1);
		if (piece && piece.word === word)
			row[row.length - 1] = { ...piece, text: piece.text + char, columns: piece.columns + columns };
		else row.push({ text: char, x, columns, ...(word !== undefined && { word }) });
		x += columns;
	};
	let at = 0;
	for (const char of charactersOf(line)) {
		const word = words.find(({ place }) => place.start <= at && at < place.end)?.number;
		for (const safe of charactersOf(sanitise(char === "\t" ? " " : char, false))) put(safe, columnsOf(safe), word);
		at += char.length;
	}
	return rows;
}
