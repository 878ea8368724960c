/**
 * What one route looks like: `default via 10.0.0.1 dev eth0 proto static metric 100 `. Mirrors ip/iproute.c print_route().
 * What a filter has fixed is left out. IPv4 lines end in a space, IPv6 lines in `pref medium`.
 */
import { bitsOf, familyOf } from "../../net/addr.ts";
import type { Prefix } from "../../net/prefix.ts";
import { close, element, type Field, field, hardLine, open, softLine, text } from "../../print/field.ts";
import {
	RTCF_BROADCAST,
	RTCF_DOREDIRECT,
	RTCF_LOCAL,
	RTCF_MULTICAST,
	RTCF_REDIRECTED,
	RTM_F_CLONED,
	type Rtmsg,
	type Rtnexthop,
} from "../../uapi/message.ts";
import { RTPROT_BOOT } from "../../uapi/protocol.ts";
import { RTN_UNICAST, routeTypes } from "../../uapi/route-type.ts";
import { rowOf } from "../../uapi/row.ts";
import { RT_SCOPE_UNIVERSE } from "../../uapi/scope.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { Context } from "./context.ts";
import { describeEncap } from "./encap.ts";
import { hostText } from "./host.ts";
import { describeMetrics } from "./metric.ts";
import { describeNexthop } from "./nhmsg.ts";
import { complaint } from "./talk.ts";
import { describeDev, describeFlags, describeGateway } from "./way.ts";

/** Columns that a filter has fixed to one value. */
export type Fixed = "table" | "protocol" | "scope" | "tos" | "dev" | "iif" | "metric" | "prefsrc" | "via" | "realms";

export interface RouteView {
	readonly fixed: ReadonlySet<Fixed>;
}

export const wholeRoute: RouteView = { fixed: new Set() };

export function describeRoute(ctx: Context, route: Rtmsg, { fixed }: RouteView = wholeRoute): Field[] {
	return [
		...describeDestination(ctx, route),
		...(route.nhid === undefined ? [] : [field("nhid", `nhid ${route.nhid} `, route.nhid)]),
		...describeEncap(route.encap),
		...(route.tos === 0 || fixed.has("tos") ? [] : named("tos", "tos", ctx.names.nameOf("dsfield", route.tos))),
		...(route.gateway === undefined || hidesGateway(route, fixed)
			? []
			: describeGateway(ctx, route.gateway, route.family)),
		...(route.oif === undefined || fixed.has("dev") ? [] : describeDev(ctx, "dev", route.oif)),
		...describeOrigin(ctx, route, fixed),
		...(route.prefsrc === undefined || fixed.has("prefsrc")
			? []
			: [text("src "), field("prefsrc", `${route.prefsrc} `, route.prefsrc, familyOf(route.prefsrc))]),
		...(route.priority === undefined || fixed.has("metric")
			? []
			: [field("metric", `metric ${route.priority} `, route.priority)]),
		...describeFlags(route.flags),
		...describeMark(route),
		...(fixed.has("realms") ? [] : describeRealms(ctx, route.flow)),
		...(route.uid === undefined ? [] : [field("uid", `uid ${route.uid} `, route.uid)]),
		...describeCache(ctx, route),
		...(route.metrics === undefined ? [] : describeMetrics(route.metrics)),
		...(route.iif === undefined || fixed.has("iif") ? [] : describeDev(ctx, "iif", route.iif)),
		...(route.pref === undefined ? [] : describePref(route.pref)),
		...describeObject(ctx, route),
		...(route.multipath === undefined ? [] : describeNexthops(ctx, route)),
		hardLine,
	];
}

/** A gateway of the other family (RTA_VIA) is always told. */
function hidesGateway({ gateway = "", family }: Rtmsg, fixed: ReadonlySet<Fixed>): boolean {
	return fixed.has("via") && familyOf(gateway) === family;
}

/** With details, the next hop object that the route names, of which the kernel is asked (print_cache_nexthop_id). */
function describeObject(ctx: Context, { nhid: id }: Rtmsg): Field[] {
	if (id === undefined || ctx.options.details === 0) return [];
	const { messages, error } = ctx.sys.netlink({ type: "RTM_GETNEXTHOP", flags: 0, family: ctx.options.family, id });
	if (error !== undefined) ctx.complain(complaint(error));
	return messages.flatMap((message) =>
		"nexthop" in message
			? [
					hardLine,
					text("\tnh_info "),
					open("object", "nh_info"),
					...describeNexthop(ctx, message.nexthop),
					close("object"),
				]
			: [],
	);
}

function named(key: string, word: string, value: string): Field[] {
	return [field(key, `${word} ${value} `, value)];
}

function describeDestination(ctx: Context, { type, dst, src }: Rtmsg): Field[] {
	const typed = type === RTN_UNICAST && ctx.options.details === 0 ? [] : [describeType(ctx, type)];
	const to = dst.len === 0 ? "default" : hostOrPrefix(ctx, dst);
	const color = dst.len === 0 ? undefined : familyOf(dst.addr);
	const from = src === undefined ? [] : [describeSource(ctx, src)];
	return [...typed, field("dst", `${to} `, to, color), ...from];
}

