/** Before and after: which routes changed where, which way each flow takes, who decided that and by what knowledge. */
import type { NetworkPicture } from "../../print/network.ts";
import type { System } from "../process.ts";
import type { FailTexts } from "./fail-text.ts";
import { program } from "./start.ts";
import { type Node, readNodes } from "./topology.ts";
import { tableOf, type Way, wayOf } from "./way.ts";

/** What a network looks like at one moment. */
export interface Seen {
	/** By node, then by destination. */
	readonly tables: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
	/** By `FROM TO`. */
	readonly ways: ReadonlyMap<string, Way>;
	/** Routers whose announcements are known. */
	readonly routers: number;
	readonly nodes: readonly Node[];
}

/** `flows` are `FROM-TO`; without any, the way from the first node to the last one and back. */
export function see(sys: System, flows: readonly string[]): Seen {
	const nodes = readNodes(sys);
	const tables = new Map(nodes.map((node) => [node.name, tableOf(sys, nodes, node)]));
	const ways = new Map<string, Way>();
	for (const [from, to] of pairsOf(nodes, flows)) ways.set(`${from.name} ${to.name}`, wayOf(sys, nodes, from, to));
	return { tables, ways, routers: sys.daemons.list().filter((each) => each.program === program).length, nodes };
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

export function report(before: Seen, after: Seen, texts: FailTexts, title: string): string {
	const chosen = [...after.ways.values()].some(({ hops }) => hops.some(({ choices }) => choices.length > 1));
	const flows = [...after.ways].map(([flow, way]) => flowText(flow, before.ways.get(flow), way, texts));
	return `${title}

${texts.routes}
${routesText(before, after, texts)}
${texts.ways}
${flows.join("\n")}
${chosen ? `${texts.flow}\n` : ""}${texts.knowledge(after.routers)}
`;
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
	const shown = rows.filter(({ dst }) => !dst.includes("/"));
	const width = (key: "node" | "dst" | "was") => Math.max(0, ...shown.map((row) => row[key].length));
	const [a, b, c] = [width("node"), width("dst"), width("was")];
	const lines = shown.map(
		({ node, dst, was, is }) => `  ${node.padEnd(a)}  ${dst.padEnd(b)}  ${was.padEnd(c)}  ->  ${is}\n`,
	);
	const rest = rows.length - shown.length;
	return `${lines.join("")}${rest > 0 ? `  ${texts.networks(rest)}\n` : ""}`;
}

function names({ hops, arrives }: Way, texts: FailTexts): string {
	return `${hops.map(({ node }) => node).join(" > ")}${arrives ? "" : ` (${texts.lost})`}`;
}

function flowText(flow: string, before: Way | undefined, after: Way, texts: FailTexts): string {
	const width = Math.max(texts.before.length, texts.after.length);
	const was = before ? names(before, texts) : "";
	const is = names(after, texts);
	const decisions = after.hops.flatMap(({ node, next, choices }) =>
		next === undefined
			? []
			: [choices.length > 1 ? texts.several(node, choices.join(", "), next) : texts.only(node, next)],
	);
	return `  ${flow.replace(" ", " > ")}
    ${texts.before.padEnd(width)}  ${was}
    ${texts.after.padEnd(width)}  ${was === is ? texts.same : is}
${decisions.map((line) => `      ${line}\n`).join("")}`;
}
