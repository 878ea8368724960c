/**
 * A bridge: net/bridge/br_device.c, br_netlink.c. Its ports are other Ethernet devices; what comes in at one goes out at those
 * where its destination is. The bridge is itself a device, behind which is this host. What it keeps: bridge/bridge.ts.
 */

import { isValidEther } from "../../net/lladdr.ts";
import type { BridgeData, BridgePortData } from "../../uapi/link-data.ts";
import { bridgeOf, bridgePorts, bridgePortXstats, bridgeXstats, freshBridge, setBridge } from "../bridge/bridge.ts";
import { syncLocal } from "../bridge/fdb.ts";
import { bridgeFdb } from "../bridge/fdb-request.ts";
import { receiveByPort, sendByBridge } from "../bridge/forward.ts";
import { announcePort } from "../bridge/netlink.ts";
import { bridgeInfo, changeBridge } from "../bridge/option.ts";
import {
	addPort,
	adjustMtu,
	adoptAddress,
	checkCarrier,
	clearBridge,
	managePromisc,
	recalculateAddress,
	removePort,
} from "../bridge/port.ts";
import { bridgePortInfo, changeBridgePort } from "../bridge/port-option.ts";
import { disablePort, enablePort } from "../bridge/stp.ts";
import { disableBridge, enableBridge } from "../bridge/stp-option.ts";
import { ringBridge, ringPort } from "../bridge/stp-timer.ts";
import { isOperUp } from "../carrier.ts";
import { createDevice } from "../create.ts";
import { type Device, isUp } from "../device.ts";
import { unregister } from "../link.ts";
import { joinGroup, leaveGroup } from "../multicast.ts";
import { callNotifiers } from "../notifier.ts";
import { Refusal } from "../refusal.ts";
import { deviceOf, type Task } from "../task.ts";
import type { Driver, NetdevEvent, NewLink } from "./driver.ts";
import { etherSetup, validateEther } from "./ether.ts";
import { driverOf } from "./kind.ts";

/** br_dev_newlink(): an address of the user's own is also that of the bridge's id. */
function newlink(t: Task, request: NewLink): number {
	const id = createDevice(t, bridge, request, undefined, { data: { ...freshBridge } });
	const { address, data } = request.attrs;
	syncLocal(t, id, undefined);
	if (address !== undefined) adoptAddress(t, id, address);
	if (data) changeBridge(t, id, data as BridgeData, true);
	return id;
}

/** br_dev_open(), br_stp_enable_bridge() */
/** br_multicast_join_snoopers(): a bridge that snoops hears what is meant for such. */
const snoopers = [
	["inet", "224.0.0.106"],
	["inet6", "ff02::6a"],
] as const;

function open(t: Task, device: Device): void {
	if (bridgeOf(device).options.mcastSnooping !== 0)
		for (const [family, addr] of snoopers) joinGroup(t, device.id, family, addr);
	enableBridge(t, device.id);
	for (const port of bridgePorts(t, device.id)) if (isUp(port) && isOperUp(port)) enablePort(t, device.id, port.id);
}

/** br_device_event() */
function portEvent(t: Task, master: Device, port: Device, event: NetdevEvent): void {
	switch (event) {
		case "changeMtu":
			return adjustMtu(t, master.id);
		case "changeAddress":
			syncLocal(t, master.id, port.id);
			if (recalculateAddress(t, master.id)) callNotifiers(t, master.id, "changeAddress");
			return announcePort(t, port.id);
		case "change":
			if (!checkCarrier(t, master, port)) announcePort(t, port.id);
			return;
		case "up":
			if (isUp(master) && isOperUp(port)) enablePort(t, master.id, port.id);
			else announcePort(t, port.id);
			return;
		case "down":
			if (isUp(master)) disablePort(t, master.id, port.id);
			else announcePort(t, port.id);
			return;
		case "unregister":
		case "move":
			return removePort(t, master, port);
		default:
	}
}

function setAddress(t: Task, device: Device, address: string): void {
	if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL");
	if (address !== device.address) adoptAddress(t, device.id, address);
}

/** br_get_link_ksettings(): of the fastest port. */
function portSpeed(t: Task, device: Device): number | undefined {
	const speeds = bridgePorts(t, device.id).flatMap((port) => driverOf(port).speed?.(t, port) ?? []);
	return speeds.length === 0 ? undefined : Math.max(...speeds);
}

export const bridge: Driver = {
	kind: "bridge",
	infoKind: "bridge",
	setup: () => ({ ...etherSetup, maxMtu: 65535, netnsImmutable: true }),
	validate: validateEther,
	newlink,
	changelink: (t, device, data) => changeBridge(t, device.id, data as BridgeData, false),
	dellink: (t, device) => {
		clearBridge(t, device.id);
		unregister(t, device.id);
	},
	uninit: (t, device) => clearBridge(t, device.id),
	info: bridgeInfo,
	fdb: bridgeFdb,
	xstats: bridgeXstats,
	slaveXstats: bridgePortXstats,
	portSpeed,
	open,
	stop: (t, device) => {
		for (const [family, addr] of snoopers) leaveGroup(t, device.id, family, addr);
		disableBridge(t, device.id);
	},
	setAddress,
	changeMtu: (t, device) => setBridge(t, device.id, { mtuSetByUser: true }),
	changeRxFlags: (t, device, { promisc }) => promisc && managePromisc(t, device.id),
	rxHandler: true,
	bridge: true,
	enslave: (t, master, port) => addPort(t, master, port),
	release: (t, master, port) => removePort(t, master, port),
	portEvent,
	slaveInfo: (t, _master, port) => bridgePortInfo(t, port),
	slaveChangelink: (t, master, port, data) => changeBridgePort(t, master, deviceOf(t, port.id), data as BridgePortData),
	alarm: (t, device, name) => ringBridge(t, device.id, name),
	portAlarm: (t, master, port, name) => ringPort(t, master.id, port.id, name),
	xmit: sendByBridge,
	receivePort: receiveByPort,
	countsPayload: true,
};
