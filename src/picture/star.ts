/**
 * Many namespaces that hang on one other, as thirty containers on a bridge: the layout gets one box for all of them, in which
 * they stand in rows; their wires run between the rows.
 */
import type { Wire } from "./scene.ts";

/** So many may stand above each other as the layout puts them. */
const mostInColumn = 8;
const columnGap = 34;

export interface Size {
	readonly width: number;
	readonly height: number;
}

interface Point {
	readonly x: number;
	readonly y: number;
}

export interface Star extends Size {
	/** The namespace in the middle. */
	readonly hub: string;
	/** From the upper left corner, the middle of each box. */
	readonly places: ReadonlyMap<string, Point>;
	/** Where the wire of each runs along, above its row; where it leaves that way for its box. */
	readonly lanes: ReadonlyMap<string, { readonly y: number; readonly end: number }>;
}

export function starsOf(
	pairs: readonly Wire[],
	netnsOf: (key: string) => string,
	sizeOf: (name: string) => Size,
): Star[] {
	const neighbours = new Map<string, Set<string>>();
	for (const { a, b } of pairs)
		for (const [one, other] of [
			[netnsOf(a), netnsOf(b)],
			[netnsOf(b), netnsOf(a)],
		] as const)
			if (one !== other) neighbours.set(one, (neighbours.get(one) ?? new Set()).add(other));
	const hubs = new Map<string, string[]>();
	for (const [name, [hub = "", ...others]] of neighbours)
		if (others.length === 0) hubs.set(hub, [...(hubs.get(hub) ?? []), name]);
	return [...hubs].flatMap(([hub, names]) => (names.length > mostInColumn ? [star(hub, names, sizeOf)] : []));
}

/** About as many rows as make a picture wider than high. */
function star(hub: string, names: readonly string[], sizeOf: (name: string) => Size): Star {
	const sizes = names.map(sizeOf);
	const [widest, highest] = [
		Math.max(...sizes.map(({ width }) => width)) + columnGap,
		Math.max(...sizes.map(({ height }) => height)),
	];
	const columns = Math.ceil(Math.sqrt((1.6 * names.length * highest) / widest));
	const rowGap = 16 + 5 * columns;
	const rows = Math.ceil(names.length / columns);
	const places = new Map<string, Point>();
	const lanes = new Map<string, { y: number; end: number }>();
	for (const [i, name] of names.entries()) {
		const [row, column] = [Math.floor(i / columns), i % columns];
		const { width, height } = sizes[i] as Size;
		const top = rowGap + row * (highest + rowGap);
		places.set(name, { x: column * widest + columnGap + width / 2, y: top + height / 2 });
		lanes.set(name, { y: top - 8 - 5 * (columns - 1 - column), end: column * widest + columnGap - 12 });
	}
	return { hub, places, lanes, width: columns * widest, height: rows * (highest + rowGap) + rowGap };
}
