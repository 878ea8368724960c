/**
 * The routes that IPv6 addresses make: net/ipv6/addrconf.c addrconf_prefix_route(), ip6_ins_rt() of the address itself,
 * cleanup_prefix_route(), modify_prefix_route(), addrconf_add_mroute(). Nothing here happens by itself: each change of an address
 * (address6-life.ts, dad.ts) says what it adds and takes away.
 */
import type { Addr } from "../net/addr.ts";
import { contains, maskAddr } from "../net/prefix.ts";
import { IFA_F_NOPREFIXROUTE, IFA_F_PERMANENT } from "../uapi/addr-flags.ts";
import { NLM_F_CREATE, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import { RTPROT_KERNEL } from "../uapi/protocol.ts";
import { RTN_ANYCAST, RTN_LOCAL, RTN_MULTICAST, RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import { addrs6, type Ifa6 } from "./address6.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { changeRoutes6At, type Place6, type Route6, routes6At } from "./fib6.ts";
import { insertRoute6, removeRoute6 } from "./fib6-insert.ts";
import { fillGone6, fillRoute6 } from "./fib6-message.ts";
import { isHostRoute6 } from "./fib6-type.ts";
import { l3mdevMaster, l3mdevTable } from "./l3mdev.ts";
import { forgetExceptions6 } from "./path/exception.ts";
import { Refusal } from "./refusal.ts";
import { dealer6 } from "./share.ts";
import { deviceOf, netnsOf, notify, setNetns, type Task } from "./task.ts";
import { startTimer, untilCollected } from "./timer.ts";

/** IP6_RT_PRIO_ADDRCONF */
const prioAddrconf = 256;

function kernelRoute(t: Task, device: Device, type: number, addr: Addr, len: number, priority: number): Route6 {
	return {
		...placeOf(t, device, addr, len, type === RTN_UNICAST ? RT_TABLE_MAIN : RT_TABLE_LOCAL),
		priority,
		type,
		protocol: RTPROT_KERNEL,
		pref: 0,
		nexthops: [{ oif: device.index, weight: 1, flags: 0 }],
	};
}

/** The table of the device's VRF comes before its own. */
function placeOf(t: Task, device: Device, addr: Addr, len: number, table = RT_TABLE_MAIN): Place6 {
	return { table: l3mdevTable(t, device) ?? table, dst: { addr: maskAddr(addr, len), len } };
}

/** When the route of an address that does not last ends. */
function endOf(ifa: Ifa6): number | undefined {
	return ifa.flags & IFA_F_PERMANENT ? undefined : ifa.since + ifa.validLft * 1000;
}

/** addrconf_prefix_route(): the network of an address lies on the device, while that is up. */
export function addPrefixRoute(t: Task, id: number, ifa: Ifa6, addr = ifa.addr): void {
	addNetwork(t, deviceOf(t, id), ifa, addr, ifa.prefixlen, endOf(ifa));
}

/** The other end of an address that works can be reached. */
export function addPeerRoute(t: Task, id: number, ifa: Ifa6): void {
	if (ifa.peer !== undefined) addNetwork(t, deviceOf(t, id), ifa, ifa.peer, 128, undefined);
}

function addNetwork(t: Task, device: Device, ifa: Ifa6, addr: Addr, len: number, expires: number | undefined): void {
	if (!isUp(device)) return;
	const route = kernelRoute(t, device, RTN_UNICAST, addr, len, ifa.metric || prioAddrconf);
	add(t, device, expires === undefined ? route : { ...route, expires });
}

/** Packets to the address itself are for this host (ip6_ins_rt of ifp->rt), or to an anycast address of it. */
export function addHostRoute(t: Task, id: number, addr: Addr, type: number = RTN_LOCAL): void {
	const device = deviceOf(t, id);
	add(t, device, kernelRoute(t, device, type, addr, 128, 0));
}

export function removeHostRoute(t: Task, id: number, addr: Addr, type: number = RTN_LOCAL): void {
	const device = deviceOf(t, id);
	const route = kernelRoute(t, device, type, addr, 128, 0);
	const isOwn = (r: Route6) => isTwin(r, route) && r.type === type && r.protocol === RTPROT_KERNEL;
	const found = routes6At(netnsOf(t, device.netns).fib6, route).find(isOwn);
	if (found) remove(t, device, found);
}

export function addAnycastRoute(t: Task, id: number, addr: Addr): void {
	addHostRoute(t, id, addr, RTN_ANYCAST);
}

export function removeAnycastRoute(t: Task, id: number, addr: Addr): void {
	removeHostRoute(t, id, addr, RTN_ANYCAST);
}

/** addrconf_add_mroute(): a device that is configured for IPv6 reaches all multicast groups. */
export function addMulticastRoute(t: Task, device: Device): void {
	if (!isUp(device) || !device.inet6 || isLoopbackDevice(device) || l3mdevMaster(t, device)?.id === device.id) return;
	add(t, device, kernelRoute(t, device, RTN_MULTICAST, "ff00::", 8, prioAddrconf));
}

/** addrconf_get_prefix_route(): whoever made it. */
function prefixRoute(t: Task, device: Device, addr: Addr, len: number): Route6 | undefined {
	return routes6At(netnsOf(t, device.netns).fib6, placeOf(t, device, addr, len)).find((r) => isOn(r, device.index));
}

/** cleanup_prefix_route() of a peer that is no more. */
export function removePrefixRoute(t: Task, id: number, addr: Addr, len: number): void {
	const device = deviceOf(t, id);
	const found = prefixRoute(t, device, addr, len);
	if (found) remove(t, device, found);
}

/** check_cleanup_prefix_route(): other addresses of the prefix keep its route, for as long as they last. */
export type Fate = "stays" | "goes" | { readonly expires: number };

export function prefixFate(t: Task, id: number, { addr, prefixlen }: Ifa6): Fate {
	const network = { addr: maskAddr(addr, prefixlen), len: prefixlen };
	const others = addrs6(deviceOf(t, id)).filter(
		(other) => other.addr !== addr && other.prefixlen === prefixlen && contains(network, other.addr),
	);
	if (others.some(({ flags }) => flags & (IFA_F_PERMANENT | IFA_F_NOPREFIXROUTE))) return "stays";
	return others.length === 0 ? "goes" : { expires: Math.max(...others.map((other) => endOf(other) ?? 0)) };
}

/** cleanup_prefix_route() */
export function cleanUpPrefixRoute(t: Task, id: number, { addr, prefixlen }: Ifa6, fate: Fate): void {
	const device = deviceOf(t, id);
	const found = fate === "stays" ? undefined : prefixRoute(t, device, addr, prefixlen);
	if (!found) return;
	if (fate === "goes") remove(t, device, found);
	else if (typeof fate === "object" && found.expires === undefined) setEnd(t, device.netns, found, fate.expires);
}

/**
 * inet6_addr_modify() gives the lifetime in ticks of 1/100 s, and fib6_set_expires() takes it for a time in jiffies: 250 in a second,
 * and 300 s short of 2^32 when the machine booted. So the end is long past, and the next collection takes the route away.
 */
function misreadEnd(ifa: Ifa6): number | undefined {
	const bootJiffies = 2 ** 32 - 300 * 250;
	return endOf(ifa) === undefined ? undefined : (ifa.validLft * 100 - bootJiffies) * 4;
}

/** modify_prefix_route(): another metric or lifetime; false where there is none (any more). */
export function modifyPrefixRoute(t: Task, id: number, ifa: Ifa6, addr = ifa.addr): boolean {
	const device = deviceOf(t, id);
	const found = prefixRoute(t, device, addr, ifa.prefixlen);
	if (!found) return false;
	if (found.priority === (ifa.metric || prioAddrconf)) setEnd(t, device.netns, found, misreadEnd(ifa));
	else {
		remove(t, device, found);
		addPrefixRoute(t, id, ifa, addr);
	}
	return true;
}

function isOn({ nhid, src, nexthops: [hop] }: Route6, oif: number | undefined): boolean {
	return nhid === undefined && src === undefined && hop?.oif === oif && hop?.gateway === undefined;
}

/** rt6_duplicate_nexthop() */
function isTwin(a: Route6, b: Route6): boolean {
	return a.priority === b.priority && isOn(a, b.nexthops[0]?.oif);
}

/** fib6_add_rt2node(): of a route that is there already only the end is changed, if it has one. */
function add(t: Task, device: Device, plain: Route6): void {
	const { netns } = device;
	const { fib6 } = netnsOf(t, netns);
	const twin = routes6At(fib6, plain).find((r) => isTwin(r, plain));
	if (twin) return twin.expires === undefined ? undefined : setEnd(t, netns, twin, plain.expires);
	// Without carrier where the device has none.
	const flags = device.carrier || isHostRoute6(plain) ? 0 : RTNH_F_LINKDOWN;
	const route = { ...plain, nexthops: plain.nexthops.map((hop) => ({ ...hop, flags })) };
	forgetExceptions6(t, netns, route, undefined);
	try {
		setNetns(t, netns, { fib6: insertRoute6(fib6, route, NLM_F_CREATE, dealer6(t, netns)) });
	} catch (error) {
		// A user's route of the same way stands there already.
		if (!(error instanceof Refusal)) throw error;
		return;
	}
	watchEnd(t, netns, route);
	notify(t, netns, { type: "RTM_NEWROUTE", route: fillRoute6(t, route) });
}

function setEnd(t: Task, netns: number, found: Route6, expires: number | undefined): void {
	const change = (r: Route6) => (isTwin(r, found) ? withEnd(r, expires) : r);
	setNetns(t, netns, { fib6: changeRoutes6At(netnsOf(t, netns).fib6, found, change) });
	watchEnd(t, netns, withEnd(found, expires));
}

function withEnd({ expires: _, ...route }: Route6, expires: number | undefined): Route6 {
	return expires === undefined ? route : { ...route, expires };
}

function watchEnd(t: Task, netns: number, { table, dst, expires }: Route6): void {
	if (expires !== undefined)
		startTimer(t, untilCollected(expires - t.kernel.now), { kind: "route6", netns, place: { table, dst } });
}

function remove(t: Task, { netns }: Device, route: Route6): void {
	setNetns(t, netns, { fib6: removeRoute6(netnsOf(t, netns).fib6, route, dealer6(t, netns)) });
	notify(t, netns, { type: "RTM_DELROUTE", route: fillGone6(t, route) });
}
