/**
 * IPv6 addresses of a device (struct inet6_dev, struct inet6_ifaddr): the list and its order, duplicate address detection,
 * link-local addresses, what up, carrier and down do. Mirrors net/ipv6/addrconf.c. The routes that the addresses imply
 * are in address6-route.ts.
 */
import { type Addr, fromWords, isLoopback, isMulticast, scope6 } from "../net/addr.ts";
import {
	IFA_F_DADFAILED,
	IFA_F_DEPRECATED,
	IFA_F_MCAUTOJOIN,
	IFA_F_NODAD,
	IFA_F_OPTIMISTIC,
	IFA_F_PERMANENT,
	IFA_F_STABLE_PRIVACY,
	IFA_F_TENTATIVE,
} from "../uapi/addr-flags.ts";
import { IFF_LOOPBACK, IFF_NOARP } from "../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../uapi/link-type.ts";
import { type Ifaddr, INFINITY_LIFE_TIME } from "../uapi/message.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK } from "../uapi/scope.ts";
import { addMulticastRoute, addPrefixRoutes, syncRoutes6 } from "./address6-route.ts";
import type { Conf6 } from "./conf.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { disableIp6, dropPrefsrc6, reviveNexthops6 } from "./fib6-state.ts";
import { linkLocalOf, mayHaveLinkLocal } from "./interface-id.ts";
import { secondsLeft } from "./lifetime.ts";
import {
	destroyGroups,
	downGroups6,
	forwardGroups6,
	initGroups6,
	joinAnycast,
	joinSolicited,
	leaveAnycast,
	leaveSolicited,
	upGroups6,
} from "./multicast.ts";
import { ifdownNeighbours } from "./neigh.ts";
import { netconfAdded, netconfRemoved } from "./netconf.ts";
import { reportAll } from "./path/listener.ts";
import { sendDadProbe } from "./path/ndisc.ts";
import { beginRouterSolicitation, endRouterSolicitation } from "./path/router-solicit.ts";
import { refusal } from "./refusal.ts";
import { deviceOf, keep, netnsOf, notify, random, setDevice, type Task } from "./task.ts";
import { startTimer } from "./timer.ts";

/** struct inet6_ifaddr */
export interface Ifa6 {
	readonly addr: Addr;
	readonly peer?: Addr;
	readonly prefixlen: number;
	readonly scope: number;
	readonly flags: number;
	/** 0 is the default, 256 for its prefix route. */
	readonly metric: number;
	readonly validLft: number;
	readonly preferredLft: number;
	readonly since: number;
	/** Kernel time when duplicate address detection goes on, while it runs. */
	readonly dadEnds?: number;
	/** Questions that it has still to ask before. */
	readonly dadProbes?: number;
	/** The kernel's own ::1, which has no prefix route until somebody changes it (init_loopback). */
	readonly bare?: true;
}

/** struct inet6_dev */
export interface Inet6 {
	readonly addrs: readonly Ifa6[];
	readonly conf: Conf6;
	/** IF_READY: it was up with a carrier since it last went down. */
	readonly ready?: boolean;
	/** inet6_dev.token, while it is not `::`. */
	readonly token?: Addr;
}

/** IPV6_ADDR_GEN_MODE_NONE: no link-local address is made. */
const addrGenNone = 1;
/** IN6_ADDR_GEN_MODE_RANDOM */
const addrGenRandom = 3;

export function addrs6(device: Device): readonly Ifa6[] {
	return device.inet6?.addrs ?? [];
}

export function isTentative(ifa: Ifa6): boolean {
	return (ifa.flags & IFA_F_TENTATIVE) !== 0;
}

/** IPV6_MIN_MTU: below it a device has no IPv6. */
export function hasRoomFor6(mtu: number): boolean {
	return mtu >= 1280;
}

function setAddrs(t: Task, id: number, addrs: readonly Ifa6[]): void {
	const before = deviceOf(t, id);
	if (!before.inet6) return;
	syncRoutes6(t, before, setDevice(t, id, { inet6: { ...before.inet6, addrs } }));
}

