/**
 * What a bridge and its ports keep: struct net_bridge and struct net_bridge_port (net/bridge/br_private.h). Times are jiffies,
 * since the kernel rounds to them. Read next: port.ts (ports come and go), stp.ts (who forwards), drivers/bridge.ts.
 */

import type { BridgeVlanInfo } from "../../uapi/bridge.ts";
import { ETH_P_8021Q } from "../../uapi/ether-type.ts";
import type { BridgeId } from "../../uapi/link-data.ts";
import type { StpXstats, Xstats } from "../../uapi/stats.ts";
import { statsOf } from "../counter.ts";
import { type Device, isUp } from "../device.ts";
import { setPort } from "../master.ts";
import { portsOf } from "../notifier.ts";
import { deviceOf, setDevice, type Task } from "../task.ts";

/** CONFIG_HZ of both kernels. */
export const HZ = 250;

export const BR_STATE_DISABLED = 0;
export const BR_STATE_LISTENING = 1;
export const BR_STATE_LEARNING = 2;
export const BR_STATE_FORWARDING = 3;
export const BR_STATE_BLOCKING = 4;

/** A VLAN on a port or on the bridge itself. */
export type BridgeVlan = BridgeVlanInfo;

/** An entry of the forwarding database. */
export interface FdbEntry {
	readonly address: string;
	/** 0: without one. */
	readonly vlan: number;
	/** Device id of the port; missing for the bridge itself. */
	readonly port?: number;
	/** `local` is an address of this host, `static` was given by a user, `learned` ages. */
	readonly kind: "local" | "static" | "learned";
	/** Kernel time it was last seen, ms. */
	readonly updated: number;
	/** Given by a user, though it is local: it stays when the host's own change. */
	readonly byUser?: true;
	/** Stays behind its port. */
	readonly sticky?: true;
	/** Learned by somebody else, who lets it go. */
	readonly extern?: true;
}

export interface Bridge {
	readonly id: BridgeId;
	readonly designatedRoot: BridgeId;
	readonly rootPathCost: number;
	readonly rootPort: number;
	/** In use, which may be the root's … */
	readonly maxAge: number;
	readonly helloTime: number;
	readonly forwardDelay: number;
	readonly ageingTime: number;
	/** … and this bridge's own. */
	readonly ownMaxAge: number;
	readonly ownHelloTime: number;
	readonly ownForwardDelay: number;
	readonly ownAgeingTime: number;
	readonly stp: boolean;
	readonly topologyChange: boolean;
	readonly topologyChangeDetected: boolean;
	readonly mtuSetByUser: boolean;
	/** Kernel time the bridge came up, ms: the collector of old entries starts then. */
	readonly upSince?: number;
	readonly vlanFiltering: boolean;
	readonly vlanProtocol: number;
	readonly defaultPvid: number;
	readonly vlans: readonly BridgeVlan[];
	readonly fdb: readonly FdbEntry[];
	readonly groupFwdMask: number;
	readonly groupAddr: string;
	/** Options that are only kept: see option.ts. */
	readonly options: Readonly<Record<string, number>>;
}

export interface BridgePort {
	readonly portNo: number;
	readonly state: number;
	readonly priority: number;
	readonly pathCost: number;
	/** The cost is the user's, and does not follow the speed. */
	readonly adminCost: boolean;
	readonly designatedRoot: BridgeId;
	readonly designatedCost: number;
	readonly designatedBridge: BridgeId;
	readonly designatedPort: number;
	/** Kernel time at which the news of the root was fresh, ms. */
	readonly designatedAge: number;
	readonly topologyChangeAck: boolean;
	readonly configPending: boolean;
	/** Promiscuous for the bridge's sake. */
	readonly promisc: boolean;
	readonly vlans: readonly BridgeVlan[];
	readonly backupPort?: number;
	/** Missing until there is something to count. */
	readonly stpXstats?: StpXstats;
	/** Switches and numbers by their names in BridgePortData. */
	readonly options: Readonly<Record<string, number | boolean>>;
}

export function bridgeOf(device: Device): Bridge {
	return device.data as unknown as Bridge;
}

export function bridgePortOf(device: Device): BridgePort {
	return device.port as unknown as BridgePort;
}

export function setBridge(t: Task, id: number, patch: Partial<Bridge>): void {
	setDevice(t, id, { data: { ...deviceOf(t, id).data, ...patch } });
}

export function setBridgePort(t: Task, id: number, patch: Partial<BridgePort>): void {
	setPort(t, id, patch);
}

/** Ports in the kernel's order: the newest first. */
export function bridgePorts(t: Task, bridge: number): Device[] {
	return portsOf(t, bridge).reverse();
}

export function compareIds(a: BridgeId, b: BridgeId): number {
	return a.priority - b.priority || (a.address < b.address ? -1 : Number(a.address > b.address));
}

/** br_make_port_id(): the priority in the upper six bits. */
export function portId({ priority, portNo }: Pick<BridgePort, "priority" | "portNo">): number {
	return ((priority & 0x3f) << 10) | portNo;
}

/** clock_t_to_jiffies(), jiffies_to_clock_t(): clock ticks are 1/100 s. */
export function toJiffies(ticks: number): number {
	return Math.floor((ticks * HZ) / 100);
}

export function toTicks(jiffies: number): number {
	return Math.floor((jiffies * 100) / HZ);
}

export function toMs(jiffies: number): number {
	return (jiffies * 1000) / HZ;
}

const noId: BridgeId = { priority: 0x8000, address: "00:00:00:00:00:00" };

/** br_dev_setup() */
export const freshBridge: Bridge = {
	id: noId,
	designatedRoot: noId,
	rootPathCost: 0,
	rootPort: 0,
	maxAge: 20 * HZ,
	helloTime: 2 * HZ,
	forwardDelay: 15 * HZ,
	ageingTime: 300 * HZ,
	ownMaxAge: 20 * HZ,
	ownHelloTime: 2 * HZ,
	ownForwardDelay: 15 * HZ,
	ownAgeingTime: 300 * HZ,
	stp: false,
	topologyChange: false,
	topologyChangeDetected: false,
	mtuSetByUser: false,
	vlanFiltering: false,
	vlanProtocol: ETH_P_8021Q,
	defaultPvid: 1,
	vlans: [{ vid: 1, pvid: true, untagged: true }],
	fdb: [],
	groupFwdMask: 0,
	groupAddr: "01:80:c2:00:00:00",
	options: {},
};

const noStpXstats: StpXstats = { rxBpdu: 0, txBpdu: 0, rxTcn: 0, txTcn: 0, transitionBlk: 0, transitionFwd: 0 };

export function countStp(t: Task, port: number, counter: keyof StpXstats): void {
	const stpXstats = bridgePortOf(deviceOf(t, port)).stpXstats ?? noStpXstats;
	setBridgePort(t, port, { stpXstats: { ...stpXstats, [counter]: stpXstats[counter] + 1 } });
}

/** br_fill_linkxstats(): what a bridge that is switched on counts of multicast is not kept here. */
export function bridgeXstats({ kernel }: Task, device: Device): Xstats & { readonly kind: "bridge" } {
	const counts = bridgeOf(device).options.mcastStatsEnabled === 1;
	const { rxPackets, txPackets } = statsOf(kernel, device.id);
	const used = isUp(device) || rxPackets + txPackets > 0;
	return { kind: "bridge", mcast: counts && used ? "unknown" : "zero" };
}

export function bridgePortXstats(t: Task, bridge: Device, port: Device): Xstats {
	return { ...bridgeXstats(t, bridge), stp: bridgePortOf(port).stpXstats ?? noStpXstats };
}
