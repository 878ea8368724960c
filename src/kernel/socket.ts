/**
 * Sockets: what a program sends and gets packets through (net/socket.c, net/ipv4/raw.c, net/ipv6/raw.c, net/ipv4/datagram.c).
 * A socket is data as everything else: what has arrived waits in `inbox`, what went wrong in `errors`. socket-send.ts sends.
 */
import { type Addr, type AddrFamily, anyAddr, isLinkLocal, isMulticast, isV4Mapped } from "../net/addr.ts";
import { idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import type { Errno } from "../uapi/errno.ts";
import type {
	QueuedError,
	Received,
	ReceivedFrame,
	SocketAddr,
	SocketOptions,
	SocketProtocol,
	SocketType,
} from "../uapi/socket.ts";
import { addrs6, isTentative } from "./address6.ts";
import type { Device } from "./device.ts";
import type { Kernel } from "./kernel.ts";
import { l3mdevMaster } from "./l3mdev.ts";
import { countMib } from "./mib/mib.ts";
import { joinGroup, leaveGroup } from "./multicast.ts";
import type { Frame, IcmpError } from "./path/packet.ts";
import { iifOf, type LocalSkb, type Skb } from "./path/skb.ts";
import { Refusal } from "./refusal.ts";
import { queueError } from "./socket-error.ts";
import { sysctlNumber } from "./sysctl.ts";
import { deviceByIndex, deviceByName, devicesOf, keep, netnsOf, setNetns, type Task } from "./task.ts";
import { closeTcp } from "./tcp/close.ts";
import { closedTcp, isTcpReadable, type Tcp } from "./tcp/state.ts";

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
	t.kernel = { ...t.kernel, lastSocket: id, sockets: idSet(t.kernel.sockets, id, socket) };
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
	const socket = { ...socketOf(t, id), ...patch } as Socket;
	t.kernel = { ...t.kernel, sockets: idSet(t.kernel.sockets, id, socket) };
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
	t.kernel = { ...t.kernel, sockets: idDelete(t.kernel.sockets, id) };
}

/** exit(): its files are closed. */
export function closeSocketsOf(t: Task, pid: number): void {
	for (const { id } of socketsOf(t, pid)) closeSocket(t, id);
}

