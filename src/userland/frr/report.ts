/** Before and after: which routes changed where, which way each flow takes, who decided that and by what knowledge. */
import type { NetworkPicture } from "../../print/network.ts";
import { wrap } from "../../print/wrap.ts";
import type { System } from "../process.ts";
import type { FailTexts } from "./fail-text.ts";
import type { Router } from "./router.ts";
import { program } from "./start.ts";
import { loopbackOf, type Node, readNodes } from "./topology.ts";
import { tableOf, type Way, wayOf } from "./way.ts";

/** What a network looks like at one moment. */
export interface Seen {
	/** By node, then by destination. */
	readonly tables: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
	/** By `FROM TO`. */
	readonly ways: ReadonlyMap<string, Way>;
	/** Nodes that run the daemons, and those of them whose kernel has fewer ways than OSPF has found. */
	readonly routers: readonly string[];
	readonly lean: readonly string[];
	readonly nodes: readonly Node[];
}

/** `flows` are `FROM-TO`; without any, the way from the first node to the last one and back. */
export function see(sys: System, flows: readonly string[]): Seen {
	const nodes = readNodes(sys);
	const tables = new Map(nodes.map((node) => [node.name, tableOf(sys, nodes, node)]));
	const ways = new Map<string, Way>();
	for (const [from, to] of pairsOf(nodes, flows)) ways.set(`${from.name} ${to.name}`, wayOf(sys, nodes, from, to));
	const daemons = sys.daemons.list().filter((each) => each.program === program);
	const isLean = ({ name, state }: { name: string; state: unknown }) =>
		(state as Router).ospf?.routes.some(({ dst, paths }) => {
			const used = tables.get(name)?.get(`${dst.addr}/${dst.len}`);
			return used && paths.length > 1 && used.length < new Set(paths.map(({ via }) => via)).size;
		});
	return {
		tables,
		ways,
		routers: daemons.map(({ name }) => name),
		lean: daemons.filter(isLean).map(({ name }) => name),
		nodes,
	};
}

/** The ends of each flow. */
export function pairsOf(nodes: readonly Node[], flows: readonly string[]): [Node, Node][] {
	const [first, last] = [nodes[0], nodes.at(-1)];
	if (flows.length === 0)
		return first && last && first !== last
			? [
					[first, last],
					[last, first],
				]
			: [];
	return flows.flatMap((flow) => {
		const pairs = nodes.flatMap((from) => nodes.map((to): [Node, Node] => [from, to]));
		return pairs.filter(([from, to]) => `${from.name}-${to.name}` === flow);
	});
}

/** `gone` are the nodes that have failed as a whole. */
export function report(
	before: Seen,
	after: Seen,
	texts: FailTexts,
	title: string,
	gone: readonly string[] = [],
): string {
	const flows = [...after.ways].map(([flow, way]) => flowText(flow, before.ways.get(flow), way, texts, after.routers));
	const [first] = after.ways;
	const answers = first ? answersTo(first, after, texts, gone) : [];
	return `${title}

${texts.routes}
${routesText(before, after, texts)}
${texts.ways}
${flows.join("\n")}
${texts.questions}
${answers.map((answer) => hang(answer, "  ", "    ")).join("")}`;
}

/** About the address at the end of a flow. */
function answersTo(
	[flow, way]: readonly [string, Way],
	after: Seen,
	texts: FailTexts,
	gone: readonly string[],
): string[] {
	const { asked } = texts;
	const { nodes } = after;
	const [, end = ""] = flow.split(" ");
	const loopbackBy = (name: string) => nodes.flatMap((node) => (node.name === name ? (loopbackOf(node) ?? []) : []))[0];
	const addr = loopbackBy(end);
	if (addr === undefined) return [];
	const owners = nodes.filter(({ ports }) => ports.some(({ addrs }) => addrs.includes(addr)));
	const decider = way.hops[0]?.node;
	const choosers = new Map<string, string>();
	for (const { hops } of after.ways.values())
		for (const { node, choices } of hops) if (choices.length > 1) choosers.set(node, choices.join(", "));
	const withDefault = [...after.tables].flatMap(([node, table]) => (table.has("0.0.0.0/0") ? [node] : []));
	return [
		asked.owner(
			addr,
			owners.map(({ name }) => name),
		),
		...gone.flatMap((node) => {
			const lost = loopbackBy(node);
			return lost === undefined || lost === addr ? [] : [asked.gone(lost, node)];
		}),
		...(way.end === "there" &&
		decider !== undefined &&
		decider !== end &&
		[decider, end].every((node) => after.routers.includes(node))
			? [asked.knows(decider, addr, end, inReach(after, decider))]
			: []),
		choosers.size > 0
			? asked.both([...choosers])
			: way.end === "there"
				? asked.one
				: asked.neither(way.hops.at(-1)?.node ?? ""),
		...(after.lean.length > 0 ? [asked.lean(after.lean)] : []),
		asked.default(withDefault),
		asked.lo,
	];
}

