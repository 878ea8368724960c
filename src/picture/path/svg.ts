/**
 * A path as SVG: a box for each namespace, laid out from the sender to whoever is meant by dagre, its devices at the foot, where
 * the wires are; the packet in a full line, its answer in dashes. Light and dark follow the reader.
 */
import { graphlib, layout } from "@dagrejs/dagre";
import { escapeXml, round } from "../markup.ts";
import { charWidth, type HostBox, hostBox, lineHeight, type Part, type Side, type TextLine } from "./box.ts";
import { verdictLines } from "./fold.ts";
import { mergedHosts } from "./host.ts";
import type { Journey } from "./journey.ts";

const font = 13;
const margin = 24;
const titleHeight = 44;
const narrowest = 480;

const style = `.bg{fill:#fff}.ns{fill:#f4f6f8;stroke:#7b8794}.missed{fill:none;stroke:#7b8794;stroke-dasharray:4 4}
.part{fill:#fff;stroke:#7b8794}.part.idle{stroke-dasharray:3 3}.part.stopped{stroke:#c53030;stroke-width:2}
text{font-size:${font}px;font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2933;white-space:pre}
.title{font-weight:bold}.name{font-weight:bold}.label{fill:#52606d;font-style:italic}text.idle{fill:#52606d}
text.there{fill:#2b6cb0}text.back{fill:#9c4221}text.stop{fill:#c53030;font-weight:bold}
path{fill:none;stroke-linejoin:round}.wire{stroke:#cbd2d9;stroke-width:16}.way{stroke-width:2.5}.way.there{stroke:#2b6cb0}
.way.back{stroke:#c05621;stroke-dasharray:7 4}.head.there{fill:#2b6cb0}.head.back{fill:#c05621}
@media (prefers-color-scheme:dark){.bg{fill:#11161c}.ns{fill:#1b232c}.part{fill:#11161c}text{fill:#e4e7eb}
.label,text.idle{fill:#b0bac5}text.there{fill:#90cdf4}text.back{fill:#fbd38d}text.stop{fill:#fc8181}.part.stopped{stroke:#fc8181}
.wire{stroke:#3e4c59}.way.there{stroke:#63b3ed}.way.back{stroke:#f6ad55}.head.there{fill:#63b3ed}.head.back{fill:#f6ad55}}`;

/** Where the box of a namespace stands. */
interface Placed extends HostBox {
	readonly x: number;
	readonly y: number;
}

/** From one box to another, by their numbers. */
interface Link {
	readonly from: number;
	readonly to: number;
	readonly side: Side;
}

interface Point {
	readonly x: number;
	readonly y: number;
}

