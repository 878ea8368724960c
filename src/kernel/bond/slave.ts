/**
 * A device becomes a port of a bond, and is let go: drivers/net/bonding/bond_main.c bond_enslave(), __bond_release_one(). While it
 * is one it has the bond's address and mtu; afterwards its own again.
 */
import { randomLladdr } from "../../net/lladdr.ts";
import { IFF_MASTER, IFF_SLAVE, IFF_UP } from "../../uapi/link-flags.ts";
import { type Device, isUp } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { applyAddress, applyMtu, changeAddress, changeMtu, closeDevice, openDevice } from "../link.ts";
import { announceLink } from "../link-message.ts";
import { claimRxHandler, linkMaster, unlinkMaster } from "../master.ts";
import { addHardware, removeHardware } from "../multicast.ts";
import { Refusal } from "../refusal.ts";
import { shareRxMode } from "../rx-mode.ts";
import { deviceOf, random, setDevice, type Task } from "../task.ts";
import {
	BOND_LINK_BACK,
	BOND_LINK_DOWN,
	BOND_LINK_UP,
	BOND_MODE_8023AD,
	BOND_MODE_ACTIVEBACKUP,
	type Bond,
	type BondSlave,
	bondAt,
	isBalancing,
	option,
	setBond,
	setSlave,
	slaveOf,
	slaves,
	usesPrimary,
} from "./bond.ts";
import { bindPort, unbindPort } from "./lacp-port.ts";
import { lacpGroup } from "./lag.ts";
import { changeActive, linkWorks, rounds, selectActive, updateCarrier, wakeMonitor } from "./monitor.ts";

function check(t: Task, bond: Device, port: Device): void {
	if (port.flags & IFF_MASTER && !driverOf(port).bond)
		throw new Refusal("EPERM", "Device type (master device) cannot be enslaved");
	claimRxHandler(t, port, "Device is in use and cannot be enslaved");
	if (bond.id === port.id) throw new Refusal("EPERM", "Cannot enslave bond to itself.");
	if (port.flags & IFF_UP) throw new Refusal("EPERM", "Device can not be enslaved while up");
	if (slaves(t, bond.id).length > 0 && bond.type !== port.type)
		throw new Refusal("EINVAL", "Device type is different from other slaves");
}

/** fail_over_mac: the bond follows its active port instead of the other way round. */
function keepsAddresses(t: Task, bond: number): boolean {
	const own = bondAt(t, bond);
	return own.mode === BOND_MODE_ACTIVEBACKUP && option(own, "failOverMac") !== 0;
}

/** bond_enslave() */
export function enslave(t: Task, bond: Device, port: Device): void {
	check(t, bond, port);
	const first = slaves(t, bond.id).length === 0;
	if (first && bond.addressFrom === "random") applyAddress(t, bond.id, port.address, "lower");
	const { address, mtu } = deviceOf(t, bond.id);
	const original = { permHwaddr: port.address, originalMtu: port.mtu };
	if (port.mtu !== mtu) changeMtu(t, port.id, mtu);
	const own = bondAt(t, bond.id);
	// bond_alb_init_slave(): those that share the load keep their own, but for the active one.
	if (!keepsAddresses(t, bond.id) && !isBalancing(own.mode)) changeAddress(t, port.id, address);
	setDevice(t, port.id, { flags: deviceOf(t, port.id).flags | IFF_SLAVE });
	openDevice(t, port.id);
	const data: BondSlave = {
		...original,
		link: BOND_LINK_UP,
		delay: 0,
		backup: false,
		failures: 0,
		queueId: 0,
		prio: 0,
	};
	// bond_set_slave_link_state(), bond_set_slave_inactive_flags(): two notices of the port before it is one, and two after.
	announceLink(t, port.id);
	if (waitsAsBackup(own.mode)) announceLink(t, port.id);
	linkMaster(t, port.id, bond.id, { ...data });
	announceLink(t, port.id);
	begin(t, bond.id, port.id);
	if (!usesPrimary(own)) useAlways(t, bond.id, port.id, 1);
	if (bondAt(t, bond.id).mode === BOND_MODE_8023AD) bindPort(t, bond.id, port.id);
	if (usesPrimary(own) && own.primary === port.name) setBond(t, bond.id, { forcePrimary: true });
	updateFeatures(t, bond.id);
	updateCarrier(t, bond.id);
	if (usesPrimary(own)) selectActive(t, bond.id);
	wakeMonitor(t, bond.id);
}

