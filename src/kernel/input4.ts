/**
 * The routing decision for a packet that arrives: net/ipv4/route.c ip_route_input_slow(), and whether its source is
 * believable, net/ipv4/fib_frontend.c fib_validate_source() (rp_filter).
 */
import { type Addr, isLimitedBroadcast, isLoopback, isMulticast, isZeronet } from "../net/addr.ts";
import { idSome } from "../net/id-map.ts";
import type { Errno } from "../uapi/errno.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST, RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { addrs4 } from "./address4.ts";
import { forThisHost, refused, sayWayOf } from "./because.ts";
import { type Device, isUp } from "./device.ts";
import { type Flow4, type Found4, fibLookup4 } from "./fib4-lookup.ts";
import { l3mdevMaster } from "./l3mdev.ts";
import { selectWay4 } from "./multipath.ts";
import { type Ask4, type Decision4, hears } from "./output4.ts";
import { deviceByIndex, deviceOf, netnsOf, type Task } from "./task.ts";

/** A packet that came in by `device`; 0.0.0.0 is a source too. */
export type Arrival4 = Omit<Ask4, "oif" | "saddr"> & { readonly saddr: Addr };

export function routeInput4(t: Task, device: Device, packet: Arrival4): Decision4 | Errno {
	const { saddr, daddr } = packet;
	if (!device.inet) return refused(t, "device.noAddress", "EINVAL", device.name);
	if (isMulticast(daddr)) return multicast(t, device, packet);
	if (isMulticast(saddr) || isLimitedBroadcast(saddr)) return refused(t, "source.invalid", "EINVAL");
	if (isLimitedBroadcast(daddr) || (saddr === "0.0.0.0" && daddr === "0.0.0.0")) return broadcast(t, device, packet);
	if (isZeronet(saddr)) return refused(t, "source.invalid", "EINVAL");
	if (isZeronet(daddr)) return refused(t, "destination.zero", "EINVAL");
	if ((isLoopback(daddr) || isLoopback(saddr)) && !routesLocalnet(t, device))
		return refused(t, isLoopback(daddr) ? "destination.loopback" : "source.martian", "EINVAL", device.name);
	const found = fibLookup4(t, device.netns, { ...packet, oif: 0, iif: device.index, scope: RT_SCOPE_UNIVERSE });
	const forwards = Boolean(device.inet.conf.forwarding);
	if (typeof found === "string") return forwards ? found : "EHOSTUNREACH";
	if (found.route.type === RTN_BROADCAST)
		return passesBroadcasts(t, device) ? forward(t, device, packet, found) : broadcast(t, device, packet, found);
	if (found.route.type === RTN_LOCAL) {
		const doubt = validateSource(t, device, packet, 0);
		return typeof doubt === "object" ? doubt.no : deliver(t, device, packet, RTN_LOCAL, found);
	}
	if (!forwards) return refused(t, "forwarding", "EHOSTUNREACH", device.name);
	return found.route.type === RTN_UNICAST ? forward(t, device, packet, found) : "EINVAL";
}

/** IN_DEV_BFORWARD() */
function passesBroadcasts(t: Task, device: Device): boolean {
	return Boolean(netnsOf(t, device.netns).conf4.all.bcForwarding && device.inet?.conf.bcForwarding);
}

function routesLocalnet(t: Task, device: Device): boolean {
	return Boolean(netnsOf(t, device.netns).conf4.all.routeLocalnet || device.inet?.conf.routeLocalnet);
}

/** To this host: answered by lo, or by the VRF that the address is in, not the packet (ip_rt_get_dev()). Recording: vrf-leaks. */
function deliver(t: Task, device: Device, { daddr, saddr }: Arrival4, type: number, found?: Found4): Decision4 {
	const owner = found && deviceByIndex(t, device.netns, found.hop.oif);
	const to = (owner && l3mdevMaster(t, owner)) ?? (deviceByIndex(t, device.netns, 1) as Device);
	forThisHost(t, device, to);
	return { daddr, saddr, device: to, type, local: true, ...(found && { found }) };
}

function broadcast(t: Task, device: Device, packet: Arrival4, found?: Found4): Decision4 | Errno {
	if (!isZeronet(packet.saddr)) {
		const doubt = validateSource(t, device, { ...packet, daddr: "0.0.0.0" }, 0);
		if (typeof doubt === "object") return doubt.no;
	}
	return deliver(t, device, packet, RTN_BROADCAST, found);
}

/** ip_route_input_mc(): only groups that the device is in. */
function multicast(t: Task, device: Device, packet: Arrival4): Decision4 | Errno {
	const { saddr, daddr } = packet;
	if (!isUp(device) || !hears(device, daddr)) return refused(t, "group", "EINVAL", device.name);
	if (isMulticast(saddr) || isLimitedBroadcast(saddr)) return "EINVAL";
	if (isLoopback(saddr) && !routesLocalnet(t, device)) return "EINVAL";
	if (isZeronet(saddr)) return daddr.startsWith("224.0.0.") ? deliver(t, device, packet, RTN_MULTICAST) : "EINVAL";
	const doubt = validateSource(t, device, { ...packet, daddr: "0.0.0.0" }, 0);
	return typeof doubt === "object" ? doubt.no : deliver(t, device, packet, RTN_MULTICAST);
}

