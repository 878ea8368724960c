/**
 * What a bond and its ports keep: struct bonding, struct bond_params and struct slave (include/net/bonding.h). Read next: slave.ts
 * (ports come and go), monitor.ts (which of them work, which is active), option.ts, drivers/bond.ts.
 */
import type { Addr } from "../../net/addr.ts";
import type { LacpSystem } from "../../uapi/bonding.ts";
import type { Device } from "../device.ts";
import { setPort } from "../master.ts";
import { portsOf } from "../notifier.ts";
import { deviceOf, setDevice, type Task } from "../task.ts";
import type { LacpState } from "./lacp.ts";

export const BOND_MODE_ROUNDROBIN = 0;
export const BOND_MODE_ACTIVEBACKUP = 1;
export const BOND_MODE_BROADCAST = 3;
export const BOND_MODE_8023AD = 4;
export const BOND_MODE_TLB = 5;
export const BOND_MODE_ALB = 6;

export const BOND_LINK_UP = 0;
export const BOND_LINK_FAIL = 1;
export const BOND_LINK_DOWN = 2;
export const BOND_LINK_BACK = 3;

export interface Bond {
	readonly mode: number;
	/** Numbers by their names in BondData; delays are in rounds of the monitor. */
	readonly options: Readonly<Record<string, number>>;
	readonly arpIpTarget: readonly Addr[];
	readonly nsIp6Target: readonly Addr[];
	/** Name of the port that should be active, whether it is there or not. */
	readonly primary: string;
	readonly forcePrimary: boolean;
	/** Device ids of the port in use, and while there is none of the one that is tried (arp-monitor.ts). */
	readonly active?: number;
	readonly arpSlave?: number | undefined;
	readonly adActorSystem: string;
	/** What its ports say the system is, since the first came (802.3ad). */
	readonly system?: LacpSystem;
	readonly lastAggregator?: number;
	/** Kernel time since which it is up. */
	readonly opened?: number;
	/** Kernel time of tick 0 of its machines while it is up; the last tick before it went down (lag.ts). */
	readonly lacpBegun?: number | undefined;
	readonly lacpStopped?: number;
	readonly selectUntil?: number | undefined;
	/** LACP messages of all its ports, of those that have left it too. */
	readonly received?: number;
	readonly sent?: number;
}

export interface BondSlave {
	readonly link: number;
	/** Rounds of the monitor until a new state counts. */
	readonly delay: number;
	readonly backup: boolean;
	readonly failures: number;
	readonly permHwaddr: string;
	readonly originalMtu: number;
	readonly queueId: number;
	readonly prio: number;
	/** Kernel times, as far as somebody watches them (arp-monitor.ts): it came up, sent a question, received what counts, of whom. */
	readonly lastLinkUp?: number;
	readonly lastTx?: number;
	readonly lastRx?: number;
	readonly targetRx?: Readonly<Record<Addr, number>>;
	/** In mode 802.3ad. */
	readonly lacp?: LacpState;
}

/** bond_check_params(), bond_setup() */
export const freshBond: Bond = {
	mode: BOND_MODE_ROUNDROBIN,
	options: {
		miimon: 0,
		updelay: 0,
		downdelay: 0,
		peerNotifDelay: 0,
		useCarrier: 1,
		arpInterval: 0,
		missedMax: 2,
		arpValidate: 0,
		arpAllTargets: 0,
		primaryReselect: 0,
		failOverMac: 0,
		xmitHashPolicy: 0,
		resendIgmp: 1,
		numPeerNotif: 1,
		allSlavesActive: 0,
		minLinks: 0,
		lpInterval: 1,
		packetsPerSlave: 1,
		adLacpActive: 1,
		adLacpRate: 0,
		adSelect: 0,
		adActorSysPrio: 65535,
		adUserPortKey: 0,
		tlbDynamicLb: 1,
	},
	arpIpTarget: [],
	nsIp6Target: [],
	primary: "",
	forcePrimary: false,
	adActorSystem: "00:00:00:00:00:00",
};

export function bondOf(device: Device): Bond {
	return device.data as unknown as Bond;
}

export function slaveOf(device: Device): BondSlave {
	return device.port as unknown as BondSlave;
}

export function bondAt(t: Task, bond: number): Bond {
	return bondOf(deviceOf(t, bond));
}

export function option(bond: Bond, name: string): number {
	return bond.options[name] ?? 0;
}

export function setBond(t: Task, bond: number, patch: { readonly [K in keyof Bond]?: Bond[K] | undefined }): void {
	setDevice(t, bond, { data: { ...deviceOf(t, bond).data, ...patch } });
}

export function setOption(t: Task, bond: number, name: string, value: number): void {
	setBond(t, bond, { options: { ...bondAt(t, bond).options, [name]: value } });
}

export function setSlave(t: Task, port: number, patch: Partial<BondSlave>): void {
	setPort(t, port, patch);
}

export function slaves(t: Task, bond: number): Device[] {
	return portsOf(t, bond);
}

/** bond_uses_primary(): one port is the active one. */
export function usesPrimary({ mode }: Bond): boolean {
	return mode === BOND_MODE_ACTIVEBACKUP || isBalancing(mode);
}

/** bond_is_lb() */
export function isBalancing(mode: number): boolean {
	return mode === BOND_MODE_TLB || mode === BOND_MODE_ALB;
}

export function primarySlave(t: Task, bond: number): Device | undefined {
	const own = bondAt(t, bond);
	return usesPrimary(own) ? slaves(t, bond).find((port) => port.name === own.primary) : undefined;
}
