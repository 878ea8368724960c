/** /proc/net/fib_triestat: how large the tries of /proc/net/fib_trie are, net/ipv4/fib_trie.c fib_triestat_seq_show(). */
import type { System } from "../../userland/process.ts";
import { type ShownTable, shownTables } from "./fib-trie.ts";
import { count, isNode, type TrieLeaf, type TrieNode } from "./lc-trie.ts";

/** Bytes on a machine of 64 bits: LEAF_SIZE, TNODE_SIZE(0), struct fib_alias, and a pointer. */
const leafSize = 48;
const nodeSize = 40;
const aliasSize = 56;
const pointerSize = 8;

interface Stat {
	readonly depths: number[];
	/** How many nodes look at so many bits. */
	readonly sizes: Map<number, number>;
	empty: number;
}

export function fibTriestat(sys: System): string {
	const head = `Basic info: size of leaf: ${leafSize} bytes, size of tnode: ${nodeSize} bytes.\n`;
	return head + shownTables(sys).map(showStats).join("");
}

/** trie_collect_stats() */
function collect(at: TrieNode | TrieLeaf, depth: number, stat: Stat): void {
	if (!isNode(at)) {
		stat.depths.push(depth);
		return;
	}
	stat.sizes.set(at.bits, (stat.sizes.get(at.bits) ?? 0) + 1);
	stat.empty += count(at, "empty");
	for (const child of at.children) if (child) collect(child, depth + 1, stat);
}

/** trie_show_stats() */
function showStats({ name, root, leaves }: ShownTable): string {
	const stat: Stat = { depths: [], sizes: new Map(), empty: 0 };
	if (root) collect(root, 0, stat);
	const sizes = [...stat.sizes].sort(([a], [b]) => a - b);
	const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
	const prefixes = sum([...leaves.values()].map((routes) => routes.length));
	const nodes = sum(sizes.map(([, number]) => number));
	const pointers = sum(sizes.map(([bits, number]) => 2 ** bits * number));
	const found = stat.depths.length;
	const average = found ? Math.floor((sum(stat.depths) * 100) / found) : 0;
	const bytes = leafSize * found + aliasSize * prefixes + nodeSize * nodes + pointerSize * pointers;
	return [
		`${name}:`,
		`\tAver depth:     ${Math.floor(average / 100)}.${String(average % 100).padStart(2, "0")}`,
		`\tMax depth:      ${stat.depths.reduce((a, b) => Math.max(a, b), 0)}`,
		`\tLeaves:         ${found}`,
		`\tPrefixes:       ${prefixes}`,
		`\tInternal nodes: ${nodes}`,
		`\t${sizes.map(([bits, number]) => `  ${bits}: ${number}`).join("")}`,
		`\tPointers: ${pointers}`,
		`Null ptrs: ${stat.empty}`,
		`Total size: ${Math.ceil(bytes / 1024)}  kB`,
		"",
	].join("\n");
}
