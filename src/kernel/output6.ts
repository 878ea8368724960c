/** The routing decision for an IPv6 packet that this host sends: net/ipv6/route.c ip6_route_output(). */
import { type Addr, isLinkLocal, isLoopback, isMulticast } from "../net/addr.ts";
import type { Errno } from "../uapi/errno.ts";
import { forThisHost, refused, sayWayOf } from "./because.ts";
import type { Device } from "./device.ts";
import { type Found6, fibLookup6 } from "./fib6-lookup.ts";
import { isHostRoute6 } from "./fib6-type.ts";
import { isL3Master, l3mdevMaster } from "./l3mdev.ts";
import { selectWay6 } from "./multipath.ts";
import type { RuleFlow } from "./rule.ts";
import { selectAddr6 } from "./source6.ts";
import { deviceByIndex, netnsOf, type Task } from "./task.ts";

export type Ask6 = Omit<RuleFlow, "iif" | "l3mdevTable" | "tos"> & { readonly tos?: number };

export interface Decision6 {
	readonly daddr: Addr;
	readonly saddr?: Addr;
	/** The device the packet is given to: lo for what is for this host. */
	readonly device: Device;
	readonly found: Found6;
}

/** rt6_need_strict(): such destinations mean nothing without their device. */
export function needsDevice(daddr: Addr): boolean {
	return isMulticast(daddr) || isLinkLocal(daddr) || isLoopback(daddr);
}

/** ip6_dst_lookup_tail(): the way of a packet of a socket. `ip route get` asks lookupOutput6() alone. */
export function routeOutput6(t: Task, netns: number, ask: Ask6): Decision6 | Errno {
	const decision = lookupOutput6(t, netns, ask);
	if (typeof decision === "string") return withSource(t, netns, ask) ?? decision;
	const home = ask.saddr === undefined ? leftDomain(t, netns, ask, decision) : undefined;
	const saddr = home && selectAddr6(t, home, ask.daddr);
	return saddr === undefined ? decision : { ...decision, saddr };
}

/** ip6_route_get_saddr(): a route may lead out of a VRF; the source is then still one of the VRF's own. */
function leftDomain(t: Task, netns: number, { oif }: Ask6, { found }: Decision6): Device | undefined {
	const asked = oif > 0 ? deviceByIndex(t, netns, oif) : undefined;
	const domain = asked && l3mdevMaster(t, asked);
	const way = domain && deviceByIndex(t, netns, found.hop.oif);
	return way && l3mdevMaster(t, way)?.id !== domain.id ? domain : undefined;
}

/** ip6_route_output_flags() */
export function lookupOutput6(t: Task, netns: number, ask: Ask6): Decision6 | Errno {
	const asked = ask.oif === 0 ? undefined : deviceByIndex(t, netns, ask.oif);
	// vrf_link_scope_lookup()
	if (asked && isL3Master(asked) && (isMulticast(ask.daddr) || isLinkLocal(ask.daddr)))
		return refused(t, "device.vrf", "ENETUNREACH");
	const strict = needsDevice(ask.daddr) || (ask.oif !== 0 && ask.saddr === undefined);
	const first = fibLookup6(t, netns, { tos: 0, ...ask, iif: 1, strict });
	if (typeof first === "string") return first;
	const found = selectWay6(t, netns, first, { ...ask, strict });
	const way = deviceByIndex(t, netns, found.hop.oif);
	if (!way) return refused(t, "device.none", "ENETUNREACH");
	const device = deviceFor(t, way, found);
	sayWay(t, way, device, found, ask);
	const saddr = ask.saddr ?? found.route.prefsrc ?? selectAddr6(t, firstOfGroup(t, way, found), ask.daddr);
	return { daddr: ask.daddr, device, found, ...(saddr !== undefined && { saddr }) };
}

/** fib6_info_nh_dev(): a group of next hops looks for its source where its first member is, whichever the packet takes. */
export function firstOfGroup(t: Task, way: Device, { route }: Found6): Device {
	const first = route.nhid === undefined ? undefined : route.nexthops[0];
	return (first && deviceByIndex(t, way.netns, first.oif)) ?? way;
}

/**
 * Where there is no way without a source, one is chosen among all addresses, and the rules that look at it are asked again.
 * Other rules would say the same.
 */
function withSource(t: Task, netns: number, ask: Ask6): Decision6 | Errno | undefined {
	if (ask.saddr !== undefined || !netnsOf(t, netns).rules6.some((rule) => rule.src)) return undefined;
	const lo = deviceByIndex(t, netns, 1);
	const saddr = lo && selectAddr6(t, lo, ask.daddr);
	return saddr === undefined ? undefined : lookupOutput6(t, netns, { ...ask, saddr });
}

function sayWay(t: Task, way: Device, device: Device, { route, hop }: Found6, { saddr }: Ask6): void {
	if (isHostRoute6(route)) forThisHost(t, way, device);
	else sayWayOf(t, way.netns, hop, route.nexthops);
	const { prefsrc } = route;
	if (saddr === undefined && prefsrc !== undefined) t.reasons?.push({ step: "source", addr: prefsrc, by: "prefsrc" });
}

/** ip6_rt_get_dev_rcu(): what is for this host goes by lo, or by the master of the layer 3 domain. */
export function deviceFor(t: Task, way: Device, { route }: Found6): Device {
	if (!isHostRoute6(route)) return way;
	return l3mdevMaster(t, way) ?? (deviceByIndex(t, way.netns, 1) as Device);
}
