/** Why a route, a rule, a next hop or a lookup was refused. kernel: net/ipv4/fib_semantics.c, net/ipv6/route.c, net/core/fib_rules.c */
import { familyOf } from "../../net/addr.ts";
import { contains, formatPrefix, maskAddr, samePrefix } from "../../net/prefix.ts";
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { RouteQuery, RouteRequest, Rtmsg } from "../../uapi/message.ts";
import type { NexthopRequest } from "../../uapi/nexthop.ts";
import { routeTypes } from "../../uapi/route-type.ts";
import { FR_ACT_PROHIBIT, FR_ACT_TO_TBL, FR_ACT_UNREACHABLE, type RuleRequest } from "../../uapi/rule.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import {
	after,
	before,
	changed,
	changedAfter,
	find,
	type Mend,
	type Row,
	type Situation,
	said,
	without,
} from "./situation.ts";

function requestOf(s: Situation, type: RouteRequest["type"]): RouteRequest | undefined {
	return s.request?.type === type ? (s.request as RouteRequest) : undefined;
}

/** A destination as `ip route` writes it. */
function dstOf({ dst }: { readonly dst: Rtmsg["dst"] }): string {
	if (dst.len === 0) return "default";
	return dst.len === (dst.addr.includes(":") ? 128 : 32) ? dst.addr : formatPrefix(dst);
}

function written(s: Situation, route: Rtmsg): string {
	const parts = [dstOf(route)];
	if (route.gateway !== undefined) parts.push(`via ${route.gateway}`);
	if (route.oif !== undefined) parts.push(`dev ${s.state.nameOf(route.oif)}`);
	if (route.table !== RT_TABLE_MAIN) parts.push(`table ${route.table}`);
	if (route.priority) parts.push(`metric ${route.priority}`);
	return parts.join(" ");
}

function sameDst(s: Situation, { dst, table, family }: RouteRequest): readonly Rtmsg[] {
	const wanted = table === 0 ? RT_TABLE_MAIN : table;
	return s.state.routes.filter(
		(route) => route.family === family && route.table === wanted && samePrefix(route.dst, dst),
	);
}

const exists: Row = (s) => {
	const request = requestOf(s, "RTM_NEWROUTE");
	if (!request || s.errno !== "EEXIST") return undefined;
	const [there] = sameDst(s, request).filter(
		(route) => (route.priority ?? 0) === (request.priority ?? route.priority ?? 0),
	);
	if (!there) return undefined;
	const metric = (there.priority ?? 0) + 100;
	return find(
		"routeExists",
		{ route: written(s, there), dst: dstOf(request), metric: String(metric) },
		changed(s, s.argv.find((word) => "add".startsWith(word) && word !== "") ?? "add", "replace"),
		[[...s.argv, "metric", String(metric)]],
	);
};

const missing: Row = (s) => {
	const request = requestOf(s, "RTM_DELROUTE");
	if (!request || s.errno !== "ESRCH") return undefined;
	const same = sameDst(s, request);
	const [there] = same;
	if (there) {
		const real = written(s, there);
		return find("routeOther", { dst: dstOf(request), real }, [["ip", "route", "del", ...real.split(" ")]]);
	}
	const inTable = s.state.routes.filter((route) => route.family === request.family && route.table !== 255);
	const near = inTable.find(
		(route) => route.dst.len > 0 && (contains(route.dst, request.dst.addr) || contains(request.dst, route.dst.addr)),
	);
	const elsewhere = inTable.find((route) => samePrefix(route.dst, request.dst));
	const found = elsewhere ?? near;
	if (!found) return find("routeNowhere", { dst: dstOf(request) });
	const real = written(s, found);
	// only the very destination is offered: nobody asked for another one to go
	return find(
		"routeNear",
		{ dst: dstOf(request), real },
		found === elsewhere ? [["ip", "route", "del", ...real.split(" ")]] : undefined,
	);
};

/** ENETUNREACH: the gateway is on no link that this host has (fib_check_nh). */
const gateway: Row = (s) => {
	const request = requestOf(s, "RTM_NEWROUTE");
	const via = request?.gateway;
	if (!request || via === undefined || (s.errno !== "ENETUNREACH" && s.errno !== "EHOSTUNREACH")) return undefined;
	const holder = s.state.addrs.find(
		(ifa) => ifa.family === familyOf(via) && contains({ addr: ifa.address ?? "", len: ifa.prefixlen }, via),
	);
	const link = s.state.byIndex(holder?.index);
	if (holder && link && !(link.flags & IFF_UP)) {
		const facts = { gw: via, dev: link.ifname, net: netOf(holder) };
		return find("gatewayLinkDown", facts, before(s, ["ip", "link", "set", link.ifname, "up"]));
	}
	const dev = after(s, "dev") ?? upDevice(s);
	const onlink: Mend = [[...s.argv, ...(after(s, "dev") === undefined ? ["dev", dev] : []), "onlink"]];
	const facts = {
		gw: via,
		dev,
		nets: s.state.addrs
			.filter((ifa) => ifa.family === familyOf(via) && ifa.index !== 1)
			.map(netOf)
			.join(", "),
	};
	return find(
		"gatewayOffLink",
		facts,
		before(s, ["ip", "route", "add", via, "dev", dev]),
		onlink,
		before(s, ["ip", "link", "set", dev, "up"], ["ip", "route", "add", via, "dev", dev]),
	);
};

