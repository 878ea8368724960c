/** `show ip route` and its kin, as zebra's vty has them (zebra/zebra_vty.c). Recordings: ospf-vty, seven-routers-*. */
import { type Addr, toWords } from "../../net/addr.ts";
import { idGet } from "../../net/id-map.ts";
import { contains, maskAddr, type Prefix, parsePrefix } from "../../net/prefix.ts";
import { connectedOf } from "./connected.ts";
import { uptime } from "./uptime.ts";
import type { Connected, KernelRoute, RibRoute, Zebra } from "./zebra.ts";

const codes = `Codes: K - kernel route, C - connected, S - static, R - RIP,
       O - OSPF, I - IS-IS, B - BGP, E - EIGRP, N - NHRP,
       T - Table, v - VNC, V - VNC-Direct, A - Babel, F - PBR,
       f - OpenFabric,
       > - selected route, * - FIB route, q - queued, r - rejected, b - backup
       t - trapped, o - offload failure

`;

export type RouteKind = "connected" | "kernel" | "ospf";

/** A row of the table: what the three kinds of routes have in common. */
interface Row {
	readonly kind: RouteKind;
	readonly dst: Prefix;
	readonly distance: number;
	readonly metric: number;
	readonly selected: boolean;
	readonly since: number;
	/** As they are printed: `via 10.0.0.1, to-B, weight 1`. */
	readonly ways: readonly string[];
	/** As a single entry prints them: `10.0.0.1, via to-B, weight 1`. */
	readonly details: readonly string[];
}

const full = ({ addr, len }: Prefix) => `${addr}/${len}`;

function rowsOf(zebra: Zebra): Row[] {
	const up = connectedOf(zebra).filter((each) => each.up);
	const networks = new Set(up.map((each) => full(networkOf(each))));
	const rows = [
		...zebra.rib.map((each) => ospfRow(zebra, each, networks)),
		...zebra.kernelRoutes.map((each) => kernelRow(zebra, each)),
		...up.map((each) => connectedRow(zebra, each)),
	];
	return rows.sort((a, b) => byAddress(a.dst, b.dst));
}

function byAddress(a: Prefix, b: Prefix): number {
	return (toWords(a.addr)[0] ?? 0) - (toWords(b.addr)[0] ?? 0) || a.len - b.len;
}

function networkOf({ addr, prefixlen }: Pick<Connected, "addr" | "prefixlen">): Prefix {
	return { addr: maskAddr(addr, prefixlen), len: prefixlen };
}

function ospfRow(zebra: Zebra, { route, since, nhid }: RibRoute, networks: ReadonlySet<string>): Row {
	const { dst, cost, paths } = route;
	const members = zebra.nexthops.find(({ id }) => id === nhid)?.members;
	const order = (key: string) => members?.indexOf(zebra.nexthops.find((each) => each.key === key)?.id ?? 0) ?? 0;
	const sorted = paths.toSorted((a, b) => order(`${a.ifindex}>${a.via}`) - order(`${b.ifindex}>${b.via}`));
	return {
		kind: "ospf",
		dst,
		distance: 110,
		metric: cost,
		selected: !networks.has(full(dst)),
		since,
		ways: sorted.map(
			({ via, ifname }) => `${via === undefined ? "is directly connected" : `via ${via}`}, ${ifname}, weight 1`,
		),
		details: sorted.map(({ via, ifname }) =>
			via === undefined ? `directly connected, ${ifname}, weight 1` : `${via}, via ${ifname}, weight 1`,
		),
	};
}

function kernelRow(zebra: Zebra, { dst, metric, ways, special, since }: KernelRoute): Row {
	const name = (ifindex: number | undefined) => (ifindex === undefined ? "" : `, ${idGet(zebra.links, ifindex)?.name}`);
	const text = (via: Addr | undefined) => (via === undefined ? "is directly connected" : `via ${via}`);
	return {
		kind: "kernel",
		dst,
		distance: 0,
		metric,
		selected: true,
		since,
		ways:
			special === undefined
				? ways.map(
						({ ifindex, via, weight }) => `${text(via)}${name(ifindex)}${ways.length > 1 ? `, weight ${weight}` : ""}`,
					)
				: [`unreachable (${special})`],
		details: ways.map(({ ifindex, via }) =>
			special !== undefined
				? `unreachable (${special})`
				: via === undefined
					? `directly connected${name(ifindex)}`
					: `${via}, via${name(ifindex).slice(1)}`,
		),
	};
}

