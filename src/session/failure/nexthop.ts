/** Why a next hop was refused, or a route that points to one. kernel: net/ipv4/nexthop.c */
import type { NexthopRequest } from "../../uapi/nexthop.ts";
import { requestOf, upDevice } from "./route.ts";
import {
	after,
	before,
	changed,
	changedAfter,
	find,
	type Row,
	type Situation,
	sentence,
	without,
} from "./situation.ts";

const noNexthop: Row = (s) => {
	const id = requestOf(s, "RTM_NEWROUTE")?.nhid;
	if (id === undefined || s.state.nexthops.some((nexthop) => nexthop.id === id)) return undefined;
	const dev = upDevice(s);
	const make = ["ip", "nexthop", "add", "id", String(id), "dev", dev];
	const there = s.state.nexthops.map((nexthop) => String(nexthop.id));
	return find(
		"routeNoNexthop",
		{ id: String(id), dev, ids: there.join(", ") },
		before(s, make),
		before(s, ["ip", "link", "set", dev, "up"], make),
		before(s, ["ip", "nexthop", "add", "id", String(id), "blackhole"]),
	);
};

const nexthopExists: Row = (s) => {
	const request = s.request?.type === "RTM_NEWNEXTHOP" ? (s.request as NexthopRequest) : undefined;
	if (!request || s.errno !== "EEXIST") return undefined;
	return find("nexthopExists", { id: String(request.id) }, changed(s, "add", "replace"));
};

const nexthopMissing: Row = (s) => {
	const asks = ["RTM_DELNEXTHOP", "RTM_GETNEXTHOP", "RTM_GETNEXTHOPBUCKET"];
	if (!asks.includes(s.request?.type ?? "") || s.errno !== "ENOENT") return undefined;
	const ids = s.state.nexthops.map(({ id }) => String(id));
	return find("nexthopMissing", { id: after(s, "id") ?? "", ids: ids.join(", ") });
};

const groupMissing: Row = (s) => {
	const request = s.request?.type === "RTM_NEWNEXTHOP" ? (s.request as NexthopRequest) : undefined;
	const lost =
		request?.group
			?.filter(({ id }) => !s.state.nexthops.some((other) => other.id === id))
			.map(({ id }) => String(id)) ?? [];
	if (lost.length === 0) return undefined;
	const make = lost.map((id) => ["ip", "nexthop", "add", "id", id, "dev", upDevice(s)]);
	return find(
		"groupMissing",
		{ ids: lost.join(", ") },
		before(s, ...make),
		before(s, ["ip", "link", "set", upDevice(s), "up"], ...make),
		before(s, ["ip", "link", "set", "lo", "up"], ...lost.map((id) => ["ip", "nexthop", "add", "id", id, "dev", "lo"])),
	);
};

const members = (s: Situation) => [...new Set((after(s, "group") ?? "").split("/"))].join("/");

const sentences: readonly Row[] = [
	sentence(/^Error: (?:Unknown attribute type|Invalid values in header\.?$)/m, "nexthopOnlyId", (s) => {
		const id = after(s, "id");
		return { mends: id === undefined ? [] : [[["ip", "nexthop", "del", "id", id]]] };
	}),
	sentence(/^Error: (Blackhole|Fdb) attribute can not be used/, "nexthopExcludes", (s, [, word = ""]) => ({
		facts: { word: word.toLowerCase() },
		mends: [without(s, word.toLowerCase(), 1), without(s, "dev"), without(s, "via"), without(s, "blackhole", 1)],
	})),
	sentence(/group can not be a nexthop within a group/, "groupInGroup", (s) => ({
		facts: { group: after(s, "group") ?? "" },
	})),
	sentence(/can not be used twice in a group/, "groupTwice", (s) => ({
		facts: { group: after(s, "group") ?? "" },
		mends: [changedAfter(s, "group", members(s))],
	})),
	sentence(/Invalid family for group/, "groupAlone", (s) => ({
		mends: [without(s, "dev"), without(s, "via"), without(s, "blackhole", 1)],
	})),
	sentence(/Number of buckets needs to be non-0/, "nexthopBuckets", (s) => ({
		mends: [changedAfter(s, "buckets", "8")],
	})),
	sentence(/Invalid nexthop id/, "nexthopZero", (s) => ({ mends: [without(s, "id")] })),
	sentence(
		/Can not replace a nexthop|Can not change number of buckets|can not be a member of a group with more/,
		"nexthopOtherKind",
		(s) => ({ facts: { id: after(s, "id") ?? "" } }),
	),
	sentence(/Nexthop group not of type resilient|Bucket index out of bounds/, "nexthopBucketNone", (s) => ({
		facts: { id: after(s, "id") ?? "" },
	})),
	sentence(/RTA_VIA/, "gatewayFamily", (s) => ({ facts: { gw: s.argv[s.argv.lastIndexOf("via") + 2] ?? "" } })),
];

export const nexthopRows: readonly Row[] = [noNexthop, nexthopExists, nexthopMissing, groupMissing, ...sentences];
