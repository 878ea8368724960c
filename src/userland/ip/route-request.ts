/**
 * `ip route add`, `change`, `replace`, `append`, `prepend`, `test` and `delete`: words to one RTM_NEWROUTE or RTM_DELROUTE.
 * Mirrors ip/iproute.c iproute_modify() and parse_nexthops().
 */
import { type Addr, anyAddr } from "../../net/addr.ts";
import type { Prefix } from "../../net/prefix.ts";
import { close, open } from "../../print/field.ts";
import type { Encap } from "../../uapi/lwtunnel.ts";
import { type Family, NLM_F_ECHO, type RouteRequest, RTNH_F_ONLINK, type Rtnexthop } from "../../uapi/message.ts";
import { RTPROT_BOOT, RTPROT_UNSPEC } from "../../uapi/protocol.ts";
import {
	RTN_ANYCAST,
	RTN_BROADCAST,
	RTN_LOCAL,
	RTN_MULTICAST,
	RTN_NAT,
	RTN_UNICAST,
	RTN_UNSPEC,
} from "../../uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_NOWHERE, RT_SCOPE_UNIVERSE } from "../../uapi/scope.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { Context } from "./context.ts";
import { parseEncap } from "./encap.ts";
import { garbage, noDevice, wrong } from "./failure.ts";
import { begins, type Grammar, parse, type Row } from "./grammar.ts";
import { answers, usage } from "./help.ts";
import { lastMetricRow, type MetricsDraft, metricRows, metricsOf } from "./metric.ts";
import { u32 } from "./number.ts";
import { needAddr, needPrefix } from "./prefix.ts";
import {
	adoptFamily,
	needNumber,
	needRealms,
	parseNexthops,
	readGateway,
	readNewDestination,
} from "./route-nexthop.ts";
import { parseRouteType, vrfTable } from "./route-word.ts";
import { describeRoute } from "./rtmsg.ts";
import { talk } from "./talk.ts";
import type { Words } from "./words.ts";

interface Draft {
	readonly ctx: Context;
	family: Family;
	dst?: Prefix | "any";
	src?: Prefix;
	routeType?: number;
	tos: number;
	table?: number;
	protocol?: number;
	scope?: number;
	dev?: string;
	gateway?: Addr;
	prefsrc?: Addr;
	priority?: number;
	expires?: number;
	pref?: number;
	nhid?: number;
	encap?: Encap;
	flow?: { readonly from: number; readonly to: number };
	onlink: boolean;
	readonly metrics: MetricsDraft;
	/** Stand behind the first `nexthop`. */
	nexthops?: Words;
	multipath?: Rtnexthop[];
}

export const routeGrammar: Grammar<Draft> = {
	rows: [
		{ word: "src", match: "exact", takes: "ADDR", to: (d, value) => (d.prefsrc = readAddr(d, value)) },
		{
			word: "as",
			match: "exact",
			takes: "ADDR",
			to: (d, value, words) => adoptFamily(d, readNewDestination(d, value, words)),
		},
		{ word: "via", match: "exact", takes: "ADDR", to: setVia },
		{ word: "from", match: "exact", takes: "PREFIX", to: setFrom },
		{ word: "tos", match: "exact", alsoPrefix: ["dsfield"], takes: "TOS", to: setTos },
		numberRow("expires", "exact", "expires"),
		{
			word: "metric",
			match: "prefix",
			also: ["preference"],
			alsoPrefix: ["priority"],
			takes: "NUMBER",
			to: (d, value) => (d.priority = needNumber(value, '"metric" value is invalid\n')),
		},
		{ word: "scope", match: "exact", takes: "SCOPE", to: setScope },
		...metricRows,
		{ word: "realms", match: "prefix", takes: "REALM", to: (d, value) => (d.flow = needRealms(d.ctx, value)) },
		{ word: "onlink", match: "exact", to: (d) => (d.onlink = true) },
		{ word: "nexthop", match: "exact", ends: true, to: (d, _, words) => (d.nexthops = words) },
		{
			word: "nhid",
			match: "exact",
			takes: "ID",
			to: (d, value) => (d.nhid = needNumber(value, '"id" value is invalid\n')),
		},
		{ word: "protocol", match: "prefix", takes: "PROTOCOL", to: setProtocol },
		{ word: "table", match: "prefix", takes: "TABLE", to: setTable },
		{ word: "vrf", match: "prefix", takes: "VRF", to: (d, value) => (d.table = vrfTable(d.ctx, value)) },
		{ word: "dev", match: "exact", also: ["oif"], takes: "DEV", to: (d, value) => (d.dev = value) },
		{ word: "pref", match: "exact", takes: ["low", "medium", "high"], to: setPref },
		{
			word: "encap",
			match: "exact",
			takes: ["ip", "ip6", "mpls", "seg6"],
			to: (d, _, words) => (d.encap = parseEncap(d.ctx, words)),
		},
		{ word: "ttl-propagate", match: "exact", takes: ["enabled", "disabled"], to: checkTtlPropagate },
		lastMetricRow,
	],
	positional: { keyword: { word: "to", match: "exact" }, takes: "PREFIX", help: "always", to: setDestination },
};

