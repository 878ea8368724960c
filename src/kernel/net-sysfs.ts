/** What /sys/class/net tells of the devices of a namespace beyond rtnetlink: net/core/net-sysfs.c. */
import type { Netdev } from "../uapi/netdev.ts";
import type { Device, NameFrom } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { devicesOf, type Task } from "./task.ts";

/** NET_ADDR_* (include/uapi/linux/netdevice.h) */
const addrTypes: Readonly<Record<Device["addressFrom"], number>> = { kind: 0, random: 1, lower: 2, user: 3 };

/** NET_NAME_*; 3 is whoever made the device. */
const nameTypes: Readonly<Record<NameFrom, number | undefined>> = {
	number: 1,
	predictable: 2,
	renamed: 4,
	unknown: undefined,
};

export function listNetdevs(t: Task): Netdev[] {
	return [...devicesOf(t, t.netns)].map((device) => {
		const nameAssignType = device.nameFrom === undefined ? 3 : nameTypes[device.nameFrom];
		return {
			index: device.index,
			...linkSettings(t, device),
			addrAssignType: addrTypes[device.addressFrom],
			...(nameAssignType !== undefined && { nameAssignType }),
		};
	});
}

/** speed_show(), duplex_show() */
function linkSettings(t: Task, device: Device): Pick<Netdev, "speed" | "duplex"> {
	const { speed, portSpeed } = driverOf(device);
	if (portSpeed) return { speed: portSpeed(t, device) ?? -1, duplex: "unknown" };
	if (!speed) return {};
	const known = speed(t, device);
	return known === undefined ? { speed: -1, duplex: "unknown" } : { speed: known, duplex: "full" };
}
