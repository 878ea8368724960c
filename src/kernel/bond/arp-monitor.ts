/**
 * The other way to tell whether the ports of a bond work: questions to hosts that should answer. drivers/net/bonding/bond_main.c
 * bond_arp_monitor(), bond_rcv_validate(). Every `arp_interval` ms ports that have lately sent and received count as up; a port
 * that receives anything (or, where that is validated, an answer of a target) has received.
 */
import type { Addr } from "../../net/addr.ts";
import type { Arp } from "../../uapi/packet.ts";
import { addrs4 } from "../address4.ts";
import { clearAlarm, setAlarm } from "../alarm.ts";
import { type Device, isUp } from "../device.ts";
import { announceLink } from "../link-message.ts";
import type { Frame } from "../path/packet.ts";
import { deviceOf, devicesOf, type Task } from "../task.ts";
import { sendProbes } from "./arp-probe.ts";
import {
	BOND_LINK_BACK,
	BOND_LINK_DOWN,
	BOND_LINK_FAIL,
	BOND_LINK_UP,
	BOND_MODE_ACTIVEBACKUP,
	type BondSlave,
	bondAt,
	option,
	primarySlave,
	setBond,
	setSlave,
	slaveOf,
	slaves,
} from "./bond.ts";
import { linkWorks, selectActive, updateCarrier } from "./monitor.ts";

/** BOND_ARP_* */
const BOND_ARP_FILTER = 4;
const ALL_TARGETS = 1;

function interval(t: Task, bond: number): number {
	return option(bondAt(t, bond), "arpInterval");
}

/** bond_time_in_interval() */
function isRecent(t: Task, bond: number, last: number | undefined, intervals: number): boolean {
	const delta = interval(t, bond);
	return last !== undefined && t.kernel.now >= last - delta && t.kernel.now <= last + intervals * delta + delta / 2;
}

/** slave_last_rx(): of each target, or of any. */
function lastRx(t: Task, bond: number, slave: BondSlave): number | undefined {
	const own = bondAt(t, bond);
	if (option(own, "arpAllTargets") !== ALL_TARGETS) return slave.lastRx;
	const each = own.arpIpTarget.map((target) => slave.targetRx?.[target] ?? slave.lastRx ?? Number.NEGATIVE_INFINITY);
	return each.length === 0 ? slave.lastRx : Math.min(...each);
}

/** bond_open(), bond_option_arp_interval_set() */
export function beginArpMonitor(t: Task, bond: number): void {
	if (interval(t, bond) === 0) clearAlarm(t, bond, "arp");
	else setAlarm(t, bond, "arp", 0);
}

/** bond_arp_monitor() */
export function runArpMonitor(t: Task, bond: number): void {
	if (interval(t, bond) === 0 || !isUp(deviceOf(t, bond))) return;
	if (slaves(t, bond).length > 0) {
		if (bondAt(t, bond).mode === BOND_MODE_ACTIVEBACKUP) watchActiveBackup(t, bond);
		else watchAll(t, bond);
	}
	setAlarm(t, bond, "arp", interval(t, bond));
}

/** bond_loadbalance_arp_mon() */
function watchAll(t: Task, bond: number): void {
	const own = bondAt(t, bond);
	let failover = false;
	let changed = false;
	for (const port of slaves(t, bond)) {
		const slave = slaveOf(port);
		const up = slave.link === BOND_LINK_UP;
		const rounds = up ? option(own, "missedMax") : 1;
		const alive = isRecent(t, bond, slave.lastTx, rounds) && isRecent(t, bond, slave.lastRx, rounds);
		if (alive !== up) {
			changed = true;
			setSlave(t, port.id, alive ? { link: BOND_LINK_UP } : { link: BOND_LINK_DOWN, failures: slave.failures + 1 });
			failover ||= alive ? own.active === undefined : own.active === port.id;
		}
		if (linkWorks(deviceOf(t, port.id))) sendProbes(t, bond, port.id);
	}
	if (!changed) return;
	for (const { id } of slaves(t, bond)) setBackup(t, id, slaveOf(deviceOf(t, id)).link !== BOND_LINK_UP);
	if (failover) selectActive(t, bond);
	updateCarrier(t, bond);
}

function setBackup(t: Task, id: number, backup: boolean): void {
	if (slaveOf(deviceOf(t, id)).backup === backup) return;
	setSlave(t, id, { backup });
	announceLink(t, id);
}

/** bond_activebackup_arp_mon() */
function watchActiveBackup(t: Task, bond: number): void {
	const proposed = slaves(t, bond).flatMap(({ id }) => {
		const link = inspect(t, bond, id);
		return link === undefined ? [] : [{ id, link }];
	});
	if (proposed.length > 0) commit(t, bond, proposed);
	probe(t, bond);
}

/** bond_ab_arp_inspect(): what the state of a port should be now. */
function inspect(t: Task, bond: number, id: number): number | undefined {
	const own = bondAt(t, bond);
	const slave = slaveOf(deviceOf(t, id));
	const received = lastRx(t, bond, slave);
	if (slave.link !== BOND_LINK_UP) {
		if (isRecent(t, bond, received, 1)) return BOND_LINK_UP;
		return slave.link === BOND_LINK_BACK ? BOND_LINK_FAIL : undefined;
	}
	if (isRecent(t, bond, slave.lastLinkUp, 2)) return undefined;
	const missed = option(own, "missedMax");
	const lost = slave.backup
		? own.arpSlave === undefined && !isRecent(t, bond, received, missed + 1)
		: !isRecent(t, bond, slave.lastTx, missed) || !isRecent(t, bond, received, missed);
	return lost ? BOND_LINK_DOWN : undefined;
}

