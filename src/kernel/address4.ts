/**
 * IPv4 addresses of a device (struct in_device, struct in_ifaddr): the list, its order, primary and secondary, and what
 * comes and goes with each. Mirrors net/ipv4/devinet.c. The routes that a list of addresses implies are worked out whole
 * in address4-route.ts and compared before and after.
 */
import type { Addr } from "../net/addr.ts";
import { contains, type Prefix } from "../net/prefix.ts";
import { IFA_F_DEPRECATED, IFA_F_PERMANENT, IFA_F_SECONDARY } from "../uapi/addr-flags.ts";
import { type Ifaddr, INFINITY_LIFE_TIME } from "../uapi/message.ts";
import { RT_SCOPE_HOST } from "../uapi/scope.ts";
import { syncRoutes4 } from "./address4-route.ts";
import type { Conf4 } from "./conf.ts";
import { type Device, isLoopbackDevice, isUp } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { disableIp, reviveByAddress } from "./fib4-state.ts";
import { secondsLeft } from "./lifetime.ts";
import { destroyGroups, upGroups4 } from "./multicast.ts";
import { netconfAdded, netconfRemoved } from "./netconf.ts";
import { refusal } from "./refusal.ts";
import { deviceOf, netnsOf, notify, setDevice, type Task } from "./task.ts";
import { startTimer } from "./timer.ts";

/** struct in_ifaddr */
export interface Ifa4 {
	readonly local: Addr;
	/** The peer, or the address itself: the network is this one's. */
	readonly address: Addr;
	readonly prefixlen: number;
	readonly broadcast?: Addr;
	readonly scope: number;
	readonly flags: number;
	readonly label: string;
	readonly metric: number;
	/** Seconds from `since`; 2^32-1 is for ever. */
	readonly validLft: number;
	readonly preferredLft: number;
	/** Kernel time of the last change, ms. */
	readonly since: number;
}

/** struct in_device */
export interface Inet {
	readonly addrs: readonly Ifa4[];
	readonly conf: Conf4;
}

export function addrs4(device: Device): readonly Ifa4[] {
	return device.inet?.addrs ?? [];
}

export function network(ifa: Ifa4): Prefix {
	return { addr: ifa.address, len: ifa.prefixlen };
}

export function isSecondary(ifa: Ifa4): boolean {
	return (ifa.flags & IFA_F_SECONDARY) !== 0;
}

/** Same mask and same network (of the peer, where there is one). */
export function sameSubnet(a: Ifa4, b: Ifa4): boolean {
	return a.prefixlen === b.prefixlen && contains(network(b), a.address);
}

/** Replaces the list and lets the routes follow. */
function setAddrs(t: Task, id: number, addrs: readonly Ifa4[]): void {
	const before = deviceOf(t, id);
	if (!before.inet) return;
	const { conf } = before.inet;
	// ipv4_devconf_setall(): with the first address the device has its settings for its own
	const own = addrs.length === 0 || conf.own === true ? conf : { ...conf, own: true as const };
	const after = setDevice(t, id, { inet: { ...before.inet, addrs, conf: own } });
	syncRoutes4(t, before, after);
}

/**
 * Puts an address into its place (__inet_insert_ifa): primaries by descending scope value, secondaries behind.
 * Throws EEXIST for the same address and network, EINVAL for another scope in the same network.
 */
export function insertAddr4(t: Task, id: number, given: Ifa4): void {
	const list = addrs4(deviceOf(t, id));
	// devinet.c: the unspecified address is accepted and forgotten.
	if (given.local === "0.0.0.0") return;
	const primary = list.find((ifa) => !isSecondary(ifa) && sameSubnet(ifa, given));
	for (const ifa of list) {
		if (!sameSubnet(ifa, given)) continue;
		if (ifa.local === given.local) throw refusal(t.kernel.profile, "address4Exists");
		if (ifa.scope !== given.scope) throw refusal(t.kernel.profile, "address4Scope");
	}
	driverOf(deviceOf(t, id)).judgeAddress?.(t, deviceOf(t, id), given.local);
	const ifa = primary ? { ...given, flags: given.flags | IFA_F_SECONDARY } : given;
	const at = isSecondary(ifa) ? list.length : placeOfPrimary(list, ifa);
	announce(t, id, "RTM_NEWADDR", ifa);
	setAddrs(t, id, [...list.slice(0, at), ifa, ...list.slice(at)]);
	reviveByAddress(t, deviceOf(t, id));
	startLifetime(t, id, ifa);
}

