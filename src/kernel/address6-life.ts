/**
 * How an IPv6 address comes, changes and goes, one at a time: net/ipv6/addrconf.c ipv6_add_addr(), inet6_addr_add(),
 * inet6_addr_modify(), ipv6_del_addr(), addrconf_verify_rtnl(). Its routes are address6-route.ts, its detection is dad.ts.
 */
import { type Addr, isLoopback, isMulticast, isUnspecified, scope6 } from "../net/addr.ts";
import {
	IFA_F_DADFAILED,
	IFA_F_DEPRECATED,
	IFA_F_HOMEADDRESS,
	IFA_F_MANAGETEMPADDR,
	IFA_F_MCAUTOJOIN,
	IFA_F_NODAD,
	IFA_F_NOPREFIXROUTE,
	IFA_F_OPTIMISTIC,
	IFA_F_PERMANENT,
	IFA_F_TENTATIVE,
} from "../uapi/addr-flags.ts";
import { INFINITY_LIFE_TIME } from "../uapi/message.ts";
import { addrs6, announce6, find6, type Ifa6, isTentative, list6, replace6, setAddrs6 } from "./address6.ts";
import {
	addMulticastRoute,
	addPrefixRoute,
	cleanUpPrefixRoute,
	modifyPrefixRoute,
	prefixFate,
	removeHostRoute,
	removePrefixRoute,
} from "./address6-route.ts";
import { leaveAnycast } from "./anycast6.ts";
import { beginDad, completeDad } from "./dad.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { dropPrefsrc6 } from "./fib6-state.ts";
import { secondsLeft } from "./lifetime.ts";
import { leaveSolicited, upGroups6 } from "./multicast.ts";
import { refusal } from "./refusal.ts";
import { deviceOf, keep, type Task } from "./task.ts";
import { startTimer } from "./timer.ts";

/** ipv6_add_addr(): lists the address. Throws EEXIST. */
function create(t: Task, id: number, given: Omit<Ifa6, "scope">): Ifa6 {
	if (find6(t, id, given.addr)) throw refusal(t.kernel.profile, "address6Exists");
	const tentative = given.flags & IFA_F_NODAD ? 0 : IFA_F_TENTATIVE;
	const ifa: Ifa6 = { ...given, scope: scope6(given.addr), flags: given.flags | tentative };
	list6(t, id, ifa);
	return ifa;
}

/** What ipv6_add_addr() asks before: EADDRNOTAVAIL, EACCES, and whatever the driver has against it. */
function judge(t: Task, device: Device, { addr, flags }: Omit<Ifa6, "scope">): void {
	const { profile } = t.kernel;
	if (addr === "::") throw refusal(profile, "address6Any");
	if (isMulticast(addr) && !(flags & IFA_F_MCAUTOJOIN)) throw refusal(profile, "address6Multicast");
	const isHome = isLoopbackDevice(device) || driverOf(device).l3mdevTable;
	if (isLoopback(addr) && !isHome) throw refusal(profile, "address6Loopback");
	if (device.inet6?.conf.disableIpv6) throw refusal(profile, "address6Disabled");
	driverOf(device).judgeAddress?.(t, device, addr);
}

/** inet6_addr_add(): an address that a user gives. */
export function insertAddr6(t: Task, id: number, given: Omit<Ifa6, "scope">): void {
	judge(t, deviceOf(t, id), given);
	const ifa = create(t, id, given);
	if (!(ifa.flags & IFA_F_NOPREFIXROUTE)) addPrefixRoute(t, id, ifa);
	if (!(ifa.flags & (IFA_F_OPTIMISTIC | IFA_F_NODAD))) announce6(t, id, "RTM_NEWADDR", ifa);
	beginDad(t, id, ifa);
	startLifetime(t, id, ifa);
}

const forever = { validLft: INFINITY_LIFE_TIME, preferredLft: INFINITY_LIFE_TIME, metric: 0 };

const IFAPROT_KERNEL_LO = 1;
const IFAPROT_KERNEL_LL = 3;

function own(t: Task): typeof forever & Pick<Ifa6, "since"> {
	return { ...forever, since: t.kernel.now };
}

/** addrconf_add_linklocal(): an address that the kernel makes for itself, and tells when it works. */
export function addLinkLocal(t: Task, id: number, addr: Addr, flags = 0): void {
	if (find6(t, id, addr)) return;
	const given = { ...own(t), addr, prefixlen: 64, flags: flags | IFA_F_PERMANENT, proto: IFAPROT_KERNEL_LL };
	const ifa = create(t, id, given);
	addPrefixRoute(t, id, ifa);
	beginDad(t, id, ifa);
}

/** init_loopback(): `::1` has no prefix route, and nobody else on its link. */
export function addLoopback(t: Task, id: number): void {
	if (find6(t, id, "::1")) return;
	const given = { ...own(t), addr: "::1", prefixlen: 128, flags: IFA_F_PERMANENT, proto: IFAPROT_KERNEL_LO };
	completeDad(t, id, create(t, id, given));
}

/** ipv6_find_idev(): whatever becomes of the request, a device that is up listens to its groups from now on. */
export function listenInet6(t: Task, id: number): void {
	if (isUp(deviceOf(t, id))) upGroups6(t, id);
	keep(t);
}

