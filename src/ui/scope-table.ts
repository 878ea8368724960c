/** The addresses of a page by scope, as a table below it. Plain ASCII, so that it can be pasted into a mail or a ticket. */
import Table from "cli-table3";
import type { ScopeRow, ScopeSummary } from "../explain/scope.ts";
import { wrap } from "../print/wrap.ts";

export interface TableStyle {
	/** Columns of the terminal. */
	readonly width: number;
	/** ANSI sequences: only then. */
	readonly color: boolean;
}

/** Characters for the text of each column; one that has none is left out. */
type Widths = { readonly [column in keyof ScopeRow]: number };

export function scopeTable({ title, heads, rows }: ScopeSummary, { width, color }: TableStyle): string {
	const widths = widthsOf(rows, width);
	const lines = ({ scope, addresses, reach }: ScopeRow) => [
		cell([scope], widths.scope),
		cell(addresses, widths.addresses),
		...(widths.reach === 0 ? [] : [cell([reach], widths.reach)]),
	];
	const table = new Table({
		head: lines({ ...heads, addresses: [heads.addresses] }),
		chars,
		// cli-table3 paints where nobody says no
		style: { head: [], border: [] },
	});
	table.push(...rows.map(lines));
	return `${color ? `\x1b[1m${title}\x1b[22m` : title}\n${table.toString()}\n`;
}

const corner = "+";
const chars = {
	...{ top: "-", "top-mid": corner, "top-left": corner, "top-right": corner },
	...{ bottom: "-", "bottom-mid": corner, "bottom-left": corner, "bottom-right": corner },
	...{ left: "|", "left-mid": corner, mid: "-", "mid-mid": corner },
	...{ right: "|", "right-mid": corner, middle: "|" },
};

/** A border and two blanks for each column, and the last border. */
const around = (columns: number) => 3 * columns + 1;

const leastScope = 5;
const mostScope = 10;
const leastReach = 20;
const narrow = 56;

/** Addresses come first; in a narrow terminal there is no room to say what a scope means, and the page has said it above. */
function widthsOf(rows: readonly ScopeRow[], width: number): Widths {
	const scope = Math.min(mostScope, Math.max(leastScope, ...rows.map((row) => row.scope.length)));
	if (width < narrow) return { scope, addresses: Math.max(8, width - around(2) - scope), reach: 0 };
	const room = width - around(3) - scope;
	const longest = Math.max(...rows.flatMap(({ addresses }) => addresses.map(({ length }) => length)));
	const addresses = Math.min(longest, room - leastReach);
	return { scope, addresses, reach: room - addresses };
}

/** Broken between words, and within one that is longer than the cell: nothing of an address is left out. */
function cell(paragraphs: readonly string[], width: number): string {
	const piece = new RegExp(`.{1,${width}}`, "gu");
	return paragraphs
		.flatMap((paragraph) => wrap(paragraph, width))
		.flatMap((line) => line.match(piece) ?? [])
		.join("\n");
}