function netOf({
	address,
	local,
	prefixlen,
}: {
	readonly address?: string;
	readonly local?: string;
	readonly prefixlen: number;
}): string {
	return `${maskAddr(address ?? local ?? "", prefixlen)}/${prefixlen}`;
}

function upDevice(s: Situation): string {
	const links = s.state.links.filter(({ ifname }) => ifname !== "lo");
	return (links.find(({ flags }) => flags & IFF_UP) ?? links[0])?.ifname ?? "lo";
}

const ownGateway: Row = (s) => {
	const via = requestOf(s, "RTM_NEWROUTE")?.gateway;
	if (via === undefined || s.errno !== "EINVAL") return undefined;
	const [own] = s.state.withAddr(via);
	if (!own) return undefined;
	return find("gatewayOwn", { gw: via, dev: s.state.nameOf(own.index) }, without(s, "via"));
};

const deviceDown: Row = (s) => {
	if (s.errno !== "ENETDOWN") return undefined;
	const oif = (s.request as RouteRequest | NexthopRequest).oif;
	const link = s.state.byIndex(oif);
	if (!link) return undefined;
	if (!(link.flags & IFF_UP))
		return find("routeDeviceDown", { dev: link.ifname }, before(s, ["ip", "link", "set", link.ifname, "up"]));
	const peer = s.state.byIndex(link.link);
	const up = peer && before(s, ["ip", "link", "set", peer.ifname, "up"]);
	return find("routeNoCarrier", { dev: link.ifname, peer: peer?.ifname ?? "" }, up);
};

const noDevice: Row = (s) => {
	const request = requestOf(s, "RTM_NEWROUTE");
	if (!request || s.errno !== "ENODEV" || request.oif !== undefined || request.gateway !== undefined) return undefined;
	const dev = upDevice(s);
	return find(
		"routeNoWay",
		{ dst: dstOf(request), dev },
		before(s.argv.length ? { ...s, argv: [...s.argv, "dev", dev] } : s),
		before({ ...s, argv: [...s.argv, "dev", dev] }, ["ip", "link", "set", dev, "up"]),
	);
};

const linkLocalGateway: Row = (s) => {
	const via = requestOf(s, "RTM_NEWROUTE")?.gateway;
	if (!via?.startsWith("fe80") || after(s, "dev") !== undefined) return undefined;
	const dev = upDevice(s);
	const words = [...s.argv, "dev", dev];
	return find(
		"gatewayLinkLocal",
		{ gw: via, dev },
		[words],
		before({ ...s, argv: words }, ["ip", "link", "set", dev, "up"]),
	);
};

const hostBits: Row = (s) => {
	const request =
		s.request?.type === "RTM_NEWROUTE" || s.request?.type === "RTM_DELROUTE" ? (s.request as RouteRequest) : undefined;
	if (!request || s.errno !== "EINVAL") return undefined;
	const net = maskAddr(request.dst.addr, request.dst.len);
	if (net === request.dst.addr) return undefined;
	const typed = s.argv.find((word) => word.split("/")[0] === request.dst.addr) ?? "";
	return find(
		"routeHostBits",
		{ typed, net: `${net}/${request.dst.len}` },
		changed(s, typed, `${net}/${request.dst.len}`),
	);
};

const prefsrc: Row = (s) => {
	const request = requestOf(s, "RTM_NEWROUTE");
	const src = request?.prefsrc;
	if (!request || src === undefined || s.errno !== "EINVAL" || s.state.withAddr(src).length > 0) return undefined;
	const dev = after(s, "dev") ?? upDevice(s);
	const bits = src.includes(":") ? 128 : 32;
	return find(
		"routePrefsrc",
		{ src, dev },
		before(s, ["ip", "addr", "add", `${src}/${bits}`, "dev", dev]),
		without(s, "src"),
	);
};

const typeWithDevice: Row = (s) => {
	if (!said(s, /can not be specified for this route type/)) return undefined;
	const type = s.argv.find((word) => routeTypes.some(({ name }) => name === word)) ?? "";
	const bare = [...s.argv];
	for (const keyword of ["dev", "via"]) if (bare.includes(keyword)) bare.splice(bare.lastIndexOf(keyword), 2);
	return find("routeTypeWithDevice", { type }, [bare]);
};

