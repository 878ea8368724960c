/**
 * A packet of this host, or one that it passes on, leaves: net/ipv4/ip_output.c ip_output(), net/ipv6/ip6_output.c ip6_output().
 * Copies for this host's own groups, pieces where the link is too narrow, then the next hop (resolve.ts).
 */
import { isMulticast, toWords } from "../../net/addr.ts";
import type { Errno } from "../../uapi/errno.ts";
import type { Encap } from "../../uapi/lwtunnel.ts";
import type { Metrics } from "../../uapi/message.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST, RTN_UNICAST } from "../../uapi/route-type.ts";
import { type Device, isLoopbackDevice } from "../device.ts";
import { isHostRoute6 } from "../fib6-type.ts";
import { inGroup6 } from "../group6.ts";
import { isPlain } from "../lwtunnel.ts";
import { type Ask4, type Decision4, routeOutput4 } from "../output4.ts";
import { type Decision6, routeOutput6 } from "../output6.ts";
import type { Task } from "../task.ts";
import { countIp, countMany, countOut, countRequest, countWhole } from "./count.ts";
import { exceptionFor4, exceptionFor6 } from "./exception.ts";
import { portsOf } from "./flow.ts";
import { fragmentPacket } from "./fragment.ts";
import type { Ip, KeptRoute } from "./packet.ts";
import { sendTo } from "./resolve.ts";
import { netifRx } from "./softirq.ts";
import { pathState, setPathState } from "./state.ts";
import { note } from "./step.ts";

/** IP_MAX_MTU */
const maxMtu = 65535;

/** The way a packet takes, of either family: what output needs of a decision. */
export interface Way {
	readonly device: Device;
	readonly nexthop: string;
	readonly mtu: number;
	/** The mtu of the route is the user's last word (`mtu lock`). */
	readonly mtuLocked: boolean;
	readonly route: KeptRoute;
	readonly encap?: Encap | undefined;
}

export function wayOf4(t: Task, decision: Decision4, oif: number): Way {
	const { device, daddr, type, local, found } = decision;
	const exception = exceptionFor4(t, decision);
	const metrics = found?.route.metrics;
	const mtuLocked = Boolean(metrics?.lock?.includes("mtu") || exception?.locked);
	const mtu = exception?.mtu ?? mtuOf(metrics) ?? device.mtu;
	// ip_route_output_key_hash_rcu(): a local destination counts as reached through the device that has it.
	const named = type === RTN_LOCAL ? (found?.hop.oif ?? oif) : oif;
	return {
		device,
		nexthop:
			type === RTN_BROADCAST || type === RTN_MULTICAST ? daddr : (exception?.gateway ?? decision.gateway ?? daddr),
		mtu: Math.min(mtu, maxMtu),
		mtuLocked,
		route: { type, local, oif: named },
		encap: found?.hop.encap,
	};
}

/** The mtu that a route was given. */
export function mtuOf(metrics: Metrics | undefined): number | undefined {
	return metrics?.mtu === undefined ? undefined : Number(metrics.mtu);
}

export function wayOf6(t: Task, decision: Decision6): Way {
	const { device, daddr } = decision;
	const { route, hop } = decision.found;
	const exception = exceptionFor6(t, decision);
	const local = isHostRoute6(route) || (isMulticast(daddr) && inGroup6(t, device, daddr));
	const type = isHostRoute6(route) ? RTN_LOCAL : isMulticast(daddr) ? RTN_MULTICAST : RTN_UNICAST;
	return {
		device,
		nexthop: isMulticast(daddr) || exception?.onLink ? daddr : (exception?.gateway ?? hop.gateway ?? daddr),
		mtu: Math.min(exception?.mtu ?? mtuOf(route.metrics) ?? device.mtu, maxMtu),
		mtuLocked: false,
		route: { type, local, oif: hop.oif },
		encap: hop.encap,
	};
}

export interface Decided {
	readonly saddr: string | undefined;
	readonly daddr: string;
	readonly way: Way;
}

/** The routing decision for a packet of this host, of either family. */
export function decide(t: Task, netns: number, ask: Ask4): Decided | Errno {
	if (!ask.daddr.includes(":")) {
		const decision = routeOutput4(t, netns, ask);
		if (typeof decision === "string") return decision;
		return { saddr: decision.saddr, daddr: decision.daddr, way: wayOf4(t, decision, ask.oif) };
	}
	const decision = routeOutput6(t, netns, ask);
	if (typeof decision === "string") return decision;
	return { saddr: decision.saddr, daddr: decision.daddr, way: wayOf6(t, decision) };
}

