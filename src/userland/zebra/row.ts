/**
 * A row of the table that `show ip route` and `show ipv6 route` print: as a line of the whole table, or as an entry of its own
 * (zebra/zebra_vty.c vty_show_ip_route(), vty_show_ip_route_detail()). show.ts and show6.ts have the rows, json.ts prints
 * them as data.
 */
import type { Addr } from "../../net/addr.ts";
import { idGet } from "../../net/id-map.ts";
import type { Prefix } from "../../net/prefix.ts";
import { uptime } from "./uptime.ts";
import type { KernelRoute, Zebra } from "./zebra.ts";

export type RouteKind = "connected" | "kernel" | "ospf";

/** A way of a route. */
export interface Hop {
	readonly via?: Addr | undefined;
	readonly ifindex?: number | undefined;
	readonly ifname?: string | undefined;
	/** Missing where it is not told. */
	readonly weight?: number;
	/** `blackhole` and its kin. */
	readonly special?: string;
	/** It has stood there before, and the kernel has it once. */
	readonly duplicate?: boolean;
}

export interface Row {
	readonly kind: RouteKind;
	readonly dst: Prefix;
	readonly distance: number;
	readonly metric: number;
	readonly selected: boolean;
	/** The kernel has it. */
	readonly fib: boolean;
	readonly since: number;
	readonly hops: readonly Hop[];
	/** Id of the object that its ways are, which the kernel has if it is selected. */
	readonly object?: number | undefined;
}

export const full = ({ addr, len }: Prefix) => `${addr}/${len}`;

/** The ways of a route that somebody else has made. */
export function hopsOf({ links }: Zebra, { ways, special }: KernelRoute): Hop[] {
	return ways.map(({ ifindex, via, weight }) => ({
		via,
		ifindex,
		ifname: ifindex === undefined ? undefined : idGet(links, ifindex)?.name,
		...(ways.length > 1 && { weight }),
		...(special !== undefined && { special }),
	}));
}

const letters: Readonly<Record<RouteKind, string>> = { connected: "C", kernel: "K", ospf: "O" };

export function lineOf({ kind, dst, distance, metric, selected, fib, since, hops }: Row, now: number): string {
	const cost = kind === "connected" ? "" : ` [${distance}/${metric}]`;
	const head = `${letters[kind]}${selected ? ">" : " "}${fib ? "*" : " "} ${full(dst)}${cost}`;
	const lines = hops.map((hop, i) => {
		const before = i === 0 ? head : `  ${markOf(fib, hop)}${" ".repeat(head.length - 3)}`;
		return `${before} ${wayOf(hop)}, ${uptime(now - since)}\n`;
	});
	return lines.join("");
}

export function entryOf({ kind, dst, distance, metric, selected, fib, since, hops }: Row, now: number): string {
	return `Routing entry for ${full(dst)}
  Known via "${kind}", distance ${distance}, metric ${metric}${selected ? ", best" : ""}
  Last update ${uptime(now - since)} ago
${hops.map((hop) => `  ${markOf(fib, hop)} ${detailOf(hop)}\n`).join("")}
`;
}

function markOf(fib: boolean, { duplicate = false }: Hop): string {
	return fib && !duplicate ? "*" : " ";
}

/** `via 10.0.0.1, to-B, weight 1` */
function wayOf(hop: Hop): string {
	if (hop.special !== undefined) return `unreachable (${hop.special})`;
	return [hop.via === undefined ? "is directly connected" : `via ${hop.via}`, ...namesOf(hop)].join(", ");
}

/** `10.0.0.1, via to-B, weight 1` */
function detailOf(hop: Hop): string {
	if (hop.special !== undefined) return `unreachable (${hop.special})`;
	if (hop.via === undefined) return ["directly connected", ...namesOf(hop)].join(", ");
	return `${hop.via}, via ${namesOf(hop).join(", ")}`;
}

function namesOf({ ifname, weight }: Hop): string[] {
	return [...(ifname === undefined ? [] : [ifname]), ...(weight === undefined ? [] : [`weight ${weight}`])];
}
