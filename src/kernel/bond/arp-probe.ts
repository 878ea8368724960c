/**
 * The questions by which a bond watches its ports: drivers/net/bonding/bond_main.c bond_arp_send_all(), bond_ns_send_all(). They
 * go out by one port, whatever the bond would do, from the address that the bond (or a VLAN on it) has towards the target.
 */
import type { Addr } from "../../net/addr.ts";
import { contains } from "../../net/prefix.ts";
import { RT_SCOPE_HOST } from "../../uapi/scope.ts";
import { addrs4, network } from "../address4.ts";
import type { Device } from "../device.ts";
import { driverOf } from "../drivers/kind.ts";
import { routeOutput4 } from "../output4.ts";
import { routeOutput6 } from "../output6.ts";
import { sendArp } from "../path/arp.ts";
import { sendSolicitationFrom } from "../path/ndisc.ts";
import type { VlanTag } from "../path/packet.ts";
import { selectAddr6 } from "../source6.ts";
import { deviceOf, type Task } from "../task.ts";
import { bondAt, setSlave } from "./bond.ts";

/** bond_send_validate() */
export function sendProbes(t: Task, bond: number, port: number): void {
	const { arpIpTarget, nsIp6Target } = bondAt(t, bond);
	for (const target of arpIpTarget) ask4(t, bond, port, target);
	for (const target of nsIp6Target) ask6(t, bond, port, target);
}

function ask4(t: Task, bond: number, port: number, tpa: Addr): void {
	const way = routeOutput4(t, deviceOf(t, bond).netns, { daddr: tpa, oif: 0, tos: 0, onLink: true });
	const tags = typeof way === "object" ? tagsBelow(t, bond, way.device) : [];
	if (!tags) return;
	const spa = typeof way === "object" ? confirmed(way.device, tpa) : "0.0.0.0";
	setSlave(t, port, { lastTx: t.kernel.now });
	const device = deviceOf(t, port);
	sendArp(t, device, { op: "request", tpa, spa, tha: "00:00:00:00:00:00", to: device.broadcast, tags });
}

/** bond_verify_device_path(): the tags of a VLAN on the bond; undefined of what does not stand on it. */
function tagsBelow(t: Task, bond: number, device: Device): readonly VlanTag[] | undefined {
	if (device.id === bond) return [];
	if (device.lower === undefined) return undefined;
	const below = tagsBelow(t, bond, deviceOf(t, device.lower));
	const tag = driverOf(device).tag?.(device);
	return below && [...below, ...(tag ? [tag] : [])];
}

/** inet_confirm_addr(): in the target's network, if one is. */
function confirmed(device: Device, target: Addr): Addr {
	const usable = addrs4(device).filter(({ scope }) => scope < RT_SCOPE_HOST);
	return (usable.find((ifa) => contains(network(ifa), target)) ?? usable[0])?.local ?? "0.0.0.0";
}

function ask6(t: Task, bond: number, port: number, target: Addr): void {
	const way = routeOutput6(t, deviceOf(t, bond).netns, { daddr: target, oif: 0 });
	if (typeof way === "object" && way.device.id !== bond) return;
	const src = typeof way === "object" ? (selectAddr6(t, way.device, target) ?? "::") : "::";
	setSlave(t, port, { lastTx: t.kernel.now });
	sendSolicitationFrom(t, deviceOf(t, port), target, src);
}
