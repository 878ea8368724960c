/** What clients of TCP do alike: resolve a name, open a socket of their own place, and connect within a time. */
import type { Errno } from "../uapi/errno.ts";
import type { SocketAddr } from "../uapi/socket.ts";
import { type Answer, forever, type Result, type System, type Wait } from "./process.ts";

/** Connects: undefined when it has come about, EINPROGRESS when the time is over, else why not. */
export function* dial(
	sys: System,
	socket: number,
	to: SocketAddr,
	ms = forever,
): Generator<Wait, Errno | undefined, Answer> {
	const tried = sys.net.connect(socket, to);
	if ("ok" in tried) return undefined;
	if (tried.errno !== "EINPROGRESS") return tried.errno;
	// the kernel rounds its own times up: a program's limit of the same length is over before
	yield { wait: "connected", socket, ms: Math.max(0, ms - 1) };
	const outcome = sys.net.error(socket);
	if ("errno" in outcome) return outcome.errno;
	return "ok" in sys.net.peer(socket) ? undefined : "EINPROGRESS";
}

/** A datagram from the socket's own port. */
export function sendDatagram(sys: System, socket: number, data: string, to?: SocketAddr): Result<void> {
	const peer = to ?? peerOf(sys, socket);
	const payload = { proto: "udp", sport: 0, dport: peer.port ?? 0, data } as const;
	return sys.net.send(socket, { ...(to && { to }), payload, size: 8 + data.length });
}

function peerOf(sys: System, socket: number): SocketAddr {
	const peer = sys.net.peer(socket);
	return "ok" in peer ? peer.ok : { addr: "" };
}
