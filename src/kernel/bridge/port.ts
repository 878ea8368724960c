/**
 * A port comes to a bridge and leaves it: net/bridge/br_if.c. The bridge's own address and mtu follow its ports until a user
 * sets them.
 */
import { isValidEther } from "../../net/lladdr.ts";
import { IFF_LOOPBACK, IFF_PROMISC } from "../../uapi/link-flags.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import { clearAlarm } from "../alarm.ts";
import { isOperUp } from "../carrier.ts";
import { type Device, isUp } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { applyMtu } from "../link.ts";
import { announceLink } from "../link-message.ts";
import { claimRxHandler, linkMaster, unlinkMaster } from "../master.ts";
import { callNotifiers } from "../notifier.ts";
import { Refusal } from "../refusal.ts";
import { addAllmulti, addPromiscuity } from "../rx-mode.ts";
import { deviceOf, setDevice, type Task } from "../task.ts";
import {
	BR_STATE_DISABLED,
	type BridgePort,
	bridgeOf,
	bridgePortOf,
	bridgePorts,
	portId,
	setBridgePort,
} from "./bridge.ts";
import { forgetPort, removeFdb, syncLocal } from "./fdb.ts";
import { announcePort, announcePortGone } from "./netlink.ts";
import { disablePort, enablePort, initPort } from "./stp.ts";
import { changeBridgeAddress } from "./stp-option.ts";

/** port_cost(): the slower, the dearer. */
function costOf(t: Task, device: Device): number {
	const speed = driverOf(device).speed?.(t, device);
	if (speed === undefined) return 100;
	if (speed > 10000) return 1;
	return ({ 10000: 2, 1000: 4, 100: 19, 10: 100 } as Readonly<Record<number, number>>)[speed] ?? 100;
}

/** new_nbp() */
function freshPort(t: Task, bridge: Device, device: Device): BridgePort {
	const taken = new Set(bridgePorts(t, bridge.id).map((port) => bridgePortOf(port).portNo));
	let portNo = 1;
	while (taken.has(portNo)) portNo++;
	const { id, defaultPvid } = bridgeOf(bridge);
	const priority = 32;
	return {
		portNo,
		state: BR_STATE_DISABLED,
		priority,
		pathCost: costOf(t, device),
		adminCost: false,
		designatedRoot: id,
		designatedCost: 0,
		designatedBridge: id,
		designatedPort: portId({ priority, portNo }),
		designatedAge: 0,
		topologyChangeAck: false,
		configPending: false,
		promisc: false,
		vlans: defaultPvid === 0 ? [] : [{ vid: defaultPvid, pvid: true, untagged: true }],
		options: {},
	};
}

/** br_add_if() */
export function addPort(t: Task, bridge: Device, device: Device): void {
	if (device.flags & IFF_LOOPBACK || device.type !== ARPHRD_ETHER || !isValidEther(device.address))
		throw new Refusal("EINVAL");
	if (driverOf(device).bridge) throw new Refusal("ELOOP", "Can not enslave a bridge to a bridge");
	if (driverOf(device).dontBridge) throw new Refusal("EOPNOTSUPP", "Device does not allow enslaving to a bridge");
	claimRxHandler(t, device);
	const port = freshPort(t, bridge, device);
	addAllmulti(t, device.id, 1);
	linkMaster(t, device.id, bridge.id, { ...port });
	initPort(t, bridge.id, device.id);
	setBridgePort(t, device.id, { state: BR_STATE_DISABLED });
	managePromisc(t, bridge.id);
	tellFeatures(t, bridge.id, 1);
	syncLocal(t, bridge.id, device.id);
	const moved = recalculateAddress(t, bridge.id);
	if (isUp(device) && isOperUp(device) && isUp(deviceOf(t, bridge.id))) enablePort(t, bridge.id, device.id);
	announcePort(t, device.id);
	if (moved) callNotifiers(t, bridge.id, "changeAddress");
	adjustMtu(t, bridge.id);
	adjustGso(t, bridge.id);
}

/** br_del_if() */
export function removePort(t: Task, bridge: Device, device: Device): void {
	dropPort(t, bridge, device);
	adjustMtu(t, bridge.id);
	adjustGso(t, bridge.id);
	if (recalculateAddress(t, bridge.id)) callNotifiers(t, bridge.id, "changeAddress");
	tellFeatures(t, bridge.id, 0);
}

/** netdev_update_features(): what the first port cannot do is given up, and with the last one taken back. */
function tellFeatures(t: Task, bridge: number, ports: number): void {
	if (bridgePorts(t, bridge).length === ports) announceLink(t, bridge, "FEATURE CHANGE");
}