export function pathSvg(journey: Journey): string {
	const { hosts, order } = mergedHosts(journey);
	const boxes = hosts.map((host) => hostBox(host, journey.words));
	const links: Link[] = [
		...journey.there.slice(1).map((_, i) => ({ from: i, to: i + 1, side: "there" as const })),
		...order.slice(1).map((to, i) => ({ from: order[i] as number, to, side: "back" as const })),
	];
	const { missed } = journey;
	const ghost = missed && ghostBox(missed);
	const { there } = journey;
	const isRow = hosts.length === there.length;
	const { placed, width } = place(ghost ? [...boxes, ghost] : boxes, links, there.length - 1, isRow);
	const wide = Math.max(width, narrowest);
	const between = links.flatMap(({ from, to, side }) => wayBetween(placed[from], placed[to], side));
	const foot = Math.max(...placed.map((box) => box.y + box.height)) + (isRow ? 30 : 90);
	const text = verdictLines(journey.verdict, Math.floor(wide / charWidth));
	const total = foot + 30 + text.length * 20 + margin;
	const body = [
		...between.filter(({ wire }) => wire).map(({ svg }) => svg),
		...placed.map((each) => (each === placed[boxes.length] ? missedSvg(each) : boxSvg(each))),
		...between.filter(({ wire }) => !wire).map(({ svg }) => svg),
		legend(
			journey,
			hosts.some(({ back }) => back.length > 0),
			foot,
		),
		...text.map((line, i) =>
			textAt(line.trimStart(), margin + (line.length - line.trimStart().length) * 7, foot + 40 + i * 20, ""),
		),
	];
	const [w, h] = [Math.ceil(wide + 2 * margin), Math.ceil(total)];
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img">
<style>${style}</style>
<rect class="bg" width="100%" height="100%"/>
${textAt(journey.title, margin, 30, "title")}
${body.join("\n")}
</svg>
`;
}

function ghostBox({ ns, line }: NonNullable<Journey["missed"]>): HostBox {
	const width = Math.max(ns.length, line.length) * charWidth + 24;
	const text: TextLine = { text: line, kind: "plain" };
	const part: Part = { key: "", layer: "device", lines: [text], state: "idle", x: 10, y: 30, width, height: 30 };
	return { ns, parts: [part], moves: [], width, height: 60, ends: {} };
}

/** In one row they stand on one level, so that wires lie straight. */
function place(boxes: readonly HostBox[], links: readonly Link[], last: number, isRow: boolean) {
	const graph = new graphlib.Graph();
	graph.setGraph({ rankdir: "LR", nodesep: 70, ranksep: 80, marginx: 0, marginy: 0 });
	graph.setDefaultEdgeLabel(() => ({}));
	const tallest = Math.max(...boxes.map(({ height }) => height));
	const slot = ({ height }: HostBox) => (isRow ? tallest : height);
	for (const [i, box] of boxes.entries()) graph.setNode(String(i), { width: box.width, height: slot(box) });
	for (const { from, to, side } of links) {
		const [a, b] = side === "there" ? [from, to] : [to, from];
		graph.setEdge(String(a), String(b));
	}
	// A namespace that was not reached stands behind the last one that was.
	for (const [i, { ends }] of boxes.entries()) if (!ends.there && !ends.back) graph.setEdge(String(last), String(i));
	layout(graph);
	const placed = boxes.map((box, i): Placed => {
		const { x, y } = graph.node(String(i)) as Point;
		return { ...box, x: x - box.width / 2 + margin, y: y + slot(box) / 2 - box.height + titleHeight };
	});
	const { width = 0 } = graph.graph() as { width?: number };
	return { placed, width };
}

function partOf({ parts }: HostBox, key: string | undefined): Part | undefined {
	return parts.find((part) => part.key === key);
}

function boxSvg(box: Placed): string {
	const { x, y, width, height, ns, parts, moves } = box;
	const frame = `<rect class="ns" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="7"/>`;
	const name = textAt(ns, x + 10, y + 20, "title");
	const ways = moves.map(({ from, to, side }) => {
		const [a, b] = [partOf(box, from), partOf(box, to)];
		return a && b ? wayWithin(shifted(a, box), shifted(b, box), side) : "";
	});
	return [frame, name, ...parts.map((part) => partSvg(shifted(part, box))), ...ways].join("\n");
}

function shifted(part: Part, { x, y }: Placed): Part {
	return { ...part, x: part.x + x, y: part.y + y };
}

function partSvg({ x, y, width, height, lines, state }: Part): string {
	const box = `<rect class="part ${state}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="4"/>`;
	const texts = lines.map(({ text, kind }, i) =>
		textAt(text, x + 10, y + 17 + i * lineHeight, state === "idle" ? "idle" : kind),
	);
	return [box, ...texts].join("\n");
}

function missedSvg({ ns, parts, x, y, width, height }: Placed): string {
	const frame = `<rect class="missed" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="7"/>`;
	const line = parts[0]?.lines[0]?.text ?? "";
	return [frame, textAt(ns, x + 10, y + 20, "title"), textAt(line, x + 10, y + 44, "idle")].join("\n");
}

/** Four lanes, so that no way hides another: down and up, the packet and its answer. */
const lanes = { there: { down: -21, up: -7 }, back: { down: 7, up: 21 } } as const;

function wayWithin(a: Part, b: Part, side: Side): string {
	if (a.layer === "device" && b.layer === "device") return level(a, b, side);
	const down = a.y < b.y;
	const narrow = a.width < b.width ? a : b;
	const x = narrow.x + narrow.width / 2 + lanes[side][down ? "down" : "up"];
	const [from, to] = down ? [a.y + a.height, b.y] : [a.y, b.y + b.height];
	return arrow(
		[
			{ x, y: from },
			{ x, y: to },
		],
		side,
	);
}

