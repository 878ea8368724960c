/** The kinds of link there are: one row for each driver. */
import type { Device } from "../device.ts";
import type { Driver } from "./driver.ts";
import { bridge } from "./bridge.ts";
import { dummy } from "./dummy.ts";
import { ifb } from "./ifb.ts";
import { ipvlan, ipvtap } from "./ipvlan.ts";
import { loopback } from "./loopback.ts";
import { macvlan, macvtap } from "./macvlan.ts";
import { nlmon } from "./nlmon.ts";
import { tun } from "./tun.ts";
import { veth } from "./veth.ts";
import { virtio } from "./virtio.ts";
import { vlan } from "./vlan.ts";
import { vrf } from "./vrf.ts";
import { vxlan } from "./vxlan.ts";
import { wireguard } from "./wireguard.ts";

/** A function, since drivers and link code know each other and the rows are ready only when all of them are. */
const drivers = (): readonly Driver[] => [
	loopback,
	virtio,
	dummy,
	veth,
	bridge,
	vlan,
	macvlan,
	macvtap,
	ipvlan,
	ipvtap,
	vxlan,
	ifb,
	tun,
	vrf,
	wireguard,
	nlmon,
];

let byKind: ReadonlyMap<string, Driver> | undefined;

export function driverOf(device: Device): Driver {
	byKind ??= new Map(drivers().map((driver) => [driver.kind, driver]));
	const driver = byKind.get(device.kind);
	if (!driver) throw new RangeError(`no driver for ${device.kind}`);
	return driver;
}

/** The driver that users name (rtnl_link_ops_get). */
export function driverByInfoKind(kind: string): Driver | undefined {
	return drivers().find((d) => d.infoKind === kind);
}
