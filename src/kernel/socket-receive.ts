/**
 * What has come for a program, and asking for it: net/socket.c recvmsg() and its like, net/packet/af_packet.c packet_rcv(), poll().
 */
import { idGet } from "../net/id-map.ts";
import type { QueuedError, Received, ReceivedFrame } from "../uapi/socket.ts";
import type { Device } from "./device.ts";
import type { Kernel } from "./kernel.ts";
import { countMib } from "./mib/mib.ts";
import type { Frame } from "./path/packet.ts";
import { iifOf, type Skb } from "./path/skb.ts";
import { Refusal } from "./refusal.ts";
import { dataReady, type Socket, setSocket, socketOf, socketsIn } from "./socket.ts";
import { keep, type Task } from "./task.ts";
import { isTcpReadable } from "./tcp/state.ts";

/** recvmsg(): an error that is pending comes first. EAGAIN when there is nothing. */
export function receiveFrom(t: Task, id: number): Received {
	const socket = socketOf(t, id);
	if (socket.error) {
		setSocket(t, id, { error: undefined });
		keep(t);
		throw new Refusal(socket.error);
	}
	const [first, ...inbox] = socket.inbox;
	if (!first) throw new Refusal("EAGAIN");
	setSocket(t, id, { inbox });
	countRead(t, socket, [first]);
	return first;
}

/** recvmmsg(MSG_DONTWAIT): all that is there, be it nothing. */
export function receiveAll(t: Task, id: number): readonly Received[] {
	const { inbox } = socketOf(t, id);
	if (inbox.length > 0) countRead(t, setSocket(t, id, { inbox: [] }), inbox);
	return inbox;
}

/** udp_recvmsg(): a datagram counts when it is read. */
function countRead(t: Task, { type, netns }: Socket, read: readonly Received[]): void {
	if (type !== "dgram") return;
	for (const { packet } of read) countMib(t, netns, `${packet.family === "inet" ? "Udp" : "Udp6"}InDatagrams`);
}

/** recvmsg(MSG_ERRQUEUE) */
export function receiveError(t: Task, id: number): QueuedError {
	const [first, ...errors] = socketOf(t, id).errors;
	if (!first) throw new Refusal("EAGAIN");
	setSocket(t, id, { errors, ...(errors.length === 0 && { error: undefined }) });
	return first;
}

/** recvmsg() of a packet socket. */
export function receiveFrame(t: Task, id: number): ReceivedFrame {
	const [first, ...frames] = socketOf(t, id).frames;
	if (!first) throw new Refusal("EAGAIN");
	setSocket(t, id, { frames });
	return first;
}

/** packet_rcv(): every packet socket of the device that wants the protocol gets a copy. */
export function packetDeliver(t: Task, device: Device, frame: Frame, type: ReceivedFrame["type"]): void {
	for (const socket of socketsIn(t, device.netns)) {
		if (socket.type !== "packet") continue;
		if (socket.device !== 0 && socket.device !== device.index) continue;
		if (socket.protocol !== "all" && (frame.packet.family !== "arp" || type === "outgoing")) continue;
		const received: ReceivedFrame = { frame, type, at: t.kernel.epoch + t.kernel.now, ifindex: device.index };
		setSocket(t, socket.id, { frames: [...socket.frames, received] });
	}
}

/** poll(): would recvmsg() answer? */
export function isReadable(kernel: Kernel, id: number): boolean {
	const socket = idGet(kernel.sockets, id);
	if (!socket || socket.error !== undefined || socket.errors.length > 0) return true;
	return socket.tcp ? isTcpReadable(socket.tcp) : socket.inbox.length + socket.frames.length > 0;
}

/** poll() for writing: is connect() over, well or not? */
export function isConnected(kernel: Kernel, id: number): boolean {
	const socket = idGet(kernel.sockets, id);
	return !socket || socket.error !== undefined || socket.tcp?.state !== "SYN_SENT";
}

/** sock_queue_rcv_skb() */
export function take(t: Task, socket: Socket, skb: Skb): void {
	const received: Received = { packet: skb.packet, at: t.kernel.epoch + t.kernel.now, ifindex: iifOf(skb) };
	dataReady(t, setSocket(t, socket.id, { inbox: [...socket.inbox, received] }));
}
