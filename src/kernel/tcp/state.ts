/**
 * What a TCP socket has besides: struct tcp_sock, struct inet_connection_sock, and after its end struct tcp_timewait_sock. The
 * links of the model lose nothing by themselves and keep the order, so there is no window to fill and nothing to put in order;
 * but a link may be down, so what is not acknowledged is sent again.
 */
import { idGet } from "../../net/id-map.ts";
import type { Errno } from "../../uapi/errno.ts";
import type { TcpState } from "../../uapi/socket.ts";
import { type Socket, setSocket } from "../socket.ts";
import type { Task } from "../task.ts";
import { startTimer } from "../timer.ts";

/** What has been sent and not acknowledged (sk_write_queue, tcp_rtx_queue). */
export interface Queued {
	readonly seq: number;
	/** One character for each byte. */
	readonly data: string;
	readonly fin?: true;
}

export interface Tcp {
	readonly state: TcpState;
	/** snd_una, snd_nxt, rcv_nxt. */
	readonly sndUna: number;
	readonly sndNxt: number;
	readonly rcvNxt: number;
	readonly queue: readonly Queued[];
	/** Received and not yet read. */
	readonly data: string;
	/** The end of what comes has been read too. */
	readonly endRead?: true;
	/** Bits of sk_shutdown: 1 nothing more comes, 2 nothing more is sent. */
	readonly shutdown: number;
	/** Of a listening one: how many may wait (sk_max_ack_backlog), and who waits for accept(). */
	readonly backlog?: number;
	readonly ready?: readonly number[];
	/** Of one that waits for accept(): where. */
	readonly listener?: number;
	/** It was asked for by the other end (tcp_create_openreq_child). */
	readonly accepted?: true;
	readonly retransmits: number;
	readonly rto: number;
	readonly timer?: { readonly kind: "retransmit" | "timewait"; readonly at: number };
	/** It is remembered without a socket (inet_timewait_sock): it holds no namespace. */
	readonly mini?: true;
	/** sk_err_soft: what went wrong on the way, told when it gives up. */
	readonly softError?: Errno;
}

/** TCP_TIMEOUT_INIT, TCP_RTO_MIN, TCP_RTO_MAX, TCP_TIMEWAIT_LEN */
export const firstTimeout = 1000;
export const leastTimeout = 200;
export const mostTimeout = 120_000;
export const timewaitLength = 60_000;

export const closedTcp: Tcp = {
	state: "CLOSE",
	sndUna: 0,
	sndNxt: 0,
	rcvNxt: 0,
	queue: [],
	data: "",
	shutdown: 0,
	retransmits: 0,
	rto: firstTimeout,
};

export const rcvShutdown = 1;
export const sendShutdown = 2;

export function seqAdd(seq: number, n: number): number {
	return (seq + n) >>> 0;
}

/** before(): sequence numbers go round. */
export function seqBefore(a: number, b: number): boolean {
	return ((a - b) | 0) < 0;
}

export type TcpSocket = Socket & { readonly tcp: Tcp };

export function tcpOf(t: Task, id: number): TcpSocket | undefined {
	const socket = idGet(t.kernel.sockets, id);
	return socket?.tcp ? (socket as TcpSocket) : undefined;
}

/** Gives the socket as it is then. A key that is undefined in the patch is taken away. */
export function setTcp(
	t: Task,
	{ id }: Pick<Socket, "id">,
	patch: { readonly [K in keyof Tcp]?: Tcp[K] | undefined },
): TcpSocket {
	const before = tcpOf(t, id);
	return setSocket(t, id, { tcp: { ...before?.tcp, ...patch } as Tcp }) as TcpSocket;
}

export function setTimer(t: Task, socket: TcpSocket, kind: "retransmit" | "timewait", ms: number): TcpSocket {
	const at = t.kernel.now + ms;
	startTimer(t, ms, { kind: "tcp", socket: socket.id });
	return setTcp(t, socket, { timer: { kind, at } });
}

/** Has anyone a file for it (!SOCK_DEAD)? Who waits for accept() counts as open. */
export function isOpen({ pid, tcp }: TcpSocket): boolean {
	return pid !== 0 || tcp.listener !== undefined;
}

/** Would read() or accept() answer? */
export function isTcpReadable({ state, ready, data, shutdown }: Tcp): boolean {
	if (state === "LISTEN") return (ready?.length ?? 0) > 0;
	if (state === "SYN_SENT") return false;
	return data !== "" || (shutdown & rcvShutdown) !== 0 || state === "CLOSE";
}