/** Routes and sends a packet that has its source already: a tunnel's. */
export function outputPacket(t: Task, netns: number, packet: Ip, oif: number): void {
	const decided = decide(t, netns, { daddr: packet.dst, saddr: packet.src, tos: packet.tos, oif, ...portsOf(packet) });
	if (typeof decided === "string")
		return note(t, { netns, at: "ip_route_output", what: "dropped", why: decided, packet });
	output(t, packet, decided.way);
}

/** ip_mc_output(), ip6_finish_output2(): this host's own copy comes first. */
export function output(t: Task, unmarked: Ip, way: Way, begun: "request" | "header included" = "request"): void {
	const { device, route } = way;
	const packet = passedBy(marked(t, device.netns, unmarked), unmarked.src);
	const { type, local } = route;
	countRequest(t, device.netns, packet, begun);
	note(t, { netns: device.netns, device: device.id, at: "ip_output", what: "routed", why: way.nexthop, packet });
	if ((type === RTN_BROADCAST || type === RTN_MULTICAST) && local && !isLoopbackDevice(device)) {
		netifRx(t, { device: device.id, frame: { dst: "", src: "", packet, route }, looped: true });
		if (type === RTN_MULTICAST && staysHome(packet)) return countMany(t, device.netns, packet, "Out", type);
	}
	finish(t, packet, way);
}

/** __ip_select_ident(), ip6_make_flowlabel(): by which pieces, and conversations, are told apart. */
function marked(t: Task, netns: number, packet: Ip): Ip {
	if (packet.family === "inet6") return withMarks(packet, packet.id, packet.flowLabel ?? flowLabel(packet));
	const { payload } = packet;
	// A reset that belongs to no socket has none.
	if (payload.proto === "tcp" && payload.flags.includes("rst")) return withMarks(packet, 0, packet.flowLabel);
	const id = (pathState(t, netns).lastId + 1) & 0xffff;
	setPathState(t, netns, { lastId: id });
	return withMarks(packet, id, packet.flowLabel);
}

/** Written out, so that all packets on their way have one shape: a key that a copy gets besides is the slowest thing V8 does. */
function withMarks(packet: Ip, id: number | undefined, label: number | undefined): Ip {
	return {
		family: packet.family,
		src: packet.src,
		dst: packet.dst,
		ttl: packet.ttl,
		tos: packet.tos,
		df: packet.df,
		length: packet.length,
		payload: packet.payload,
		fragment: packet.fragment,
		id,
		flowLabel: label,
		recordRoute: packet.recordRoute,
	};
}

/** IPOPT_RR: nine addresses find room; a host notes its own when it sends and when it receives, a router that by which it passes on. */
export function passedBy(packet: Ip, addr: string | undefined): Ip {
	const { recordRoute } = packet;
	if (!recordRoute || recordRoute.length >= 9 || addr === undefined) return packet;
	return { ...packet, recordRoute: [...recordRoute, addr] };
}

function flowLabel(packet: Ip): number {
	const { ipProto, sport = 0, dport = 0 } = portsOf(packet);
	let hash = ipProto;
	for (const word of [...toWords(packet.src), ...toWords(packet.dst), (sport << 16) | dport])
		hash = Math.imul(hash ^ word, 0x9e3779b1) ^ (hash >>> 13);
	return (hash ^ (hash >>> 12)) & 0xfffff;
}

/** A multicast whose scope is this node, or whose time to live is over. */
function staysHome({ dst, ttl, family }: Ip): boolean {
	return family === "inet6" ? /^ff[0-9a-f][01]:/.test(dst) : ttl === 0;
}

/** ip_finish_output() */
export function finish(t: Task, packet: Ip, { device, nexthop, mtu, route, encap }: Way): void {
	const { netns } = device;
	countWhole(t, netns, packet);
	if (!isPlain(encap)) return note(t, { netns, device: device.id, at: "lwtunnel_xmit", what: "dropped", packet });
	const pieces = packet.length > mtu ? fragmentPacket(t, netns, packet, mtu) : [packet];
	if (pieces.length > 1) {
		countIp(t, netns, packet.family, "FragOKs");
		countIp(t, netns, packet.family, "FragCreates", pieces.length);
	}
	for (const piece of pieces) {
		countOut(t, netns, piece, route.type);
		sendTo(t, device.id, nexthop, piece, route);
	}
}
