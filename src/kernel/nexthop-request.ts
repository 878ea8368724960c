/**
 * What the kernel refuses about a request for a next hop object before it makes one: net/ipv4/nexthop.c rtm_to_nh_config(),
 * nh_check_attr_group(), with what depends on devices and on members that there are.
 */
import { type AddrFamily, familyOf } from "../net/addr.ts";
import { RTNH_F_ONLINK } from "../uapi/message.ts";
import { NEXTHOP_GRP_TYPE_RES, type NexthopRequest } from "../uapi/nexthop.ts";
import { isUp } from "./device.ts";
import { checkEncaps } from "./lwtunnel.ts";
import { type GroupNexthop, isGroup, type NexthopObject, nexthopById } from "./nexthop.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, type Task } from "./task.ts";

export function refuse(extack: string): Refusal {
	return new Refusal("EINVAL", extack);
}

/** nh_valid_get_del_req(): of a next hop that is to go, nothing but its id may be said. */
export function checkDelete({ type, flags, family, id, nhFlags, protocol, ...others }: NexthopRequest): void {
	if (Object.values(others).some((value) => value !== undefined)) throw refuse("Unknown attribute type");
	if (nhFlags || protocol) throw refuse("Invalid values in header");
}

/** rtm_to_nh_config() */
export function checkRequest(t: Task, request: NexthopRequest): void {
	const { family, group, fdb, blackhole, oif, gateway, encap, nhFlags } = request;
	if (nhFlags & ~RTNH_F_ONLINK) throw refuse("Invalid nexthop flags in ancillary header");
	if (family !== "inet" && family !== "inet6" && !(family === "unspec" && group))
		throw refuse("Invalid address family");
	if (fdb) {
		if (oif || blackhole || encap) throw refuse("Fdb attribute can not be used with encap, oif or blackhole");
		if (nhFlags) throw refuse("Unsupported nexthop flags in ancillary header");
	}
	if (group) return checkGroup(t, request, group);
	if (blackhole) {
		if (gateway !== undefined || oif || encap || fdb)
			throw refuse("Blackhole attribute can not be used with gateway, oif, encap or fdb");
		return;
	}
	if (!fdb && !oif) throw refuse("Device attribute required for non-blackhole and non-fdb nexthops");
	if (gateway === "" || (gateway !== undefined && familyOf(gateway) !== family)) throw refuse("Invalid gateway");
	if (gateway === undefined && nhFlags & RTNH_F_ONLINK)
		throw refuse("ONLINK flag can not be set for nexthop without a gateway");
	checkEncaps(t, request);
}

/** What depends on the devices and next hops that there are (rtm_to_nh_config_rtnl). */
export function checkWorld(t: Task, { group, oif, fdb }: NexthopRequest): void {
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
	const { family, groupType = 0, resGroup, encap } = request;
	if (family !== "unspec") throw refuse("Invalid family for group");
	if (groupType > NEXTHOP_GRP_TYPE_RES) throw refuse("Invalid group type");
	if (group.length === 0) throw refuse("Invalid length for nexthop group attribute");
	const heaviest = has(t.kernel.profile, "wideNexthopWeight") ? 65536 : 256;
	group.forEach(({ id, weight }, i) => {
		if (weight > heaviest) throw refuse("Invalid value for weight");
		if (group.some((other, j) => j > i && other.id === id)) throw refuse("Nexthop id can not be used twice in a group");
	});
	const isResilient = groupType === NEXTHOP_GRP_TYPE_RES;
	if (encap || (!isResilient && resGroup)) throw refuse("No other attributes can be set in nexthop groups");
	if (isResilient && resGroup?.buckets === 0) throw refuse("Number of buckets needs to be non-0");
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
