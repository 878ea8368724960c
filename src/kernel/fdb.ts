/**
 * Forwarding databases: net/core/rtnetlink.c rtnl_fdb_add(), rtnl_fdb_del(), rtnl_fdb_get(), rtnl_fdb_dump(). A request goes to the
 * bridge above a device, to the device itself, or to both; a device without such a table keeps the addresses it listens to.
 * Read next: bridge/fdb-request.ts, vxlan/fdb.ts.
 */
import { isMulticastLladdr } from "../net/lladdr.ts";
import type { BridgeQuery, FdbFlush, FdbLookup, FdbMessage, FdbRequest } from "../uapi/bridge.ts";
import { ARPHRD_ETHER } from "../uapi/link-type.ts";
import { type Message, NLM_F_EXCL } from "../uapi/message.ts";
import { NTF_MASTER, NTF_SELF } from "../uapi/neighbour.ts";
import { NUD_PERMANENT } from "../uapi/nud.ts";
import type { Device } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { masterOf } from "./master.ts";
import { addHardware, removeHardware } from "./multicast.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { addUnicast, removeUnicast } from "./rx-mode.ts";
import { deviceByIndex, devicesOf, notify, type Task } from "./task.ts";

/** What a kind does with its own table; `port` is the port a request is about, the table's device itself without it. */
export interface FdbOps {
	add(t: Task, device: Device, request: FdbRequest, port?: Device): void;
	del(t: Task, device: Device, request: FdbRequest, port?: Device): void;
	flush?(t: Task, device: Device, request: FdbFlush, port?: Device): void;
	get?(t: Task, device: Device, lookup: FdbLookup): FdbMessage;
	dump(t: Task, device: Device, port?: Device): FdbMessage[];
}

/** The bridge a device is a port of. */
export function bridgeAbove(t: Task, device: Device): Device | undefined {
	const master = masterOf(t, device);
	return master && driverOf(master).bridge ? master : undefined;
}

function named(t: Task, index: number): Device {
	const device = deviceByIndex(t, t.netns, index);
	if (!device) throw new Refusal("ENODEV", "unknown ifindex");
	return device;
}

/** fdb_vid_parse() */
function checkVlan(vlan: number | undefined): void {
	if (vlan !== undefined && (vlan < 1 || vlan >= 4095)) throw new Refusal("EINVAL", "invalid vlan id");
}

/** Asks the bridge above, the device, or both, as the flags say. */
function each(
	t: Task,
	{ index, ndmFlags }: Pick<FdbRequest, "index" | "ndmFlags">,
	ask: (asked: Device, port: Device | undefined) => void,
): void {
	const device = named(t, index);
	const bridge = ndmFlags === 0 || ndmFlags & NTF_MASTER ? bridgeAbove(t, device) : undefined;
	if (!bridge && !(ndmFlags & NTF_SELF)) throw new Refusal("EOPNOTSUPP");
	if (bridge) ask(bridge, device);
	if (ndmFlags & NTF_SELF) ask(device, undefined);
}

export function newFdb(t: Task, request: FdbRequest): void {
	checkEther(named(t, request.index), "add");
	checkVlan(request.vlan);
	each(t, request, (device, port) => {
		(driverOf(device).fdb?.add ?? listen)(t, device, request, port);
		if (!port) tell(t, device, request);
	});
}

export function delFdb(t: Task, request: FdbRequest): void {
	checkEther(named(t, request.index), "delete");
	checkVlan(request.vlan);
	each(t, request, (device, port) => {
		(driverOf(device).fdb?.del ?? unlisten)(t, device, request, port);
		if (!port) tell(t, device, request);
	});
}

/** rtnl_fdb_notify(): of the device itself, also where that has told it in its own words before 6.14. */
function tell(t: Task, device: Device, { type, lladdr, state, vlan }: FdbRequest): void {
	if (driverOf(device).fdb && has(t.kernel.profile, "fdbToldOnce")) return;
	const fdb = { lladdr, ifindex: device.index, state, flags: NTF_SELF, ...(vlan !== undefined && { vlan }) };
	notify(t, device.netns, { type, fdb });
}

export function flushFdb(t: Task, request: FdbFlush): void {
	checkVlan(request.vlan);
	each(t, request, (device, port) => {
		const { fdb } = driverOf(device);
		if (!fdb?.flush) throw new Refusal("EOPNOTSUPP");
		fdb.flush(t, device, request, port);
	});
}

