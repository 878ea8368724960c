/**
 * connect() of raw and datagram sockets: __ip4_datagram_connect(), __ip6_datagram_connect(). It asks for the way there, and with
 * it for the source; nothing is sent. TCP's is tcp/connect.ts.
 */
import type { Addr } from "../net/addr.ts";
import { isUnspecified } from "../net/addr.ts";
import { RTN_BROADCAST } from "../uapi/route-type.ts";
import type { SocketAddr } from "../uapi/socket.ts";
import { countIp } from "./path/count.ts";
import { type Decided, decide } from "./path/output.ts";
import { Refusal } from "./refusal.ts";
import { type Socket, setSocket, socketOf, wireAddr } from "./socket.ts";
import { socketFlow } from "./socket-flow.ts";
import { noSource } from "./socket-option.ts";
import { autobind } from "./socket-port.ts";
import { keep, type Task } from "./task.ts";
import { connectTcp } from "./tcp/connect.ts";

export function connectSocket(t: Task, id: number, to: SocketAddr): void {
	const socket = socketOf(t, id);
	if (socket.tcp) return connectTcp(t, id, to);
	const { port = 0, scopeId = 0 } = to;
	const decided = wayTo(t, socket, to);
	if (decided.way.route.type === RTN_BROADCAST && !socket.options.broadcast) throw new Refusal("EACCES");
	const source = socket.source || (decided.saddr ?? "");
	const device = socket.device || scopeId;
	setSocket(t, id, { peer: { addr: decided.daddr, port }, source, local: socket.local || source, device });
	autobind(t, id);
}

/** The routing decision for the socket's packets to an address. */
export function wayTo(t: Task, socket: Socket, { addr, port = 0, scopeId = 0 }: SocketAddr): Decided {
	const daddr = destination(socket, addr);
	const oif = scopeId || socket.device || socket.options.pktinfo || 0;
	const six = daddr.includes(":");
	const ask = { ...socketFlow(socket, six, port), daddr, oif, ...(socket.source && { saddr: socket.source }) };
	const first = decide(t, socket.netns, ask);
	if (first === "ENETUNREACH") {
		countIp(t, socket.netns, six ? "inet6" : "inet", "OutNoRoutes");
		keep(t);
	}
	if (typeof first === "string") throw new Refusal(six && noSource(t, socket) ? "EADDRNOTAVAIL" : first);
	// ip_route_connect(): once the source is known, rules that look at it are asked too; IPv6 asks only once (ip6_dst_lookup_tail).
	const again = !six && !socket.source && first.saddr !== undefined;
	const decided = again ? decide(t, socket.netns, { ...ask, saddr: first.saddr as string }) : first;
	if (typeof decided === "string") throw new Refusal(decided);
	if (decided.saddr === undefined && six) throw new Refusal("EADDRNOTAVAIL");
	return decided;
}

/** `::` is this host, by the family that the socket has a source of. */
function destination({ family, source }: Socket, addr: Addr): Addr {
	if (family === "inet6" && isUnspecified(addr)) return source && !source.includes(":") ? "127.0.0.1" : "::1";
	return wireAddr(addr);
}