/** How many routers there are on a map that holds this one. */
function inReach({ nodes, routers }: Seen, router: string): number {
	const found = new Set([router]);
	const isUp = (name: string, peer: string) =>
		nodes.some((node) => node.name === name && node.ports.some((port) => port.peer === peer && port.up));
	for (const name of found) for (const peer of routers) if (isUp(name, peer) && isUp(peer, name)) found.add(peer);
	return found.size;
}

/** A paragraph of at most 80 columns, whose further lines are further in. */
function hang(text: string, first: string, further: string): string {
	return wrap(text, 80 - further.length)
		.map((line, i) => `${i === 0 ? first : further}${line}\n`)
		.join("");
}

/** The network as it is after, with every flow's way before and after. */
export function pictureOf(
	before: Seen,
	after: Seen,
	{ before: was, after: is, link, dead }: FailTexts,
): NetworkPicture {
	const names = (way: Way | undefined) => way?.hops.map(({ node }) => node) ?? [];
	const up = (name: string, peer: string) =>
		after.nodes.find((node) => node.name === name)?.ports.some((port) => port.peer === peer && port.up) ?? false;
	const links = after.nodes.flatMap(({ name, ports }) =>
		ports.flatMap(({ peer }) => (peer !== undefined && name < peer ? [{ a: name, b: peer }] : [])),
	);
	return {
		nodes: after.nodes.map(({ name, ports }) => ({
			name,
			alive: ports.some((port) => port.ifname !== "lo" && port.up),
		})),
		links: links.map(({ a, b }) => ({ a, b, alive: up(a, b) && up(b, a) })),
		ways: [...after.ways].map(([flow, way]) => ({ before: names(before.ways.get(flow)), after: names(way) })),
		before: was,
		after: is,
		link,
		broken: dead,
	};
}

function routesText(before: Seen, after: Seen, texts: FailTexts): string {
	const word = (ways: readonly string[] | undefined) =>
		ways === undefined ? texts.noRoute : ways.map((name) => (name === "link" ? texts.onLink : name)).join(", ");
	const rows = [...after.tables].flatMap(([node, now]) => {
		const old = before.tables.get(node) ?? new Map<string, readonly string[]>();
		const keys = [...new Set([...old.keys(), ...now.keys()])];
		return keys.flatMap((dst) => {
			const [was, is] = [word(old.get(dst)), word(now.get(dst))];
			return was === is ? [] : [{ node, dst: dst.replace(/\/32$/, ""), was, is }];
		});
	});
	if (rows.length === 0) return `${texts.none}\n`;
	// who has lost everything has lost one thing
	const count = (node: string) => rows.filter((row) => row.node === node).length;
	const off = [...after.tables].flatMap(([node, now]) => (now.size === 0 && count(node) > 1 ? [node] : []));
	const others = rows.filter(({ node }) => !off.includes(node));
	const shown = others.filter(({ dst }) => !dst.includes("/"));
	const width = (key: "node" | "dst" | "was") => Math.max(0, ...shown.map((row) => row[key].length));
	const [a, b, c] = [width("node"), width("dst"), width("was")];
	const lines = shown.map(
		({ node, dst, was, is }) => `  ${node.padEnd(a)}  ${dst.padEnd(b)}  ${was.padEnd(c)}  ->  ${is}\n`,
	);
	const lost = off.map((node) => `  ${node.padEnd(a)}  ${texts.off(count(node))}\n`);
	const rest = others.length - shown.length;
	return `${lines.join("")}${rest > 0 ? `  ${texts.networks(rest, shown.length === 0)}\n` : ""}${lost.join("")}`;
}

function names({ hops, end }: Way, texts: FailTexts): string {
	return `${hops.map(({ node }) => node).join(" > ")}${end === "there" ? "" : ` (${texts.stops[end]})`}`;
}

function flowText(
	flow: string,
	before: Way | undefined,
	after: Way,
	texts: FailTexts,
	routers: readonly string[],
): string {
	const width = Math.max(texts.before.length, texts.after.length);
	const was = before ? names(before, texts) : "";
	const is = names(after, texts);
	const decisions = after.hops.flatMap(({ node, next, choices }) =>
		next === undefined
			? []
			: [
					choices.length > 1
						? texts.several(node, choices.join(", "), next)
						: (routers.includes(node) ? texts.only : texts.given)(node, next),
				],
	);
	const row = (name: string, way: string) => hang(way, `    ${name.padEnd(width)}  `, " ".repeat(width + 6));
	return `  ${flow.replace(" ", " > ")}
${row(texts.before, was)}${row(texts.after, was === is ? texts.same : is)}${decisions.map((line) => hang(line, "      ", "        ")).join("")}`;
}
