/**
 * Packets for a port: net/ipv4/udp.c __udp4_lib_rcv(), net/ipv4/tcp_ipv4.c tcp_v4_rcv(). Without a socket that wants it, a
 * datagram is answered with an ICMP error and a segment with a reset.
 */
import { countMib } from "./mib/mib.ts";
import { icmpSend } from "./path/icmp4.ts";
import { icmp6Send } from "./path/icmp6.ts";
import type { Skb } from "./path/skb.ts";
import { isUnicastKind } from "./path/skb.ts";
import { note } from "./path/step.ts";
import { type Socket, socketsIn } from "./socket.ts";
import { take } from "./socket-receive.ts";
import type { Task } from "./task.ts";
import { tcpRcv } from "./tcp/input.ts";
import { hearsDevice, incoming, takesFamily } from "./tcp/lookup.ts";

export function deliverPort(t: Task, skb: Skb): void {
	const { packet, kind, device } = skb;
	if (packet.payload.proto === "tcp") {
		countMib(t, device.netns, "TcpInSegs");
		return isUnicastKind(kind) ? tcpRcv(t, skb) : undefined;
	}
	const found = receivers(t, skb);
	for (const socket of found) take(t, socket, skb);
	if (found.length > 0) return;
	const group = packet.family === "inet" ? "Udp" : "Udp6";
	countMib(t, device.netns, `${group}${isUnicastKind(kind) ? "NoPorts" : "IgnoredMulti"}`);
	if (!isUnicastKind(kind)) return;
	note(t, { netns: device.netns, device: device.id, at: "__udp4_lib_rcv", what: "dropped", why: "no socket", packet });
	if (packet.family === "inet") icmpSend(t, skb, { icmpType: 3, code: 3 });
	else icmp6Send(t, skb, { icmpType: 1, code: 4 });
}

/** udp4_lib_lookup2(): the one that fits most closely; of what is for many, each gets a copy (__udp4_lib_mcast_deliver). */
function receivers(t: Task, skb: Skb): Socket[] {
	const fitting = [...socketsIn(t, skb.device.netns)].flatMap((socket) => {
		const score = scoreOf(t, socket, skb);
		return score === undefined ? [] : [{ socket, score }];
	});
	if (!isUnicastKind(skb.kind)) return fitting.map(({ socket }) => socket);
	const best = Math.max(...fitting.map(({ score }) => score));
	return fitting
		.filter(({ score }) => score === best)
		.slice(-1)
		.map(({ socket }) => socket);
}

function scoreOf(t: Task, socket: Socket, skb: Skb): number | undefined {
	const { payload, family, src, dst } = skb.packet;
	if (payload.proto !== "udp" || socket.protocol !== "udp" || socket.type !== "dgram") return undefined;
	const { port, local, peer, device } = socket;
	if (port !== payload.dport || port === 0) return undefined;
	if (!takesFamily(t, socket, family) || !hearsDevice(t, socket, incoming(t, skb))) return undefined;
	if (local !== "" && local !== dst) return undefined;
	if (peer && (peer.addr !== src || peer.port !== payload.sport)) return undefined;
	return (local ? 32 : 0) + (peer ? 8 : 0) + (device ? 4 : 0) + (socket.family === "inet" ? 2 : 1);
}