function describeType(ctx: Context, type: number): Field {
	const name = (ctx.options.numeric ? undefined : rowOf(routeTypes, type)?.name) ?? String(type);
	return field("type", `${name} `, name);
}

function describeSource(ctx: Context, src: Prefix): Field {
	const from = hostOrPrefix(ctx, src);
	return field("from", `from ${from} `, from, familyOf(src.addr));
}

function hostOrPrefix(ctx: Context, { addr, len }: Prefix): string {
	return len === bitsOf(familyOf(addr)) ? hostText(ctx, addr) : `${addr}/${len}`;
}

/** Table, protocol and scope where they are not the usual ones; an answer to `get` has only the table. */
function describeOrigin(ctx: Context, route: Rtmsg, fixed: ReadonlySet<Fixed>): Field[] {
	const all = ctx.options.details > 0;
	const cloned = (route.flags & RTM_F_CLONED) !== 0;
	const fields: Field[] = [];
	if ((all || route.table !== RT_TABLE_MAIN) && !fixed.has("table") && route.table !== 0)
		fields.push(...named("table", "table", ctx.names.nameOf("table", route.table)));
	if (cloned) return fields;
	if ((all || route.protocol !== RTPROT_BOOT) && !fixed.has("protocol"))
		fields.push(...named("protocol", "proto", ctx.names.nameOf("protocol", route.protocol)));
	if ((all || route.scope !== RT_SCOPE_UNIVERSE) && !fixed.has("scope"))
		fields.push(...named("scope", "scope", ctx.names.nameOf("scope", route.scope)));
	return fields;
}

function describeMark({ mark }: Rtmsg): Field[] {
	if (mark === undefined || mark === 0) return [];
	const shown = mark >= 16 ? `0x${mark.toString(16)}` : String(mark);
	return [field("mark", `mark ${shown} `, mark)];
}

function describeRealms(ctx: Context, flow: Rtmsg["flow"]): Field[] {
	if (flow === undefined) return [];
	const to = ctx.names.nameOf("realm", flow.to);
	const from = flow.from === 0 ? undefined : ctx.names.nameOf("realm", flow.from);
	const start = from === undefined ? [text("realm ")] : [text("realms "), field("from", `${from}/`, from)];
	return [open("object", "flow"), ...start, field("to", `${to} `, to), close("object")];
}

const RTCF_NOTIFY = 0x00010000;

const cacheFlags: readonly (readonly [number, string])[] = [
	[RTCF_LOCAL, "local"],
	[RTCF_MULTICAST, "mc"],
	[RTCF_BROADCAST, "brd"],
	[RTCF_REDIRECTED, "redirected"],
	[RTCF_DOREDIRECT, "redirect"],
	[RTCF_NOTIFY, "notify"],
];

/** The second line of an IPv4 answer, and how long a route still lives. */
function describeCache(ctx: Context, route: Rtmsg): Field[] {
	if (route.family === "inet6") return describeAge(ctx, route);
	if ((route.flags & RTM_F_CLONED) === 0) return [];
	const set = cacheFlags.filter(([flag]) => (route.flags & flag) !== 0);
	const names = set.map(([, name], i) => element(`${i === 0 ? "<" : ","}${name}`, name));
	const end = set.length === 0 ? "" : "> ";
	return [softLine, open("array", "cache", "    cache "), ...names, close("array", end), ...describeAge(ctx, route)];
}

function describeAge(ctx: Context, { expires, cacheUsers, cacheAge }: Rtmsg): Field[] {
	const fields: Field[] = [];
	if (expires !== undefined) fields.push(field("expires", `expires ${expires}sec `, expires));
	if (ctx.options.stats === 0) return fields;
	if (cacheUsers !== undefined) fields.push(field("users", `users ${cacheUsers} `, cacheUsers));
	if (cacheAge !== undefined) fields.push(field("age", `age ${cacheAge}sec `, cacheAge));
	return fields;
}

/** ICMPV6_ROUTER_PREF_*. */
const preferences: Readonly<Record<number, string>> = { 0: "medium", 1: "high", 3: "low" };

function describePref(pref: number): Field[] {
	const name = preferences[pref];
	return name === undefined ? [field("pref", `pref ${pref}`, pref)] : [field("pref", `pref ${name}`, name)];
}

function describeNexthops(ctx: Context, route: Rtmsg): Field[] {
	const hops = (route.multipath ?? []).flatMap((hop) => [
		open("object"),
		softLine,
		text("\tnexthop "),
		...describeHop(ctx, route.family, hop),
		close("object"),
	]);
	return [open("array", "nexthops"), ...hops, close("array")];
}

/** Here the device has no colour. */
function describeHop(ctx: Context, family: Rtmsg["family"], hop: Rtnexthop): Field[] {
	const dev = hop.oif === undefined ? undefined : ctx.links.nameOf(hop.oif);
	return [
		...describeEncap(hop.encap),
		...(hop.gateway === undefined ? [] : describeGateway(ctx, hop.gateway, family)),
		...describeRealms(ctx, hop.flow),
		...(dev === undefined ? [] : named("dev", "dev", dev)),
		field("weight", `weight ${hop.weight} `, hop.weight),
		...describeFlags(hop.flags),
	];
}