/** __mkroute_input() */
function forward(t: Task, device: Device, packet: Arrival4, first: Found4): Decision4 | Errno {
	const found = selectWay4(t, device.netns, first, packet);
	const out = deviceByIndex(t, device.netns, found.hop.oif);
	if (!out?.inet) return refused(t, "device.noAddress", "EINVAL", out?.name);
	sayWayOf(t, device.netns, found.hop, found.route.nexthops);
	const source = validateSource(t, device, packet, out.index);
	if (typeof source === "object") return source.no;
	const gateway = found.hop.scope === RT_SCOPE_LINK ? found.hop.gateway : undefined;
	// shared_media is on: whoever is on the link is told of the shorter way.
	const redirect = out.id === device.id && source === "onLink" && sendsRedirects(t, out);
	return {
		daddr: packet.daddr,
		saddr: packet.saddr,
		device: out,
		type: found.route.type,
		local: false,
		found,
		...(gateway !== undefined && { gateway }),
		...(redirect && { redirect }),
	};
}

function sendsRedirects(t: Task, device: Device): boolean {
	return Boolean(netnsOf(t, device.netns).conf4.all.sendRedirects || device.inet?.conf.sendRedirects);
}

/** Whether the source is on the device's link, so far as anyone looked; an errno where it is not believed. */
type Source = "onLink" | "elsewhere" | { readonly no: Errno };

/** fib_validate_source(): the cheap check where it is enough, else a lookup of the way back. */
export function validateSource(t: Task, device: Device, packet: Arrival4, oif: number): Source {
	const net = netnsOf(t, device.netns);
	const rpf = Math.max(net.conf4.all.rpFilter, device.inet?.conf.rpFilter ?? 0);
	const acceptsLocal = Boolean(net.conf4.all.acceptLocal || device.inet?.conf.acceptLocal);
	const wantsRedirect = device.index === oif && sendsRedirects(t, device);
	const full = net.fib4.customLocal || !net.fib4.merged;
	const cheap = !rpf && !wantsRedirect && (acceptsLocal || !full);
	t.reasons?.push({ step: "believe", saddr: packet.saddr, dev: device.name, rpFilter: rpf, asks: !cheap });
	if (!cheap) return wayBack(t, device, packet, oif, rpf, acceptsLocal);
	if (acceptsLocal || !isOwn(t, device.netns, packet.saddr)) return "elsewhere";
	return { no: refused(t, "source.own", "EINVAL", device.name) };
}

function isOwn(t: Task, netns: number, addr: Addr): boolean {
	return idSome(netnsOf(t, netns).devices, (id) => addrs4(deviceOf(t, id)).some((ifa) => ifa.local === addr));
}

/** __fib_validate_source() */
function wayBack(t: Task, device: Device, packet: Arrival4, oif: number, rpf: number, acceptsLocal: boolean): Source {
	const { daddr, saddr } = packet;
	const back: Flow4 = {
		daddr: saddr,
		...(daddr !== "0.0.0.0" && { saddr: daddr }),
		oif: 0,
		iif: oif || 1,
		tos: packet.tos,
		scope: RT_SCOPE_UNIVERSE,
	};
	const no: Source = { no: "EXDEV" };
	const found = fibLookup4(t, device.netns, back);
	if (typeof found === "string") return told(t, rpf, rpf ? no : "elsewhere");
	const { type, nexthops } = found.route;
	if (type !== RTN_UNICAST && !(type === RTN_LOCAL && acceptsLocal))
		return { no: refused(t, type === RTN_LOCAL ? "source.own" : "source.invalid", "EINVAL", device.name) };
	if (nexthops.some((hop) => hop.oif === device.index)) return told(t, rpf, placeOf(found), device);
	if (addrs4(device).length === 0) return told(t, rpf, rpf ? no : "elsewhere");
	if (rpf === 1) return told(t, rpf, no, deviceByIndex(t, device.netns, found.hop.oif));
	const here = fibLookup4(t, device.netns, { ...back, oif: device.index, ignoreLinkstate: true });
	return told(t, rpf, typeof here === "object" && here.route.type === RTN_UNICAST ? placeOf(here) : "elsewhere");
}

/** What the way back has shown: the device it leaves by, if it matters. */
function told(t: Task, rpFilter: number, source: Source, dev?: Device): Source {
	t.reasons?.push({ step: "back", ok: typeof source === "string", rpFilter, ...(dev && { dev: dev.name }) });
	return source;
}

function placeOf({ hop }: Found4): Source {
	return hop.scope >= RT_SCOPE_HOST ? "onLink" : "elsewhere";
}
