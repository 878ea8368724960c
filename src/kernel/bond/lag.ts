/**
 * When the machines of mode 802.3ad run: drivers/net/bonding/bond_3ad.c bond_3ad_state_machine_handler() every 100 ms while the
 * bond is up, and whenever a message comes or a port changes. While they run, the ports are copies that they change in place
 * (`Lag`); afterwards what has changed is kept.
 */
import type { Lacp } from "../../uapi/packet.ts";
import { clearAlarm, setAlarm } from "../alarm.ts";
import { isUp } from "../device.ts";
import { announceLink } from "../link-message.ts";
import { transmit } from "../path/transmit.ts";
import { deviceOf, type Task } from "../task.ts";
import { choose, selectAggregator } from "./aggregator.ts";
import { BOND_LINK_UP, BOND_MODE_8023AD, bondAt, option, setBond, setSlave, slaveOf, slaves } from "./bond.ts";
import { updateLacpCarrier } from "./bundle.ts";
import { type LacpState, speedOf } from "./lacp.ts";
import { churnMachine, muxMachine, periodicMachine, rxMachine, txMachine } from "./lacp-machine.ts";

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

/** While the bond is down no tick passes. */
export function tickAt(t: Task, bond: number): number {
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
export function change(t: Task, bond: number, work: (lag: Lag) => void): boolean {
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

export function countMessage(t: Task, bond: number, way: "received" | "sent"): void {
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
export function wake(t: Task, bond: number): void {
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
