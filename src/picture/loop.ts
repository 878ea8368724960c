/**
 * Many nodes in one ring, or one chain: a layout in columns would make a ribbon of them. A ring stands around a rectangle, a chain
 * goes to and fro in rows, so that it can be read on a slide and in a terminal.
 */
import type { Size } from "./star.ts";

interface Point {
	readonly x: number;
	readonly y: number;
}

export interface Loop extends Size {
	/** From the upper left corner, the middle of each box. */
	readonly places: ReadonlyMap<string, Point>;
}

/** With fewer a ribbon is what one would draw. */
const fewest = 12;
/** Of a slide. */
const aspect = 1.8;

type Edge = readonly [a: string, b: string];

/** How far apart the middles of two boxes are at least, and how wide all may be. */
export interface Pitch extends Point {
	readonly most?: number;
	/** How many times higher than wide a unit is: a character of a terminal is 2. */
	readonly tall?: number;
}

/** Undefined where the nodes are no single ring or chain, or few. */
export function loopOf(names: readonly string[], edges: readonly Edge[], pitch: Pitch): Loop | undefined {
	const found = names.length > fewest ? orderOf(names, edges) : undefined;
	if (found === undefined) return undefined;
	const { order, closed } = found;
	const most = Math.max(2, Math.min(order.length, Math.floor((pitch.most ?? Number.POSITIVE_INFINITY) / pitch.x)));
	const columns = bestColumns(order.length, closed, most, pitch);
	const cells = order.map((_, i) => (closed ? around(i, columns, order.length) : toAndFro(i, columns)));
	const rows = Math.max(...cells.map(({ y }) => y)) + 1;
	const places = order.map((name, i): [string, Point] => {
		const { x, y } = cells[i] as Point;
		return [name, { x: (x + 0.5) * pitch.x, y: (y + 0.5) * pitch.y }];
	});
	return { places: new Map(places), width: columns * pitch.x, height: rows * pitch.y };
}

/** From one node to the next; a chain from its first end. */
function orderOf(names: readonly string[], edges: readonly Edge[]): { order: string[]; closed: boolean } | undefined {
	const beside = new Map(names.map((name) => [name, new Set<string>()]));
	for (const [a, b] of edges)
		if (a !== b) {
			beside.get(a)?.add(b);
			beside.get(b)?.add(a);
		}
	const degrees = names.map((name) => beside.get(name)?.size ?? 0);
	const ends = names.filter((_, i) => degrees[i] === 1);
	if (degrees.some((degree) => degree < 1 || degree > 2) || (ends.length !== 0 && ends.length !== 2)) return undefined;
	const order: string[] = [];
	for (let next: string | undefined = ends[0] ?? names[0]; next !== undefined; ) {
		order.push(next);
		const around = beside.get(next) ?? new Set();
		next = names.find((name) => around.has(name) && !order.includes(name));
	}
	return order.length === names.length ? { order, closed: ends.length === 0 } : undefined;
}

/** The rows that a ring of so many columns has: all but four corners are counted once. */
function ringRows(count: number, columns: number): number {
	return Math.max(2, Math.ceil((count + 4) / 2) - columns);
}

function bestColumns(count: number, closed: boolean, most: number, pitch: Pitch): number {
	const rows = (columns: number) => (closed ? ringRows(count, columns) : Math.ceil(count / columns));
	const off = (columns: number) =>
		Math.abs(Math.log((columns * pitch.x) / (rows(columns) * pitch.y * (pitch.tall ?? 1)) / aspect));
	const all = Array.from({ length: most - 1 }, (_, i) => i + 2);
	return all.reduce((best, columns) => (off(columns) < off(best) ? columns : best), all[0] ?? 2);
}

/** Clockwise from the upper left corner. */
function around(i: number, columns: number, count: number): Point {
	const rows = ringRows(count, columns);
	if (i < columns) return { x: i, y: 0 };
	const right = i - columns;
	if (right < rows - 1) return { x: columns - 1, y: right + 1 };
	const bottom = right - (rows - 1);
	if (bottom < columns - 1) return { x: columns - 2 - bottom, y: rows - 1 };
	return { x: 0, y: rows - 2 - (bottom - (columns - 1)) };
}

function toAndFro(i: number, columns: number): Point {
	const [y, x] = [Math.floor(i / columns), i % columns];
	return { x: y % 2 === 0 ? x : columns - 1 - x, y };
}
