/**
 * The routing decision for a packet that this host sends: net/ipv4/route.c ip_route_output_key_hash_rcu() and
 * __mkroute_output(). Answers the device, the next hop, the source, and how the packet counts (local, broadcast …).
 */
import { type Addr, isLimitedBroadcast, isLoopback, isMulticast, isZeronet } from "../net/addr.ts";
import type { Errno } from "../uapi/errno.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST, RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { RT_TABLE_LOCAL } from "../uapi/table.ts";
import { addrs4 } from "./address4.ts";
import { forThisHost, quietly, refused, sayWayOf } from "./because.ts";
import { selectDefault4 } from "./default-gateway.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { addrType4, type Found4, fibLookup4 } from "./fib4-lookup.ts";
import { l3mdevMaster, l3mdevTable } from "./l3mdev.ts";
import { selectWay4 } from "./multipath.ts";
import { has } from "./profile.ts";
import type { RuleFlow } from "./rule.ts";
import { selectAddr4 } from "./source4.ts";
import { deviceByIndex, devicesOf, netnsOf, type Task } from "./task.ts";

/** What the packet is like; a destination of 0.0.0.0 stands for this host. */
export interface Ask4 extends Omit<RuleFlow, "iif" | "l3mdevTable"> {
	/** SO_DONTROUTE: by no router (ip_sock_rt_scope()). */
	readonly onLink?: boolean;
	/** The source may be another host's (FLOWI_FLAG_ANYSRC). */
	readonly anySource?: boolean;
}

export interface Decision4 {
	readonly daddr: Addr;
	readonly saddr?: Addr;
	readonly device: Device;
	readonly gateway?: Addr;
	/** RTN_* */
	readonly type: number;
	/** This host gets it, or a copy of it (RTCF_LOCAL). */
	readonly local: boolean;
	/** The sender would do better without us (RTCF_DOREDIRECT). */
	readonly redirect?: boolean;
	/** What was found; missing where no table had to be asked. */
	readonly found?: Found4;
}

export function routeOutput4(t: Task, netns: number, ask: Ask4): Decision4 | Errno {
	const { saddr, daddr } = ask;
	if (saddr !== undefined && !ask.anySource) {
		if (isMulticast(saddr) || isLimitedBroadcast(saddr) || isZeronet(saddr))
			return refused(t, "source.invalid", "EINVAL");
		const owner = quietly(t, () => ownerOf(t, netns, saddr));
		// Multicasts and limited broadcasts leave by the device that has the source.
		if (ask.oif === 0 && (isMulticast(daddr) || isLimitedBroadcast(daddr)))
			return owner ? make(t, netns, { daddr, saddr, device: owner, type: RTN_UNICAST }) : "ENETUNREACH";
		if (!owner) return refused(t, "source.foreign", "ENETUNREACH");
		t.reasons?.push({ step: "given", addr: saddr, owner: owner.name });
	}
	return ask.oif > 0 ? throughDevice(t, netns, ask) : lookup(t, netns, ask);
}

/** __ip_dev_find(): the device that has the address, else the one that table local names for it. */
function ownerOf(t: Task, netns: number, addr: Addr): Device | undefined {
	for (const device of devicesOf(t, netns)) if (addrs4(device).some((ifa) => ifa.local === addr)) return device;
	const net = netnsOf(t, netns);
	if (addrType4(t, net, addr, RT_TABLE_LOCAL) !== RTN_LOCAL) return undefined;
	const found = fibLookup4(t, netns, { daddr: addr, oif: 0, iif: 1, tos: 0, scope: RT_SCOPE_UNIVERSE });
	return typeof found === "object" ? deviceByIndex(t, netns, found.hop.oif) : undefined;
}

/** The sender names the device: destinations no table knows are then taken to be on its link. */
function throughDevice(t: Task, netns: number, ask: Ask4): Decision4 | Errno {
	const device = deviceByIndex(t, netns, ask.oif);
	if (!device) return refused(t, "device.none", "ENODEV");
	if (!isUp(device) || !device.inet) return refused(t, "device.down", "ENETUNREACH", device.name);
	const localMulticast = isMulticast(ask.daddr) && ask.daddr.startsWith("224.0.0.");
	if (localMulticast || isLimitedBroadcast(ask.daddr)) return onLink(t, device, ask);
	let { saddr } = ask;
	if (saddr === undefined && isMulticast(ask.daddr)) saddr = selectAddr4(t, device, undefined, RT_SCOPE_UNIVERSE);
	else if (saddr === undefined && ask.daddr === "0.0.0.0") saddr = selectAddr4(t, device, undefined, RT_SCOPE_HOST);
	return lookup(t, netns, { ...ask, ...(saddr !== undefined && { saddr }) }, device);
}

function onLink(t: Task, device: Device, ask: Ask4): Decision4 | Errno {
	t.reasons?.push({ step: "assumed", dev: device.name });
	const saddr = ask.saddr ?? selectAddr4(t, device, undefined, RT_SCOPE_LINK);
	return make(t, device.netns, { daddr: ask.daddr, device, type: RTN_UNICAST, ...(saddr !== undefined && { saddr }) });
}

