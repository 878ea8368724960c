/**
 * An ICMP echo from this host to an address of its own: output (the routing decision), the loopback driver, input, the answer
 * and its way back. What leaves the namespace is not modelled yet and says so.
 * net/ipv4/icmp.c icmp_echo(), net/ipv6/icmp.c icmpv6_echo_reply().
 */
import { type Addr, familyOf, isMulticast } from "../../net/addr.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../../uapi/route-type.ts";
import type { Errno } from "../../uapi/errno.ts";
import { deviceByIndex, deviceByName, deviceOf, type Task } from "../task.ts";
import { type Device, isLoopbackDevice, isUp } from "../device.ts";
import { routeOutput4 } from "../output4.ts";
import { routeOutput6 } from "../output6.ts";
import type { Packet } from "./packet.ts";
import { transmit } from "./transmit.ts";

export interface EchoRequest {
	readonly dst: Addr;
	readonly src?: Addr;
	/** Name of the device it must leave by (`ping -I`, or the zone of an IPv6 address). */
	readonly device?: string;
	readonly seq: number;
	readonly id: number;
	/** Bytes with the IP header. */
	readonly length: number;
	readonly ttl: number;
	readonly broadcast: boolean;
}

/** Where an echo would go, and from which address: what connect() finds out. */
export interface EchoRoute {
	readonly src: Addr;
	readonly dst: Addr;
	readonly kind: "local" | "broadcast" | "multicast" | "unicast";
	readonly device: Device;
}

const kinds = new Map([
	[RTN_LOCAL, "local"],
	[RTN_BROADCAST, "broadcast"],
	[RTN_MULTICAST, "multicast"],
] as const);

/** connect() of a datagram socket: the decision, or the errno that the program sees. */
export function connectEcho(t: Task, ask: Pick<EchoRequest, "dst" | "src" | "device" | "broadcast">): EchoRoute | Errno {
	const through = ask.device === undefined ? undefined : deviceByName(t, t.netns, ask.device);
	if (ask.device !== undefined && !through) return "ENODEV";
	const flow = { daddr: ask.dst, oif: through?.index ?? 0, ...(ask.src !== undefined && { saddr: ask.src }) };
	if (familyOf(ask.dst) === "inet6") return connect6(t, ask.dst, flow);
	const decision = routeOutput4(t, t.netns, { ...flow, tos: 0 });
	if (typeof decision === "string") return decision;
	const kind = kinds.get(decision.type as typeof RTN_LOCAL) ?? "unicast";
	// net/ipv4/datagram.c: a broadcast needs SO_BROADCAST.
	if (kind === "broadcast" && !ask.broadcast) return "EACCES";
	return { src: decision.saddr ?? "0.0.0.0", dst: decision.daddr, kind, device: decision.device };
}

function connect6(t: Task, dst: Addr, flow: { daddr: Addr; saddr?: Addr; oif: number }): EchoRoute | Errno {
	const decision = routeOutput6(t, t.netns, flow);
	const through = deviceByIndex(t, t.netns, flow.oif);
	// Recorded (lo-ping): a group on a named device that has no multicast route is no error; nobody hears it.
	if (decision === "ENETUNREACH" && isMulticast(dst) && through && isUp(through))
		return { src: "::", dst, kind: "multicast", device: through };
	if (typeof decision === "string") return decision;
	// Without any usable address of its own there is no source (ip6_dst_lookup_tail).
	if (decision.saddr === undefined) return "EADDRNOTAVAIL";
	const local = decision.found.route.type === RTN_LOCAL;
	const kind = isMulticast(dst) ? "multicast" : local ? "local" : "unicast";
	return { src: decision.saddr, dst, kind, device: decision.device };
}

export type EchoOutcome = { readonly reply: true; readonly from: Addr; readonly ttl: number } | { readonly reply: false };

/** Sends one echo and lets what happens happen: whether an answer came back. */
export function sendEcho(t: Task, request: EchoRequest): EchoOutcome | Errno | "unmodelled" {
	const route = connectEcho(t, request);
	if (typeof route === "string") return route;
	// A local destination goes through lo, whichever device has the address (net/ipv4/route.c: dev_out = loopback_dev).
	const through = route.kind === "local" ? (deviceByIndex(t, t.netns, 1) as Device) : route.device;
	if (!isLoopbackDevice(through)) return "unmodelled";
	const { id, seq, length, ttl } = request;
	const family = familyOf(route.dst);
	const echo: Packet = { family, src: route.src, dst: route.dst, ttl, length, payload: { proto: "icmp", type: "echo", id, seq } };
	// Without a route there is nothing to transmit (recorded: the counters of lo stand still).
	if (route.kind === "multicast") return { reply: false };
	const received = transmit(t, through.id, echo);
	if (received === undefined || !answers(route)) return { reply: false };
	// The receiver's own default hop limit, 64.
	const back: Packet = { ...echo, src: route.dst, dst: route.src, ttl: 64, payload: { ...echo.payload, type: "echo-reply" } };
	const home = transmit(t, deviceOf(t, received).id, back);
	return home === undefined ? { reply: false } : { reply: true, from: route.dst, ttl: back.ttl };
}

/** icmp_echo_ignore_broadcasts is 1, and lo is in no multicast group that answers (recorded: lo-ping). */
function answers(route: EchoRoute): boolean {
	return route.kind === "local";
}
