/** ARP: net/ipv4/arp.c arp_process(). Who answers a question, and what is learnt from questions and answers. */
import { type Addr, isLoopback, isMulticast } from "../../net/addr.ts";
import type { Lladdr } from "../../net/lladdr.ts";
import { contains } from "../../net/prefix.ts";
import { IFF_NOARP } from "../../uapi/link-flags.ts";
import { NUD_REACHABLE, NUD_STALE } from "../../uapi/nud.ts";
import { RTN_LOCAL, RTN_UNICAST } from "../../uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK } from "../../uapi/scope.ts";
import { addrs4, network } from "../address4.ts";
import type { Conf4 } from "../conf.ts";
import type { Device } from "../device.ts";
import { addrType4 } from "../fib4-lookup.ts";
import { routeInput4 } from "../input4.ts";
import { countMib } from "../mib/mib.ts";
import { createNeighbour, findNeighbour, type Neighbour } from "../neigh.ts";
import { updateNeighbour } from "../neigh-update.ts";
import { routeOutput4 } from "../output4.ts";
import { devicesOf, netnsOf, type Task } from "../task.ts";
import type { Arp, Frame, VlanTag } from "./packet.ts";
import { packetType } from "./receive.ts";
import { note } from "./step.ts";
import { transmit } from "./transmit.ts";

/** Bytes of an ARP packet for IPv4 over Ethernet. */
const arpLength = 28;

interface Question extends Pick<Arp, "op" | "tpa" | "spa" | "tha"> {
	readonly to: Lladdr;
	readonly tags?: readonly VlanTag[];
}

/** arp_send_dst(): a device without ARP sends none. */
export function sendArp(t: Task, device: Device, { to, tags, ...arp }: Question): void {
	if (device.flags & IFF_NOARP) return;
	const packet: Arp = { family: "arp", ...arp, sha: device.address, length: arpLength };
	transmit(t, device.id, { dst: to, src: device.address, packet, ...(tags?.length && { tags }) });
}

export function arpRcv(t: Task, device: Device, frame: Frame): void {
	const { packet } = frame;
	if (packet.family !== "arp" || !device.inet || device.flags & IFF_NOARP) return;
	const { spa, tpa, op } = packet;
	const net = netnsOf(t, device.netns);
	if (isMulticast(tpa) || (isLoopback(tpa) && !either(t, device, "routeLocalnet"))) return;
	if (spa === tpa && either(t, device, "dropGratuitousArp")) return;
	const why = op === "request" ? answers(t, device, packet) : undefined;
	if (why === "own" && spa === "0.0.0.0") return reply(t, device, packet);
	if (spa === "0.0.0.0") return;
	if (why) {
		// neigh_event_ns(): who asks is known from now on.
		createNeighbour(t, device, spa);
		updateNeighbour(t, device, spa, packet.sha, NUD_STALE, { override: true });
		return reply(t, device, packet);
	}
	if (op === "request" && addrType4(t, net, tpa) === RTN_LOCAL) return;
	learn(t, device, frame, packet);
}

/** Who is known is updated, others only where arp_accept says so; of several answers within a second the first counts (locktime). */
function learn(t: Task, device: Device, frame: Frame, arp: Arp): void {
	const { spa, sha, op } = arp;
	const gratuitous = isGratuitous(t, device, arp);
	const known =
		findNeighbour(t, device, spa) ?? (accepts(t, device, arp, gratuitous) ? create(t, device, spa) : undefined);
	if (!known) return;
	const override = gratuitous || t.kernel.now > known.updated + 1000;
	const sure = op === "reply" && packetType(device, frame) === "host";
	updateNeighbour(t, device, spa, sha, sure ? NUD_REACHABLE : NUD_STALE, { override });
}

function create(t: Task, device: Device, dst: Addr): Neighbour {
	createNeighbour(t, device, dst);
	return findNeighbour(t, device, dst) as Neighbour;
}

