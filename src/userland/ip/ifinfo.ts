/**
 * What one link looks like: the header `2: eth0@if3: <…> mtu 1500 …`, the `link/ether` line, and all that may follow.
 * Mirrors ip/ipaddress.c print_linkinfo(). The -d part is ifinfo-detail.ts, counters are link-stats.ts.
 */
import type { Lladdr } from "../../net/lladdr.ts";
import { close, element, type Field, field, hardLine, member, open, softLine, text } from "../../print/field.ts";
import { IFF_POINTOPOINT, IFF_RUNNING, IFF_UP, linkFlags } from "../../uapi/link-flags.ts";
import { linkTypes } from "../../uapi/link-type.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import { IF_OPER_DOWN, IF_OPER_UP, linkModes, operstates } from "../../uapi/operstate.ts";
import { rowOf } from "../../uapi/row.ts";
import type { Context } from "./context.ts";
import { describeDetails } from "./ifinfo-detail.ts";
import { describeStats } from "./link-stats.ts";
import { lladdrText } from "./lladdr-text.ts";

/** Which command asks; it decides which parts are there. */
export interface LinkView {
	/** `ip link`: with mode, alias, counters. */
	readonly link: boolean;
	/** A listing shows the queue length; a notification does not. */
	readonly qlen: boolean;
	/** The `link/ether …` line: not for `ip -4 addr`. */
	readonly hardware: boolean;
}

export function describeLink(ctx: Context, link: Ifinfo, view: LinkView): Field[] {
	const { details, stats } = ctx.options;
	const full = view.link || details > 0;
	return [
		field("ifindex", `${link.index}: `, link.index),
		...describeName(ctx, link, (name) => `${name}: `),
		...describeFlags(ctx, link),
		...describeHeader(ctx, link, view),
		...(view.hardware || details > 0 ? describeHardware(ctx, link) : []),
		...describeNetns(ctx, link),
		...describeMove(ctx, link),
		...describeProtoDown(ctx, link),
		...(details > 0 ? describeDetails(ctx, link, view.link) : []),
		...(full && link.alias !== undefined ? [softLine, field("ifalias", `    alias ${link.alias}`, link.alias)] : []),
		...(view.link && stats > 0 && link.stats !== undefined ? [softLine, ...describeStats(ctx.options, link)] : []),
		...describeAltnames(link),
		hardLine,
	];
}

/** The columns of -br; addresses or a newline follow. */
export function describeLinkBrief(ctx: Context, link: Ifinfo, view: LinkView): Field[] {
	const line = [
		...describeName(ctx, link, (name) => name.padEnd(16).concat(" ")),
		...describeOperstate(link, (state) => state.padEnd(14).concat(" "), ""),
	];
	if (!view.link) return line;
	return [...line, ...describeMac("address", link.address, link.type, " "), ...describeFlags(ctx, link), hardLine];
}

/**
 * `v0@v1` with the peer or lower device in the same namespace, `v0@if3` with one in another, `gre0@NONE` with number 0.
 * JSON tells these apart by key, and has the plain name. print_name_and_link().
 */
export function describeName(ctx: Context, link: Ifinfo, layout: (name: string) => string): Field[] {
	const name = (lower?: string): Field =>
		field("ifname", layout(lower === undefined ? link.ifname : `${link.ifname}@${lower}`), link.ifname, "ifname");
	if (link.link === undefined) return [name()];
	if (link.link === 0) return [member("link", null), name("NONE")];
	if (link.linkNetnsid !== undefined) return [member("link_index", link.link), name(`if${link.link}`)];
	const lower = ctx.links.nameOf(link.link);
	return [member("link", lower), name(lower)];
}

/** RUNNING is not said; an UP link without it gets NO-CARRIER, and one whose lower device is not UP gets M-DOWN. */
export function describeFlags(ctx: Context, link: Ifinfo): Field[] {
	const names: string[] = [];
	let rest = link.flags & ~IFF_RUNNING;
	if ((link.flags & (IFF_UP | IFF_RUNNING)) === IFF_UP) names.push("NO-CARRIER");
	for (const flag of linkFlags) {
		if ((rest & flag.number) !== 0) names.push(flag.name);
		rest &= ~flag.number;
	}
	if (rest !== 0) names.push((rest >>> 0).toString(16));
	const elements = names.map((name, i) => element(i === 0 ? name : `,${name}`, name));
	if (isLowerDown(ctx, link)) elements.push(element(",M-DOWN", "M-DOWN"));
	return [open("array", "flags", "<"), ...elements, close("array", "> ")];
}

function isLowerDown(ctx: Context, { link, linkNetnsid }: Ifinfo): boolean {
	return link !== undefined && link !== 0 && linkNetnsid === undefined && !ctx.links.isUp(link);
}

