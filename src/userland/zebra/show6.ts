/** `show ipv6 route` and `show ipv6 fib` (zebra/zebra_vty.c). Recording: ospf-border. */
import { compareAddr } from "../../net/addr.ts";
import { idGet } from "../../net/id-map.ts";
import { contains, type Prefix, parsePrefix, samePrefix } from "../../net/prefix.ts";
import { networkOf } from "./address.ts";
import { entryOf, hopsOf, lineOf, type Row } from "./row.ts";
import { summaryText } from "./summary.ts";
import type { KernelRoute, LinkAddr, Zebra } from "./zebra.ts";

const codes = `Codes: K - kernel route, C - connected, S - static, R - RIPng,
       O - OSPFv3, I - IS-IS, B - BGP, N - NHRP, T - Table,
       v - VNC, V - VNC-Direct, A - Babel, F - PBR,
       f - OpenFabric,
       > - selected route, * - FIB route, q - queued, r - rejected, b - backup
       t - trapped, o - offload failure

`;

const others = ["static", "ripng", "ospf6", "isis", "bgp", "nhrp", "table", "vnc", "babel", "openfabric"];

/** Undefined for what FRR knows and this does not. */
export function showRoute6(
	zebra: Zebra,
	now: number,
	what: "route" | "fib",
	[word = "", ...more]: readonly string[],
): string | undefined {
	if (more.length > 0) return undefined;
	const rows = rowsOf(zebra).filter(({ selected }) => what === "route" || selected);
	const table = (wanted: readonly Row[]) =>
		wanted.length === 0 ? "" : codes + wanted.map((row) => lineOf(row, now)).join("");
	if (word === "") return table(rows);
	if (word.includes(":")) return entries(rows, now, word);
	const kinds = ["kernel", "connected", ...others, "summary", "json", "vrf", "tag"];
	const found = kinds.filter((each) => each.startsWith(word));
	const [kind = ""] = found;
	if (found.length !== 1) return undefined;
	if (kind === "summary") return what === "route" ? summaryText(rows) : undefined;
	if (others.includes(kind)) return "";
	return kind === "kernel" || kind === "connected" ? table(rows.filter((row) => row.kind === kind)) : undefined;
}

/** Of an address (the longest match) or of a network (that very one). */
function entries(rows: readonly Row[], now: number, word: string): string | undefined {
	const asked = parsePrefix(word, "inet6");
	if (!asked || !("addr" in asked)) return undefined;
	const { addr, len } = asked;
	const fitting = rows.filter(({ dst }) => (word.includes("/") ? samePrefix(dst, { addr, len }) : contains(dst, addr)));
	if (fitting.length === 0) return word.includes("/") ? "% Network not in table\n" : "";
	const longest = Math.max(...fitting.map(({ dst }) => dst.len));
	return fitting
		.filter(({ dst }) => dst.len === longest)
		.map((row) => entryOf(row, now))
		.join("");
}

/** By address; of one network the newest first. */
function rowsOf(zebra: Zebra): Row[] {
	const rows = [...(zebra.kernelRoutes6 ?? []).map((each) => kernelRow(zebra, each)), ...connectedRows(zebra)];
	return rows.sort((a, b) => compareAddr(a.dst.addr, b.dst.addr) || a.dst.len - b.dst.len);
}

function kernelRow(zebra: Zebra, route: KernelRoute): Row {
	const { dst, metric, since } = route;
	return { kind: "kernel", dst, distance: 0, metric, selected: true, fib: true, since, hops: hopsOf(zebra, route) };
}

/** The kernel has the network on every link; zebra counts the oldest one. */
function connectedRows(zebra: Zebra): Row[] {
	const seen: Prefix[] = [];
	const rows = (zebra.addrs6 ?? []).flatMap((each: LinkAddr): Row[] => {
		const { ifindex, since } = each;
		const link = idGet(zebra.links, ifindex);
		if (!link?.up) return [];
		const dst = networkOf(each);
		const selected = !seen.some((other) => samePrefix(other, dst));
		seen.push(dst);
		const hops = [{ ifindex, ifname: link.name }];
		return [{ kind: "connected", dst, distance: 0, metric: 0, selected, fib: true, since, hops }];
	});
	return rows.reverse();
}