/** addrconf_add_dev(): what becomes of the address, the device is configured for IPv6 from now on. */
export function configureInet6(t: Task, id: number): void {
	const device = deviceOf(t, id);
	if (device.inet6?.conf.disableIpv6) throw refusal(t.kernel.profile, "address6Disabled");
	addMulticastRoute(t, device);
	keep(t);
}

/** What a user asks of an address that is there. */
export type Wish6 = Pick<Ifa6, "flags" | "validLft" | "preferredLft" | "metric" | "peer">;

const replaced =
	IFA_F_DEPRECATED | IFA_F_PERMANENT | IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE;

/** inet6_addr_modify(): a metric of 0 and a peer that is not named stay what they were; `::` is no peer. */
export function changeAddr6(t: Task, id: number, old: Ifa6, wish: Wish6): void {
	const detects = isTentative(old) && !(old.flags & IFA_F_DADFAILED);
	const flags = wish.flags & (detects ? -1 : ~IFA_F_OPTIMISTIC);
	const { peer: oldPeer, ...rest } = old;
	const peer = peerOf(wish.peer ?? oldPeer);
	if (oldPeer !== undefined && peer !== oldPeer) removePrefixRoute(t, id, oldPeer, old.prefixlen);
	const { validLft, preferredLft } = wish;
	const next: Ifa6 = {
		...rest,
		...(peer !== undefined && { peer }),
		flags: (old.flags & ~replaced) | flags,
		...{ validLft, preferredLft },
		metric: wish.metric || old.metric,
		since: t.kernel.now,
	};
	replace6(t, id, next);
	if (!isTentative(next)) announce6(t, id, "RTM_NEWADDR", next);
	changeRoutes(t, id, hasPrefixRoute(old), next);
	startLifetime(t, id, next);
}

/** ipv6_addr_any() of a peer says that there is none. */
export function peerOf(addr: Addr | undefined): Addr | undefined {
	return addr === undefined || isUnspecified(addr) ? undefined : addr;
}

function hasPrefixRoute({ flags }: Ifa6): boolean {
	return (flags & IFA_F_PERMANENT) !== 0 && (flags & IFA_F_NOPREFIXROUTE) === 0;
}

/** A prefix route that was not there, or was taken away, is put in. */
function changeRoutes(t: Task, id: number, had: boolean, next: Ifa6): void {
	if (next.flags & IFA_F_NOPREFIXROUTE) {
		if (had) cleanUpPrefixRoute(t, id, next, prefixFate(t, id, next));
		return;
	}
	const changed = had && modifyPrefixRoute(t, id, next);
	if (!changed) addPrefixRoute(t, id, next);
	if (next.peer === undefined) return;
	const peerChanged = had ? modifyPrefixRoute(t, id, next, next.peer) : changed;
	if (!peerChanged) addPrefixRoute(t, id, next, next.peer);
}

/** ipv6_del_addr() */
export function removeAddr6(t: Task, id: number, ifa: Ifa6): void {
	const fate = hasPrefixRoute(ifa) ? prefixFate(t, id, ifa) : "stays";
	setAddrs6(
		t,
		id,
		addrs6(deviceOf(t, id)).filter((other) => other.addr !== ifa.addr),
	);
	tellGone(t, id, ifa);
	cleanUpPrefixRoute(t, id, ifa, fate);
	dropPrefsrc6(t, deviceOf(t, id), ifa.addr);
}

/** __ipv6_ifa_notify() of RTM_DELADDR: what it brought with it goes, too. */
export function tellGone(t: Task, id: number, ifa: Ifa6): void {
	announce6(t, id, "RTM_DELADDR", ifa);
	forget(t, id, ifa);
	if (ifa.peer !== undefined) removePrefixRoute(t, id, ifa.peer, 128);
	removeHostRoute(t, id, ifa.addr);
}

/** Groups and anycast addresses that the device was in for its sake. */
export function forget(t: Task, id: number, ifa: Ifa6): void {
	if (deviceOf(t, id).inet6?.conf.forwarding) leaveAnycast(t, id, ifa);
	leaveSolicited(t, id, ifa.addr);
}

function startLifetime(t: Task, id: number, ifa: Ifa6): void {
	for (const lft of new Set([ifa.preferredLft, ifa.validLft]))
		if (lft !== INFINITY_LIFE_TIME && lft > 0) startTimer(t, lft * 1000, { kind: "lifetime6", device: id });
}

/** addrconf_verify_rtnl(): addresses whose time is over. */
export function checkLifetime6(t: Task, id: number): void {
	for (const ifa of addrs6(deviceOf(t, id))) {
		const left = secondsLeft(t.kernel.now, ifa);
		if (ifa.validLft !== INFINITY_LIFE_TIME && left.validLft === 0) removeAddr6(t, id, ifa);
		else if (left.preferredLft === 0 && !(ifa.flags & IFA_F_DEPRECATED)) {
			const next = { ...ifa, flags: ifa.flags | IFA_F_DEPRECATED };
			replace6(t, id, next);
			announce6(t, id, "RTM_NEWADDR", next);
		}
	}
}
