/**
 * Which ports of a bond work, and which one is active: drivers/net/bonding/bond_main.c bond_mii_monitor(),
 * bond_select_active_slave(), bond_set_carrier(). The real monitor looks every `miimon` ms; here it looks one interval after
 * something happened to a port, and goes on only while a state is about to change.
 */
import { isPending, setAlarm } from "../alarm.ts";
import { setCarrier } from "../carrier.ts";
import { type Device, isUp } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { applyAddress } from "../link.ts";
import { announceLink } from "../link-message.ts";
import { shareRxMode } from "../rx-mode.ts";
import { deviceOf, type Task } from "../task.ts";
import {
	BOND_LINK_BACK,
	BOND_LINK_DOWN,
	BOND_LINK_FAIL,
	BOND_LINK_UP,
	BOND_MODE_8023AD,
	BOND_MODE_ACTIVEBACKUP,
	bondAt,
	isBalancing,
	option,
	primarySlave,
	setBond,
	setSlave,
	slaveOf,
	slaves,
	usesPrimary,
} from "./bond.ts";
import { updateLacpCarrier } from "./bundle.ts";
import { changeLacpLink } from "./lacp-port.ts";

/** bond_check_dev_link() */
export function linkWorks(port: Device): boolean {
	return isUp(port) && port.carrier;
}

/** Something happened to a port, or the bond came up: look in a while. */
export function wakeMonitor(t: Task, bond: number): void {
	const miimon = option(bondAt(t, bond), "miimon");
	const { opened = t.kernel.now } = bondAt(t, bond);
	if (miimon > 0 && isUp(deviceOf(t, bond)) && !isPending(t, bond, "mii"))
		setAlarm(t, bond, "mii", miimon - ((t.kernel.now - opened) % miimon));
}

/** bond_open(): from now on it looks every `miimon` ms. */
export function beginMonitor(t: Task, bond: number): void {
	setBond(t, bond, { opened: t.kernel.now });
	setAlarm(t, bond, "mii", 0);
}

/** bond_mii_monitor(): inspects, commits, and chooses again where the active port was concerned. */
export function monitor(t: Task, bond: number): void {
	const own = bondAt(t, bond);
	const miimon = option(own, "miimon");
	if (miimon === 0 || !isUp(deviceOf(t, bond))) return;
	let failover = false;
	let ignoreUpdelay = own.active === undefined && usesPrimary(own);
	for (const { id } of slaves(t, bond)) {
		const next = inspect(t, bond, id, ignoreUpdelay);
		if (next === undefined) continue;
		if (next === BOND_LINK_UP) ignoreUpdelay = false;
		failover = commit(t, bond, id, next) || failover;
	}
	if (failover) selectActive(t, bond);
	updateCarrier(t, bond);
	if (slaves(t, bond).some(isUnsettled)) setAlarm(t, bond, "mii", miimon);
}

function isUnsettled(port: Device): boolean {
	return slaveOf(port).link !== (linkWorks(port) ? BOND_LINK_UP : BOND_LINK_DOWN);
}

/** bond_miimon_inspect(): the state that is now certain, if it is another. */
function inspect(t: Task, bond: number, id: number, ignoreUpdelay: boolean): number | undefined {
	const port = deviceOf(t, id);
	const slave = slaveOf(port);
	const works = linkWorks(port);
	const stable = slave.link === BOND_LINK_UP || slave.link === BOND_LINK_FAIL;
	if (works === stable) {
		if (slave.link === (works ? BOND_LINK_UP : BOND_LINK_DOWN)) return undefined;
		return works ? BOND_LINK_UP : BOND_LINK_DOWN;
	}
	const turning = stable ? BOND_LINK_FAIL : BOND_LINK_BACK;
	const fresh = slave.link !== turning;
	const delay = fresh ? rounds(t, bond, stable ? "downdelay" : "updelay") : slave.delay;
	const over = delay <= 0 || (!stable && ignoreUpdelay);
	if (over) return stable ? BOND_LINK_DOWN : BOND_LINK_UP;
	setSlave(t, id, { link: turning, delay: delay - 1 });
	return undefined;
}

/** A delay in rounds of the monitor. */
export function rounds(t: Task, bond: number, name: "updelay" | "downdelay"): number {
	return option(bondAt(t, bond), name);
}

