/** A world as SVG: dagre lays the devices out in the boxes of their namespaces; light and dark follow the reader. */
import { graphlib, layout } from "@dagrejs/dagre";
import { type Loop, loopOf } from "./loop.ts";
import { escapeXml, round } from "./markup.ts";
import { ordered, type Scene, type SceneDevice, type Wire } from "./scene.ts";
import { type Star, starsOf } from "./star.ts";

const font = 13;
const charWidth = 7.9;
const lineHeight = 17;
const padding = 10;

const style = `
.bg{fill:#fff}.ns{fill:#f4f6f8;stroke:#7b8794}path{fill:none}
text{font:${font}px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2933;white-space:pre}
.title{font-weight:bold}.dim{fill:#52606d}.off{fill:#616e7c}
.pair{stroke:#2f855a;stroke-width:2}path.dead{stroke:#c53030;stroke-dasharray:6 5}
path.new,path.changed{stroke-width:4}path.gone{stroke:#c53030;stroke-dasharray:2 5}
text.new{fill:#276749}text.gone{fill:#c53030;text-decoration:line-through}text.changed{fill:#975a16}
@media (prefers-color-scheme:dark){.bg{fill:#11161c}.ns{fill:#1b232c;stroke:#7b8794}text{fill:#e4e7eb}.dim{fill:#b0bac5}
.off{fill:#9aa5b1}.pair{stroke:#68d391}path.dead,path.gone{stroke:#fc8181}text.new{fill:#68d391}text.gone{fill:#fc8181}
text.changed{fill:#f6ad55}}`;

