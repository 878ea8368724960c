/**
 * Who else hears of it when something happens to a device: those that stand on it and the master whose port it is.
 * net/core/dev.c call_netdevice_notifiers(); what IPv4 and IPv6 do stands where the event is made (link.ts, carrier.ts).
 */
import { idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import { emptyTrie } from "../net/trie.ts";
import type { Device } from "./device.ts";
import type { NetdevEvent } from "./drivers/driver.ts";
import { driverOf } from "./drivers/kind.ts";
import { noticeDevice } from "./fib-event.ts";
import { deviceOf, ownKernel, setDevice, type Task } from "./task.ts";

/** Devices that stand on this one, oldest first; also in other namespaces. */
export function uppersOf(t: Task, id: number): Device[] {
	const ids = t.kernel.uppers && idGet(t.kernel.uppers, id);
	return ids ? ids.flatMap((upper) => idGet(t.kernel.devices, upper) ?? []) : [];
}

/** netdev_upper_dev_link(): a device has been made on top of another. */
export function standOn(t: Task, lower: number, id: number): void {
	const uppers = t.kernel.uppers ?? emptyTrie();
	ownKernel(t).uppers = idSet(uppers, lower, [...(idGet(uppers, lower) ?? []), id]);
}

/** netdev_upper_dev_unlink() */
export function standDown(t: Task, lower: number, id: number): void {
	const { uppers = emptyTrie() } = t.kernel;
	const left = (idGet(uppers, lower) ?? []).filter((upper) => upper !== id);
	ownKernel(t).uppers = left.length > 0 ? idSet(uppers, lower, left) : idDelete(uppers, lower);
}

/** It stands on another device from now on, or on none: a vxlan may be told so. */
export function changeLower(t: Task, device: Device, lower: Device | undefined): void {
	if (device.lower === lower?.id) return;
	if (device.lower !== undefined) standDown(t, device.lower, device.id);
	setDevice(t, device.id, { lower: lower?.id });
	if (lower) standOn(t, lower.id, device.id);
}

/** Ports of this device, oldest port first (netdev_for_each_lower_dev). */
export function portsOf(t: Task, id: number): Device[] {
	return [...idValues(t.kernel.devices)]
		.filter((device) => device.master === id)
		.sort((a, b) => enslavedAt(a) - enslavedAt(b));
}

function enslavedAt(port: Device): number {
	return (port.port?.number as number | undefined) ?? 0;
}

export function callNotifiers(t: Task, id: number, event: NetdevEvent): void {
	noticeDevice(t, deviceOf(t, id), event);
	for (const upper of uppersOf(t, id)) {
		const now = idGet(t.kernel.devices, upper.id);
		if (now) driverOf(now).lowerEvent?.(t, now, deviceOf(t, id), event);
	}
	const device = idGet(t.kernel.devices, id);
	if (device?.master === undefined) return;
	const master = deviceOf(t, device.master);
	driverOf(master).portEvent?.(t, master, device, event);
}