function waitsAsBackup(mode: number): boolean {
	return mode === BOND_MODE_ACTIVEBACKUP || mode === BOND_MODE_8023AD;
}

/** Where no port is chosen, each hears for the bond from the start; with LACP, its messages as well. */
function useAlways(t: Task, bond: number, port: number, by: 1 | -1): void {
	shareRxMode(t, bond, port, by);
	if (isUp(deviceOf(t, bond))) listenLacp(t, bondAt(t, bond), port, by);
}

/** Slow_Protocols_Multicast: the address to which LACP is sent (lacpdu_mcast_addr). */
export function listenLacp(t: Task, own: Bond, port: number, by: 1 | -1): void {
	if (own.mode === BOND_MODE_8023AD) (by > 0 ? addHardware : removeHardware)(t, port, lacpGroup);
}

/** The first state of a port, and whether it waits as a backup. */
function begin(t: Task, bond: number, port: number): void {
	const own = bondAt(t, bond);
	const watched = option(own, "miimon") > 0 || option(own, "arpInterval") > 0;
	const works = linkWorks(deviceOf(t, port)) || !watched;
	const delay = option(own, "miimon") > 0 ? rounds(t, bond, "updelay") : 0;
	const link = !works ? BOND_LINK_DOWN : delay > 0 ? BOND_LINK_BACK : BOND_LINK_UP;
	// The first question is yet to go out.
	const last = t.kernel.now - option(own, "arpInterval") - 1;
	const times = { lastTx: last, lastRx: last, ...(link !== BOND_LINK_DOWN && { lastLinkUp: t.kernel.now }) };
	setSlave(t, port, { link, delay, backup: waitsAsBackup(own.mode), ...times });
	const trunk = !usesPrimary(own) && own.mode !== BOND_MODE_8023AD;
	if (trunk && own.active === undefined && link === BOND_LINK_UP) setBond(t, bond, { active: port });
}

/** bond_compute_features(): what all ports can do. */
function updateFeatures(t: Task, bond: number): void {
	const tsoMaxSize = Math.min(524280, ...slaves(t, bond).map((port) => port.tsoMaxSize));
	setDevice(t, bond, { tsoMaxSize });
	announceLink(t, bond, "FEATURE CHANGE");
}

/** __bond_release_one() */
export function release(t: Task, bond: Device, port: Device): void {
	const { permHwaddr, originalMtu } = slaveOf(deviceOf(t, port.id));
	const wasActive = bondAt(t, bond.id).active === port.id;
	const keeps = keepsAddresses(t, bond.id);
	if (!isBalancing(bondAt(t, bond.id).mode) && !slaveOf(deviceOf(t, port.id)).backup) {
		setSlave(t, port.id, { backup: true });
		announceLink(t, port.id);
	}
	if (bondAt(t, bond.id).mode === BOND_MODE_8023AD) unbindPort(t, bond.id, port.id);
	if (bondAt(t, bond.id).arpSlave === port.id) setBond(t, bond.id, { arpSlave: undefined });
	if (wasActive) changeActive(t, bond.id, undefined);
	unlinkMaster(t, port.id);
	if (!usesPrimary(bondAt(t, bond.id))) useAlways(t, bond.id, port.id, -1);
	if (wasActive) selectActive(t, bond.id);
	updateCarrier(t, bond.id);
	if (slaves(t, bond.id).length === 0)
		applyAddress(
			t,
			bond.id,
			randomLladdr(() => random(t)),
			"random",
		);
	updateFeatures(t, bond.id);
	setDevice(t, port.id, { flags: deviceOf(t, port.id).flags & ~IFF_SLAVE });
	closeDevice(t, port.id);
	if (!keeps) applyAddress(t, port.id, permHwaddr);
	applyMtu(t, port.id, originalMtu);
}

/** bond_set_mac_address(): all ports with it. */
export function changeBondAddress(t: Task, bond: Device, address: string): void {
	if (keepsAddresses(t, bond.id)) return;
	const { mode, active } = bondAt(t, bond.id);
	const followers = slaves(t, bond.id).filter(({ id }) => !isBalancing(mode) || id === active);
	for (const port of followers) changeAddress(t, port.id, address);
	setDevice(t, bond.id, { address });
}