function replace(t: Task, id: number, old: Ifa6, next: Ifa6): void {
	setAddrs(
		t,
		id,
		addrs6(deviceOf(t, id)).map((ifa) => (ifa === old ? next : ifa)),
	);
}

export function find6(t: Task, id: number, addr: Addr): Ifa6 | undefined {
	return addrs6(deviceOf(t, id)).find((ifa) => ifa.addr === addr);
}

/** Wide scopes first, the newest first among equals (ipv6_link_dev_addr). */
function placeOf(list: readonly Ifa6[], ifa: Ifa6): number {
	const at = list.findIndex((other) => other.scope >= ifa.scope);
	return at < 0 ? list.length : at;
}

/**
 * ipv6_add_addr() and the start of its detection: judges the address, lists it, makes its routes.
 * The kernel's `own` addresses are not told before they work. Throws EADDRNOTAVAIL, EEXIST, EACCES as the kernel does.
 */
export function insertAddr6(t: Task, id: number, given: Omit<Ifa6, "scope">, own = false): void {
	const device = deviceOf(t, id);
	const { profile } = t.kernel;
	if (given.addr === "::") throw refusal(profile, "address6Any");
	if (isMulticast(given.addr) && !(given.flags & IFA_F_MCAUTOJOIN)) throw refusal(profile, "address6Multicast");
	if (isLoopback(given.addr) && !isLoopbackDevice(device)) throw refusal(profile, "address6Loopback");
	if (!own) driverOf(device).judgeAddress?.(t, device, given.addr);
	if (device.inet6?.conf.disableIpv6) throw refusal(profile, "address6Disabled");
	if (find6(t, id, given.addr)) throw refusal(profile, "address6Exists");
	const { addr, flags } = given;
	const listed: Ifa6 = { ...given, scope: scope6(addr), flags: flags | IFA_F_TENTATIVE };
	const list = addrs6(device);
	const at = placeOf(list, listed);
	setAddrs(t, id, [...list.slice(0, at), listed, ...list.slice(at)]);
	// The prefix route is there by now; the host route follows when the address is told and works.
	const ifa: Ifa6 = flags & IFA_F_NODAD ? { ...listed, flags } : listed;
	if (flags & IFA_F_NODAD || (!own && !(flags & IFA_F_OPTIMISTIC))) announce(t, id, "RTM_NEWADDR", ifa);
	if (ifa !== listed) replace(t, id, listed, ifa);
	joinSolicited(t, id, addr);
	if (ifa !== listed) joinRouters(t, id, ifa);
	startDad(t, id, ifa);
	startLifetime(t, id, ifa);
}

/** addrconf_add_dev(): what becomes of the address, the device is configured for IPv6 from now on. */
export function configureInet6(t: Task, device: Device): void {
	if (device.inet6?.conf.disableIpv6) throw refusal(t.kernel.profile, "address6Disabled");
	addMulticastRoute(t, device);
	keep(t);
}

export function removeAddr6(t: Task, id: number, ifa: Ifa6): void {
	announce(t, id, "RTM_DELADDR", ifa);
	setAddrs(
		t,
		id,
		addrs6(deviceOf(t, id)).filter((other) => other !== ifa),
	);
	leaveGroups(t, id, ifa);
	dropPrefsrc6(t, deviceOf(t, id).netns, ifa.addr);
}

/** inet6_addr_modify(): flags that a user may change, lifetimes and metric. A prefix route that is gone is put in again. */
export function changeAddr6(t: Task, id: number, { bare: _, ...old }: Ifa6, patch: Partial<Ifa6>): void {
	const next: Ifa6 = { ...old, ...patch, since: t.kernel.now };
	setAddrs(
		t,
		id,
		addrs6(deviceOf(t, id)).map((ifa) => (ifa.addr === old.addr ? next : ifa)),
	);
	addPrefixRoutes(t, deviceOf(t, id), next);
	announce(t, id, "RTM_NEWADDR", next);
	startLifetime(t, id, next);
}