/** arp_is_garp() */
function isGratuitous(t: Task, device: Device, { spa, tpa, sha, tha, op }: Arp): boolean {
	if (spa !== tpa || (op === "reply" && tha !== sha)) return false;
	return addrType4(t, netnsOf(t, device.netns), spa) === RTN_UNICAST;
}

/** arp_accept(): with 2 only who is in one of the device's networks. */
function accepts(t: Task, device: Device, { spa, op }: Arp, gratuitous: boolean): boolean {
	const net = netnsOf(t, device.netns);
	const level = Math.max(net.conf4.all.arpAccept, device.inet?.conf.arpAccept ?? 0);
	const near = level !== 2 || addrs4(device).some((ifa) => contains(network(ifa), spa));
	if (level === 0 || !near) return false;
	return gratuitous || (op === "reply" && addrType4(t, net, spa) === RTN_UNICAST);
}

function reply(t: Task, device: Device, asked: Arp): void {
	note(t, { netns: device.netns, device: device.id, at: "arp_process", what: "answered", packet: asked });
	sendArp(t, device, { op: "reply", tpa: asked.spa, spa: asked.tpa, tha: asked.sha, to: asked.sha });
}

/** Whether this device answers for the address, as its own or as a proxy. */
function answers(t: Task, device: Device, { spa, tpa }: Arp): "own" | "proxy" | undefined {
	const net = netnsOf(t, device.netns);
	if (spa === "0.0.0.0")
		return addrType4(t, net, tpa) === RTN_LOCAL && !ignores(t, device, spa, tpa) ? "own" : undefined;
	const decision = routeInput4(t, device, { daddr: tpa, saddr: spa, tos: 0 });
	if (typeof decision === "string") return undefined;
	if (decision.type === RTN_LOCAL)
		return ignores(t, device, spa, tpa) || filters(t, device, spa, tpa) ? undefined : "own";
	if (!device.inet?.conf.forwarding || decision.type !== RTN_UNICAST) return undefined;
	// arp_fwd_pvlan(): those who cannot hear each other on the same link
	if (decision.device.id === device.id) return either(t, device, "proxyArpPvlan") ? "proxy" : undefined;
	const listed = net.neighbours.proxies.some(
		(p) => p.dst === tpa && (p.device === undefined || p.device === device.id),
	);
	return listed || either(t, device, "proxyArp") ? "proxy" : undefined;
}

/** IN_DEV_ORCONF(): all or the device. */
function either(t: Task, device: Device, name: keyof Conf4): boolean {
	return Boolean(netnsOf(t, device.netns).conf4.all[name] || device.inet?.conf[name]);
}

/** arp_ignore() */
function ignores(t: Task, device: Device, spa: Addr, tpa: Addr): boolean {
	const level = Math.max(netnsOf(t, device.netns).conf4.all.arpIgnore, device.inet?.conf.arpIgnore ?? 0);
	switch (level) {
		case 1:
			return !hasAddress([device], tpa, RT_SCOPE_HOST);
		case 2:
			return !hasAddress([device], tpa, RT_SCOPE_HOST, spa);
		case 3:
			return !hasAddress([...devicesOf(t, device.netns)], tpa, RT_SCOPE_LINK);
		case 8:
			return true;
		default:
			return false;
	}
}

/** inet_confirm_addr(): an address of at least this reach, in one network with the asker where one is given. */
function hasAddress(devices: readonly Device[], addr: Addr, scope: number, asker = "0.0.0.0"): boolean {
	return devices.some((device) =>
		addrs4(device).some(
			(ifa) => ifa.local === addr && ifa.scope <= scope && (asker === "0.0.0.0" || contains(network(ifa), asker)),
		),
	);
}

/** arp_filter(): only if the answer would leave by the same device. */
function filters(t: Task, device: Device, spa: Addr, tpa: Addr): boolean {
	if (!either(t, device, "arpFilter")) return false;
	const back = routeOutput4(t, device.netns, { daddr: spa, saddr: tpa, oif: 0, tos: 0 });
	const filtered = typeof back === "string" || back.device.id !== device.id;
	if (filtered) countMib(t, device.netns, "TcpExtArpFilter");
	return filtered;
}
