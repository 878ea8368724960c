/**
 * How much a tunnel may carry: its headers, and what the way to its other end leaves. net/ipv4/ip_tunnel.c ip_tunnel_bind_dev(),
 * net/ipv6/ip6_tunnel.c ip6_tnl_link_config().
 */
import { IP6_TNL_F_IGN_ENCAP_LIMIT, type TunnelData } from "../../uapi/link-data.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import type { Device } from "../device.ts";
import { routeOutput4 } from "../output4.ts";
import { routeOutput6 } from "../output6.ts";
import { Refusal } from "../refusal.ts";
import { deviceByIndex, type Task } from "../task.ts";
import { GRE_CSUM, GRE_KEY, GRE_SEQ, isV6, maySend, type Tunnel, type TunnelSort } from "./tunnel-sort.ts";

const IPV6_MIN_MTU = 1280;

/** gre_calc_hlen() */
export function greHeader({ oflags = 0 }: TunnelData): number {
	return 4 * (1 + [GRE_CSUM, GRE_KEY, GRE_SEQ].filter((flag) => oflags & flag).length);
}

/** TUNNEL_ENCAP_FLAG_REMCSUM */
const REMCSUM = 4;

/** ip_encap_hlen(), gue_encap_hlen(): a UDP header, 4 more for GUE, and 8 more where it carries checksums for others. */
function envelope({ encapType = "none", encapFlags = 0 }: TunnelData): number {
	const offload = encapType === "gue" && encapFlags & REMCSUM ? 8 : 0;
	return { none: 0, fou: 8, gue: 12, mpls: 0 }[encapType] + offload;
}

/** All outer headers, and the inner Ethernet one. */
export function headers(sort: TunnelSort, data: TunnelData): number {
	const limit = isV6(sort) && sort.header(data) >= 0 ? limitOption(data) : 0;
	return (isV6(sort) ? 40 : 20) + sort.header(data) + envelope(data) + limit + (sort.type === ARPHRD_ETHER ? 14 : 0);
}

/** Bytes of the option that limits how deep tunnels may lie in each other. */
export function limitOption({ flags = 0 }: TunnelData): number {
	return flags & IP6_TNL_F_IGN_ENCAP_LIMIT ? 0 : 8;
}

/** ip_tunnel_bind_dev(), ip6_tnl_link_config(): the mtu that the way to the other end leaves. */
export function roomOf(t: Task, sort: TunnelSort, data: Tunnel): number {
	const lower = lowerFor(t, sort, data);
	if (sort.mtu) return sort.mtu(lower);
	const taken = headers(sort, data) - (sort.mtuNeedsLower && !lower ? envelope(data) : 0);
	return Math.max(isV6(sort) ? IPV6_MIN_MTU : Math.max(68, sort.minMtu), mtuBelow(sort, lower) - taken);
}

/** IP_MAX_MTU: an IPv4 packet is no longer, though lo would take it. */
function mtuBelow(sort: TunnelSort, lower: Device | undefined): number {
	return Math.min(lower?.mtu ?? 1500, isV6(sort) ? Number.POSITIVE_INFINITY : 65535);
}

export function lowerFor(t: Task, sort: TunnelSort, data: Tunnel): Device | undefined {
	return wayOf(t, sort, data) ?? (data.link ? deviceByIndex(t, data.net, data.link) : undefined);
}

export function wayOf(
	t: Task,
	sort: TunnelSort,
	{ net, remote, local, link = 0, tos = 0 }: Tunnel,
): Device | undefined {
	if (remote === undefined || (isV6(sort) && !maySend(local, remote, link))) return undefined;
	const ask = { daddr: remote, ...(local !== undefined && { saddr: local }), oif: link };
	const decision = isV6(sort) ? routeOutput6(t, net, ask) : routeOutput4(t, net, { ...ask, tos: tos & 0x1c });
	return typeof decision === "string" ? undefined : decision.device;
}

/** __ip_tunnel_change_mtu() */
export function judgeMtu4(mtu: number, taken: number): void {
	if (mtu < 68 || mtu > 65535 - taken) throw new Refusal("EINVAL");
}
