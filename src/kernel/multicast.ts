/**
 * Which multicast groups a device belongs to: net/ipv4/igmp.c and net/ipv6/mcast.c join them, and each group that can be is
 * mapped to a link address that the hardware listens to (net/core/dev_addr_lists.c). An IPv4 device that is up is in
 * 224.0.0.1; an IPv6 one is in ff02::1 and ff01::1 from the start, and in a solicited-node group for each of its addresses.
 */
import { type Addr, toWords } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import { formatLladdr, type Lladdr } from "../net/lladdr.ts";
import { IFF_LOOPBACK, IFF_MULTICAST, IFF_NOARP } from "../uapi/link-flags.ts";
import { ARPHRD_ETHER, ARPHRD_IPGRE } from "../uapi/link-type.ts";
import type { Membership } from "../uapi/multicast.ts";
import { type Device, isUp } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { forget, groupChanged, quiet } from "./path/listener.ts";
import { Refusal } from "./refusal.ts";
import { deviceByName, deviceOf, devicesOf, setDevice, type Task } from "./task.ts";

/** struct ip_mc_list, struct ifmcaddr6; the newest first. */
export interface Group {
	readonly addr: Addr;
	readonly users: number;
	/** The hardware knows of it. */
	readonly loaded: boolean;
}

/** struct netdev_hw_addr; the oldest first. */
export interface HardwareGroup {
	readonly addr: Lladdr;
	/** One more for each device that listens to it for this one. */
	readonly users: number;
	/** global_use */
	readonly static: boolean;
	/** The devices below that listen to it, too. */
	readonly synced: readonly number[];
}

export interface Multicast {
	readonly packet: readonly HardwareGroup[];
	readonly inet: readonly Group[];
	readonly inet6: readonly Group[];
}

type Family = "inet" | "inet6";

const allHosts = "224.0.0.1";
const allNodes = ["ff01::1", "ff02::1"];
const allRouters = ["ff02::2", "ff01::2", "ff05::2"];
const none: Multicast = { packet: [], inet: [], inet6: [] };

function multicastOf(t: Task, id: number): Multicast {
	return deviceOf(t, id).multicast ?? none;
}

function set(t: Task, id: number, patch: Partial<Multicast>): void {
	setDevice(t, id, { multicast: { ...multicastOf(t, id), ...patch } });
}

/** arp_mc_map(), ndisc_mc_map(): a GRE tunnel sends all to its other end; a link without such addresses has none. */
function linkAddress(device: Device, addr: Addr): Lladdr | undefined {
	if (device.type === ARPHRD_IPGRE) return device.broadcast;
	if (device.type !== ARPHRD_ETHER) return undefined;
	const last = toWords(addr).at(-1) ?? 0;
	const bytes = [last >>> 24, (last >>> 16) & 0xff, (last >>> 8) & 0xff, last & 0xff] as const;
	return formatLladdr(addr.includes(":") ? [0x33, 0x33, ...bytes] : [1, 0, 0x5e, bytes[1] & 0x7f, bytes[2], bytes[3]]);
}

/** igmp6_group_added(): groups of this host alone are nobody's business. */
function isHostOnly(addr: Addr): boolean {
	return addr.startsWith("ff01:");
}

function load(t: Task, id: number, family: Family, addr: Addr, loaded: boolean): void {
	const group = multicastOf(t, id)[family].find((each) => each.addr === addr);
	if (!group || group.loaded === loaded || isHostOnly(addr)) return;
	const groups = multicastOf(t, id)[family].map((each) => (each === group ? { ...each, loaded } : each));
	set(t, id, { [family]: groups });
	const lladdr = linkAddress(deviceOf(t, id), addr);
	if (lladdr !== undefined) (loaded ? addHardware : removeHardware)(t, id, lladdr);
	groupChanged(t, id, family, addr, loaded);
}

/** ip_mc_inc_group(), __ipv6_dev_mc_inc() */
export function joinGroup(t: Task, id: number, family: Family, addr: Addr): void {
	const groups = multicastOf(t, id)[family];
	const known = groups.find((group) => group.addr === addr);
	if (known) return set(t, id, { [family]: groups.map((group) => (group === known ? more(group, 1) : group)) });
	set(t, id, { [family]: [{ addr, users: 1, loaded: false }, ...groups] });
	load(t, id, family, addr, true);
}

