/**
 * The life of a device: up, down, renamed, moved, gone (net/core/dev.c). Each step does what the kernel's notifier chain does
 * with it, in its order: routes and addresses of IPv4, then of IPv6. newlink.ts and setlink.ts read the requests.
 */

import { byteLength } from "../net/byte.ts";
import { idDelete, idGet } from "../net/id-map.ts";
import { bytesOf } from "../net/lladdr.ts";
import { nameDelete, nameGet, nameSet } from "../net/name-map.ts";
import {
	IFF_ALLMULTI,
	IFF_BROADCAST,
	IFF_DORMANT,
	IFF_ECHO,
	IFF_LOOPBACK,
	IFF_LOWER_UP,
	IFF_MASTER,
	IFF_NOARP,
	IFF_POINTOPOINT,
	IFF_PROMISC,
	IFF_RUNNING,
	IFF_SLAVE,
	IFF_UP,
} from "../uapi/link-flags.ts";
import { destroyInet, hasRoomFor4, initInet, renameLabels, upInet } from "./address4.ts";
import { tellChange } from "./carrier.ts";
import { forgetCounters } from "./counter.ts";
import { checkMtu, list, nextIndex } from "./create.ts";
import { type Device, isUp } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { disableIp, reviveNexthops } from "./fib4-state.ts";
import { followMtu6 } from "./fib6-state.ts";
import { downInet6, hasRoomFor6, initInet6, resumeInet6, stopInet6, upInet6 } from "./inet6.ts";
import { announceGone, announceLink } from "./link-message.ts";
import { settleIdle, wakeLinkWatch } from "./link-watch.ts";
import { masterOf } from "./master.ts";
import { closeGroups, flushHardware, syncBelow } from "./multicast.ts";
import { checkSysctlName, IFNAMSIZ, pickName } from "./name.ts";
import { forgetNeighbours } from "./neigh-event.ts";
import { netconfRenamed } from "./netconf.ts";
import { callNotifiers, standDown } from "./notifier.ts";
import { netnsId } from "./nsid.ts";
import { followMtu } from "./path/exception.ts";
import { policyError } from "./policy.ts";
import { has, profiles } from "./profile.ts";
import { Refusal, refusal } from "./refusal.ts";
import { addAllmulti, countPromiscuity, refreshRxMode } from "./rx-mode.ts";
import { deviceOf, netnsOf, ownKernel, setDevice, setNetns, type Task } from "./task.ts";

/** dev_open(): the driver, which may refuse; the flag and the queue; then the notifiers. */
export function openDevice(t: Task, id: number): void {
	const before = deviceOf(t, id);
	if (isUp(before)) return;
	settleIdle(t, id);
	driverOf(before).open?.(t, before);
	const now = deviceOf(t, id);
	setDevice(t, id, {
		flags: now.flags | IFF_UP,
		qdisc: now.qdisc === "noop" ? defaultQdisc(t, now) : now.qdisc,
		queueStopped: now.carrier ? undefined : true,
	});
	refreshRxMode(t, id);
	syncBelow(t, id);
	wakeLinkWatch(t, id);
	announceLink(t, id);
	upInet(t, before, deviceOf(t, id));
	reviveNexthops(t, deviceOf(t, id));
	upInet6(t, id);
	callNotifiers(t, id, "up");
}

/** net/sched/sch_generic.c attach_default_qdiscs(), at the first up. */
function defaultQdisc(t: Task, { noQueue, numTxQueues }: Device): string {
	if (noQueue) return "noqueue";
	return numTxQueues > 1 ? "mq" : profiles[t.kernel.profile].defaultQdisc;
}

/** dev_close() */
export function closeDevice(t: Task, id: number): void {
	const before = deviceOf(t, id);
	if (!isUp(before)) return;
	driverOf(before).stop?.(t, before);
	const now = deviceOf(t, id);
	setDevice(t, id, { flags: now.flags & ~IFF_UP });
	announceLink(t, id);
	disableIp(t, deviceOf(t, id), "down");
	closeGroups(t, id);
	downInet6(t, id, "down");
	callNotifiers(t, id, "down");
}

/** IFF_VOLATILE and UP: flags that only the kernel itself changes (__dev_change_flags). */
const volatile =
	IFF_LOOPBACK |
	IFF_POINTOPOINT |
	IFF_BROADCAST |
	IFF_ECHO |
	IFF_MASTER |
	IFF_SLAVE |
	IFF_RUNNING |
	IFF_LOWER_UP |
	IFF_DORMANT;

