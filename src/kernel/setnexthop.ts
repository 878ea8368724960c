/**
 * Requests about next hop objects (net/ipv4/nexthop.c rtm_to_nh_config(), nh_check_attr_group(), nexthop_add(),
 * replace_nexthop(), rtm_del_nexthop(), rtm_dump_nexthop()). Read nexthop.ts first.
 */
import { type AddrFamily, familyOf, isUnspecified } from "../net/addr.ts";
import { idGet, idValues } from "../net/id-map.ts";
import {
	type Message,
	NLM_F_CREATE,
	NLM_F_DUMP,
	NLM_F_REPLACE,
	RTNH_F_LINKDOWN,
	RTNH_F_ONLINK,
} from "../uapi/message.ts";
import {
	NEXTHOP_GRP_TYPE_RES,
	type NexthopBucketQuery,
	type NexthopQuery,
	type NexthopRequest,
} from "../uapi/nexthop.ts";
import { RT_SCOPE_LINK, RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { RT_TABLE_MAIN } from "../uapi/table.ts";
import { type Device, isUp } from "./device.ts";
import { checkNexthop4 } from "./fib4-nexthop.ts";
import { checkNexthop6 } from "./fib6-nexthop.ts";
import { l3mdevTable } from "./l3mdev.ts";
import {
	checkObjectForRoute4,
	checkObjectForRoute6,
	fillBuckets,
	fillNexthop,
	type GroupNexthop,
	groupsOf,
	isGroup,
	type NexthopObject,
	nexthopById,
	putNexthop,
	type Resilient,
	rebalance,
	removeNexthop,
	type SingleNexthop,
} from "./nexthop.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { sharedEntries } from "./shared.ts";
import { deviceByIndex, keep, netnsOf, notify, setNetns, type Task } from "./task.ts";

function refuse(extack: string): Refusal {
	return new Refusal("EINVAL", extack);
}

export function newNexthop(t: Task, request: NexthopRequest): void {
	const replaces = (request.flags & NLM_F_REPLACE) !== 0;
	checkRequest(t, request);
	if (replaces && !request.id) throw refuse("Replace requires nexthop id");
	checkWorld(t, request);
	const id = request.id || nextId(t);
	const object = request.group ? createGroup(t, id, request, request.group) : createSingle(t, id, request);
	const old = nexthopById(t, t.netns, id);
	if (old && !replaces) throw new Refusal("EEXIST");
	if (!old && replaces && !(request.flags & NLM_F_CREATE))
		throw new Refusal("ENOENT", "Replace specified without create and no entry exists");
	if (!old && isGroup(object) && object.resilient?.buckets.length === 0)
		throw refuse("Number of buckets not specified for nexthop group insertion");
	const next = old ? replacement(t, old, object) : object;
	putNexthop(t, t.netns, next);
	notify(t, t.netns, { type: "RTM_NEWNEXTHOP", nexthop: fillNexthop(t, next) });
}

/** nh_find_unused_id(): a counter, which skips what is taken, and goes on even if the next hop is refused. */
function nextId(t: Task): number {
	const { nexthops } = netnsOf(t, t.netns);
	let last = nexthops.last + 1;
	while (idGet(nexthops.objects, last)) last++;
	setNetns(t, t.netns, { nexthops: { ...nexthops, last } });
	keep(t);
	return last;
}

/** rtm_to_nh_config() */
function checkRequest(t: Task, request: NexthopRequest): void {
	const { family, group, fdb, blackhole, oif, gateway, nhFlags } = request;
	if (nhFlags & ~RTNH_F_ONLINK) throw refuse("Invalid nexthop flags in ancillary header");
	if (family !== "inet" && family !== "inet6" && !(family === "unspec" && group))
		throw refuse("Invalid address family");
	if (fdb) {
		if (oif || blackhole) throw refuse("Fdb attribute can not be used with encap, oif or blackhole");
		if (nhFlags) throw refuse("Unsupported nexthop flags in ancillary header");
	}
	if (group) return checkGroup(t, request, group);
	if (blackhole) {
		if (gateway !== undefined || oif || fdb)
			throw refuse("Blackhole attribute can not be used with gateway, oif, encap or fdb");
		return;
	}
	if (!fdb && !oif) throw refuse("Device attribute required for non-blackhole and non-fdb nexthops");
	if (gateway === "" || (gateway !== undefined && familyOf(gateway) !== family)) throw refuse("Invalid gateway");
	if (gateway === undefined && nhFlags & RTNH_F_ONLINK)
		throw refuse("ONLINK flag can not be set for nexthop without a gateway");
}

/** What depends on the devices and next hops that there are (rtm_to_nh_config_rtnl). */
function checkWorld(t: Task, { group, oif, fdb }: NexthopRequest): void {
	if (group) checkMembers(t, group, Boolean(fdb));
	else if (oif) checkDevice(t, oif);
}

function checkDevice(t: Task, oif: number): void {
	const device = deviceByIndex(t, t.netns, oif);
	if (!device) throw refuse("Invalid device index");
	if (!isUp(device)) throw new Refusal("ENETDOWN", "Nexthop device is not up");
	if (!device.carrier) throw new Refusal("ENETDOWN", "Carrier for nexthop device is down");
}

/** nh_check_attr_group() */
function checkGroup(t: Task, request: NexthopRequest, group: GroupNexthop["members"]): void {
	const { family, groupType = 0, resGroup } = request;
	if (family !== "unspec") throw refuse("Invalid family for group");
	if (groupType > NEXTHOP_GRP_TYPE_RES) throw refuse("Invalid group type");
	if (group.length === 0) throw refuse("Invalid length for nexthop group attribute");
	const heaviest = has(t.kernel.profile, "wideNexthopWeight") ? 65536 : 255;
	group.forEach(({ id, weight }, i) => {
		if (weight > heaviest) throw refuse("Invalid value for weight");
		if (group.some((other, j) => j > i && other.id === id)) throw refuse("Nexthop id can not be used twice in a group");
	});
	if (groupType === NEXTHOP_GRP_TYPE_RES && resGroup?.buckets === 0)
		throw refuse("Number of buckets needs to be non-0");
	if (groupType !== NEXTHOP_GRP_TYPE_RES && resGroup) throw refuse("No other attributes can be set in nexthop groups");
}

function checkMembers(t: Task, group: GroupNexthop["members"], fdb: boolean): void {
	const families = new Set<AddrFamily>();
	for (const { id } of group) {
		const member = nexthopById(t, t.netns, id);
		if (!member) throw refuse("Invalid nexthop id");
		checkMember(member, group.length, fdb, families);
	}
}

function checkMember(member: NexthopObject, paths: number, fdb: boolean, families: Set<AddrFamily>): void {
	if (isGroup(member)) {
		const kind = member.resilient ? "Resilient" : "Hash-threshold";
		throw refuse(`${kind} group can not be a nexthop within a group`);
	}
	if (member.blackhole && paths > 1) throw refuse("Blackhole nexthop can not be used in a group with more than 1 path");
	if (!fdb && member.fdb) throw refuse("Non FDB nexthop group cannot have fdb nexthops");
	if (!fdb) return;
	if (!member.fdb) throw refuse("FDB nexthop group can only have fdb nexthops");
	families.add(member.family);
	if (families.size > 1) throw refuse("FDB nexthop group cannot have mixed family nexthops");
}

function createGroup(t: Task, id: number, request: NexthopRequest, members: GroupNexthop["members"]): GroupNexthop {
	const { protocol, fdb, groupType } = request;
	const base = { id, protocol, members, ...(fdb && { fdb: true as const }) };
	return groupType === NEXTHOP_GRP_TYPE_RES ? { ...base, resilient: createResilient(t, request, members) } : base;
}

/** nexthop_res_table_alloc(); times are 120 s and never unless given */
function createResilient(
	t: Task,
	{ resGroup = {}, flags, id }: NexthopRequest,
	members: GroupNexthop["members"],
): Resilient {
	const replaced = flags & NLM_F_REPLACE && id ? nexthopById(t, t.netns, id) : undefined;
	const old = replaced && isGroup(replaced) ? replaced.resilient : undefined;
	const { idleTimer = old?.idleTimer ?? 12000, unbalancedTimer = old?.unbalancedTimer ?? 0 } = resGroup;
	const count = resGroup.buckets ?? old?.buckets.length ?? 0;
	const empty = {
		idleTimer,
		unbalancedTimer,
		buckets: Array.from({ length: count }, () => ({ nhid: 0, used: t.kernel.now })),
	};
	return { ...empty, buckets: fillBuckets(t.kernel.now, empty, members) };
}

/** nexthop_create(), nh_create_ipv4(), nh_create_ipv6() */
function createSingle(t: Task, id: number, request: NexthopRequest): SingleNexthop {
	const { protocol, nhFlags: flags, oif = 0, blackhole, fdb } = request;
	const gateway = isUnspecified(request.gateway ?? "") ? undefined : request.gateway;
	const family = request.family as AddrFamily;
	const base = { id, protocol, family, flags, ...(gateway !== undefined && { gateway }) };
	if (fdb)
		return {
			...base,
			...(family === "inet6" && { gateway: gateway ?? "::" }),
			oif: 0,
			scope: RT_SCOPE_LINK,
			fdb: true,
		};
	const device = deviceByIndex(t, t.netns, blackhole ? 1 : oif);
	if (family === "inet6") {
		if (blackhole && !(device && isUp(device))) throw new Refusal("ENETDOWN", "Nexthop device is not up");
		if (!blackhole)
			checkNexthop6(
				t,
				{ table: l3mdevTable(t, device) ?? 0, flags },
				{ oif, ...(gateway !== undefined && { gateway }) },
			);
		return { ...base, oif: device?.index ?? 0, scope: RT_SCOPE_LINK, ...(blackhole && { blackhole: true as const }) };
	}
	const purpose = { table: tableFor(t, device), scope: RT_SCOPE_UNIVERSE };
	const way = { oif: device?.index ?? 0, weight: 1, flags, ...(gateway !== undefined && { gateway }) };
	const hop = checkNexthop4(t, purpose, way);
	return {
		...base,
		oif: hop.oif,
		flags: hop.flags & ~RTNH_F_LINKDOWN,
		scope: hop.scope,
		...(blackhole && { blackhole: true as const }),
	};
}

function tableFor(t: Task, device: Device | undefined): number {
	return l3mdevTable(t, device) ?? RT_TABLE_MAIN;
}

/** replace_nexthop(): the routes and groups of the old one must be able to live with the new. */
function replacement(t: Task, old: NexthopObject, next: NexthopObject): NexthopObject {
	const members = membersOf(t, next);
	checkRoutes(t, old.id, next, members);
	for (const group of groupsOf(t, t.netns, old.id)) {
		if (!isGroup(next) && next.blackhole && group.members.length > 1)
			throw refuse("Blackhole nexthop can not be a member of a group with more than one path");
		checkRoutes(t, group.id, next, members);
	}
	if (!isGroup(old)) {
		if (isGroup(next)) throw refuse("Can not replace a nexthop with a nexthop group.");
		if (Boolean(old.fdb) !== Boolean(next.fdb) && groupsOf(t, t.netns, old.id).length > 0)
			throw refuse("Cannot change nexthop FDB status while in a group");
		return next;
	}
	if (!isGroup(next)) throw refuse("Can not replace a nexthop group with a nexthop.");
	if (Boolean(old.resilient) !== Boolean(next.resilient))
		throw refuse("Can not replace a nexthop group with one of a different type.");
	return next.resilient && old.resilient ? rebalanced(t, old.resilient, next) : next;
}

/** The buckets stay where they are as far as the new weights let them. */
function rebalanced(t: Task, old: Resilient, next: GroupNexthop): GroupNexthop {
	const wish = next.resilient as Resilient;
	if (wish.buckets.length !== old.buckets.length)
		throw refuse("Can not change number of buckets of a resilient nexthop group.");
	return rebalance(t, { ...next, resilient: { ...wish, buckets: old.buckets } });
}

function membersOf(t: Task, object: NexthopObject): SingleNexthop[] {
	if (!isGroup(object)) return [object];
	return object.members.flatMap(({ id }) => {
		const member = nexthopById(t, t.netns, id);
		return member && !isGroup(member) ? [member] : [];
	});
}

/** fib_check_nh_list(), fib6_check_nh_list() */
function checkRoutes(t: Task, id: number, next: NexthopObject, members: readonly SingleNexthop[]): void {
	const { fib4, fib6 } = netnsOf(t, t.netns);
	for (const [, info] of sharedEntries(fib4.infos))
		if (info.nhid === id) checkObjectForRoute4(next, members[0], info.scope);
	for (const [, info] of sharedEntries(fib6.infos)) if (info.nhid === id) checkObjectForRoute6(next, members);
}

function find(t: Task, id: number | undefined): NexthopObject {
	if (id === undefined) throw refuse("Nexthop id is missing");
	if (id === 0) throw refuse("Invalid nexthop id");
	const found = nexthopById(t, t.netns, id);
	if (!found) throw new Refusal("ENOENT");
	return found;
}

export function delNexthop(t: Task, request: NexthopRequest): void {
	removeNexthop(t, t.netns, find(t, request.id), "tell");
}

export function getNexthop(t: Task, query: NexthopQuery): Message[] {
	const found = (query.flags & NLM_F_DUMP) === NLM_F_DUMP ? dump(t, query) : [find(t, query.id)];
	return found.map((object) => ({ type: "RTM_NEWNEXTHOP", nexthop: fillNexthop(t, object) }));
}

/** nh_dump_filtered(): whoever asks for a family, a device or a master gets no groups. */
function dump(t: Task, { groups, family, oif, master }: NexthopQuery): NexthopObject[] {
	return [...idValues(netnsOf(t, t.netns).nexthops.objects)].filter((object) => {
		if (groups && !isGroup(object)) return false;
		if (!oif && !master && family === "unspec") return true;
		if (isGroup(object)) return false;
		if (family !== "unspec" && object.family !== family) return false;
		if (oif && object.oif !== oif) return false;
		return !master || masterIndex(t, object.oif) === master;
	});
}

function masterIndex(t: Task, oif: number): number | undefined {
	const master = deviceByIndex(t, t.netns, oif)?.master;
	return master === undefined ? undefined : idGet(t.kernel.devices, master)?.index;
}

/** rtm_get_nexthop_bucket(), rtm_dump_nexthop_bucket() */
export function getNexthopBucket(t: Task, query: NexthopBucketQuery): Message[] {
	const groups = query.id ? [resilientGroup(t, query.id)] : [...idValues(netnsOf(t, t.netns).nexthops.objects)];
	const messages: Message[] = [];
	for (const group of groups)
		if (isGroup(group) && group.resilient)
			group.resilient.buckets.forEach(({ nhid, used }, index) => {
				if (query.index !== undefined && query.index !== index) return;
				if (query.nhid && query.nhid !== nhid) return;
				const idleTime = Math.floor((t.kernel.now - used) / 10);
				messages.push({ type: "RTM_NEWNEXTHOPBUCKET", bucket: { id: group.id, index, idleTime, nhid, nhFlags: 0 } });
			});
	if (query.index !== undefined && messages.length === 0) throw new Refusal("ENOENT", "Bucket index out of bounds");
	return messages;
}

function resilientGroup(t: Task, id: number): GroupNexthop {
	const found = find(t, id);
	if (!isGroup(found)) throw refuse("Not a nexthop group");
	if (!found.resilient) throw refuse("Nexthop group not of type resilient");
	return found;
}
