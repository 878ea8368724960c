/**
 * What a port of a bond in mode 802.3ad keeps, and its beginning: struct port and struct aggregator (include/net/bond_3ad.h).
 * Its machines: lacp-machine.ts; which ports are bundled, and which bundle is used: aggregator.ts;
 * when all of that runs: lag.ts; what else happens to a port: lacp-port.ts.
 *
 * The real machines run every 100 ms and count ticks down. Here a counter is the number of the tick in which it ends, and ticks
 * in which nothing would happen are left out.
 */
import { LACP_ACTIVITY, LACP_AGGREGATION, LACP_TIMEOUT, type LacpEnd, type LacpSystem } from "../../uapi/bonding.ts";
import { driverOf } from "../drivers/kind.ts";
import { deviceOf, type Task } from "../task.ts";
import { BOND_LINK_UP, type Bond, bondAt, option, slaveOf } from "./bond.ts";

export interface Churn {
	readonly state: "monitoring" | "churned" | "none";
	/** Tick in which it is judged. */
	readonly until?: number | undefined;
	readonly count: number;
}

/** Every port has one; ports are in their own or in another's. */
export interface Aggregator {
	readonly identifier: number;
	readonly individual: boolean;
	readonly actorKey: number;
	readonly partnerSystem: LacpSystem;
	readonly partnerKey: number;
	/** Device ids, the last to join first. */
	readonly ports: readonly number[];
	readonly active: boolean;
}

export interface LacpState {
	/** What it says of itself; the system is the bond's as it was when it was last told. */
	readonly actor: LacpEnd;
	readonly partner: LacpEnd;
	/** Only its user's part. */
	readonly adminKey: number;
	readonly enabled: boolean;
	/** AD_PORT_*: it begins anew, speaks LACP, has chosen, may join, all of its bundle may, is watched anew. */
	readonly begin: boolean;
	readonly speaks: boolean;
	readonly selected: boolean;
	readonly readyN: boolean;
	readonly ready: boolean;
	readonly churned: boolean;
	/** There is something to tell (ntt). */
	readonly ntt: boolean;
	readonly rx?: "disabled" | "lacp-disabled" | "expired" | "defaulted" | "current";
	readonly rxUntil?: number | undefined;
	readonly periodic?: "none" | "fast" | "slow" | "tx";
	readonly periodicUntil?: number | undefined;
	readonly mux?: "detached" | "waiting" | "attached" | "collecting-distributing";
	readonly muxUntil?: number | undefined;
	readonly txUntil?: number | undefined;
	readonly actorChurn: Churn;
	readonly partnerChurn: Churn;
	/** Device id of the port in whose aggregator it is. */
	readonly joined?: number | undefined;
	readonly own: Aggregator;
	readonly received: number;
	readonly sent: number;
}

export const nobody: LacpSystem = { priority: 0, mac: "00:00:00:00:00:00" };

export function isSameSystem(a: LacpSystem, b: LacpSystem): boolean {
	return a.mac === b.mac && a.priority === b.priority;
}

/** The partner of a port that has heard none (ad_initialize_port). */
export const noPartner: LacpEnd = {
	system: { priority: 0xffff, mac: nobody.mac },
	key: 1,
	port: 1,
	priority: 0xff,
	state: 0,
};

/** ad_clear_agg() */
export const emptyAggregator: Omit<Aggregator, "identifier"> = {
	individual: false,
	actorKey: 0,
	partnerSystem: nobody,
	partnerKey: 0,
	ports: [],
	active: false,
};

/** AD_MAX_TX_IN_SECOND */
export const ticksBetween = 3;

/** ad_initialize_port() and the rest of bond_3ad_bind_slave(). */
export function freshPort(own: Bond, port: number, identifier: number, system: LacpSystem): LacpState {
	const adminKey = option(own, "adUserPortKey") << 6;
	const state = LACP_AGGREGATION | activity(own) | timeout(own);
	const watch: Churn = { state: "monitoring", count: 0 };
	return {
		actor: { system, key: 0, priority: 0xff, port, state },
		partner: noPartner,
		adminKey,
		enabled: true,
		begin: true,
		speaks: true,
		selected: false,
		readyN: false,
		ready: false,
		churned: false,
		ntt: false,
		txUntil: ticksBetween,
		actorChurn: watch,
		partnerChurn: watch,
		own: { ...emptyAggregator, identifier },
		received: 0,
		sent: 0,
	};
}

function activity(own: Bond): number {
	return option(own, "adLacpActive") ? LACP_ACTIVITY : 0;
}

function timeout(own: Bond): number {
	return option(own, "adLacpRate") ? LACP_TIMEOUT : 0;
}

/** bond_3ad_update_lacp_rate(), bond_3ad_update_lacp_active(): the state of an actor after these options have changed. */
export function restated(own: Bond, state: number): number {
	return (state & ~(LACP_ACTIVITY | LACP_TIMEOUT)) | activity(own) | timeout(own);
}

/** What the bond calls itself (bond_3ad_initialize). */
export function systemOf(t: Task, bond: number): LacpSystem {
	const own = bondAt(t, bond);
	const mac = /^[0:]+$/.test(own.adActorSystem) ? deviceOf(t, bond).address : own.adActorSystem;
	return { priority: option(own, "adActorSysPrio"), mac };
}

/** AD_LINK_SPEED_*, by Mbit/s. */
const speeds = [
	1, 10, 100, 1000, 2500, 5000, 10000, 14000, 20000, 25000, 40000, 50000, 56000, 100000, 200000, 400000, 800000,
];

/** Mbit/s; 0 of a port that is down or whose speed is not known (__get_link_speed). */
export function speedOf(t: Task, id: number): number {
	const port = deviceOf(t, id);
	return (slaveOf(port).link === BOND_LINK_UP && driverOf(port).speed?.(t, port)) || 0;
}

/** AD_DUPLEX_KEY_MASKS */
export const FULL_DUPLEX = 1;

const SPEED_KEY = 0x3e;

/** ad_update_actor_keys(): the user's part, the speed and the duplex; `reset` leaves the first alone. */
export function updateKeys(t: Task, id: number, lacp: LacpState, reset: boolean): LacpState {
	const speed = reset ? 0 : speedOf(t, id);
	const key = lacp.adminKey | (speed === 0 ? 0 : ((speeds.indexOf(speed) + 1) << 1) | FULL_DUPLEX);
	if (key === lacp.actor.key) return lacp;
	const restarts = speed !== 0 && (lacp.actor.key & SPEED_KEY) !== (key & SPEED_KEY);
	return { ...lacp, actor: { ...lacp.actor, key }, speaks: speed !== 0, begin: lacp.begin || restarts };
}
