/**
 * What devices that stand on another one share: finding it, being named `upper@lower`, its speed, and what happens when it
 * goes away. vlan, macvlan, ipvlan, macsec.
 */
import { idGet } from "../../net/id-map.ts";
import { type Device, isUp } from "../device.ts";
import { unregister } from "../link.ts";
import type { Frame } from "../path/packet.ts";
import { deviceByIndex, type Task } from "../task.ts";
import type { Driver, NewLink, Xmit } from "./driver.ts";
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

/** TUN_READQ_SIZE: frames of a macvtap or ipvtap wait for whoever reads the character device (tap_setup). */
export const tapQueue = { txqlen: 500, noQueue: false } as const;

export const stacked = {
	linkNetns: (t, device) => lowerOf(t, device).netns,
	iflink: (t, device) => lowerOf(t, device).index,
	speed: (t, device) => {
		const lower = lowerOf(t, device);
		return driverOf(lower).speed?.(t, lower);
	},
	xmit: (t, device) => ({ to: "nowhere", dropped: !isUp(lowerOf(t, device)) }),
} satisfies Partial<Driver>;

/** dev_queue_xmit() on the device below: the frame goes out as it is. */
export function sendBelow(t: Task, device: Device, frame: Frame): Xmit {
	const lower = lowerOf(t, device);
	return isUp(lower) ? { to: "transmit", device: lower.id, frame } : { to: "nowhere", dropped: true };
}

/** NETDEV_UNREGISTER of the lower device: this one goes too. A mere move of the lower one it survives. */
export function goesWithLower(t: Task, device: Device): void {
	unregister(t, device.id);
}
