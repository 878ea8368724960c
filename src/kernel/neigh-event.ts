/** Neighbours that go: by request, or with the device or its carrier. net/core/neighbour.c neigh_flush_dev(), neigh_remove_one(). */
import { type AddrFamily, familyOf } from "../net/addr.ts";
import { trieDelete } from "../net/trie.ts";
import { NUD_PERMANENT } from "../uapi/nud.ts";
import { type Device, isUp } from "./device.ts";
import { keyOf, type Neighbour, neighboursOf, setTables, tablesOf } from "./neigh.ts";
import { fillNeighbour } from "./neigh-message.ts";
import { unreachable } from "./path/solicit.ts";
import { ifdownProxies } from "./pneigh.ts";
import { netnsOf, notify, type Task } from "./task.ts";

/** neigh_remove_one() */
export function removeNeighbour(t: Task, device: Device, neighbour: Neighbour): void {
	const family = familyOf(neighbour.dst);
	const tables = tablesOf(t, device);
	setTables(t, device, { ...tables, [family]: trieDelete(tables[family], keyOf(neighbour.dst)) });
	unreachable(t, device, neighbour);
	notify(t, device.netns, { type: "RTM_DELNEIGH", neigh: fillNeighbour(t, device, neighbour) });
}

function flush(t: Task, device: Device, family: AddrFamily, goes: (neighbour: Neighbour) => boolean): void {
	for (const neighbour of [...neighboursOf(t, device, family)])
		if (goes(neighbour)) removeNeighbour(t, device, neighbour);
}

/** neigh_ifdown(): the device is down, or has lost the protocol; what it answers for is forgotten too. */
export function ifdownNeighbours(t: Task, device: Device, family: AddrFamily): void {
	flush(t, device, family, () => true);
	ifdownProxies(t, device, family, "down");
}

/** NETDEV_CHANGE: without carrier only permanent entries stay (neigh_carrier_down). */
export function carrierNeighbours(t: Task, device: Device): void {
	if (device.carrier || !isUp(device)) return;
	for (const family of ["inet", "inet6"] as const) {
		if (!evicts(t, device, family)) continue;
		flush(t, device, family, ({ state }) => !(state & NUD_PERMANENT));
		ifdownProxies(t, device, family, "carrier");
	}
}

/** net.ipv4.conf.{all,DEV}.arp_evict_nocarrier, net.ipv6.conf.{all,DEV}.ndisc_evict_nocarrier: either switches it off. */
function evicts(t: Task, device: Device, family: AddrFamily): boolean {
	const { conf4, conf6 } = netnsOf(t, device.netns);
	const name = family === "inet" ? "arp_evict_nocarrier" : "ndisc_evict_nocarrier";
	const confs = family === "inet" ? [conf4.all, device.inet?.conf] : [conf6.all, device.inet6?.conf];
	return confs.every((conf) => conf?.kept?.[name] !== 0);
}

/** neigh_changeaddr(): the device has another address, or has begun or ceased to ask: nothing known holds. */
export function forgetNeighbours(t: Task, device: Device): void {
	for (const family of ["inet", "inet6"] as const) flush(t, device, family, () => true);
}
