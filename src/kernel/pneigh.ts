/**
 * Proxy neighbours: addresses that this host answers for in the place of others (net/core/neighbour.c pneigh_create(),
 * pneigh_delete(), pneigh_ifdown(), pneigh_dump_table()). Read neigh.ts first.
 */
import { type Addr, type AddrFamily, familyOf, toWords } from "../net/addr.ts";
import { type Ndmsg, NTF_PROXY } from "../uapi/neighbour.ts";
import { NUD_NONE } from "../uapi/nud.ts";
import { RTN_UNICAST } from "../uapi/route-type.ts";
import type { Device } from "./device.ts";
import { solicitedNode } from "./group6.ts";
import { joinGroup, leaveGroup } from "./multicast.ts";
import { Refusal } from "./refusal.ts";
import { deviceOf, netnsOf, setNetns, type Task } from "./task.ts";

/** struct pneigh_entry */
export interface ProxyNeighbour {
	readonly dst: Addr;
	/** Id of the device; missing for all of them. */
	readonly device?: number;
	readonly flags: number;
	readonly protocol: number;
	/** Stays when the device loses its carrier. */
	readonly permanent?: true;
}

function setProxies(t: Task, netns: number, proxies: readonly ProxyNeighbour[]): void {
	setNetns(t, netns, { neighbours: { ...netnsOf(t, netns).neighbours, proxies } });
}

/** pneigh_lookup(): the newest that is of the device or of none. */
export function findProxy(t: Task, device: Device | undefined, dst: Addr): ProxyNeighbour | undefined {
	const { proxies } = netnsOf(t, t.netns).neighbours;
	const fits = (of: number | undefined) => of === undefined || of === device?.id;
	return proxies.findLast((proxy) => proxy.dst === dst && fits(proxy.device));
}

/** Makes the entry, or changes the one that is there; a protocol is kept where none is said. */
export function putProxy(t: Task, device: Device | undefined, wish: Omit<ProxyNeighbour, "device">): void {
	const { proxies } = netnsOf(t, t.netns).neighbours;
	const known = findProxy(t, device, wish.dst);
	const protocol = wish.protocol || (known?.protocol ?? 0);
	const owner = known ? known.device : device?.id;
	const entry: ProxyNeighbour = { ...wish, ...(owner !== undefined && { device: owner }), protocol };
	if (known) return setProxies(t, t.netns, proxies.with(proxies.indexOf(known), entry));
	if (familyOf(wish.dst) === "inet6") listen(t, device, wish.dst);
	setProxies(t, t.netns, [...proxies, entry]);
}

/** pndisc_constructor(): who answers for an address listens to the group in which it is asked for. */
function listen(t: Task, device: Device | undefined, dst: Addr): void {
	if (!device?.inet6) throw new Refusal("ENOBUFS");
	joinGroup(t, device.id, "inet6", solicitedNode(dst));
}

export function removeProxies(t: Task, netns: number, goes: (proxy: ProxyNeighbour) => boolean): void {
	const { proxies } = netnsOf(t, netns).neighbours;
	const gone = proxies.filter(goes);
	if (gone.length === 0) return;
	for (const { dst, device } of gone)
		if (device !== undefined && familyOf(dst) === "inet6") leaveGroup(t, device, "inet6", solicitedNode(dst));
	setProxies(
		t,
		netns,
		proxies.filter((proxy) => !gone.includes(proxy)),
	);
}

/** pneigh_ifdown(): what a device answers for is forgotten with it; without carrier what is permanent stays. */
export function ifdownProxies(t: Task, device: Device, family: AddrFamily, why: "down" | "carrier"): void {
	const stays = ({ permanent }: ProxyNeighbour) => why === "carrier" && permanent;
	const goes = (proxy: ProxyNeighbour) => proxy.device === device.id && familyOf(proxy.dst) === family && !stays(proxy);
	removeProxies(t, device.netns, goes);
}

/** In the order of a dump: by hash bucket, the newest of a bucket first. */
export function proxiesInOrder(t: Task, family: AddrFamily): ProxyNeighbour[] {
	const own = netnsOf(t, t.netns).neighbours.proxies.filter(({ dst }) => familyOf(dst) === family);
	return own.reverse().sort((a, b) => hashOf(a.dst) - hashOf(b.dst));
}

/** pneigh_hash(): the last four bytes, as a little-endian number, folded into four bits. */
function hashOf(dst: Addr): number {
	const last = toWords(dst).at(-1) as number;
	let hash = ((last >>> 24) | ((last >>> 8) & 0xff00) | ((last << 8) & 0xff0000) | (last << 24)) >>> 0;
	for (const shift of [16, 8, 4]) hash ^= hash >>> shift;
	return hash & 0xf;
}

/** pneigh_fill_info() */
export function fillProxy(t: Task, { dst, device, flags, protocol }: ProxyNeighbour): Ndmsg {
	return {
		family: familyOf(dst),
		ifindex: device === undefined ? 0 : deviceOf(t, device).index,
		state: NUD_NONE,
		flags: flags | NTF_PROXY,
		ndmType: RTN_UNICAST,
		dst,
		...(protocol && { protocol }),
	};
}