/** __ip_mc_dec_group(), __ipv6_dev_mc_dec() */
export function leaveGroup(t: Task, id: number, family: Family, addr: Addr): void {
	const groups = multicastOf(t, id)[family];
	const known = groups.find((group) => group.addr === addr);
	if (!known) return;
	if (known.users > 1)
		return set(t, id, { [family]: groups.map((group) => (group === known ? more(group, -1) : group)) });
	load(t, id, family, addr, false);
	set(t, id, { [family]: multicastOf(t, id)[family].filter((group) => group.addr !== addr) });
}

function more<G extends Group | HardwareGroup>(group: G, by: number): G {
	return { ...group, users: group.users + by };
}

function loadAll(t: Task, id: number, family: Family, loaded: boolean): void {
	for (const { addr } of multicastOf(t, id)[family]) load(t, id, family, addr, loaded);
}

/** ip_mc_up() */
export function upGroups4(t: Task, id: number): void {
	joinGroup(t, id, "inet", allHosts);
	loadAll(t, id, "inet", true);
}

/** ip_mc_down() */
function downGroups4(t: Task, id: number): void {
	loadAll(t, id, "inet", false);
	leaveGroup(t, id, "inet", allHosts);
	quiet(t, id, "inet");
}

/** ipv6_add_dev() */
export function initGroups6(t: Task, id: number): void {
	for (const addr of allNodes) joinGroup(t, id, "inet6", addr);
	const { inet6, flags } = deviceOf(t, id);
	if (inet6?.conf.forwarding && flags & IFF_MULTICAST) joinGroup(t, id, "inet6", "ff02::2");
}

/** ipv6_mc_up(): what was left when it went down is heard again, and all is reported once more. */
export function upGroups6(t: Task, id: number): void {
	loadAll(t, id, "inet6", true);
	for (const { addr } of multicastOf(t, id).inet6.toReversed()) groupChanged(t, id, "inet6", addr, true);
}

/** ipv6_mc_down() */
export function downGroups6(t: Task, id: number): void {
	loadAll(t, id, "inet6", false);
	quiet(t, id, "inet6");
}

/** ip_mc_destroy_dev(), ipv6_mc_destroy_dev() */
export function destroyGroups(t: Task, id: number, family: Family): void {
	loadAll(t, id, family, false);
	set(t, id, { [family]: [] });
	forget(t, id, family);
}

/** The device has been closed: IPv4, then the copies below. IPv6 follows with its addresses. */
export function closeGroups(t: Task, id: number): void {
	unsync(t, id);
	if (deviceOf(t, id).inet) downGroups4(t, id);
}

/** dev_forward_change(): a router hears what is for routers. */
export function forwardGroups6(t: Task, id: number, forwards: boolean): void {
	if ((deviceOf(t, id).flags & IFF_MULTICAST) === 0) return;
	for (const addr of allRouters) (forwards ? joinGroup : leaveGroup)(t, id, "inet6", addr);
}

/** addrconf_join_solict(): where addresses are resolved at all. */
export function joinSolicited(t: Task, id: number, addr: Addr): void {
	if (resolves(deviceOf(t, id))) joinGroup(t, id, "inet6", solicited(addr));
}

export function leaveSolicited(t: Task, id: number, addr: Addr): void {
	if (resolves(deviceOf(t, id))) leaveGroup(t, id, "inet6", solicited(addr));
}

function resolves({ flags }: Device): boolean {
	return (flags & (IFF_NOARP | IFF_LOOPBACK)) === 0;
}

/** ff02::1:ffXX:XXXX, with the last 24 bits of the address. */
export function solicited(addr: Addr): Addr {
	const last = (toWords(addr).at(-1) ?? 0) & 0xffffff;
	return `ff02::1:ff${(last >>> 16).toString(16).padStart(2, "0")}:${(last & 0xffff).toString(16)}`;
}

/** dev_mc_add() */
export function addHardware(t: Task, id: number, addr: Lladdr): void {
	const groups = multicastOf(t, id).packet;
	const known = groups.find((group) => group.addr === addr);
	const next = known
		? groups.map((group) => (group === known ? more(group, 1) : group))
		: [...groups, { addr, users: 1, static: false, synced: [] }];
	set(t, id, { packet: next });
	syncBelow(t, id);
}