/** bond_ab_arp_commit() */
function commit(t: Task, bond: number, proposed: readonly { readonly id: number; readonly link: number }[]): void {
	let failover = false;
	for (const { id, link } of proposed) {
		const { active, arpSlave } = bondAt(t, bond);
		if (link === BOND_LINK_UP) {
			if (active === id) continue;
			setLink(t, id, BOND_LINK_UP);
			if (arpSlave !== undefined) {
				setBackup(t, arpSlave, true);
				setBond(t, bond, { arpSlave: undefined });
			}
			failover ||= active === undefined || id === primarySlave(t, bond)?.id || outranks(t, id, active);
		} else if (link === BOND_LINK_DOWN) {
			fail(t, id);
			if (active === id) setBond(t, bond, { arpSlave: undefined });
			failover ||= active === id;
		} else {
			setLink(t, id, BOND_LINK_FAIL);
			setBackup(t, id, true);
			if (active !== undefined) setBond(t, bond, { arpSlave: undefined });
		}
	}
	if (failover) selectActive(t, bond);
	updateCarrier(t, bond);
}

function outranks(t: Task, id: number, active: number): boolean {
	return slaveOf(deviceOf(t, id)).prio > slaveOf(deviceOf(t, active)).prio;
}

function setLink(t: Task, id: number, link: number): void {
	if (slaveOf(deviceOf(t, id)).link === link) return;
	setSlave(t, id, { link });
	announceLink(t, id);
}

function fail(t: Task, id: number): void {
	setSlave(t, id, { failures: slaveOf(deviceOf(t, id)).failures + 1 });
	setLink(t, id, BOND_LINK_DOWN);
	setBackup(t, id, true);
}

/** bond_ab_arp_probe(): the active port asks; where there is none, one port after the other tries its luck. */
function probe(t: Task, bond: number): void {
	const { active, arpSlave } = bondAt(t, bond);
	if (active !== undefined) return sendProbes(t, bond, active);
	const ports = slaves(t, bond);
	for (const port of ports) if (!linkWorks(port) && slaveOf(port).link === BOND_LINK_UP) fail(t, port.id);
	const at = Math.max(
		0,
		ports.findIndex(({ id }) => id === arpSlave),
	);
	const next = [...ports.slice(at + 1), ...ports.slice(0, at + 1)].find(linkWorks);
	if (!next) return;
	setLink(t, next.id, BOND_LINK_BACK);
	setBackup(t, next.id, false);
	sendProbes(t, bond, next.id);
	setSlave(t, next.id, { lastLinkUp: t.kernel.now });
	setBond(t, bond, { arpSlave: next.id });
}

/** bond_rcv_validate(): a frame has come in by a port. */
export function noteReceived(t: Task, master: Device, port: Device, { packet }: Frame): void {
	const own = bondAt(t, master.id);
	if (option(own, "arpInterval") === 0 || !isUp(master)) return;
	const validate = option(own, "arpValidate");
	const isArp = packet.family === "arp";
	if (!(validate & (slaveOf(port).backup ? 2 : 1))) {
		if (isArp || !(validate & BOND_ARP_FILTER)) setSlave(t, port.id, { lastRx: t.kernel.now });
	} else if (isArp) validateArp(t, master.id, port.id, packet);
}

/**
 * bond_arp_rcv(): the active port must have an answer of a target; one that waits hears the question that the active one sent
 * round, if that one gets answers; while none is active, answers count on every port.
 */
function validateArp(t: Task, bond: number, port: number, { op, spa, tpa }: Arp): void {
	const { active, arpSlave } = bondAt(t, bond);
	if (!slaveOf(deviceOf(t, port)).backup) return accept(t, bond, port, spa, tpa);
	if (active !== undefined) {
		const slave = slaveOf(deviceOf(t, active));
		const heard = lastRx(t, bond, slave);
		if (heard !== undefined && heard > (slave.lastLinkUp ?? 0)) return accept(t, bond, port, tpa, spa);
	}
	if (arpSlave === undefined || op !== "reply") return;
	if (isRecent(t, bond, slaveOf(deviceOf(t, arpSlave)).lastTx, 1)) accept(t, bond, port, spa, tpa);
}

/** bond_validate_arp() */
function accept(t: Task, bond: number, port: number, target: Addr, own: Addr): void {
	if (!bondAt(t, bond).arpIpTarget.includes(target) || !hasAddress(t, bond, own)) return;
	const { now } = t.kernel;
	const { targetRx } = slaveOf(deviceOf(t, port));
	setSlave(t, port, { lastRx: now, targetRx: { ...targetRx, [target]: now } });
}

/** bond_has_this_ip(): the bond, or what stands on it. */
function hasAddress(t: Task, bond: number, addr: Addr): boolean {
	const holders = [...devicesOf(t, deviceOf(t, bond).netns)].filter(({ id, lower }) => id === bond || lower === bond);
	return holders.some((device) => addrs4(device).some(({ local }) => local === addr));
}