/** Something has come for a process: a service wants to be run (service.ts). */
export function dataReady(t: Task, { pid }: Pick<Socket, "pid">): void {
	const { services, runnable = [] } = t.kernel;
	if (!services || !idGet(services, pid) || runnable.includes(pid)) return;
	t.kernel = { ...t.kernel, runnable: [...runnable, pid] };
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

/** setsockopt(). EINVAL for a time to live that cannot be. */
export function setOptions(t: Task, id: number, options: SocketOptions): void {
	for (const ttl of [options.ttl, options.multicastTtl])
		if (ttl !== undefined && (ttl < (socketOf(t, id).family === "inet" ? 1 : 0) || ttl > 255))
			throw new Refusal("EINVAL");
	setSocket(t, id, { options: { ...socketOf(t, id).options, ...options } });
}

/** ip_mc_join_group(): EADDRINUSE where it is in already. */
export function joinMembership(t: Task, id: number, addr: Addr, ifindex: number): void {
	const { netns, family, groups = [] } = socketOf(t, id);
	const device = deviceByIndex(t, netns, ifindex);
	if (!device) throw new Refusal("ENODEV");
	if (!isMulticast(addr)) throw new Refusal("EINVAL");
	if (groups.some((group) => group.addr === addr && group.device === device.id)) throw new Refusal("EADDRINUSE");
	joinGroup(t, device.id, family, addr);
	setSocket(t, id, { groups: [...groups, { addr, device: device.id }] });
}

/** ip_mc_leave_group() */
export function leaveMembership(t: Task, id: number, addr: Addr, ifindex: number): void {
	const { netns, family, groups = [] } = socketOf(t, id);
	const device = deviceByIndex(t, netns, ifindex);
	if (!device) throw new Refusal("ENODEV");
	const rest = groups.filter((group) => group.addr !== addr || group.device !== device.id);
	if (rest.length === groups.length) throw new Refusal("EADDRNOTAVAIL");
	leaveGroup(t, device.id, family, addr);
	setSocket(t, id, { groups: rest });
}

/** SO_BINDTODEVICE */
export function bindToDevice(t: Task, id: number, name: string): void {
	const device = deviceByName(t, socketOf(t, id).netns, name);
	if (!device) throw new Refusal("ENODEV");
	setSocket(t, id, { device: device.index });
}

/** getsockname() */
export function socketName(t: Task, id: number): SocketAddr {
	const { family, source, port, device } = socketOf(t, id);
	return scoped(shownAddr(family, source), port, device);
}

/** getpeername() */
export function peerName(t: Task, id: number): SocketAddr {
	const { family, peer, device, tcp } = socketOf(t, id);
	if (!peer || (tcp && (tcp.state === "CLOSE" || tcp.state === "SYN_SENT"))) throw new Refusal("ENOTCONN");
	return scoped(shownAddr(family, peer.addr), peer.port, device);
}

function scoped(addr: Addr, port: number, device: number): SocketAddr {
	return { addr, port, ...(isLinkLocal(addr) && { scopeId: device }) };
}

/** ip6_dst_lookup_tail(): a source is chosen before the route is judged; without any address that is what fails. */
export function noSource(t: Task, { family, source, netns }: Socket): boolean {
	if (family === "inet" || source) return false;
	return ![...devicesOf(t, netns)].some((device) => addrs6(device).some((ifa) => !isTentative(ifa)));
}

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
	for (const { packet } of read) countMib(t, netns, { [`${packet.family === "inet" ? "Udp" : "Udp6"}InDatagrams`]: 1 });
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

/** raw_v4_match(), __raw_v6_match(), the like for UDP: `own` is the packet's address here, `other` the one there. */
function matches(
	t: Task,
	socket: Socket,
	netns: number,
	family: AddrFamily,
	own: Addr,
	other: Addr,
	ifindex: number,
): boolean {
	if (socket.netns !== netns || socket.family !== family) return false;
	if (socket.peer && socket.peer.addr !== other) return false;
	if (socket.local && socket.local !== own) return false;
	return socket.device === 0 || socket.device === ifindex || socket.device === masterOf(t, netns, ifindex);
}

/** inet_sdif(): who is bound to a VRF gets what comes in by its ports. */
function masterOf(t: Task, netns: number, ifindex: number): number | undefined {
	const device = deviceByIndex(t, netns, ifindex);
	return device && l3mdevMaster(t, device)?.index;
}

/** sock_queue_rcv_skb() */
export function take(t: Task, socket: Socket, skb: Skb): void {
	const received: Received = { packet: skb.packet, at: t.kernel.epoch + t.kernel.now, ifindex: iifOf(skb) };
	dataReady(t, setSocket(t, socket.id, { inbox: [...socket.inbox, received] }));
}

/** raw_local_deliver(): every raw socket of the protocol that wants such messages gets a copy. */
export function rawDeliver(t: Task, skb: LocalSkb): void {
	const { packet, device } = skb;
	const { payload, family, src, dst } = packet;
	const name =
		payload.proto !== "icmp" ? "" : payload.type === "error" && payload.icmpType === 5 ? "redirect" : payload.type;
	for (const socket of socketsIn(t, device.netns)) {
		if (socket.type !== "raw" || socket.protocol !== payload.proto) continue;
		if (!matches(t, socket, device.netns, family, dst, src, iifOf(skb))) continue;
		if (socket.options.icmpTypes?.includes(name) ?? true) take(t, socket, skb);
	}
}

/** raw_icmp_error(), raw6_icmp_error(): IPv4 asks for the device that the error came by (lo, when it is our own), IPv6 for its owner. */
export function rawError(t: Task, netns: number, skb: Skb, error: IcmpError): void {
	const { family, src, dst, payload } = error.about;
	const ifindex = family === "inet" ? skb.device.index : iifOf(skb);
	for (const socket of socketsIn(t, netns))
		if (
			socket.type === "raw" &&
			socket.protocol === payload.proto &&
			matches(t, socket, netns, family, src, dst, ifindex)
		)
			queueError(t, socket, skb, error);
}
