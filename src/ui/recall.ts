/** The lines typed before: Up and Down walk through them, C-r looks for one. A value; lines.at(-1) is the newest. */

export interface Recall {
	readonly lines: readonly string[];
	/** The line shown; lines.length is the one being typed. */
	readonly at: number;
	/** What was being typed when the walk began. */
	readonly draft: string;
}

const LONGEST = 1000;

export const emptyRecall: Recall = { lines: [], at: 0, draft: "" };

/** A line was entered. The same one twice in a row is kept once. */
export function remember({ lines }: Recall, line: string): Recall {
	const kept = line.trim() === "" || line === lines.at(-1) ? lines : [...lines, line].slice(-LONGEST);
	return { lines: kept, at: kept.length, draft: "" };
}

export interface Recalled {
	readonly recall: Recall;
	readonly text: string;
}

/** One line up (-1) or down (1) from `text`; undefined at either end. */
export function walk(recall: Recall, text: string, by: -1 | 1): Recalled | undefined {
	const { lines, at } = recall;
	const to = at + by;
	if (to < 0 || to > lines.length) return undefined;
	const draft = at === lines.length ? text : recall.draft;
	return { recall: { lines, at: to, draft }, text: lines[to] ?? draft };
}

/** The newest line before `below` that has the text in it: its number. */
export function search({ lines }: Recall, text: string, below: number): number | undefined {
	for (let i = Math.min(below, lines.length) - 1; i >= 0; i--) if (lines[i]?.includes(text)) return i;
	return undefined;
}
