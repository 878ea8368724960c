/**
 * What goes into a tunnel and comes out of one: net/ipv4/ip_tunnel.c ip_tunnel_xmit(), ip_tunnel_lookup(), ip_tunnel_rcv(), and
 * the like of sit.c and net/ipv6/ip6_tunnel.c. Read tunnel.ts first.
 */
import type { Addr } from "../../net/addr.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import { type Device, isUp } from "../device.ts";
import { updatePmtu } from "../path/learn.ts";
import { type Decided, decide, type Way } from "../path/output.ts";
import { type Encapsulated, type Frame, type Ip, isIp, type Payload } from "../path/packet.ts";
import type { Task } from "../task.ts";
import type { Xmit } from "./driver.ts";
import { peers } from "./tunnel.ts";
import { headers } from "./tunnel-mtu.ts";
import { GRE_KEY, type Tunnel, type TunnelSort, tunnelOf } from "./tunnel-sort.ts";

const dropped: Xmit = { to: "nowhere", dropped: true };

/** Hop limit where neither the tunnel nor what it carries has one. */
const defaultTtl = 64;

/** The least an mtu inside is said to be (IPV6_MIN_MTU; 576 for IPv4 in IPv6). */
const leastMtu6 = 1280;
const leastMtu4 = 576;

/** IPPROTO_IPIP, IPPROTO_IPV6 */
const numbers = { ipip: 4, ipv6: 41 } as const;

/** Tunnels in tunnels, after which the kernel takes it for a loop (XMIT_RECURSION_LIMIT). */
const mostNested = 8;

/** The header and what is inside, if the tunnel carries such. */
function wrap(sort: TunnelSort, data: Tunnel, { route: _, ...frame }: Frame): Encapsulated | undefined {
	const { packet } = frame;
	const inner: Frame = sort.type === ARPHRD_ETHER ? frame : { dst: "", src: "", packet };
	const { oflags = 0, okey = 0 } = data;
	if (sort.carries === "gre") return { proto: "gre", inner, ...(oflags & GRE_KEY && { key: okey }) };
	// erspan_build_header(): the key is the session
	if (sort.carries === "erspan") return { proto: "gre", inner, session: okey };
	const proto = packet.family === "inet" ? "ipip" : "ipv6";
	return isIp(packet) && carries(sort, data, proto) ? { proto, inner } : undefined;
}

/** The mode of ipip, sit and ip6tnl: one protocol, or any (0). */
function carries(sort: TunnelSort, data: Tunnel, proto: "ipip" | "ipv6"): boolean {
	const { proto: wanted } = sort.info(data);
	return sort.carries === "ip" && (wanted === 0 || wanted === numbers[proto]);
}

/** ip_tunnel_xmit(), ipip6_tunnel_xmit(), ip6_tnl_xmit() */
export function sendByTunnel(t: Task, sort: TunnelSort, device: Device, frame: Frame): Xmit {
	const data = tunnelOf(device);
	const payload = wrap(sort, data, frame);
	const remote = data.remote ?? sort.remoteFor?.(frame);
	if (!payload || remote === undefined || nesting(frame) > mostNested) return dropped;
	const outer = routeTo(t, device, remote);
	const src = data.local ?? outer?.saddr;
	if (!outer || src === undefined) return dropped;
	const inner = isIp(frame.packet) ? frame.packet : undefined;
	const { ttl = 0, tos = 0, net, link: oif = 0 } = data;
	const isV4 = sort.family === "inet";
	const df = isV4 && Boolean(sort.info(data).pmtudisc || inner?.df);
	if (inner) tellMtu(t, sort, device, inner, { df, way: outer.way });
	const packet: Ip = {
		family: sort.family,
		src,
		dst: remote,
		ttl: ttl || (isV4 && inner?.ttl) || defaultTtl,
		tos: tos & 1 ? (inner?.tos ?? 0) : tos,
		df,
		length: frame.packet.length + headers(sort, data),
		payload,
	};
	return { to: "output", netns: net, packet, oif };
}

function nesting({ packet }: Frame): number {
	const inner = isIp(packet) ? innerOf(packet.payload) : undefined;
	return inner ? 1 + nesting(inner) : 0;
}

function innerOf(payload: Payload): Frame | undefined {
	return "inner" in payload ? payload.inner : undefined;
}

/** The way to the other end, if there is one that is not the tunnel itself. */
function routeTo(t: Task, device: Device, remote: Addr): Decided | undefined {
	const { local, net, link: oif = 0 } = tunnelOf(device);
	const decided = decide(t, net, { daddr: remote, oif, tos: 0, ...(local !== undefined && { saddr: local }) });
	return typeof decided === "string" || decided.way.device.id === device.id ? undefined : decided;
}

/** tnl_update_pmtu(): the route into the tunnel learns what the way outside leaves. Ethernet has no route any more. */
function tellMtu(t: Task, sort: TunnelSort, device: Device, inner: Ip, { df, way }: { df: boolean; way: Way }): void {
	if (sort.type === ARPHRD_ETHER) return;
	const isV6 = sort.family === "inet6";
	const room = df || isV6 ? way.mtu - headers(sort, tunnelOf(device)) : device.mtu;
	const least = inner.family === "inet6" ? leastMtu6 : isV6 ? leastMtu4 : 0;
	updatePmtu(t, device.netns, inner, Math.max(room, least));
}

/** ip_tunnel_rcv(): what was inside, if the packet is this tunnel's and no other's more closely. */
export function decapsulate(t: Task, sort: TunnelSort, device: Device, packet: Ip, netns: number): Frame | undefined {
	const { payload, family } = packet;
	if (family !== sort.family || !("inner" in payload) || payload.proto === "udp") return undefined;
	const rank = (each: Device) => rankOf(sort, each, packet, payload);
	const own = rank(device);
	if (tunnelOf(device).net !== netns || own === 0) return undefined;
	return peers(t, sort, netns).some((other) => rank(other) > own) ? undefined : payload.inner;
}

/** ip_tunnel_lookup(): both ends fit best, then the other one, then the own; 0 is not at all. */
function rankOf(sort: TunnelSort, device: Device, { src, dst }: Ip, payload: Encapsulated): number {
	const data = tunnelOf(device);
	const { remote, local, isFallback } = data;
	if (!isUp(device) || data.external || !fits(sort, data, payload)) return 0;
	if ((remote !== undefined && remote !== src) || (local !== undefined && local !== dst)) return 0;
	if (isFallback) return 1;
	return 2 + (remote === undefined ? 0 : 2) + (local === undefined ? 0 : 1);
}

function fits(sort: TunnelSort, data: Tunnel, { proto, key, session, inner }: Encapsulated): boolean {
	if (proto !== "gre") return carries(sort, data, proto);
	const { iflags = 0, ikey = 0 } = data;
	if (session !== undefined) return sort.carries === "erspan" && session === ikey;
	const ether = inner.dst !== "";
	return (
		sort.carries === "gre" && ether === (sort.type === ARPHRD_ETHER) && key === (iflags & GRE_KEY ? ikey : undefined)
	);
}
