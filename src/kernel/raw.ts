/** Raw sockets: net/ipv4/raw.c, net/ipv6/raw.c. Each gets a copy of what is for its protocol, and the errors about what it sent. */
import type { Addr, AddrFamily } from "../net/addr.ts";
import { l3mdevMaster } from "./l3mdev.ts";
import type { IcmpError } from "./path/packet.ts";
import { iifOf, type Skb } from "./path/skb.ts";
import { type Socket, socketsIn } from "./socket.ts";
import { queueError } from "./socket-error.ts";
import { take } from "./socket-receive.ts";
import { deviceByIndex, type Task } from "./task.ts";

/** raw_v4_match(), __raw_v6_match(), the like for UDP: `own` is the packet's address here, `other` the one there. */
function matches(
	t: Task,
	socket: Socket,
	netns: number,
	family: AddrFamily,
	own: Addr,
	other: Addr,
	ifindex: number,
): boolean {
	if (socket.netns !== netns || socket.family !== family) return false;
	if (socket.peer && socket.peer.addr !== other) return false;
	if (socket.local && socket.local !== own) return false;
	return socket.device === 0 || socket.device === ifindex || socket.device === masterOf(t, netns, ifindex);
}

/** inet_sdif(): who is bound to a VRF gets what comes in by its ports. */
function masterOf(t: Task, netns: number, ifindex: number): number | undefined {
	const device = deviceByIndex(t, netns, ifindex);
	return device && l3mdevMaster(t, device)?.index;
}

/** raw_local_deliver(): every raw socket of the protocol that wants such messages gets a copy. */
export function rawDeliver(t: Task, skb: Skb): void {
	const { packet, device } = skb;
	const { payload, family, src, dst } = packet;
	const name =
		payload.proto !== "icmp" ? "" : payload.type === "error" && payload.icmpType === 5 ? "redirect" : payload.type;
	for (const socket of socketsIn(t, device.netns)) {
		if (socket.type !== "raw" || socket.protocol !== payload.proto) continue;
		if (!matches(t, socket, device.netns, family, dst, src, iifOf(skb))) continue;
		if (socket.options.icmpTypes?.includes(name) ?? true) take(t, socket, skb);
	}
}

/** raw_icmp_error(), raw6_icmp_error(): IPv4 asks for the device that the error came by (lo, when it is our own), IPv6 for its owner. */
export function rawError(t: Task, netns: number, skb: Skb, error: IcmpError): void {
	const { family, src, dst, payload } = error.about;
	const ifindex = family === "inet" ? skb.device.index : iifOf(skb);
	for (const socket of socketsIn(t, netns))
		if (
			socket.type === "raw" &&
			socket.protocol === payload.proto &&
			matches(t, socket, netns, family, src, dst, ifindex)
		)
			queueError(t, socket, skb, error);
}