/** __dev_change_flags(): only the bits that are meant, and of them those that a user may set. */
export function changeFlags(t: Task, id: number, flags: number, change: number): void {
	const before = deviceOf(t, id);
	const kept = change & ~(IFF_UP | volatile);
	const next = (before.flags & ~kept) | (flags & kept);
	setDevice(t, id, { flags: (next & ~(IFF_PROMISC | IFF_ALLMULTI)) | (before.flags & (IFF_PROMISC | IFF_ALLMULTI)) });
	const turns = change & IFF_UP && Boolean(flags & IFF_UP) !== isUp(before);
	if (turns) (flags & IFF_UP ? openDevice : closeDevice)(t, id);
	const toggled = next ^ before.flags;
	if (toggled & IFF_PROMISC) toggle(t, id, IFF_PROMISC, countPromiscuity);
	if (toggled & IFF_ALLMULTI) toggle(t, id, IFF_ALLMULTI, addAllmulti);
	// __dev_notify_flags()
	if (toggled && !turns) announceLink(t, id);
	if (!(toggled & ~(IFF_PROMISC | IFF_ALLMULTI)) || !isUp(deviceOf(t, id))) return;
	// arp_netdev_event(), ndisc_netdev_event() hear of it, too
	if (toggled & IFF_NOARP) forgetNeighbours(t, deviceOf(t, id));
	tellChange(t, id, toggled);
}

/** The user's own share of promiscuity, which alone is shown as a flag. */
function toggle(t: Task, id: number, flag: number, add: (t: Task, id: number, by: number) => void): void {
	const { flags } = setDevice(t, id, { flags: deviceOf(t, id).flags ^ flag });
	add(t, id, flags & flag ? 1 : -1);
}

/** rtnl_configure_link(): the flags that came with the request for a new link. */
export function configureLink(t: Task, id: number, ifiFlags: number, ifiChange: number): void {
	if (ifiFlags || ifiChange) changeFlags(t, id, ifiFlags, ifiChange);
	announceLink(t, id);
}

/** dev_change_name() */
export function renameDevice(t: Task, id: number, wish: string): void {
	const device = deviceOf(t, id);
	if (wish === device.name) return;
	if (isUp(device) && !has(t.kernel.profile, "liveRename")) throw new Refusal("EBUSY");
	if (byteLength(wish) >= IFNAMSIZ) throw policyError();
	const name = pickName(t, device.netns, wish);
	checkSysctlName(name);
	const { names } = netnsOf(t, device.netns);
	setNetns(t, device.netns, { names: nameSet(nameDelete(names, device.name), name, id) });
	setDevice(t, id, { name, nameFrom: "renamed" });
	announceLink(t, id);
	renameLabels(t, id, name);
	netconfRenamed(t, id);
	callNotifiers(t, id, "changeName");
}

/** dev_set_mtu(): bounds, the driver's say, then what a too small one does to IPv4 and IPv6. */
export function changeMtu(t: Task, id: number, mtu: number): void {
	const device = deviceOf(t, id);
	if (mtu === device.mtu) return;
	checkMtu(device, mtu);
	const master = masterOf(t, device);
	if (master) driverOf(master).judgePortMtu?.(t, master, device);
	driverOf(device).changeMtu?.(t, device, mtu);
	applyMtu(t, id, mtu);
}

/** dev_set_mtu() where nobody waits for its answer: what the device refuses is not done. */
export function offerMtu(t: Task, id: number, mtu: number): void {
	try {
		changeMtu(t, id, mtu);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
	}
}

/** __dev_set_mtu() and its notifiers, when the kernel itself does it. */
export function applyMtu(t: Task, id: number, mtu: number): void {
	const { netns, index, mtu: before } = deviceOf(t, id);
	if (before === mtu) return;
	setDevice(t, id, { mtu });
	followMtu(t, netns, index, mtu, before);
	announceLink(t, id);
	if (!hasRoomFor4(mtu)) destroyInet(t, id);
	else initInet(t, id);
	if (!hasRoomFor6(mtu)) stopInet6(t, id);
	else if (deviceOf(t, id).inet6) followMtu6(t, deviceOf(t, id), mtu, before);
	else resumeInet6(t, id);
	callNotifiers(t, id, "changeMtu");
}

/** dev_set_mac_address(): the driver judges it. */
export function changeAddress(t: Task, id: number, wish: string): void {
	const device = deviceOf(t, id);
	const { setAddress } = driverOf(device);
	if (!setAddress) throw new Refusal("EOPNOTSUPP");
	const length = bytesOf(device.address || device.broadcast).length;
	setAddress(t, device, wish.split(":").slice(0, length).join(":"));
	setDevice(t, id, { addressFrom: "user" });
	announceLink(t, id);
	callNotifiers(t, id, "changeAddress");
}

/** The kernel itself gives a device another address (eth_hw_addr_set and NETDEV_CHANGEADDR). */
export function applyAddress(t: Task, id: number, address: string, addressFrom?: Device["addressFrom"]): void {
	if (deviceOf(t, id).address === address) return;
	setDevice(t, id, { address, ...(addressFrom && { addressFrom }) });
	announceLink(t, id);
	callNotifiers(t, id, "changeAddress");
}

