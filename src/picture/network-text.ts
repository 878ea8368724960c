/**
 * A network on a terminal: nodes where dagre puts them, links as lines of characters, each kind with its own: a link `·`, one that
 * carries nothing `x`, the way before `-`, the way after `#`, both `=`.
 */
import type { NetworkPicture } from "../print/network.ts";
import { foldColumns, type Layout, layNetwork, loopNetwork, stepsOf } from "./network-layout.ts";

/** Columns of a terminal that a drawing may have. */
const most = 78;
const longest = 24;
/** Between columns. */
const columnGap = 8;
const leastGap = 4;

const short = (name: string) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);
const sizeOf = (name: string) => ({ width: short(name).length + 4, height: 1, gap: 3, columnGap });

/** What is drawn over what. */
type Mark = "·" | "x" | "-" | "#" | "=";

export function networkText(picture: NetworkPicture): string {
	const widest = Math.max(...picture.nodes.map(({ name }) => sizeOf(name).width));
	const pitch = { x: widest + 4, y: 2, most, tall: 2 };
	const laid = loopNetwork(picture, pitch) ?? fitted(layNetwork(picture, sizeOf), pitch);
	const rows = Math.ceil(laid.height) + 1;
	const grid = Array.from({ length: rows }, () => Array<string>(Math.ceil(laid.width) + 1).fill(" "));
	const links = picture.links.map(({ a, b, alive }) => ({ a, b, mark: markOf(picture, a, b, alive) }));
	const isWay = ({ mark }: { readonly mark: Mark }) => Number(mark !== "·" && mark !== "x");
	for (const { a, b, mark } of links.sort((x, y) => isWay(x) - isWay(y))) line(grid, laid, a, b, mark);
	for (const { name, alive } of picture.nodes) label(grid, laid, name, alive);
	const drawing = grid
		.map((row) => row.join("").trimEnd())
		.join("\n")
		.replace(/^\n+|\n+$/g, "");
	const { before, after, link, broken } = picture;
	return `${drawing}\n\n- ${before}   # ${after}   = ${before}, ${after}   · ${link}   x ${broken}\n`;
}

/** As dagre has it where there is room, if need be with columns nearer to each other; else its columns in as many bands as it takes. */
function fitted(layout: Layout, pitch: { readonly x: number; readonly y: number }): Layout {
	const near = nearer(layout);
	return near.width <= most ? inRows(near) : foldColumns(layout, { ...pitch, most });
}

function nearer({ places, width, height }: Layout): Layout {
	const columns = [...new Set([...places.values()].map(({ x }) => x))].sort((a, b) => a - b);
	const gaps = Math.max(1, columns.length - 1);
	const less = Math.min(columnGap - leastGap, Math.max(0, Math.ceil((width - most) / gaps)));
	const moved = [...places].map(([name, { x, y }]) => [name, { x: x - less * columns.indexOf(x), y }] as const);
	return { places: new Map(moved), width: width - less * gaps, height };
}

/** A terminal has few rows: every height that dagre has used is the next one. */
const rowHeight = 4;

function inRows({ places, width }: Layout): Layout {
	const heights = [...new Set([...places.values()].map(({ y }) => Math.round(y)))].sort((a, b) => a - b);
	const rowOf = (y: number) => heights.indexOf(Math.round(y)) * rowHeight;
	const moved = [...places].map(([name, { x, y }]) => [name, { x, y: rowOf(y) }] as const);
	return { places: new Map(moved), width, height: (heights.length - 1) * rowHeight };
}

function markOf({ ways }: NetworkPicture, a: string, b: string, alive: boolean): Mark {
	const on = (way: readonly string[]) =>
		stepsOf(way).some(([from, to]) => (from === a && to === b) || (from === b && to === a));
	const was = ways.some(({ before }) => on(before));
	const is = ways.some(({ after }) => on(after));
	if (was && is) return "=";
	if (was || is) return was ? "-" : "#";
	return alive ? "·" : "x";
}

function line(grid: string[][], { places }: Layout, from: string, to: string, mark: Mark): void {
	const [a, b] = [places.get(from), places.get(to)];
	if (!a || !b) return;
	const count = Math.ceil(Math.max(Math.abs(b.x - a.x), 2 * Math.abs(b.y - a.y)));
	for (let i = 0; i <= count; i++) {
		const at = (p: number, q: number) => Math.round(p + ((q - p) * i) / Math.max(1, count));
		const row = grid[at(a.y, b.y)];
		if (row) row[at(a.x, b.x)] = mark;
	}
}

function label(grid: string[][], { places }: Layout, name: string, alive: boolean): void {
	const place = places.get(name);
	const row = place && grid[Math.round(place.y)];
	if (!place || !row) return;
	const text = alive ? `[${short(name)}]` : `x${short(name)}x`;
	const start = Math.max(0, Math.round(place.x - text.length / 2));
	for (const [i, char] of [...text].entries()) row[start + i] = char;
}
