/**
 * What is counted of every packet that comes or goes (kernel/mib/): net/ipv4/ip_input.c ip_rcv_core(), ip_output.c __ip_local_out(),
 * ip_finish_output2(), icmp.c icmp_out_count(), and IPv6's like.
 */
import { RTN_BROADCAST, RTN_MULTICAST } from "../../uapi/route-type.ts";
import { type Counters, countMib } from "../mib/mib.ts";
import { has } from "../profile.ts";
import type { Task } from "../task.ts";
import type { Ip, Payload } from "./packet.ts";

/** IPSTATS_MIB_NOECTPKTS and those after it, by the last two bits of tos. */
const ecn = ["InNoECTPkts", "InECT1Pkts", "InECT0Pkts", "InCEPkts"] as const;

/** IPv4 has its packets in one group and what came later in another, IPv6 all in one. */
function prefixes({ family }: Ip): { readonly base: string; readonly ext: string } {
	return family === "inet" ? { base: "Ip", ext: "IpExt" } : { base: "Ip6", ext: "Ip6" };
}

/** A packet or two counters of it: how many, and their bytes (IP_UPD_PO_STATS). */
export function countIn(t: Task, netns: number, packet: Ip): void {
	const { base, ext } = prefixes(packet);
	const counts = { [`${base}InReceives`]: 1, [`${ext}InOctets`]: packet.length, [`${ext}${ecn[packet.tos & 3]}`]: 1 };
	countMib(t, netns, counts);
}

/** ip_rcv_finish_core(), ip6_mc_input() */
export function countMany(t: Task, netns: number, packet: Ip, way: "In" | "Out", type: number): void {
	if (type !== RTN_MULTICAST && type !== RTN_BROADCAST) return;
	if (type === RTN_BROADCAST && packet.family === "inet6") return;
	const { ext } = prefixes(packet);
	const cast = type === RTN_MULTICAST ? "Mcast" : "Bcast";
	countMib(t, netns, { [`${ext}${way}${cast}Pkts`]: 1, [`${ext}${way}${cast}Octets`]: packet.length });
}

/** This host begins a packet; one whose header a program made is no request (raw_send_hdrinc). */
export function countRequest(
	t: Task,
	netns: number,
	packet: Ip,
	begun: "request" | "header included" = "request",
): void {
	const own: Counters = has(t.kernel.profile, "outTransmits")
		? begun === "request"
			? { [`${prefixes(packet).base}OutRequests`]: 1 }
			: {}
		: packet.family === "inet6"
			? requestAndOctets(packet)
			: {};
	countMib(t, netns, { ...own, ...icmpCounts(packet, "Out"), ...tcpCounts(packet) });
}

/** IPSTATS_MIB_OUT as long as it stood for requests: IPv6 counts them when they begin, IPv4 whatever passes ip_output(). */
function requestAndOctets(packet: Ip): Counters {
	const { base, ext } = prefixes(packet);
	return { [`${base}OutRequests`]: 1, [`${ext}OutOctets`]: packet.length };
}

/** A packet in one piece still, of this host or passed on. */
export function countWhole(t: Task, netns: number, packet: Ip): void {
	if (packet.family === "inet" && !has(t.kernel.profile, "outTransmits")) countMib(t, netns, requestAndOctets(packet));
}

/** ip_forward_finish() counted octets that ip_output() counted again. */
export function countForwarded(t: Task, netns: number, packet: Ip): void {
	const { base, ext } = prefixes(packet);
	const octets = has(t.kernel.profile, "outTransmits") ? {} : { [`${ext}OutOctets`]: packet.length };
	countMib(t, netns, { [`${base}${packet.family === "inet" ? "ForwDatagrams" : "OutForwDatagrams"}`]: 1, ...octets });
}

/** Whatever has opened its mouth: kernel/mib/ knows no more of TCP. */
function tcpCounts({ payload }: Ip): Counters {
	return payload.proto === "tcp" ? { TcpOutSegs: 1 } : {};
}

/** A packet, or a piece of one, goes to its neighbour. */
export function countOut(t: Task, netns: number, packet: Ip, type: number): void {
	const { base, ext } = prefixes(packet);
	countMany(t, netns, packet, "Out", type);
	if (has(t.kernel.profile, "outTransmits"))
		countMib(t, netns, { [`${base}OutTransmits`]: 1, [`${ext}OutOctets`]: packet.length });
}

/** One of IPv4's or IPv6's own counters. */
export function countIp(t: Task, netns: number, family: Ip["family"], name: string, n = 1): void {
	countMib(t, netns, { [`${family === "inet" ? "Ip" : "Ip6"}${name}`]: n });
}

export function countIcmpIn(t: Task, netns: number, packet: Ip): void {
	countMib(t, netns, icmpCounts(packet, "In"));
}

function icmpCounts({ payload, family }: Ip, way: "In" | "Out"): Counters {
	const type = icmpType(payload, family);
	if (type === undefined) return {};
	const [group, types] = family === "inet" ? ["Icmp", "IcmpMsg"] : ["Icmp6", "Icmp6"];
	return { [`${group}${way}Msgs`]: 1, [`${types}${way}Type${type}`]: 1 };
}

/** The number of the type, include/uapi/linux/icmp.h and icmpv6.h. */
function icmpType(payload: Payload, family: Ip["family"]): number | undefined {
	if (payload.proto !== "icmp") return undefined;
	switch (payload.type) {
		case "echo":
			return family === "inet" ? 8 : 128;
		case "echo-reply":
			return family === "inet" ? 0 : 129;
		case "error":
			return payload.icmpType;
		case "router-solicitation":
			return 133;
		case "solicitation":
			return 135;
		case "advertisement":
			return 136;
		case "redirect":
			return 137;
		case "listener-report":
			return 143;
		default:
			return payload satisfies never;
	}
}
