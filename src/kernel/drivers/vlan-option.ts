/**
 * What a VLAN keeps of its options: struct vlan_dev_priv, net/8021q/vlan_netlink.c vlan_changelink(), vlan_dev.c
 * vlan_dev_set_ingress_priority() and vlan_dev_set_egress_priority().
 */
import type { VlanData } from "../../uapi/link-data.ts";
import type { Device } from "../device.ts";

type Qos = readonly (readonly [from: number, to: number])[];

/** struct vlan_dev_priv */
export interface Vlan {
	readonly id: number;
	readonly protocol: number;
	readonly flags: number;
	readonly ingressQos: Qos;
	readonly egressQos: Qos;
	/** The lower device's address, as it was when last looked at. */
	readonly realAddress: string;
}

export function vlanOf(device: Device): Vlan {
	return device.data as unknown as Vlan;
}

/** vlan_changelink(): flags as their mask says, and maps entry by entry; 0 takes an entry away. */
export function changed(
	old: Vlan,
	{ flags = 0, flagsMask = 0, ingressQos = [], egressQos = [] }: VlanData,
): Partial<Vlan> {
	return {
		flags: (old.flags & ~flagsMask) | (flags & flagsMask),
		ingressQos: merged(
			old.ingressQos,
			ingressQos.map(([from, to]) => [from & 7, to] as const),
			(from) => from,
		),
		egressQos: merged(
			old.egressQos,
			egressQos.map(([from, to]) => [from, to & 7] as const),
			(from) => from & 15,
		),
	};
}

/** In the order the kernel tells them: by slot of the table, and in a slot of the egress table the newest first. */
function merged(old: Qos, added: Qos, slotOf: (from: number) => number): Qos {
	const entries = new Map([...old].reverse());
	for (const [from, to] of added) entries.set(from, to);
	const newestFirst = [...entries].reverse().filter(([, to]) => to !== 0);
	return newestFirst.sort(([a], [b]) => slotOf(a) - slotOf(b));
}
