/**
 * Subnet-router anycast addresses: a device that forwards answers for the network of each of its addresses (net/ipv6/anycast.c
 * __ipv6_dev_ac_inc(), net/ipv6/addrconf.c addrconf_join_anycast()).
 */
import type { Addr } from "../net/addr.ts";
import { maskAddr } from "../net/prefix.ts";
import type { Ifa6 } from "./address6.ts";
import { addAnycastRoute, removeAnycastRoute } from "./address6-route.ts";
import { joinSolicited, leaveSolicited } from "./multicast.ts";
import { deviceOf, setDevice, type Task } from "./task.ts";

/** struct ifacaddr6; the newest first. */
export interface Anycast {
	readonly addr: Addr;
	/** How many addresses of the device it belongs to. */
	readonly users: number;
}

function setAnycasts(t: Task, id: number, change: (list: readonly Anycast[]) => readonly Anycast[]): void {
	const { inet6 } = deviceOf(t, id);
	if (inet6) setDevice(t, id, { inet6: { ...inet6, anycasts: change(inet6.anycasts ?? []) } });
}

function find(t: Task, id: number, addr: Addr): Anycast | undefined {
	return deviceOf(t, id).inet6?.anycasts?.find((anycast) => anycast.addr === addr);
}

function addUsers(t: Task, id: number, known: Anycast, more: number): void {
	setAnycasts(t, id, (list) => list.map((each) => (each === known ? { ...each, users: each.users + more } : each)));
}

/** RFC 6164: between two routers there is nobody else. */
function anycastOf({ addr, prefixlen }: Ifa6): Addr | undefined {
	const network = maskAddr(addr, prefixlen);
	return prefixlen >= 127 || network === "::" ? undefined : network;
}

export function joinAnycast(t: Task, id: number, ifa: Ifa6): void {
	const addr = anycastOf(ifa);
	if (addr === undefined || !deviceOf(t, id).inet6?.conf.forwarding) return;
	const known = find(t, id, addr);
	if (known) return addUsers(t, id, known, 1);
	setAnycasts(t, id, (list) => [{ addr, users: 1 }, ...list]);
	addAnycastRoute(t, id, addr);
	joinSolicited(t, id, addr);
}

export function leaveAnycast(t: Task, id: number, ifa: Ifa6): void {
	const addr = anycastOf(ifa);
	const known = addr === undefined ? undefined : find(t, id, addr);
	if (!known) return;
	if (known.users > 1) return addUsers(t, id, known, -1);
	setAnycasts(t, id, (list) => list.filter((each) => each !== known));
	leaveSolicited(t, id, known.addr);
	removeAnycastRoute(t, id, known.addr);
}
