/**
 * Segments: net/ipv4/tcp_output.c. Each is routed anew, so a connection follows the routes of the moment; without a way it
 * waits for its timer.
 */
import type { Errno } from "../../uapi/errno.ts";
import type { Tcp as Segment } from "../../uapi/packet.ts";
import { l3mdevMaster } from "../l3mdev.ts";
import { decide, output } from "../path/output.ts";
import type { Ip } from "../path/packet.ts";
import type { Skb } from "../path/skb.ts";
import { isUnicastKind } from "../path/skb.ts";
import { note } from "../path/step.ts";
import { has } from "../profile.ts";
import { socketFlow } from "../socket-flow.ts";
import { sysctlNumber } from "../sysctl.ts";
import type { Task } from "../task.ts";
import { type Queued, seqAdd, setTcp, setTimer, type TcpSocket } from "./state.ts";

type Flag = Segment["flags"][number];

const ipHeader = { inet: 20, inet6: 40 } as const;
const tcpHeader = 20;
/** Bytes of options: of a SYN (mss, SACK, time stamps, window scale), and of all others of a connection. */
const synOptions = 20;
const timestamps = 12;
/** What fits into a window that is never full here. */
const windows = {
	inet: { asked: 64_240, accepted: 65_160 },
	inet6: { asked: 64_800, accepted: 64_260 },
} as const;

interface Part {
	readonly flags: readonly Flag[];
	readonly seq: number;
	readonly data?: string;
	readonly fin?: true;
}

/** tcp_transmit_skb(): gives why it could not be sent. */
export function transmitSegment(t: Task, socket: TcpSocket, part: Part): Errno | undefined {
	const { peer, port, source, tcp, netns, device, options } = socket;
	if (!peer) return "ENOTCONN";
	const family = peer.addr.includes(":") ? "inet6" : "inet";
	const flow = socketFlow(socket, family === "inet6", peer.port);
	const decided = decide(t, netns, { ...flow, daddr: peer.addr, saddr: source, oif: device });
	const syn = part.flags.includes("syn");
	const room = windows[family][tcp.accepted ? "accepted" : "asked"];
	const wscale = has(t.kernel.profile, "wideTcpWindow") ? 10 : 7;
	const data = part.data ?? "";
	const payload: Segment = {
		proto: "tcp",
		sport: port,
		dport: peer.port,
		flags: part.flags,
		seq: part.seq,
		ack: part.flags.includes("ack") ? tcp.rcvNxt : 0,
		win: syn ? room : Math.ceil(room / 2 ** wscale),
		ts: { val: t.kernel.now, ecr: part.flags.includes("ack") ? t.kernel.now : 0 },
		...(syn && {
			mss: (typeof decided === "string" ? 1500 : decided.way.device.mtu) - ipHeader[family] - tcpHeader,
			wscale,
		}),
		...(data && { data }),
	};
	const packet: Ip = {
		family,
		src: source || "0.0.0.0",
		dst: peer.addr,
		ttl: options.ttl ?? ttlOf(t, socket, family, decided),
		tos: options.tos ?? 0,
		df: family === "inet" && sysctlNumber(t, netns, "net/ipv4/ip_no_pmtu_disc") === 0,
		length: ipHeader[family] + tcpHeader + (syn ? synOptions : timestamps) + data.length,
		payload,
	};
	if (typeof decided === "string") {
		note(t, { netns, at: "ip_queue_xmit", what: "dropped", why: decided, packet });
		return decided;
	}
	output(t, packet, decided.way);
	return undefined;
}

function ttlOf(t: Task, { netns }: TcpSocket, family: "inet" | "inet6", decided: ReturnType<typeof decide>): number {
	if (family === "inet") return sysctlNumber(t, netns, "net/ipv4/ip_default_ttl");
	return typeof decided === "string" ? 64 : (decided.way.device.inet6?.conf.hopLimit ?? 64);
}

/** tcp_send_ack() */
export function sendAck(t: Task, socket: TcpSocket): void {
	transmitSegment(t, socket, { flags: ["ack"], seq: socket.tcp.sndNxt });
}

/** tcp_connect(), tcp_send_synack() */
export function sendSyn(t: Task, socket: TcpSocket): void {
	const flags: Flag[] = socket.tcp.state === "SYN_RECV" ? ["syn", "ack"] : ["syn"];
	transmitSegment(t, socket, { flags, seq: socket.tcp.sndUna });
}

/** tcp_send_active_reset() */
export function sendReset(t: Task, socket: TcpSocket): void {
	transmitSegment(t, socket, { flags: ["rst", "ack"], seq: socket.tcp.sndNxt });
}

/** tcp_sendmsg(), tcp_send_fin(): goes out at once and waits to be acknowledged. */
export function enqueue(t: Task, socket: TcpSocket, queued: Omit<Queued, "seq">): TcpSocket {
	const entry: Queued = { ...queued, seq: socket.tcp.sndNxt };
	const sndNxt = seqAdd(entry.seq, lengthOf(entry));
	const idle = socket.tcp.queue.length === 0;
	const before = setTcp(t, socket, { queue: [...socket.tcp.queue, entry], sndNxt });
	const now = idle ? setTimer(t, before, "retransmit", before.tcp.rto) : before;
	sendQueued(t, now, entry);
	return now;
}

export function lengthOf({ data, fin }: Omit<Queued, "seq">): number {
	return data.length + (fin ? 1 : 0);
}

export function sendQueued(t: Task, socket: TcpSocket, { seq, data, fin }: Queued): Errno | undefined {
	const flags: Flag[] = [...(fin ? (["fin"] as const) : []), ...(data ? (["psh"] as const) : []), "ack"];
	return transmitSegment(t, socket, { flags, seq, ...(data && { data }) });
}

/** tcp_v4_send_reset(), tcp_v6_send_response(): a segment that is nobody's; never an answer to a reset. */
export function refuseSegment(t: Task, { packet, device, kind }: Skb): void {
	const { payload, src, dst, family } = packet;
	if (payload.proto !== "tcp" || payload.flags.includes("rst") || !isUnicastKind(kind)) return;
	const acked = payload.flags.includes("ack");
	const length =
		(payload.data?.length ?? 0) + (payload.flags.includes("syn") ? 1 : 0) + (payload.flags.includes("fin") ? 1 : 0);
	const reset: Segment = {
		proto: "tcp",
		sport: payload.dport,
		dport: payload.sport,
		flags: acked ? ["rst"] : ["rst", "ack"],
		seq: acked ? payload.ack : 0,
		ack: acked ? 0 : seqAdd(payload.seq, length),
		win: 0,
	};
	const master = l3mdevMaster(t, device);
	const scoped = /^fe[89ab]/.test(src) ? device.index : 0;
	const oif = master?.index ?? scoped;
	const ports = { ipProto: 6, sport: reset.sport, dport: reset.dport };
	const decided = decide(t, device.netns, { daddr: src, saddr: dst, oif, tos: packet.tos, ...ports });
	const answer: Ip = {
		family,
		src: dst,
		dst: src,
		ttl: family === "inet" ? sysctlNumber(t, device.netns, "net/ipv4/ip_default_ttl") : 64,
		tos: packet.tos,
		df: family === "inet",
		length: ipHeader[family] + tcpHeader,
		payload: reset,
	};
	if (typeof decided === "string")
		return note(t, { netns: device.netns, at: "tcp_v4_send_reset", what: "dropped", why: decided, packet: answer });
	note(t, { netns: device.netns, device: device.id, at: "tcp_v4_send_reset", what: "answered", why: "rst", packet });
	output(t, answer, decided.way);
}
