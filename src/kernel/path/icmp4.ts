/** ICMP: net/ipv4/icmp.c. Who gets an error, from which address and how often; echoes and their answers. */

import type { Addr } from "../../net/addr.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../../uapi/route-type.ts";
import { RT_SCOPE_LINK, RT_SCOPE_UNIVERSE } from "../../uapi/scope.ts";
import { isLoopbackDevice } from "../device.ts";
import { addrType4, fibLookup4 } from "../fib4-lookup.ts";
import { l3mdevMaster } from "../l3mdev.ts";
import { countMib } from "../mib/mib.ts";
import { routeOutput4 } from "../output4.ts";
import { rawError } from "../raw.ts";
import { icmpError } from "../socket-error.ts";
import { selectAddr4 } from "../source4.ts";
import { sysctlNumber } from "../sysctl.ts";
import { netnsOf, type Task } from "../task.ts";
import { countIcmp } from "./count.ts";
import { doRedirect, updatePmtu } from "./learn.ts";
import { output, wayOf4 } from "./output.ts";
import type { IcmpError, Ip } from "./packet.ts";
import { allowsError } from "./peer.ts";
import { isUnicastKind, type Skb } from "./skb.ts";
import { note } from "./step.ts";

export interface IcmpWhat {
	readonly icmpType: number;
	readonly code: number;
	readonly mtu?: number;
	readonly gateway?: Addr;
}

const ipHeader = 20;
const icmpHeader = 8;
/** An error is no longer than this, with its headers. */
const errorRoom = 576;
/** IPTOS_PREC_INTERNETCONTROL */
const internetControl = 0xc0;

/** __icmp_send(): no errors about errors, about what was for many, or about pieces but the first. */
export function icmpSend(t: Task, skb: Skb, what: IcmpWhat): void {
	const { packet, device, type, kind } = skb;
	if (type !== "host" || kind === RTN_BROADCAST || kind === RTN_MULTICAST) return;
	if (packet.fragment && packet.fragment.offset > 0) return;
	if (packet.payload.proto === "icmp" && packet.payload.type === "error") return;
	const saddr = kind === RTN_LOCAL ? packet.dst : inboundAddress(t, skb);
	const tos = what.icmpType === 5 ? packet.tos : (packet.tos & 0x1c) | internetControl;
	const master = l3mdevMaster(t, device);
	const ask = {
		daddr: packet.src,
		tos,
		oif: master?.index ?? 0,
		ipProto: 1,
		hashed: packet,
		...(saddr !== undefined && { saddr }),
	};
	const decision = routeOutput4(t, device.netns, ask);
	if (typeof decision === "string") return;
	const way = wayOf4(t, decision, 0);
	if (!isLoopbackDevice(way.device) && !mayTell(t, device.netns, packet.src, what)) return;
	const room = Math.min(way.mtu, errorRoom) - ipHeader - icmpHeader;
	const payload: IcmpError = { proto: "icmp", type: "error", ...what, about: packet };
	send(t, device.netns, decision, { tos, length: ipHeader + icmpHeader + Math.min(packet.length, room), payload });
}

/** icmp_errors_use_inbound_ifaddr */
function inboundAddress(t: Task, { device, packet }: Skb): Addr | undefined {
	if (!sysctlNumber(t, device.netns, "net/ipv4/icmp_errors_use_inbound_ifaddr")) return undefined;
	return selectAddr4(t, device, packet.src, RT_SCOPE_LINK);
}

/** icmpv4_mask_allow(), icmpv4_xrlim_allow(): the discovery of path mtus is never held back. */
function mayTell(t: Task, netns: number, to: Addr, { icmpType, code }: IcmpWhat): boolean {
	if (icmpType === 3 && code === 4) return true;
	if (!((1 << icmpType) & sysctlNumber(t, netns, "net/ipv4/icmp_ratemask"))) return true;
	const allowed = allowsError(t, netns, to, sysctlNumber(t, netns, "net/ipv4/icmp_ratelimit"));
	if (!allowed) countMib(t, netns, "IcmpOutRateLimitHost");
	return allowed;
}

type Decision = Exclude<ReturnType<typeof routeOutput4>, string>;

function send(
	t: Task,
	netns: number,
	decision: Decision,
	{ tos, length, payload, recordRoute }: Pick<Ip, "tos" | "length" | "payload" | "recordRoute">,
): void {
	const ttl = sysctlNumber(t, netns, "net/ipv4/ip_default_ttl");
	const packet: Ip = {
		family: "inet",
		src: decision.saddr ?? "0.0.0.0",
		dst: decision.daddr,
		ttl,
		tos,
		df: false,
		length,
		payload,
		...(recordRoute && { recordRoute }),
	};
	output(t, packet, wayOf4(t, decision, 0));
}