function numberRow(word: "expires", match: "exact", name: string): Row<Draft> {
	return {
		word,
		match,
		takes: "NUMBER",
		to: (d, value) => (d[word] = needNumber(value, `"${name}" value is invalid\n`)),
	};
}

function readAddr(draft: Draft, value: string): Addr {
	const parsed = needAddr(value, draft.family);
	adoptFamily(draft, parsed.family);
	return "any" in parsed ? "" : parsed.addr;
}

function setVia(draft: Draft, value: string, words: Words): void {
	if (draft.gateway !== undefined) throw wrong("via", "use nexthop syntax to specify multiple via\n");
	draft.gateway = readGateway(draft, value, words);
}

function setFrom(draft: Draft, value: string): void {
	const src = needPrefix(value, draft.family);
	adoptFamily(draft, src.family);
	if (!("any" in src)) draft.src = { addr: src.addr, len: src.len };
}

function setTos(draft: Draft, value: string): void {
	const tos = draft.ctx.names.numberOf("dsfield", value);
	if (tos === undefined) throw wrong(value, '"tos" value is invalid\n');
	draft.tos = tos;
}

function setScope(draft: Draft, value: string): void {
	const scope = draft.ctx.names.numberOf("scope", value);
	if (scope === undefined) throw wrong(value, 'invalid "scope" value\n');
	draft.scope = scope;
}

function setProtocol(draft: Draft, value: string): void {
	const protocol = draft.ctx.names.numberOf("protocol", value);
	if (protocol === undefined) throw wrong(value, '"protocol" value is invalid\n');
	draft.protocol = protocol;
}

function setTable(draft: Draft, value: string): void {
	const table = draft.ctx.names.numberOf("table", value);
	if (table === undefined) throw wrong(value, '"table" value is invalid\n');
	draft.table = table;
}

function setPref(draft: Draft, value: string): void {
	const words: Readonly<Record<string, number>> = { low: 3, medium: 0, high: 1 };
	const pref = words[value] ?? u32(value);
	if (pref === undefined || pref > 255) throw wrong(value, '"pref" value is invalid\n');
	draft.pref = pref;
}

/** Only a route of MPLS has any use for it; for IP the kernel does not look. */
function checkTtlPropagate(_: Draft, value: string): void {
	if (!begins(value, "enabled") && !begins(value, "disabled")) throw wrong(value, '"ttl-propagate" value is invalid\n');
}

/** `[to] [TYPE] PREFIX`: a word that starts with a digit is never a type. */
function setDestination(draft: Draft, value: string, words: Words): void {
	const type = /^\d/.test(value) ? undefined : parseRouteType(value);
	if (type !== undefined) draft.routeType = type;
	const word = type === undefined ? value : words.next();
	if (draft.dst !== undefined) throw garbage("to", word);
	const dst = needPrefix(word, draft.family);
	adoptFamily(draft, dst.family);
	draft.dst = "any" in dst ? "any" : { addr: dst.addr, len: dst.len };
}

