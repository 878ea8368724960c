/**
 * A neighbour is asked for its link address, or given up: net/ipv4/arp.c arp_solicit(), arp_error_report(), net/ipv6/ndisc.c
 * ndisc_solicit(), ndisc_error_report(). neigh.ts says when; the answers come in by arp.ts and ndisc.ts.
 */
import { type Addr, familyOf } from "../../net/addr.ts";
import { contains } from "../../net/prefix.ts";
import { NUD_FAILED } from "../../uapi/nud.ts";
import { RTN_LOCAL } from "../../uapi/route-type.ts";
import { RT_SCOPE_LINK } from "../../uapi/scope.ts";
import { addrs4, network } from "../address4.ts";
import type { Device } from "../device.ts";
import { addrType4 } from "../fib4-lookup.ts";
import { solicitedNode } from "../group6.ts";
import type { Neighbour } from "../neigh.ts";
import { selectAddr4 } from "../source4.ts";
import { neighSetting } from "../sysctl/neigh.ts";
import { netnsOf, type Task } from "../task.ts";
import { sendArp } from "./arp.ts";
import { linkFailure } from "./link-failure.ts";
import { sendSolicitation } from "./ndisc.ts";
import type { Ip } from "./packet.ts";
import { newestWaiting, takeWaiting } from "./resolve.ts";
import { note } from "./step.ts";

/** `who has …`: called with the probes counted; the answer comes by updateNeighbour(). */
export function solicit(t: Task, device: Device, neighbour: Neighbour): void {
	const { dst, probes, lladdr } = neighbour;
	const unicastProbes = neighSetting(device, familyOf(dst), "ucast_solicit");
	const appProbes = neighSetting(device, familyOf(dst), "app_solicit");
	// neigh_app_ns(): these are left to a program
	if (probes > unicastProbes && probes <= unicastProbes + appProbes) return;
	const unicast = probes <= unicastProbes && lladdr !== undefined ? lladdr : undefined;
	const waiting = newestWaiting(t, device, dst);
	if (dst.includes(":"))
		return sendSolicitation(t, device, dst, unicast === undefined ? solicitedNode(dst) : dst, waiting?.src);
	const spa = announced(t, device, dst, waiting) ?? selectAddr4(t, device, dst, RT_SCOPE_LINK) ?? "0.0.0.0";
	sendArp(t, device, { op: "request", tpa: dst, spa, tha: "00:00:00:00:00:00", to: unicast ?? device.broadcast });
}

/** arp_announce: which of its addresses the question may show. */
function announced(t: Task, device: Device, target: Addr, waiting: Ip | undefined): Addr | undefined {
	const net = netnsOf(t, device.netns);
	const level = Math.max(net.conf4.all.arpAnnounce, device.inet?.conf.arpAnnounce ?? 0);
	if (!waiting || level >= 2 || addrType4(t, net, waiting.src) !== RTN_LOCAL) return undefined;
	if (level === 0) return waiting.src;
	const onLink = addrs4(device).some((ifa) => contains(network(ifa), target) && contains(network(ifa), waiting.src));
	return onLink ? waiting.src : undefined;
}

/** neigh_invalidate(): the entry has failed or is gone; what waits for it gets EHOSTUNREACH. */
export function unreachable(t: Task, device: Device, { dst, state }: Neighbour): void {
	for (const { packet, route } of takeWaiting(t, device, dst)) {
		note(t, { netns: device.netns, device: device.id, at: "neigh_invalidate", what: "dropped", why: dst, packet });
		if (!(state & NUD_FAILED)) continue;
		linkFailure(t, device, packet, route);
	}
}
