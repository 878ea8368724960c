/**
 * Requests about next hop objects (net/ipv4/nexthop.c nexthop_add(), rtm_del_nexthop(), rtm_dump_nexthop()). Read nexthop.ts first;
 * nexthop-request.ts judges the request, nexthop-replace.ts what it takes the place of.
 */
import { type AddrFamily, isUnspecified } from "../net/addr.ts";
import { idGet, idValues } from "../net/id-map.ts";
import { type Message, NLM_F_CREATE, NLM_F_DUMP, NLM_F_REPLACE, RTNH_F_LINKDOWN } from "../uapi/message.ts";
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
import { buildEncap } from "./lwtunnel.ts";
import {
	fillNexthop,
	type GroupNexthop,
	isGroup,
	type NexthopObject,
	nexthopById,
	putNexthop,
	removeNexthop,
	type SingleNexthop,
} from "./nexthop.ts";
import { replacement, tellRoutes } from "./nexthop-replace.ts";
import { checkDelete, checkRequest, checkWorld, refuse } from "./nexthop-request.ts";
import { Refusal } from "./refusal.ts";
import { fillBuckets, type Resilient } from "./resilient.ts";
import { deviceByIndex, keep, netnsOf, notify, setNetns, type Task } from "./task.ts";

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
	if (old) tellRoutes(t, id);
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
	// An IPv4 next hop's tunnel is judged before its way, an IPv6 one's behind it (fib_nh_init, fib6_nh_init).
	const encapOf = () => request.encap && { encap: buildEncap(request.encap, family) };
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
		if (blackhole && device?.inet6?.conf.disableIpv6) throw new Refusal("EACCES", "IPv6 is disabled on nexthop device");
		if (blackhole && !(device && isUp(device))) throw new Refusal("ENETDOWN", "Nexthop device is not up");
		if (!blackhole)
			checkNexthop6(
				t,
				{ table: l3mdevTable(t, device) ?? 0, flags },
				{ oif, ...(gateway !== undefined && { gateway }) },
			);
		return {
			...base,
			oif: device?.index ?? 0,
			scope: RT_SCOPE_LINK,
			...(blackhole && { blackhole: true as const }),
			...encapOf(),
		};
	}
	const tunnel = encapOf();
	const purpose = { table: tableFor(t, device), scope: RT_SCOPE_UNIVERSE };
	const way = { oif: device?.index ?? 0, weight: 1, flags, ...(gateway !== undefined && { gateway }) };
	const hop = checkNexthop4(t, purpose, way);
	return {
		...base,
		...tunnel,
		oif: hop.oif,
		flags: hop.flags & ~RTNH_F_LINKDOWN,
		scope: hop.scope,
		...(blackhole && { blackhole: true as const }),
	};
}

function tableFor(t: Task, device: Device | undefined): number {
	return l3mdevTable(t, device) ?? RT_TABLE_MAIN;
}

function find(t: Task, id: number | undefined): NexthopObject {
	if (id === undefined) throw refuse("Nexthop id is missing");
	if (id === 0) throw refuse("Invalid nexthop id");
	const found = nexthopById(t, t.netns, id);
	if (!found) throw new Refusal("ENOENT");
	return found;
}

export function delNexthop(t: Task, request: NexthopRequest): void {
	checkDelete(request);
	removeNexthop(t, t.netns, find(t, request.id), "tell");
}

export function getNexthop(t: Task, query: NexthopQuery): Message[] {
	const found = (query.flags & NLM_F_DUMP) === NLM_F_DUMP ? dump(t, query) : [find(t, query.id)];
	return found.map((object) => ({ type: "RTM_NEWNEXTHOP", nexthop: fillNexthop(t, object) }));
}

/** nh_dump_filtered(): whoever asks for a family, a device or a master gets no groups. */
function dump(t: Task, query: NexthopQuery): NexthopObject[] {
	const all = [...idValues(netnsOf(t, t.netns).nexthops.objects)];
	return all.filter((object) => (!query.groups || isGroup(object)) && isFrom(t, query, object));
}

type From = Pick<NexthopQuery, "family" | "oif" | "master">;

function isFrom(t: Task, { family, oif, master }: From, object: NexthopObject | undefined): boolean {
	if (!oif && !master && family === "unspec") return true;
	if (!object || isGroup(object)) return false;
	if (family !== "unspec" && object.family !== family) return false;
	if (oif && object.oif !== oif) return false;
	return !master || masterIndex(t, object.oif) === master;
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
				if (!isFrom(t, query, nexthopById(t, t.netns, nhid))) return;
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
