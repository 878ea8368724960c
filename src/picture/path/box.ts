/**
 * What stands in the box of a namespace: the layers from the program down to its devices, one box for each layer and for each
 * device, and where the packet goes from one to the next.
 */
import type { Host } from "./host.ts";
import type { JourneyWords, Layer, Stage } from "./journey.ts";

export const charWidth = 7.9;
export const lineHeight = 17;
const padding = 10;
const gap = 30;
const head = 30;
const narrowest = 64;

export type Side = "there" | "back";

export interface TextLine {
	readonly text: string;
	readonly kind: "label" | "name" | "plain" | "stop" | Side;
}

export interface Part {
	readonly key: string;
	readonly layer: Layer;
	readonly lines: readonly TextLine[];
	readonly state: "passed" | "idle" | "stopped";
	/** Beside each other: what goes down to lo, and what comes up from it. */
	readonly column?: 0 | 1;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** From one part to another, within the namespace. */
export interface Move {
	readonly from: string;
	readonly to: string;
	readonly side: Side;
}

export interface HostBox {
	readonly ns: string;
	/** Places are from its upper left corner. */
	readonly parts: readonly Part[];
	readonly moves: readonly Move[];
	readonly width: number;
	readonly height: number;
	/** The first and the last part of each way. */
	readonly ends: Readonly<Partial<Record<Side, readonly [first: string, last: string]>>>;
}

type Draft = Omit<Part, "x" | "y">;

const layers: readonly Layer[] = ["process", "socket", "routing", "device"];

export function hostBox({ ns, there, turned, back, idle }: Host, words: JourneyWords): HostBox {
	const turns = turned.length > 0;
	const drafts = new Map<string, Draft>();
	const add = (stage: Stage, side: Side, column?: 0 | 1): string => {
		const key = keyOf(stage, column);
		const draft = grown(drafts.get(key), stage, side, words);
		drafts.set(key, { ...draft, key, ...(column !== undefined && { column }) });
		return key;
	};
	const columnOf = ({ layer }: Stage, column: 0 | 1) => (turns && layer !== "device" ? column : undefined);
	const ways: Readonly<Record<Side, readonly string[]>> = {
		there: [
			...there.map((stage) => add(stage, "there", columnOf(stage, 0))),
			...turned.map((stage) => add(stage, "there", columnOf(stage, 1))),
		],
		back: back.map((stage) => add(stage, "back", columnOf(stage, 0))),
	};
	const order = [...drafts.keys()].toSorted((a, b) => placeOn(ways, a) - placeOn(ways, b));
	const rows = layers.map((layer) =>
		order.map((key) => drafts.get(key) as Draft).filter((part) => part.layer === layer),
	);
	const { parts, inner, height } = stacked([...rows, idle.map((name) => idlePart(name, words))], ns.length * charWidth);
	const sides = ["there", "back"] as const;
	const moves = sides.flatMap((side) =>
		ways[side].slice(1).map((to, i): Move => ({ from: ways[side][i] as string, to, side })),
	);
	const ends = sides.flatMap((side) => {
		const [first, last] = [ways[side][0], ways[side].at(-1)];
		return first === undefined || last === undefined ? [] : [[side, [first, last]] as const];
	});
	return {
		ns,
		parts,
		moves: moves.filter(({ from, to }) => from !== to),
		width: inner + 2 * padding,
		height,
		ends: Object.fromEntries(ends),
	};
}

/** The packet comes from the left and leaves to the right; its answer comes from the right. */
function placeOn({ there, back }: Readonly<Record<Side, readonly string[]>>, key: string): number {
	const at = there.indexOf(key);
	if (at >= 0) return at / Math.max(1, there.length - 1);
	return 1 - back.indexOf(key) / Math.max(1, back.length - 1);
}

function keyOf({ layer, lines }: Stage, column: 0 | 1 = 0): string {
	return layer === "device" ? `device ${lines[0] ?? ""}` : `${layer} ${column}`;
}

function stacked(rows: readonly (readonly Draft[])[], narrowest: number) {
	const full = rows.filter((row) => row.length > 0);
	const inner = Math.max(narrowest, ...full.map(rowWidth));
	let y = head;
	const parts = full.flatMap((row) => {
		const placed = inRow(row, inner, y);
		y += Math.max(...placed.map(({ height }) => height)) + gap;
		return placed;
	});
	return { parts, inner, height: y - gap + padding };
}

/** What the packet meets in a part, and below it what its answer meets there. */
function grown(before: Draft | undefined, { layer, lines, stopped }: Stage, side: Side, words: JourneyWords): Draft {
	const isDevice = layer === "device";
	const first: TextLine = isDevice
		? { text: lines[0] ?? "", kind: "name" }
		: { text: words.layer[layer], kind: "label" };
	const added = (isDevice ? lines.slice(1) : lines).map(
		(text): TextLine => ({ text, kind: isDevice ? "plain" : side }),
	);
	const stop: TextLine[] = stopped === undefined ? [] : [{ text: `✗ ${stopped}`, kind: "stop" }];
	const known = before?.lines ?? [first];
	const more = added.filter(({ text, kind }) => !known.some((line) => line.text === text && line.kind === kind));
	const state = stopped !== undefined || before?.state === "stopped" ? "stopped" : "passed";
	return sized({ key: keyOf({ layer, lines }), layer, lines: [...known, ...more, ...stop], state });
}

function idlePart(name: string, { untouched }: JourneyWords): Draft {
	const lines: TextLine[] = [
		{ text: name, kind: "name" },
		{ text: untouched, kind: "plain" },
	];
	return sized({ key: `device ${name}`, layer: "device", lines, state: "idle" });
}

function sized(part: Omit<Draft, "width" | "height">): Draft {
	const longest = Math.max(...part.lines.map(({ text }) => text.length));
	return {
		...part,
		width: Math.max(narrowest, longest * charWidth + 2 * padding),
		height: part.lines.length * lineHeight + padding,
	};
}

function rowWidth(row: readonly Draft[]): number {
	if (row.some(({ column }) => column !== undefined)) return 2 * Math.max(...row.map(({ width }) => width)) + gap;
	return row.reduce((sum, { width }) => sum + width, Math.max(0, row.length - 1) * gap);
}

/** Devices beside each other over the whole width; any other layer is one box as wide as all, or two columns. */
function inRow(row: readonly Draft[], inner: number, y: number): Part[] {
	const height = Math.max(...row.map((part) => part.height));
	const half = (inner - gap) / 2;
	const [only] = row;
	if (only?.column !== undefined)
		return row.map((part) => ({ ...part, x: padding + (part.column === 1 ? half + gap : 0), y, width: half, height }));
	if (only && (only.layer !== "device" || only.lines.length > 1) && only.state !== "idle" && row.length === 1)
		return [{ ...only, x: padding, y, width: inner }];
	const rest = inner - row.reduce((sum, { width }) => sum + width, 0);
	const between = row.length > 1 ? rest / (row.length - 1) : 0;
	let x = padding + (row.length > 1 ? 0 : rest / 2);
	return row.map((part) => {
		const placed = { ...part, x, y, height };
		x += part.width + between;
		return placed;
	});
}
