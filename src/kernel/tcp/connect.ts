/**
 * connect(), listen() and accept(): net/ipv4/tcp_ipv4.c tcp_v4_connect(), net/ipv6/tcp_ipv6.c tcp_v6_connect(), net/ipv4/
 * inet_connection_sock.c. A connection that is not there at once answers EINPROGRESS, and who wants to wait asks again.
 */
import { isLinkLocal, isMulticast } from "../../net/addr.ts";
import { RTN_BROADCAST, RTN_MULTICAST } from "../../uapi/route-type.ts";
import type { SocketAddr } from "../../uapi/socket.ts";
import { settle } from "../path/softirq.ts";
import { Refusal } from "../refusal.ts";
import { freeFd, setSocket, socketOf } from "../socket.ts";
import { wayTo } from "../socket-connect.ts";
import { connectPort, givePort, inUse } from "../socket-port.ts";
import { sysctlNumber } from "../sysctl.ts";
import { keep, random, type Task } from "../task.ts";
import { destroyTcp } from "./close.ts";
import { findEstablished } from "./lookup.ts";
import { sendSyn } from "./output.ts";
import { closedTcp, firstTimeout, rcvShutdown, seqAdd, setTcp, setTimer, type TcpSocket, tcpOf } from "./state.ts";

export function connectTcp(t: Task, id: number, to: SocketAddr): void {
	const socket = socketOf(t, id) as TcpSocket;
	if (socket.tcp.state === "SYN_SENT") throw new Refusal("EALREADY");
	if (socket.tcp.state !== "CLOSE") throw new Refusal("EISCONN");
	const scopeId = isLinkLocal(to.addr) ? (to.scopeId ?? 0) : 0;
	if (isMulticast(to.addr) && to.addr.includes(":")) throw new Refusal("ENETUNREACH");
	if (isLinkLocal(to.addr) && !scopeId && !socket.device) throw new Refusal("EINVAL");
	if (scopeId && socket.device && socket.device !== scopeId) throw new Refusal("EINVAL");
	const decided = wayTo(t, socket, { ...to, scopeId });
	const { type } = decided.way.route;
	if (type === RTN_BROADCAST || type === RTN_MULTICAST) throw new Refusal("ENETUNREACH");
	const source = socket.source || (decided.saddr ?? "");
	const peer = { addr: decided.daddr, port: to.port ?? 0 };
	setSocket(t, id, { source, local: socket.local || source, peer, ...(scopeId && { device: scopeId }) });
	connectPort(t, id);
	takeOver(t, id);
	const iss = initialSequence(t);
	const sent = setTcp(t, socket, { ...closedTcp, state: "SYN_SENT", sndUna: iss, sndNxt: seqAdd(iss, 1) });
	sendSyn(t, setTimer(t, sent, "retransmit", firstTimeout));
	// the other end may answer before this call is over
	settle(t);
	keep(t);
	progress(t, id);
}

/** What the last connection of the same four numbers has left. */
function takeOver(t: Task, id: number): void {
	const old = findEstablished(t, socketOf(t, id));
	if (old) destroyTcp(t, old.id);
}

function progress(t: Task, id: number): void {
	const { error, tcp } = socketOf(t, id);
	if (error) {
		setSocket(t, id, { error: undefined });
		keep(t);
		throw new Refusal(error);
	}
	if (tcp?.state === "SYN_SENT") throw new Refusal("EINPROGRESS");
}

export function initialSequence(t: Task): number {
	return Math.floor(random(t) * 2 ** 32);
}

/** getsockopt(SO_ERROR): tells it once. */
export function takeError(t: Task, id: number): void {
	const { error } = socketOf(t, id);
	if (!error) return;
	setSocket(t, id, { error: undefined });
	keep(t);
	throw new Refusal(error);
}

/** inet_csk_listen_start(): the port is asked for once more, now against those that listen too. */
export function listenTcp(t: Task, id: number, backlog: number): void {
	const socket = socketOf(t, id) as TcpSocket;
	if (socket.tcp.state !== "CLOSE" && socket.tcp.state !== "LISTEN") throw new Refusal("EINVAL");
	const most = sysctlNumber(t, socket.netns, "net/core/somaxconn");
	if (socket.port === 0) givePort(t, id, 0);
	else if (socket.tcp.state === "CLOSE" && inUse(t, socket, socket.port)) throw new Refusal("EADDRINUSE");
	setTcp(t, socket, { state: "LISTEN", backlog: Math.min(backlog < 0 ? most : backlog, most), ready: [] });
}

/** inet_csk_accept(): the oldest that waits becomes a file of the process. EAGAIN when none does. */
export function acceptTcp(t: Task, id: number): number {
	const listener = socketOf(t, id) as TcpSocket;
	if (listener.tcp.state !== "LISTEN") throw new Refusal("EINVAL");
	const [child, ...ready] = listener.tcp.ready ?? [];
	if (child === undefined) throw new Refusal("EAGAIN");
	setTcp(t, listener, { ready });
	setSocket(t, child, { pid: listener.pid, uid: listener.uid, fd: freeFd(t, listener.pid) });
	setTcp(t, { id: child }, { listener: undefined });
	return child;
}

/** tcp_recvmsg(): what has come, "" at the end. EAGAIN when nothing has. */
export function readTcp(t: Task, id: number): string {
	const socket = tcpOf(t, id);
	if (!socket) throw new Refusal("ENOTCONN");
	const { data, shutdown, state } = socket.tcp;
	if (data !== "") {
		setTcp(t, socket, { data: "" });
		return data;
	}
	takeError(t, id);
	if (shutdown & rcvShutdown) {
		if (state === "CLOSE_WAIT") setTcp(t, socket, { endRead: true });
		return "";
	}
	if (state === "CLOSE" || state === "LISTEN") throw new Refusal("ENOTCONN");
	throw new Refusal("EAGAIN");
}
