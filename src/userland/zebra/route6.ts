/**
 * IPv6 as zebra has it here: networks of its links, and routes that others have made; no protocol of IPv6 runs. Heard from the
 * kernel, and shown by `show ipv6 route` (zebra/zebra_vty.c). Recording: ospf-border.
 */
import { type Addr, compareAddr, isLoopback } from "../../net/addr.ts";
import { idGet } from "../../net/id-map.ts";
import { contains, type Prefix, parsePrefix, samePrefix } from "../../net/prefix.ts";
import { IFA_F_DADFAILED, IFA_F_TENTATIVE } from "../../uapi/addr-flags.ts";
import type { Ifaddr, Rtmsg } from "../../uapi/message.ts";
import { addrFrom, networkOf, sameAddr } from "./address.ts";
import { summaryText } from "./summary.ts";
import { uptime } from "./uptime.ts";
import { type KernelRoute, type LinkAddr, patch, type Zebra, type ZebraTurn } from "./zebra.ts";

/** zebra/if_netlink.c: an address that is still looked for is none yet. */
export function newAddr6(turn: ZebraTurn, message: Ifaddr): void {
	const added = addrFrom(message, turn.now);
	if (!added || isLoopback(added.addr) || message.flags & (IFA_F_DADFAILED | IFA_F_TENTATIVE)) return;
	const { addrs6 = [] } = turn.zebra;
	if (!addrs6.some((each) => sameAddr(each, added))) patch(turn, { addrs6: [...addrs6, added] });
}

/** One with a peer is not found again, and stays (zebra/connected.c connected_delete_ipv6()). */
export function delAddr6(turn: ZebraTurn, message: Ifaddr): void {
	const gone = addrFrom(message, turn.now);
	const { addrs6 = [] } = turn.zebra;
	if (gone)
		patch(turn, {
			addrs6: addrs6.filter((each) => each.peer !== undefined || !sameAddr(each, { ...gone, peer: undefined })),
		});
}

export function newRoute6(turn: ZebraTurn, route: Rtmsg, made: KernelRoute): void {
	delRoute6(turn, route);
	patch(turn, { kernelRoutes6: [...(turn.zebra.kernelRoutes6 ?? []), made] });
}

export function delRoute6(turn: ZebraTurn, { dst, priority = 0 }: Rtmsg): void {
	const { kernelRoutes6 = [] } = turn.zebra;
	patch(turn, {
		kernelRoutes6: kernelRoutes6.filter((each) => !samePrefix(each.dst, dst) || each.metric !== priority),
	});
}

type Kind = "kernel" | "connected";

interface Row {
	readonly kind: Kind;
	readonly dst: Prefix;
	readonly metric: number;
	readonly since: number;
	/** The kernel has the network on every link; zebra counts the oldest one. */
	readonly selected: boolean;
	/** As they are printed in the table, and in an entry. */
	readonly ways: readonly string[];
	readonly details: readonly string[];
}

const codes = `Codes: K - kernel route, C - connected, S - static, R - RIPng,
       O - OSPFv3, I - IS-IS, B - BGP, N - NHRP, T - Table,
       v - VNC, V - VNC-Direct, A - Babel, F - PBR,
       f - OpenFabric,
       > - selected route, * - FIB route, q - queued, r - rejected, b - backup
       t - trapped, o - offload failure

`;

/** By address; of one network the newest first. */
function rowsOf(zebra: Zebra): Row[] {
	const rows = [...(zebra.kernelRoutes6 ?? []).map((each) => kernelRow(zebra, each)), ...connectedRows(zebra)];
	return rows.sort((a, b) => compareAddr(a.dst.addr, b.dst.addr) || a.dst.len - b.dst.len);
}

function connectedRows(zebra: Zebra): Row[] {
	const seen: Prefix[] = [];
	const rows = (zebra.addrs6 ?? []).flatMap((each: LinkAddr): Row[] => {
		const { ifindex, since } = each;
		const link = idGet(zebra.links, ifindex);
		if (!link?.up) return [];
		const dst = networkOf(each);
		const selected = !seen.some((other) => samePrefix(other, dst));
		seen.push(dst);
		const way = `directly connected, ${link.name}`;
		return [{ kind: "connected", dst, metric: 0, since, selected, ways: [`is ${way}`], details: [way] }];
	});
	return rows.reverse();
}

function kernelRow(zebra: Zebra, { dst, metric, since, special, ways }: KernelRoute): Row {
	const known = { kind: "kernel", dst, metric, since, selected: true } as const;
	if (special !== undefined)
		return { ...known, ways: [`unreachable (${special})`], details: [`unreachable (${special})`] };
	const weight = (way: KernelRoute["ways"][number]) => (ways.length > 1 ? `, weight ${way.weight}` : "");
	const name = (ifindex = 0) => idGet(zebra.links, ifindex)?.name ?? "";
	return {
		...known,
		ways: ways.map((way) => `${via(way.via)}, ${name(way.ifindex)}${weight(way)}`),
		details: ways.map((way) =>
			way.via === undefined
				? `directly connected, ${name(way.ifindex)}${weight(way)}`
				: `${way.via}, via ${name(way.ifindex)}${weight(way)}`,
		),
	};
}

function via(addr: Addr | undefined): string {
	return addr === undefined ? "is directly connected" : `via ${addr}`;
}

function line({ kind, dst, metric, since, selected, ways }: Row, now: number): string {
	const letter = kind === "kernel" ? "K" : "C";
	const head = `${letter}${selected ? ">" : " "}* ${dst.addr}/${dst.len}${kind === "kernel" ? ` [0/${metric}]` : ""}`;
	const [first, ...rest] = ways.map((way) => `${way}, ${uptime(now - since)}\n`);
	return `${head} ${first}${rest.map((way) => `  *${" ".repeat(head.length - 3)} ${way}`).join("")}`;
}

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
		wanted.length === 0 ? "" : codes + wanted.map((row) => line(row, now)).join("");
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
		.map((row) => entry(row, now))
		.join("");
}

function entry({ kind, dst, metric, since, selected, details }: Row, now: number): string {
	return `Routing entry for ${dst.addr}/${dst.len}
  Known via "${kind}", distance 0, metric ${metric}${selected ? ", best" : ""}
  Last update ${uptime(now - since)} ago
${details.map((way) => `  * ${way}\n`).join("")}
`;
}
