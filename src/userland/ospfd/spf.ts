/**
 * Shortest paths over the database (RFC 2328, 16.1): every router computes them for itself, from the same map. First a tree over
 * the routers (Dijkstra), then the stub networks behind them; ways of equal cost are all kept.
 */
import type { Addr } from "../../net/addr.ts";
import { idEntries } from "../../net/id-map.ts";
import { maskAddr, maskLength, type Prefix } from "../../net/prefix.ts";
import { keyOf, type Link, MaxAge, type RouterLsa } from "./lsa.ts";
import { ageOf, type Ospf, type OspfInterface } from "./ospf.ts";

/** One way out: through an interface, to a neighbour or to the link itself. */
export interface Path {
	readonly ifindex: number;
	readonly ifname: string;
	readonly via?: Addr;
}

export interface OspfRoute {
	readonly dst: Prefix;
	/** What it is known by, and its place among all: the address first, then the length. */
	readonly key: number;
	/** To a network outside of the AS by type 2 metrics: what it costs to the router that tells of it. */
	readonly cost: number;
	readonly paths: readonly Path[];
	/** Of a network outside of the AS. */
	readonly external?: { readonly type: 1 } | { readonly type: 2; readonly metric: number };
}

/** The way to a router at the border of the AS. */
export interface RouterRoute extends Pick<OspfRoute, "cost" | "paths"> {
	readonly id: Addr;
}

/** What zebra is told that a route costs (ospfd/ospf_zebra.c ospf_zebra_add()). */
export function metricOf({ cost, external }: OspfRoute): number {
	return external?.type === 2 ? external.metric : cost;
}

interface Vertex {
	readonly key: number;
	readonly lsa: RouterLsa;
	cost: number;
	paths: readonly Path[];
	done: boolean;
}

/** The routes of a router to every network, by address, and to the routers at the border. */
export function calculate(
	ospf: Ospf,
	now: number,
): { readonly routes: OspfRoute[]; readonly borderRouters: RouterRoute[] } {
	const tree = shortestPaths(ospf, now);
	const routes: Routes = new Map();
	for (const one of ospf.interfaces) addOwn(routes, one);
	for (const { lsa, cost, paths } of tree)
		if (lsa.id !== ospf.routerId)
			for (const { dst, key, metric } of stubsOf(lsa)) add(routes, dst, key, cost + metric, paths);
	const borderRouters = tree
		.filter(({ lsa }) => lsa.asbr && lsa.id !== ospf.routerId)
		.sort((a, b) => a.key - b.key)
		.map(({ lsa: { id }, cost, paths }) => ({ id, cost, paths }));
	return { routes: inOrder(routes), borderRouters };
}

export function inOrder(routes: ReadonlyMap<number, OspfRoute>): OspfRoute[] {
	return [...Float64Array.from(routes.keys()).sort()].map((key) => routes.get(key) as OspfRoute);
}

type Routes = Map<number, OspfRoute>;

interface Stub extends Pick<OspfRoute, "dst" | "key"> {
	readonly metric: number;
}

const stubs = new WeakMap<RouterLsa, readonly Stub[]>();

/** The networks behind a router: all who have its LSA share it, so that this is worked out once. */
function stubsOf(lsa: RouterLsa): readonly Stub[] {
	const known = stubs.get(lsa);
	if (known) return known;
	const made = lsa.links.flatMap(({ type, id, data, metric }): Stub[] => {
		const dst = { addr: id, len: maskLength(data) ?? 32 };
		return type === "stub" ? [{ dst, key: routeKey(dst), metric }] : [];
	});
	stubs.set(lsa, made);
	return made;
}

export function routeKey({ addr, len }: Prefix): number {
	return keyOf(addr) * 64 + len;
}

