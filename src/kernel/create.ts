/** Making a device and putting it on the list: net/core/rtnetlink.c rtnl_create_link(), net/core/dev.c register_netdevice(). */

import { idGet, idSet, idValues } from "../net/id-map.ts";
import { bytesOf, randomLladdr } from "../net/lladdr.ts";
import { nameSet } from "../net/name-map.ts";
import type { LinkAttrs } from "../uapi/message.ts";
import { IF_LINK_MODE_DEFAULT, IF_OPER_UNKNOWN } from "../uapi/operstate.ts";
import { initInet } from "./address4.ts";
import { settleOperstate, wishOperstate } from "./carrier.ts";
import type { Device } from "./device.ts";
import type { Driver, NewLink, Setup } from "./drivers/driver.ts";
import { initInet6 } from "./inet6.ts";
import { announceLink } from "./link-message.ts";
import { checkPolicy, validateLink } from "./link-policy.ts";
import { checkSysctlName, pickName } from "./name.ts";
import { standOn } from "./notifier.ts";
import { profiles } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { deviceOf, keep, netnsOf, ownKernel, random, rollBack, setDevice, setNetns, type Task } from "./task.ts";

/** Above net/core/rtnetlink.c's own limit (rtnl_create_link). */
const maxQueues = 4096;

/** What rtnl_create_link() refuses of a device of this kind, before the driver hears of it. */
export function checkNewLink(t: Task, driver: Driver, attrs: LinkAttrs): void {
	const { numTxQueues, numRxQueues, mtu } = attrs;
	const { profile } = t.kernel;
	checkPolicy(profile, attrs);
	if (numTxQueues !== undefined && (numTxQueues < 1 || numTxQueues > maxQueues))
		throw new Refusal("EINVAL", "Invalid number of transmit queues");
	if (numRxQueues !== undefined && (numRxQueues < 1 || numRxQueues > maxQueues))
		throw new Refusal("EINVAL", "Invalid number of receive queues");
	const setup = driver.setup(profiles[profile]);
	const address = setup.address === "random" ? "" : setup.address;
	validateLink(profile, { ...setup, address, inet6: undefined }, attrs);
	if (mtu !== undefined) checkMtu(setup, mtu);
}

/** dev_validate_mtu() */
export function checkMtu({ minMtu, maxMtu }: Pick<Device, "minMtu" | "maxMtu">, mtu: number): void {
	// An int in the kernel: what does not fit is negative.
	if ((mtu | 0) < 0 || mtu < minMtu) throw new Refusal("EINVAL", "mtu less than device minimum");
	if (maxMtu > 0 && mtu > maxMtu) throw new Refusal("EINVAL", "mtu greater than device maximum");
}

/** addr_len */
function addressLength(setup: Setup): number {
	return setup.address === "random" ? 6 : bytesOf(setup.address || setup.broadcast).length;
}

function pickIndex(t: Task, netns: number, wish: number): number {
	const net = netnsOf(t, netns);
	if (wish > 0) {
		if (idGet(net.devices, wish) !== undefined) throw new Refusal("EBUSY");
		return wish;
	}
	return nextIndex(t, netns);
}

/** dev_new_index(): the counter goes on and skips what is taken; it never goes back. */
export function nextIndex(t: Task, netns: number): number {
	const net = netnsOf(t, netns);
	let index = net.lastIndex + 1;
	while (idGet(net.devices, index) !== undefined) index++;
	setNetns(t, netns, { lastIndex: index });
	return index;
}

/** The first so many bytes of an address: a longer one is cut to what the kind of link has. */
function cut(lladdr: string, length: number): string {
	return lladdr.split(":").slice(0, length).join(":");
}

/** The address of the new device, and where it is from. */
function pickAddress(t: Task, setup: Setup, wish: string | undefined): Pick<Device, "address" | "addressFrom"> {
	if (wish !== undefined) return { address: cut(wish, addressLength(setup)), addressFrom: "user" };
	if (setup.address !== "random") return { address: setup.address, addressFrom: "kind" };
	return { address: randomLladdr(() => random(t)), addressFrom: "random" };
}

