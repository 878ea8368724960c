/**
 * Bytes of a terminal as keys. ink's useInput() is not used: it cannot tell Backspace from Delete, nor a paste from typing.
 * Names are Emacs's: C-a, M-b, left. Sequences: xterm's ctlseqs, "PC-Style Function Keys", "Bracketed
 * Paste Mode" and "SGR (1006)".
 */

export type Key =
	| { readonly is: "text"; readonly text: string }
	| { readonly is: "paste"; readonly text: string }
	/** A button went down: 0 is the left one, 64 and 65 are the wheel. Column and row from 0. */
	| { readonly is: "mouse"; readonly button: number; readonly x: number; readonly y: number }
	| { readonly is: "key"; readonly name: string };

export interface Decoded {
	readonly keys: readonly Key[];
	/** The beginning of a sequence or of a paste whose end has not come yet. */
	readonly pending: string;
}

const pasteStart = "\x1b[200~";
const pasteEnd = "\x1b[201~";

/** More than that is no paste that anybody means. */
const LONGEST_PASTE = 1 << 20;

const final: Readonly<Record<string, string>> = { A: "up", B: "down", C: "right", D: "left", F: "end", H: "home" };
const tilde: Readonly<Record<string, string>> = {
	1: "home",
	3: "delete",
	4: "end",
	5: "pageup",
	6: "pagedown",
	7: "home",
	8: "end",
};
const control: Readonly<Record<string, string>> = {
	"\r": "enter",
	"\n": "enter",
	"\t": "tab",
	"\b": "backspace",
	"\x7f": "backspace",
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
const token = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[@-~]|\x1b[^[O]|[^\x00-\x1f\x7f\x80-\x9f]+|./gsu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
const unfinished = /\x1b(?:\[[0-?]*[ -/]*|O)?$/;

export function decodeKeys(input: string): Decoded {
	const start = input.indexOf(pasteStart);
	if (start < 0) return decodeTyped(input);
	const before = decodeTyped(input.slice(0, start)).keys;
	const from = start + pasteStart.length;
	const end = input.indexOf(pasteEnd, from);
	if (end < 0 && input.length - from < LONGEST_PASTE) return { keys: before, pending: input.slice(start) };
	const text = input.slice(from, end < 0 ? undefined : end);
	const after = end < 0 ? { keys: [], pending: "" } : decodeKeys(input.slice(end + pasteEnd.length));
	return { keys: [...before, { is: "paste", text }, ...after.keys], pending: after.pending };
}

function decodeTyped(input: string): Decoded {
	const pending = unfinished.exec(input)?.[0] ?? "";
	const keys: Key[] = [];
	for (const [piece] of input.slice(0, input.length - pending.length).matchAll(token)) {
		const key = keyOf(piece);
		if (key !== undefined) keys.push(key);
	}
	return { keys, pending };
}

function keyOf(piece: string): Key | undefined {
	const first = piece.charCodeAt(0);
	if (piece.startsWith("\x1b[<")) return mouse(piece);
	if (first === 0x1b) {
		const name = escapeName(piece);
		return name === undefined ? undefined : { is: "key", name };
	}
	const name = control[piece];
	if (name !== undefined) return { is: "key", name };
	if (first < 0x20) return { is: "key", name: `C-${String.fromCharCode(first + 64).toLowerCase()}` };
	return first >= 0x7f && first < 0xa0 ? undefined : { is: "text", text: piece };
}

/** `ESC [ < button ; column ; row M`; with m the button goes up. */
function mouse(piece: string): Key | undefined {
	const [, button, x, y] = /^\[<(\d{1,4});(\d{1,5});(\d{1,5})M$/.exec(piece.slice(1)) ?? [];
	return button === undefined ? undefined : { is: "mouse", button: Number(button), x: Number(x) - 1, y: Number(y) - 1 };
}

/** `ESC [ 1 ; 5 D` is Ctrl-Left: the second number is 1 and a bit for each modifier. */
function escapeName(piece: string): string | undefined {
	const [, numbers = "", letter = ""] = /^[[O]([0-?]*)[ -/]*(.)$/u.exec(piece.slice(1)) ?? [];
	if (letter === "") return metaName(piece.slice(1));
	const [number = "", modifiers = "1"] = numbers.split(";");
	const name = letter === "~" ? tilde[number] : final[letter];
	const bits = Number(modifiers) - 1;
	return name === undefined ? undefined : `${bits & 4 ? "C-" : ""}${bits & 2 ? "M-" : ""}${name}`;
}

function metaName(char: string): string | undefined {
	const name = control[char];
	if (name !== undefined) return `M-${name}`;
	return char >= " " ? `M-${char.toLowerCase()}` : undefined;
}

/** A paste is its lines, each entered but for the last, which is left to be edited. */
export function typedKeys(key: Key): readonly Key[] {
	if (key.is !== "paste") return [key];
	const lines = key.text.split(/\r\n|\r|\n/);
	return lines.flatMap((line, i): Key[] => {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
		const text = line.replace(/\t/g, " ").replace(/[\x00-\x1f\x7f-\x9f]/g, "");
		const typed: Key[] = text === "" ? [] : [{ is: "text", text }];
		return i < lines.length - 1 ? [...typed, { is: "key", name: "enter" }] : typed;
	});
}

export function isKey(key: Key, name: string): boolean {
	return key.is === "key" && key.name === name;
}
