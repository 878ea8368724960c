/**
 * Sockets: what a program sends and gets packets through (net/socket.c, net/ipv4/raw.c, net/ipv6/raw.c, net/ipv4/datagram.c).
 * A socket is data as everything else: what has arrived waits in `inbox`, what went wrong in `errors`. socket-send.ts sends.
 */
import { type Addr, type AddrFamily, isMulticast } from "../net/addr.ts";
import { idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import type { Errno } from "../uapi/errno.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../uapi/route-type.ts";
import type {
	QueuedError,
	Received,
	ReceivedFrame,
	SocketAddr,
	SocketOptions,
	SocketProtocol,
	SocketType,
} from "../uapi/socket.ts";
import { addrs6, find6, isTentative } from "./address6.ts";
import type { Device } from "./device.ts";
import { addrType4 } from "./fib4-lookup.ts";
import type { Kernel } from "./kernel.ts";
import { l3mdevMaster } from "./l3mdev.ts";
import { joinGroup, leaveGroup } from "./multicast.ts";
import { decide } from "./path/output.ts";
import type { Frame, IcmpError } from "./path/packet.ts";
import { iifOf, type LocalSkb, type Skb } from "./path/skb.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, deviceByName, devicesOf, keep, netnsOf, setNetns, type Task } from "./task.ts";

/** struct sock, as far as the model's programs ask. */
export interface Socket {
	readonly id: number;
	readonly netns: number;
	readonly pid: number;
	readonly family: AddrFamily;
	readonly type: SocketType;
	readonly protocol: SocketProtocol;
	/** SO_BINDTODEVICE: an index. */
	readonly device: number;
	/** Its own address, "" for any; the one it sends from may have been chosen by connect(). */
	readonly local: Addr | "";
	readonly source: Addr | "";
	readonly port: number;
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
	const id = t.kernel.lastSocket + 1;
	const socket: Socket = {
		id,
		netns: t.netns,
		pid,
		family,
		type,
		protocol,
		device: 0,
		local: "",
		source: "",
		port: 0,
		options: {},
		inbox: [],
		frames: [],
		errors: [],
	};
	t.kernel = { ...t.kernel, lastSocket: id, sockets: idSet(t.kernel.sockets, id, socket) };
	setNetns(t, t.netns, { sockets: [...(netnsOf(t, t.netns).sockets ?? []), id] });
	return id;
}

/** Those of a namespace, oldest first: what arrives there is for them alone. */
function* socketsIn(t: Task, netns: number): Generator<Socket, undefined> {
	for (const id of netnsOf(t, netns).sockets ?? []) {
		const socket = idGet(t.kernel.sockets, id);
		if (socket) yield socket;
	}
	return undefined;
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

export function closeSocket(t: Task, id: number): void {
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
	for (const socket of [...idValues(t.kernel.sockets)]) if (socket.pid === pid) closeSocket(t, socket.id);
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

/** raw_bind(), rawv6_bind(), inet_bind(): only to an address of this host, a broadcast or a group. */
export function bindSocket(t: Task, id: number, { addr, port = 0, scopeId = 0 }: SocketAddr): void {
	const socket = socketOf(t, id);
	if (addr === "0.0.0.0" || addr === "::") return void setSocket(t, id, { port });
	if (socket.family === "inet") bindable4(t, socket, addr);
	else bindable6(t, socket, addr, scopeId);
	const many = isMulticast(addr);
	setSocket(t, id, {
		local: addr,
		source: many ? "" : addr,
		port,
		...(scopeId > 0 && socket.device === 0 && { device: scopeId }),
	});
}

function bindable4(t: Task, { netns }: Socket, addr: Addr): void {
	const type = addrType4(t, netnsOf(t, netns), addr);
	if (type !== RTN_LOCAL && type !== RTN_MULTICAST && type !== RTN_BROADCAST) throw new Refusal("EADDRNOTAVAIL");
}

function bindable6(t: Task, socket: Socket, addr: Addr, scopeId: number): void {
	const scoped = /^fe[89ab]/.test(addr);
	const index = scopeId || socket.device;
	if (scoped && index === 0) throw new Refusal("EINVAL");
	if (scoped && !deviceByIndex(t, socket.netns, index)) throw new Refusal("ENODEV");
	if (isMulticast(addr)) return;
	const devices = scoped ? [deviceByIndex(t, socket.netns, index)] : [...devicesOf(t, socket.netns)];
	if (!devices.some((device) => device && find6(t, device.id, addr))) throw new Refusal("EADDRNOTAVAIL");
}

/** __ip4_datagram_connect(), __ip6_datagram_connect(): the way there, and with it the source. */
export function connectSocket(t: Task, id: number, { addr, port = 0, scopeId = 0 }: SocketAddr): void {
	const socket = socketOf(t, id);
	const daddr = addr === "::" ? "::1" : addr;
	const oif = scopeId || socket.device || socket.options.pktinfo || 0;
	const decided = decide(t, socket.netns, {
		daddr,
		oif,
		tos: socket.options.tos ?? 0,
		...(socket.source && { saddr: socket.source }),
	});
	if (typeof decided === "string") throw new Refusal(noSource(t, socket) ? "EADDRNOTAVAIL" : decided);
	if (decided.way.route.type === RTN_BROADCAST && !socket.options.broadcast) throw new Refusal("EACCES");
	if (decided.saddr === undefined && socket.family === "inet6") throw new Refusal("EADDRNOTAVAIL");
	const source = socket.source || (decided.saddr ?? "");
	const device = socket.device || scopeId;
	setSocket(t, id, { peer: { addr: decided.daddr, port }, source, local: socket.local || source, device });
}

/** getsockname() */
export function socketName(t: Task, id: number): SocketAddr {
	const { family, source, port, device } = socketOf(t, id);
	const addr = source || (family === "inet" ? "0.0.0.0" : "::");
	return { addr, port, ...(/^fe[89ab]/.test(addr) && { scopeId: device }) };
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
	return first;
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
		if (socket.protocol === "arp" && (frame.packet.family !== "arp" || type === "outgoing")) continue;
		const received: ReceivedFrame = { frame, type, at: t.kernel.epoch + t.kernel.now, ifindex: device.index };
		setSocket(t, socket.id, { frames: [...socket.frames, received] });
	}
}

/** poll(): would recvmsg() answer? */
export function isReadable(kernel: Kernel, id: number): boolean {
	const socket = idGet(kernel.sockets, id);
	return (
		!socket || socket.inbox.length + socket.frames.length > 0 || socket.error !== undefined || socket.errors.length > 0
	);
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

function take(t: Task, socket: Socket, skb: Skb): void {
	const received: Received = { packet: skb.packet, at: t.kernel.epoch + t.kernel.now, ifindex: iifOf(skb) };
	setSocket(t, socket.id, { inbox: [...socket.inbox, received] });
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

/** The socket that is bound to the port most closely; true when there is one. */
export function datagramDeliver(t: Task, skb: LocalSkb): boolean {
	const { packet, device } = skb;
	const { payload, family, src, dst } = packet;
	if (payload.proto !== "udp") return false;
	for (const socket of socketsIn(t, device.netns)) {
		if (socket.protocol !== "udp" || socket.port !== payload.dport || socket.port === 0) continue;
		if (!matches(t, socket, device.netns, family, dst, src, iifOf(skb))) continue;
		take(t, socket, skb);
		return true;
	}
	return false;
}

/** icmp_err_convert, icmpv6_err_convert(): what an ICMP error is to a program. */
function errnoOf(family: AddrFamily, { icmpType, code }: IcmpError): Errno {
	if (family === "inet")
		return icmpType === 12 ? "EPROTO" : icmpType === 3 ? (unreach4[code] ?? "EHOSTUNREACH") : "EHOSTUNREACH";
	if (icmpType === 1) return unreach6[code] ?? "EPROTO";
	return icmpType === 2 ? "EMSGSIZE" : icmpType === 4 ? "EPROTO" : "EHOSTUNREACH";
}

const unreach4: Readonly<Record<number, Errno>> = {
	0: "ENETUNREACH",
	1: "EHOSTUNREACH",
	3: "ECONNREFUSED",
	4: "EMSGSIZE",
	5: "EOPNOTSUPP",
	6: "ENETUNREACH",
	9: "ENETUNREACH",
	11: "ENETUNREACH",
};
const unreach6: Readonly<Record<number, Errno>> = {
	0: "ENETUNREACH",
	1: "EACCES",
	2: "EHOSTUNREACH",
	3: "EHOSTUNREACH",
	4: "ECONNREFUSED",
	5: "EACCES",
	6: "EACCES",
};

function queueError(t: Task, socket: Socket, skb: Skb, error: IcmpError): void {
	const errno = errnoOf(socket.family, error);
	const { icmpType, code, mtu = 0, about } = error;
	const offender = skb.packet.src;
	const queued: QueuedError = {
		errno,
		origin: "icmp",
		icmpType,
		code,
		info: mtu,
		offender,
		ttl: skb.packet.ttl,
		ifindex: iifOf(skb),
		about,
		at: t.kernel.epoch + t.kernel.now,
	};
	const errors = socket.options.recvErr ? [...socket.errors, queued] : socket.errors;
	if (socket.options.recvErr || socket.peer) setSocket(t, socket.id, { errors, error: errno });
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

/** __udp4_lib_err() */
export function icmpError(t: Task, netns: number, skb: Skb, error: IcmpError): void {
	const { family, src, dst, payload } = error.about;
	if (payload.proto !== "udp") return;
	for (const socket of socketsIn(t, netns)) {
		if (socket.protocol !== "udp" || socket.type !== "dgram" || socket.port !== payload.sport) continue;
		if (matches(t, socket, netns, family, src, dst, skb.device.index)) queueError(t, socket, skb, error);
	}
}
