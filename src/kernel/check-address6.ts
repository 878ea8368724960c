/** Whether an IPv6 address is this host's own, as seen from one of its links: net/ipv6/addrconf.c ipv6_chk_addr_and_flags(). */
import { type Addr, isLinkLocal, isLoopback } from "../net/addr.ts";
import { find6, isTentative } from "./address6.ts";
import type { Device } from "./device.ts";
import { l3mdevMaster } from "./l3mdev.ts";
import { devicesOf, type Task } from "./task.ts";

/**
 * ipv6_chk_addr(): of the same layer 3 domain, and not while it is checked for duplicates; one that is good on its link or its
 * host alone is that of the very device.
 */
export function isOwn6(t: Task, netns: number, addr: Addr, device: Device | undefined): boolean {
	const near = device && (isLinkLocal(addr) || isLoopback(addr));
	const owners = near ? [device] : domainOf(t, netns, device);
	return owners.some((owner) => {
		const ifa = find6(t, owner.id, addr);
		return ifa !== undefined && !isTentative(ifa);
	});
}

/** ipv6_chk_addr_and_flags() as ip6_validate_gw() asks: tentative or not, and only a link-local address of the very device. */
export function isOwnGateway6(t: Task, netns: number, addr: Addr, device: Device): boolean {
	const owners = isLinkLocal(addr) ? [device] : domainOf(t, netns, device);
	return owners.some((owner) => find6(t, owner.id, addr) !== undefined);
}

function domainOf(t: Task, netns: number, device: Device | undefined): Device[] {
	const master = device && l3mdevMaster(t, device)?.id;
	return [...devicesOf(t, netns)].filter((other) => l3mdevMaster(t, other)?.id === master);
}
