/**
 * What `ip address` and `ip link` select by in show and flush: one grammar for both, and the tests on a link and on an
 * address. Mirrors the word chain of ip/ipaddress.c ipaddr_list_flush_or_save(), print_linkinfo() and print_addrinfo().
 */
import { contains, type Prefix } from "../../net/prefix.ts";
import { addrFlags, IFA_F_PERMANENT, IFA_F_SECONDARY } from "../../uapi/addr-flags.ts";
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { Family, Ifaddr, Ifinfo } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { garbage, wrong } from "./failure.ts";
import type { Grammar, Row } from "./grammar.ts";
import { fnmatch } from "./pattern.ts";
import { needPrefix } from "./prefix.ts";

export interface ShowFilter {
	readonly ctx: Context;
	/** Of the addresses; a prefix decides it where the options leave it open. */
	family: Family;
	dev?: string;
	up: boolean;
	scope?: number;
	flags: number;
	flagmask: number;
	prefix?: Prefix;
	label?: string;
	group?: number;
	/** -1: none, which the kernel alone looks at, and only when it lists all (print_linkinfo). */
	master?: number;
	kind?: string;
	slaveKind?: string;
}

export function emptyFilter(ctx: Context, family: Family): ShowFilter {
	return { ctx, family, up: false, flags: 0, flagmask: 0 };
}

export const filterGrammar: Grammar<ShowFilter> = {
	rows: [
		{ word: "to", match: "exact", takes: "PREFIX", to: setPrefix },
		{ word: "scope", match: "exact", takes: "SCOPE", to: setScope },
		{ word: "up", match: "exact", to: (filter) => (filter.up = true) },
		flagRow("dynamic", IFA_F_PERMANENT, false),
		flagRow("primary", IFA_F_SECONDARY, false),
		...addrFlags.map((flag) => flagRow(flag.name, flag.number, true)),
		{ word: "label", match: "exact", takes: "PATTERN", to: (filter, value) => (filter.label = value) },
		{ word: "group", match: "exact", takes: "GROUP", to: setGroup },
		{ word: "master", match: "exact", takes: "DEV", to: setMaster },
		{ word: "vrf", match: "exact", takes: "VRF", to: setVrf },
		{ word: "nomaster", match: "exact", to: (filter) => (filter.master = -1) },
		{ word: "type", match: "exact", takes: "KIND", to: setKind },
	],
	positional: { keyword: { word: "dev", match: "exact" }, takes: "DEV", help: "bare", to: setDev },
};

/** A flag, or with a minus sign its absence. */
function flagRow(name: string, mask: number, wanted: boolean): Row<ShowFilter> {
	const to = (filter: ShowFilter, typed: string): void => {
		const set = typed.startsWith("-") ? !wanted : wanted;
		filter.flags = set ? filter.flags | mask : filter.flags & ~mask;
		filter.flagmask |= mask;
	};
	return { word: name, match: "exact", also: [`-${name}`], to };
}

function setPrefix(filter: ShowFilter, value: string): void {
	const prefix = needPrefix(value, filter.family);
	if (filter.family === "unspec") filter.family = prefix.family;
	if (!("any" in prefix)) filter.prefix = { addr: prefix.addr, len: prefix.len };
}

function setScope(filter: ShowFilter, value: string): void {
	const scope = filter.ctx.names.numberOf("scope", value);
	if (scope !== undefined) filter.scope = scope;
	else if (value === "all") delete filter.scope;
	else throw wrong(value, 'invalid "scope"\n');
}

function setGroup(filter: ShowFilter, value: string): void {
	const group = filter.ctx.names.numberOf("group", value);
	if (group === undefined) throw wrong(value, 'Invalid "group" value\n');
	filter.group = group;
}

function setMaster(filter: ShowFilter, value: string): void {
	filter.master = filter.ctx.links.indexOf(value);
	if (filter.master === 0) throw wrong(value, "Device does not exist\n");
}

function setVrf(filter: ShowFilter, value: string): void {
	filter.master = needVrf(filter.ctx, value, "Not a valid VRF name\n");
}

/** The index of a vrf device. lib/utils.c name_is_vrf(). */
export function needVrf(ctx: Context, name: string, message: string): number {
	const index = ctx.links.indexOf(name);
	if (index === 0 || ctx.links.find(index)?.kind !== "vrf") throw wrong(name, message);
	return index;
}

function setKind(filter: ShowFilter, value: string): void {
	if (value.endsWith("_slave")) filter.slaveKind = value.slice(0, -"_slave".length);
	else filter.kind = value;
}

function setDev(filter: ShowFilter, value: string): void {
	if (filter.dev !== undefined) throw garbage("dev", value);
	filter.dev = value;
}

/** The part of print_linkinfo() that says no. */
export function acceptsLink(filter: ShowFilter, link: Ifinfo): boolean {
	if (filter.up && (link.flags & IFF_UP) === 0) return false;
	if (filter.label !== undefined) return true; // print_linkinfo() is over here
	// the kernel's IPv6 half tells of no group
	if (filter.group !== undefined && link.group !== undefined && link.group !== filter.group) return false;
	if (filter.master !== undefined && filter.master > 0 && link.master !== filter.master) return false;
	return isOfKind(filter.kind, link.kind, link) && isOfKind(filter.slaveKind, link.slaveKind, link);
}

/** match_link_kind(): a link that tells what it is without this kind has the empty one. */
function isOfKind(wanted: string | undefined, actual: string | undefined, { kind, slaveKind }: Ifinfo): boolean {
	if (wanted === undefined) return true;
	return (kind !== undefined || slaveKind !== undefined) && (actual ?? "") === wanted;
}

export function acceptsAddr(filter: ShowFilter, addr: Ifaddr): boolean {
	if (filter.family !== "unspec" && filter.family !== addr.family) return false;
	if (filter.scope !== undefined && filter.scope !== addr.scope) return false;
	if (((filter.flags ^ addr.flags) & filter.flagmask) !== 0) return false;
	if (filter.label !== undefined && !fnmatch(filter.label, labelOf(filter.ctx, addr))) return false;
	const local = addr.local ?? addr.address;
	return filter.prefix === undefined || (local !== undefined && contains(filter.prefix, local));
}

/** An IPv6 address has no label of its own and is known by its link's name. */
function labelOf(ctx: Context, addr: Ifaddr): string {
	return addr.label ?? ctx.links.nameOf(addr.index);
}
