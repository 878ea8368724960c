/**
 * An IP packet has arrived: net/ipv4/ip_input.c ip_rcv(), net/ipv6/ip6_input.c ipv6_rcv(). Is it for this host, to be passed on,
 * or not to be believed? The decision itself is input4.ts, and fib6-lookup.ts.
 */
import { isLoopback, isMulticast } from "../../net/addr.ts";
import type { Errno } from "../../uapi/errno.ts";
import { RTN_ANYCAST, RTN_MULTICAST } from "../../uapi/route-type.ts";
import { type Device, isLoopbackDevice } from "../device.ts";
import { type Found6, fibLookup6 } from "../fib6-lookup.ts";
import { isHostRoute6 } from "../fib6-type.ts";
import { inGroup6 } from "../group6.ts";
import { routeInput4 } from "../input4.ts";
import { countMib } from "../mib/mib.ts";
import { selectWay6 } from "../multipath.ts";
import { needsDevice } from "../output6.ts";
import { netnsOf, type Task } from "../task.ts";
import { countIn, countIp, countMany } from "./count.ts";
import { deliver } from "./deliver.ts";
import { portsOf } from "./flow.ts";
import { forward4, forward6 } from "./forward.ts";
import { icmpSend } from "./icmp4.ts";
import { icmp6Send } from "./icmp6.ts";
import { allowsRouteError } from "./peer.ts";
import type { Skb } from "./skb.ts";
import { note } from "./step.ts";

export function ipRcv(t: Task, skb: Skb): void {
	const { device, packet, route } = skb;
	countIn(t, device.netns, packet);
	if (packet.family === "inet6" && device.inet6?.conf.disableIpv6 !== 0)
		countIp(t, device.netns, "inet6", "InDiscards");
	if (packet.family === "inet" ? !device.inet : device.inet6?.conf.disableIpv6 !== 0)
		return dropped(t, skb, "ip_rcv", "protocol off");
	if (route) {
		// ip_rcv_finish(), skb_valid_dst(): what lo gives back is not routed again.
		if (route.forward) return forward4(t, skb, route.forward);
		if (!route.local) return dropped(t, skb, "dst_discard", "loopback");
		countMany(t, device.netns, packet, "In", route.type);
		return deliver(t, { ...skb, kind: route.type });
	}
	if (packet.family === "inet") input4(t, skb);
	else input6(t, skb);
}

export function dropped(t: Task, { device, packet }: Skb, at: string, why: string): void {
	note(t, { netns: device.netns, device: device.id, at, what: "dropped", why, packet });
}

function input4(t: Task, skb: Skb): void {
	const { device, packet } = skb;
	const { ipProto, sport, dport } = portsOf(packet);
	const { src: saddr, dst: daddr, tos } = packet;
	const decision = routeInput4(t, device, { daddr, saddr, tos, hashed: packet, ipProto, sport, dport });
	if (typeof decision === "string") return refuse4(t, skb, decision);
	countMany(t, device.netns, packet, "In", decision.type);
	if (decision.local) return deliver(t, { ...skb, kind: decision.type });
	forward4(t, skb, decision);
}

/** Codes of ICMP_DEST_UNREACH. */
const unreachable4: Partial<Record<Errno, number>> = { ENETUNREACH: 0, EHOSTUNREACH: 1, EACCES: 13 };

/** ip_error(): a router says so, five times in a row and then once a second. */
function refuse4(t: Task, skb: Skb, errno: Errno): void {
	const { device, packet } = skb;
	const { netns } = device;
	dropped(t, skb, "ip_route_input_slow", errno);
	if (errno === "EXDEV") countMib(t, netns, "TcpExtIPReversePathFilter");
	if (errno === "ENETUNREACH") countMib(t, netns, "IpExtInNoRoutes");
	const code = unreachable4[errno];
	if (code === undefined) return;
	if (!device.inet?.conf.forwarding) {
		if (errno === "EHOSTUNREACH") countIp(t, netns, "inet", "InAddrErrors");
		return;
	}
	if (allowsRouteError(t, netns, packet.src)) icmpSend(t, skb, { icmpType: 3, code });
}

/** ip6_route_input() and the input function of what it finds. */
function input6(t: Task, skb: Skb): void {
	const { device, packet } = skb;
	const { dst, src } = packet;
	// ip6_rcv_core(): ::1 is not to be seen on any wire, and nobody is a group.
	if (!isLoopbackDevice(device) && (isLoopback(src) || isLoopback(dst)))
		return dropped(t, skb, "ip6_rcv_core", "loopback");
	if (isMulticast(src)) return dropped(t, skb, "ip6_rcv_core", "source");
	const found = routeInput6(t, device, skb);
	if (typeof found === "string") return refuse6(t, skb, found);
	if (isHostRoute6(found.route)) return deliver(t, { ...skb, kind: found.route.type });
	// net/ipv6/route.c ip6_rt_init_dst(): a link hears groups by the route that it was given for them
	if (isMulticast(found.route.dst.addr)) return inputMulticast6(t, skb);
	if (found.route.type === RTN_ANYCAST || found.route.type === RTN_MULTICAST)
		return dropped(t, skb, "ip6_input", "type");
	forward6(t, skb, found);
}

/** ip6_mc_input() */
function inputMulticast6(t: Task, skb: Skb): void {
	const { device, packet } = skb;
	countMany(t, device.netns, packet, "In", RTN_MULTICAST);
	if (!inGroup6(t, device, packet.dst)) return dropped(t, skb, "ip6_mc_input", "group");
	deliver(t, { ...skb, kind: RTN_MULTICAST });
}

function routeInput6(t: Task, device: Device, { packet }: Skb): Found6 | Errno {
	const { dst, src, tos } = packet;
	const strict = needsDevice(dst);
	const iif = device.index;
	const ask = { daddr: dst, saddr: src, tos, oif: 0, iif, wish: iif, strict, hashed: packet, ...portsOf(packet) };
	const found = fibLookup6(t, device.netns, ask);
	return typeof found === "string" ? found : selectWay6(t, device.netns, found, ask);
}

const unreachable6: Partial<Record<Errno, number>> = { ENETUNREACH: 0, EHOSTUNREACH: 0, EACCES: 1 };

/** ip6_pkt_discard(), ip6_pkt_prohibit(); a blackhole says nothing. */
function refuse6(t: Task, skb: Skb, errno: Errno): void {
	dropped(t, skb, "ip6_route_input", errno);
	const code = unreachable6[errno];
	if (code !== undefined) countIp(t, skb.device.netns, "inet6", "InNoRoutes");
	if (code !== undefined) icmp6Send(t, skb, { icmpType: 1, code });
}

/** Passes packets on between its devices: one switch for all of IPv6 (ip6_forward). */
export function forwards6(t: Task, netns: number): boolean {
	return netnsOf(t, netns).conf6.all.forwarding !== 0;
}
