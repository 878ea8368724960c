/**
 * What `ip route show` and `flush` select by. A plain prefix means exactly that route, `root P` those inside it, `match P`
 * those that contain it. Mirrors the words of ip/iproute.c iproute_list_flush_or_save() and its filter_nlmsg().
 */
import type { Addr } from "../../net/addr.ts";
import { contains, isHost, type Prefix } from "../../net/prefix.ts";
import { type Family, RTM_F_CLONED, type Rtmsg } from "../../uapi/message.ts";
import { RTN_BROADCAST, RTN_LOCAL } from "../../uapi/route-type.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { Context } from "./context.ts";
import { noDevice, wrong } from "./failure.ts";
import { begins, type Grammar } from "./grammar.ts";
import { answers } from "./help.ts";
import { u32 } from "./number.ts";
import { type GivenPrefix, needPrefix } from "./prefix.ts";
import { parseRealms, parseRouteType, readFamily, vrfTable } from "./route-word.ts";
import type { Fixed } from "./rtmsg.ts";
import type { Words } from "./words.ts";

export interface RouteFilter {
	readonly ctx: Context;
	family: Family;
	/** 0 is every table. */
	table: number;
	cloned: boolean;
	tos?: number;
	protocol?: number;
	scope?: number;
	type?: number;
	/** Asked for by its vrf, a table shows no local and no broadcast routes. */
	vrf?: true;
	dev?: string;
	iif?: string;
	/** Filled in when all words are read. */
	oifIndex?: number;
	iifIndex?: number;
	mark?: number;
	metric?: number;
	via?: Prefix;
	prefsrc?: Prefix;
	/** Both realms in one number, and the bits of it that count. */
	realms?: { readonly value: number; readonly mask: number };
	/** The smallest and the largest prefix that are meant. */
	dst: Range;
	src: Range;
}

interface Range {
	/** `root`: not wider than this. */
	root?: GivenPrefix;
	/** `match`: not narrower than this. */
	match?: GivenPrefix;
}

export function emptyRouteFilter(ctx: Context): RouteFilter {
	return { ctx, family: ctx.options.family, table: RT_TABLE_MAIN, cloned: false, dst: {}, src: {} };
}

export const routeFilterGrammar: Grammar<RouteFilter> = {
	rows: [
		{ word: "table", match: "prefix", takes: "TABLE", to: setTable },
		{ word: "vrf", match: "prefix", takes: "VRF", to: setVrf },
		{ word: "cached", match: "prefix", alsoPrefix: ["cloned"], to: (filter) => (filter.cloned = true) },
		{ word: "tos", match: "exact", alsoPrefix: ["dsfield"], takes: "TOS", to: setTos },
		{ word: "protocol", match: "prefix", takes: "PROTOCOL", to: setProtocol },
		{ word: "scope", match: "prefix", takes: "SCOPE", to: setScope },
		{ word: "type", match: "prefix", takes: "TYPE", to: setType },
		{ word: "dev", match: "exact", also: ["oif"], takes: "DEV", to: (filter, value) => (filter.dev = value) },
		{ word: "iif", match: "exact", takes: "DEV", to: (filter, value) => (filter.iif = value) },
		{ word: "mark", match: "exact", takes: "NUMBER", to: setMark },
		{
			word: "metric",
			match: "prefix",
			also: ["preference"],
			alsoPrefix: ["priority"],
			takes: "NUMBER",
			to: setMetric,
		},
		{ word: "via", match: "exact", takes: "PREFIX", to: setVia },
		{ word: "src", match: "exact", takes: "PREFIX", to: setPrefsrc },
		{ word: "realms", match: "prefix", takes: "REALM", to: setRealms },
		{
			word: "from",
			match: "prefix",
			takes: "PREFIX",
			to: (filter, value, words) => setRange(filter, "src", value, words),
		},
	],
	positional: {
		keyword: { word: "to", match: "prefix" },
		takes: "PREFIX",
		help: "never",
		to: (filter, value, words) => setRange(filter, "dst", value, words),
	},
};

function setTable(filter: RouteFilter, value: string): void {
	const table = filter.ctx.names.numberOf("table", value);
	if (table !== undefined) filter.table = table;
	else if (value === "all") filter.table = 0;
	else if (value === "cache") filter.cloned = true;
	else if (value === "help") throw answers(filter.ctx).help();
	else throw wrong(value, "table id value is invalid\n");
}

function setVrf(filter: RouteFilter, value: string): void {
	filter.table = vrfTable(filter.ctx, value);
	filter.vrf = true;
	delete filter.type;
}

function setTos(filter: RouteFilter, value: string): void {
	const tos = filter.ctx.names.numberOf("dsfield", value);
	if (tos === undefined) throw wrong(value, "TOS value is invalid\n");
	filter.tos = tos;
}

function setProtocol(filter: RouteFilter, value: string): void {
	const protocol = filter.ctx.names.numberOf("protocol", value);
	if (protocol !== undefined) filter.protocol = protocol;
	else if (value === "all") delete filter.protocol;
	else throw wrong(value, 'invalid "protocol"\n');
}

function setScope(filter: RouteFilter, value: string): void {
	const scope = filter.ctx.names.numberOf("scope", value);
	if (scope !== undefined) filter.scope = scope;
	else if (value === "all") delete filter.scope;
	else throw wrong(value, 'invalid "scope"\n');
}

function setType(filter: RouteFilter, value: string): void {
	const type = parseRouteType(value);
	if (type === undefined) throw wrong(value, "node type value is invalid\n");
	filter.type = type;
	delete filter.vrf;
}

function setMark(filter: RouteFilter, value: string): void {
	const mark = u32(value);
	if (mark === undefined) throw wrong(value, "invalid mark value");
	filter.mark = mark;
}

