/**
 * What a command printed, made safe to write to a terminal: whatever a device's name, a file or a paste brought into it, only
 * text, tabs, ends of lines and colours (SGR) get through. All else is made visible, as `cat -v` does.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
const harmful = /\x1b\[[0-9;:]*m|\r\n|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const stray = /[\ud800-\udfff]/gu;

/** Without `color` the colours are dropped. */
export function sanitise(text: string, color: boolean): string {
	let colored = false;
	const safe = text.replace(stray, hex).replace(harmful, (found) => {
		if (found === "\r\n") return "\n";
		if (!found.endsWith("m") || found.length === 1) return visible(found);
		colored = color;
		return color ? found : "";
	});
	return colored ? `${safe}\x1b[0m` : safe;
}

function visible(char: string): string {
	const code = char.charCodeAt(0);
	if (code < 0x20) return `^${String.fromCharCode(code + 64)}`;
	if (code === 0x7f) return "^?";
	return hex(char);
}

/** A byte that is no UTF-8 stands as U+DC80…U+DCFF (net/byte.ts). */
function hex(char: string): string {
	const code = char.charCodeAt(0);
	if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
	return code <= 0xff ? `\\x${code.toString(16)}` : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** More of it would only fill the memory of terminals. */
const MOST = { lines: 10_000, characters: 1 << 20 };

export interface Cut {
	readonly text: string;
	/** Lines that are left out. */
	readonly left: number;
}

/** The beginning of an endless output, up to the end of a line if there is one. */
export function cut(text: string, most = MOST): Cut {
	let end = 0;
	for (let line = 0; line < most.lines && end < text.length; line++) {
		const newline = text.indexOf("\n", end);
		const next = newline < 0 ? text.length : newline + 1;
		if (next > most.characters) {
			if (end === 0) end = most.characters;
			break;
		}
		end = next;
	}
	if (end === text.length) return { text, left: 0 };
	return { text: text.slice(0, end), left: lineCount(text, end) };
}

function lineCount(text: string, from: number): number {
	let lines = text.endsWith("\n") ? 0 : 1;
	for (let at = text.indexOf("\n", from); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
	return lines;
}
