/**
 * The routes that IPv6 addresses make, as a set that is compared before and after each change (like address4-route.ts). The
 * rules are net/ipv6/addrconf.c: addrconf_prefix_route() while the device is up, the local route once an address is no
 * longer tentative, addrconf_add_mroute() for ff00::/8, addrconf_join_anycast() on a router.
 */
import { type Addr, isMulticast } from "../net/addr.ts";
import { maskAddr } from "../net/prefix.ts";
import { IFA_F_NOPREFIXROUTE, IFA_F_PERMANENT } from "../uapi/addr-flags.ts";
import { NLM_F_CREATE, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import { RTPROT_KERNEL } from "../uapi/protocol.ts";
import { RTN_ANYCAST, RTN_LOCAL, RTN_MULTICAST, RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import { type Ifa6, isTentative } from "./address6.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { changeRoutes6At, insertRoute6, type Place6, type Route6, removeRoute6, routes6At } from "./fib6.ts";
import { fillRoute6 } from "./fib6-message.ts";
import { isHostRoute6 } from "./fib6-type.ts";
import { l3mdevMaster, l3mdevTable } from "./l3mdev.ts";
import { Refusal } from "./refusal.ts";
import { netnsOf, notify, setNetns, type Task } from "./task.ts";
import { startTimer, untilCollected } from "./timer.ts";

/** IP6_RT_PRIO_ADDRCONF */
const prioAddrconf = 256;

function kernelRoute(device: Device, type: number, addr: Addr, len: number, priority: number): Route6 {
	return {
		table: type === RTN_UNICAST ? RT_TABLE_MAIN : RT_TABLE_LOCAL,
		dst: { addr: maskAddr(addr, len), len },
		priority,
		type,
		protocol: RTPROT_KERNEL,
		pref: 0,
		nexthops: [{ oif: device.index, weight: 1, flags: 0 }],
	};
}

function prefixRoutes(device: Device, ifa: Ifa6): Route6[] {
	const metric = ifa.metric || prioAddrconf;
	const ends = ifa.flags & IFA_F_PERMANENT ? {} : { expires: ifa.since + ifa.validLft * 1000 };
	const routes: Route6[] = [];
	if (ifa.peer !== undefined) routes.push(kernelRoute(device, RTN_UNICAST, ifa.peer, 128, metric));
	if (!(ifa.flags & IFA_F_NOPREFIXROUTE) && !ifa.bare && !isMulticast(ifa.addr))
		routes.push({ ...kernelRoute(device, RTN_UNICAST, ifa.addr, ifa.prefixlen, metric), ...ends });
	return routes;
}

function wanted(t: Task, device: Device): Map<string, Route6> {
	const set = new Map<string, Route6>();
	const want = (route: Route6) => {
		const { expires: _, ...key } = route;
		const name = JSON.stringify(key);
		// The longest-lived address of a prefix decides how long its route stays.
		const old = set.get(name);
		if (!old || (old.expires !== undefined && (route.expires ?? Infinity) > old.expires)) set.set(name, route);
	};
	if (!device.inet6) return set;
	const up = isUp(device);
	for (const ifa of device.inet6.addrs) {
		if (up) for (const route of prefixRoutes(device, ifa)) want(route);
		if (isTentative(ifa)) continue;
		want(kernelRoute(device, RTN_LOCAL, ifa.addr, 128, 0));
		if (forwards(t, device) && up && ifa.prefixlen < 127)
			want(kernelRoute(device, RTN_ANYCAST, maskAddr(ifa.addr, ifa.prefixlen), 128, 0));
	}
	return set;
}

function forwards(t: Task, device: Device): boolean {
	return (device.inet6?.conf.forwarding ?? 0) > 0 && netnsOf(t, device.netns).id === device.netns;
}

/** addrconf_add_mroute(): a device that is configured for IPv6 reaches all multicast groups. */
export function addMulticastRoute(t: Task, device: Device): void {
	if (!isUp(device) || !device.inet6 || isLoopbackDevice(device) || l3mdevMaster(t, device)?.id === device.id) return;
	add(t, device, kernelRoute(device, RTN_MULTICAST, "ff00::", 8, prioAddrconf));
}

/** Those that the user took away are put in again when the address is changed. */
export function addPrefixRoutes(t: Task, device: Device, ifa: Ifa6): void {
	if (isUp(device)) for (const route of prefixRoutes(device, ifa)) add(t, device, route);
}

export function syncRoutes6(t: Task, before: Device, after: Device): void {
	const old = wanted(t, before);
	const next = wanted(t, after);
	const cameUp = isUp(after) && !isUp(before);
	const gone = [...old].filter(([key, route]) => !next.has(key) && !outlives(route)).map(([, route]) => route);
	// ipv6_del_addr(): the host route goes before the prefix route.
	for (const route of gone.sort((a, b) => Number(isLocal(b)) - Number(isLocal(a)))) remove(t, before, route);
	for (const [key, route] of next) {
		if (cameUp || !old.has(key)) add(t, after, route);
		else if (old.get(key)?.expires !== route.expires) prolong(t, after, route);
	}
}

function isLocal({ type }: Route6): boolean {
	return type === RTN_LOCAL;
}

/** ipv6_del_addr(): the prefix route of an address with a lifetime is left to run out by itself. */
function outlives(route: Route6): boolean {
	return route.expires !== undefined;
}

/** modify_prefix_route(): the address has got another lifetime. */
function prolong(t: Task, device: Device, plain: Route6): void {
	const { netns } = device;
	const { fib6 } = netnsOf(t, netns);
	const place = placeOf(t, device, plain);
	const change = (r: Route6) => (isSame(r, plain) ? withEnd(r, plain.expires) : r);
	setNetns(t, netns, { fib6: changeRoutes6At(fib6, place, change) });
	watchEnd(t, netns, { ...place, ...plain });
}

function withEnd({ expires: _, ...route }: Route6, expires: number | undefined): Route6 {
	return expires === undefined ? route : { ...route, expires };
}

function watchEnd(t: Task, netns: number, { table, dst, expires }: Route6): void {
	if (expires !== undefined)
		startTimer(t, untilCollected(expires - t.kernel.now), { kind: "route6", netns, place: { table, dst } });
}

/** Where the route stands: the table of the device's VRF comes before its own. */
function placeOf(t: Task, device: Device, { table, dst }: Route6): Place6 {
	return { table: l3mdevTable(t, device) ?? table, dst };
}

function isSame(a: Route6, b: Route6): boolean {
	return (
		a.type === b.type &&
		a.priority === b.priority &&
		a.nexthops[0]?.oif === b.nexthops[0]?.oif &&
		a.nexthops[0]?.gateway === undefined
	);
}

/** The route as it is put in: without carrier where the device has none. */
function placed(t: Task, device: Device, route: Route6): Route6 {
	const flags = device.carrier || isHostRoute6(route) ? 0 : RTNH_F_LINKDOWN;
	return { ...route, ...placeOf(t, device, route), nexthops: route.nexthops.map((hop) => ({ ...hop, flags })) };
}

function add(t: Task, device: Device, plain: Route6): void {
	const { netns } = device;
	const route = placed(t, device, plain);
	const { fib6 } = netnsOf(t, netns);
	if (routes6At(fib6, route).some((r) => isSame(r, route))) return prolong(t, device, plain);
	try {
		setNetns(t, netns, { fib6: insertRoute6(fib6, route, NLM_F_CREATE) });
	} catch (error) {
		// A user's route of the same way stands there already.
		if (!(error instanceof Refusal)) throw error;
		return;
	}
	watchEnd(t, netns, route);
	notify(t, netns, { type: "RTM_NEWROUTE", route: fillRoute6(t, route) });
}

function remove(t: Task, device: Device, plain: Route6): void {
	const { netns } = device;
	const { fib6 } = netnsOf(t, netns);
	const found = routes6At(fib6, placeOf(t, device, plain)).find(
		(r) => isSame(r, plain) && r.protocol === RTPROT_KERNEL,
	);
	if (!found) return;
	setNetns(t, netns, { fib6: removeRoute6(fib6, found) });
	notify(t, netns, { type: "RTM_DELROUTE", route: fillRoute6(t, found) });
}
