import {
	IFA_F_NODAD,
	IFA_F_NOPREFIXROUTE,
	IFA_F_PERMANENT,
	IFA_F_STABLE_PRIVACY,
	IFA_F_TENTATIVE,
} from "../uapi/addr-flags.ts";
import { IFF_LOOPBACK, IFF_MULTICAST, IFF_NOARP, IFF_SLAVE } from "../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../uapi/link-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK } from "../uapi/scope.ts";
import { addrs6, type Ifa6, isTentative, setAddrs6 } from "./address6.ts";
import { addLinkLocal, addLoopback, forget, tellGone } from "./address6-life.ts";
import { addMulticastRoute, addPrefixRoute, removeHostRoute } from "./address6-route.ts";
import { joinAnycast, leaveAnycast } from "./anycast6.ts";
import { isOperUp } from "./carrier.ts";
import { beginDad, runDad, settled } from "./dad.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { disableIp6, reviveNexthops6, syncReady6 } from "./fib6-state.ts";
import { linkLocalOf, mayHaveLinkLocal } from "./interface-id.ts";
import { destroyGroups, downGroups6, forwardGroups6, initGroups6, upGroups6 } from "./multicast.ts";
import { ifdownNeighbours } from "./neigh-event.ts";
import { netconfAdded, netconfRemoved } from "./netconf.ts";
import { endRouterSolicitation } from "./path/router-solicit.ts";
import { addrGenStable, drawSecret, stableAddress } from "./stable-secret.ts";
import { deviceOf, netnsOf, setDevice, type Task } from "./task.ts";

/** IPV6_ADDR_GEN_MODE_NONE: no link-local address is made. */
const addrGenNone = 1;
/** IN6_ADDR_GEN_MODE_RANDOM */
const addrGenRandom = 3;
const ofSecret = new Set([addrGenStable, addrGenRandom]);

/** IPV6_MIN_MTU: below it a device has no IPv6. */
export function hasRoomFor6(mtu: number): boolean {
	return mtu >= 1280;
}

/** ipv6_add_dev() */
export function initInet6(t: Task, id: number): void {
	const device = deviceOf(t, id);
	if (device.inet6 || !hasRoomFor6(device.mtu)) return;
	const given = netnsOf(t, device.netns).conf6.default;
	const conf = given.stableSecret === undefined ? given : { ...given, addrGenMode: addrGenStable };
	const asks = (device.flags & (IFF_NOARP | IFF_LOOPBACK)) === 0;
	setDevice(t, id, { inet6: { addrs: [], conf: asks ? conf : { ...conf, acceptDad: -1 } } });
	netconfAdded(t, id, "inet6");
	initGroups6(t, id);
	if (isReady(device)) setReady(t, id, true);
}

/** addrconf_link_ready() */
function isReady(device: Device): boolean {
	return isUp(device) && device.carrier && isOperUp(device);
}

/** A bond's or team's port has no IPv6 of its own (IFF_NO_ADDRCONF, before it IFF_SLAVE). */
function isPort({ flags, port }: Device): boolean {
	return (flags & IFF_SLAVE) !== 0 || Boolean(port?.noAddrconf);
}

/** NETDEV_UP */
export function upInet6(t: Task, id: number): void {
	const device = deviceOf(t, id);
	if (!device.inet6 || device.inet6.conf.disableIpv6) return;
	if (isPort(device)) {
		if (device.flags & IFF_MULTICAST) upGroups6(t, id);
		return;
	}
	for (const ifa of addrs6(device)) if (ifa.flags & IFA_F_PERMANENT) restore(t, id, ifa);
	if (!isReady(device)) return;
	setReady(t, id, true);
	configure(t, id);
}

/** fixup_permanent_addr() */
function restore(t: Task, id: number, ifa: Ifa6): void {
	if (!(ifa.flags & IFA_F_NOPREFIXROUTE)) addPrefixRoute(t, id, ifa);
	if (ifa.predad) beginDad(t, id, ifa);
}

/** NETDEV_CHANGE, of a device that is up: its state or its flags are others. */
export function changeInet6(t: Task, id: number, flagsChanged: number): void {
	const device = deviceOf(t, id);
	if (!device.inet6 || device.inet6.conf.disableIpv6 || isPort(device)) return;
	if (!isReady(device)) return syncReady6(t, device, false);
	if (!device.inet6.ready) {
		setReady(t, id, true);
		return configure(t, id);
	}
	upGroups6(t, id);
	if (flagsChanged & IFF_NOARP) runDad(t, id, true);
	syncReady6(t, device, true);
}

/** NETDEV_CHANGEMTU: there is room for IPv6 again. */
export function resumeInet6(t: Task, id: number): void {
	initInet6(t, id);
	if (deviceOf(t, id).inet6?.ready) configure(t, id);
}