/** Takes a device off its namespace's lists (unlist_netdevice). */
function unlist(t: Task, device: Device): void {
	const net = netnsOf(t, device.netns);
	const names = [device.name, ...device.altnames].reduce((map, name) => nameDelete(map, name), net.names);
	setNetns(t, device.netns, { devices: idDelete(net.devices, device.index), names });
}

/** unregister_netdevice_many(): all are down before the first goes. */
export function unregisterAll(t: Task, ids: readonly number[]): void {
	for (const id of ids) closeDevice(t, id);
	for (const id of ids) unregister(t, id);
}

/** unregister_netdevice(): down, without addresses, off the lists, gone. Whoever stands on it goes or lets go. */
export function unregister(t: Task, id: number): void {
	const before = idGet(t.kernel.devices, id);
	if (!before) return;
	leaveLower(t, before);
	closeDevice(t, id);
	setDevice(t, id, { qdisc: "noop", going: true });
	destroyInet(t, id);
	downInet6(t, id, "destroy");
	callNotifiers(t, id, "unregister");
	const device = deviceOf(t, id);
	driverOf(device).uninit?.(t, device);
	announceGone(t, deviceOf(t, id));
	unlist(t, deviceOf(t, id));
	if (device.lower !== undefined) standDown(t, device.lower, id);
	forgetCounters(t, id);
	ownKernel(t).devices = idDelete(t.kernel.devices, id);
}

/** rtnetlink_event(NETDEV_CHANGEUPPER): listeners hear of the device below, unless it is what takes this one along. */
function leaveLower(t: Task, { lower }: Device): void {
	const device = lower === undefined ? undefined : idGet(t.kernel.devices, lower);
	if (device && !device.going) announceLink(t, device.id);
}

/** Removes a device as its kind does it. */
export function deleteDevice(t: Task, id: number): void {
	const device = deviceOf(t, id);
	const driver = driverOf(device);
	if (!driver.dellink && !driver.newlink) throw new Refusal("EOPNOTSUPP");
	if (driver.dellink) driver.dellink(t, device);
	else unregister(t, id);
}

/** What a move asks of the other namespace. */
export interface Move {
	readonly netns: number;
	/** Used only when the present name is taken there. */
	readonly name?: string | undefined;
	/** 0: the present one, or a new one. */
	readonly index: number;
}

/**
 * dev_change_net_namespace(): the device is closed, loses its addresses, routes and master, and keeps name, MAC, mtu, alias and,
 * where it is free there, its index.
 */
export function moveDevice(t: Task, id: number, move: Move): void {
	const device = deviceOf(t, id);
	const same = move.netns === device.netns;
	if (same && has(t.kernel.profile, "sameNetnsMove")) return;
	if (device.netnsImmutable) throw refusal(t.kernel.profile, "netnsImmutable");
	if (same) return;
	const name = nameThere(t, device, move);
	const { devices } = netnsOf(t, move.netns);
	if (move.index > 0 && idGet(devices, move.index) !== undefined)
		throw refusal(t.kernel.profile, "moveIndexTaken", String(move.index));
	closeDevice(t, id);
	destroyInet(t, id);
	downInet6(t, id, "destroy");
	flushHardware(t, id);
	callNotifiers(t, id, "move");
	const wanted = move.index || device.index;
	const index = idGet(devices, wanted) === undefined ? wanted : nextIndex(t, move.netns);
	setDevice(t, id, { qdisc: "noop" });
	// The farewell names the new namespace (IFLA_NEW_NETNSID), which so gets an id.
	announceGone(t, deviceOf(t, id), { newNetnsid: netnsId(t, device.netns, move.netns), newIndex: index });
	unlist(t, deviceOf(t, id));
	list(t, setDevice(t, id, { netns: move.netns, index, name }));
	initInet(t, id);
	initInet6(t, id);
	announceLink(t, id);
}

/** The name it gets there: its own, or the one asked for if that is taken. */
function nameThere(t: Task, device: Device, { netns, name }: Move): string {
	const { names } = netnsOf(t, netns);
	const { profile } = t.kernel;
	const taken = nameGet(names, device.name) !== undefined;
	if (taken && name === undefined) throw refusal(profile, "moveNameTaken");
	const chosen = taken && name !== undefined ? pickNameThere(t, netns, name) : device.name;
	const clash = device.altnames.find((altname) => nameGet(names, altname) !== undefined);
	if (clash !== undefined) throw refusal(profile, "moveAltnameTaken", clash);
	return chosen;
}

function pickNameThere(t: Task, netns: number, wish: string): string {
	try {
		return pickName(t, netns, wish);
	} catch (error) {
		if (error instanceof Refusal) throw refusal(t.kernel.profile, "moveWishTaken", wish);
		throw error;
	}
}
