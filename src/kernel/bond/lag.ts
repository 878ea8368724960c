/**
 * When the machines of mode 802.3ad run: drivers/net/bonding/bond_3ad.c bond_3ad_state_machine_handler() every 100 ms while the
 * bond is up, and whenever a message comes or a port changes. While they run, the ports are copies that they change in place
 * (`Lag`); afterwards what has changed is kept.
 */
import { LACP_AGGREGATION, LACP_COLLECTING, LACP_DISTRIBUTING, LACP_SYNCHRONIZATION } from "../../uapi/bonding.ts";
import type { BondData } from "../../uapi/link-data.ts";
import type { Lacp } from "../../uapi/packet.ts";
import { clearAlarm, setAlarm } from "../alarm.ts";
import { setCarrier } from "../carrier.ts";
import { isUp } from "../device.ts";
import { announceLink } from "../link-message.ts";
import { transmit } from "../path/transmit.ts";
import { deviceOf, type Task } from "../task.ts";
import { choose, selectAggregator, unbind } from "./aggregator.ts";
import {
	BOND_LINK_UP,
	BOND_MODE_8023AD,
	bondAt,
	option,
	setBond,
	setOption,
	setSlave,
	slaveOf,
	slaves,
} from "./bond.ts";
import { freshPort, type LacpState, restated, speedOf, systemOf, updateKeys } from "./lacp.ts";
import { churnMachine, muxMachine, periodicMachine, rxMachine, rxMessage, txMachine } from "./lacp-machine.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Port extends Mutable<LacpState> {
	readonly id: number;
	/** Mbit/s, 0 where it is not known. */
	readonly speed: number;
	/** Its device is up and has a carrier. */
	readonly works: boolean;
	/** The bond takes it to be up as well. */
	readonly usable: boolean;
	backup: boolean;
}

export interface Lag {
	readonly ports: readonly Port[];
	/** Number of the last tick since the bond came up. */
	readonly tick: number;
	/** Until then nothing is used: the first choice is yet to come. */
	selectUntil: number | undefined;
	/** BOND_AD_* */
	readonly select: number;
	send(port: Port): void;
}

/** AD_TIMER_INTERVAL */
const interval = 100;

/** Slow_Protocols_Multicast */
export const lacpGroup = "01:80:c2:00:00:02";

/** AD_AGGREGATOR_SELECTION_TIMER */
const firstSelection = 80;

/** While the bond is down no tick passes. */
function tickAt(t: Task, bond: number): number {
	const { lacpBegun, lacpStopped = -1 } = bondAt(t, bond);
	return lacpBegun === undefined ? lacpStopped : Math.floor((t.kernel.now - lacpBegun) / interval);
}

export function enablePort(port: Port): void {
	if (port.usable) port.backup = false;
}

export function disablePort(port: Port): void {
	port.backup = true;
}

/** Lets something happen to the ports of a bond; true if anything changed. */
function change(t: Task, bond: number, work: (lag: Lag) => void): boolean {
	const ports = slaves(t, bond).flatMap(({ id }) => portOf(t, id) ?? []);
	const messages: [port: number, message: Lacp][] = [];
	const { selectUntil } = bondAt(t, bond);
	const select = option(bondAt(t, bond), "adSelect");
	const send = (port: Port) => {
		port.sent++;
		countMessage(t, bond, "sent");
		messages.push([port.id, { family: "lacp", actor: port.actor, partner: port.partner, length: lacpLength }]);
	};
	const lag: Lag = { ports, tick: tickAt(t, bond), selectUntil, select, send };
	work(lag);
	if (lag.selectUntil !== selectUntil) setBond(t, bond, { selectUntil: lag.selectUntil });
	const changed = ports.map((port) => keepPort(t, port)).includes(true);
	for (const [port, message] of messages) sendMessage(t, port, message);
	return changed || lag.selectUntil !== selectUntil;
}

function countMessage(t: Task, bond: number, way: "received" | "sent"): void {
	setBond(t, bond, { [way]: (bondAt(t, bond)[way] ?? 0) + 1 });
}

/** sizeof(struct lacpdu) */
const lacpLength = 110;

function sendMessage(t: Task, port: number, packet: Lacp): void {
	const { permHwaddr: src } = slaveOf(deviceOf(t, port));
	transmit(t, port, { dst: lacpGroup, src, packet });
}