/** addrconf_dad_begin(): who needs no detection is done at once; who cannot detect yet stays tentative. */
function startDad(t: Task, id: number, ifa: Ifa6): void {
	const device = deviceOf(t, id);
	const net = netnsOf(t, device.netns);
	const conf = device.inet6?.conf;
	const accepts = Math.max(net.conf6.all.acceptDad, conf?.acceptDad ?? 0) > 0;
	const needless = isLoopbackDevice(device) || device.flags & IFF_NOARP || !accepts || !isTentative(ifa);
	if (needless) return dadCompleted(t, id, ifa);
	if (!isUp(device) || !device.carrier) {
		// addrconf_dad_stop(): a permanent address waits, another is dropped.
		if (!(ifa.flags & IFA_F_PERMANENT)) removeAddr6(t, id, ifa);
		return;
	}
	// addrconf_dad_kick(): a random delay of up to a second, then one second for each probe.
	waitForDad(t, id, { ...ifa, dadProbes: conf?.dadTransmits ?? 1 }, ifa, Math.ceil(random(t) * 1000));
}

function waitForDad(t: Task, id: number, next: Ifa6, old: Ifa6, ms: number): void {
	replace(t, id, old, { ...next, dadEnds: t.kernel.now + ms });
	startTimer(t, ms, { kind: "dad", device: id, addr: next.addr });
}

function dadCompleted(t: Task, id: number, ifa: Ifa6): void {
	if (!isTentative(ifa)) return;
	const { dadEnds: _, dadProbes: __, ...rest } = ifa;
	const next: Ifa6 = { ...rest, flags: ifa.flags & ~(IFA_F_TENTATIVE | IFA_F_OPTIMISTIC | IFA_F_DADFAILED) };
	announce(t, id, "RTM_NEWADDR", next);
	replace(t, id, ifa, next);
	joinRouters(t, id, next);
	const isLonely =
		addrs6(deviceOf(t, id)).filter((each) => each.scope === RT_SCOPE_LINK && !isTentative(each)).length === 1;
	if (next.scope !== RT_SCOPE_LINK || !isLonely) return;
	reportAll(t, id);
	beginRouterSolicitation(t, id);
}

/** What a router hears for an address that works (addrconf_join_anycast). */
function joinRouters(t: Task, id: number, { addr, prefixlen }: Ifa6): void {
	if (deviceOf(t, id).inet6?.conf.forwarding) joinAnycast(t, id, addr, prefixlen);
}

function leaveGroups(t: Task, id: number, ifa: Ifa6): void {
	if (deviceOf(t, id).inet6?.conf.forwarding && !isTentative(ifa)) leaveAnycast(t, id, ifa.addr, ifa.prefixlen);
	leaveSolicited(t, id, ifa.addr);
}

/** dev_forward_change(): the groups of routers, and the anycast addresses of its networks. */
export function forwardInet6(t: Task, id: number, forwards: boolean): void {
	forwardGroups6(t, id, forwards);
	for (const { addr, prefixlen } of addrs6(deviceOf(t, id)).filter((ifa) => !isTentative(ifa)))
		(forwards ? joinAnycast : leaveAnycast)(t, id, addr, prefixlen);
}

/** addrconf_dad_work(): the next question, or nobody has answered the last one. */
export function dadTimeout(t: Task, id: number, addr: Addr): void {
	const ifa = find6(t, id, addr);
	if (ifa?.dadEnds === undefined || ifa.dadEnds > t.kernel.now) return;
	const { dadProbes = 0 } = ifa;
	if (dadProbes === 0) return dadCompleted(t, id, ifa);
	waitForDad(t, id, { ...ifa, dadProbes: dadProbes - 1 }, ifa, 1000);
	sendDadProbe(t, deviceOf(t, id), addr);
}

