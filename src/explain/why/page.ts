/** The layout of `iplab why`: numbered steps, below each what was looked at and what was made of it. */
import { wrap } from "../../print/wrap.ts";

export type Entry =
	| { readonly head: string }
	/** A line as `ip` shows it: the one that decides is marked. */
	| { readonly line: string; readonly decides: boolean; readonly note: string }
	| { readonly text: string };

/** The last touch of a language, on all but the lines of `ip`. */
export function typesetEntry(entry: Entry, typeset: (text: string) => string): Entry {
	if ("head" in entry) return { head: typeset(entry.head) };
	return "text" in entry ? { text: typeset(entry.text) } : { ...entry, note: typeset(entry.note) };
}

export interface PageStyle {
	readonly width: number;
	readonly color: boolean;
}

export function whyPage(title: string, entries: readonly Entry[], { width, color }: PageStyle): string {
	let number = 0;
	const bold = (text: string) => (color ? `\x1b[1m${text}\x1b[22m` : text);
	const folded = (text: string, indent: number) =>
		wrap(text, Math.max(20, width - indent)).map((line) => `${" ".repeat(indent)}${line}`);
	const lines = entries.flatMap((entry) => {
		if ("head" in entry) return ["", bold(`${++number}. ${entry.head}`)];
		if ("text" in entry) return folded(entry.text, 3);
		const [first = "", ...more] = foldLine(entry.line, width - 3);
		const rows = [`${entry.decides ? " ▶" : " ·"} ${first}`, ...more.map((line) => `     ${line}`)];
		return [...(entry.decides ? rows.map(bold) : rows), ...folded(entry.note, 6)];
	});
	return ["", bold(title), ...lines].map((line) => `${line}\n`).join("");
}

/** A line of `ip` that is too long has a next hop a line, as `ip route` shows them. */
function foldLine(line: string, width: number): string[] {
	if (line.length <= width) return [line];
	return line.split(/ (?=nexthop )/).flatMap((part) => wrap(part, Math.max(20, width - 2)));
}