/** del_nbp() */
export function dropPort(t: Task, bridge: Device, device: Device): void {
	addAllmulti(t, device.id, -1);
	if (bridgePortOf(deviceOf(t, device.id)).promisc) addPromiscuity(t, device.id, -1);
	disablePort(t, bridge.id, device.id);
	announcePortGone(t, device.id);
	forgetPort(t, bridge.id, device.id, "all");
	for (const other of bridgePorts(t, bridge.id))
		if (bridgePortOf(other).backupPort === device.id) setDevice(t, other.id, { port: withoutBackup(other) });
	for (const name of ["message_age", "forward_delay", "hold"]) clearAlarm(t, device.id, `port.${name}`);
	unlinkMaster(t, device.id);
	managePromisc(t, bridge.id);
}

export function withoutBackup({ port }: Device): Readonly<Record<string, unknown>> {
	const { backupPort: _, ...rest } = port ?? {};
	return rest;
}

/** br_manage_promisc(): all ports are promiscuous, unless the VLANs say exactly what goes where. */
export function managePromisc(t: Task, bridge: number): void {
	const device = deviceOf(t, bridge);
	const ports = bridgePorts(t, bridge);
	const all = device.flags & IFF_PROMISC || device.promiscuity > 0 || !bridgeOf(device).vlanFiltering;
	const autos = ports.filter(isAuto);
	for (const port of ports) {
		const filters = driverOf(port).unicastFilter && (autos.length === 0 || (autos.length === 1 && isAuto(port)));
		const promisc = Boolean(all) || !filters;
		if (promisc === bridgePortOf(port).promisc) continue;
		setBridgePort(t, port.id, { promisc });
		addPromiscuity(t, port.id, promisc ? 1 : -1);
	}
}

/** Learns and floods: who is behind it shows only as it goes. */
function isAuto(port: Device): boolean {
	const { learning, unicastFlood } = bridgePortOf(port).options;
	return learning !== false && unicastFlood !== false;
}

/** br_stp_recalculate_bridge_id(): the lowest address of a port, none without ports. Whether it changed. */
export function recalculateAddress(t: Task, bridge: number): boolean {
	const device = deviceOf(t, bridge);
	if (device.addressFrom === "user") return false;
	const addresses = bridgePorts(t, bridge)
		.map((port) => port.address)
		.sort();
	const address = addresses[0] ?? "00:00:00:00:00:00";
	if (bridgeOf(device).id.address === address) return false;
	adoptAddress(t, bridge, address);
	return true;
}

/** br_stp_change_bridge_id() with its first part. */
export function adoptAddress(t: Task, bridge: number, address: string): void {
	setDevice(t, bridge, { address });
	syncLocal(t, bridge, undefined);
	changeBridgeAddress(t, bridge, address);
}

/** br_mtu_auto_adjust() */
export function adjustMtu(t: Task, bridge: number): void {
	if (bridgeOf(deviceOf(t, bridge)).mtuSetByUser) return;
	const mtus = bridgePorts(t, bridge).map((port) => port.mtu);
	const mtu = mtus.length > 0 ? Math.min(...mtus) : 1500;
	const { minMtu, maxMtu } = deviceOf(t, bridge);
	if (mtu >= minMtu && mtu <= maxMtu) applyMtu(t, bridge, mtu);
}

/** br_set_gso_limits(): what all ports can do. */
function adjustGso(t: Task, bridge: number): void {
	const tsoMaxSize = Math.min(524280, ...bridgePorts(t, bridge).map((port) => port.tsoMaxSize));
	setDevice(t, bridge, { tsoMaxSize });
}

/** br_port_carrier_check(); whether listeners have heard of the port. */
export function checkCarrier(t: Task, bridge: Device, device: Device): boolean {
	const running = isUp(device) && isOperUp(device);
	if (running && !bridgePortOf(device).adminCost) setBridgePort(t, device.id, { pathCost: costOf(t, device) });
	if (!isUp(bridge)) return false;
	const disabled = bridgePortOf(device).state === BR_STATE_DISABLED;
	if (running && disabled) enablePort(t, bridge.id, device.id);
	if (!running && !disabled) disablePort(t, bridge.id, device.id);
	return running === disabled;
}

/** Forgets what was kept for the bridge's sake. */
export function clearBridge(t: Task, bridge: number): void {
	for (const port of bridgePorts(t, bridge)) dropPort(t, deviceOf(t, bridge), port);
	removeFdb(t, bridge, () => true);
}