/** Behind the last primary whose scope is not smaller. */
function placeOfPrimary(list: readonly Ifa4[], ifa: Ifa4): number {
	let at = 0;
	list.forEach((other, i) => {
		if (!isSecondary(other) && other.scope >= ifa.scope) at = i + 1;
	});
	return at;
}

/** Takes an address away; with a primary go its secondaries, or the first of them takes its place (__inet_del_ifa). */
export function removeAddr4(t: Task, id: number, ifa: Ifa4): void {
	const device = deviceOf(t, id);
	const list = addrs4(device);
	if (isSecondary(ifa)) return drop(t, id, [ifa]);
	const behind = list.slice(list.indexOf(ifa) + 1);
	const followers = behind.filter((other) => isSecondary(other) && sameSubnet(other, ifa));
	const [heir] = followers;
	if (!heir || !promotes(t, device)) return drop(t, id, [...followers, ifa]);
	const promoted: Ifa4 = { ...heir, flags: heir.flags & ~IFA_F_SECONDARY };
	const rest = list.filter((other) => other !== ifa && other !== heir);
	const at = placeOfPrimary(rest, promoted);
	announce(t, id, "RTM_DELADDR", ifa);
	setAddrs(t, id, [...rest.slice(0, at), promoted, ...rest.slice(at)]);
	announce(t, id, "RTM_NEWADDR", promoted);
	reviveByAddress(t, deviceOf(t, id));
}

/** net.ipv4.conf.{all,DEV}.promote_secondaries: either is enough (IN_DEV_PROMOTE_SECONDARIES). */
function promotes(t: Task, device: Device): boolean {
	return Boolean(netnsOf(t, device.netns).conf4.all.promoteSecondaries || device.inet?.conf.promoteSecondaries);
}

function drop(t: Task, id: number, gone: readonly Ifa4[]): void {
	for (const ifa of gone) {
		announce(t, id, "RTM_DELADDR", ifa);
		setAddrs(
			t,
			id,
			addrs4(deviceOf(t, id)).filter((other) => other !== ifa),
		);
	}
	// fib_frontend.c fib_inetaddr_event(): the last address takes every IPv4 route of the device with it.
	const device = deviceOf(t, id);
	if (addrs4(device).length === 0) disableIp(t, device, "force");
}

/** What an address may change later: lifetimes, metric and protocol; the rest is silently kept (inet_rtm_newaddr). */
export function changeAddr4(t: Task, id: number, old: Ifa4, patch: Partial<Ifa4>): void {
	const ifa: Ifa4 = { ...old, ...patch, since: t.kernel.now };
	setAddrs(
		t,
		id,
		addrs4(deviceOf(t, id)).map((other) => (other === old ? ifa : other)),
	);
	announce(t, id, "RTM_NEWADDR", ifa);
	startLifetime(t, id, ifa);
}

/** set_ifa_lifetime(): the flags that lifetimes set. */
export function lifetimeFlags(flags: number, validLft: number, preferredLft: number): number {
	const base = flags & ~(IFA_F_PERMANENT | IFA_F_DEPRECATED);
	return base | (validLft === INFINITY_LIFE_TIME ? IFA_F_PERMANENT : 0) | (preferredLft === 0 ? IFA_F_DEPRECATED : 0);
}

function startLifetime(t: Task, id: number, ifa: Ifa4): void {
	for (const lft of new Set([ifa.preferredLft, ifa.validLft]))
		if (lft !== INFINITY_LIFE_TIME && lft > 0) startTimer(t, lft * 1000, { kind: "lifetime4", device: id });
}

/** devinet.c check_lifetime(): addresses whose time is over. */
export function checkLifetime4(t: Task, id: number): void {
	for (const ifa of addrs4(deviceOf(t, id))) {
		// One that is valid for ever is passed over, whatever was wished for its preference; IPv6's is not.
		if (ifa.flags & IFA_F_PERMANENT) continue;
		const left = secondsLeft(t.kernel.now, ifa);
		if (left.validLft === 0) removeAddr4(t, id, ifa);
		else if (left.preferredLft === 0 && !(ifa.flags & IFA_F_DEPRECATED)) deprecate(t, id, ifa);
	}
}

function deprecate(t: Task, id: number, ifa: Ifa4): void {
	const next = { ...ifa, flags: ifa.flags | IFA_F_DEPRECATED };
	setAddrs(
		t,
		id,
		addrs4(deviceOf(t, id)).map((other) => (other === ifa ? next : other)),
	);
	announce(t, id, "RTM_NEWADDR", next);
}

