/**
 * What rules see of what a socket sends: flowi4_init_output() as net/ipv4/raw.c raw_sendmsg(), udp_sendmsg() and ip_route_connect()
 * call it, and their likes of IPv6. A raw socket says no ports, whatever it sends. Recording: rule-of-sockets.
 */
import type { SocketProtocol } from "../uapi/socket.ts";
import type { Ask4 } from "./output4.ts";
import type { Socket } from "./socket.ts";

/** IPPROTO_*; packet sockets have none. */
const protocols: Readonly<Record<SocketProtocol, number>> = { icmp: 1, tcp: 6, udp: 17, ospf: 89, arp: 0, all: 0 };
const IPPROTO_ICMPV6 = 58;

type SocketFlow = Pick<Ask4, "tos" | "mark" | "uid" | "ipProto" | "sport" | "dport" | "onLink">;

export function socketFlow({ protocol, type, port, options, uid }: Socket, six: boolean, dport: number): SocketFlow {
	const ports = type !== "raw" && { sport: port, dport };
	return {
		tos: options.tos ?? 0,
		...(options.mark && { mark: options.mark }),
		uid,
		ipProto: six && protocol === "icmp" ? IPPROTO_ICMPV6 : protocols[protocol],
		...ports,
		...(options.dontRoute && { onLink: true }),
	};
}
