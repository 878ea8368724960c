/**
 * Neighbour discovery: net/ipv6/ndisc.c. Solicitations and advertisements, also those that look for a duplicate of an address
 * (RFC 4861, RFC 4862). Unlike ARP, a device answers only for addresses of its own.
 */
import { type Addr, isMulticast } from "../../net/addr.ts";
import type { Lladdr } from "../../net/lladdr.ts";
import { IFA_F_OPTIMISTIC } from "../../uapi/addr-flags.ts";
import { IFF_NOARP } from "../../uapi/link-flags.ts";
import { NTF_ROUTER } from "../../uapi/neighbour.ts";
import { NUD_FAILED, NUD_REACHABLE, NUD_STALE } from "../../uapi/nud.ts";
import { RTN_MULTICAST, RTN_UNICAST } from "../../uapi/route-type.ts";
import { RT_SCOPE_LINK } from "../../uapi/scope.ts";
import { addrs6, find6, isTentative } from "../address6.ts";
import { dadFailure } from "../dad.ts";
import type { Device } from "../device.ts";
import { anycasts6, solicitedNode } from "../group6.ts";
import { createNeighbour, findNeighbour } from "../neigh.ts";
import { updateNeighbour } from "../neigh-update.ts";
import { selectAddr6 } from "../source6.ts";
import { chance, netnsOf, type Task } from "../task.ts";
import { countOut, countRequest } from "./count.ts";
import type { Ip, Ndisc } from "./packet.ts";
import { sendTo } from "./resolve.ts";
import type { Skb } from "./skb.ts";
import { note } from "./step.ts";

const header = 40;
const message = 24;
/** A router solicitation has no target. */
const shortMessage = 8;
const option = 8;
const allNodes = "ff02::1";
const allRouters = "ff02::2";

interface Sent extends Omit<Ndisc, "proto"> {
	readonly src: Addr;
	readonly dst: Addr;
}

/** ndisc_send_skb(): goes out by this device, whatever the routes say. */
function send(t: Task, device: Device, { src, dst, ...ndisc }: Sent): void {
	const options = Number(ndisc.lladdr !== undefined) + Number(ndisc.nonce !== undefined);
	const length = header + (ndisc.type === "router-solicitation" ? shortMessage : message) + options * option;
	const payload: Ndisc = { proto: "icmp", ...ndisc };
	const packet: Ip = { family: "inet6", src, dst, ttl: 255, tos: 0, df: false, length, payload };
	const type = isMulticast(dst) ? RTN_MULTICAST : RTN_UNICAST;
	countRequest(t, device.netns, packet);
	countOut(t, device.netns, packet, type);
	sendTo(t, device.id, dst, packet, { type, local: false, oif: device.index });
}

/** ndisc_send_ns(): from the address that the waiting packet has, if it is the device's, else the link-local one. */
export function sendSolicitation(t: Task, device: Device, target: Addr, dst: Addr, wish: Addr | undefined): void {
	const usable = addrs6(device).filter((ifa) => !isTentative(ifa));
	const from = usable.find((ifa) => ifa.addr === wish) ?? usable.find((ifa) => ifa.scope === RT_SCOPE_LINK);
	if (!from) return;
	send(t, device, { type: "solicitation", target, src: from.addr, dst, ...linkOption(device) });
}

/** bond_ns_send(): whoever has the address of the sender. */
export function sendSolicitationFrom(t: Task, device: Device, target: Addr, src: Addr): void {
	send(t, device, { type: "solicitation", target, src, dst: solicitedNode(target), ...linkOption(device) });
}

/** ndisc_send_dad(): is anybody there with the address that I am going to have? */
export function sendDadProbe(t: Task, device: Device, target: Addr): void {
	// enhanced_dad
	const nonce = Array.from({ length: 6 }, (_, i) => byte(chance(t) * 256 + i * 37)).join("");
	send(t, device, { type: "solicitation", target, src: "::", dst: solicitedNode(target), nonce });
}

function byte(n: number): string {
	return (Math.floor(n) & 0xff).toString(16).padStart(2, "0");
}

/** ndisc_send_rs() */
export function sendRouterSolicitation(t: Task, device: Device, src: Addr): void {
	send(t, device, { type: "router-solicitation", target: "", src, dst: allRouters, ...linkOption(device) });
}

function linkOption(device: Device): { lladdr?: Lladdr } {
	return device.address === "" ? {} : { lladdr: device.address };
}

