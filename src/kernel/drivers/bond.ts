/**
 * A bond: drivers/net/bonding/bond_main.c, bond_netlink.c. Several ports that look like one device: one of them is used, or all,
 * as its mode says. What it keeps: bond/bond.ts.
 */
import { isMulticastLladdr, isValidEther } from "../../net/lladdr.ts";
import type { BondData, BondSlaveData } from "../../uapi/link-data.ts";
import { IFF_MASTER } from "../../uapi/link-flags.ts";
import type { Xstats } from "../../uapi/stats.ts";
import { clearAlarm } from "../alarm.ts";
import { beginArpMonitor, noteReceived, runArpMonitor } from "../bond/arp-monitor.ts";
import {
	BOND_LINK_UP,
	BOND_MODE_8023AD,
	BOND_MODE_BROADCAST,
	BOND_MODE_ROUNDROBIN,
	bondOf,
	freshBond,
	isBalancing,
	slaveOf,
	slaves,
	usesPrimary,
} from "../bond/bond.ts";
import { receiveLacp } from "../bond/lacp-port.ts";
import { beginLacp, lacpGroup, runMachines, stopLacp } from "../bond/lag.ts";
import { beginMonitor, monitor, updateCarrier, wakeMonitor } from "../bond/monitor.ts";
import { bondInfo, changeBond, changeSlave, slaveInfo } from "../bond/option.ts";
import { changeBondAddress, enslave, listenLacp, release } from "../bond/slave.ts";
import { setCarrier } from "../carrier.ts";
import { statsOf } from "../counter.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { changeMtu, unregister } from "../link.ts";
import type { Frame } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { addAllmulti, addPromiscuity } from "../rx-mode.ts";
import { deviceOf, netnsOf, setNetns, type Task } from "../task.ts";
import type { Driver, NetdevEvent, NewLink, Receive } from "./driver.ts";
import { etherSetup, validateEther } from "./ether.ts";
import { driverOf } from "./kind.ts";

/** bond_newlink() */
function newlink(t: Task, request: NewLink): number {
	const id = createDevice(t, bond, request, undefined, { data: { ...freshBond } });
	if (request.attrs.data) configure(t, request, id);
	setCarrier(t, id, false);
	return id;
}