function connectedRow(zebra: Zebra, each: Connected): Row {
	const added = zebra.addrs.find(({ ifindex, addr }) => ifindex === each.ifindex && addr === each.addr)?.since ?? 0;
	const since = Math.max(added, idGet(zebra.upSince, each.ifindex) ?? 0);
	const way = `directly connected, ${each.name}`;
	const dst = networkOf(each);
	return { kind: "connected", dst, distance: 0, metric: 0, selected: true, since, ways: [`is ${way}`], details: [way] };
}

const letters: Readonly<Record<RouteKind, string>> = { connected: "C", kernel: "K", ospf: "O" };

function line(row: Row, now: number): string {
	const { kind, dst, distance, metric, selected, since, ways } = row;
	const cost = kind === "connected" ? "" : ` [${distance}/${metric}]`;
	const head = `${letters[kind]}${selected ? ">* " : "   "}${full(dst)}${cost}`;
	const time = uptime(now - since);
	const [first, ...rest] = ways.map((way) => `${way}, ${time}\n`);
	const indent = " ".repeat(head.length - 3);
	return `${head} ${first}${rest.map((way) => `  ${selected ? "*" : " "}${indent} ${way}`).join("")}`;
}

export function showRoutes(zebra: Zebra, now: number, kind?: RouteKind): string {
	return shown(
		rowsOf(zebra).filter((row) => kind === undefined || row.kind === kind),
		now,
	);
}

/** `show ip fib`: what the kernel has. */
export function showFib(zebra: Zebra, now: number): string {
	return shown(
		rowsOf(zebra).filter(({ selected }) => selected),
		now,
	);
}

/** `show ip route PREFIX longer-prefixes` */
export function showLonger(zebra: Zebra, now: number, word: string): string | undefined {
	const asked = parsePrefix(word, "inet");
	if (!asked || !("addr" in asked)) return undefined;
	const inside = ({ dst }: Row) => dst.len >= asked.len && contains(asked, dst.addr);
	return shown(rowsOf(zebra).filter(inside), now);
}

export function showSummary(zebra: Zebra): string {
	const rows = rowsOf(zebra);
	const line = (name: string, of: readonly Row[]) =>
		`${name.padEnd(20)} ${String(of.length).padEnd(20)} ${String(of.filter(({ selected }) => selected).length).padEnd(20)} \n`;
	const kinds = (["kernel", "connected", "ospf"] as const).flatMap((kind) => {
		const own = rows.filter((row) => row.kind === kind);
		return own.length === 0 ? [] : [line(kind, own)];
	});
	const head = `${"Route Source".padEnd(20)} ${"Routes".padEnd(20)} ${"FIB".padEnd(4)} (vrf default)\n`;
	return `${head}${kinds.join("")}------\n${line("Totals", rows)}\n`;
}

function shown(rows: readonly Row[], now: number): string {
	return rows.length === 0 ? "" : codes + rows.map((row) => line(row, now)).join("");
}

/** `show ip route ADDRESS` (the longest match) and `show ip route PREFIX` (that very one). */
export function showRoute(zebra: Zebra, now: number, word: string): string | undefined {
	const asked = parsePrefix(word, "inet");
	if (!asked || !("addr" in asked)) return undefined;
	const exact = word.includes("/");
	const fitting = rowsOf(zebra).filter(({ dst }) =>
		exact ? dst.addr === asked.addr && dst.len === asked.len : contains(dst, asked.addr),
	);
	const len = Math.max(...fitting.map(({ dst }) => dst.len));
	return fitting
		.filter(({ dst }) => dst.len === len)
		.map((row) => entry(row, now))
		.join("");
}

function entry({ kind, dst, distance, metric, selected, since, details }: Row, now: number): string {
	const best = selected ? ", best" : "";
	const ways = details.map((way) => `  ${selected ? "*" : " "} ${way}\n`).join("");
	return `Routing entry for ${full(dst)}
  Known via "${kind}", distance ${distance}, metric ${metric}${best}
  Last update ${uptime(now - since)} ago
${ways}
`;
}
