/**
 * A program sends: net/ipv4/raw.c raw_sendmsg(), net/ipv6/raw.c rawv6_sendmsg(), net/ipv4/udp.c udp_sendmsg(). Route, source, the
 * options of the socket, and whether the packet is too long for the way.
 */
import { familyOf, isMulticast } from "../net/addr.ts";
import type { Errno } from "../uapi/errno.ts";
import { RTN_BROADCAST, RTN_MULTICAST } from "../uapi/route-type.ts";
import type { Sending } from "../uapi/socket.ts";
import { isUp } from "./device.ts";
import { countMib } from "./mib/mib.ts";
import { countIp } from "./path/count.ts";
import { portsOf } from "./path/flow.ts";
import { decide, output, type Way } from "./path/output.ts";
import type { Frame, Ip, Payload } from "./path/packet.ts";
import { transmit } from "./path/transmit.ts";
import { Refusal } from "./refusal.ts";
import { type Socket, setSocket, socketOf, wireAddr } from "./socket.ts";
import { socketFlow } from "./socket-flow.ts";
import { noSource } from "./socket-option.ts";
import { autobind } from "./socket-port.ts";
import { sysctlNumber } from "./sysctl.ts";
import { deviceByIndex, deviceByName, keep, type Task } from "./task.ts";

const header = { inet: 20, inet6: 40 } as const;

export function sendOn(t: Task, id: number, sending: Sending): void {
	const socket = socketOf(t, id);
	// sock_alloc_send_pskb(): a pending error comes first; raw sockets take their buffers without asking (__ip_append_data).
	if (socket.error && socket.type !== "raw") {
		setSocket(t, id, { error: undefined });
		keep(t);
		throw new Refusal(socket.error);
	}
	const { options } = socket;
	const payload = fromPort(t, id, sending.payload);
	const to = sending.to ?? socket.peer;
	if (!to) throw new Refusal("EDESTADDRREQ");
	const daddr = to.addr === "::" ? "::1" : wireAddr(to.addr);
	// an IPv6 socket sends IPv4 to ::ffff:…
	const family = familyOf(daddr);
	if (family === "inet" && sending.size > 65535) throw new Refusal("EMSGSIZE");
	const scoped = /^f(?:e[89ab]|f[0-9a-f][12])/.test(daddr);
	const scopeId = scoped && "scopeId" in to ? (to.scopeId ?? 0) : 0;
	const oif = sending.ifindex || scopeId || socket.device || options.pktinfo || 0;
	const { sport, dport } = portsOf({ family, src: "", dst: daddr, payload } as Ip);
	const decided = decide(t, socket.netns, {
		...socketFlow({ ...socket, port: sport ?? 0 }, family === "inet6", dport ?? 0),
		daddr,
		oif,
		...(socket.source && { saddr: socket.source }),
	});
	// Recorded (lo-ping): to a group of a device that is named but has no route for it, sending succeeds and nobody hears it.
	const unheard = decided === "ENETUNREACH" && family === "inet6" && oif !== 0 && isMulticast(daddr);
	if (unheard && !noSource(t, socket)) return;
	if (typeof decided === "string") countNoRoute(t, socket, family, decided);
	if (typeof decided === "string") throw new Refusal(noSource(t, socket) ? "EADDRNOTAVAIL" : decided);
	const way = wayFor(socket, decided.way);
	if (way.route.type === RTN_BROADCAST && !options.broadcast) throw new Refusal("EACCES");
	if (decided.saddr === undefined && family === "inet6") throw new Refusal("EADDRNOTAVAIL");
	const length = header[family] + (options.recordRoute ? 40 : 0) + sending.size;
	judgeLength(t, { ...socket, family }, length, way);
	const packet: Ip = {
		family,
		src: (options.headerIncluded && sending.from) || (decided.saddr ?? "0.0.0.0"),
		dst: decided.daddr,
		ttl: sending.ttl ?? ttlOf(t, { ...socket, family }, decided.daddr, way),
		tos: options.tos ?? 0,
		df: family === "inet" && dontFragment(discoverOf(t, socket), length, way),
		length,
		payload,
		...(options.recordRoute && { recordRoute: [] }),
		...(options.flowLabel !== undefined && { flowLabel: options.flowLabel }),
	};
	output(t, packet, way, options.headerIncluded ? "header included" : "request");
	if (payload.proto === "udp") countMib(t, socket.netns, `${family === "inet" ? "Udp" : "Udp6"}OutDatagrams`);
	if (!t.xmitError) return;
	// It has been sent for all that: what the driver did about it stays.
	keep(t);
	throw new Refusal(t.xmitError);
}

