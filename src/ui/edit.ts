/** The line being typed, as a value, and what GNU readline's keys do to it. Positions are between whole characters as people see them. */

export interface Edit {
	readonly text: string;
	readonly cursor: number;
	/** What C-y puts back. */
	readonly killed: string;
}

export const blank: Edit = { text: "", cursor: 0, killed: "" };

let segmenter: Intl.Segmenter | undefined;

/** Characters with their accents. */
export function charactersOf(text: string): string[] {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
	if (/^[\x00-\x7f]*$/.test(text)) return [...text];
	segmenter ??= new Intl.Segmenter();
	return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function insert(edit: Edit, more: string): Edit {
	const { text, cursor } = edit;
	return { ...edit, text: text.slice(0, cursor) + more + text.slice(cursor), cursor: cursor + more.length };
}

/** Another text, with the cursor behind it. */
export function replaced(edit: Edit, text: string): Edit {
	return { ...edit, text, cursor: text.length };
}

function left({ text, cursor }: Edit): number {
	return cursor - (charactersOf(text.slice(0, cursor)).at(-1)?.length ?? 0);
}

function right({ text, cursor }: Edit): number {
	return cursor + (charactersOf(text.slice(cursor))[0]?.length ?? 0);
}

/** readline's words are letters and digits; C-w's are all but blanks. */
function wordLeft({ text, cursor }: Edit, word = /[\p{L}\p{N}]*[^\p{L}\p{N}]*$/u): number {
	return cursor - (word.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

function wordRight({ text, cursor }: Edit): number {
	return cursor + (/^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(text.slice(cursor))?.[0].length ?? 0);
}

function moved(edit: Edit, cursor: number): Edit {
	return { ...edit, cursor };
}

/** Takes out what is between the cursor and `to`. */
function removed(edit: Edit, to: number): Edit {
	const [from, end] = to < edit.cursor ? [to, edit.cursor] : [edit.cursor, to];
	return { ...edit, text: edit.text.slice(0, from) + edit.text.slice(end), cursor: from };
}

function killed(edit: Edit, to: number): Edit {
	if (to === edit.cursor) return edit;
	const text = to < edit.cursor ? edit.text.slice(to, edit.cursor) : edit.text.slice(edit.cursor, to);
	return { ...removed(edit, to), killed: text };
}

const blankWord = /\S*\s*$/;

/** C-t: swaps the characters around the cursor, at the end the two before it. */
function swapped(edit: Edit): Edit {
	const middle = edit.cursor === edit.text.length ? left(edit) : edit.cursor;
	const from = left(moved(edit, middle));
	const end = right(moved(edit, middle));
	if (from === middle || middle === end) return edit;
	const { text } = edit;
	const pair = text.slice(middle, end) + text.slice(from, middle);
	return { ...edit, text: text.slice(0, from) + pair + text.slice(end), cursor: end };
}

type Action = (edit: Edit) => Edit;

const home: Action = (edit) => moved(edit, 0);
const end: Action = (edit) => moved(edit, edit.text.length);
const back: Action = (edit) => moved(edit, left(edit));
const forth: Action = (edit) => moved(edit, right(edit));
const backWord: Action = (edit) => moved(edit, wordLeft(edit));
const forthWord: Action = (edit) => moved(edit, wordRight(edit));
const killWordBack: Action = (edit) => killed(edit, wordLeft(edit));
const killWord: Action = (edit) => killed(edit, wordRight(edit));
const erase: Action = (edit) => removed(edit, left(edit));

/** Keys that change or move within the line. */
export const editKeys: Readonly<Record<string, Action>> = {
	left: back,
	right: forth,
	home,
	end,
	"C-a": home,
	"C-e": end,
	"C-b": back,
	"C-f": forth,
	"C-left": backWord,
	"C-right": forthWord,
	"M-left": backWord,
	"M-right": forthWord,
	"M-b": backWord,
	"M-f": forthWord,
	backspace: erase,
	delete: (edit) => removed(edit, right(edit)),
	"C-d": (edit) => removed(edit, right(edit)),
	"C-u": (edit) => killed(edit, 0),
	"C-k": (edit) => killed(edit, edit.text.length),
	"C-w": (edit) => killed(edit, wordLeft(edit, blankWord)),
	"M-backspace": killWordBack,
	"M-d": killWord,
	"C-delete": killWord,
	"C-y": (edit) => insert(edit, edit.killed),
	"C-t": swapped,
};
