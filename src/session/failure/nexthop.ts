/** Why a next hop was refused, or a route that points to one. kernel: net/ipv4/nexthop.c */
import type { NexthopRequest } from "../../uapi/nexthop.ts";
import { requestOf, upDevice } from "./route.ts";
import { after, before, changed, find, type Row } from "./situation.ts";

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
	if (!["RTM_DELNEXTHOP", "RTM_GETNEXTHOP"].includes(s.request?.type ?? "") || s.errno !== "ENOENT") return undefined;
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

export const nexthopRows: readonly Row[] = [noNexthop, nexthopExists, nexthopMissing, groupMissing];