/** bond_miimon_commit(): whether the active port must be chosen anew. */
function commit(t: Task, bond: number, id: number, link: number): boolean {
	const own = bondAt(t, bond);
	const primary = primarySlave(t, bond);
	const slave = slaveOf(deviceOf(t, id));
	if (link === BOND_LINK_UP) {
		const stays = (own.mode === BOND_MODE_ACTIVEBACKUP && id !== primary?.id) || own.mode === BOND_MODE_8023AD;
		setSlave(t, id, { link, backup: own.active === id ? slave.backup : stays });
		announceLink(t, id);
		if (own.mode === BOND_MODE_8023AD) changeLacpLink(t, bond, id, true);
		return own.active === undefined || id === primary?.id;
	}
	const backup = own.mode === BOND_MODE_ACTIVEBACKUP || own.mode === BOND_MODE_8023AD ? true : slave.backup;
	setSlave(t, id, { link, failures: slave.failures + 1, backup });
	announceLink(t, id);
	if (own.mode === BOND_MODE_8023AD) changeLacpLink(t, bond, id, false);
	return own.active === id;
}

/** bond_select_active_slave() */
export function selectActive(t: Task, bond: number): void {
	const best = findBest(t, bond);
	if (best?.id !== bondAt(t, bond).active) changeActive(t, bond, best?.id);
	updateCarrier(t, bond);
}

/** bond_find_best_slave() */
function findBest(t: Task, bond: number): Device | undefined {
	const chosen = primaryOrCurrent(t, bond);
	if (chosen) return chosen;
	const all = slaves(t, bond);
	const up = all.find((port) => slaveOf(port).link === BOND_LINK_UP);
	const coming = all.filter((port) => slaveOf(port).link === BOND_LINK_BACK && linkWorks(port));
	const soonest = coming.sort((a, b) => slaveOf(a).delay - slaveOf(b).delay)[0];
	return up ?? (soonest && slaveOf(soonest).delay < rounds(t, bond, "updelay") ? soonest : undefined);
}

/** bond_choose_primary_or_current() */
function primaryOrCurrent(t: Task, bond: number): Device | undefined {
	const own = bondAt(t, bond);
	const works = (port: Device | undefined) => port && slaveOf(port).link === BOND_LINK_UP;
	const primary = primarySlave(t, bond);
	const current = slaves(t, bond).find((port) => port.id === own.active);
	if (!works(primary)) return works(current) ? current : undefined;
	if (own.forcePrimary) {
		setBond(t, bond, { forcePrimary: false });
		return primary;
	}
	if (!works(current)) return primary;
	const faster = speed(t, primary) > speed(t, current);
	const reselect = ["always", "better", "failure"][option(own, "primaryReselect")];
	if (reselect === "always" || (reselect === "better" && faster)) return primary;
	return current;
}

function speed(t: Task, port: Device | undefined): number {
	return (port && driverOf(port).speed?.(t, port)) ?? 0;
}

/** bond_change_active_slave() */
export function changeActive(t: Task, bond: number, id: number | undefined): void {
	const own = bondAt(t, bond);
	const old = slaves(t, bond).find((port) => port.id === own.active);
	setBond(t, bond, { active: id });
	if (id !== undefined) setSlave(t, id, { link: BOND_LINK_UP, delay: 0, lastLinkUp: t.kernel.now });
	if (!usesPrimary(own)) return;
	if (old?.id !== id) {
		// bond_hw_addr_swap()
		if (old) shareRxMode(t, bond, old.id, -1);
		if (id !== undefined) shareRxMode(t, bond, id, 1);
	}
	if (old && old.id !== id && !isBalancing(own.mode) && !slaveOf(old).backup) {
		setSlave(t, old.id, { backup: true });
		announceLink(t, old.id);
	}
	if (id === undefined) return;
	if (isBalancing(own.mode)) swapAddress(t, bond, id, old);
	const waited = slaveOf(deviceOf(t, id)).backup;
	setSlave(t, id, { backup: false });
	if (waited) announceLink(t, id);
	if (own.mode !== BOND_MODE_ACTIVEBACKUP) return;
	announceLink(t, bond, "BONDING FAILOVER");
	const { carrier } = deviceOf(t, bond);
	if (isUp(deviceOf(t, bond)) && carrier) announceLink(t, bond, "NOTIFY PEERS");
}

/** bond_alb_handle_active_change(): the active port has the bond's address, and the one before gets what this one had. */
function swapAddress(t: Task, bond: number, id: number, old: Device | undefined): void {
	const { address } = deviceOf(t, bond);
	const before = deviceOf(t, id).address;
	if (before === address) return;
	if (old && old.id !== id && old.address === address) applyAddress(t, old.id, before);
	applyAddress(t, id, address);
}

/** bond_set_carrier() */
export function updateCarrier(t: Task, bond: number): void {
	if (bondAt(t, bond).mode === BOND_MODE_8023AD) return updateLacpCarrier(t, bond);
	setCarrier(
		t,
		bond,
		slaves(t, bond).some((port) => slaveOf(port).link === BOND_LINK_UP),
	);
}
