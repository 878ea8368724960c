/**
 * IPv6 addresses of a device (struct inet6_dev, struct inet6_ifaddr): what they are, their list and its order, and how they are
 * told. Mirrors net/ipv6/addrconf.c. How one comes and goes is address6-life.ts, what the device does to all of them inet6.ts.
 */
import { type Addr, sourceScope6 } from "../net/addr.ts";
import { IFA_F_DEPRECATED, IFA_F_PERMANENT, IFA_F_TENTATIVE } from "../uapi/addr-flags.ts";
import { type Ifaddr, INFINITY_LIFE_TIME } from "../uapi/message.ts";
import type { Anycast } from "./anycast6.ts";
import type { Conf6 } from "./conf.ts";
import type { Device } from "./device.ts";
import { secondsLeft } from "./lifetime.ts";
import { deviceOf, notify, setDevice, type Task } from "./task.ts";

/** struct inet6_ifaddr */
export interface Ifa6 {
	readonly addr: Addr;
	readonly peer?: Addr;
	readonly prefixlen: number;
	readonly scope: number;
	readonly flags: number;
	/** 0 is the default, 256 for its prefix route. */
	readonly metric: number;
	readonly validLft: number;
	readonly preferredLft: number;
	readonly since: number;
	/** Kernel time when duplicate address detection goes on, while it runs. */
	readonly dadEnds?: number;
	/** Questions that it has still to ask before. */
	readonly dadProbes?: number;
	/** IFAPROT_*: of the kernel's own; since 5.18. */
	readonly proto?: number;
	/** How many addresses of its secret were taken before it (stable_privacy_retry). */
	readonly privacyRetry?: number;
	/** INET6_IFADDR_STATE_PREDAD: detection has yet to begin from the start (dad.ts). */
	readonly predad?: true;
}

/** struct inet6_dev */
export interface Inet6 {
	readonly addrs: readonly Ifa6[];
	readonly conf: Conf6;
	readonly anycasts?: readonly Anycast[];
	/** IF_READY: the link was ready since the device last went down. */
	readonly ready?: boolean;
	/** inet6_dev.token, while it is not `::`. */
	readonly token?: Addr;
}

export function addrs6(device: Device): readonly Ifa6[] {
	return device.inet6?.addrs ?? [];
}

export function find6(t: Task, id: number, addr: Addr): Ifa6 | undefined {
	return addrs6(deviceOf(t, id)).find((ifa) => ifa.addr === addr);
}

export function isTentative(ifa: Ifa6): boolean {
	return (ifa.flags & IFA_F_TENTATIVE) !== 0;
}

export function setAddrs6(t: Task, id: number, addrs: readonly Ifa6[]): void {
	const { inet6 } = deviceOf(t, id);
	if (inet6) setDevice(t, id, { inet6: { ...inet6, addrs } });
}

/** In the place of what is known of the same address. */
export function replace6(t: Task, id: number, next: Ifa6): void {
	const list = addrs6(deviceOf(t, id));
	setAddrs6(
		t,
		id,
		list.map((ifa) => (ifa.addr === next.addr ? next : ifa)),
	);
}

/** ipv6_link_dev_addr(): wide scopes first, the newest first among equals. */
export function list6(t: Task, id: number, ifa: Ifa6): void {
	const list = addrs6(deviceOf(t, id));
	const scope = sourceScope6(ifa.addr);
	const found = list.findIndex(({ addr }) => scope >= sourceScope6(addr));
	const at = found < 0 ? list.length : found;
	setAddrs6(t, id, [...list.slice(0, at), ifa, ...list.slice(at)]);
}

/** Lifetime flags as inet6_addr_add() and inet6_addr_modify() set them. */
export function lifetimeFlags6(flags: number, validLft: number, preferredLft: number): number {
	const base = flags & ~(IFA_F_PERMANENT | IFA_F_DEPRECATED);
	return base | (validLft === INFINITY_LIFE_TIME ? IFA_F_PERMANENT : 0) | (preferredLft === 0 ? IFA_F_DEPRECATED : 0);
}

export function fillAddr6(t: Task, device: Device, ifa: Ifa6): Ifaddr {
	const where = ifa.peer === undefined ? { address: ifa.addr } : { local: ifa.addr, address: ifa.peer };
	return {
		family: "inet6",
		index: device.index,
		prefixlen: ifa.prefixlen,
		flags: ifa.flags,
		scope: ifa.scope,
		...where,
		...(ifa.metric !== 0 && { metric: ifa.metric }),
		...(ifa.proto !== undefined && { proto: ifa.proto }),
		...secondsLeft(t.kernel.now, ifa),
	};
}

/** inet6_ifa_notify() */
export function announce6(t: Task, id: number, type: "RTM_NEWADDR" | "RTM_DELADDR", ifa: Ifa6): void {
	const device = deviceOf(t, id);
	notify(t, device.netns, { type, addr: fillAddr6(t, device, ifa) });
}
