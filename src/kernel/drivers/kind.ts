/** The kinds of link there are: one row for each driver. */
import type { Device } from "../device.ts";
import type { Task } from "../task.ts";
import { bond } from "./bond.ts";
import { bridge } from "./bridge.ts";
import type { Driver } from "./driver.ts";
import { dummy } from "./dummy.ts";
import { geneve } from "./geneve.ts";
import { erspan, gre, gretap } from "./gre.ts";
import { gtp } from "./gtp.ts";
import { ifb } from "./ifb.ts";
import { ip6erspan, ip6gre, ip6gretap } from "./ip6gre.ts";
import { ip6tnl } from "./ip6tnl.ts";
import { ipip } from "./ipip.ts";
import { ipvlan, ipvtap } from "./ipvlan.ts";
import { loopback } from "./loopback.ts";
import { macsec } from "./macsec.ts";
import { macvlan, macvtap } from "./macvlan.ts";
import { nlmon } from "./nlmon.ts";
import { sit } from "./sit.ts";
import { team } from "./team.ts";
import { tun } from "./tun.ts";
import { veth } from "./veth.ts";
import { virtio } from "./virtio.ts";
import { vlan } from "./vlan.ts";
import { vrf } from "./vrf.ts";
import { vti, vti6 } from "./vti.ts";
import { vxlan } from "./vxlan.ts";
import { wireguard } from "./wireguard.ts";
import { xfrm } from "./xfrm.ts";

/** A function, since drivers and link code know each other and the rows are ready only when all of them are. */
const drivers = (): readonly Driver[] => [
	loopback,
	virtio,
	dummy,
	veth,
	bridge,
	bond,
	team,
	vlan,
	macvlan,
	macvtap,
	ipvlan,
	ipvtap,
	macsec,
	vxlan,
	geneve,
	gre,
	gretap,
	erspan,
	ipip,
	sit,
	vti,
	vti6,
	ip6tnl,
	ip6gre,
	ip6gretap,
	ip6erspan,
	ifb,
	tun,
	vrf,
	wireguard,
	xfrm,
	nlmon,
	gtp,
];

/** Kinds whose module puts a device into every namespace, in the order in which they are loaded at boot. */
export const fallbackKinds = (): readonly Driver[] => [gre, gretap, erspan, ipip, sit, ip6tnl, ip6gre, vti, vti6];

let byKind: ReadonlyMap<string, Driver> | undefined;

export function driverOf(device: Device): Driver {
	byKind ??= new Map(drivers().map((driver) => [driver.kind, driver]));
	const driver = byKind.get(device.kind);
	if (!driver) throw new RangeError(`no driver for ${device.kind}`);
	return driver;
}

/** dev_get_iflink(): the index of a peer or of the device below, in its namespace; its own where it has neither. */
export function iflinkOf(t: Task, device: Device): number {
	return driverOf(device).iflink?.(t, device) ?? device.index;
}

/** The driver that users name (rtnl_link_ops_get). */
export function driverByInfoKind(kind: string): Driver | undefined {
	return drivers().find((d) => d.infoKind === kind);
}

/** Every kind that users can make. */
export function linkKinds(): string[] {
	return drivers().flatMap(({ infoKind, newlink }) => (infoKind !== undefined && newlink ? [infoKind] : []));
}
