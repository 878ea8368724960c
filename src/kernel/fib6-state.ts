/**
 * What happens to IPv6 routes when a device or an address goes away or comes back: net/ipv6/route.c rt6_sync_down_dev(),
 * fib6_ifdown(), rt6_sync_up(), rt6_remove_prefsrc(). Routes of next hop objects follow those.
 */
import type { Addr } from "../net/addr.ts";
import { RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import { isOwn6 } from "./check-address6.ts";
import type { Device } from "./device.ts";
import { changeInfos6, type Fib6, type Info6, type Nexthop6, type Route6, stateFlags6 } from "./fib6.ts";
import { fillGone6 } from "./fib6-message.ts";
import { areSiblings, canBeSibling } from "./fib6-sibling.ts";
import { sweepRoutes6 } from "./fib6-sweep.ts";
import { isHostRoute6 } from "./fib6-type.ts";
import { has } from "./profile.ts";
import { dealer6 } from "./share.ts";
import { sysctlNumber } from "./sysctl.ts";
import { deviceByIndex, netnsOf, notify, setNetns, type Task } from "./task.ts";

function uses(info: Info6, device: Device): boolean {
	return info.nhid === undefined && info.nexthops.some((hop) => hop.oif === device.index);
}

function isDead(route: Route6): boolean {
	return route.nexthops.every((hop) => hop.flags & RTNH_F_DEAD);
}

function markDead(route: Route6): Route6 {
	return { ...route, nexthops: route.nexthops.map((hop) => ({ ...hop, flags: hop.flags | stateFlags6 })) };
}

/** fib6_ifdown(): routes through the device go; of siblings only the last living ones do. */
function afterDown(list: readonly Route6[], device: Device): readonly Route6[] {
	return list.flatMap((route) => {
		const siblings = list.filter((other) => other === route || areSiblings(other, route));
		const lives = (other: Route6) => !uses(other, device) && !isDead(other);
		if (siblings.length === 1) return uses(route, device) ? [] : [route];
		if (siblings.some((other) => uses(other, device)) && !siblings.some(lives)) return [];
		return uses(route, device) && !isDead(route) ? [markDead(route)] : [route];
	});
}

/** The device is down, or gone for good: then its siblings go one by one. */
export function disableIp6(t: Task, device: Device, why: "down" | "unregister"): void {
	const { fib6 } = netnsOf(t, device.netns);
	const deal = dealer6(t, device.netns);
	const change = (list: readonly Route6[]) =>
		deal(
			why === "down" ? afterDown(list, device) : list.filter((route) => !uses(route, device)),
			prioritiesOf(list, device),
		);
	const silent = sysctlNumber(t, device.netns, "net/ipv6/route/skip_notify_on_dev_down") !== 0;
	const next = sweepRoutes6(
		fib6,
		(info) => uses(info, device),
		change,
		(route) => silent || notify(t, device.netns, { type: "RTM_DELROUTE", route: fillGone6(t, route) }),
	);
	if (next !== fib6) setNetns(t, device.netns, { fib6: next });
}

/** Of the routes through a device. */
function prioritiesOf(list: readonly Route6[], device: Device): ReadonlySet<number> {
	return new Set(list.filter((route) => uses(route, device)).map(({ priority }) => priority));
}

function setFlags(t: Task, device: Device, flags: (old: number, info: Info6) => number): void {
	const { fib6 } = netnsOf(t, device.netns);
	const marked = changeInfos6(fib6, (info) => {
		if (!uses(info, device)) return info;
		const nexthops = info.nexthops.map((hop) => ({ ...hop, flags: flags(hop.flags, info) }));
		return nexthops.every((hop, i) => hop.flags === info.nexthops[i]?.flags) ? info : { ...info, nexthops };
	});
	const next = dealThrough(t, marked, device);
	if (next !== fib6) setNetns(t, device.netns, { fib6: next });
}

/** The shares of all routes that have a sibling there, dealt anew. */
function dealThrough(t: Task, fib: Fib6, device: Device): Fib6 {
	const deal = dealer6(t, device.netns);
	return sweepRoutes6(
		fib,
		(info) => uses(info, device) && canBeSibling(info),
		(list) => (list.length > 1 ? deal(list, prioritiesOf(list, device)) : list),
		() => {},
	);
}

/** The device is up again and has a carrier: dead siblings live (rt6_sync_up). */
export function reviveNexthops6(t: Task, device: Device): void {
	setFlags(t, device, (flags) => flags & ~stateFlags6);
}

/** The link of a device that is up has become ready, or no longer is; a route to this host itself has none to lose. */
export function syncReady6(t: Task, device: Device, ready: boolean): void {
	setFlags(t, device, (flags, info) => {
		if (ready) return flags & ~RTNH_F_LINKDOWN;
		return isHostRoute6(info) ? flags : flags | RTNH_F_LINKDOWN;
	});
}

/** An address is gone: routes stay, and no longer prefer it as their source (rt6_remove_prefsrc). */
export function dropPrefsrc6(t: Task, { netns, index }: Device, addr: Addr): void {
	const { fib6 } = netnsOf(t, netns);
	const mayStay = has(t.kernel.profile, "prefsrcStaysElsewhere6")
		? ({ oif }: Nexthop6) => isOwn6(t, netns, addr, deviceByIndex(t, netns, oif))
		: ({ oif }: Nexthop6) => oif !== index;
	const next = changeInfos6(fib6, (info) => {
		const [hop] = info.nexthops;
		if (info.prefsrc !== addr || info.nhid !== undefined || !hop || mayStay(hop)) return info;
		const { prefsrc: _, ...rest } = info;
		return rest;
	});
	if (next !== fib6) setNetns(t, netns, { fib6: next });
}

/**
 * rt6_mtu_change(): a route that was given an mtu follows its link where that cannot be true any more, or was the link's own;
 * `mtu lock` keeps it. Recording: route-mtu-follows-six.
 */
export function followMtu6(t: Task, { netns, index }: Device, mtu: number, before: number): void {
	const { fib6 } = netnsOf(t, netns);
	const next = changeInfos6(fib6, (info) => {
		const { metrics, nexthops } = info;
		const given = metrics?.mtu === undefined || metrics.lock?.includes("mtu") ? undefined : Number(metrics.mtu);
		if (given === undefined || !nexthops.some((hop) => hop.oif === index)) return info;
		return given >= mtu || given === before ? { ...info, metrics: { ...metrics, mtu } } : info;
	});
	if (next !== fib6) setNetns(t, netns, { fib6: next });
}
