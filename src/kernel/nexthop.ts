/**
 * Next hop objects (net/ipv4/nexthop.c): next hops with a life of their own, which routes use by id. Groups have others as
 * members. What an object is made of is copied into the FibInfo of its routes, which few share, so a lookup need not ask here.
 * setnexthop.ts reads the requests.
 */
import type { Addr } from "../net/addr.ts";
import { type IdMap, idDelete, idGet, idSet, idValues } from "../net/id-map.ts";
import type { Encap } from "../uapi/lwtunnel.ts";
import { RTNH_F_DEAD, RTNH_F_ONLINK } from "../uapi/message.ts";
import { NEXTHOP_GRP_TYPE_RES, type Nhmsg } from "../uapi/nexthop.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import type { Device } from "./device.ts";
import { changeInfos4, type FibInfo, type Nexthop4 } from "./fib4.ts";
import { flushRoutes4 } from "./fib4-state.ts";
import { changeInfos6, type Info6, type Nexthop6, type Route6 } from "./fib6.ts";
import { fillRoute6 } from "./fib6-message.ts";
import { sweepRoutes6 } from "./fib6-sweep.ts";
import { Refusal } from "./refusal.ts";
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

/** The single next hops that an object comes to, with weights. */
function singles(t: Task, netns: number, id: number): { nexthop: SingleNexthop; weight: number }[] {
	const object = nexthopById(t, netns, id);
	if (!object) return [];
	if (!isGroup(object)) return [{ nexthop: object, weight: 1 }];
	return object.members.flatMap(({ id: member, weight }) => {
		const nexthop = nexthopById(t, netns, member);
		return nexthop && !isGroup(nexthop) ? [{ nexthop, weight }] : [];
	});
}

type Ways4 = Pick<FibInfo, "nexthops" | "blackhole">;

/** What an IPv4 route through the object holds of it. */
export function nexthops4(t: Task, netns: number, id: number): Ways4 {
	const object = nexthopById(t, netns, id);
	const known = object && ways4.get(object);
	if (known) return known;
	const made = makeWays4(singles(t, netns, id));
	// a group changes with its members
	if (object && !isGroup(object)) ways4.set(object, made);
	return made;
}

/** Those of single next hops: zebra makes hundreds of routes through one. */
const ways4 = new WeakMap<NexthopObject, Ways4>();

function makeWays4(all: ReturnType<typeof singles>): Ways4 {
	const nexthops = all.map(({ nexthop: { oif, gateway, scope, flags, encap }, weight }): Nexthop4 => {
		return { oif, scope, weight, flags, ...(gateway !== undefined && { gateway }), ...(encap && { encap }) };
	});
	return { nexthops, ...(all.some(({ nexthop }) => nexthop.blackhole) && { blackhole: true }) };
}

/** What an IPv6 route through the object holds of it. */
export function nexthops6(t: Task, netns: number, id: number): Pick<Info6, "nexthops" | "blackhole" | "group"> {
	const all = singles(t, netns, id);
	const nexthops = all.map(({ nexthop: { oif, gateway, flags, encap }, weight }): Nexthop6 => {
		return { oif, weight, flags, ...(gateway !== undefined && { gateway }), ...(encap && { encap }) };
	});
	const object = nexthopById(t, netns, id);
	return {
		nexthops,
		...(all.some(({ nexthop }) => nexthop.blackhole) && { blackhole: true }),
		...(object && isGroup(object) && { group: true }),
	};
}

/** fib_check_nexthop(): may an IPv4 route of this scope use the object? */
export function checkForRoute4(t: Task, netns: number, id: number, scope: number): void {
	const object = nexthopById(t, netns, id) as NexthopObject;
	checkObjectForRoute4(object, isGroup(object) ? singles(t, netns, id)[0]?.nexthop : object, scope);
}

export function checkObjectForRoute4(object: NexthopObject, first: SingleNexthop | undefined, scope: number): void {
	if (object.fdb) throw new Refusal("EINVAL", "Route cannot point to a fdb nexthop");
	if (isGroup(object) && scope === RT_SCOPE_HOST)
		throw new Refusal("EINVAL", "Route with host scope can not have multiple nexthops");
	if (scope === RT_SCOPE_HOST && first?.gateway !== undefined)
		throw new Refusal("EINVAL", "Route with host scope can not have a gateway");
	if (first && first.flags & RTNH_F_ONLINK && scope >= RT_SCOPE_LINK)
		throw new Refusal("EINVAL", "Scope mismatch with nexthop");
}

/** fib6_check_nexthop(): may an IPv6 route use the object? */
export function checkForRoute6(t: Task, netns: number, id: number, srcLen: number): void {
	const object = nexthopById(t, netns, id);
	if (!object) throw new Refusal("EINVAL", "Nexthop id does not exist");
	if (srcLen > 0) throw new Refusal("EINVAL", "IPv6 routes using source address can not use nexthop objects");
	checkObjectForRoute6(
		object,
		singles(t, netns, id).map(({ nexthop }) => nexthop),
	);
}

export function checkObjectForRoute6(object: NexthopObject, members: readonly SingleNexthop[]): void {
	if (members.some((nexthop) => nexthop.family === "inet"))
		throw new Refusal("EINVAL", "IPv6 routes can not use an IPv4 nexthop");
	if (object.fdb) throw new Refusal("EINVAL", "Route cannot point to a fdb nexthop");
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
