/**
 * What devices that stand on another one share: finding it, being named `upper@lower`, its speed, and what happens when it
 * goes away. vlan, macvlan, ipvlan, macsec.
 */
import { idGet } from "../../net/id-map.ts";
import { type Device, isUp } from "../device.ts";
import { unregister } from "../link.ts";
import { deviceByIndex, type Task } from "../task.ts";
import type { Driver, NewLink } from "./driver.ts";
import { driverOf } from "./kind.ts";

/** The device that IFLA_LINK names. */
export function linkOf(t: Task, request: NewLink): Device | undefined {
	const { link } = request.attrs;
	return link === undefined ? undefined : deviceByIndex(t, request.linkNetns ?? t.netns, link);
}

/** The device below; it is always there while the upper one is. */
export function lowerOf(t: Task, device: Device): Device {
	const lower = idGet(t.kernel.devices, device.lower ?? -1);
	if (!lower) throw new RangeError(`${device.name} stands on nothing`);
	return lower;
}

export const stacked = {
	linkNetns: (t, device) => lowerOf(t, device).netns,
	iflink: (t, device) => lowerOf(t, device).index,
	speed: (t, device) => {
		const lower = lowerOf(t, device);
		return driverOf(lower).speed?.(t, lower);
	},
	xmit: (t, device) =>
		isUp(lowerOf(t, device)) ? { to: "nowhere", dropped: false } : { to: "nowhere", dropped: true },
} satisfies Partial<Driver>;

/** NETDEV_UNREGISTER of the lower device: this one goes too. A mere move of the lower one it survives. */
export function goesWithLower(t: Task, device: Device): void {
	unregister(t, device.id);
}
