/** What a socket is told of itself, and tells: setsockopt(), getsockname(), memberships of groups (net/ipv4/igmp.c ip_mc_join_group()). */
import { type Addr, isLinkLocal, isMulticast } from "../net/addr.ts";
import type { SocketAddr, SocketOptions } from "../uapi/socket.ts";
import { addrs6, isTentative } from "./address6.ts";
import { l3mdevMaster } from "./l3mdev.ts";
import { joinGroup, leaveGroup } from "./multicast.ts";
import { Refusal } from "./refusal.ts";
import { type Socket, setSocket, shownAddr, socketOf } from "./socket.ts";
import { deviceByIndex, deviceByName, devicesOf, type Task } from "./task.ts";

/** setsockopt(). EINVAL for a time to live that cannot be. */
export function setOptions(t: Task, id: number, options: SocketOptions): void {
	for (const ttl of [options.ttl, options.multicastTtl])
		if (ttl !== undefined && (ttl < (socketOf(t, id).family === "inet" ? 1 : 0) || ttl > 255))
			throw new Refusal("EINVAL");
	setSocket(t, id, { options: { ...socketOf(t, id).options, ...options } });
}

/** ip_mc_join_group(): EADDRINUSE where it is in already. */
export function joinMembership(t: Task, id: number, addr: Addr, ifindex: number): void {
	const { netns, family, groups = [] } = socketOf(t, id);
	const device = deviceByIndex(t, netns, ifindex);
	if (!device) throw new Refusal("ENODEV");
	if (!isMulticast(addr)) throw new Refusal("EINVAL");
	if (groups.some((group) => group.addr === addr && group.device === device.id)) throw new Refusal("EADDRINUSE");
	joinGroup(t, device.id, family, addr);
	setSocket(t, id, { groups: [...groups, { addr, device: device.id }] });
}

/** ip_mc_leave_group() */
export function leaveMembership(t: Task, id: number, addr: Addr, ifindex: number): void {
	const { netns, family, groups = [] } = socketOf(t, id);
	const device = deviceByIndex(t, netns, ifindex);
	if (!device) throw new Refusal("ENODEV");
	const rest = groups.filter((group) => group.addr !== addr || group.device !== device.id);
	if (rest.length === groups.length) throw new Refusal("EADDRNOTAVAIL");
	leaveGroup(t, device.id, family, addr);
	setSocket(t, id, { groups: rest });
}

/** SO_BINDTODEVICE */
export function bindToDevice(t: Task, id: number, name: string): void {
	const device = deviceByName(t, socketOf(t, id).netns, name);
	if (!device) throw new Refusal("ENODEV");
	setSocket(t, id, { device: device.index });
}

/** getsockname() */
export function socketName(t: Task, id: number): SocketAddr {
	const { family, source, port, device } = socketOf(t, id);
	return scoped(shownAddr(family, source), port, device);
}

/** getpeername() */
export function peerName(t: Task, id: number): SocketAddr {
	const { family, peer, device, tcp } = socketOf(t, id);
	if (!peer || (tcp && (tcp.state === "CLOSE" || tcp.state === "SYN_SENT"))) throw new Refusal("ENOTCONN");
	return scoped(shownAddr(family, peer.addr), peer.port, device);
}

function scoped(addr: Addr, port: number, device: number): SocketAddr {
	return { addr, port, ...(isLinkLocal(addr) && { scopeId: device }) };
}

/** ip6_dst_lookup_tail(): a source is chosen before the route is judged; without any address, in a VRF of its own, that is what fails. */
export function noSource(t: Task, { family, source, netns, device }: Socket): boolean {
	if (family === "inet" || source) return false;
	const bound = device ? deviceByIndex(t, netns, device) : undefined;
	const domain = bound && l3mdevMaster(t, bound);
	const owners = [...devicesOf(t, netns)].filter((each) => !domain || l3mdevMaster(t, each)?.id === domain.id);
	return !owners.some((each) => addrs6(each).some((ifa) => !isTentative(ifa)));
}
