/**
 * Timers of connections: net/ipv4/tcp_timer.c. Sends again what nobody has acknowledged, each time after twice as long, until
 * it has been enough; forgets what was only remembered.
 */
import type { Errno } from "../../uapi/errno.ts";
import { has } from "../profile.ts";
import { dataReady } from "../socket.ts";
import { sysctlNumber } from "../sysctl.ts";
import type { Task } from "../task.ts";
import type { Timer } from "../timer.ts";
import { destroyTcp, tcpDone } from "./close.ts";
import { sendQueued, sendSyn } from "./output.ts";
import { isOpen, mostTimeout, setTcp, setTimer, type TcpSocket, tcpOf } from "./state.ts";

export function ringTcp(t: Task, timer: Timer & { readonly kind: "tcp" }): void {
	const socket = tcpOf(t, timer.socket);
	if (!socket || socket.tcp.timer?.at !== timer.at) return;
	if (socket.tcp.timer.kind === "timewait") return destroyTcp(t, socket.id);
	if (socket.tcp.retransmits >= tries(t, socket)) return giveUp(t, socket);
	const rto = backOff(t, socket);
	const again = setTimer(t, setTcp(t, socket, { retransmits: socket.tcp.retransmits + 1, rto }), "retransmit", rto);
	const errno = resend(t, again);
	const now = errno && tcpOf(t, socket.id);
	if (now) setTcp(t, now, { softError: errno });
}

/** tcp_write_timeout(), tcp_orphan_retries() */
function tries(t: Task, socket: TcpSocket): number {
	const { state, rto, softError } = socket.tcp;
	if (state === "SYN_SENT") return number(t, socket, "tcp_syn_retries") + linear(t, socket);
	if (state === "SYN_RECV") return number(t, socket, "tcp_synack_retries");
	if (isOpen(socket)) return number(t, socket, "tcp_retries2");
	const alive = rto < mostTimeout;
	const wished = softError && !alive ? 0 : number(t, socket, "tcp_orphan_retries");
	return wished === 0 && alive ? 8 : wished;
}

function number(t: Task, { netns }: TcpSocket, name: string): number {
	return sysctlNumber(t, netns, `net/ipv4/${name}`);
}

/** net.ipv4.tcp_syn_linear_timeouts: so many SYNs come after the same time. */
function linear(t: Task, socket: TcpSocket): number {
	return has(t.kernel.profile, "synLinearTimeouts") ? number(t, socket, "tcp_syn_linear_timeouts") : 0;
}

function backOff(t: Task, socket: TcpSocket): number {
	const { state, rto, retransmits } = socket.tcp;
	if (state === "SYN_SENT" && retransmits < linear(t, socket)) return rto;
	return Math.min(2 * rto, mostTimeout);
}

function resend(t: Task, socket: TcpSocket): Errno | undefined {
	const { state, queue } = socket.tcp;
	if (state === "SYN_SENT" || state === "SYN_RECV") {
		sendSyn(t, socket);
		return undefined;
	}
	const [first] = queue;
	return first && sendQueued(t, socket, first);
}

/** tcp_write_err() */
function giveUp(t: Task, socket: TcpSocket): void {
	if (socket.tcp.state === "SYN_RECV") return destroyTcp(t, socket.id);
	tcpDone(t, socket, socket.tcp.softError ?? "ETIMEDOUT");
	dataReady(t, socket);
}