/** The new device: what its kind sets up, and what was asked for. */
function build(t: Task, driver: Driver, setup: Setup, request: NewLink): Omit<Device, "index" | "name"> {
	const { attrs } = request;
	const queues = setup.numQueues ?? 1;
	return {
		id: t.kernel.lastDevice + 1,
		netns: request.netns,
		altnames: [],
		alias: "",
		kind: driver.kind,
		data: {},
		type: setup.type,
		flags: setup.flags,
		carrier: true,
		carrierChanges: 0,
		operstate: IF_OPER_UNKNOWN,
		linkmode: attrs.linkmode ?? IF_LINK_MODE_DEFAULT,
		mtu: attrs.mtu ?? setup.mtu,
		minMtu: setup.minMtu,
		maxMtu: setup.maxMtu,
		...pickAddress(t, setup, attrs.address),
		broadcast: attrs.broadcast === undefined ? setup.broadcast : cut(attrs.broadcast, addressLength(setup)),
		permaddr: "",
		qdisc: "noop",
		noQueue: setup.noQueue,
		netnsImmutable: setup.netnsImmutable ?? false,
		liveAddress: setup.liveAddress ?? false,
		txqlen: attrs.txqlen ?? setup.txqlen,
		group: attrs.group ?? 0,
		promiscuity: 0,
		allmulti: 0,
		protoDown: false,
		numTxQueues: attrs.numTxQueues ?? queues,
		numRxQueues: attrs.numRxQueues ?? queues,
		gsoMaxSize: attrs.gsoMaxSize ?? 65536,
		gsoMaxSegs: attrs.gsoMaxSegs ?? 65535,
		tsoMaxSize: setup.tsoMaxSize,
		tsoMaxSegs: 65535,
		groMaxSize: attrs.groMaxSize ?? 65536,
	};
}

/**
 * Gives the id of the new device; it is down. `own` is what the driver knows of it before it is registered (its lower device,
 * its carrier). Throws what registering refuses.
 */
export function createDevice(
	t: Task,
	driver: Driver,
	request: NewLink,
	setup: Setup = driver.setup(profiles[t.kernel.profile]),
	own: Partial<Device> = {},
): number {
	const name = pickName(t, request.netns, request.attrs.ifname ?? `${driver.infoKind ?? driver.kind}%d`);
	const rest = { ...build(t, driver, setup, request), ...own };
	const index = pickIndex(t, request.netns, request.index);
	checkSysctlName(name);
	const nameFrom = request.nameFrom ?? (request.attrs.ifname === undefined ? "number" : undefined);
	const device: Device = { ...rest, index, name, ...(nameFrom && { nameFrom }) };
	const kernel = ownKernel(t);
	kernel.lastDevice = device.id;
	kernel.devices = idSet(kernel.devices, device.id, device);
	if (device.lower !== undefined) standOn(t, device.lower, device.id);
	list(t, device);
	if (!device.carrier || device.dormant || device.testing) settleOperstate(t, device.id);
	const { operstate } = request.attrs;
	if (operstate !== undefined) setDevice(t, device.id, { operstate: wishOperstate(deviceOf(t, device.id), operstate) });
	initInet(t, device.id);
	initInet6(t, device.id);
	// rtnetlink_event(NETDEV_CHANGEUPPER): listeners hear of the device below first.
	if (device.lower !== undefined) announceLink(t, device.lower);
	return device.id;
}

/** Goes back, but for the counters of indexes. */
export function keepIndexes(t: Task): void {
	const used = [...idValues(t.kernel.netns)].map(({ id, lastIndex }) => ({ id, lastIndex }));
	rollBack(t);
	for (const { id, lastIndex } of used)
		if ((idGet(t.kernel.netns, id)?.lastIndex ?? lastIndex) < lastIndex) setNetns(t, id, { lastIndex });
	keep(t);
}

/** list_netdevice(): a device becomes visible in its namespace. */
export function list(t: Task, device: Device): void {
	const net = netnsOf(t, device.netns);
	const names = [device.name, ...device.altnames].reduce((map, name) => nameSet(map, name, device.id), net.names);
	setNetns(t, device.netns, { devices: idSet(net.devices, device.index, device.id), names });
}