interface Placed {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

interface Line {
	readonly device: SceneDevice;
	readonly text: string;
	/** The first line of a device, where its wires end. */
	readonly first: boolean;
	readonly indent: number;
}

export function drawSvg(scene: Scene): string {
	const lines = new Map(scene.netns.map(({ name, devices }) => [name, linesIn(devices, scene)]));
	const pairs = scene.wires.filter(({ role }) => role === "pair");
	const boxSize = (name: string) => sizeOf(name, lines.get(name) ?? []);
	const stars = starsOf(pairs, netnsOf, boxSize);
	const starred = new Map(stars.flatMap((star) => [...star.places.keys()].map((name) => [name, star] as const)));
	const graph = new graphlib.Graph({ multigraph: true });
	graph.setGraph({ rankdir: "LR", nodesep: 18, ranksep: 90, marginx: 20, marginy: 30 });
	const loop = loopIn(pairs, scene, boxSize);
	const free = scene.netns.filter(({ name }) => !starred.has(name) && !loop?.places.has(name));
	if (loop) graph.setNode(loopBox, { width: loop.width, height: loop.height });
	for (const { name } of free) graph.setNode(name, boxSize(name));
	for (const star of stars) graph.setNode(boxOf(star), { width: star.width, height: star.height });
	for (const star of stars) graph.setEdge(star.hub, boxOf(star), {});
	for (const [i, { a, b }] of pairs.entries())
		if (netnsOf(a) !== netnsOf(b) && !loop && !starred.has(netnsOf(a)) && !starred.has(netnsOf(b)))
			graph.setEdge(netnsOf(a), netnsOf(b), {}, String(i));
	layout(graph);
	const places = uncrossed(graph, free, pairs, lines);
	const inLoop = loop && cornerOf(graph.node(loopBox) as Placed);
	for (const [name, { x, y }] of loop?.places ?? [])
		places.set(name, { ...boxSize(name), x: x + (inLoop?.x ?? 0), y: y + (inLoop?.y ?? 0) });
	for (const star of stars) {
		const corner = cornerOf(graph.node(boxOf(star)) as Placed);
		for (const [name, { x, y }] of star.places)
			places.set(name, { ...boxSize(name), x: corner.x + x, y: corner.y + y });
	}
	const placeOf = (name: string) => places.get(name) as Placed;
	const anchor = (key: string): Anchor => {
		const [box, rows] = [placeOf(netnsOf(key)), lines.get(netnsOf(key)) ?? []];
		const row = rows.findIndex(({ device, first }) => first && device.key === key);
		return {
			y: box.y - box.height / 2 + head + row * lineHeight + lineHeight / 2,
			left: box.x - box.width / 2,
			right: box.x + box.width / 2,
		};
	};
	const boxes = scene.netns.map(({ name }) => netnsBox(name, lines.get(name) ?? [], placeOf(name)));
	const bends = (wire: Wire, i: number) => {
		const name = [wire.a, wire.b].map(netnsOf).find((each) => starred.has(each)) ?? "";
		const star = starred.get(name);
		if (!star) return graph.edge(netnsOf(wire.a), netnsOf(wire.b), String(i))?.points ?? [];
		const [corner, lane] = [cornerOf(graph.node(boxOf(star)) as Placed), star.lanes.get(name)];
		return lane ? [corner.x, corner.x + lane.end].map((x) => ({ x, y: corner.y + lane.y })) : [];
	};
	const wires = pairs.map((wire, i) =>
		wirePath(wire, anchor(wire.a), anchor(wire.b), netnsOf(wire.a) === netnsOf(wire.b) ? [] : bends(wire, i)),
	);
	const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
	const [w, h] = [Math.ceil(width) + 60, Math.ceil(height)];
	const body = [...boxes, ...wires].join("\n");
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img">\n<style>${style}</style>\n<rect class="bg" width="100%" height="100%"/>\n${body}\n</svg>\n`;
}

/**
 * Boxes of one column in the order of the rows that their wires come from: the layout knows boxes and not their rows, so it
 * may turn a fan of wires upside down.
 */
function uncrossed(
	graph: graphlib.Graph,
	netns: Scene["netns"],
	pairs: readonly Wire[],
	lines: ReadonlyMap<string, readonly Line[]>,
): Map<string, Placed> {
	const places = new Map(netns.map(({ name }) => [name, { ...(graph.node(name) as Placed) }]));
	const columnOf = (name: string) => Math.round(places.get(name)?.x ?? 0);
	const columns = [...new Set(netns.map(({ name }) => columnOf(name)))].sort((a, b) => a - b);
	for (const x of columns.slice(1)) {
		const names = netns.map(({ name }) => name).filter((name) => columnOf(name) === x);
		const pull = new Map(names.map((name) => [name, pullOf(name, x, places, pairs, lines)]));
		const sorted = names.toSorted((a, b) => (pull.get(a) ?? 0) - (pull.get(b) ?? 0));
		const boxes = names.map((name) => places.get(name) as Placed);
		let top = Math.min(...boxes.map((box) => box.y - box.height / 2));
		const bottom = Math.max(...boxes.map((box) => box.y + box.height / 2));
		const gap = (bottom - top - boxes.reduce((sum, box) => sum + box.height, 0)) / Math.max(1, boxes.length - 1);
		for (const name of sorted) {
			const box = places.get(name) as Placed;
			places.set(name, { ...box, y: top + box.height / 2 });
			top += box.height + gap;
		}
	}
	return places;
}

/** The mean height at which a box's wires come from columns to its left. */
function pullOf(
	name: string,
	x: number,
	places: ReadonlyMap<string, Placed>,
	pairs: readonly Wire[],
	lines: ReadonlyMap<string, readonly Line[]>,
): number {
	const heights = pairs.flatMap(({ a, b }) => {
		const other = netnsOf(a) === name ? b : netnsOf(b) === name ? a : undefined;
		const box = other === undefined ? undefined : places.get(netnsOf(other));
		if (other === undefined || !box || Math.round(box.x) >= x) return [];
		return [
			box.y -
				box.height / 2 +
				(lines.get(netnsOf(other)) ?? []).findIndex(({ device }) => device.key === other) * lineHeight,
		];
	});
	const own = places.get(name)?.y ?? 0;
	return heights.length === 0 ? own : heights.reduce((sum, y) => sum + y, 0) / heights.length;
}

/** All wires are of one ring or one chain of namespaces. */
function loopIn(
	pairs: readonly Wire[],
	{ netns }: Scene,
	sizeOf: (name: string) => { width: number; height: number },
): Loop | undefined {
	const edges = pairs.map(({ a, b }) => [netnsOf(a), netnsOf(b)] as const);
	const wired = new Set(edges.flat());
	const names = netns.map(({ name }) => name).filter((name) => wired.has(name));
	const sizes = names.map(sizeOf);
	return loopOf(names, edges, {
		x: Math.max(...sizes.map(({ width }) => width)) + 44,
		y: Math.max(...sizes.map(({ height }) => height)) + 24,
	});
}

/** No namespace can have this name. */
const loopBox = "/";

/** The name of a star's box in the graph, which no namespace can have. */
function boxOf({ hub }: Star): string {
	return `/${hub}`;
}

function cornerOf({ x, y, width, height }: Placed): { x: number; y: number } {
	return { x: x - width / 2, y: y - height / 2 };
}

interface Anchor {
	readonly y: number;
	readonly left: number;
	readonly right: number;
}

function netnsOf(key: string): string {
	return key.slice(0, key.indexOf("/"));
}

/** Room for the name of the namespace. */
const head = 26;
/** More addresses of one device are counted. */
const mostAddresses = 6;

/** With more namespaces, what every lo has is left out. */
const many = 12;
const ofEveryLo = ["127.0.0.1/8", "::1/128"];

function linesIn(devices: readonly SceneDevice[], scene: Scene): Line[] {
	return ordered(devices).flatMap((device) => {
		const indent = device.master === undefined ? 0 : 1;
		const addresses = device.addresses.filter((addr) => scene.netns.length <= many || !ofEveryLo.includes(addr));
		const rest = addresses.length - mostAddresses;
		const shown = [...addresses.slice(0, mostAddresses), ...(rest > 0 ? [`… ${rest}`] : [])];
		const below = shown.map((text): Line => ({ device, text, first: false, indent: indent + 1 }));
		return [{ device, text: nameOf(device, scene), first: true, indent }, ...below];
	});
}

function nameOf({ key, name, kind, up, carrier }: SceneDevice, { wires }: Scene): string {
	const lower = wires.find(({ role, a }) => role === "lower" && a === key);
	const words = [name, ...(kind === undefined ? [] : [kind]), ...(lower ? [`on ${lower.b.split("/").pop()}`] : [])];
	return `${up ? (carrier ? "●" : "◐") : "○"} ${words.join(" ")}`;
}

function sizeOf(name: string, lines: readonly Line[]): { width: number; height: number } {
	const longest = Math.max(name.length, ...lines.map(({ text, indent }) => text.length + 2 * indent));
	return { width: longest * charWidth + 2 * padding, height: head + lines.length * lineHeight + padding };
}

function netnsBox(name: string, lines: readonly Line[], { x, y, width, height }: Placed): string {
	const [left, top] = [x - width / 2, y - height / 2];
	const rows = lines.map(({ device, text, first, indent }, i) => {
		const classes = [
			first ? (device.up && device.carrier ? "" : "off") : "dim",
			device.change === "same" ? "" : device.change,
		];
		const at = `x="${round(left + padding + 2 * indent * charWidth)}" y="${round(top + head + (i + 0.75) * lineHeight)}"`;
		return `<text class="${classes.join(" ").trim()}" ${at}>${escapeXml(text)}</text>`;
	});
	const frame = `x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}"`;
	const title = `<text class="title" x="${round(left + padding)}" y="${round(top + 18)}">${escapeXml(name)}</text>`;
	return `<rect class="ns" ${frame} rx="7"/>\n${[title, ...rows].join("\n")}`;
}

/** From side to side where one box is left of the other, else in a bow on the right. */
function wirePath(wire: Wire, a: Anchor, b: Anchor, points: readonly { x: number; y: number }[]): string {
	const [from, to] = a.left <= b.left ? [a, b] : [b, a];
	const title = `<title>${escapeXml(`${wire.a} – ${wire.b}`)}</title>`;
	const classes = [wire.role, wire.alive ? "" : "dead", wire.change === "same" ? "" : wire.change].filter(
		(word) => word !== "",
	);
	return `<path class="${classes.join(" ")}" d="${from.right < to.left ? across(from, to, points) : bow(from, to)}">${title}</path>`;
}

/** A wire that passes other ranks keeps to the bends that the layout leaves free for it. */
function across(from: Anchor, to: Anchor, points: readonly { x: number; y: number }[]): string {
	const bends = points.filter(({ x }) => x > from.right + 10 && x < to.left - 10);
	const stops = [
		{ x: from.right, y: from.y },
		...(bends.length > 1 ? bends : []).sort((p, q) => p.x - q.x),
		{ x: to.left, y: to.y },
	];
	return stops
		.map(({ x, y }, i) => {
			const last = stops[i - 1];
			if (!last) return `M${round(x)} ${round(y)}`;
			const half = (x - last.x) / 2;
			return `C${round(last.x + half)} ${round(last.y)} ${round(x - half)} ${round(y)} ${round(x)} ${round(y)}`;
		})
		.join("");
}

function bow(from: Anchor, to: Anchor): string {
	const out = Math.max(from.right, to.right) + 24 + Math.abs(from.y - to.y) / 12;
	return `M${round(from.right)} ${round(from.y)}C${round(out)} ${round(from.y)} ${round(out)} ${round(to.y)} ${round(to.right)} ${round(to.y)}`;
}