export function ndiscRcv(t: Task, skb: Skb, ndisc: Ndisc): void {
	// What a router passed on is no neighbour's (the hop limit is not what it was sent with).
	if (skb.packet.ttl !== 255) return;
	if (ndisc.type === "solicitation") hearSolicitation(t, skb, ndisc);
	else if (ndisc.type === "advertisement") hearAdvertisement(t, skb, ndisc);
	else hearRouterSolicitation(t, skb, ndisc);
}

/** ndisc_recv_rs(): a router knows from then on who asked. */
function hearRouterSolicitation(t: Task, { packet, device }: Skb, { lladdr }: Ndisc): void {
	if (!device.inet6?.conf.forwarding || packet.src === "::" || lladdr === undefined) return;
	createNeighbour(t, device, packet.src);
	const how = { override: true, weakOverride: true, overrideRouter: true };
	updateNeighbour(t, device, packet.src, lladdr, NUD_STALE, how);
}

/** ndisc_recv_ns() */
function hearSolicitation(t: Task, { packet, device }: Skb, { target, lladdr }: Ndisc): void {
	const dad = packet.src === "::";
	const own = find6(t, device.id, target);
	if (own && isTentative(own)) {
		// Two hosts try for the same address: neither gets it.
		if (dad) return dadFailure(t, device.id, target);
		if (!(own.flags & IFA_F_OPTIMISTIC)) return;
	}
	if (!own && !answersFor(t, device, target)) return;
	note(t, { netns: device.netns, device: device.id, at: "ndisc_recv_ns", what: "answered", packet });
	if (dad)
		return advertise(t, device, target, allNodes, { solicited: false, override: own !== undefined, option: true });
	const many = isMulticast(packet.dst);
	if (many && lladdr === undefined && !findNeighbour(t, device, packet.src)) return;
	createNeighbour(t, device, packet.src);
	if (lladdr !== undefined)
		updateNeighbour(t, device, packet.src, lladdr, NUD_STALE, { override: true, weakOverride: true });
	advertise(t, device, target, packet.src, { solicited: true, override: own !== undefined && many, option: many });
}

/** An anycast address, or one that a user wants it to answer for (pndisc_is_router). */
function answersFor(t: Task, device: Device, target: Addr): boolean {
	if (anycasts6(device).includes(target)) return true;
	const net = netnsOf(t, device.netns);
	if (!device.inet6?.conf.forwarding || !(net.conf6.all.proxyNdp || device.inet6.conf.proxyNdp)) return false;
	return net.neighbours.proxies.some((p) => p.dst === target && (p.device === undefined || p.device === device.id));
}

interface Advertised {
	readonly solicited: boolean;
	readonly override: boolean;
	readonly option: boolean;
}

/** pndisc_is_router() */
function isProxiedRouter(t: Task, device: Device, target: Addr): boolean {
	if (anycasts6(device).includes(target)) return Boolean(device.inet6?.conf.forwarding);
	const { proxies } = netnsOf(t, device.netns).neighbours;
	return proxies.some(
		(p) => p.dst === target && (p.flags & NTF_ROUTER) !== 0 && (p.device === undefined || p.device === device.id),
	);
}

/** ndisc_send_na() */
function advertise(t: Task, device: Device, target: Addr, dst: Addr, { option: told, ...flags }: Advertised): void {
	const src = find6(t, device.id, target) ? target : selectAddr6(t, device, dst);
	if (src === undefined) return;
	const router = find6(t, device.id, target)
		? Boolean(device.inet6?.conf.forwarding)
		: isProxiedRouter(t, device, target);
	send(t, device, { type: "advertisement", target, src, dst, router, ...flags, ...(told && linkOption(device)) });
}

/** ndisc_recv_na() */
function hearAdvertisement(t: Task, { device }: Skb, { target, lladdr, ...flags }: Ndisc): void {
	const own = find6(t, device.id, target);
	if (own) {
		if (isTentative(own)) dadFailure(t, device.id, target);
		return;
	}
	const known = findNeighbour(t, device, target);
	if (!known || known.state & NUD_FAILED || (device.flags & IFF_NOARP) !== 0) return;
	if (lladdr === undefined && known.lladdr === undefined) return;
	updateNeighbour(t, device, target, lladdr, flags.solicited ? NUD_REACHABLE : NUD_STALE, {
		weakOverride: true,
		override: Boolean(flags.override),
		overrideRouter: true,
		router: Boolean(flags.router),
	});
}