function describeHeader(ctx: Context, link: Ifinfo, view: LinkView): Field[] {
	const fields: Field[] = [];
	if (link.mtu !== undefined) fields.push(field("mtu", `mtu ${link.mtu} `, link.mtu));
	if (link.qdisc !== undefined) fields.push(field("qdisc", `qdisc ${link.qdisc} `, link.qdisc));
	if (link.master !== undefined) {
		const master = ctx.links.nameOf(link.master);
		fields.push(field("master", `master ${master} `, master));
	}
	fields.push(...describeOperstate(link, (state) => `${state} `, "state "));
	if (view.link && link.linkmode !== undefined) {
		const mode = rowOf(linkModes, link.linkmode)?.name ?? String(link.linkmode);
		fields.push(field("linkmode", `mode ${mode} `, mode));
	}
	if (link.group !== undefined) {
		const group = ctx.names.nameOf("group", link.group);
		fields.push(field("group", `group ${group} `, group));
	}
	const qlen = link.txqlen ?? ctx.links.find(link.index)?.txqlen ?? 0;
	if (view.qlen && qlen !== 0) fields.push(field("txqlen", `qlen ${qlen}`, qlen));
	if (link.event !== undefined) fields.push(field("event", `event ${link.event} `, link.event));
	return fields;
}

function describeOperstate(link: Ifinfo, layout: (state: string) => string, label: string): Field[] {
	if (link.operstate === undefined) return [];
	const row = rowOf(operstates, link.operstate);
	if (row === undefined) return [field("operstate_index", `state 0x${link.operstate.toString(16)} `, link.operstate)];
	const color = { [IF_OPER_UP]: "operstateUp", [IF_OPER_DOWN]: "operstateDown" } as const;
	const state = field("operstate", layout(row.name), row.name, color[link.operstate as keyof typeof color]);
	return label === "" ? [state] : [text(label), state];
}

function describeHardware(ctx: Context, link: Ifinfo): Field[] {
	const type = linkType(ctx, link.type);
	const fields: Field[] = [softLine, field("link_type", `    link/${type} `, type)];
	fields.push(...describeMac("address", link.address, link.type));
	if (link.broadcast !== undefined) {
		const pointToPoint = (link.flags & IFF_POINTOPOINT) !== 0;
		fields.push(text(pointToPoint ? " peer " : " brd "));
		if (pointToPoint) fields.push(member("link_pointtopoint", true));
		fields.push(...describeMac("broadcast", link.broadcast, link.type));
	}
	if (link.permaddr !== undefined && link.permaddr !== link.address)
		fields.push(text(" permaddr "), ...describeMac("permaddr", link.permaddr, link.type));
	return fields;
}

function describeMac(key: string, address: Lladdr | undefined, type: number, after = ""): Field[] {
	if (address === undefined) return [];
	const shown = lladdrText(address, type);
	return [field(key, `${shown}${after}`, shown, "mac")];
}

function linkType(ctx: Context, type: number): string {
	return (ctx.options.numeric ? undefined : rowOf(linkTypes, type)?.name) ?? `[${type}]`;
}

/** The other end's namespace: its name in /run/netns, else the number that this namespace gives it. */
function describeNetns(ctx: Context, { linkNetnsid }: Ifinfo): Field[] {
	if (linkNetnsid === undefined) return [];
	const name = linkNetnsid < 0 || ctx.options.json ? undefined : ctx.nsids.nameOf(linkNetnsid);
	const shown = linkNetnsid < 0 ? "unknown" : String(linkNetnsid);
	return [field("link_netnsid", name === undefined ? ` link-netnsid ${shown}` : ` link-netns ${name}`, linkNetnsid)];
}

/** Where a device that moves away goes; JSON does not say it. */
function describeMove(ctx: Context, { newNetnsid, newIndex }: Ifinfo): Field[] {
	if (newNetnsid === undefined || newIndex === undefined) return [];
	const name = ctx.nsids.nameOf(newNetnsid);
	return [
		text(name === undefined ? ` new-netnsid ${newNetnsid}` : ` new-netns ${name}`),
		text(` new-ifindex ${newIndex}`),
	];
}

/** Held down by a protocol, and the bits that say why; these may stand alone, and are then not parted from what is before. */
function describeProtoDown(ctx: Context, { protoDown, protoDownReason = 0 }: Ifinfo): Field[] {
	const on = protoDown ? [field("proto_down", " protodown on ", true)] : [];
	if (protoDownReason === 0) return on;
	const bits = Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => ((protoDownReason >>> bit) & 1) === 1);
	const names = bits.map((bit) => ctx.names.nameOf("reason", bit));
	const reasons = names.map((name, i) => element(i === 0 ? name : `,${name}`, name));
	return [...on, open("array", "proto_down_reason", "protodown_reason <"), ...reasons, close("array", ">")];
}

function describeAltnames({ altnames }: Ifinfo): Field[] {
	if (altnames === undefined || altnames.length === 0) return [];
	const lines = altnames.flatMap((name) => [softLine, element(`    altname ${name}`, name)]);
	return [open("array", "altnames"), ...lines, close("array")];
}
