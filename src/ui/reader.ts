/**
 * The line reader: keys in, lines out, as GNU readline does it. A value and one function; what a key asks of the terminal
 * around it (run this line, show candidates, leave) comes back as a wish. Read first: edit.ts and recall.ts.
 */
import { blank, type Edit, editKeys, insert, replaced } from "./edit.ts";
import type { Key } from "./key.ts";
import { emptyRecall, type Recall, remember, search, walk } from "./recall.ts";

export interface Reader {
	readonly edit: Edit;
	readonly recall: Recall;
	/** Set while C-r looks for a line. */
	readonly search?: Search;
	/** Lines that are entered already of a command that needs more, each with its newline. */
	readonly above: string;
}

interface Search {
	readonly query: string;
	/** Number of the line found. */
	readonly at: number | undefined;
	readonly before: Edit;
}

export type Wish =
	/** The line stands as it is; the reader is ready for the next. */
	| { readonly wish: "enter"; readonly line: string }
	| { readonly wish: "cancel" | "leave" | "clear" | "complete" | "choose" };

/** What one key does: a paste is many. */
export type Stroke = Exclude<Key, { is: "paste" | "mouse" }>;

export interface Pressed {
	readonly reader: Reader;
	readonly wish?: Wish;
}

export const newReader: Reader = { edit: blank, recall: emptyRecall, above: "" };

export function press(reader: Reader, key: Stroke): Pressed {
	if (reader.search !== undefined) return pressSearching(reader, reader.search, key);
	if (key.is === "text") return { reader: edited(reader, insert(reader.edit, key.text)) };
	const wish = wishes[key.name]?.(reader);
	if (wish !== undefined) return wish;
	const action = editKeys[key.name];
	return { reader: action === undefined ? reader : edited(reader, action(reader.edit)) };
}

/** Keys that do more than edit; undefined where they leave the key to the line. */
const wishes: Readonly<Record<string, (reader: Reader) => Pressed | undefined>> = {
	enter: (reader) => ({ reader: ready(reader), wish: { wish: "enter", line: reader.edit.text } }),
	"C-c": (reader) => ({ reader: forgotten(reader), wish: { wish: "cancel" } }),
	"C-d": (reader) => (reader.edit.text === "" ? { reader, wish: { wish: "leave" } } : undefined),
	"C-o": (reader) => ({ reader, wish: { wish: "choose" } }),
	"C-l": (reader) => ({ reader, wish: { wish: "clear" } }),
	tab: (reader) => ({ reader, wish: { wish: "complete" } }),
	up: (reader) => ({ reader: walked(reader, -1) }),
	down: (reader) => ({ reader: walked(reader, 1) }),
	"C-p": (reader) => ({ reader: walked(reader, -1) }),
	"C-n": (reader) => ({ reader: walked(reader, 1) }),
	"C-r": (reader) => ({ reader: { ...reader, search: { query: "", at: undefined, before: reader.edit } } }),
};

function edited(reader: Reader, edit: Edit): Reader {
	return { ...reader, edit };
}

/** An empty line, with what was killed still there for C-y. */
function ready(reader: Reader): Reader {
	return edited(reader, { ...blank, killed: reader.edit.killed });
}

/** The line and all above it are given up. */
export function forgotten(reader: Reader): Reader {
	const { lines } = reader.recall;
	return { ...ready(reader), recall: { lines, at: lines.length, draft: "" }, above: "" };
}

/** A whole command was entered. */
export function entered(reader: Reader, command: string): Reader {
	return { ...reader, recall: remember(reader.recall, command), above: "" };
}

function walked(reader: Reader, by: -1 | 1): Reader {
	const found = walk(reader.recall, reader.edit.text, by);
	if (found === undefined) return reader;
	return { ...reader, recall: found.recall, edit: replaced(reader.edit, found.text) };
}

function pressSearching(reader: Reader, state: Search, key: Stroke): Pressed {
	const { query, at, before } = state;
	if (key.is === "text")
		return { reader: searching(reader, state, query + key.text, (at ?? Number.POSITIVE_INFINITY) + 1) };
	const { search: _, ...found } = reader;
	switch (key.name) {
		case "C-r":
			return { reader: searching(reader, state, query, at ?? Number.POSITIVE_INFINITY) };
		case "backspace":
			return { reader: searching(reader, state, query.slice(0, -1), Number.POSITIVE_INFINITY) };
		case "C-c":
		case "C-g":
			return { reader: { ...found, edit: before } };
		default:
			// any other key takes the line that was found, and does what it does
			return press(found, key);
	}
}

function searching(reader: Reader, state: Search, query: string, below: number): Reader {
	const at = query === "" ? undefined : (search(reader.recall, query, below) ?? state.at);
	const line = at === undefined ? undefined : reader.recall.lines[at];
	return {
		...reader,
		search: { ...state, query, at },
		edit: line === undefined ? state.before : { ...reader.edit, text: line, cursor: Math.max(0, line.indexOf(query)) },
		recall: at === undefined ? reader.recall : { ...reader.recall, at },
	};
}
