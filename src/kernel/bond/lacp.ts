/**
 * Mode 802.3ad where nobody answers: drivers/net/bonding/bond_3ad.c. A port that hears no partner stays in an aggregator of its
 * own; one of these is active, and only its port is used. What two bonds say to each other is not modelled.
 */
import {
	LACP_ACTIVITY,
	LACP_AGGREGATION,
	LACP_DEFAULTED,
	LACP_SYNCHRONIZATION,
	LACP_TIMEOUT,
} from "../../uapi/bonding.ts";
import type { BondData } from "../../uapi/link-data.ts";
import { type Device, isUp } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { deviceOf, type Task } from "../task.ts";
import { BOND_LINK_UP, type BondSlave, bondAt, option, setBond, setSlave, slaveOf, slaves } from "./bond.ts";

/** AD_LINK_SPEED_*, by Mbit/s. */
const speeds = [
	1, 10, 100, 1000, 2500, 5000, 10000, 14000, 20000, 25000, 40000, 50000, 56000, 100000, 200000, 400000, 800000,
];

function speedOf(t: Task, port: Device): number | undefined {
	return slaveOf(port).link === BOND_LINK_UP ? driverOf(port).speed?.(t, port) : undefined;
}

/** ad_update_actor_keys(): the user's part, the speed and the duplex; of a port that is down or of no known speed the first alone. */
export function portKey(t: Task, port: Device): number {
	const { lacp } = slaveOf(port);
	const speed = speedOf(t, port);
	const own = (lacp?.userKey ?? 0) << 6;
	return speed === undefined ? own : own | ((speeds.indexOf(speed) + 1) << 1) | 1;
}

/** What the port says of itself, as far as it stands alone. */
export function portState(t: Task, bond: number, port: Device): number {
	const own = bondAt(t, bond);
	return (
		(option(own, "adLacpActive") ? LACP_ACTIVITY : 0) |
		(option(own, "adLacpRate") ? LACP_TIMEOUT : 0) |
		(slaveOf(port).lacp?.inSync ? LACP_SYNCHRONIZATION : 0) |
		LACP_AGGREGATION |
		LACP_DEFAULTED
	);
}

/** bond_3ad_initialize(), bond_3ad_bind_slave(): numbers go on from the last port's. */
export function bindPort(t: Task, bond: number, port: number): void {
	const others = slaves(t, bond).filter(({ id }) => id !== port);
	if (others.length === 0) setBond(t, bond, { system: systemOf(t, bond), lastAggregator: 0 });
	const last = others.at(-1);
	const aggregator = (bondAt(t, bond).lastAggregator ?? 0) + 1;
	const number = ((last && slaveOf(last).lacp?.number) ?? 0) + 1;
	setBond(t, bond, { lastAggregator: aggregator });
	const userKey = option(bondAt(t, bond), "adUserPortKey");
	setSlave(t, port, { lacp: { aggregator, number, userKey, inSync: false } });
}

/** bond_3ad_update_ad_actor_settings(): what the system is called, from now on. */
export function updateSystem(t: Task, bond: number): void {
	if (bondAt(t, bond).system) setBond(t, bond, { system: systemOf(t, bond) });
}

function systemOf(t: Task, bond: number): NonNullable<ReturnType<typeof bondAt>["system"]> {
	const own = bondAt(t, bond);
	const mac = /^[0:]+$/.test(own.adActorSystem) ? deviceOf(t, bond).address : own.adActorSystem;
	return { priority: option(own, "adActorSysPrio"), mac };
}

function setLacp(t: Task, port: number, patch: Partial<NonNullable<BondSlave["lacp"]>>): void {
	const { lacp } = slaveOf(deviceOf(t, port));
	if (lacp) setSlave(t, port, { lacp: { ...lacp, ...patch } });
}

/** A link that comes back begins anew (AD_PORT_BEGIN), if that changes its key. */
export function restartPort(t: Task, port: number): void {
	if (portKey(t, deviceOf(t, port)) !== (slaveOf(deviceOf(t, port)).lacp?.userKey ?? 0) << 6)
		setLacp(t, port, { inSync: false, since: t.kernel.now });
}

/** The machines of all ports have run: each has chosen its aggregator, and one of these is active. */
export function aggregate(t: Task, bond: number): void {
	if (!isUp(deviceOf(t, bond))) return;
	for (const port of slaves(t, bond))
		if (slaveOf(port).lacp?.since === undefined) setLacp(t, port.id, { since: t.kernel.now });
	const active = selectAggregator(t, bond);
	setBond(t, bond, { activeAggregator: active?.id });
	for (const { id } of slaves(t, bond)) setSlave(t, id, { backup: id !== active?.id });
	if (active) setLacp(t, active.id, { inSync: true });
}

/** ad_agg_selection_logic(): of those that work the present one stays, unless it has no key and another has. */
function selectAggregator(t: Task, bond: number): Device | undefined {
	const usable = slaves(t, bond).filter((port) => slaveOf(port).link === BOND_LINK_UP);
	const present = usable.find(({ id }) => id === bondAt(t, bond).activeAggregator);
	const best = [...(present ? [present] : []), ...usable].reduce<Device | undefined>(
		(chosen, port) => (chosen && !isBetter(t, port, chosen) ? chosen : port),
		undefined,
	);
	const stable = option(bondAt(t, bond), "adSelect") === 0;
	if (stable && present && best && !(portKey(t, present) === 0 && portKey(t, best) !== 0)) return present;
	return best;
}

/** ad_agg_selection_test(): a port of unknown duplex stays alone; then the wider wins. */
function isBetter(t: Task, port: Device, than: Device): boolean {
	const [a, b] = [portKey(t, port) & 1, portKey(t, than) & 1];
	if (a !== b) return a > b;
	return (speedOf(t, port) ?? 0) > (speedOf(t, than) ?? 0);
}

/** bond_3ad_set_carrier(): a lone port is enough unless more are asked for. */
export function lacpCarrier(t: Task, bond: number): boolean {
	const { activeAggregator } = bondAt(t, bond);
	return activeAggregator !== undefined && option(bondAt(t, bond), "minLinks") <= 1;
}

/** bond_3ad_get_active_agg_info(): a partner that is not there has key 1 and no address. */
export function aggregatorInfo(t: Task, bond: number): BondData["adInfo"] {
	const { activeAggregator } = bondAt(t, bond);
	const port = slaves(t, bond).find(({ id }) => id === activeAggregator);
	if (!port) return undefined;
	const aggregator = slaveOf(port).lacp?.aggregator ?? 0;
	return { aggregator, numPorts: 1, actorKey: portKey(t, port), partnerKey: 1, partnerMac: "00:00:00:00:00:00" };
}
