/** Why a route, a rule, a next hop or a lookup was refused. kernel: net/ipv4/fib_semantics.c, net/ipv6/route.c, net/core/fib_rules.c */
import { familyOf } from "../../net/addr.ts";
import { contains, formatPrefix, maskAddr, samePrefix } from "../../net/prefix.ts";
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { RouteRequest, Rtmsg } from "../../uapi/message.ts";
import type { NexthopRequest } from "../../uapi/nexthop.ts";
import { routeTypes } from "../../uapi/route-type.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import { after, before, changed, find, type Mend, type Row, type Situation, said, without } from "./situation.ts";

export function requestOf(s: Situation, type: RouteRequest["type"]): RouteRequest | undefined {
	return s.request?.type === type ? (s.request as RouteRequest) : undefined;
}

/** A destination as `ip route` writes it. */
export function dstOf({ dst }: { readonly dst: Rtmsg["dst"] }): string {
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
	// fib6_null_entry stands where IPv6 has no default.
	if (request?.dst.len === 0 && s.errno === "ENOENT") return find("routeNowhere", { dst: dstOf(request) });
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

export function upDevice(s: Situation): string {
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
	if (!request || s.errno !== "ENODEV" || request.oif !== undefined) return undefined;
	if (request.gateway !== undefined && request.gateway !== "0.0.0.0") return undefined;
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
];