function setMetric(filter: RouteFilter, value: string): void {
	const metric = u32(value);
	if (metric === undefined) throw wrong(value, '"metric" value is invalid\n');
	filter.metric = metric;
}

function setVia(filter: RouteFilter, value: string, words: Words): void {
	const family = readFamily(value);
	const via = needPrefix(family === undefined ? value : words.next(), family ?? filter.family);
	if (!("any" in via)) filter.via = { addr: via.addr, len: via.len };
}

function setPrefsrc(filter: RouteFilter, value: string): void {
	const src = needPrefix(value, filter.family);
	if (!("any" in src)) filter.prefsrc = { addr: src.addr, len: src.len };
}

function setRealms(filter: RouteFilter, value: string): void {
	const realms = parseRealms(filter.ctx, value);
	if (realms === undefined) throw wrong(value, "invalid realms\n");
	const fromCounts = realms.from !== 0 || (value.includes("/") && !value.startsWith("/"));
	const toCounts = realms.to !== 0 || !value.endsWith("/");
	filter.realms = { value: oneNumber(realms), mask: (fromCounts ? FROM : 0) | (toCounts ? TO : 0) };
}

const FROM = 0xffff0000;
const TO = 0xffff;

function oneNumber({ from, to }: { readonly from: number; readonly to: number }): number {
	return (from << 16) | to;
}

function hasRealms({ realms }: RouteFilter, { flow }: Rtmsg): boolean {
	return !realms || (((flow ? oneNumber(flow) : 0) ^ realms.value) & realms.mask) === 0;
}

function setRange(filter: RouteFilter, end: "dst" | "src", value: string, words: Words): void {
	const how = ["root", "match", "exact"].find((word) => begins(value, word));
	const prefix = needPrefix(how === undefined ? value : words.next(), filter.family);
	if (how === "root") filter[end].root = prefix;
	else if (how === "match") filter[end].match = prefix;
	else filter[end] = { root: prefix, match: prefix };
}

/** Devices are looked up when all words are read. */
export function resolveDevices(filter: RouteFilter): void {
	const { links } = filter.ctx;
	for (const [name, member] of [
		[filter.iif, "iifIndex"],
		[filter.dev, "oifIndex"],
	] as const) {
		if (name === undefined) continue;
		filter[member] = links.indexOf(name);
		if (filter[member] === 0) throw noDevice(name);
	}
}

const ofTheHost: readonly number[] = [RTN_LOCAL, RTN_BROADCAST];

export function acceptsRoute(filter: RouteFilter, route: Rtmsg): boolean {
	if (filter.ctx.options.family !== "unspec" && route.family !== filter.ctx.options.family) return false;
	if (filter.cloned !== ((route.flags & RTM_F_CLONED) !== 0)) return false;
	if (filter.table !== 0 && route.table !== filter.table) return false;
	// ip6_multiple_tables is not set while only routes of main have been seen.
	if (filter.table === RT_TABLE_MAIN && route.family === "inet6" && route.type === RTN_LOCAL) return false;
	if (differs(filter.tos, route.tos) || differs(filter.protocol, route.protocol)) return false;
	if (differs(filter.scope, route.scope) || differs(filter.type, route.type)) return false;
	if (filter.vrf && ofTheHost.includes(route.type)) return false;
	if (differs(filter.oifIndex, route.oif) || differs(filter.iifIndex, route.iif)) return false;
	if (differs(filter.mark, route.mark ?? 0) || differs(filter.metric, route.priority ?? 0)) return false;
	if (!hasRealms(filter, route)) return false;
	if (!holds(filter.via, route.gateway, route) || !holds(filter.prefsrc, route.prefsrc, route)) return false;
	return isWithin(filter.dst, route.dst) && isWithin(filter.src, route.src ?? { addr: route.dst.addr, len: 0 });
}

function differs<T>(wanted: T | undefined, present: T | undefined): boolean {
	return wanted !== undefined && wanted !== present;
}

/** A route without such an address counts as one with only zeros. */
function holds(wanted: Prefix | undefined, addr: Addr | undefined, { family }: Rtmsg): boolean {
	return wanted === undefined || contains(wanted, addr ?? (family === "inet" ? "0.0.0.0" : "::"));
}

function isWithin({ root, match }: Range, prefix: Prefix): boolean {
	if (root !== undefined && asks(root) && root.len > prefix.len) return false;
	if (root !== undefined && "addr" in root && !contains(root, prefix.addr)) return false;
	if (match === undefined || !asks(match)) return true;
	return match.len >= prefix.len && !("addr" in match && !contains({ addr: match.addr, len: prefix.len }, prefix.addr));
}

/** `default` without a family counts by its length alone; `all` and `any` without one ask for nothing. */
function asks({ family, lenGiven }: GivenPrefix): boolean {
	return family !== "unspec" || lenGiven;
}

/** A column that the filter has fixed is not printed. */
export function fixedColumns(filter: RouteFilter): Set<Fixed> {
	const fixed = new Set<Fixed>();
	const fix = (column: Fixed, wanted: boolean) => wanted && fixed.add(column);
	fix("table", filter.table !== 0);
	fix("protocol", filter.protocol !== undefined);
	fix("scope", filter.scope !== undefined);
	fix("tos", filter.tos !== undefined);
	fix("dev", filter.oifIndex !== undefined);
	fix("iif", filter.iifIndex !== undefined);
	fix("metric", filter.metric !== undefined);
	fix("prefsrc", filter.prefsrc !== undefined && isHost(filter.prefsrc));
	fix("via", filter.via !== undefined && isHost(filter.via));
	fix("realms", filter.realms?.mask === (FROM | TO));
	return fixed;
}
