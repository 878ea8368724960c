/**
 * Which IPv6 groups a device is in: net/ipv6/mcast.c ipv6_chk_mcast_addr(). All nodes always, the
 * solicited-node group of every address, all routers where it forwards (addrconf_join_solict, dev_forward_change).
 */
import { type Addr, fromWords, toWords } from "../net/addr.ts";
import { addrs6 } from "./address6.ts";
import type { Device } from "./device.ts";
import type { Task } from "./task.ts";

const allNodes = new Set(["ff01::1", "ff02::1"]);
const allRouters = new Set(["ff01::2", "ff02::2", "ff05::2"]);

/** addrconf_addr_solict_mult() */
export function solicitedNode(addr: Addr): Addr {
	const [, , , last = 0] = toWords(addr);
	return fromWords([0xff02_0000, 0, 1, (0xff00_0000 | (last & 0xff_ffff)) >>> 0]);
}

/** The subnet-router anycast addresses that a forwarding device answers for (addrconf_join_anycast). */
export function anycasts6(device: Device): Addr[] {
	return (device.inet6?.anycasts ?? []).map(({ addr }) => addr);
}

export function inGroup6(_t: Task, device: Device, group: Addr): boolean {
	if (allNodes.has(group)) return true;
	if (allRouters.has(group)) return Boolean(device.inet6?.conf.forwarding);
	// who has joined by itself: for a neighbour that is answered for (pndisc_constructor()). Recording: neigh-proxy-both-sides.
	if (device.multicast?.inet6.some(({ addr }) => addr === group)) return true;
	const addrs = [...addrs6(device).map((ifa) => ifa.addr), ...anycasts6(device)];
	return addrs.some((addr) => solicitedNode(addr) === group);
}
