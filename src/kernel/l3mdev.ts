/** Layer 3 domains (net/l3mdev/l3mdev.c): a VRF device is the master of its ports, and has a routing table of its own. */
import { idGet } from "../net/id-map.ts";
import type { Device } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { deviceByIndex, devicesOf, type Task } from "./task.ts";

export function isL3Master(device: Device): boolean {
	return driverOf(device).l3mdevTable !== undefined;
}

/** The VRF that a device is, or is a port of. */
export function l3mdevMaster(t: Task, device: Device): Device | undefined {
	if (isL3Master(device)) return device;
	const master = device.master === undefined ? undefined : idGet(t.kernel.devices, device.master);
	return master && isL3Master(master) ? master : undefined;
}

/** The table of a device's VRF (l3mdev_fib_table). */
export function l3mdevTable(t: Task, device: Device | undefined): number | undefined {
	const master = device && l3mdevMaster(t, device);
	return master && driverOf(master).l3mdevTable?.(master);
}

/** Whether two VRFs of a namespace share a table (drivers/net/vrf.c, shared_tables of struct vrf_map). */
export function tablesShared(t: Task, netns: number): boolean {
	const tables = [...devicesOf(t, netns)].filter(isL3Master).map((device) => driverOf(device).l3mdevTable?.(device));
	return new Set(tables).size < tables.length;
}

/** What a lookup is about, with the VRF it is in. */
export interface L3Flow {
	readonly oif: number;
	readonly iif: number;
	/** Table of the VRF; missing outside. */
	readonly l3mdevTable?: number;
}

/**
 * l3mdev_update_flow(): what leaves by a port of a VRF, or by the VRF itself, is looked up in the VRF; else what came in by
 * one. The VRF's own device is then no wish for a way out.
 */
export function inL3mdev<F extends L3Flow>(t: Task, netns: number, flow: F): F {
	const out = flow.oif ? deviceByIndex(t, netns, flow.oif) : undefined;
	const oif = out && isL3Master(out) ? 0 : flow.oif;
	const table = l3mdevTable(t, out) ?? (flow.iif > 1 ? l3mdevTable(t, deviceByIndex(t, netns, flow.iif)) : undefined);
	return table === undefined ? flow : { ...flow, oif, l3mdevTable: table };
}