function lookup(t: Task, netns: number, ask: Ask4, through?: Device): Decision4 | Errno {
	const lo = deviceByIndex(t, netns, 1) as Device;
	if (ask.daddr === "0.0.0.0") {
		const daddr = ask.saddr ?? "127.0.0.1";
		return make(t, netns, { daddr, saddr: daddr, device: lo, type: RTN_LOCAL });
	}
	const found = fibLookup4(t, netns, { ...ask, iif: 1, scope: ask.onLink ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE });
	if (typeof found === "string") {
		const assumed = through && (isMulticast(ask.daddr) || l3mdevTable(t, through) === undefined);
		return assumed ? onLink(t, through, ask) : found;
	}
	return follow(t, netns, ask, found, lo);
}

function follow(t: Task, netns: number, ask: Ask4, found: Found4, lo: Device): Decision4 | Errno {
	const { daddr } = ask;
	if (found.route.type === RTN_LOCAL) {
		const saddr = ask.saddr ?? found.route.prefsrc ?? daddr;
		const owner = deviceByIndex(t, netns, found.hop.oif);
		// The master of a layer 3 domain is its loopback.
		const device = (owner && l3mdevMaster(t, owner)) ?? lo;
		forThisHost(t, owner ?? lo, device);
		if (ask.saddr === undefined)
			t.reasons?.push({ step: "source", addr: saddr, by: found.route.prefsrc === saddr ? "prefsrc" : "itself" });
		return make(t, netns, { daddr, saddr, device, type: RTN_LOCAL, found });
	}
	const chosen = ask.oif > 0 ? found : select(t, netns, found, ask);
	const { route, hop } = chosen;
	const device = deviceByIndex(t, netns, hop.oif);
	if (!device) return refused(t, "device.none", "ENETUNREACH");
	sayWayOf(t, netns, hop, route.nexthops);
	const gateway4 = hop.gateway !== undefined && !hop.gateway.includes(":") ? hop.gateway : undefined;
	if (route.prefsrc !== undefined && ask.saddr === undefined)
		t.reasons?.push({ step: "source", addr: route.prefsrc as Addr, by: "prefsrc" });
	const home = leftDomain(t, netns, ask, device);
	const saddr =
		ask.saddr ??
		(home
			? selectAddr4(t, home, undefined, RT_SCOPE_LINK)
			: (route.prefsrc ?? selectAddr4(t, device, gateway4, route.scope)));
	return make(t, netns, { daddr, device, type: route.type, found: chosen, ...(saddr !== undefined && { saddr }) });
}

/** fib_select_path(): a route may lead out of a VRF; the source is then still one of the VRF's own. */
function leftDomain(t: Task, netns: number, { oif }: Ask4, device: Device): Device | undefined {
	const asked = oif > 0 ? deviceByIndex(t, netns, oif) : undefined;
	const domain = asked && l3mdevMaster(t, asked);
	return domain && l3mdevMaster(t, device)?.id !== domain.id ? domain : undefined;
}

/** fib_select_path() */
function select(t: Task, netns: number, found: Found4, ask: Ask4): Found4 {
	if (found.route.nexthops.length > 1) return selectWay4(t, netns, found, { ...ask, prefersSource: true });
	return selectDefault4(t, netns, found, ask.tos);
}

/** __mkroute_output(): 127/8 does not leave by another device than lo, 0/8 goes nowhere; how the packet counts. */
function make(t: Task, netns: number, made: Omit<Decision4, "local" | "gateway">): Decision4 | Errno {
	const { daddr, saddr, device } = made;
	if (!device.inet) return refused(t, "device.noAddress", "EINVAL", device.name);
	const localnet = netnsOf(t, netns).conf4.all.routeLocalnet || device.inet.conf.routeLocalnet;
	const leaves = !isLoopbackDevice(device) && l3mdevMaster(t, device)?.id !== device.id;
	if (saddr !== undefined && isLoopback(saddr) && leaves && !localnet)
		return refused(t, "source.loopback", "EINVAL", device.name);
	if (isZeronet(daddr)) return refused(t, "destination.zero", "EINVAL");
	const type = isLimitedBroadcast(daddr) ? RTN_BROADCAST : isMulticast(daddr) ? RTN_MULTICAST : made.type;
	const found = infoOf(t, { daddr, type, ...(made.found && { found: made.found }) });
	const local =
		type === RTN_MULTICAST
			? hears(device, daddr)
			: type === RTN_BROADCAST || type === RTN_LOCAL || isLoopbackDevice(device);
	const { hop } = found ?? {};
	// A gateway that is this host itself is none (rt_set_nexthop).
	const gateway = hop?.scope === RT_SCOPE_LINK ? hop.gateway : undefined;
	return {
		daddr,
		device,
		type,
		local,
		...(saddr !== undefined && { saddr }),
		...(gateway !== undefined && { gateway }),
		...(made.found && { found: made.found }),
	};
}

/**
 * What its route says of a packet, its gateway and metrics: nothing of a limited broadcast, nor of a multicast that only a default
 * route covers; of other broadcasts since Linux 6.17 alone (recording route-broadcast-gateway).
 */
export function infoOf(
	t: Task,
	{ daddr, type, found }: Pick<Decision4, "daddr" | "type" | "found">,
): Found4 | undefined {
	if (isLimitedBroadcast(daddr)) return undefined;
	if (type === RTN_MULTICAST) return found && found.route.dst.len >= 4 ? found : undefined;
	return type === RTN_BROADCAST && !has(t.kernel.profile, "broadcastInfo") ? undefined : found;
}

/** ip_check_mc_rcu(): is the device in the group? In all hosts it always is. */
export function hears(device: Device, group: Addr): boolean {
	return group === "224.0.0.1" || (device.multicast?.inet.some(({ addr }) => addr === group) ?? false);
}
