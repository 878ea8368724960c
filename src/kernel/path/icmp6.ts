/** ICMPv6: net/ipv6/icmp.c. The like of icmp4.ts; neighbour discovery, which rides on it, is in ndisc.ts. */
import { type Addr, isLinkLocal, isMulticast } from "../../net/addr.ts";
import { find6 } from "../address6.ts";
import { quietly } from "../because.ts";
import { isLoopbackDevice } from "../device.ts";
import { l3mdevMaster } from "../l3mdev.ts";
import { countMib } from "../mib/mib.ts";
import { routeOutput6 } from "../output6.ts";
import { rawError } from "../raw.ts";
import { icmpError } from "../socket-error.ts";
import { selectAddr6 } from "../source6.ts";
import { sysctlNumber } from "../sysctl.ts";
import { deviceByIndex, type Task } from "../task.ts";
import { countIcmp } from "./count.ts";
import type { IcmpWhat } from "./icmp4.ts";
import { updatePmtu } from "./learn.ts";
import { ndiscRcv } from "./ndisc.ts";
import { output, wayOf6 } from "./output.ts";
import type { IcmpError, Ip, Payload } from "./packet.ts";
import { allowsError } from "./peer.ts";
import { doRedirect6 } from "./redirect6.ts";
import { iifOf, isUnicastKind, type Skb } from "./skb.ts";
import { note } from "./step.ts";

const header = 40;
const icmpHeader = 8;
/** IPV6_MIN_MTU: an error is no longer. */
const errorRoom = 1280;
const packetTooBig = 2;

/** icmp6_send(): no errors about errors, and about what was for many only that it was too big. */
export function icmp6Send(t: Task, skb: Skb, what: IcmpWhat): void {
	const { packet, device, type } = skb;
	const { src, dst } = packet;
	const tooBig = what.icmpType === packetTooBig;
	if (!tooBig && (isMulticast(dst) || type !== "host")) return;
	if (src === "::" || isMulticast(src)) return;
	if (packet.payload.proto === "icmp" && packet.payload.type === "error") return;
	const saddr = find6(t, device.id, dst) ? dst : addressForError(t, skb);
	const oif = isLinkLocal(src) ? iifOf(skb) : (l3mdevMaster(t, device)?.index ?? 0);
	const decision = routeOutput6(t, device.netns, {
		daddr: src,
		oif,
		ipProto: 58,
		...(saddr !== undefined && { saddr }),
	});
	if (typeof decision === "string" || decision.saddr === undefined) return;
	if (!isLoopbackDevice(decision.device) && !tooBig && !mayTell(t, device.netns, src, decision.found.route.dst.len))
		return;
	const room = Math.min(decision.device.mtu, errorRoom) - header - icmpHeader;
	const payload: IcmpError = { proto: "icmp", type: "error", ...what, about: packet };
	send(t, decision, { tos: 0, length: header + icmpHeader + Math.min(packet.length, room), payload });
}

/** icmp6_send(), icmpv6_rt_has_prefsrc(): unless the way back names a source, the device that the packet came in by has it. */
function addressForError(t: Task, { packet, device, cameBy = device.index }: Skb): Addr | undefined {
	const way = quietly(t, () => routeOutput6(t, device.netns, { daddr: packet.src, oif: 0, ipProto: 58 }));
	if (typeof way === "object" && way.found.route.prefsrc !== undefined) return undefined;
	const input = deviceByIndex(t, device.netns, cameBy);
	return input && quietly(t, () => selectAddr6(t, input, packet.src));
}

/** icmpv6_xrlim_allow(): a wider route stands for more hosts, and gets more. */
function mayTell(t: Task, netns: number, to: Addr, len: number): boolean {
	const ms = sysctlNumber(t, netns, "net/ipv6/icmp/ratelimit");
	const allowed = allowsError(t, netns, to, len < 128 ? ms >> ((128 - len) >> 5) : ms);
	if (!allowed) countMib(t, netns, "Icmp6OutRateLimitHost");
	return allowed;
}

type Decision = Exclude<ReturnType<typeof routeOutput6>, string>;

function send(
	t: Task,
	decision: Decision,
	{ tos, length, payload }: { tos: number; length: number; payload: Payload },
): void {
	const ttl = decision.device.inet6?.conf.hopLimit ?? 64;
	const packet: Ip = {
		family: "inet6",
		src: decision.saddr ?? "::",
		dst: decision.daddr,
		ttl,
		tos,
		df: false,
		length,
		payload,
	};
	output(t, packet, wayOf6(t, decision));
}

/** icmpv6_rcv() */
export function icmp6Rcv(t: Task, skb: Skb): void {
	const { payload } = skb.packet;
	if (payload.proto !== "icmp") return;
	countIcmp(t, skb.device.netns, skb.packet, "In");
	switch (payload.type) {
		case "echo":
			return echo(t, skb);
		case "error":
			return hearError(t, skb, payload);
		case "echo-reply":
		case "listener-report":
			return;
		case "redirect":
			if (skb.packet.ttl === 255) doRedirect6(t, skb, payload);
			return;
		default:
			return ndiscRcv(t, skb, payload);
	}
}

/** icmpv6_echo_reply(): leaves by the device that the question came in by, where the routes allow it. */
function echo(t: Task, skb: Skb): void {
	const { packet, device, kind } = skb;
	const { netns } = device;
	const unicast = isUnicastKind(kind);
	const ignores = (what: string) => sysctlNumber(t, netns, `net/ipv6/icmp/echo_ignore_${what}`) !== 0;
	const silent = ignores("all")
		? "echo_ignore_all"
		: isMulticast(packet.dst) && ignores("multicast")
			? "echo_ignore_multicast"
			: undefined;
	if (silent) return note(t, { netns, device: device.id, at: "icmpv6_rcv", what: "dropped", why: silent, packet });
	const decision = routeOutput6(t, netns, {
		daddr: packet.src,
		oif: iifOf(skb),
		tos: packet.tos,
		ipProto: 58,
		...(unicast && { saddr: packet.dst }),
	});
	if (typeof decision === "string")
		return note(t, { netns, at: "icmpv6_echo_reply", what: "dropped", why: decision, packet });
	const { payload, length, tos } = packet;
	if (payload.proto !== "icmp" || payload.type !== "echo" || !deviceByIndex(t, netns, decision.found.hop.oif)) return;
	note(t, { netns, device: device.id, at: "icmpv6_echo_reply", what: "answered", packet });
	send(t, decision, { tos, length, payload: { ...payload, type: "echo-reply" } });
}

/** icmpv6_notify(): the sockets whose packet it was are told, and the routes learn the path's mtu. */
function hearError(t: Task, skb: Skb, error: IcmpError): void {
	const { netns } = skb.device;
	if (error.icmpType === packetTooBig && error.mtu !== undefined) updatePmtu(t, netns, error.about, error.mtu);
	rawError(t, netns, skb, error);
	icmpError(t, netns, skb, error);
}
