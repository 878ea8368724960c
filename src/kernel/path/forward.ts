/**
 * A router passes a packet on: net/ipv4/ip_forward.c ip_forward(), net/ipv6/ip6_output.c ip6_forward(). Each says why it cannot
 * with an ICMP error, so that the sender learns of it.
 */
import { isLinkLocal, isLoopback, isMulticast } from "../../net/addr.ts";
import { RT_SCOPE_UNIVERSE } from "../../uapi/scope.ts";
import type { Found6 } from "../fib6-lookup.ts";
import type { Decision4 } from "../output4.ts";
import { deviceFor } from "../output6.ts";
import { selectAddr4 } from "../source4.ts";
import { deviceByIndex, type Task } from "../task.ts";
import { countForwarded, countIp } from "./count.ts";
import { icmpSend } from "./icmp4.ts";
import { icmp6Send } from "./icmp6.ts";
import { dropped, forwards6 } from "./input.ts";
import { finish, mtuOf, passedBy, wayOf4, wayOf6 } from "./output.ts";
import type { Ip } from "./packet.ts";
import { allowsRedirect } from "./peer.ts";
import { redirectNeighbour } from "./redirect6.ts";
import type { Skb } from "./skb.ts";
import { note } from "./step.ts";

const timeExceeded4 = { icmpType: 11, code: 0 };
const fragNeeded = { icmpType: 3, code: 4 };
const redirectHost = { icmpType: 5, code: 1 };

export function forward4(t: Task, skb: Skb, decision: Decision4): void {
	const { packet } = skb;
	const { netns } = skb.device;
	if (skb.type !== "host") return dropped(t, skb, "ip_forward", "not to this host on the link");
	if (packet.ttl <= 1) {
		dropped(t, skb, "ip_forward", "ttl");
		countIp(t, netns, "inet", "InHdrErrors");
		return icmpSend(t, skb, timeExceeded4);
	}
	countForwarded(t, netns, packet);
	const way = wayOf4(t, decision, 0);
	const mtu = forwardMtu(decision, way.mtuLocked ? way.mtu : undefined);
	if (packet.df && packet.length > mtu) {
		dropped(t, skb, "ip_forward", "mtu");
		countIp(t, netns, "inet", "FragFails");
		return icmpSend(t, skb, { ...fragNeeded, mtu });
	}
	if (decision.redirect && allowsRedirect(t, netns, packet.src))
		icmpSend(t, skb, { ...redirectHost, gateway: way.nexthop });
	const next = { ...packet, ttl: packet.ttl - 1 };
	const passed = packet.recordRoute ? passedBy(next, selectAddr4(t, way.device, way.nexthop, RT_SCOPE_UNIVERSE)) : next;
	passOn(t, skb, passed);
	finish(t, passed, { ...way, mtu, route: { ...way.route, forward: decision } });
}

/** ip_dst_mtu_maybe_forward(): a router does not believe what it has heard of the way, unless that is locked. */
function forwardMtu({ found, device }: Decision4, locked: number | undefined): number {
	return Math.min(locked ?? mtuOf(found?.route.metrics) ?? device.mtu, 65535);
}

function passOn(t: Task, { device }: Skb, packet: Ip): void {
	note(t, { netns: device.netns, device: device.id, at: "ip_forward", what: "forwarded", packet });
}

export function forward6(t: Task, skb: Skb, found: Found6): void {
	const { packet, device } = skb;
	const { netns } = device;
	if (!forwards6(t, netns)) {
		countIp(t, netns, "inet6", "InAddrErrors");
		return dropped(t, skb, "ip6_forward", "forwarding");
	}
	if (skb.type !== "host") return dropped(t, skb, "ip6_forward", "not to this host on the link");
	if (packet.ttl <= 1) {
		dropped(t, skb, "ip6_forward", "hop limit");
		countIp(t, netns, "inet6", "InHdrErrors");
		return icmp6Send(t, skb, { icmpType: 3, code: 0 });
	}
	const out = deviceByIndex(t, netns, found.hop.oif);
	if (!out) return dropped(t, skb, "ip6_forward", "device");
	const way = wayOf6(t, { daddr: packet.dst, device: deviceFor(t, out, found), found });
	if (out.id === device.id) redirectNeighbour(t, skb, found.hop.gateway ?? packet.dst);
	else if (!mayLeave(t, skb)) return;
	countForwarded(t, netns, packet);
	const mtu = Math.max(1280, mtuOf(found.route.metrics) ?? out.mtu);
	if (packet.length > mtu) {
		dropped(t, skb, "ip6_forward", "mtu");
		countIp(t, netns, "inet6", "InTooBigErrors");
		countIp(t, netns, "inet6", "FragFails");
		return icmp6Send(t, skb, { icmpType: 2, code: 0, mtu });
	}
	passOn(t, skb, { ...packet, ttl: packet.ttl - 1 });
	finish(t, { ...packet, ttl: packet.ttl - 1 }, { ...way, mtu, route: { ...way.route, cameBy: device.index } });
}

/** Sources that mean nothing elsewhere: link-local ones are told so. */
function mayLeave(t: Task, skb: Skb): boolean {
	const leaves = isWorthElsewhere(t, skb);
	if (!leaves) countIp(t, skb.device.netns, "inet6", "InAddrErrors");
	return leaves;
}

function isWorthElsewhere(t: Task, skb: Skb): boolean {
	const { src } = skb.packet;
	if (src === "::" || isMulticast(src) || isLoopback(src)) {
		dropped(t, skb, "ip6_forward", "source");
		return false;
	}
	if (!isLinkLocal(src)) return true;
	dropped(t, skb, "ip6_forward", "scope of the source");
	icmp6Send(t, skb, { icmpType: 1, code: 2 });
	return false;
}