/** inet_fill_ifaddr(): a permanent address shows no preferred lifetime of its own. */
const forever = { validLft: INFINITY_LIFE_TIME, preferredLft: INFINITY_LIFE_TIME };

export function fillAddr4(t: Task, device: Device, ifa: Ifa4): Ifaddr {
	return {
		family: "inet",
		index: device.index,
		prefixlen: ifa.prefixlen,
		flags: ifa.flags,
		scope: ifa.scope,
		local: ifa.local,
		// inet_fill_ifaddr() says nothing of a peer that is all zeros.
		...(ifa.address !== "0.0.0.0" && { address: ifa.address }),
		...(ifa.broadcast !== undefined && { broadcast: ifa.broadcast }),
		...(ifa.label !== "" && { label: ifa.label }),
		...(ifa.metric !== 0 && { metric: ifa.metric }),
		...(ifa.flags & IFA_F_PERMANENT ? forever : secondsLeft(t.kernel.now, ifa)),
	};
}

function announce(t: Task, id: number, type: "RTM_NEWADDR" | "RTM_DELADDR", ifa: Ifa4): void {
	const device = deviceOf(t, id);
	notify(t, device.netns, { type, addr: fillAddr4(t, device, ifa) });
}

/** The address that every loopback device has while it is up (devinet.c inetdev_event, NETDEV_UP). */
const loopbackAddr: Ifa4 = {
	local: "127.0.0.1",
	address: "127.0.0.1",
	prefixlen: 8,
	scope: RT_SCOPE_HOST,
	flags: IFA_F_PERMANENT,
	label: "",
	metric: 0,
	validLft: INFINITY_LIFE_TIME,
	preferredLft: INFINITY_LIFE_TIME,
	since: 0,
};

/** inetdev_valid_mtu(): below 68 bytes there is no IPv4. */
export function hasRoomFor4(mtu: number): boolean {
	return mtu >= 68;
}

/** inetdev_init(): of a new device nobody asks whether its mtu has room (inetdev_event: NETDEV_REGISTER). */
export function initInet(t: Task, id: number): void {
	const device = deviceOf(t, id);
	if (device.inet) return;
	setDevice(t, id, { inet: { addrs: [], conf: netnsOf(t, device.netns).conf4.default } });
	netconfAdded(t, id, "inet");
	if (isUp(device)) upGroups4(t, id);
}

/** inetdev_destroy(): every address goes, with its routes. */
export function destroyInet(t: Task, id: number): void {
	for (const ifa of [...addrs4(deviceOf(t, id))].reverse())
		if (addrs4(deviceOf(t, id)).includes(ifa)) removeAddr4(t, id, ifa);
	const device = deviceOf(t, id);
	disableIp(t, device, "unregister");
	destroyGroups(t, id, "inet");
	if (device.inet) netconfRemoved(t, id, "inet");
	setDevice(t, id, { inet: undefined });
}

/** A device has come up: loopback gets 127.0.0.1/8, and the routes of all addresses come back. */
export function upInet(t: Task, before: Device, after: Device): void {
	if (!after.inet) return;
	upGroups4(t, after.id);
	syncRoutes4(t, before, after);
	if (!isLoopbackDevice(after)) return;
	const there = addrs4(after).some((ifa) => ifa.local === "127.0.0.1" && sameSubnet(ifa, loopbackAddr));
	if (!there) insertAddr4(t, after.id, { ...loopbackAddr, label: after.name, since: t.kernel.now });
}

/** Labels follow a new name (devinet.c inetdev_changename): the first takes it whole, the others keep or get a `:suffix`; all are told. */
export function renameLabels(t: Task, id: number, name: string): void {
	const device = deviceOf(t, id);
	if (!device.inet) return;
	const addrs = device.inet.addrs.map((ifa, i) => {
		if (i === 0) return { ...ifa, label: name };
		const colon = ifa.label.indexOf(":");
		const suffix = colon < 0 ? `:${i + 1}` : ifa.label.slice(colon);
		return { ...ifa, label: name.slice(0, Math.max(0, 15 - suffix.length)) + suffix };
	});
	setDevice(t, id, { inet: { ...device.inet, addrs } });
	for (const ifa of addrs) announce(t, id, "RTM_NEWADDR", ifa);
}
