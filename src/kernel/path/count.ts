/**
 * What is counted of every packet that comes or goes (kernel/mib/): net/ipv4/ip_input.c ip_rcv_core(), ip_output.c __ip_local_out(),
 * ip_finish_output2(), icmp.c icmp_out_count(), and IPv6's like. The names of what every packet counts stand in a table: to put
 * one together costs more than the counting.
 */
import { RTN_BROADCAST, RTN_MULTICAST } from "../../uapi/route-type.ts";
import { countMib } from "../mib/mib.ts";
import { has } from "../profile.ts";
import type { Task } from "../task.ts";
import type { Ip, Payload } from "./packet.ts";

function both(stem: string) {
	const [into, out] = [stem.replace("#", "In"), stem.replace("#", "Out")];
	return {
		In: { packets: `${into}Pkts`, octets: `${into}Octets` },
		Out: { packets: `${out}Pkts`, octets: `${out}Octets` },
	};
}

/** IPv4 has its packets in one group (`base`) and what came later in another, IPv6 all in one. */
function namesOf(base: string, ext: string, forwarded: string) {
	return {
		inReceives: `${base}InReceives`,
		inDelivers: `${base}InDelivers`,
		inOctets: `${ext}InOctets`,
		/** IPSTATS_MIB_NOECTPKTS and those after it, by the last two bits of tos. */
		ecn: ["InNoECTPkts", "InECT1Pkts", "InECT0Pkts", "InCEPkts"].map((name) => `${ext}${name}`),
		outRequests: `${base}OutRequests`,
		outTransmits: `${base}OutTransmits`,
		outOctets: `${ext}OutOctets`,
		forwarded: `${base}${forwarded}`,
		Mcast: both(`${ext}#Mcast`),
		Bcast: both(`${ext}#Bcast`),
	};
}

const names = { inet: namesOf("Ip", "IpExt", "ForwDatagrams"), inet6: namesOf("Ip6", "Ip6", "OutForwDatagrams") };

/** A packet or two counters of it: how many, and their bytes (IP_UPD_PO_STATS). */
export function countIn(t: Task, netns: number, { family, tos, length }: Ip): void {
	const { inReceives, inOctets, ecn } = names[family];
	countMib(t, netns, inReceives);
	countMib(t, netns, inOctets, length);
	countMib(t, netns, ecn[tos & 3] as string);
}

/** ip_rcv_finish_core(), ip6_mc_input() */
export function countMany(t: Task, netns: number, { family, length }: Ip, way: "In" | "Out", type: number): void {
	if (type !== RTN_MULTICAST && type !== RTN_BROADCAST) return;
	if (type === RTN_BROADCAST && family === "inet6") return;
	const { packets, octets } = names[family][type === RTN_MULTICAST ? "Mcast" : "Bcast"][way];
	countMib(t, netns, packets);
	countMib(t, netns, octets, length);
}

/** This host begins a packet; one whose header a program made is no request (raw_send_hdrinc). */
export function countRequest(
	t: Task,
	netns: number,
	packet: Ip,
	begun: "request" | "header included" = "request",
): void {
	if (has(t.kernel.profile, "outTransmits")) {
		if (begun === "request") countMib(t, netns, names[packet.family].outRequests);
	} else if (packet.family === "inet6") countRequestAndOctets(t, netns, packet);
	countIcmp(t, netns, packet, "Out");
	// Whatever has opened its mouth: kernel/mib/ knows no more of TCP.
	if (packet.payload.proto === "tcp") countMib(t, netns, "TcpOutSegs");
}

/** IPSTATS_MIB_OUT as long as it stood for requests: IPv6 counts them when they begin, IPv4 whatever passes ip_output(). */
function countRequestAndOctets(t: Task, netns: number, { family, length }: Ip): void {
	countMib(t, netns, names[family].outRequests);
	countMib(t, netns, names[family].outOctets, length);
}

/** A packet in one piece still, of this host or passed on. */
export function countWhole(t: Task, netns: number, packet: Ip): void {
	if (packet.family === "inet" && !has(t.kernel.profile, "outTransmits")) countRequestAndOctets(t, netns, packet);
}

/** ip_forward_finish() counted octets that ip_output() counted again. */
export function countForwarded(t: Task, netns: number, { family, length }: Ip): void {
	countMib(t, netns, names[family].forwarded);
	if (!has(t.kernel.profile, "outTransmits")) countMib(t, netns, names[family].outOctets, length);
}

/** A packet, or a piece of one, goes to its neighbour. */
export function countOut(t: Task, netns: number, packet: Ip, type: number): void {
	countMany(t, netns, packet, "Out", type);
	if (!has(t.kernel.profile, "outTransmits")) return;
	countMib(t, netns, names[packet.family].outTransmits);
	countMib(t, netns, names[packet.family].outOctets, packet.length);
}

/** ip_local_deliver_finish() */
export function countDelivered(t: Task, netns: number, { family }: Ip): void {
	countMib(t, netns, names[family].inDelivers);
}

/** One of IPv4's or IPv6's own counters, of those that few packets move. */
export function countIp(t: Task, netns: number, family: Ip["family"], name: string, n = 1): void {
	countMib(t, netns, `${family === "inet" ? "Ip" : "Ip6"}${name}`, n);
}

export function countIcmp(t: Task, netns: number, { payload, family }: Ip, way: "In" | "Out"): void {
	const type = icmpType(payload, family);
	if (type === undefined) return;
	const [group, types] = family === "inet" ? ["Icmp", "IcmpMsg"] : ["Icmp6", "Icmp6"];
	countMib(t, netns, `${group}${way}Msgs`);
	countMib(t, netns, `${types}${way}Type${type}`);
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
