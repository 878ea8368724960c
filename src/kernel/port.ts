/**
 * Packets for a port: net/ipv4/udp.c __udp4_lib_rcv(), net/ipv4/tcp_ipv4.c tcp_v4_rcv(). Without a socket that wants it, a
 * datagram is answered with an ICMP error and a segment with a reset.
 */
import { icmpSend } from "./path/icmp4.ts";
import { icmp6Send } from "./path/icmp6.ts";
import type { LocalSkb } from "./path/skb.ts";
import { isUnicastKind } from "./path/skb.ts";
import { datagramDeliver } from "./socket.ts";
import type { Task } from "./task.ts";

export function deliverPort(t: Task, skb: LocalSkb): void {
	const { packet, kind } = skb;
	if (packet.payload.proto !== "udp" || datagramDeliver(t, skb) || !isUnicastKind(kind)) return;
	if (packet.family === "inet") icmpSend(t, skb, { icmpType: 3, code: 3 });
	else icmp6Send(t, skb, { icmpType: 1, code: 4 });
}
