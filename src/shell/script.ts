/** A script as bash reads it: command after command, so that a mistake further down does not undo what ran before it. */
import { needsMore } from "./syntax.ts";

export interface Piece {
	/** One or more whole lines, with their newlines. */
	readonly text: string;
	/** Number of its first line. */
	readonly line: number;
}

export function* piecesOf(script: string): Generator<Piece, undefined> {
	const lines = script.replace(/\n$/, "").split("\n");
	let text = "";
	let first = 1;
	for (const [index, line] of lines.entries()) {
		text += `${line}\n`;
		if (index < lines.length - 1 && (isSilent(text) || needsMore(text))) continue;
		yield { text, line: first };
		text = "";
		first = index + 2;
	}
}

/** Blank lines and comments wait for the command after them. */
function isSilent(text: string): boolean {
	return /^(?:[ \t]*(?:#.*)?\n)*$/.test(text);
}