function level(a: Part, b: Part, side: Side): string {
	const right = a.x < b.x;
	const y = a.y + a.height / 2 + (side === "there" ? -5 : 5);
	return arrow(
		[
			{ x: right ? a.x + a.width : a.x, y },
			{ x: right ? b.x : b.x + b.width, y },
		],
		side,
	);
}

/** From the last part in one namespace to the first in another: the wire, and the way on it. */
function wayBetween(a: Placed | undefined, b: Placed | undefined, side: Side): { svg: string; wire: boolean }[] {
	const [from, to] = [a && partOf(a, a.ends[side]?.[1]), b && partOf(b, b.ends[side]?.[0])];
	if (!a || !b || !from || !to) return [];
	const [p, q] = [shifted(from, a), shifted(to, b)];
	const isLevel = Math.abs(p.y + p.height / 2 - q.y - q.height / 2) < 1;
	const points = (aside: number) => (isLevel ? levelWay(p, q, aside) : lowWay(a, b, p, q, aside));
	const wire = `<path class="wire" d="${polyline(points(0))}"><title>${escapeXml(`${a.ns} – ${b.ns}`)}</title></path>`;
	return [
		{ svg: wire, wire: true },
		{ svg: arrow(points(side === "there" ? -4 : 4), side), wire: false },
	];
}

/** From side to side. */
function levelWay(p: Part, q: Part, aside: number): Point[] {
	const right = p.x < q.x;
	return [
		{ x: right ? p.x + p.width : p.x, y: p.y + p.height / 2 + aside },
		{ x: right ? q.x : q.x + q.width, y: q.y + q.height / 2 + aside },
	];
}

/** By the foot, and through the gap between the two columns: nothing stands there. */
function lowWay(a: Placed, b: Placed, p: Part, q: Part, aside: number): Point[] {
	const [left, right] = a.x < b.x ? [a, b] : [b, a];
	const [here, there] = [depthOf(p, a, a === left), depthOf(q, b, b === left)];
	const gap = (left.x + left.width + right.x) / 2 + (left === a ? here : there) * 18 - 9 + aside;
	const [low, high] = [a.y + a.height + 12 + here * 18 + aside, b.y + b.height + 12 + there * 18 + aside];
	const [x, end] = [p.x + p.width / 2 + aside, q.x + q.width / 2 + aside];
	return [
		{ x, y: p.y + p.height },
		{ x, y: low },
		{ x: gap, y: low },
		{ x: gap, y: high },
		{ x: end, y: high },
		{ x: end, y: q.y + q.height },
	];
}

/** How many devices stand between it and the side of the box that its wire leaves by. */
function depthOf({ x }: Part, box: Placed, toRight: boolean): number {
	const others = box.parts.filter(({ layer }) => layer === "device").map((part) => shifted(part, box).x);
	return others.filter((other) => (toRight ? other > x : other < x)).length;
}

function polyline(points: readonly Point[]): string {
	return points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
}

/** A line with a head; drawn by hand, since few programs let a marker take the colour of its line. */
function arrow(points: readonly Point[], side: Side): string {
	const [p, q] = points.slice(-2) as [Point, Point];
	const [dx, dy] = [Math.sign(round(q.x - p.x)), Math.sign(round(q.y - p.y))];
	const base = { x: q.x - 8 * dx, y: q.y - 8 * dy };
	const [l, r] = [
		{ x: base.x - 5 * dy, y: base.y + 5 * dx },
		{ x: base.x + 5 * dy, y: base.y - 5 * dx },
	];
	const head = [q, l, r].map(({ x, y }) => `${round(x)},${round(y)}`).join(" ");
	return `<path class="way ${side}" d="${polyline([...points.slice(0, -1), base])}"/><polygon class="head ${side}" points="${head}"/>`;
}

function legend({ words }: Journey, answered: boolean, y: number): string {
	const row = (side: Side, text: string, x: number) =>
		`<path class="way ${side}" d="M${round(x)} ${y - 4}L${round(x + 34)} ${y - 4}"/>${textAt(text, x + 42, y, "")}`;
	const second = margin + 42 + words.there.length * charWidth + 28;
	return [row("there", words.there, margin), ...(answered ? [row("back", words.back, second)] : [])].join("\n");
}

function textAt(text: string, x: number, y: number, kind: string): string {
	return `<text class="${kind}" x="${round(x)}" y="${round(y)}">${escapeXml(text)}</text>`;
}