export type RouteChange = Pick<RouteRequest, "type" | "flags">;

export function modifyRoute(ctx: Context, words: Words, change: RouteChange): number {
	const draft = { ctx, family: ctx.options.family, tos: 0, onlink: false, metrics: { values: {}, locked: new Set() } };
	parse(routeGrammar, words, draft as Draft, answers(ctx));
	const answer = talk(ctx, requestOf(draft as Draft, change));
	if (ctx.options.echo) {
		// 6.1 opens the object twice, which is no JSON.
		const routes = answer.flatMap((message) => ("route" in message ? describeRoute(ctx, message.route) : []));
		ctx.print([
			open("array"),
			open("object"),
			open("object"),
			...routes,
			close("object"),
			close("object"),
			close("array"),
		]);
	}
	return 0;
}

function requestOf(draft: Draft, change: RouteChange): RouteRequest {
	const { dev, dst } = draft;
	if (dst === undefined) throw usage(draft.ctx.object);
	const oif = dev === undefined ? undefined : draft.ctx.links.indexOf(dev);
	if (oif === 0) throw noDevice(dev ?? "");
	if (draft.nexthops) {
		draft.nexthops.skip(-1);
		draft.multipath = parseNexthops(draft, draft.nexthops);
	}
	const family = draft.family === "unspec" ? "inet" : draft.family;
	const adding = change.type === "RTM_NEWROUTE";
	const routeType = draft.routeType ?? (adding ? RTN_UNICAST : RTN_UNSPEC);
	const metrics = metricsOf(draft.metrics);
	const request: { -readonly [K in keyof RouteRequest]: RouteRequest[K] } = {
		type: change.type,
		flags: change.flags | (draft.ctx.options.echo ? NLM_F_ECHO : 0),
		family,
		dst: dst === "any" ? { addr: anyAddr(family === "inet6" ? "inet6" : "inet"), len: 0 } : dst,
		tos: draft.tos,
		table: draft.table ?? defaultTable(routeType),
		protocol: draft.protocol ?? (adding ? RTPROT_BOOT : RTPROT_UNSPEC),
		scope: draft.scope ?? defaultScope(draft, family, routeType, adding),
		routeType,
		rtmFlags: draft.onlink ? RTNH_F_ONLINK : 0,
	};
	for (const name of optional) give(request, name, draft[name]);
	give(request, "oif", oif);
	give(request, "metrics", metrics);
	return request;
}

const optional = [
	"src",
	"gateway",
	"prefsrc",
	"priority",
	"expires",
	"pref",
	"nhid",
	"encap",
	"flow",
	"multipath",
] as const;

/** Only what was said goes out. Set one by one, since a full table passes here and spreads would be half of the work. */
function give<K extends keyof RouteRequest>(
	request: { -readonly [M in keyof RouteRequest]: RouteRequest[M] },
	name: K,
	value: RouteRequest[K] | undefined,
): void {
	if (value !== undefined) request[name] = value;
}

/** Routes of the kernel's own kinds live in the local table. */
function defaultTable(type: number): number {
	const local = type === RTN_LOCAL || type === RTN_BROADCAST || type === RTN_NAT || type === RTN_ANYCAST;
	return local ? RT_TABLE_LOCAL : RT_TABLE_MAIN;
}

/** How far away the destination is: on the link, where nothing says by which way. NOWHERE deletes any. */
function defaultScope(draft: Draft, family: Family, type: number, adding: boolean): number {
	if (family === "inet6" || family === "mpls") return RT_SCOPE_UNIVERSE;
	if (type === RTN_LOCAL || type === RTN_NAT) return RT_SCOPE_HOST;
	if (type === RTN_BROADCAST || type === RTN_MULTICAST || type === RTN_ANYCAST) return RT_SCOPE_LINK;
	if (!adding) return RT_SCOPE_NOWHERE;
	const direct = draft.gateway === undefined && draft.multipath === undefined && draft.nhid === undefined;
	return type === RTN_UNICAST && direct ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
}
