/**
 * Is the way that a traceroute shows one that the real network may have shown? Each hop must be a next hop that the hop before has in
 * its recorded table: where there are equal ways, the hash of the kernel that was recorded decided, with a seed nobody knows.
 */
import { contains, parsePrefix } from "../../../src/net/prefix.ts";
import type { Step } from "../../../src/shell/transcript.ts";

/** Routes of each node: a network and the next hops to it; none on a link. */
type Tables = ReadonlyMap<string, readonly { readonly dst: string; readonly vias: readonly string[] }[]>;

function tablesOf(steps: readonly Step[]): Tables {
	const tables = new Map<string, { dst: string; vias: string[] }[]>();
	for (const { command, stdout } of steps) {
		const node = /^ip -n (\S+) route$/.exec(command)?.[1];
		if (node === undefined) continue;
		const routes: { dst: string; vias: string[] }[] = [];
		for (const line of stdout.split("\n")) {
			if (/^(?:default|\d)/.test(line)) routes.push({ dst: line.split(" ")[0] as string, vias: [] });
			const via = / via (\S+)/.exec(line)?.[1];
			if (via !== undefined) routes.at(-1)?.vias.push(via);
		}
		tables.set(node, routes);
	}
	return tables;
}

function ownersOf(cmds: string): Map<string, string> {
	const found = cmds.matchAll(/^ip -n (\S+) addr add ([\d.]+)\/\d+/gm);
	return new Map([...found].map(([, node = "", addr = ""]) => [addr, node]));
}

function longestMatch(routes: Tables extends ReadonlyMap<string, infer R> ? R : never, addr: string) {
	const fitting = routes.flatMap((route) => {
		const prefix = route.dst === "default" ? { addr: "0.0.0.0", len: 0 } : parsePrefix(route.dst, "inet");
		return prefix && "addr" in prefix && contains(prefix, addr) ? [{ ...route, len: prefix.len }] : [];
	});
	return fitting.sort((a, b) => b.len - a.len)[0];
}

/** Complaints about a traceroute's answer, in words. */
export function impossible(cmds: string, recorded: readonly Step[], { command, stdout }: Step): string[] {
	const [, from, target = ""] = /^ip netns exec (\S+) traceroute .* ([\d.]+) \|/.exec(command) ?? [];
	if (from === undefined) return [];
	const [tables, owners] = [tablesOf(recorded), ownersOf(cmds)];
	const rows = [...stdout.matchAll(/^ *\d+ {2}(\S+) /gm)].map(([, addr = ""]) => addr);
	const nodes = [from, ...rows.map((addr) => owners.get(addr) ?? addr)];
	return nodes.slice(1).flatMap((node, i) => {
		const before = nodes[i] as string;
		const route = longestMatch(tables.get(before) ?? [], target);
		const nexts = route?.vias.map((via) => owners.get(via)) ?? [];
		const onLink = route !== undefined && route.vias.length === 0 && owners.get(target) === node;
		return nexts.includes(node) || onLink || node === "*" ? [] : [`${command}: ${before} does not send by ${node}`];
	});
}