/** addrconf_dad_failure(): somebody else on the link has the address. */
export function dadFailure(t: Task, id: number, addr: Addr): void {
	const ifa = find6(t, id, addr);
	if (ifa?.dadEnds === undefined) return;
	const { dadEnds: _, dadProbes: __, ...rest } = ifa;
	const failed: Ifa6 = { ...rest, flags: ifa.flags | IFA_F_DADFAILED };
	replace(t, id, ifa, failed);
	announce(t, id, "RTM_NEWADDR", failed);
}

/** Lifetime flags as inet6_addr_add() and inet6_addr_modify() set them. */
export function lifetimeFlags6(flags: number, validLft: number, preferredLft: number): number {
	const base = flags & ~(IFA_F_PERMANENT | IFA_F_DEPRECATED);
	return base | (validLft === INFINITY_LIFE_TIME ? IFA_F_PERMANENT : 0) | (preferredLft === 0 ? IFA_F_DEPRECATED : 0);
}

function startLifetime(t: Task, id: number, ifa: Ifa6): void {
	for (const lft of new Set([ifa.preferredLft, ifa.validLft]))
		if (lft !== INFINITY_LIFE_TIME && lft > 0) startTimer(t, lft * 1000, { kind: "lifetime6", device: id });
}

/** addrconf_verify(): addresses whose time is over. */
export function checkLifetime6(t: Task, id: number): void {
	for (const ifa of addrs6(deviceOf(t, id))) {
		const left = secondsLeft(t.kernel.now, ifa);
		if (ifa.validLft !== INFINITY_LIFE_TIME && left.validLft === 0) removeAddr6(t, id, ifa);
		else if (left.preferredLft === 0 && !(ifa.flags & IFA_F_DEPRECATED)) {
			const next = { ...ifa, flags: ifa.flags | IFA_F_DEPRECATED };
			replace(t, id, ifa, next);
			announce(t, id, "RTM_NEWADDR", next);
		}
	}
}

export function fillAddr6(t: Task, device: Device, ifa: Ifa6): Ifaddr {
	const where = ifa.peer === undefined ? { address: ifa.addr } : { local: ifa.addr, address: ifa.peer };
	return {
		family: "inet6",
		index: device.index,
		prefixlen: ifa.prefixlen,
		flags: ifa.flags,
		scope: ifa.scope,
		...where,
		...(ifa.metric !== 0 && { metric: ifa.metric }),
		...secondsLeft(t.kernel.now, ifa),
	};
}

function announce(t: Task, id: number, type: "RTM_NEWADDR" | "RTM_DELADDR", ifa: Ifa6): void {
	const device = deviceOf(t, id);
	notify(t, device.netns, { type, addr: fillAddr6(t, device, ifa) });
}

const forever = { validLft: INFINITY_LIFE_TIME, preferredLft: INFINITY_LIFE_TIME, metric: 0 };

/** An address that the kernel makes for itself. */
function addOwn(t: Task, id: number, addr: Addr, own: Pick<Ifa6, "prefixlen" | "flags" | "bare">): void {
	if (find6(t, id, addr)) return;
	insertAddr6(t, id, { ...own, addr, flags: own.flags | IFA_F_PERMANENT, since: t.kernel.now, ...forever }, true);
}

export function initInet6(t: Task, id: number): void {
	const device = deviceOf(t, id);
	if (device.inet6 || !hasRoomFor6(device.mtu)) return;
	const conf = netnsOf(t, device.netns).conf6.default;
	// ipv6_add_dev()
	const asks = (device.flags & (IFF_NOARP | IFF_LOOPBACK)) === 0;
	setDevice(t, id, { inet6: { addrs: [], conf: asks ? conf : { ...conf, acceptDad: -1 } } });
	netconfAdded(t, id, "inet6");
	initGroups6(t, id);
}

