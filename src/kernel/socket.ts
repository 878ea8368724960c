/**
 * Sockets: what a program sends and gets packets through (net/socket.c, struct sock), how they come to be and end. A socket is data
 * as everything else: what has arrived waits in `inbox`, what went wrong in `errors`. socket-send.ts sends, socket-receive.ts
 * receives, socket-option.ts has what it is told.
 */
import { type Addr, type AddrFamily, anyAddr, isV4Mapped } from "../net/addr.ts";
import { idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import type { Errno } from "../uapi/errno.ts";
import type {
	QueuedError,
	Received,
	ReceivedFrame,
	SocketOptions,
	SocketProtocol,
	SocketType,
} from "../uapi/socket.ts";
import { copySocket } from "./copy.ts";
import { leaveGroup } from "./multicast.ts";
import { Refusal } from "./refusal.ts";
import { sysctlNumber } from "./sysctl.ts";
import { netnsOf, ownKernel, setNetns, type Task } from "./task.ts";
import { closeTcp } from "./tcp/close.ts";
import { closedTcp, type Tcp } from "./tcp/state.ts";

/** struct sock, as far as the model's programs ask. */
export interface Socket {
	readonly id: number;
	readonly netns: number;
	/** The process that has it open; 0 when none has any more. */
	readonly pid: number;
	/** Its number in that process. */
	readonly fd: number;
	/** Who made it. */
	readonly uid: number;
	readonly family: AddrFamily;
	readonly type: SocketType;
	readonly protocol: SocketProtocol;
	/** SO_BINDTODEVICE: an index. */
	readonly device: number;
	/**
	 * Its own address, "" for any; the one it sends from may have been chosen by connect(). As on the wire: an IPv6 socket that
	 * speaks IPv4 (::ffff:…) has IPv4 addresses here.
	 */
	readonly local: Addr | "";
	readonly source: Addr | "";
	readonly port: number;
	/** The port was asked for by bind() (SOCK_BINDPORT_LOCK). */
	readonly portLocked?: true;
	readonly peer?: { readonly addr: Addr; readonly port: number };
	readonly options: SocketOptions;
	/** Groups it has joined (struct ip_mc_socklist), by device id. */
	readonly groups?: readonly { readonly addr: Addr; readonly device: number }[];
	readonly inbox: readonly Received[];
	/** What has come to a packet socket. */
	readonly frames: readonly ReceivedFrame[];
	readonly errors: readonly QueuedError[];
	/** sk_err: what the next call answers. */
	readonly error?: Errno;
	/** What a TCP socket has besides (tcp/state.ts). */
	readonly tcp?: Tcp;
}

export function createSocket(
	t: Task,
	pid: number,
	family: AddrFamily,
	type: SocketType,
	protocol: SocketProtocol,
): number {
	// net.ipv4.ping_group_range: nobody, in a fresh namespace.
	if (type === "dgram" && protocol === "icmp") throw new Refusal("EACCES");
	return addSocket(t, { netns: t.netns, pid, family, type, protocol, ...(type === "stream" && { tcp: closedTcp }) });
}

type New = Pick<Socket, "netns" | "pid" | "family" | "type" | "protocol"> & Partial<Socket>;

/** sk_alloc() and, where a process gets it, the lowest free number of a file. */
export function addSocket(t: Task, { netns, pid, family, type, protocol, ...more }: New): number {
	const id = t.kernel.lastSocket + 1;
	const socket: Socket = {
		id,
		netns,
		pid,
		fd: pid === 0 ? 0 : freeFd(t, pid),
		uid: idGet(t.kernel.tasks, pid)?.uid ?? 0,
		family,
		type,
		protocol,
		device: idGet(t.kernel.tasks, pid)?.cgroup?.device ?? 0,
		local: "",
		source: "",
		port: 0,
		options: {},
		inbox: [],
		frames: [],
		errors: [],
		...more,
	};
	const kernel = ownKernel(t);
	kernel.lastSocket = id;
	kernel.sockets = idSet(kernel.sockets, id, socket);
	setNetns(t, netns, { sockets: [...(netnsOf(t, netns).sockets ?? []), id] });
	return id;
}

const noSockets: readonly Socket[] = [];

/** Those of a namespace, oldest first: what arrives there is for them alone. Every packet asks, and most find none. */
export function socketsIn(t: Task, netns: number): readonly Socket[] {
	const { sockets } = netnsOf(t, netns);
	if (!sockets?.length) return noSockets;
	const found: Socket[] = [];
	for (const id of sockets) {
		const socket = idGet(t.kernel.sockets, id);
		if (socket) found.push(socket);
	}
	return found;
}

/** get_unused_fd_flags(): 0, 1 and 2 are taken. */
export function freeFd(t: Task, pid: number): number {
	const taken = new Set(socketsOf(t, pid).map(({ fd }) => fd));
	let fd = 3;
	while (taken.has(fd)) fd++;
	return fd;
}

/** The sockets of a process in the order of their numbers. */
export function socketsOf(t: Task, pid: number): Socket[] {
	const own = [...idValues(t.kernel.sockets)].filter((socket) => socket.pid === pid);
	return own.sort((a, b) => a.fd - b.fd);
}

/** dup2() and close() of the old number. */
export function setFd(t: Task, id: number, fd: number): void {
	setSocket(t, id, { fd });
}

export function socketOf(t: Task, id: number): Socket {
	const socket = idGet(t.kernel.sockets, id);
	if (!socket) throw new RangeError(`no socket ${id}`);
	return socket;
}

export function setSocket(
	t: Task,
	id: number,
	patch: { readonly [K in keyof Socket]?: Socket[K] | undefined },
): Socket {
	const socket: Socket = Object.assign(copySocket(socketOf(t, id)), patch);
	ownKernel(t).sockets = idSet(t.kernel.sockets, id, socket);
	return socket;
}

/** close(): a connection is not over with it (tcp/close.ts). */
export function closeSocket(t: Task, id: number): void {
	const socket = idGet(t.kernel.sockets, id);
	if (socket?.tcp) closeTcp(t, socket);
	else destroySocket(t, id);
}

/** The last trace of it goes. */
export function destroySocket(t: Task, id: number): void {
	const socket = idGet(t.kernel.sockets, id);
	if (!socket) return;
	for (const { addr, device } of socket.groups ?? [])
		if (idGet(t.kernel.devices, device)) leaveGroup(t, device, socket.family, addr);
	const net = idGet(t.kernel.netns, socket.netns);
	if (net?.sockets) setNetns(t, net.id, { sockets: net.sockets.filter((other) => other !== id) });
	ownKernel(t).sockets = idDelete(t.kernel.sockets, id);
}

/** exit(): its files are closed. */
export function closeSocketsOf(t: Task, pid: number): void {
	for (const { id } of socketsOf(t, pid)) closeSocket(t, id);
}

/** Something has come for a process: a service wants to be run (service.ts). */
export function dataReady(t: Task, { pid }: Pick<Socket, "pid">): void {
	const { services, runnable = [] } = t.kernel;
	if (!services || !idGet(services, pid) || runnable.includes(pid)) return;
	ownKernel(t).runnable = [...runnable, pid];
}

/** An address as it is on the wire: an IPv4 one without its ::ffff:. */
export function wireAddr(addr: Addr): Addr {
	return isV4Mapped(addr) ? addr.slice("::ffff:".length) : addr;
}

/** An address as a program with such a socket sees it; "" is any. */
export function shownAddr(family: AddrFamily, addr: Addr | ""): Addr {
	if (addr === "") return anyAddr(family);
	return family === "inet6" && !addr.includes(":") ? `::ffff:${addr}` : addr;
}

/** ipv6_only_sock() */
export function isV6only(t: Task, { family, netns, options }: Socket): boolean {
	if (family === "inet") return false;
	return options.v6only ?? sysctlNumber(t, netns, "net/ipv6/bindv6only") !== 0;
}

/** fork(): a child keeps its parent's sockets, and the parent ends. */
export function giveSocket(t: Task, id: number, pid: number): void {
	setSocket(t, id, { pid });
}
