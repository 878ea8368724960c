/**
 * A bond: drivers/net/bonding/bond_main.c, bond_netlink.c. Several ports that look like one device: one of them is used, or all,
 * as its mode says. What it keeps: bond/bond.ts.
 */
import { isValidEther } from "../../net/lladdr.ts";
import type { BondData, BondSlaveData } from "../../uapi/link-data.ts";
import { IFF_MASTER } from "../../uapi/link-flags.ts";
import { setAlarm } from "../alarm.ts";
import { freshBond, slaves } from "../bond/bond.ts";
import { monitor, updateCarrier, wakeMonitor } from "../bond/monitor.ts";
import { bondInfo, changeBond, changeSlave, slaveInfo } from "../bond/option.ts";
import { changeBondAddress, enslave, release } from "../bond/slave.ts";
import { setCarrier } from "../carrier.ts";
import { createDevice } from "../create.ts";
import type { Device } from "../device.ts";
import { changeMtu, unregister } from "../link.ts";
import { Refusal } from "../refusal.ts";
import { addAllmulti, addPromiscuity } from "../rx-mode.ts";
import { deviceOf, type Task } from "../task.ts";
import type { Driver, NetdevEvent, NewLink } from "./driver.ts";
import { etherSetup, validateEther } from "./ether.ts";
import { driverOf } from "./kind.ts";

/** bond_newlink() */
function newlink(t: Task, request: NewLink): number {
	const id = createDevice(t, bond, request, undefined, { data: { ...freshBond } });
	if (request.attrs.data) changeBond(t, id, request.attrs.data as BondData, true);
	setCarrier(t, id, false);
	return id;
}

/** bond_slave_netdev_event() */
function portEvent(t: Task, master: Device, port: Device, event: NetdevEvent): void {
	switch (event) {
		case "up":
		case "down":
		case "change":
			return wakeMonitor(t, master.id);
		case "unregister":
		case "move":
			return release(t, master, port);
		default:
	}
}

function releaseAll(t: Task, device: Device): void {
	for (const port of slaves(t, device.id)) release(t, deviceOf(t, device.id), port);
}

/** bond_set_promiscuity(), bond_set_allmulti(): all ports. */
function changeRxFlags(t: Task, device: Device, { promisc, allmulti }: { promisc: number; allmulti: number }): void {
	for (const port of slaves(t, device.id)) {
		if (promisc) addPromiscuity(t, port.id, promisc);
		if (allmulti) addAllmulti(t, port.id, allmulti);
	}
}

export const bond: Driver = {
	kind: "bond",
	infoKind: "bond",
	setup: () => ({
		...etherSetup,
		flags: etherSetup.flags | IFF_MASTER,
		maxMtu: 65535,
		numQueues: 16,
		netnsImmutable: true,
		liveAddress: true,
	}),
	validate: validateEther,
	newlink,
	changelink: (t, device, data) => changeBond(t, device.id, data as BondData, false),
	dellink: (t, device) => {
		releaseAll(t, device);
		unregister(t, device.id);
	},
	uninit: releaseAll,
	info: bondInfo,
	open: (t, device) => setAlarm(t, device.id, "mii", 0),
	setAddress: (t, device, address) => {
		if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL");
		changeBondAddress(t, device, address);
	},
	changeMtu: (t, device, mtu) => {
		for (const port of slaves(t, device.id)) changeMtu(t, port.id, mtu);
	},
	changeRxFlags,
	unicastFilter: true,
	speed: (t, device) => {
		const speeds = slaves(t, device.id).map((port) => driverOf(port).speed?.(t, port));
		return speeds.length === 0 || speeds.includes(undefined) ? undefined : speeds.reduce((a = 0, b = 0) => a + b, 0);
	},
	bond: true,
	rxHandler: true,
	enslave,
	release,
	portEvent,
	slaveInfo: (_t, _master, port) => slaveInfo(port),
	slaveChangelink: (t, master, port, data) => changeSlave(t, master, port, data as BondSlaveData),
	alarm: (t, device) => {
		monitor(t, device.id);
		updateCarrier(t, device.id);
	},
	xmit: () => ({ to: "nowhere", dropped: false }),
};
