/**
 * The lines of `ip -batch FILE`: comments, continuation lines and quotes. lib/utils.c getcmdline() and makeargs() of
 * iproute2. A `#` cuts its line anywhere, even inside quotes.
 */
import { exited } from "./failure.ts";

export interface BatchLine {
	readonly words: readonly string[];
	/** Of the last physical line that was read for it; errors name it. */
	readonly number: number;
}

/** `complain` hears of a continuation line that is not there; the batch ends then as at its end. */
export function* batchLines(text: string, complain: (line: string) => void): Generator<BatchLine> {
	let number = 0;
	let at = 0;
	const next = (): string | undefined => {
		if (at >= text.length) return undefined;
		const end = text.indexOf("\n", at) + 1 || text.length;
		const line = text.slice(at, end);
		at = end;
		number++;
		return uncommented(line);
	};
	for (let line = next(); line !== undefined; line = next()) {
		for (let end = line.indexOf("\\\n"); end >= 0; end = line.indexOf("\\\n")) {
			const more = next();
			if (more === undefined) return complain("Missing continuation line");
			line = line.slice(0, end) + more;
		}
		const words = splitWords(line);
		if (words.length > 0) yield { words, number };
	}
}

function uncommented(line: string): string {
	const comment = line.indexOf("#");
	return comment < 0 ? line : line.slice(0, comment);
}

const tooMany = () => exited("Too many arguments to command", 1);

/** A quote at the start of a word holds it together to the next such quote; there are no escapes. */
function splitWords(line: string): string[] {
	const words = /["']/.test(line) ? splitQuoted(line) : (line.match(/[^ \t\r\n]+/g) ?? []);
	if (words.length > 511) throw tooMany();
	return words;
}

function splitQuoted(line: string): string[] {
	const words: string[] = [];
	for (const [, opening, quoted, closing, bare] of line.matchAll(/(["'])((?:(?!\1).)*)(\1?)|([^ \t\r\n]+)/gs)) {
		if (opening !== undefined && closing === "")
			throw words.length > 511 ? tooMany() : exited("Unterminated quoted string", 1);
		words.push(quoted ?? bare ?? "");
	}
	return words;
}
