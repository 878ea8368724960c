/**
 * The group that a VXLAN device floods to is joined while it is up, once for all devices that share a socket:
 * drivers/net/vxlan/vxlan_multicast.c vxlan_multicast_join(), vxlan_multicast_leave(), vxlan_group_used(). A change of the group
 * joins nothing until the device is opened again.
 */
import { type Addr, familyOf, isMulticast } from "../../net/addr.ts";
import { idGet } from "../../net/id-map.ts";
import { type Device, isUp } from "../device.ts";
import { joinGroup, leaveGroup } from "../multicast.ts";
import { Refusal } from "../refusal.ts";
import { deviceOf, setDevice, type Task } from "../task.ts";
import { receiving, type Vxlan, vxlanOf, vxlans } from "./config.ts";

/** A group, and the device (by its id) that it is heard on. */
export interface VxlanMembership {
	readonly addr: Addr;
	readonly on: number;
}

/** ip_mc_join_group(), ipv6_sock_mc_join(): the device below must have the family at all. */
export function joinRemote(t: Task, device: Device): void {
	const { group } = vxlanOf(device);
	if (group === undefined || !isMulticast(group) || device.lower === undefined) return;
	const family = familyOf(group);
	if (!deviceOf(t, device.lower)[family]) throw new Refusal(family === "inet" ? "ENODEV" : "EINVAL");
	const joined: VxlanMembership = { addr: group, on: device.lower };
	setDevice(t, device.id, { data: { ...device.data, joined } });
	if (!isUsed(t, device, joined)) joinGroup(t, joined.on, family, group);
}

export function leaveRemote(t: Task, device: Device): void {
	const { joined } = vxlanOf(device);
	if (!joined) return;
	setDevice(t, device.id, { data: { ...device.data, joined: undefined } });
	if (!isUsed(t, device, joined) && idGet(t.kernel.devices, joined.on))
		leaveGroup(t, joined.on, familyOf(joined.addr), joined.addr);
}

/** By another device that is up on the same socket (vxlan_find_sock). */
function isUsed(t: Task, device: Device, { addr, on }: VxlanMembership): boolean {
	const socketOf = (own: Vxlan) => `${own.port} ${own.ipv6} ${receiving(own)}`;
	const own = vxlanOf(device);
	return vxlans(t, own.net)
		.filter((other) => other.id !== device.id && isUp(other))
		.map(vxlanOf)
		.some((other) => socketOf(other) === socketOf(own) && other.joined?.addr === addr && other.joined.on === on);
}
