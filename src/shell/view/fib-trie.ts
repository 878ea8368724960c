/**
 * /proc/net/fib_trie: the IPv4 routes as the kernel keeps them, net/ipv4/fib_trie.c fib_trie_seq_show(). As long as there has
 * never been a rule but the first three, the tables local and main share one trie, and both are shown with all of it.
 */
import { toWords } from "../../net/addr.ts";
import { NLM_F_DUMP, type Rtmsg } from "../../uapi/message.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { System } from "../../userland/process.ts";
import { buildTrie, count, isNode, type TrieLeaf, type TrieNode } from "./lc-trie.ts";

/** One table as it is shown, with the routes of each address. */
export interface ShownTable {
	readonly name: string;
	readonly leaves: ReadonlyMap<number, readonly Rtmsg[]>;
	readonly root: TrieNode | TrieLeaf | undefined;
}

export function fibTrie(sys: System): string {
	return shownTables(sys)
		.map(({ name, root, leaves }) => `${name}:\n${root === undefined ? "" : show(root, 0, leaves)}`)
		.join("");
}

export function shownTables(sys: System): ShownTable[] {
	const routes = dumpRoutes(sys);
	const merged = ruleCount(sys) <= 3;
	const shared = (table: number) => merged && (table === RT_TABLE_MAIN || table === RT_TABLE_LOCAL);
	const tables = [
		...new Set(routes.flatMap(({ table }) => (shared(table) ? [RT_TABLE_MAIN, RT_TABLE_LOCAL] : [table]))),
	];
	return tables
		.sort((a, b) => (a & 0xff) - (b & 0xff))
		.map((table) =>
			shownTable(
				table,
				routes.filter((route) => route.table === table || (shared(table) && shared(route.table))),
			),
		);
}

function dumpRoutes(sys: System): Rtmsg[] {
	const { messages, more = [] } = sys.netlink({ type: "RTM_GETROUTE", flags: NLM_F_DUMP, family: "inet" });
	return [...messages, ...more].flatMap((message) => ("route" in message ? [message.route] : []));
}

function ruleCount(sys: System): number {
	return sys.netlink({ type: "RTM_GETRULE", flags: NLM_F_DUMP, family: "inet" }).messages.length;
}

function keyOf({ dst }: Rtmsg): number {
	return toWords(dst.addr)[0] ?? 0;
}

function shownTable(table: number, routes: readonly Rtmsg[]): ShownTable {
	const name = { [RT_TABLE_MAIN]: "Main", [RT_TABLE_LOCAL]: "Local" }[table] ?? `Id ${table}`;
	const leaves = new Map<number, Rtmsg[]>();
	for (const route of routes) leaves.set(keyOf(route), [...(leaves.get(keyOf(route)) ?? []), route]);
	return { name, leaves, root: buildTrie([...leaves.keys()].sort((a, b) => a - b)) };
}

const indent = (depth: number) => "   ".repeat(depth);

function show(at: TrieNode | TrieLeaf, depth: number, leaves: ReadonlyMap<number, readonly Rtmsg[]>): string {
	if (!isNode(at)) return showLeaf(at, depth, leaves.get(at.key) ?? []);
	const sizes = [32 - at.pos - at.bits, at.bits, count(at, "full"), count(at, "empty")];
	const [len, ...numbers] = sizes;
	const below = at.children.map((child) => (child === undefined ? "" : show(child, depth + 1, leaves)));
	return `${indent(depth)}  +-- ${dotted(at.key)}/${len} ${numbers.join(" ")}\n${below.join("")}`;
}

const scopes: Readonly<Record<number, string>> = {
	0: "universe",
	200: "site",
	253: "link",
	254: "host",
	255: "nowhere",
};
const types = [
	"UNSPEC",
	"UNICAST",
	"LOCAL",
	"BROADCAST",
	"ANYCAST",
	"MULTICAST",
	"BLACKHOLE",
	"UNREACHABLE",
	"PROHIBIT",
	"THROW",
	"NAT",
	"XRESOLVE",
];

/** Longer prefixes first; among equal ones in the order of the table. */
function showLeaf({ key }: TrieLeaf, depth: number, routes: readonly Rtmsg[]): string {
	const lines = routes
		.toSorted((a, b) => b.dst.len - a.dst.len)
		.map(({ dst, scope, type, tos }) => {
			const words = [`/${dst.len}`, scopes[scope] ?? `scope=${scope}`, types[type] ?? `type ${type}`];
			return `${indent(depth + 1)}  ${[...words, ...(tos === 0 ? [] : [`tos=${tos}`])].join(" ")}\n`;
		});
	return `${indent(depth)}  |-- ${dotted(key)}\n${lines.join("")}`;
}

function dotted(key: number): string {
	return [24, 16, 8, 0].map((shift) => (key >>> shift) & 0xff).join(".");
}