/** dev_mc_del() */
export function removeHardware(t: Task, id: number, addr: Lladdr): void {
	const groups = multicastOf(t, id).packet;
	const known = groups.find((group) => group.addr === addr);
	if (!known) return;
	const last = known.users - known.synced.length === 1;
	const next = last
		? groups.filter((group) => group !== known)
		: groups.map((group) => (group === known ? more(group, -1) : group));
	set(t, id, { packet: next });
	if (last) for (const below of known.synced) if (idGet(t.kernel.devices, below)) removeHardware(t, below, addr);
}

/** Of a device that lies on one other: what it listens to comes through that one. */
export function hearsThroughLower(_t: Task, { lower }: Device): readonly number[] {
	return lower === undefined ? [] : [lower];
}

/** While it is up, what a stacked device listens to must come through those below. */
export function syncBelow(t: Task, id: number): void {
	const device = deviceOf(t, id);
	if (isUp(device)) for (const below of driverOf(device).hearsThrough?.(t, device) ?? []) syncTo(t, id, below);
}

/** dev_mc_sync() */
export function syncTo(t: Task, id: number, below: number): void {
	const fresh = multicastOf(t, id).packet.filter(({ synced }) => !synced.includes(below));
	set(t, id, {
		packet: multicastOf(t, id).packet.map((group) =>
			fresh.includes(group) ? { ...more(group, 1), synced: [...group.synced, below] } : group,
		),
	});
	for (const { addr } of fresh) addHardware(t, below, addr);
}

/** dev_mc_unsync() */
export function unsyncFrom(t: Task, id: number, below: number): void {
	const known = multicastOf(t, id).packet.filter(({ synced }) => synced.includes(below));
	if (known.length === 0) return;
	set(t, id, {
		packet: multicastOf(t, id).packet.map((group) =>
			known.includes(group) ? { ...more(group, -1), synced: group.synced.filter((each) => each !== below) } : group,
		),
	});
	if (idGet(t.kernel.devices, below)) for (const { addr } of known) removeHardware(t, below, addr);
}

function unsync(t: Task, id: number): void {
	for (const below of new Set(multicastOf(t, id).packet.flatMap(({ synced }) => synced))) unsyncFrom(t, id, below);
}

/** dev_mc_flush(): a device that moves to another namespace forgets what was put there by hand. */
export function flushHardware(t: Task, id: number): void {
	set(t, id, { packet: [] });
}

/** ioctl SIOCADDMULTI, SIOCDELMULTI: net/core/dev_ioctl.c, dev_mc_add_global(), dev_mc_del_global(). */
export function changeMembership(t: Task, name: string, addr: Lladdr, add: boolean): void {
	const device = deviceByName(t, t.netns, name);
	if (!device) throw new Refusal("ENODEV");
	if (device.type !== ARPHRD_ETHER || driverOf(device).noRxMode) throw new Refusal("EINVAL");
	const known = multicastOf(t, device.id).packet.find((group) => group.addr === addr);
	if (!add && !known?.static) throw new Refusal("ENOENT");
	if (add && known?.static) return;
	if (add) addHardware(t, device.id, addr);
	mark(t, device.id, addr, add);
	if (!add) removeHardware(t, device.id, addr);
}

function mark(t: Task, id: number, addr: Lladdr, isStatic: boolean): void {
	const { packet } = multicastOf(t, id);
	set(t, id, { packet: packet.map((group) => (group.addr === addr ? { ...group, static: isStatic } : group)) });
}

/** /proc/net/dev_mcast, igmp and igmp6 of the caller's namespace, one after the other. */
export function listMemberships(t: Task): Membership[] {
	const devices = [...devicesOf(t, t.netns)];
	return (["packet", "inet", "inet6"] as const).flatMap((family) =>
		devices.flatMap(({ id, index, name }) =>
			multicastOf(t, id)[family].map((group) => ({
				ifindex: index,
				ifname: name,
				family,
				addr: group.addr,
				users: group.users,
				...("static" in group && group.static && { static: true as const }),
				...("loaded" in group && group.loaded && { loaded: true as const }),
			})),
		),
	);
}
