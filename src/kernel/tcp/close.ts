/**
 * The end of a connection from this side: net/ipv4/tcp.c tcp_sendmsg(), tcp_shutdown(), __tcp_close(), inet_csk_listen_stop(),
 * tcp_abort(), and tcp_minisocks.c tcp_time_wait(). What is left of it goes on without a process.
 */
import { idValues } from "../../net/id-map.ts";
import type { Errno } from "../../uapi/errno.ts";
import { releaseNetns } from "../netns-life.ts";
import { Refusal } from "../refusal.ts";
import { addSocket, dataReady, destroySocket, type Socket, setSocket, socketOf } from "../socket.ts";
import { sysctlNumber } from "../sysctl.ts";
import type { Task } from "../task.ts";
import { takeError } from "./connect.ts";
import { enqueue, sendReset } from "./output.ts";
import {
	rcvShutdown,
	sendShutdown,
	setTcp,
	setTimer,
	type Tcp,
	type TcpSocket,
	tcpOf,
	timewaitLength,
} from "./state.ts";

/** write(): EPIPE after the own or the other end. */
export function writeTcp(t: Task, id: number, data: string): void {
	const socket = socketOf(t, id) as TcpSocket;
	takeError(t, id);
	const { state, shutdown } = socket.tcp;
	if (state === "SYN_SENT") throw new Refusal("EAGAIN");
	if ((shutdown & sendShutdown) !== 0 || (state !== "ESTABLISHED" && state !== "CLOSE_WAIT"))
		throw new Refusal("EPIPE");
	if (data !== "") enqueue(t, socket, { data });
}

/** shutdown(SHUT_WR): no more is sent; what comes can still be read. */
export function shutdownTcp(t: Task, id: number): void {
	const socket = socketOf(t, id) as TcpSocket;
	const { state } = socket.tcp;
	if (state === "CLOSE" || state === "LISTEN" || state === "SYN_SENT") throw new Refusal("ENOTCONN");
	finish(t, setTcp(t, socket, { shutdown: socket.tcp.shutdown | sendShutdown }));
}

/** tcp_close_state(), tcp_send_fin() */
function finish(t: Task, socket: TcpSocket): void {
	const { state } = socket.tcp;
	const next =
		state === "CLOSE_WAIT" ? "LAST_ACK" : state === "ESTABLISHED" || state === "SYN_RECV" ? "FIN_WAIT1" : undefined;
	if (next) enqueue(t, setTcp(t, socket, { state: next }), { data: "", fin: true });
}

export function closeTcp(t: Task, { id }: { readonly id: number }): void {
	const socket = tcpOf(t, id);
	if (!socket) return;
	const { state, data } = socket.tcp;
	if (state === "LISTEN") stopListening(t, socket);
	if (state === "CLOSE" || state === "LISTEN" || state === "SYN_SENT") return destroyTcp(t, id);
	// what was never read must not look as if it had been
	if (data !== "" && !socket.tcp.mini) {
		sendReset(t, socket);
		return destroyTcp(t, id);
	}
	const shutdown = rcvShutdown | sendShutdown;
	const orphan = setTcp(t, setSocket(t, id, { pid: 0, fd: 0 }), { shutdown, data: "", listener: undefined });
	if (state === "FIN_WAIT2") return timeWait(t, orphan, "FIN_WAIT2");
	finish(t, orphan);
}

/** Who waited for accept() is cut off; a connection that was being made is forgotten. */
export function stopListening(t: Task, listener: TcpSocket): void {
	for (const id of listener.tcp.ready ?? []) {
		const child = tcpOf(t, id);
		if (child) sendReset(t, child);
		destroyTcp(t, id);
	}
	for (const child of childrenOf(t, listener.id)) destroyTcp(t, child.id);
}

function childrenOf(t: Task, listener: number): Socket[] {
	return [...idValues(t.kernel.sockets)].filter(({ tcp }) => tcp?.listener === listener);
}

/**
 * tcp_time_wait(): from here on it is only remembered; FIN_WAIT2 too, when no process has it. One that has it open still keeps
 * a socket that is over, with what was not read yet.
 */
export function timeWait(t: Task, socket: TcpSocket, state: "TIME_WAIT" | "FIN_WAIT2"): void {
	const timeout =
		state === "FIN_WAIT2" ? 1000 * sysctlNumber(t, socket.netns, "net/ipv4/tcp_fin_timeout") : timewaitLength;
	const { id, pid, netns, tcp } = socket;
	const mini: Tcp = { ...tcp, state, mini: true, queue: [], data: "" };
	const remembered = pid === 0 ? id : addSocket(t, { ...socket, pid: 0, tcp: mini });
	if (pid !== 0) tcpDone(t, socket);
	setTimer(t, setTcp(t, { id: remembered }, mini), "timewait", timeout);
	releaseNetns(t, netns);
}

/** tcp_done(): the connection is no more; a process that has it open hears why. */
export function tcpDone(t: Task, socket: TcpSocket, errno?: Errno): void {
	const { id, pid } = socket;
	if (pid === 0) return destroyTcp(t, id);
	setTcp(t, socket, { state: "CLOSE", shutdown: rcvShutdown | sendShutdown, timer: undefined, queue: [] });
	setSocket(t, id, { ...(errno && { error: errno }), ...(!socket.portLocked && { port: 0 }) });
	dataReady(t, socket);
}

export function destroyTcp(t: Task, id: number): void {
	const socket = tcpOf(t, id);
	if (!socket) return;
	destroySocket(t, id);
	releaseNetns(t, socket.netns);
}
