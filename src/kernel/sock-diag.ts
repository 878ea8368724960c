/**
 * What `ss` asks: net/ipv4/inet_diag.c, udp_diag.c, raw_diag.c. IPv4 before IPv6, who listens before who is connected; within
 * these in the order of the hash tables that they lie in (socket-bucket.ts).
 */
import type { AddrFamily } from "../net/addr.ts";
import { idGet, idValues } from "../net/id-map.ts";
import type { SocketCounts, SocketInfo, TcpState } from "../uapi/socket.ts";
import { has, profiles } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { dataReady, isV6only, type Socket, setSocket, shownAddr, socketsIn, socketsOf } from "./socket.ts";
import { connectionBucket, listenBucket } from "./socket-bucket.ts";
import type { Task } from "./task.ts";
import { destroyTcp, stopListening, tcpDone } from "./tcp/close.ts";
import { sendReset } from "./tcp/output.ts";
import type { Tcp, TcpSocket } from "./tcp/state.ts";

/** A machine that is up for a while: its files have six digits (get_next_ino()), and its second processor numbers sockets. */
const firstInode = 100_000;
const firstCookie = 0x1000;

function inNetns(t: Task, netns: number): Socket[] {
	return [...socketsIn(t, netns)];
}

export function listSockets(t: Task, netns: number): SocketInfo[] {
	const infos = inNetns(t, netns).flatMap((socket) => {
		const state = stateOf(socket);
		return state ? [infoOf(t, socket, state)] : [];
	});
	return infos.sort((a, b) => rankOf(a) - rankOf(b) || compareAlike(a, b));
}

/** The sockets of one process, in the order of their numbers. */
export function ownSockets(t: Task, pid: number): SocketInfo[] {
	return socketsOf(t, pid).map((socket) => infoOf(t, socket, stateOf(socket) ?? "CLOSE"));
}

/** In a bucket the newest comes first. Those of datagrams follow the port. */
function compareAlike(a: SocketInfo, b: SocketInfo): number {
	return bucketOf(a) - bucketOf(b) || b.id - a.id;
}

function bucketOf(info: SocketInfo): number {
	if (info.protocol !== "tcp") return info.port;
	return info.state === "LISTEN" ? listenBucket(info) : connectionBucket(info);
}

function rankOf({ family, state, protocol }: SocketInfo): number {
	return (
		(protocol === "tcp" ? 4 : 0) + (family === "inet" ? 0 : 2) + (protocol === "tcp" && state !== "LISTEN" ? 1 : 0)
	);
}

/** Only what has a port is in the tables. */
function stateOf({ type, port, peer, tcp }: Socket): TcpState | undefined {
	if (tcp) return tcp.state === "CLOSE" ? undefined : tcp.state;
	if (type === "dgram" && port === 0) return undefined;
	return peer ? "ESTABLISHED" : "CLOSE";
}

/** inet_sk_diag_fill(), inet_twsk_diag_fill() */
function infoOf(t: Task, socket: Socket, state: TcpState): SocketInfo {
	const { id, type, protocol, family, device, uid, pid, fd, tcp } = socket;
	const task = idGet(t.kernel.tasks, pid);
	const bare = tcp?.mini || state === "SYN_RECV";
	return {
		...{ id, type, protocol, family, state, ifindex: device, cookie: firstCookie + id },
		local: shownAddr(family, socket.source || socket.local),
		port: type === "raw" ? (family === "inet" ? 1 : 58) : socket.port,
		peer: shownAddr(family, socket.peer?.addr ?? ""),
		peerPort: socket.peer?.port ?? 0,
		...queues(socket),
		uid: bare ? 0 : uid,
		inode: bare || (pid === 0 && tcp) ? 0 : firstInode + id,
		...(family === "inet6" && (state === "LISTEN" || state === "CLOSE") && { v6only: isV6only(t, socket) }),
		...(!bare && { shutdown: tcp?.shutdown ?? 0 }),
		...(tcp && { ...timerOf(t, tcp), congestion: profiles[t.kernel.profile].congestionControl }),
		...(socket.options.mark && { mark: socket.options.mark }),
		...(socket.portLocked && { portLocked: true as const }),
		...(task && { owner: { pid, comm: task.comm.slice(0, 15), fd } }),
	};
}