function portOf(t: Task, id: number): Port | undefined {
	const device = deviceOf(t, id);
	const { lacp, backup, link } = slaveOf(device);
	const up = isUp(device);
	return (
		lacp && {
			...lacp,
			id,
			backup,
			speed: speedOf(t, id),
			works: up && device.carrier,
			usable: up && link === BOND_LINK_UP,
		}
	);
}

/** Listeners hear of a port that is used now, or no longer (bond_slave_state_notify). */
function keepPort(t: Task, port: Port): boolean {
	const { id, speed: _speed, works: _works, usable: _usable, backup, ...lacp } = port;
	const before = slaveOf(deviceOf(t, id));
	if (before.backup !== backup) {
		setSlave(t, id, { lacp, backup });
		announceLink(t, id);
		return true;
	}
	const old = before.lacp as unknown as Readonly<Record<string, unknown>>;
	const changed = Object.entries(lacp).some(([key, value]) => !isSame(old[key], value));
	if (changed) setSlave(t, id, { lacp });
	return changed;
}

function isSame(a: unknown, b: unknown): boolean {
	return a === b || (typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
}

/** bond_3ad_state_machine_handler() */
export function runMachines(t: Task, bond: number): void {
	if (bondAt(t, bond).mode !== BOND_MODE_8023AD || !isUp(deviceOf(t, bond)) || slaves(t, bond).length === 0) return;
	const changed = change(t, bond, (lag) => {
		if (lag.selectUntil !== undefined && lag.tick >= lag.selectUntil) {
			lag.selectUntil = undefined;
			selectAggregator(lag);
		}
		for (const port of lag.ports) runPort(lag, port);
	});
	updateLacpCarrier(t, bond);
	schedule(t, bond, changed);
}

function runPort(lag: Lag, port: Port): void {
	rxMachine(lag, port);
	periodicMachine(lag, port);
	choose(lag, port);
	muxMachine(lag, port);
	txMachine(lag, port);
	churnMachine(lag, port);
	port.begin = false;
}

/** The next tick in which something may happen: the very next where this one changed anything, else that of the first counter. */
function schedule(t: Task, bond: number, changed: boolean): void {
	const { lacpBegun = 0, selectUntil } = bondAt(t, bond);
	const next = tickAt(t, bond) + 1;
	const counters = [selectUntil, ...slaves(t, bond).flatMap((port) => countersOf(slaveOf(port).lacp))];
	const ends = counters.filter((end) => end !== undefined);
	if (!changed && ends.length === 0) return;
	const tick = changed ? next : Math.max(next, Math.min(...ends));
	setAlarm(t, bond, "lacp", lacpBegun + tick * interval - t.kernel.now);
}

function countersOf(lacp: LacpState | undefined): (number | undefined)[] {
	if (!lacp) return [];
	const { rxUntil, periodicUntil, muxUntil, txUntil, actorChurn, partnerChurn, enabled } = lacp;
	return [enabled ? rxUntil : undefined, periodicUntil, muxUntil, txUntil, actorChurn.until, partnerChurn.until];
}

/** Something has happened: the machines look at it with the next tick. */
function wake(t: Task, bond: number): void {
	if (isUp(deviceOf(t, bond))) schedule(t, bond, true);
}

/** bond_open() */
export function beginLacp(t: Task, bond: number): void {
	if (bondAt(t, bond).mode !== BOND_MODE_8023AD) return;
	const next = tickAt(t, bond) + 1;
	setBond(t, bond, { lacpBegun: t.kernel.now - next * interval, selectUntil: next });
	setAlarm(t, bond, "lacp", 0);
}

/** bond_close() */
export function stopLacp(t: Task, bond: number): void {
	setBond(t, bond, { lacpStopped: tickAt(t, bond), lacpBegun: undefined });
	clearAlarm(t, bond, "lacp");
}

/** bond_3ad_lacpdu_recv() */
export function receiveLacp(t: Task, bond: number, port: number, message: Lacp): void {
	countMessage(t, bond, "received");
	change(t, bond, (lag) => {
		const receiver = lag.ports.find(({ id }) => id === port);
		if (receiver) rxMessage(lag, receiver, message);
	});
	wake(t, bond);
}

/** bond_3ad_initialize(), bond_3ad_bind_slave(): numbers go on from the last port's. */
export function bindPort(t: Task, bond: number, port: number): void {
	const others = slaves(t, bond).filter(({ id }) => id !== port);
	if (others.length === 0) {
		const selectUntil = tickAt(t, bond) + firstSelection;
		setBond(t, bond, { system: systemOf(t, bond), lastAggregator: 0, selectUntil });
	}
	const last = others.at(-1);
	const own = bondAt(t, bond);
	const identifier = (own.lastAggregator ?? 0) + 1;
	setBond(t, bond, { lastAggregator: identifier });
	const number = ((last && slaveOf(last).lacp?.actor.port) ?? 0) + 1;
	const fresh = freshPort(own, number, identifier, own.system ?? systemOf(t, bond));
	setSlave(t, port, { lacp: fresh });
	setSlave(t, port, { lacp: updateKeys(t, port, fresh, false), backup: true });
	wake(t, bond);
}

/** bond_3ad_unbind_slave(): the partner is told that this end is not for bundling any more. */
export function unbindPort(t: Task, bond: number, id: number): void {
	const gone = LACP_SYNCHRONIZATION | LACP_COLLECTING | LACP_DISTRIBUTING | LACP_AGGREGATION;
	change(t, bond, (lag) => {
		const port = lag.ports.find((candidate) => candidate.id === id);
		if (!port) return;
		port.actor = { ...port.actor, state: port.actor.state & ~gone };
		lag.send(port);
		unbind(lag, port);
	});
	wake(t, bond);
}

/** bond_3ad_handle_link_change() */
export function changeLacpLink(t: Task, bond: number, id: number, up: boolean): void {
	const { lacp } = slaveOf(deviceOf(t, id));
	if (!lacp) return;
	setSlave(t, id, { lacp: { ...updateKeys(t, id, lacp, !up), enabled: up } });
	change(t, bond, selectAggregator);
	updateLacpCarrier(t, bond);
	wake(t, bond);
}

/** bond_3ad_update_ad_actor_settings(): what the system is called, from now on. */
export function updateSystem(t: Task, bond: number): void {
	if (!bondAt(t, bond).system) return;
	const system = systemOf(t, bond);
	setBond(t, bond, { system });
	changeActors(t, bond, (lacp) => ({ ...lacp, actor: { ...lacp.actor, system }, ntt: true }));
	wake(t, bond);
}

/** bond_option_lacp_rate_set(), bond_option_lacp_active_set() */
export function setLacpOption(t: Task, bond: number, value: number, name: "adLacpRate" | "adLacpActive"): void {
	setOption(t, bond, name, value);
	const own = bondAt(t, bond);
	changeActors(t, bond, (lacp) => ({ ...lacp, actor: { ...lacp.actor, state: restated(own, lacp.actor.state) } }));
}

function changeActors(t: Task, bond: number, patch: (lacp: LacpState) => LacpState): void {
	for (const port of slaves(t, bond)) {
		const { lacp } = slaveOf(port);
		if (lacp) setSlave(t, port.id, { lacp: patch(lacp) });
	}
}

/** bond_3ad_set_carrier(): as many ports of the bundle in use as are asked for. */
export function updateLacpCarrier(t: Task, bond: number): void {
	const active = slaves(t, bond).find((port) => slaveOf(port).lacp?.own.active);
	const ports = (active && slaveOf(active).lacp?.own.ports) ?? [];
	const enabled = ports.filter((id) => slaveOf(deviceOf(t, id)).lacp?.enabled).length;
	setCarrier(t, bond, active !== undefined && enabled >= option(bondAt(t, bond), "minLinks"));
}

/** bond_3ad_get_active_agg_info() */
export function aggregatorInfo(t: Task, bond: number): BondData["adInfo"] {
	const ports = slaves(t, bond);
	const own = ports.map((port) => slaveOf(port).lacp?.own).find((candidate) => candidate?.active);
	if (!own || own.ports.length === 0) return undefined;
	return {
		aggregator: own.identifier,
		numPorts: own.ports.filter((id) => slaveOf(deviceOf(t, id)).lacp?.enabled).length,
		actorKey: own.actorKey,
		partnerKey: own.partnerKey,
		partnerMac: own.partnerSystem.mac,
	};
}

/** The number of the aggregator that a port is in. */
export function aggregatorId(t: Task, { joined }: LacpState): number | undefined {
	return joined === undefined ? undefined : slaveOf(deviceOf(t, joined)).lacp?.own.identifier;
}
