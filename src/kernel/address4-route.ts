/**
 * The routes that IPv4 addresses make. A device's address list implies a set of routes; whenever the list, or the state of
 * the device, changes, the set before is compared with the set after and only the difference is carried out, so
 * what a user deleted by hand stays deleted. The rules of the set are net/ipv4/fib_frontend.c fib_add_ifaddr().
 */
import { type Addr, isLimitedBroadcast, isZeronet } from "../net/addr.ts";
import { lastAddr, maskAddr } from "../net/prefix.ts";
import { IFA_F_NOPREFIXROUTE } from "../uapi/addr-flags.ts";
import { NLM_F_APPEND, NLM_F_CREATE, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import { RTPROT_KERNEL } from "../uapi/protocol.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_NOWHERE } from "../uapi/scope.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import { addrs4, type Ifa4, isSecondary, sameSubnet } from "./address4.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { type Route4, routesAt } from "./fib4.ts";
import { insertRoute4, removeRoute4 } from "./fib4-insert.ts";
import { addrType4, mayPrefer } from "./fib4-lookup.ts";
import { fillRoute4 } from "./fib4-message.ts";
import { dropPrefsrc } from "./fib4-state.ts";
import { l3mdevTable } from "./l3mdev.ts";
import { Refusal } from "./refusal.ts";
import { netnsOf, notify, setNetns, type Task } from "./task.ts";

/** The table of the VRF that the device is in; 0 outside. Where the routes of addresses go otherwise is up to their type. */
type Domain = Device & { readonly vrf: number };

function domainOf(t: Task, device: Device): Domain {
	return { ...device, vrf: l3mdevTable(t, device) ?? 0 };
}

/** fib_magic(): a route the kernel makes for an address. */
function kernelRoute(device: Domain, type: number, addr: Addr, len: number, prefsrc: Addr, metric = 0): Route4 {
	const scope = type === RTN_LOCAL ? RT_SCOPE_HOST : RT_SCOPE_LINK;
	const hopScope = scope === RT_SCOPE_HOST ? RT_SCOPE_NOWHERE : RT_SCOPE_HOST;
	return {
		table: device.vrf || (type === RTN_UNICAST ? RT_TABLE_MAIN : RT_TABLE_LOCAL),
		dst: { addr, len },
		tos: 0,
		priority: metric,
		type,
		scope,
		protocol: RTPROT_KERNEL,
		prefsrc,
		flags: 0,
		nexthops: [{ oif: device.index, scope: hopScope, weight: 1, flags: 0 }],
	};
}

/** What one address implies while its device is up, given the list it stands in; its own host route first. */
function implied(device: Domain, list: readonly Ifa4[], ifa: Ifa4): Route4[] {
	const primary = isSecondary(ifa) ? list.find((other) => !isSecondary(other) && sameSubnet(other, ifa)) : ifa;
	if (!primary) return [];
	const src = primary.local;
	const host = kernelRoute(device, RTN_LOCAL, ifa.local, 32, src);
	const routes = [host];
	if (ifa.broadcast !== undefined && !isLimitedBroadcast(ifa.broadcast) && ifa.broadcast !== "0.0.0.0")
		routes.push(kernelRoute(device, RTN_BROADCAST, ifa.broadcast, 32, src));
	const net = maskAddr(ifa.address, ifa.prefixlen);
	const reachesOthers = net !== ifa.local || ifa.prefixlen < 32;
	if (isSecondary(ifa) || !reachesOthers || isZeronet(net)) return routes;
	if (!(ifa.flags & IFA_F_NOPREFIXROUTE)) {
		const type = isLoopbackDevice(device) ? RTN_LOCAL : RTN_UNICAST;
		routes.push(kernelRoute(device, type, net, ifa.prefixlen, src, ifa.metric));
	}
	if (ifa.prefixlen < 31)
		routes.push(kernelRoute(device, RTN_BROADCAST, lastAddr({ addr: net, len: ifa.prefixlen }), 32, src));
	return routes;
}

function impliedOf(device: Domain): Map<string, Route4> {
	const list = addrs4(device);
	const set = new Map<string, Route4>();
	for (const ifa of list) for (const route of implied(device, list, ifa)) set.set(JSON.stringify(route), route);
	return set;
}

/** A device that is down gets only the host routes of its addresses. */
function isHostRoute(route: Route4): boolean {
	return route.type === RTN_LOCAL && route.dst.len === 32;
}

/** fib_del_ifaddr(): the network goes first, then the broadcast addresses, the host route last. */
function turn(route: Route4): number {
	if (isHostRoute(route)) return 2;
	return route.type === RTN_BROADCAST ? 1 : 0;
}

/** Carries out what changed between two states of a device. */
export function syncRoutes4(t: Task, before: Device, after: Device): void {
	const old = impliedOf(domainOf(t, before));
	const next = impliedOf(domainOf(t, after));
	const cameUp = isUp(after) && !isUp(before);
	const gone = [...old].filter(([key]) => !next.has(key)).map(([, route]) => route);
	for (const route of gone.sort((a, b) => turn(a) - turn(b))) remove(t, after.netns, route);
	// NETDEV_UP makes all routes of all addresses again, the deleted ones too (fib_netdev_event).
	for (const [key, route] of next)
		if ((cameUp || !old.has(key)) && (isUp(after) || isHostRoute(route))) add(t, after, route);
	for (const ifa of addrs4(before)) forget(t, after, ifa.local);
}

function add(t: Task, device: Device, plain: Route4): void {
	const { netns } = device;
	if (!mayPrefer(t, netnsOf(t, netns), plain)) return;
	const route = device.carrier || plain.scope === RT_SCOPE_HOST ? plain : withoutCarrier(plain);
	try {
		const done = insertRoute4(netnsOf(t, netns).fib4, route, NLM_F_CREATE | NLM_F_APPEND);
		if (!done) return;
		setNetns(t, netns, { fib4: done.fib });
		notify(t, netns, { type: "RTM_NEWROUTE", route: fillRoute4(t, netns, route) });
	} catch (error) {
		// fib_magic() does not mind a route that is there already.
		if (!(error instanceof Refusal)) throw error;
	}
}

function withoutCarrier(route: Route4): Route4 {
	const nexthops = route.nexthops.map((hop) => ({ ...hop, flags: RTNH_F_LINKDOWN }));
	return { ...route, flags: RTNH_F_LINKDOWN, nexthops };
}

function remove(t: Task, netns: number, route: Route4): void {
	const { fib4 } = netnsOf(t, netns);
	const found = routesAt(fib4, route.table, route.dst).find(
		(r) =>
			r.type === route.type &&
			r.tos === 0 &&
			r.protocol === RTPROT_KERNEL &&
			r.prefsrc === route.prefsrc &&
			r.scope === route.scope &&
			(route.priority === 0 || r.priority === route.priority) &&
			r.nexthops[0]?.oif === route.nexthops[0]?.oif,
	);
	if (!found) return;
	setNetns(t, netns, { fib4: removeRoute4(fib4, found) });
	notify(t, netns, { type: "RTM_DELROUTE", route: fillRoute4(t, netns, found) });
}

/** An address that was the device's and is local no more takes the routes along that prefer it as source. */
function forget(t: Task, device: Device, local: Addr): void {
	if (addrs4(device).some((ifa) => ifa.local === local)) return;
	const table = l3mdevTable(t, device);
	if (addrType4(t, netnsOf(t, device.netns), local, table) !== RTN_LOCAL) dropPrefsrc(t, device, local);
}
