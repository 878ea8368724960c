/**
 * Where the boxes of a picture stand: dagre lays them out in columns, many that hang on one other go into a star, a long ring or
 * chain into a loop; then a column is put into the order that its wires come in.
 */
import { graphlib, layout } from "@dagrejs/dagre";
import { type Loop, loopOf } from "./loop.ts";
import type { Scene, Wire } from "./scene.ts";
import { type Star, starsOf } from "./star.ts";
import { heightOf, type Line, type Placed, sizeOf } from "./svg-box.ts";

export interface Laid {
	readonly places: ReadonlyMap<string, Placed>;
	readonly width: number;
	readonly height: number;
	/** Where a wire between two boxes bends. */
	readonly bends: (wire: Wire, i: number) => readonly { readonly x: number; readonly y: number }[];
}

export function layScene(scene: Scene, pairs: readonly Wire[], lines: ReadonlyMap<string, readonly Line[]>): Laid {
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
	const bends = (wire: Wire, i: number) => {
		const name = [wire.a, wire.b].map(netnsOf).find((each) => starred.has(each)) ?? "";
		const star = starred.get(name);
		if (!star) return graph.edge(netnsOf(wire.a), netnsOf(wire.b), String(i))?.points ?? [];
		const [corner, lane] = [cornerOf(graph.node(boxOf(star)) as Placed), star.lanes.get(name)];
		return lane ? [corner.x, corner.x + lane.end].map((x) => ({ x, y: corner.y + lane.y })) : [];
	};
	const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
	return { places, width, height, bends };
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
				heightOf((lines.get(netnsOf(other)) ?? []).findIndex(({ device }) => device.key === other)),
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

export function netnsOf(key: string): string {
	return key.slice(0, key.indexOf("/"));
}
