/** What is carried in an IP packet: the name that tcpdump prints, and its number. */
import type { Payload } from "../../uapi/packet.ts";

export const protocols: Readonly<Record<Payload["proto"], readonly [name: string, number: number]>> = {
	icmp: ["ICMP", 1],
	igmp: ["IGMP", 2],
	ipip: ["IPIP", 4],
	tcp: ["TCP", 6],
	udp: ["UDP", 17],
	ipv6: ["IPv6", 41],
	gre: ["GRE", 47],
	ospf: ["OSPF", 89],
};