/** udp_sendmsg(), ip6_dst_lookup_tail(): a raw socket of IPv4 does not count it. */
function countNoRoute(t: Task, { type, netns }: Socket, family: Ip["family"], errno: Errno): void {
	if (errno !== "ENETUNREACH" || (type === "raw" && family === "inet")) return;
	countIp(t, netns, family, "OutNoRoutes");
	keep(t);
}

/**
 * ip_mc_output(): without sk_mc_loop() this host gets no copy of its own. ip_sk_use_pmtu(): who probes asks how much the device
 * takes, whatever was learnt of the way.
 */
function wayFor({ options }: Socket, way: Way): Way {
	const local = way.route.local && !(options.multicastLoop === false && way.route.type === RTN_MULTICAST);
	const mtu = options.mtuDiscover === "probe" ? Math.min(way.device.mtu, 65535) : way.mtu;
	return { ...way, mtu, route: { ...way.route, local } };
}

/** A datagram that says no port of its own leaves from the socket's. */
function fromPort(t: Task, id: number, payload: Payload): Payload {
	if (payload.proto !== "udp" || payload.sport !== 0) return payload;
	return { ...payload, sport: autobind(t, id).port };
}

/** inet_create(): what a socket does that was not told. */
function discoverOf(t: Task, { options, netns }: Socket): NonNullable<Socket["options"]["mtuDiscover"]> {
	return options.mtuDiscover ?? (sysctlNumber(t, netns, "net/ipv4/ip_no_pmtu_disc") === 0 ? "want" : "dont");
}

/** ip_dont_fragment(): by default whatever fits must not be cut on its way. */
function dontFragment(discover: string, length: number, { mtu, mtuLocked }: Way): boolean {
	if (discover === "do" || discover === "probe") return true;
	return discover === "want" && length <= mtu && !mtuLocked;
}

/** ip_select_ttl(), ip6_sk_dst_hoplimit() */
function ttlOf(t: Task, { options, netns, family }: Socket, daddr: string, { device }: Way): number {
	if (isMulticast(daddr)) return options.multicastTtl ?? 1;
	if (options.ttl !== undefined) return options.ttl;
	return family === "inet" ? sysctlNumber(t, netns, "net/ipv4/ip_default_ttl") : (device.inet6?.conf.hopLimit ?? 64);
}

/** __ip_append_data(): too long for IP, or for the way of one that must not be cut. The program is told how long it may be. */
function judgeLength(t: Task, socket: Socket, length: number, { mtu, device }: Way): void {
	const { options, family } = socket;
	const discover = options.mtuDiscover ?? "want";
	const room = discover === "probe" ? device.mtu : mtu;
	const most = discover === "do" || discover === "probe" ? room : family === "inet" ? 65535 : 65535 + header.inet6;
	if (length <= most) return;
	if (options.recvErr) {
		const error = {
			errno: "EMSGSIZE" as Errno,
			origin: "local" as const,
			icmpType: 0,
			code: 0,
			info: room,
			ifindex: 0,
			at: t.kernel.epoch + t.kernel.now,
		};
		setSocket(t, socket.id, { errors: [...socket.errors, error] });
		keep(t);
	}
	throw new Refusal("EMSGSIZE");
}

/** packet_snd(): a frame as the program made it. ENETDOWN where the device is down. */
export function sendFrame(t: Task, id: number, index: number, frame: Frame): void {
	const device = deviceByIndex(t, socketOf(t, id).netns, index);
	if (!device) throw new Refusal("ENXIO");
	if (!isUp(device)) throw new Refusal("ENETDOWN");
	transmit(t, device.id, frame);
}

/** SIOCGIFINDEX, SIOCGIFNAME */
export function nameOfIndex(t: Task, netns: number, index: number): string {
	const device = deviceByIndex(t, netns, index);
	if (!device) throw new Refusal("ENXIO");
	return device.name;
}

export function indexOfName(t: Task, netns: number, name: string): number {
	const device = deviceByName(t, netns, name);
	if (!device) throw new Refusal("ENODEV");
	return device.index;
}
