/**
 * Next hop objects (net/ipv4/nexthop.c): next hops with a life of their own, which routes use by id. Groups have others as
 * members. What an object is made of is copied into the FibInfo of its routes, which few share, so a lookup need not ask here.
 * setnexthop.ts reads the requests.
 */
import type { Addr } from "../net/addr.ts";
import { type IdMap, idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import type { Encap } from "../uapi/lwtunnel.ts";
import { RTNH_F_DEAD } from "../uapi/message.ts";
import { NEXTHOP_GRP_TYPE_RES, type Nhmsg } from "../uapi/nexthop.ts";
import { RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import type { Device } from "./device.ts";
import { changeInfos4 } from "./fib4.ts";
import { flushRoutes4 } from "./fib4-state.ts";
import { changeInfos6, type Route6 } from "./fib6.ts";
import { fillRoute6 } from "./fib6-message.ts";
import { sweepRoutes6 } from "./fib6-sweep.ts";
import { nexthops4, nexthops6 } from "./nexthop-route.ts";
import { type Resilient, rebalance } from "./resilient.ts";
import { netnsOf, notify, setNetns, type Task } from "./task.ts";

/** struct nexthop with its nh_info. */
export interface SingleNexthop {
	readonly id: number;
	readonly protocol: number;
	readonly family: "inet" | "inet6";
	/** RTNH_F_ONLINK */
	readonly flags: number;
	readonly scope: number;
	/** 0 for fdb; lo for a black hole. */
	readonly oif: number;
	readonly gateway?: Addr;
	readonly encap?: Encap;
	readonly blackhole?: true;
	readonly fdb?: true;
}

/** struct nexthop with its nh_group. */
export interface GroupNexthop {
	readonly id: number;
	readonly protocol: number;
	readonly fdb?: true;
	readonly members: readonly { readonly id: number; readonly weight: number }[];
	readonly resilient?: Resilient;
	/** Its place among the groups of its members (grp_list); it is a new one whenever it loses one of them. */
	readonly listed?: number;
}

export type NexthopObject = SingleNexthop | GroupNexthop;

export interface Nexthops {
	readonly objects: IdMap<NexthopObject>;
	/** last_id_allocated */
	readonly last: number;
	/** What has been put at the head of a list that objects keep of those who use them. */
	readonly listings?: number;
}

/** A number for who comes to use an object: those are told of, and taken away, the newest first. */
export function nextListing(t: Task, netns: number): number {
	const { nexthops } = netnsOf(t, netns);
	const listings = (nexthops.listings ?? 0) + 1;
	setNetns(t, netns, { nexthops: { ...nexthops, listings } });
	return listings;
}

interface Listed {
	readonly listed?: number;
}

export function newestFirst<T extends Listed>(users: T[]): T[] {
	return users.sort((a, b) => (b.listed ?? 0) - (a.listed ?? 0));
}

export function isGroup(nexthop: NexthopObject): nexthop is GroupNexthop {
	return "members" in nexthop;
}

export function nexthopById(t: Task, netns: number, id: number): NexthopObject | undefined {
	return idGet(netnsOf(t, netns).nexthops.objects, id);
}

/** Groups that have the object as a member, as it knows them. */
export function groupsOf(t: Task, netns: number, id: number): GroupNexthop[] {
	const found: GroupNexthop[] = [];
	for (const object of idValues(netnsOf(t, netns).nexthops.objects))
		if (isGroup(object) && object.members.some((member) => member.id === id)) found.push(object);
	return newestFirst(found);
}

export function storeNexthop(t: Task, netns: number, object: NexthopObject): void {
	const { nexthops } = netnsOf(t, netns);
	setNetns(t, netns, { nexthops: { ...nexthops, objects: idSet(nexthops.objects, object.id, object) } });
}

/** Stores an object and lets its routes, and those of its groups, follow. */
export function putNexthop(t: Task, netns: number, object: NexthopObject): void {
	storeNexthop(t, netns, isGroup(object) ? { ...object, listed: nextListing(t, netns) } : object);
	refresh(t, netns, new Set([object.id, ...groupsOf(t, netns, object.id).map((group) => group.id)]));
}

function refresh(t: Task, netns: number, ids: ReadonlySet<number>): void {
	const { fib4, fib6 } = netnsOf(t, netns);
	const next4 = changeInfos4(fib4, (info) => {
		if (info.nhid === undefined || !ids.has(info.nhid)) return info;
		const { blackhole: _, ...rest } = info;
		return { ...rest, ...nexthops4(t, netns, info.nhid) };
	});
	const next6 = changeInfos6(fib6, (info) => {
		if (info.nhid === undefined || !ids.has(info.nhid)) return info;
		const { blackhole: _, group: __, ...rest } = info;
		return { ...rest, ...nexthops6(t, netns, info.nhid) };
	});
	if (next4 !== fib4 || next6 !== fib6) setNetns(t, netns, { fib4: next4, fib6: next6 });
}

/** remove_nexthop(): its routes go with it, its groups shrink, and one that is empty goes too. */
export function removeNexthop(t: Task, netns: number, object: NexthopObject, tell: "tell" | "silently"): void {
	const { nexthops } = netnsOf(t, netns);
	if (tell === "tell") notify(t, netns, { type: "RTM_DELNEXTHOP", nexthop: fillNexthop(t, object) });
	setNetns(t, netns, { nexthops: { ...nexthops, objects: idDelete(nexthops.objects, object.id) } });
	dropRoutes(t, netns, object.id);
	for (const group of groupsOf(t, netns, object.id)) {
		const members = group.members.filter((member) => member.id !== object.id);
		if (members.length === 0) removeNexthop(t, netns, group, tell);
		else {
			const next = rebalance(t, { ...group, members });
			putNexthop(t, netns, next);
			if (tell === "tell") notify(t, netns, { type: "RTM_NEWNEXTHOP", nexthop: fillNexthop(t, next) });
		}
	}
}

function dropRoutes(t: Task, netns: number, id: number): void {
	const { fib4 } = netnsOf(t, netns);
	const next4 = changeInfos4(fib4, (info) => (info.nhid === id ? { ...info, flags: info.flags | RTNH_F_DEAD } : info));
	if (next4 !== fib4) {
		setNetns(t, netns, { fib4: next4 });
		flushRoutes4(t, netns);
	}
	const { fib6 } = netnsOf(t, netns);
	const dropped: Route6[] = [];
	const next6 = sweepRoutes6(
		fib6,
		(info) => info.nhid === id,
		(list) => list.filter((route) => route.nhid !== id),
		(route) => dropped.push(route),
	);
	for (const route of newestFirst(dropped)) notify(t, netns, { type: "RTM_DELROUTE", route: fillRoute6(t, route) });
	if (next6 !== fib6) setNetns(t, netns, { fib6: next6 });
}

/** nexthop_flush_dev(): a device is down, without carrier, or gone; nobody is told. */
export function flushNexthops(t: Task, device: Device, why: "down" | "change" | "unregister"): void {
	for (const object of [...idValues(netnsOf(t, device.netns).nexthops.objects)]) {
		if (isGroup(object) || object.fdb || object.oif !== device.index) continue;
		if (object.blackhole && why !== "unregister") continue;
		removeNexthop(t, device.netns, object, "silently");
	}
}

/** nh_fill_node() */
export function fillNexthop(t: Task, object: NexthopObject): Nhmsg {
	const { id, protocol } = object;
	const fdb = object.fdb && { fdb: true };
	if (isGroup(object)) {
		const { members, resilient } = object;
		const base = {
			id,
			protocol,
			nhFlags: 0,
			family: "unspec",
			scope: RT_SCOPE_UNIVERSE,
			group: members,
			...fdb,
		} as const;
		if (!resilient) return { ...base, groupType: 0 };
		const { idleTimer, unbalancedTimer, unbalancedSince, buckets } = resilient;
		const unbalancedTime = unbalancedSince === undefined ? 0 : Math.floor((t.kernel.now - unbalancedSince) / 10);
		const resGroup = { buckets: buckets.length, idleTimer, unbalancedTimer, unbalancedTime };
		return { ...base, groupType: NEXTHOP_GRP_TYPE_RES, resGroup };
	}
	const { family, scope, flags, oif, gateway, blackhole, encap } = object;
	if (blackhole) return { id, protocol, nhFlags: flags, family, scope: RT_SCOPE_UNIVERSE, blackhole };
	return {
		id,
		protocol,
		nhFlags: flags,
		family,
		scope,
		...(oif && { oif }),
		...(gateway !== undefined && { gateway }),
		...(encap && { encap }),
		...fdb,
	};
}
