/** `show ip route` and its kin, as zebra's vty has them (zebra/zebra_vty.c). Recordings: ospf-vty, seven-routers-*. */
import { toWords } from "../../net/addr.ts";
import { idGet } from "../../net/id-map.ts";
import { contains, maskAddr, type Prefix, parsePrefix } from "../../net/prefix.ts";
import { metricOf, type Path } from "../ospfd/spf.ts";
import { networkOf, sameAddr } from "./address.ts";
import { connectedOf } from "./connected.ts";
import { foreignKey } from "./nexthop.ts";
import { entryOf, full, hopsOf, lineOf, type RouteKind, type Row } from "./row.ts";
import type { Connected, KernelRoute, RibRoute, Zebra } from "./zebra.ts";

const codes = `Codes: K - kernel route, C - connected, S - static, R - RIP,
       O - OSPF, I - IS-IS, B - BGP, E - EIGRP, N - NHRP,
       T - Table, v - VNC, V - VNC-Direct, A - Babel, F - PBR,
       f - OpenFabric,
       > - selected route, * - FIB route, q - queued, r - rejected, b - backup
       t - trapped, o - offload failure

`;

/** By network; of one network what has come last stands first (zebra/zebra_rib.c rib_link()). Recording: seven-routers-flap. */
function rowsOf(zebra: Zebra): Row[] {
	const up = connectedNetworks(zebra);
	const networks = new Set([...up.map(networkOf), ...zebra.kernelRoutes.map(({ dst }) => dst)].map(full));
	const rows = [
		...zebra.rib.map((each) => ospfRow(zebra, each, networks)),
		...zebra.kernelRoutes.toReversed().map((each) => kernelRow(zebra, each)),
		...up.map((each) => connectedRow(zebra, each)),
	];
	return rows.sort((a, b) => byAddress(a.dst, b.dst) || b.since - a.since);
}

function byAddress(a: Prefix, b: Prefix): number {
	return (toWords(a.addr)[0] ?? 0) - (toWords(b.addr)[0] ?? 0) || a.len - b.len;
}

/** A network of a link is there once, however many addresses are in it (zebra/connected.c connected_up()). */
function connectedNetworks(zebra: Zebra): Connected[] {
	const up = connectedOf(zebra).filter((each) => each.up);
	return [
		...new Map(up.toReversed().map((each) => [`${each.ifindex} ${full(networkOf(each))}`, each])).values(),
	].reverse();
}

function ospfRow(zebra: Zebra, { route, since, nhid, object }: RibRoute, networks: ReadonlySet<string>): Row {
	const { dst, paths } = route;
	const members = zebra.nexthops.find(({ id }) => id === nhid)?.members;
	const order = (key: string) => members?.indexOf(zebra.nexthops.find((each) => each.key === key)?.id ?? 0) ?? 0;
	const selected = !networks.has(full(dst));
	const sorted = paths.toSorted((a, b) => order(`${a.ifindex}>${a.via}`) - order(`${b.ifindex}>${b.via}`));
	return {
		kind: "ospf",
		dst,
		distance: 110,
		metric: metricOf(route),
		selected,
		fib: selected,
		since,
		hops: sorted.map((path, i) => ({ ...path, weight: 1, ...(isRepeated(sorted, i) && { duplicate: true }) })),
		object: nhid ?? object,
	};
}

function kernelRow(zebra: Zebra, route: KernelRoute): Row {
	const { dst, metric, ways, special, since } = route;
	return {
		kind: "kernel",
		dst,
		distance: 0,
		metric,
		selected: true,
		fib: true,
		since,
		hops: hopsOf(zebra, route),
		object: ways.length > 1 ? undefined : objectOf(zebra, foreignKey(ways[0] ?? { weight: 1 }, special)),
	};
}

function connectedRow(zebra: Zebra, each: Connected): Row {
	const added = zebra.addrs.find((addr) => sameAddr(addr, { ...each, since: 0 }))?.since ?? 0;
	const since = Math.max(added, idGet(zebra.upSince, each.ifindex) ?? 0);
	return {
		kind: "connected",
		dst: networkOf(each),
		distance: 0,
		metric: 0,
		selected: true,
		fib: true,
		since,
		hops: [{ ifindex: each.ifindex, ifname: each.name }],
		object: objectOf(zebra, String(each.ifindex)),
	};
}

/** Two routers that tell of one network may stand behind the same neighbour. */
function isRepeated(paths: readonly Path[], i: number): boolean {
	const { ifindex, via } = paths[i] as Path;
	return paths.slice(0, i).some((path) => path.ifindex === ifindex && path.via === via);
}

function objectOf({ nexthops }: Zebra, wanted: string): number | undefined {
	return nexthops.find(({ key }) => key === wanted)?.id;
}

/** `show ip route` or `show ip fib`, which shows what the kernel has; of one kind. */
export function rowsFor(zebra: Zebra, what: "route" | "fib", kind?: RouteKind): Row[] {
	const fits = (row: Row) => (kind === undefined || row.kind === kind) && (what === "route" || row.selected);
	return rowsOf(zebra).filter(fits);
}

export function showRoutes(zebra: Zebra, now: number, what: "route" | "fib" = "route"): string {
	return showRows(rowsFor(zebra, what), now);
}

/** `show ip route vrf all`, `table 254`: the same under a heading. */
export function showHeaded(zebra: Zebra, now: number, heading: string): string {
	return showRoutes(zebra, now).replace(codes, `${codes}${heading}:\n`);
}

/** `show ip route PREFIX longer-prefixes` */
export function showLonger(zebra: Zebra, now: number, word: string): string | undefined {
	const asked = networkNamed(word);
	if (!asked) return undefined;
	const inside = ({ dst }: Row) => dst.len >= asked.len && contains(asked, dst.addr);
	return showRows(rowsOf(zebra).filter(inside), now);
}

export function showRows(rows: readonly Row[], now: number): string {
	return rows.length === 0 ? "" : codes + rows.map((row) => lineOf(row, now)).join("");
}

/** The address or network that a word means; FRR's commands know none that is not written out. */
export function networkNamed(word: string): Prefix | undefined {
	const asked = /^\d+\.\d+\.\d+\.\d+(?:\/\d+)?$/.test(word) ? parsePrefix(word, "inet") : undefined;
	return asked && "addr" in asked ? { addr: maskAddr(asked.addr, asked.len), len: asked.len } : undefined;
}

/** Those of an address (the longest match) or of a network (that very one); undefined where there is no such network. */
export function rowsAt(rows: readonly Row[], word: string, asked: Prefix): Row[] | undefined {
	const exact = word.includes("/");
	const fitting = rows.filter(({ dst }) =>
		exact ? dst.addr === asked.addr && dst.len === asked.len : contains(dst, asked.addr),
	);
	if (exact && fitting.length === 0) return undefined;
	const len = Math.max(...fitting.map(({ dst }) => dst.len));
	return fitting.filter(({ dst }) => dst.len === len);
}

export function showRoute(
	zebra: Zebra,
	now: number,
	word: string,
	what: "route" | "fib" = "route",
): string | undefined {
	const asked = networkNamed(word);
	if (!asked) return undefined;
	const rows = rowsAt(rowsFor(zebra, what), word, asked);
	return rows ? rows.map((row) => entryOf(row, now)).join("") : "% Network not in table\n";
}