/** The device is up, or its carrier has come (addrconf_notify, NETDEV_UP and NETDEV_CHANGE). */
export function readyInet6(t: Task, before: Device, after: Device): void {
	if (!after.inet6 || after.inet6.conf.disableIpv6 || !isUp(after)) return;
	syncRoutes6(t, before, after);
	if (isLoopbackDevice(after) || after.carrier) {
		setReady(t, after.id, true);
		upGroups6(t, after.id);
	}
	// init_loopback()
	if (isLoopbackDevice(after)) {
		addOwn(t, after.id, "::1", { prefixlen: 128, flags: 0, bare: true });
		if (!hasRoomFor6(after.mtu)) stopInet6(t, after.id);
		return;
	}
	if (!after.carrier) return;
	addMulticastRoute(t, after);
	for (const ifa of addrs6(after))
		if (isTentative(ifa) && ifa.dadEnds === undefined && !(ifa.flags & IFA_F_DADFAILED)) startDad(t, after.id, ifa);
	makeLinkLocal(t, after.id);
	reviveNexthops6(t, after);
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
	if (now.inet6?.conf.addrGenMode === addrGenRandom && mayHaveLinkLocal(now)) return makeRandomLinkLocal(t, now);
	const addr = linkLocalOf(now);
	if (addr !== undefined) addOwn(t, id, addr, { prefixlen: 64, flags: 0 });
}

/** ipv6_generate_stable_address(): the secret is random, so is the address; but it stays while it is there. */
function makeRandomLinkLocal(t: Task, device: Device): void {
	if (addrs6(device).some((ifa) => ifa.flags & IFA_F_STABLE_PRIVACY && ifa.scope === RT_SCOPE_LINK)) return;
	const word = () => Math.floor(random(t) * 2 ** 32) >>> 0;
	const addr = fromWords([0xfe800000, 0, word(), word()]);
	addOwn(t, device.id, addr, { prefixlen: 64, flags: IFA_F_STABLE_PRIVACY });
}

function setReady(t: Task, id: number, ready: boolean): void {
	const { inet6 } = deviceOf(t, id);
	if (inet6) setDevice(t, id, { inet6: { ...inet6, ready } });
}

/** IPv6 has no room any more, and ends; of lo it only goes down (addrconf_notify). */
export function stopInet6(t: Task, id: number): void {
	downInet6(t, id, isLoopbackDevice(deviceOf(t, id)) ? "down" : "destroy");
}

/** addrconf_ifdown(): routes go, and so do addresses, unless keep_addr_on_down keeps a global one. */
export function downInet6(t: Task, id: number, why: "down" | "destroy"): void {
	const device = deviceOf(t, id);
	if (!device.inet6) return;
	const keep =
		why === "down" && (device.inet6.conf.keepAddrOnDown || netnsOf(t, device.netns).conf6.all.keepAddrOnDown) > 0;
	const stays = (ifa: Ifa6) =>
		keep && (ifa.flags & IFA_F_PERMANENT) !== 0 && ifa.scope !== RT_SCOPE_LINK && ifa.scope !== RT_SCOPE_HOST;
	disableIp6(t, device, why === "down" ? "down" : "unregister");
	ifdownNeighbours(t, device, "inet6");
	const gone = device.inet6.addrs.filter((ifa) => !stays(ifa));
	setAddrs(
		t,
		id,
		device.inet6.addrs.filter(stays).map((ifa) => ({ ...ifa, flags: ifa.flags | IFA_F_TENTATIVE })),
	);
	for (const ifa of gone) {
		announce(t, id, "RTM_DELADDR", ifa);
		leaveGroups(t, id, ifa);
	}
	if (device.inet6.ready) downGroups6(t, id);
	setReady(t, id, false);
	endRouterSolicitation(t, id);
	for (const ifa of gone) dropPrefsrc6(t, device.netns, ifa.addr);
	if (why !== "destroy") return;
	destroyGroups(t, id, "inet6");
	netconfRemoved(t, id, "inet6");
	setDevice(t, id, { inet6: undefined });
}