const noTable: Row = (s) => {
	if (s.request?.type !== "RTM_GETROUTE" || s.errno !== "ENOENT") return undefined;
	const table = after(s, "table") ?? "";
	const there = [...new Set(s.state.routes.map((route) => String(route.table)))];
	return find("routeNoTable", { table, tables: there.join(", ") }, changedAfter(s, "table", "main"));
};

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

/** `ip route get`: which route or rule says no. */
const lookup: Row = (s) => {
	if (s.request?.type !== "RTM_GETROUTE" || !(s.request as RouteQuery).dst) return undefined;
	const { dst } = s.request as RouteQuery;
	if (!dst) return undefined;
	const { addr } = dst;
	const rule = s.state.rules.find(
		(other) =>
			other.action !== FR_ACT_TO_TBL && other.family === familyOf(addr) && (!other.dst || contains(other.dst, addr)),
	);
	if (rule && (rule.action === FR_ACT_UNREACHABLE || rule.action === FR_ACT_PROHIBIT || s.errno === "EINVAL"))
		return find(
			"lookupRule",
			{ dst: addr, priority: String(rule.priority ?? 0) },
			before(s, ["ip", "rule", "del", "pref", String(rule.priority ?? 0)]),
			before(s, ["ip", "rule", "del", "pref", String(rule.priority ?? 0)], ...defaultRoute(s)),
		);
	const candidates = s.state.routes.filter((route) => route.family === familyOf(addr) && contains(route.dst, addr));
	const best = candidates.sort((a, b) => b.dst.len - a.dst.len)[0];
	const type = routeTypes.find(({ number }) => number === best?.type)?.name ?? "";
	if (best && ["blackhole", "unreachable", "prohibit"].includes(type)) {
		const remove = ["ip", "route", "del", type, dstOf(best)];
		const dev = upDevice(s);
		return find(
			"lookupType",
			{ dst: addr, type, route: `${type} ${dstOf(best)}` },
			before(s, remove),
			before(s, remove, ["ip", "link", "set", dev, "up"], ["ip", "route", "add", dstOf(best), "dev", dev]),
		);
	}
	if (s.errno !== "ENETUNREACH") return undefined;
	const dev = upDevice(s);
	const add = ["ip", "route", "add", "default", "dev", dev];
	const nets = s.state.routes
		.filter((route) => route.family === familyOf(addr) && route.table === RT_TABLE_MAIN)
		.map(dstOf);
	return find(
		"lookupNone",
		{ dst: addr, nets: nets.join(", "), dev },
		before(s, add),
		before(s, ["ip", "link", "set", dev, "up"], add),
	);
};

/** A way out by the first device that is there. */
function defaultRoute(s: Situation): readonly (readonly string[])[] {
	const dev = upDevice(s);
	return [
		["ip", "link", "set", dev, "up"],
		["ip", "route", "add", "default", "dev", dev],
	];
}

/** `ip route add via …`: where to is missing. */
const noDestination: Row = (s) => {
	if (!said(s, /^Usage: ip route/)) return undefined;
	const verb = s.argv.findIndex((word) => /^(?:add|del|delete|replace|change|append)$/.test(word));
	if (verb < 0) return undefined;
	const words = s.argv.toSpliced(verb + 1, 0, "default");
	return find("routeNoDestination", {}, [words], [...defaultRoute(s).slice(0, 1), [...words, "dev", upDevice(s)]]);
};

const ruleExists: Row = (s) => {
	if (s.request?.type !== "RTM_NEWRULE" || s.errno !== "EEXIST") return undefined;
	const { priority } = (s.request as RuleRequest).rule;
	return find(
		"ruleExists",
		{ priority: String(priority ?? "") },
		changedAfter(s, "pref", String((priority ?? 32000) + 1)),
		[[...s.argv, "pref", String((priority ?? 32000) + 1)]],
	);
};

const ruleMissing: Row = (s) => {
	if (s.request?.type !== "RTM_DELRULE" || s.errno !== "ENOENT") return undefined;
	const own = s.state.rules
		.filter((rule) => rule.priority && rule.priority < 32766)
		.map((rule) => String(rule.priority));
	return find("ruleMissing", { priorities: [...new Set(own)].join(", ") });
};

const gotoBackward: Row = (s) => {
	if (!said(s, /Backward goto/)) return undefined;
	const target = after(s, "goto") ?? "";
	const own = after(s, "pref", "priority", "prio", "order") ?? "";
	return find("ruleBackward", { target, own }, changedAfter(s, "goto", String(Number(own) + 100)));
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

export const routeRows: readonly Row[] = [
	exists,
	missing,
	ownGateway,
	gateway,
	deviceDown,
	noDevice,
	linkLocalGateway,
	hostBits,
	prefsrc,
	typeWithDevice,
	noNexthop,
	noTable,
	lookup,
	noDestination,
	ruleExists,
	ruleMissing,
	gotoBackward,
	nexthopExists,
	nexthopMissing,
	groupMissing,
];
