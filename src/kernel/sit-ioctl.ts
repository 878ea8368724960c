/**
 * What `ip tunnel 6rd` and `prl` ask of a sit tunnel by ioctl: net/ipv6/sit.c ipip6_tunnel_6rdctl(), ipip6_tunnel_prl_ctl().
 * 6rd is the prefix that has the other end's IPv4 address in it; the list has the routers that ISATAP may ask.
 */
import { isUnspecified } from "../net/addr.ts";
import type { TunnelData } from "../uapi/link-data.ts";
import type { PrlEntry, SitRequest } from "../uapi/tunnel.ts";
import type { Device } from "./device.ts";
import { driverOf } from "./drivers/kind.ts";
import { judge6rd, sit, sixToFour } from "./drivers/sit.ts";
import { type Tunnel, tunnelOf } from "./drivers/tunnel-sort.ts";
import { announceLink } from "./link-message.ts";
import { Refusal } from "./refusal.ts";
import { deviceByName, devicesOf, setDevice, type Task } from "./task.ts";

export function sitIoctl(t: Task, request: SitRequest): void {
	const device = deviceByName(t, t.netns, request.device);
	if (!device) throw new Refusal("ENODEV");
	const driver = driverOf(device);
	// ip_tunnel_ctl() and ip6_tnl_siocdevprivate() know no such request, other devices no requests at all.
	if (driver !== sit) throw new Refusal(driver.decapsulate && driver.addFallback ? "EINVAL" : "EOPNOTSUPP");
	change(t, device, request);
	announceLink(t, device.id);
}

function change(t: Task, device: Device, request: SitRequest): void {
	switch (request.op) {
		case "add6rd":
			judge6rd(request.sixrd);
			return patch(t, device, { sixrd: request.sixrd });
		case "delete6rd":
			return patch(t, device, { sixrd: defaultOf(t, device) });
		case "addPrl":
			return addPrl(t, device, request.entry);
		case "deletePrl":
			return deletePrl(t, device, request.addr);
	}
}

function patch(t: Task, device: Device, data: Partial<Tunnel>): void {
	setDevice(t, device.id, { data: { ...device.data, ...data } });
}

/** ipip6_tunnel_clone_6rd(): what sit0 has, if it is there. */
function defaultOf(t: Task, device: Device): TunnelData["sixrd"] {
	const fallback = [...devicesOf(t, device.netns)].find(
		(each) => each.kind === device.kind && tunnelOf(each).isFallback && each.id !== device.id,
	);
	return (fallback && tunnelOf(fallback).sixrd) ?? sixToFour;
}

function prlOf(device: Device): readonly PrlEntry[] {
	if (tunnelOf(device).isFallback) throw new Refusal("EINVAL");
	return tunnelOf(device).prl ?? [];
}

/** ipip6_tunnel_add_prl(): the newest stands first. */
function addPrl(t: Task, device: Device, entry: PrlEntry): void {
	const prl = prlOf(device);
	if (isUnspecified(entry.addr)) throw new Refusal("EINVAL");
	if (prl.some(({ addr }) => addr === entry.addr)) throw new Refusal("EEXIST");
	patch(t, device, { prl: [entry, ...prl] });
}

/** ipip6_tunnel_del_prl(): of no address in particular, all of them. */
function deletePrl(t: Task, device: Device, addr: string): void {
	const prl = prlOf(device);
	const left = isUnspecified(addr) ? [] : prl.filter((entry) => entry.addr !== addr);
	if (!isUnspecified(addr) && left.length === prl.length) throw new Refusal("ENXIO");
	patch(t, device, { prl: left });
}
