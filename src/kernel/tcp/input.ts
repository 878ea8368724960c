/**
 * A segment has come: net/ipv4/tcp_ipv4.c tcp_v4_rcv(), net/ipv4/tcp_input.c tcp_rcv_state_process(), tcp_minisocks.c
 * tcp_timewait_state_process(). Without a socket that wants it the answer is a reset.
 */
import type { Errno } from "../../uapi/errno.ts";
import type { Tcp as Segment } from "../../uapi/packet.ts";
import type { Skb } from "../path/skb.ts";
import { isUnicastKind } from "../path/skb.ts";
import { note } from "../path/step.ts";
import { addSocket, dataReady } from "../socket.ts";
import type { Task } from "../task.ts";
import { destroyTcp, tcpDone, timeWait } from "./close.ts";
import { initialSequence } from "./connect.ts";
import { lookupListener, lookupTcp } from "./lookup.ts";
import { lengthOf, refuseSegment, sendAck, sendQueued, sendReset, sendSyn } from "./output.ts";
import {
	closedTcp,
	firstTimeout,
	isOpen,
	leastTimeout,
	rcvShutdown,
	seqAdd,
	seqBefore,
	setTcp,
	setTimer,
	type TcpSocket,
	tcpOf,
} from "./state.ts";

export function tcpRcv(t: Task, skb: Skb): void {
	const { packet, device } = skb;
	if (packet.payload.proto !== "tcp") return;
	const socket = lookupTcp(t, skb);
	note(t, { netns: device.netns, device: device.id, at: "tcp_v4_rcv", what: "received", why: whyOf(socket), packet });
	if (!socket) return refuseSegment(t, skb);
	if (socket.tcp.mini) return rememberedRcv(t, socket, skb, packet.payload);
	switch (socket.tcp.state) {
		case "LISTEN":
			return listenerRcv(t, socket, skb, packet.payload);
		case "SYN_SENT":
			return synSentRcv(t, socket, skb, packet.payload);
		case "SYN_RECV":
			return synRecvRcv(t, socket, packet.payload);
		default:
			return streamRcv(t, socket, packet.payload);
	}
}

function whyOf(socket: TcpSocket | undefined): string {
	return socket ? socket.tcp.state : "no socket";
}

function has(segment: Segment, flag: Segment["flags"][number]): boolean {
	return segment.flags.includes(flag);
}

/** tcp_conn_request(): a child that waits for the third segment. Too many that wait for accept(): nobody answers. */
function listenerRcv(t: Task, listener: TcpSocket, skb: Skb, segment: Segment): void {
	const { packet, kind } = skb;
	if (has(segment, "rst")) return;
	if (has(segment, "ack")) return refuseSegment(t, skb);
	if (!has(segment, "syn") || has(segment, "fin") || !isUnicastKind(kind)) return;
	if (isFull(listener)) {
		const { netns } = listener;
		return note(t, { netns, at: "tcp_conn_request", what: "dropped", why: "backlog", packet });
	}
	const iss = initialSequence(t);
	const linkLocal = /^fe[89ab]/.test(packet.src);
	const { netns, family, uid, options, port, portLocked } = listener;
	const id = addSocket(t, {
		...{ netns, family, uid, options, port, pid: 0, type: "stream", protocol: "tcp" },
		...(portLocked && { portLocked }),
		device: listener.device || (linkLocal ? skb.device.index : 0),
		local: packet.dst,
		source: packet.dst,
		peer: { addr: packet.src, port: segment.sport },
		tcp: {
			...closedTcp,
			state: "SYN_RECV",
			accepted: true,
			listener: listener.id,
			sndUna: iss,
			sndNxt: seqAdd(iss, 1),
			rcvNxt: seqAdd(segment.seq, 1),
		},
	});
	const child = tcpOf(t, id);
	if (child) sendSyn(t, setTimer(t, child, "retransmit", firstTimeout));
}

function isFull({ tcp }: TcpSocket): boolean {
	return (tcp.ready?.length ?? 0) > (tcp.backlog ?? 0);
}

/** tcp_rcv_synsent_state_process() */
function synSentRcv(t: Task, socket: TcpSocket, skb: Skb, segment: Segment): void {
	const acks = has(segment, "ack");
	if (acks && segment.ack !== socket.tcp.sndNxt) return refuseSegment(t, skb);
	if (has(segment, "rst")) return acks ? tcpDone(t, socket, "ECONNREFUSED") : undefined;
	if (!has(segment, "syn") || !acks) return;
	const { sndNxt } = socket.tcp;
	const rcvNxt = seqAdd(segment.seq, 1);
	const calm = { retransmits: 0, rto: leastTimeout, timer: undefined };
	const open = setTcp(t, socket, { ...calm, state: "ESTABLISHED", sndUna: sndNxt, rcvNxt });
	sendAck(t, open);
	dataReady(t, open);
}

function synRecvRcv(t: Task, child: TcpSocket, segment: Segment): void {
	if (has(segment, "rst")) return segment.seq === child.tcp.rcvNxt ? destroyTcp(t, child.id) : undefined;
	if (has(segment, "syn")) return sendSyn(t, child);
	if (!has(segment, "ack") || segment.ack !== child.tcp.sndNxt) return;
	const listener = tcpOf(t, child.tcp.listener ?? 0);
	if (!listener || isFull(listener)) return;
	const calm = { retransmits: 0, rto: leastTimeout, timer: undefined };
	const open = setTcp(t, child, { ...calm, state: "ESTABLISHED", sndUna: child.tcp.sndNxt });
	dataReady(t, setTcp(t, listener, { ready: [...(listener.tcp.ready ?? []), child.id] }));
	streamRcv(t, open, segment);
}