/** The options are judged before the device is registered, so that a refusal uses up no index. */
function configure(t: Task, request: NewLink, id: number): void {
	const { lastIndex } = netnsOf(t, request.netns);
	const { index } = deviceOf(t, id);
	try {
		changeBond(t, id, request.attrs.data as BondData, true);
	} catch (error) {
		if (lastIndex === index) setNetns(t, request.netns, { lastIndex: index - 1 });
		throw error;
	}
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

/** bond_set_promiscuity(), bond_set_allmulti(): the port in use where there is one such, else all. */
function changeRxFlags(t: Task, device: Device, { promisc, allmulti }: { promisc: number; allmulti: number }): void {
	for (const port of portsInUse(t, device)) {
		if (promisc) addPromiscuity(t, port, promisc);
		if (allmulti) addAllmulti(t, port, allmulti);
	}
}

/** bond_set_rx_mode() */
function portsInUse(t: Task, device: Device): readonly number[] {
	const own = bondOf(device);
	const ports = slaves(t, device.id).map(({ id }) => id);
	return usesPrimary(own) ? ports.filter((id) => id === own.active) : ports;
}

function listenLacpOnAll(t: Task, device: Device, by: 1 | -1): void {
	for (const port of slaves(t, device.id)) listenLacp(t, bondOf(device), port.id, by);
}

/** bond_start_xmit(): the ports that a frame goes out by. */
function portsFor(t: Task, device: Device, frame: Frame): Device[] {
	const { mode, active, options } = bondOf(device);
	const usable = slaves(t, device.id).filter((port) => isUp(port) && slaveOf(port).link === BOND_LINK_UP);
	if (mode === BOND_MODE_8023AD)
		return balance(
			usable.filter((port) => !slaveOf(port).backup),
			flowHash(frame),
		);
	if (usesPrimary(bondOf(device))) return usable.filter(({ id }) => id === active);
	if (mode === BOND_MODE_BROADCAST) return usable;
	const each = Math.max(1, options.packetsPerSlave ?? 1);
	const turn =
		mode === BOND_MODE_ROUNDROBIN ? Math.floor(statsOf(t.kernel, device.id).txPackets / each) : flowHash(frame);
	return balance(usable, turn);
}

function balance(ports: readonly Device[], turn: number): Device[] {
	const port = ports[turn % Math.max(1, ports.length)];
	return port ? [port] : [];
}

/** bond_eth_hash() of the layer2 policy: the last bytes of both addresses. */
function flowHash({ dst, src }: Frame): number {
	const last = (address: string) => Number.parseInt(address.slice(-2), 16) || 0;
	return last(dst) ^ last(src);
}

/** bond_handle_frame(): what comes in by a port that is not in use is not for the stack, unless all are to be heard. */
function receivePort(t: Task, master: Device, port: Device, frame: Frame): Receive {
	const { mode, active, options } = bondOf(master);
	const lacp = mode === BOND_MODE_8023AD;
	if (lacp && isUp(master) && frame.packet.family === "lacp" && frame.dst === lacpGroup) {
		receiveLacp(t, master.id, port.id, frame.packet);
		return { to: "nowhere", dropped: false };
	}
	noteReceived(t, master, port, frame);
	const many = isMulticastLladdr(frame.dst);
	const waits = lacp ? slaveOf(port).backup : usesPrimary(bondOf(master)) && port.id !== active;
	const idle = waits && !(options.allSlavesActive ?? 0);
	if (idle && (many || !isBalancing(mode))) return { to: "nowhere", dropped: false };
	return { to: "receive", device: master.id, frame };
}

/** bond_fill_linkxstats() */
function bondXstats(_t: Task, device: Device): Xstats {
	const { mode, received = 0, sent = 0 } = bondOf(device);
	return mode === BOND_MODE_8023AD ? { kind: "bond", lacp: { received, sent } } : { kind: "bond" };
}

function slaveXstats(_t: Task, _bond: Device, port: Device): Xstats {
	const { lacp } = slaveOf(port);
	return lacp ? { kind: "bond", lacp } : { kind: "bond" };
}

/** Where both are due at once the ports are looked at first, as bond_open() starts the one work before the other. */
function lookAtPorts(t: Task, id: number): void {
	clearAlarm(t, id, "mii");
	monitor(t, id);
	updateCarrier(t, id);
}

export const bond: Driver = {
	kind: "bond",
	infoKind: "bond",
	isLag: true,
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
	xstats: bondXstats,
	slaveXstats,
	open: (t, device) => {
		beginMonitor(t, device.id);
		beginArpMonitor(t, device.id);
		beginLacp(t, device.id);
		listenLacpOnAll(t, device, 1);
	},
	stop: (t, device) => {
		stopLacp(t, device.id);
		listenLacpOnAll(t, device, -1);
	},
	setAddress: (t, device, address) => {
		if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL");
		changeBondAddress(t, device, address);
	},
	changeMtu: (t, device, mtu) => {
		for (const port of slaves(t, device.id)) changeMtu(t, port.id, mtu);
	},
	changeRxFlags,
	hearsThrough: portsInUse,
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
	slaveInfo,
	slaveChangelink: (t, master, port, data) => changeSlave(t, master, port, data as BondSlaveData),
	alarm: (t, device, name) => {
		if (name === "mii" || device.alarms?.mii === t.kernel.now) lookAtPorts(t, device.id);
		if (name === "arp") runArpMonitor(t, device.id);
		if (name === "lacp") runMachines(t, device.id);
	},
	xmit: (t, device, frame) => {
		const ports = portsFor(t, device, frame);
		if (ports.length === 0) return { to: "nowhere", dropped: true };
		return { to: "each", ways: ports.map(({ id }) => ({ to: "transmit", device: id, frame })) };
	},
	receivePort,
};
