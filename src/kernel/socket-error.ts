/**
 * ICMP errors on their way to programs: net/ipv4/icmp.c icmp_err_convert, net/ipv6/icmp.c icmpv6_err_convert(), and who hears of
 * them: __udp4_lib_err(), tcp_v4_err(). Raw sockets are in raw.ts.
 */

import type { Errno } from "../uapi/errno.ts";
import type { QueuedError } from "../uapi/socket.ts";
import type { IcmpError } from "./path/packet.ts";
import { iifOf, type Skb } from "./path/skb.ts";
import { dataReady, type Socket, setSocket, socketsIn } from "./socket.ts";
import type { Task } from "./task.ts";
import { tcpError } from "./tcp/input.ts";
import type { TcpSocket } from "./tcp/state.ts";

/** icmp_err_convert, icmpv6_err_convert(): what an ICMP error is to a program. */
export function errnoOf({ icmpType, code, about: { family } }: IcmpError): Errno {
	if (family === "inet")
		return icmpType === 12 ? "EPROTO" : icmpType === 3 ? (unreach4[code] ?? "EHOSTUNREACH") : "EHOSTUNREACH";
	if (icmpType === 1) return unreach6[code] ?? "EPROTO";
	return icmpType === 2 ? "EMSGSIZE" : icmpType === 4 ? "EPROTO" : "EHOSTUNREACH";
}

const unreach4: Readonly<Record<number, Errno>> = {
	0: "ENETUNREACH",
	1: "EHOSTUNREACH",
	3: "ECONNREFUSED",
	4: "EMSGSIZE",
	5: "EOPNOTSUPP",
	6: "ENETUNREACH",
	9: "ENETUNREACH",
	11: "ENETUNREACH",
};
const unreach6: Readonly<Record<number, Errno>> = {
	0: "ENETUNREACH",
	1: "EACCES",
	2: "EHOSTUNREACH",
	3: "EHOSTUNREACH",
	4: "ECONNREFUSED",
	5: "EACCES",
	6: "EACCES",
};

/** Into the queue of who asked for it, and as the error of the next call. */
export function queueError(t: Task, socket: Socket, skb: Skb, error: IcmpError): void {
	const errno = errnoOf(error);
	const { icmpType, code, mtu = 0, about } = error;
	const offender = skb.packet.src;
	const queued: QueuedError = {
		errno,
		origin: "icmp",
		icmpType,
		code,
		info: mtu,
		offender,
		ttl: skb.packet.ttl,
		ifindex: iifOf(skb),
		about,
		at: t.kernel.epoch + t.kernel.now,
	};
	const errors = socket.options.recvErr ? [...socket.errors, queued] : socket.errors;
	if (socket.options.recvErr || socket.peer) dataReady(t, setSocket(t, socket.id, { errors, error: errno }));
}

/** The socket whose packet it was. */
export function icmpError(t: Task, netns: number, skb: Skb, error: IcmpError): void {
	const { payload, src, dst } = error.about;
	if (payload.proto !== "udp" && payload.proto !== "tcp") return;
	for (const socket of socketsIn(t, netns)) {
		const { protocol, type, port, peer, source, tcp } = socket;
		if (protocol !== payload.proto || type === "raw" || port !== payload.sport || port === 0) continue;
		if (peer ? peer.addr !== dst || peer.port !== payload.dport : tcp !== undefined) continue;
		if (source !== "" && source !== src) continue;
		if (tcp) return tcpError(t, socket as TcpSocket, errnoOf(error));
		// who has not asked for more hears only what is final
		if (socket.options.recvErr || isFatal(error)) queueError(t, socket, skb, error);
		return;
	}
}

/** icmp_control.fatal: nobody is there, rather than that nobody can be reached at this moment. */
function isFatal({ icmpType, code, about: { family } }: IcmpError): boolean {
	if (family === "inet") return icmpType === 12 || (icmpType === 3 && ![0, 1, 4, 5, 11, 12].includes(code));
	return icmpType === 4 || (icmpType === 1 && ![0, 2, 3].includes(code));
}
