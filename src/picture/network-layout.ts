/** Where the nodes of a network stand: dagre puts them into columns, from the first node to the last. */
import { graphlib, layout } from "@dagrejs/dagre";
import type { NetworkPicture } from "../print/network.ts";
import { loopOf, type Pitch } from "./loop.ts";

export interface Place {
	readonly x: number;
	readonly y: number;
}

export interface Layout {
	readonly places: ReadonlyMap<string, Place>;
	readonly width: number;
	readonly height: number;
}

export interface Box {
	readonly width: number;
	readonly height: number;
	/** Between boxes of a column, and between columns. */
	readonly gap: number;
	readonly columnGap: number;
}

export function layNetwork({ nodes, links }: NetworkPicture, sizeOf: (name: string) => Box): Layout {
	const graph = new graphlib.Graph();
	const { gap, columnGap } = sizeOf(nodes[0]?.name ?? "");
	graph.setGraph({ rankdir: "LR", nodesep: gap, ranksep: columnGap, marginx: 0, marginy: 0 });
	graph.setDefaultEdgeLabel(() => ({}));
	const order = nodes.map(({ name }) => name);
	for (const name of order) graph.setNode(name, sizeOf(name));
	// From left to right in the order of the nodes: the last one is the other end.
	for (const { a, b } of links) {
		const [from, to] = order.indexOf(a) < order.indexOf(b) ? [a, b] : [b, a];
		graph.setEdge(from, to);
	}
	layout(graph);
	const places = new Map(order.map((name) => [name, graph.node(name) as Place]));
	const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
	return { places, width, height };
}

/** Columns that are too many for one width stand below each other in bands, like the words of a text. */
export function foldColumns({ places }: Layout, pitch: Pitch & { readonly most: number }): Layout {
	const rounded = [...places].map(([name, { x, y }]) => ({ name, x: Math.round(x), y }));
	const columns = [...new Set(rounded.map(({ x }) => x))]
		.sort((a, b) => a - b)
		.map((x) => rounded.filter((place) => place.x === x).sort((a, b) => a.y - b.y));
	const perBand = Math.max(1, Math.floor(pitch.most / pitch.x));
	const folded = new Map<string, Place>();
	let top = 0;
	for (let i = 0; i < columns.length; i += perBand) {
		const band = columns.slice(i, i + perBand);
		const tallest = Math.max(...band.map(({ length }) => length));
		for (const [c, column] of band.entries())
			for (const [r, { name }] of column.entries())
				folded.set(name, { x: (c + 0.5) * pitch.x, y: top + (r + (tallest - column.length) / 2) * pitch.y });
		top += (tallest + 1) * pitch.y;
	}
	return { places: folded, width: perBand * pitch.x, height: top };
}

/** A long ring or chain, which columns would make too wide. */
export function loopNetwork({ nodes, links }: NetworkPicture, pitch: Pitch): Layout | undefined {
	const names = nodes.map(({ name }) => name);
	return loopOf(
		names,
		links.map(({ a, b }) => [a, b] as const),
		pitch,
	);
}

/** Neighbours on a way, once for each pair: `A B` in the order of going. */
export function stepsOf(way: readonly string[]): readonly (readonly [from: string, to: string])[] {
	return way.slice(1).map((to, i) => [way[i] as string, to] as const);
}