/** tcp_diag_get_info(): of a listening one, who waits and how many may; else bytes not read and not acknowledged. */
function queues({ tcp, inbox }: Socket): { recvQ: number; sendQ: number } {
	if (!tcp) return { recvQ: inbox.reduce((sum, { packet }) => sum + truesize(packet.length), 0), sendQ: 0 };
	if (tcp.state === "LISTEN") return { recvQ: tcp.ready?.length ?? 0, sendQ: tcp.backlog ?? 0 };
	if (tcp.mini || tcp.state === "SYN_RECV") return { recvQ: 0, sendQ: 0 };
	// a FIN counts as a byte until it is read
	const fin = tcp.state === "CLOSE_WAIT" && !tcp.endRead ? 1 : 0;
	return { recvQ: tcp.data.length + fin, sendQ: (tcp.sndNxt - tcp.sndUna) >>> 0 };
}

/** A datagram that waits counts with its buffer: skb->truesize of a small one. */
function truesize(length: number): number {
	return length <= 448 ? 768 : 2304;
}

function timerOf(t: Task, { timer, retransmits, mini }: Tcp): Pick<SocketInfo, "timer"> {
	if (!timer) return {};
	const ms = Math.max(0, timer.at - t.kernel.now);
	return { timer: { kind: mini ? "timewait" : "on", ms, retransmits: mini ? 0 : retransmits } };
}

/** SOCK_DESTROY: a reset for the other end, ECONNABORTED for the own process. ENOENT where it is gone. */
export function killSocket(t: Task, id: number): void {
	const socket = idGet(t.kernel.sockets, id);
	if (!socket) throw new Refusal("ENOENT");
	if (socket.tcp) abortTcp(t, socket as TcpSocket);
	else abortDatagram(t, socket);
}

/** tcp_abort() */
function abortTcp(t: Task, socket: TcpSocket): void {
	const { state, mini } = socket.tcp;
	if (mini) return destroyTcp(t, socket.id);
	if (state === "LISTEN") stopListening(t, socket);
	else if (state !== "SYN_SENT") sendReset(t, socket);
	tcpDone(t, socket, "ECONNABORTED");
}

/** udp_abort(), __udp_disconnect(): what bind() gave stays. */
function abortDatagram(t: Task, { id, portLocked }: Socket): void {
	const unbound = portLocked ? {} : { port: 0, local: "" as const, source: "" as const };
	dataReady(t, setSocket(t, id, { ...unbound, error: "ECONNABORTED", peer: undefined }));
}

export function countSockets(t: Task, netns: number): SocketCounts {
	const here = inNetns(t, netns);
	const tcps = here.flatMap(({ tcp, family }) => (tcp && tcp.state !== "CLOSE" ? [{ tcp, family }] : []));
	const count = (protocol: Socket["protocol"], type: Socket["type"], family: AddrFamily) =>
		here.filter((s) => s.protocol === protocol && s.type === type && s.family === family && s.port !== 0).length;
	const hashed = (family: AddrFamily) => tcps.filter((s) => s.family === family && !s.tcp.mini).length;
	const timeWait = tcps.filter(({ tcp }) => tcp.mini).length;
	return {
		used: here.filter(({ tcp, pid }) => !tcp?.mini && (pid !== 0 || tcp)).length,
		tcp: { inet: hashed("inet"), inet6: hashed("inet6") },
		udp: { inet: count("udp", "dgram", "inet"), inet6: count("udp", "dgram", "inet6") },
		raw: {
			inet: here.filter((s) => s.type === "raw" && s.family === "inet").length,
			inet6: here.filter((s) => s.type === "raw" && s.family === "inet6").length,
		},
		established: tcps.filter(({ tcp }) => tcp.state === "ESTABLISHED" || tcp.state === "CLOSE_WAIT").length,
		orphans: here.filter(({ tcp, pid }) => tcp && !tcp.mini && pid === 0 && tcp.listener === undefined).length,
		timeWait,
		allocated: [...idValues(t.kernel.sockets)].filter(({ tcp }) => tcp && !tcp.mini).length,
	};
}

/** Transports whose sockets can be asked for. */
export function listProtocols(t: Task): string[] {
	return ["RAW", "UDP", "TCP", ...(has(t.kernel.profile, "withoutDccp") ? [] : ["DCCP"])];
}