function streamRcv(t: Task, socket: TcpSocket, segment: Segment): void {
	const { rcvNxt } = socket.tcp;
	const data = segment.data ?? "";
	if (has(segment, "rst")) return segment.seq === rcvNxt ? reset(t, socket) : undefined;
	// tcp_validate_incoming(): a SYN in a connection is only asked about; so is what is old, or comes too soon.
	const moves = data !== "" || has(segment, "fin");
	if (has(segment, "syn") || (segment.seq !== rcvNxt && (moves || seqBefore(segment.seq, rcvNxt))))
		return sendAck(t, socket);
	if (!has(segment, "ack")) return;
	const acked = acknowledge(t, socket, segment.ack);
	if (!acked) return;
	const after = data === "" ? acked : take(t, acked, data);
	if (after && has(segment, "fin")) hearFin(t, after);
	else if (after && data !== "") sendAck(t, after);
}

/** tcp_reset() */
function reset(t: Task, socket: TcpSocket): void {
	const errno: Errno = socket.tcp.state === "CLOSE_WAIT" ? "EPIPE" : "ECONNRESET";
	tcpDone(t, socket, errno);
}

/** tcp_ack(): gives the socket as it is then, if it goes on. */
function acknowledge(t: Task, socket: TcpSocket, ack: number): TcpSocket | undefined {
	const { queue, sndUna, sndNxt } = socket.tcp;
	if (seqBefore(ack, sndUna) || seqBefore(sndNxt, ack)) return socket;
	if (ack === sndUna) return socket;
	const rest = queue.filter((queued) => seqBefore(ack, seqAdd(queued.seq, lengthOf(queued))));
	const calm = { sndUna: ack, queue: rest, retransmits: 0, rto: leastTimeout, softError: undefined };
	const now = setTcp(t, socket, { ...calm, timer: undefined });
	if (rest.length > 0) {
		const waiting = setTimer(t, now, "retransmit", leastTimeout);
		// what could not leave before follows at once
		if (socket.tcp.retransmits > 0) for (const queued of rest) sendQueued(t, waiting, queued);
		return waiting;
	}
	return finAcked(t, now);
}

function finAcked(t: Task, socket: TcpSocket): TcpSocket | undefined {
	switch (socket.tcp.state) {
		case "FIN_WAIT1": {
			const next = setTcp(t, socket, { state: "FIN_WAIT2" });
			if (isOpen(next)) return next;
			timeWait(t, next, "FIN_WAIT2");
			return tcpOf(t, socket.id);
		}
		case "CLOSING":
			timeWait(t, socket, "TIME_WAIT");
			return undefined;
		case "LAST_ACK":
			tcpDone(t, socket);
			return undefined;
		default:
			return socket;
	}
}

/** tcp_data_queue(): data for a process that has closed are answered with a reset. */
function take(t: Task, socket: TcpSocket, data: string): TcpSocket | undefined {
	const { state, shutdown, rcvNxt } = socket.tcp;
	if (state !== "ESTABLISHED" && state !== "FIN_WAIT1" && state !== "FIN_WAIT2") return socket;
	if (shutdown & rcvShutdown) {
		sendReset(t, socket);
		destroyTcp(t, socket.id);
		return undefined;
	}
	const fuller = setTcp(t, socket, { data: socket.tcp.data + data, rcvNxt: seqAdd(rcvNxt, data.length) });
	dataReady(t, fuller);
	return fuller;
}

/** tcp_fin() */
function hearFin(t: Task, socket: TcpSocket): void {
	const { state, rcvNxt, shutdown } = socket.tcp;
	if (state === "CLOSE_WAIT" || state === "LAST_ACK" || state === "CLOSING") return sendAck(t, socket);
	const next = state === "ESTABLISHED" ? "CLOSE_WAIT" : state === "FIN_WAIT1" ? "CLOSING" : state;
	const after = setTcp(t, socket, { state: next, rcvNxt: seqAdd(rcvNxt, 1), shutdown: shutdown | rcvShutdown });
	sendAck(t, after);
	dataReady(t, after);
	if (state === "FIN_WAIT2") timeWait(t, after, "TIME_WAIT");
}

/** Of a connection that is only remembered; a new SYN for a listener may take its place. */
function rememberedRcv(t: Task, socket: TcpSocket, skb: Skb, segment: Segment): void {
	const { state, rcvNxt } = socket.tcp;
	if (has(segment, "rst")) return destroyTcp(t, socket.id);
	if (has(segment, "syn") && !has(segment, "ack")) return comesAgain(t, socket, skb, segment);
	if (state === "FIN_WAIT2" && segment.data && segment.seq === rcvNxt) {
		destroyTcp(t, socket.id);
		return refuseSegment(t, skb);
	}
	if (!has(segment, "fin")) {
		if (segment.data) sendAck(t, socket);
		return;
	}
	const after = segment.seq === rcvNxt ? setTcp(t, socket, { rcvNxt: seqAdd(rcvNxt, 1) }) : socket;
	sendAck(t, after);
	timeWait(t, after, "TIME_WAIT");
}

/** TCP_TW_SYN: with time stamps it is surely a new one. */
function comesAgain(t: Task, socket: TcpSocket, skb: Skb, segment: Segment): void {
	const listener = lookupListener(t, skb);
	if (!listener) return sendAck(t, socket);
	destroyTcp(t, socket.id);
	listenerRcv(t, listener, skb, segment);
}

/** tcp_v4_err(), tcp_v6_err(): a connection that is being made fails with it, one that is there goes on and remembers. */
export function tcpError(t: Task, socket: TcpSocket, errno: Errno): void {
	const { state } = socket.tcp;
	if (state === "SYN_SENT") tcpDone(t, socket, errno);
	else if (state !== "LISTEN" && !socket.tcp.mini) setTcp(t, socket, { softError: errno });
}
