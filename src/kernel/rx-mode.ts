/**
 * What a device receives besides its own: promiscuity, all multicast, and the unicast addresses of those above it. Each is
 * counted, and told to the driver at the first and the last. net/core/dev.c dev_set_promiscuity(), __dev_set_rx_mode(),
 * net/core/dev_addr_lists.c dev_uc_add().
 */
import { idGet } from "../net/id-map.ts";
import { type Device, isUp } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { announceLink } from "./link-message.ts";
import { syncTo, unsyncFrom } from "./multicast.ts";
import { deviceOf, setDevice, type Task } from "./task.ts";

/** dev_set_promiscuity(): whatever comes of it, listeners hear of the device. */
export function addPromiscuity(t: Task, id: number, by: number): void {
	countPromiscuity(t, id, by);
	announceLink(t, id);
}

/** __dev_set_promiscuity() without a notice. */
export function countPromiscuity(t: Task, id: number, by: number): void {
	const before = deviceOf(t, id);
	// An unsigned count: below zero it is very large, as the real one is when a macvlan that is down stops asking for it.
	const promiscuity = (before.promiscuity + by) >>> 0;
	const after = setDevice(t, id, { promiscuity });
	const change = Number(promiscuity > 0) - Number(before.promiscuity > 0);
	if (change !== 0) driverOf(after).changeRxFlags?.(t, after, { promisc: change, allmulti: 0 });
}

export function addAllmulti(t: Task, id: number, by: number): void {
	const before = deviceOf(t, id);
	const allmulti = Math.max(0, before.allmulti + by);
	const after = setDevice(t, id, { allmulti });
	const change = Number(allmulti > 0) - Number(before.allmulti > 0);
	if (change !== 0) driverOf(after).changeRxFlags?.(t, after, { promisc: 0, allmulti: change });
}

/** dev_uc_add() */
export function addUnicast(t: Task, id: number, address: string): void {
	setDevice(t, id, { unicast: [...(deviceOf(t, id).unicast ?? []), address] });
	refreshRxMode(t, id);
}

/** dev_uc_del() */
export function removeUnicast(t: Task, id: number, address: string): void {
	if (!idGet(t.kernel.devices, id)) return;
	const list = [...(deviceOf(t, id).unicast ?? [])];
	const at = list.indexOf(address);
	if (at < 0) return;
	list.splice(at, 1);
	setDevice(t, id, { unicast: list });
	refreshRxMode(t, id);
}

/** __dev_set_rx_mode(): while it is up, a device that cannot filter is promiscuous for others' addresses. */
export function refreshRxMode(t: Task, id: number): void {
	const device = deviceOf(t, id);
	if (!isUp(device) || driverOf(device).unicastFilter) return;
	const wants = (device.unicast ?? []).length > 0;
	if (wants === Boolean(device.unicastPromisc)) return;
	setDevice(t, id, { unicastPromisc: wants });
	countPromiscuity(t, id, wants ? 1 : -1);
}

/** A stacked device hands its promiscuity to the one below (vlan_dev_change_rx_flags). */
export function passRxFlags(t: Task, { lower }: Device, change: { promisc: number; allmulti: number }): void {
	if (lower === undefined) return;
	if (change.allmulti) addAllmulti(t, lower, change.allmulti);
	if (change.promisc) addPromiscuity(t, lower, change.promisc);
}

/** A port comes into use (+1) or goes out of it (-1): it is to hear what the device above is to (bond_hw_addr_swap, team_port_add). */
export function shareRxMode(t: Task, upper: number, port: number, by: 1 | -1): void {
	const { promiscuity, allmulti } = deviceOf(t, upper);
	if (promiscuity > 0) addPromiscuity(t, port, by);
	if (allmulti > 0) addAllmulti(t, port, by);
	if (by < 0) unsyncFrom(t, upper, port);
	else if (isUp(deviceOf(t, upper))) syncTo(t, upper, port);
}
