/**
 * A VRF: drivers/net/vrf.c. A device that is a routing table: what its ports know stands there, and what is sent through it is
 * looked up there. Putting a port in or out takes it down and up again, so that its routes move (cycle_netdev).
 */

import { isMulticastLladdr } from "../../net/lladdr.ts";
import type { VrfData } from "../../uapi/link-data.ts";
import { IFF_LOOPBACK, IFF_MASTER, IFF_NOARP } from "../../uapi/link-flags.ts";
import { IF_OPER_UP } from "../../uapi/operstate.ts";
import { RTPROT_KERNEL } from "../../uapi/protocol.ts";
import { FR_ACT_TO_TBL } from "../../uapi/rule.ts";
import { count } from "../counter.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { newTable4 } from "../fib4.ts";
import { disableIp } from "../fib4-state.ts";
import { newTable6 } from "../fib6.ts";
import { isL3Master } from "../l3mdev.ts";
import { closeDevice, openDevice, unregister } from "../link.ts";
import { linkMaster, unlinkMaster } from "../master.ts";
import { portsOf } from "../notifier.ts";
import { decide } from "../path/output.ts";
import { type Frame, isIp } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { fillRule, type Rule } from "../rule.ts";
import { insertRule } from "../setrule.ts";
import { sysctlNumber } from "../sysctl.ts";
import { deviceOf, devicesOf, netnsOf, notify, setNetns, type Task } from "../task.ts";
import type { Driver, NewLink, Receive, Xmit } from "./driver.ts";
import { etherSetup, setEtherAddress, validateEther } from "./ether.ts";

/** Room for a whole IPv6 packet: IP6_MAX_MTU. */
const maxMtu = 65575;

function tableOf(device: Device): number {
	return device.data.table as number;
}

/** vrf_newlink(): the first of a namespace brings the rule that makes lookups find it. */
function newlink(t: Task, request: NewLink): number {
	const { table } = (request.attrs.data ?? {}) as VrfData;
	if (table === undefined) throw new Refusal("EINVAL", "VRF table id is missing");
	if (table === 0) throw new Refusal("EINVAL", "Invalid VRF table id");
	// vrf_dev_init(): it is always there, so it is "up" from the first.
	const id = createDevice(t, vrf, request, undefined, { data: { table }, operstate: IF_OPER_UP });
	if (isTaken(t, request.netns, table, id)) throw new Refusal("EBUSY", "Table is used by another VRF");
	makeTables(t, request.netns, table);
	addRules(t, request.netns);
	return id;
}

/** vrf_map_register_dev(), when the device has its index: in strict mode each VRF has a table of its own. */
function isTaken(t: Task, netns: number, table: number, id: number): boolean {
	if (sysctlNumber(t, netns, "net/vrf/strict_mode") === 0) return false;
	return [...devicesOf(t, netns)].some((device) => device.id !== id && isL3Master(device) && tableOf(device) === table);
}

/** vrf_rtable_create(), vrf_rt6_create(): its tables are there before any route is. */
function makeTables(t: Task, netns: number, table: number): void {
	const { fib4, fib6 } = netnsOf(t, netns);
	setNetns(t, netns, { fib4: newTable4(fib4, table), fib6: newTable6(fib6, table) });
}

/** FIB_RULE_PREF: `1000: from all lookup [l3mdev-table]`. */
const l3mdevRule: Rule = { priority: 1000, action: FR_ACT_TO_TBL, table: 0, protocol: RTPROT_KERNEL, l3mdev: true };

/** vrf_add_fib_rules(): once in the life of a namespace, behind those that come first. */
function addRules(t: Task, netns: number): void {
	if (netnsOf(t, netns).vrfRules) return;
	setNetns(t, netns, { vrfRules: true });
	for (const family of ["inet", "inet6"] as const) insertRule(t, netns, family, l3mdevRule);
	// Multicast routing gets the same, which only listeners see here (RTNL_FAMILY_IPMR, RTNL_FAMILY_IP6MR).
	for (const family of ["inet", "inet6"] as const)
		notify(t, netns, { type: "RTM_NEWRULE", rule: fillRule(t, netns, family, l3mdevRule) });
}

function enslave(t: Task, master: Device, port: Device): void {
	if (isL3Master(port)) throw new Refusal("EINVAL", "Can not enslave an L3 master device to a VRF");
	if (port.flags & IFF_LOOPBACK) throw new Refusal("EOPNOTSUPP", "Can not enslave loopback device to a VRF");
	linkMaster(t, port.id, master.id, {});
	cycle(t, port);
}

function release(t: Task, _master: Device, port: Device): void {
	unlinkMaster(t, port.id);
	cycle(t, port);
}

function cycle(t: Task, port: Device): void {
	disableIp(t, deviceOf(t, port.id), "force");
	if (!isUp(deviceOf(t, port.id))) return;
	closeDevice(t, port.id);
	openDevice(t, port.id);
}

/**
 * is_ip_tx_frame(), vrf_process_v4_outbound(): what a route of another table sends here is looked up in this table. What is for
 * this host, the device is the loopback of (vrf_local_xmit).
 */
function xmit(t: Task, device: Device, frame: Frame): Xmit {
	const { packet, route } = frame;
	if (!isIp(packet)) return { to: "nowhere", dropped: true };
	if (route?.local) return { to: "receive", device: device.id };
	const ask = { daddr: packet.dst, saddr: packet.src, tos: packet.tos, oif: device.index, anySource: true };
	const decided = decide(t, device.netns, ask);
	if (typeof decided === "string") return { to: "nowhere", dropped: true };
	const { way } = decided;
	if (way.device.id === device.id) return { to: "receive", device: device.id, frame: { ...frame, route: way.route } };
	return { to: "next hop", packet, way };
}

/** vrf_l3_rcv(): what its ports receive counts as received by it too. */
function receivePort(t: Task, master: Device, port: Device, frame: Frame): Receive {
	const { packet, dst } = frame;
	const heard = dst === "" || dst === port.address || isMulticastLladdr(dst);
	const nearby = packet.family === "inet6" && packet.payload.proto === "icmp" && "target" in packet.payload;
	if (isUp(master) && heard && isIp(packet) && !nearby) count(t, master.id, { rxPackets: 1, rxBytes: packet.length });
	return { to: "pass" };
}

export const vrf: Driver = {
	kind: "vrf",
	infoKind: "vrf",
	noRxMode: true,
	setup: () => ({
		...etherSetup,
		flags: IFF_MASTER | IFF_NOARP,
		mtu: maxMtu,
		minMtu: 1280,
		maxMtu,
		netnsImmutable: true,
		liveAddress: true,
	}),
	validate: validateEther,
	newlink,
	dellink: (t, device) => {
		for (const port of portsOf(t, device.id)) release(t, device, port);
		unregister(t, device.id);
	},
	uninit: (t, device) => {
		for (const port of portsOf(t, device.id)) release(t, device, port);
	},
	info: (_t, device): VrfData => ({ table: tableOf(device) }),
	setAddress: setEtherAddress,
	vlanChallenged: true,
	noRxHandler: true,
	enslave,
	release,
	portEvent: (t, master, port, event) => {
		if (event === "unregister" || event === "move") release(t, master, port);
	},
	slaveInfo: (_t, master): VrfData => ({ table: tableOf(master) }),
	l3mdevTable: tableOf,
	xmit,
	receivePort,
	keepsRoute: true,
};