function checkEther({ type }: Device, what: "add" | "delete"): void {
	if (type !== ARPHRD_ETHER) throw new Refusal("EINVAL", `FDB ${what} only supported for Ethernet devices`);
}

/** ndo_dflt_fdb_add(): addresses of its own are all that such a device can keep. */
function listen(t: Task, device: Device, { lladdr, state, vlan, flags }: FdbRequest): void {
	if (vlan !== undefined || (state !== 0 && !(state & NUD_PERMANENT))) throw new Refusal("EINVAL");
	const many = isMulticastLladdr(lladdr);
	if (listened(device).some((known) => known === lladdr)) {
		if (flags & NLM_F_EXCL) throw new Refusal("EEXIST");
		return;
	}
	(many ? addHardware : addUnicast)(t, device.id, lladdr);
}

/** ndo_dflt_fdb_del() */
function unlisten(t: Task, device: Device, { lladdr, state }: FdbRequest): void {
	if (!(state & NUD_PERMANENT)) throw new Refusal("EINVAL");
	if (!listened(device).includes(lladdr)) throw new Refusal("ENOENT");
	(isMulticastLladdr(lladdr) ? removeHardware : removeUnicast)(t, device.id, lladdr);
}

function listened({ unicast = [], multicast }: Device): string[] {
	return [...new Set(unicast), ...(multicast?.packet ?? []).map(({ addr }) => addr)];
}

/** ndo_dflt_fdb_dump() */
function own(device: Device): FdbMessage[] {
	if (device.type !== ARPHRD_ETHER) return [];
	const { index: ifindex } = device;
	return listened(device).map((lladdr) => ({ lladdr, ifindex, state: NUD_PERMANENT, flags: NTF_SELF }));
}

/** valid_fdb_dump_strict() knows no flags. */
export function getFdb(t: Task, query: BridgeQuery): Message[] {
	if (query.ndmFlags) throw new Refusal("EINVAL", "Invalid values in header for fdb dump request");
	if (query.master !== undefined && !deviceByIndex(t, t.netns, query.master)) throw new Refusal("ENODEV");
	return devicesMeant(t, query)
		.flatMap((device) => {
			const { fdb } = driverOf(device);
			const bridge = bridgeAbove(t, device);
			const above = bridge ? (driverOf(bridge).fdb?.dump(t, bridge, device) ?? []) : [];
			// br_fdb_dump() begins with what every device has.
			const self = fdb && !driverOf(device).bridge ? [] : own(device);
			return [...above, ...self, ...(fdb?.dump(t, device) ?? [])];
		})
		.map((fdb) => ({ type: "PF_BRIDGE RTM_NEWNEIGH", fdb }));
}

/** A bridge with its ports (nothing of a device that is no bridge), one device, or all. */
export function devicesMeant(t: Task, { master, index }: BridgeQuery): Device[] {
	return [...devicesOf(t, t.netns)].filter((device) => {
		if (index !== undefined && device.index !== index) return false;
		if (master === undefined || bridgeAbove(t, device)?.index === master) return true;
		return device.index === master && driverOf(device).bridge;
	});
}

/** rtnl_fdb_get() */
export function findFdbEntry(t: Task, lookup: FdbLookup): Message[] {
	checkVlan(lookup.vlan);
	const device = asked(t, lookup);
	const { fdb } = driverOf(device);
	if (!fdb?.get) throw new Refusal("EOPNOTSUPP", "Get operation not supported by device");
	return [{ type: "PF_BRIDGE RTM_NEWNEIGH", fdb: fdb.get(t, device, lookup) }];
}

function asked(t: Task, { index, master, ndmFlags }: FdbLookup): Device {
	const device = index === undefined ? undefined : named(t, index);
	if (device && ndmFlags & NTF_SELF) return device;
	if (device && !(ndmFlags & NTF_MASTER) && ndmFlags !== 0) throw new Refusal("EINVAL", "Missing NTF_SELF");
	if (device && !bridgeAbove(t, device)) throw new Refusal("EINVAL", "Device is not a bridge port");
	const bridge = device ? bridgeAbove(t, device) : deviceByIndex(t, t.netns, master ?? 0);
	if (!bridge) throw new Refusal("EINVAL", "Invalid master ifindex");
	return bridge;
}
