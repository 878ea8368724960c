/** Before and after: which routes changed where, which way each flow takes, who decided that and by what knowledge. */
import type { NetworkPicture } from "../../print/network.ts";
import { wrap } from "../../print/wrap.ts";
import type { System } from "../process.ts";
import type { FailTexts } from "./fail-text.ts";
import { program } from "./start.ts";
import { loopbackOf, type Node, readNodes } from "./topology.ts";
import { tableOf, type Way, wayOf } from "./way.ts";

/** What a network looks like at one moment. */
export interface Seen {
	/** By node, then by destination. */
	readonly tables: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
	/** By `FROM TO`. */
	readonly ways: ReadonlyMap<string, Way>;
	/** Nodes that run the daemons. */
	readonly routers: readonly string[];
	readonly nodes: readonly Node[];
}

/** `flows` are `FROM-TO`; without any, the way from the first node to the last one and back. */
export function see(sys: System, flows: readonly string[]): Seen {
	const nodes = readNodes(sys);
	const tables = new Map(nodes.map((node) => [node.name, tableOf(sys, nodes, node)]));
	const ways = new Map<string, Way>();
	for (const [from, to] of pairsOf(nodes, flows)) ways.set(`${from.name} ${to.name}`, wayOf(sys, nodes, from, to));
	const routers = sys.daemons.list().flatMap((each) => (each.program === program ? [each.name] : []));
	return { tables, ways, routers, nodes };
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
	const flows = [...after.ways].map(([flow, way]) => flowText(flow, before.ways.get(flow), way, texts));
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
		...(way.arrives &&
		decider !== undefined &&
		decider !== end &&
		[decider, end].every((node) => after.routers.includes(node))
			? [asked.knows(decider, addr, end, after.routers.length)]
			: []),
		choosers.size > 0 ? asked.both([...choosers]) : asked.one,
		asked.default(withDefault),
		asked.lo,
	];
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
	return `${lines.join("")}${rest > 0 ? `  ${texts.networks(rest)}\n` : ""}${lost.join("")}`;
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
	const row = (name: string, way: string) => hang(way, `    ${name.padEnd(width)}  `, " ".repeat(width + 6));
	return `  ${flow.replace(" ", " > ")}
${row(texts.before, was)}${row(texts.after, was === is ? texts.same : is)}${decisions.map((line) => hang(line, "      ", "        ")).join("")}`;
}
