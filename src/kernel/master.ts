/**
 * A device and its master: net/core/rtnetlink.c do_set_master(), net/core/dev.c netdev_master_upper_dev_link(). Which devices
 * a master takes, and what it does with them, is its driver's.
 */
import type { Device } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { announceLink } from "./link-message.ts";
import { portsOf, uppersOf } from "./notifier.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, deviceOf, keep, setDevice, type Task } from "./task.ts";

/** do_set_master(): out of the old one, into the new one; index 0 is none. */
export function setMaster(t: Task, id: number, index: number): void {
	const old = masterOf(t, deviceOf(t, id));
	if (old) {
		if (old.index === index) return;
		releasePort(t, old, id);
		// Whatever the new one says, the old one has lost it.
		keep(t);
	}
	if (index === 0) return;
	const port = deviceOf(t, id);
	const master = deviceByIndex(t, port.netns, index);
	if (!master) throw new Refusal("EINVAL");
	const { enslave } = driverOf(master);
	if (!enslave) throw new Refusal("EOPNOTSUPP");
	enslave(t, master, port);
}

export function releasePort(t: Task, master: Device, id: number): void {
	const { release } = driverOf(master);
	if (!release) throw new Refusal("EOPNOTSUPP");
	release(t, master, deviceOf(t, id));
}

export function masterOf(t: Task, device: Device): Device | undefined {
	return device.master === undefined ? undefined : deviceOf(t, device.master);
}

/**
 * netdev_master_upper_dev_link(): a device has one master, and never itself or one that stands on it. Listeners hear of the port
 * (rtnetlink_event: NETDEV_CHANGEUPPER).
 */
export function linkMaster(t: Task, port: number, master: number, data: Readonly<Record<string, unknown>>): void {
	if (deviceOf(t, port).master !== undefined) throw new Refusal("EBUSY");
	if (port === master || standsOn(t, port, master)) throw new Refusal("EBUSY");
	// The order of ports is that of their coming.
	const number = 1 + Math.max(0, ...portsOf(t, master).map((other) => Number(other.port?.number)));
	setDevice(t, port, { master, port: { number, ...data } });
	announceLink(t, port);
}

export function unlinkMaster(t: Task, port: number): void {
	setDevice(t, port, { master: undefined, port: undefined });
	announceLink(t, port);
}

/** Whether `upper` stands, through any number of devices, on `lower`. */
export function standsOn(t: Task, upper: number, lower: number): boolean {
	const above = [...uppersOf(t, lower).map((device) => device.id)];
	const { master } = deviceOf(t, lower);
	if (master !== undefined) above.push(master);
	return above.some((id) => id === upper || standsOn(t, upper, id));
}

/** What the master keeps of a port, changed. */
export function setPort(t: Task, id: number, patch: Readonly<Record<string, unknown>>): void {
	setDevice(t, id, { port: { ...deviceOf(t, id).port, ...patch } });
}

/** Whether something takes all that arrives on the device (netdev_is_rx_handler_busy): its master, or one that stands on it. */
function isRxHandlerBusy(t: Task, device: Device): boolean {
	const master = masterOf(t, device);
	if (master && driverOf(master).rxHandler) return true;
	return uppersOf(t, device.id).some((upper) => driverOf(upper).rxHandler);
}

/** netdev_rx_handler_register(): one thing at a time takes what arrives on a device, and of some devices nothing may. */
export function claimRxHandler(t: Task, device: Device, inUse?: string): void {
	if (isRxHandlerBusy(t, device)) throw new Refusal("EBUSY", inUse);
	if (driverOf(device).noRxHandler) throw new Refusal("EINVAL");
}