function configure(t: Task, id: number): void {
	makeAddresses(t, id);
	runDad(t, id, false);
	reviveNexthops6(t, deviceOf(t, id));
	if (!hasRoomFor6(deviceOf(t, id).mtu)) stopInet6(t, id);
}

/** addrconf_init_auto_addrs() */
export function makeAddresses(t: Task, id: number): void {
	const device = deviceOf(t, id);
	if (!device.inet6 || device.inet6.conf.disableIpv6) return;
	if (isUp(device)) upGroups6(t, id);
	if (isLoopbackDevice(device)) return addLoopback(t, id);
	addMulticastRoute(t, device);
	makeLinkLocal(t, id);
}

/**
 * addrconf_dev_config(), addrconf_addr_gen(): what the device's own address gives; a device that has none gets a random one.
 * A VRF gets none at all.
 */
function makeLinkLocal(t: Task, id: number): void {
	const { type, inet6 } = deviceOf(t, id);
	if (!inet6 || inet6.conf.addrGenMode === addrGenNone || driverOf(deviceOf(t, id)).l3mdevTable) return;
	if (type === ARPHRD_NONE && inet6.conf.addrGenMode === 0)
		setDevice(t, id, { inet6: { ...inet6, conf: { ...inet6.conf, addrGenMode: addrGenRandom } } });
	const now = deviceOf(t, id);
	const mode = now.inet6?.conf.addrGenMode ?? 0;
	if (ofSecret.has(mode) && mayHaveLinkLocal(now)) {
		if (mode === addrGenRandom) drawSecret(t, now);
		const stable = stableAddress(t, deviceOf(t, id), "fe80::");
		if (stable !== undefined) addLinkLocal(t, id, stable, IFA_F_STABLE_PRIVACY);
		return;
	}
	const addr = linkLocalOf(now);
	if (addr !== undefined) addLinkLocal(t, id, addr);
}

function setReady(t: Task, id: number, ready: boolean): void {
	const { inet6 } = deviceOf(t, id);
	if (inet6) setDevice(t, id, { inet6: { ...inet6, ready } });
}

/** dev_forward_change(): the groups of routers, and the anycast addresses of its networks. */
export function forwardInet6(t: Task, id: number, forwards: boolean): void {
	forwardGroups6(t, id, forwards);
	for (const ifa of addrs6(deviceOf(t, id)).filter((each) => !isTentative(each)))
		(forwards ? joinAnycast : leaveAnycast)(t, id, ifa);
}

/** IPv6 has no room any more, and ends; of lo it only goes down (addrconf_notify). */
export function stopInet6(t: Task, id: number): void {
	downInet6(t, id, isLoopbackDevice(deviceOf(t, id)) ? "down" : "destroy");
}

/** keep_addr_on_down: which addresses outlive the device's going down. */
function staying(t: Task, device: Device): (ifa: Ifa6) => boolean {
	const { keepAddrOnDown = 0, disableIpv6 = 0 } = device.inet6?.conf ?? {};
	const keeps = !disableIpv6 && (netnsOf(t, device.netns).conf6.all.keepAddrOnDown || keepAddrOnDown) > 0;
	return ({ flags, scope }) =>
		keeps && (flags & IFA_F_PERMANENT) !== 0 && scope !== RT_SCOPE_LINK && scope !== RT_SCOPE_HOST;
}

/** addrconf_ifdown(): routes go, and so do addresses, unless keep_addr_on_down keeps a global one. */
export function downInet6(t: Task, id: number, why: "down" | "destroy"): void {
	const device = deviceOf(t, id);
	if (!device.inet6) return;
	const stays = why === "down" ? staying(t, device) : () => false;
	disableIp6(t, device, why === "down" ? "down" : "unregister");
	ifdownNeighbours(t, device, "inet6");
	const { addrs, ready } = device.inet6;
	setAddrs6(t, id, addrs.filter(stays).map(suspended));
	for (const ifa of addrs) {
		if (stays(ifa)) {
			removeHostRoute(t, id, ifa.addr);
			forget(t, id, ifa);
		} else tellGone(t, id, ifa);
	}
	if (ready) downGroups6(t, id);
	setReady(t, id, false);
	endRouterSolicitation(t, id);
	if (why !== "destroy") return;
	destroyGroups(t, id, "inet6");
	netconfRemoved(t, id, "inet6");
	setDevice(t, id, { inet6: undefined });
}

/** An address that waits for its device to come up again, and is detected anew then. */
function suspended(ifa: Ifa6): Ifa6 {
	const tentative = ifa.flags & IFA_F_NODAD ? 0 : IFA_F_TENTATIVE;
	return { ...settled(ifa), flags: ifa.flags | tentative, predad: true };
}
