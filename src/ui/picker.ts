/**
 * Choosing a word of an output, by key or by mouse, and reading what it means: a page of its own, the output above, the text
 * below. A value, keys in, rows out; full-page.ts puts it on the screen.
 */
import type { Choice } from "../explain/choice.ts";
import { wrap } from "../print/wrap.ts";
import type { Key } from "./key.ts";
import { type Piece, piecesOf, rowsOf } from "./pick-row.ts";

export interface Size {
	readonly width: number;
	readonly height: number;
}

export interface Picker {
	readonly choice: Choice;
	/** Which keys do what. */
	readonly keys: string;
	/** Number of the chosen word. */
	readonly at: number;
	/** Rows scrolled away: of the output, of the text. */
	readonly top: number;
	readonly below: number;
}

export type Picked = { readonly picker: Picker } | { readonly leave: true; readonly keep: string };

export function newPicker(choice: Choice, keys: string): Picker {
	return { choice, keys, at: 0, top: 0, below: 0 };
}

export function pressPicker(picker: Picker, key: Key, size: Size): Picked {
	if (key.is === "mouse") return { picker: pressMouse(picker, key, size) };
	if (key.is === "paste") return { picker };
	const name = key.is === "text" ? (texts[key.text] ?? "") : key.name;
	if (name === "enter") return { leave: true, keep: tell(picker, size.width) };
	if (leaving.has(name)) return { leave: true, keep: "" };
	return { picker: moves[name]?.(picker, size) ?? picker };
}

const texts: Readonly<Record<string, string>> = { q: "escape", " ": "pagedown", b: "pageup" };
const leaving: ReadonlySet<string> = new Set(["escape", "C-c", "C-d", "C-g", "C-o"]);

type Move = (picker: Picker, size: Size) => Picker;

const step = (by: number) => (picker: Picker, size: Size) => chosen(picker, picker.at + by, size);
const moves: Readonly<Record<string, Move>> = {
	left: step(-1),
	right: step(1),
	tab: step(1),
	up: (picker, size) => chosen(picker, wordBeside(picker, size, -1), size),
	down: (picker, size) => chosen(picker, wordBeside(picker, size, 1), size),
	home: (picker, size) => chosen(picker, 0, size),
	end: (picker, size) => chosen(picker, picker.choice.words.length - 1, size),
	pagedown: (picker, size) => scrolled(picker, size, "below", roomOf(picker, size).below - 1),
	pageup: (picker, size) => scrolled(picker, size, "below", 1 - roomOf(picker, size).below),
};

/** Another word, with its row in sight. */
function chosen(picker: Picker, wanted: number, size: Size): Picker {
	const at = Math.max(0, Math.min(wanted, picker.choice.words.length - 1));
	const rows = rowsOf(picker.choice, size.width);
	const first = rows.findIndex((row) => row.some(({ word }) => word === at));
	const last = rows.findLastIndex((row) => row.some(({ word }) => word === at));
	const { above } = roomOf(picker, size);
	return { ...picker, at, below: 0, top: Math.max(last - above + 1, Math.min(picker.top, first)) };
}

/** The word in the next row that has any, nearest to the column of this one. */
function wordBeside({ choice, at }: Picker, { width }: Size, by: 1 | -1): number {
	const rows = rowsOf(choice, width);
	const from = rows.findIndex((row) => row.some(({ word }) => word === at));
	const column = rows[from]?.find(({ word }) => word === at)?.x ?? 0;
	for (let y = from + by; y >= 0 && y < rows.length; y += by) {
		const words = (rows[y] ?? []).filter(({ word }) => word !== undefined && word !== at);
		const near = words.toSorted((a, b) => distance(a, column) - distance(b, column))[0];
		if (near?.word !== undefined) return near.word;
	}
	return at;
}

function distance({ x, columns }: Piece, column: number): number {
	return column < x ? x - column : Math.max(0, column - x - columns + 1);
}

function pressMouse(picker: Picker, { button, x, y }: Extract<Key, { is: "mouse" }>, size: Size): Picker {
	const { above } = roomOf(picker, size);
	if (button === 64 || button === 65)
		return scrolled(picker, size, y < above ? "top" : "below", button === 64 ? -wheel : wheel);
	if (button !== 0 || y >= above) return picker;
	const row = rowsOf(picker.choice, size.width)[picker.top + y] ?? [];
	const word = row.find((piece) => piece.x <= x && x < piece.x + piece.columns)?.word;
	return word === undefined ? picker : { ...picker, at: word, below: 0 };
}

const wheel = 3;

function scrolled(picker: Picker, size: Size, part: "top" | "below", by: number): Picker {
	const { above, below } = roomOf(picker, size);
	const all = part === "top" ? rowsOf(picker.choice, size.width).length : toldRows(picker, size.width).length;
	const most = Math.max(0, all - (part === "top" ? above : below));
	return { ...picker, [part]: Math.max(0, Math.min(most, picker[part] + by)) };
}

/** Rows of the output, and of the text: the text gets what the output leaves. */
function roomOf({ choice, keys }: Picker, { width, height }: Size): { above: number; below: number } {
	const free = Math.max(2, height - wrap(keys, width - 1).length);
	const above = Math.min(rowsOf(choice, width).length, Math.max(1, Math.floor(free * 0.45)));
	return { above, below: free - above };
}

function tell({ choice, at }: Picker, width: number): string {
	const word = choice.words[at];
	return word === undefined ? "" : choice.tell(word, { width, color: false, full: true });
}

function toldRows(picker: Picker, width: number): string[] {
	const { choice, at } = picker;
	// its line stands above
	const own = choice.lines[choice.words[at]?.line ?? -1];
	const lines = tell(picker, width).trimEnd().split("\n");
	return lines
		.filter((line) => line !== own)
		.flatMap((line) => piecesOf(line, [], width).map((row) => row.map(({ text }) => text).join("")));
}

const mark = { on: "\x1b[7m", off: "\x1b[27m" };

/** As many rows as the screen has. The chosen word and the row between the parts are marked. */
export function pickerRows(picker: Picker, size: Size): string[] {
	const { above, below } = roomOf(picker, size);
	const rows = rowsOf(picker.choice, size.width).slice(picker.top, picker.top + above);
	const output = rows.map((row) =>
		row.map(({ text, word }) => (word === picker.at ? `${mark.on}${text}${mark.off}` : text)).join(""),
	);
	const told = toldRows(picker, size.width);
	const text = told.slice(picker.below, picker.below + below);
	if (picker.below + below < told.length) text[below - 1] = "…";
	const keys = wrap(picker.keys, size.width - 1).map((line) => `${mark.on}${line.padEnd(size.width - 1)}${mark.off}`);
	return [...output, ...keys, ...text].slice(0, size.height);
}