/** icmp_rcv() */
export function icmpRcv(t: Task, skb: Skb): void {
	const { payload } = skb.packet;
	if (payload.proto !== "icmp") return;
	const { netns } = skb.device;
	countIcmp(t, netns, skb.packet, "In");
	if (!isUnicastKind(skb.kind) && ignoredOfMany(t, netns, payload.type)) countMib(t, netns, "IcmpInErrors");
	if (payload.type === "echo") return echo(t, skb);
	if (payload.type === "error" && isUnicastKind(skb.kind)) hearError(t, skb, payload);
}

/** What comes for many is an error, but for echoes where they are answered. */
function ignoredOfMany(t: Task, netns: number, type: string): boolean {
	return type !== "echo" || sysctlNumber(t, netns, "net/ipv4/icmp_echo_ignore_broadcasts") !== 0;
}

/** icmp_echo(), icmp_reply(): the answer's source is the address that was asked, unless many were. */
function echo(t: Task, skb: Skb): void {
	const { packet, device, kind } = skb;
	const { netns } = device;
	const ignores = (what: string) => sysctlNumber(t, netns, `net/ipv4/icmp_echo_ignore_${what}`) !== 0;
	const silent = ignores("all")
		? "icmp_echo_ignore_all"
		: !isUnicastKind(kind) && ignores("broadcasts")
			? "icmp_echo_ignore_broadcasts"
			: undefined;
	if (silent) return note(t, { netns, device: device.id, at: "icmp_echo", what: "dropped", why: silent, packet });
	const saddr = isUnicastKind(kind) ? packet.dst : specificAddress(t, skb);
	const master = l3mdevMaster(t, device);
	const decision = routeOutput4(t, netns, {
		daddr: packet.src,
		tos: packet.tos & 0xfc,
		oif: master?.index ?? 0,
		ipProto: 1,
		...(saddr !== undefined && { saddr }),
	});
	if (typeof decision === "string") return note(t, { netns, at: "icmp_reply", what: "dropped", why: decision, packet });
	// ip_options_echo(): a recorded route goes on being recorded.
	const { payload, length, tos, recordRoute } = packet;
	if (payload.proto !== "icmp" || payload.type !== "echo") return;
	note(t, { netns, device: device.id, at: "icmp_echo", what: "answered", packet });
	send(t, netns, decision, {
		tos,
		length,
		payload: { ...payload, type: "echo-reply" },
		...(recordRoute && { recordRoute }),
	});
}

/** fib_compute_spec_dst(): which of its addresses this host shows to the sender of a broadcast. */
function specificAddress(t: Task, { device, packet }: Skb): Addr | undefined {
	if (packet.src === "0.0.0.0") return selectAddr4(t, device, packet.src, RT_SCOPE_LINK);
	const back = fibLookup4(t, device.netns, {
		daddr: packet.src,
		oif: 0,
		iif: 1,
		tos: packet.tos,
		scope: RT_SCOPE_UNIVERSE,
	});
	if (typeof back === "string") return selectAddr4(t, device, packet.src, RT_SCOPE_UNIVERSE);
	return back.route.prefsrc ?? selectAddr4(t, device, back.hop.gateway, back.route.scope);
}

/** icmp_unreach(), icmp_redirect(): the sockets whose packet it was are told, and the routes learn. */
function hearError(t: Task, skb: Skb, error: IcmpError): void {
	const { netns } = skb.device;
	const { about, icmpType, code } = error;
	// A broadcast cannot be unreachable.
	if (icmpType === 3 && addrType4(t, netnsOf(t, netns), about.dst) === RTN_BROADCAST) return;
	if (icmpType === 5) return doRedirect(t, skb, error);
	const tooBig = icmpType === 3 && code === 4;
	const believed = tooBig ? believedMtu(t, netns, error) : error;
	if (!believed) return;
	if (tooBig) updatePmtu(t, netns, about, believed.mtu ?? 0);
	rawError(t, netns, skb, believed);
	icmpError(t, netns, skb, believed);
}

/** ip_no_pmtu_disc: with 1 the mtu that is told counts for nothing, with 2 nobody hears of it; with 3 only TCP, which can check it, does. */
function believedMtu(t: Task, netns: number, error: IcmpError): IcmpError | undefined {
	const level = sysctlNumber(t, netns, "net/ipv4/ip_no_pmtu_disc");
	if (level === 2 || (level === 3 && error.about.payload.proto !== "tcp")) return undefined;
	return level === 0 || level === 3 ? error : { ...error, mtu: 0 };
}