function shortestPaths(ospf: Ospf, now: number): Vertex[] {
	const lsas = new Map<number, RouterLsa>();
	for (const [key, entry] of idEntries(ospf.database.routers))
		if (entry.lsa.type === "router" && ageOf(entry, now) < MaxAge) lsas.set(key, entry.lsa);
	const rootKey = keyOf(ospf.routerId);
	const root = lsas.get(rootKey);
	if (!root) return [];
	const vertices = new Map<number, Vertex>([[rootKey, { key: rootKey, lsa: root, cost: 0, paths: [], done: false }]]);
	const order: Vertex[] = [];
	const queue = new Queue();
	queue.push(vertices.get(rootKey) as Vertex);
	for (let vertex = queue.pop(); vertex; vertex = queue.pop()) {
		if (vertex.done) continue;
		vertex.done = true;
		order.push(vertex);
		for (const link of vertex.lsa.links) {
			if (link.type !== "point-to-point") continue;
			const key = keyOf(link.id);
			const lsa = lsas.get(key);
			if (!lsa || !linksBack(lsa, vertex.lsa.id)) continue;
			const paths = vertex.key === rootKey ? firstPaths(ospf.interfaces, link) : vertex.paths;
			const next = reach(vertices, { key, lsa, cost: vertex.cost + link.metric, paths, done: false });
			if (next) queue.push(next);
		}
	}
	return order;
}

/** 16.1 (2b): a link counts only if its other end has it too. */
function linksBack({ links }: RouterLsa, id: Addr): boolean {
	return links.some((link) => link.type === "point-to-point" && link.id === id);
}

/** 16.1.1: the neighbour's address on the link. */
function firstPaths(interfaces: readonly OspfInterface[], link: Link): readonly Path[] {
	const one = interfaces.find(({ addr }) => addr === link.data);
	if (!one?.neighbour || one.neighbour.id !== link.id) return [];
	return [{ ifindex: one.ifindex, ifname: one.name, via: one.neighbour.addr }];
}

/** 16.1 (2d): gives the vertex if it is nearer than it was known to be; of equal cost it gets more ways. */
function reach(vertices: Map<number, Vertex>, way: Vertex): Vertex | undefined {
	const known = vertices.get(way.key);
	if (way.paths.length === 0 || (known && known.cost < way.cost)) return undefined;
	if (known && known.cost === way.cost) {
		known.paths = together(known.paths, way.paths);
		return undefined;
	}
	if (known) known.done = true;
	vertices.set(way.key, way);
	return way;
}

function together(a: readonly Path[], b: readonly Path[]): readonly Path[] {
	if (a === b) return a;
	const more = b.filter((path) => !a.some(({ ifindex, via }) => ifindex === path.ifindex && via === path.via));
	return more.length === 0 ? a : [...a, ...more];
}

/** The networks of the router's own interfaces. */
function addOwn(routes: Routes, { state, addr, prefixlen, ifindex, name, cost }: OspfInterface): void {
	const len = state === "Loopback" ? 32 : prefixlen;
	const dst = { addr: maskAddr(addr, len), len };
	add(routes, dst, routeKey(dst), state === "Loopback" ? 0 : cost, [{ ifindex, ifname: name }]);
}

function add(routes: Routes, dst: Prefix, key: number, cost: number, paths: readonly Path[]): void {
	const known = routes.get(key);
	if (known && known.cost < cost) return;
	const all = known && known.cost === cost ? together(known.paths, paths) : paths;
	routes.set(key, { dst, key, cost, paths: all });
}

/** A binary heap by cost. */
class Queue {
	private readonly heap: Vertex[] = [];

	push(vertex: Vertex): void {
		const { heap } = this;
		let at = heap.push(vertex) - 1;
		while (at > 0) {
			const above = (at - 1) >> 1;
			if ((heap[above] as Vertex).cost <= vertex.cost) break;
			heap[at] = heap[above] as Vertex;
			at = above;
		}
		heap[at] = vertex;
	}

	pop(): Vertex | undefined {
		const { heap } = this;
		const first = heap[0];
		const last = heap.pop();
		if (!first || !last || heap.length === 0) return first;
		let at = 0;
		for (;;) {
			let below = 2 * at + 1;
			if (below >= heap.length) break;
			if (below + 1 < heap.length && (heap[below + 1] as Vertex).cost < (heap[below] as Vertex).cost) below++;
			if ((heap[below] as Vertex).cost >= last.cost) break;
			heap[at] = heap[below] as Vertex;
			at = below;
		}
		heap[at] = last;
		return first;
	}
}
