/**
 * What one rule looks like: `32765:	from 10.0.0.0/8 lookup 100`. Mirrors ip/iprule.c print_rule(); no line ends in a space.
 */
import { bitsOf, familyOf } from "../../net/addr.ts";
import type { Prefix } from "../../net/prefix.ts";
import { type Field, field, hardLine, text } from "../../print/field.ts";
import { RTPROT_KERNEL } from "../../uapi/protocol.ts";
import { RTN_NAT, routeTypes } from "../../uapi/route-type.ts";
import { rowOf } from "../../uapi/row.ts";
import {
	FIB_RULE_IIF_DETACHED,
	FIB_RULE_INVERT,
	FIB_RULE_OIF_DETACHED,
	FIB_RULE_UNRESOLVED,
	type FibRule,
	FR_ACT_GOTO,
	FR_ACT_NOP,
	FR_ACT_TO_TBL,
	type Range,
} from "../../uapi/rule.ts";
import type { Context } from "./context.ts";
import { hostText } from "./host.ts";
import { ipProtoName } from "./inet-proto.ts";

export function describeRule(ctx: Context, rule: FibRule): Field[] {
	const { priority = 0, flags } = rule;
	return [
		field("priority", `${priority}:\t`, priority),
		...((flags & FIB_RULE_INVERT) === 0 ? [] : [flag("not", "not ")]),
		...describeSource(ctx, rule.src),
		...(rule.dst === undefined ? [] : [text(" to "), ...describePrefix(ctx, "dst", rule.dst)]),
		...(rule.tos === 0 ? [] : word("tos", "tos", ctx.names.nameOf("dsfield", rule.tos))),
		...describeMark(rule),
		...describeDevice("iif", rule.iifname, (flags & FIB_RULE_IIF_DETACHED) !== 0),
		...describeDevice("oif", rule.oifname, (flags & FIB_RULE_OIF_DETACHED) !== 0),
		...(rule.l3mdev ? [flag("l3mdev", " lookup [l3mdev-table]")] : []),
		...describeUids(rule.uidRange),
		...(rule.ipProto === undefined ? [] : word("ipproto", "ipproto", ipProtoName(ctx, rule.ipProto))),
		...describePorts("sport", rule.sportRange),
		...describePorts("dport", rule.dportRange),
		...(rule.tunId === undefined ? [] : [{ key: "tun_id", text: ` tun_id ${rule.tunId}`, raw: rule.tunId }]),
		...(rule.table === 0 ? [] : describeTable(ctx, rule)),
		...describeRealms(ctx, rule.flow),
		...describeAction(ctx, rule),
		...describeProtocol(ctx, rule.protocol),
		hardLine,
	];
}

/** A member without a value. */
function flag(key: string, characters: string): Field {
	return { key, text: characters, value: null };
}

function word(key: string, name: string, value: string): Field[] {
	return [field(key, ` ${name} ${value}`, value)];
}

function describeSource(ctx: Context, src: Prefix | undefined): Field[] {
	return src === undefined ? [field("src", "from all", "all")] : [text("from "), ...describePrefix(ctx, "src", src)];
}

/** Of a host the length is not said. */
function describePrefix(ctx: Context, key: "src" | "dst", { addr, len }: Prefix): Field[] {
	const family = familyOf(addr);
	const host = hostText(ctx, addr);
	const length = len === bitsOf(family) ? [] : [field(`${key}len`, `/${len}`, len)];
	return [field(key, host, host, family), ...length];
}

const hex = (number: number): string => (number === 0 ? "0" : `0x${number.toString(16)}`);

function describeMark({ fwmark, fwmask }: FibRule): Field[] {
	if (fwmark === undefined && fwmask === undefined) return [];
	const mark = word("fwmark", "fwmark", hex(fwmark ?? 0));
	return fwmask === undefined || fwmask === 0xffffffff
		? mark
		: [...mark, field("fwmask", `/${hex(fwmask)}`, hex(fwmask))];
}

function describeDevice(key: "iif" | "oif", name: string | undefined, detached: boolean): Field[] {
	if (name === undefined) return [];
	const device = [text(` ${key} `), field(key, name, name, "ifname")];
	return detached ? [...device, flag(`${key}_detached`, " [detached]")] : device;
}

function describeUids(range: Range | undefined): Field[] {
	if (range === undefined) return [];
	return [field("uid_start", ` uidrange ${range.start}`, range.start), field("uid_end", `-${range.end}`, range.end)];
}

function describePorts(key: "sport" | "dport", range: Range | undefined): Field[] {
	if (range === undefined) return [];
	const { start, end } = range;
	if (start === end) return [field(key, ` ${key} ${start}`, start)];
	return [field(`${key}_start`, ` ${key} ${start}`, start), field(`${key}_end`, `-${end}`, end)];
}

function describeTable(ctx: Context, { table, suppressPrefixlen, suppressIfgroup }: FibRule): Field[] {
	const fields = word("table", "lookup", ctx.names.nameOf("table", table));
	if (suppressPrefixlen !== undefined)
		fields.push(field("suppress_prefixlen", ` suppress_prefixlength ${suppressPrefixlen}`, suppressPrefixlen));
	if (suppressIfgroup !== undefined)
		fields.push(...word("suppress_ifgroup", "suppress_ifgroup", ctx.names.nameOf("group", suppressIfgroup)));
	return fields;
}

function describeRealms(ctx: Context, flow: FibRule["flow"]): Field[] {
	if (flow === undefined) return [];
	const to = ctx.names.nameOf("realm", flow.to);
	if (flow.from === 0) return [text(" realms "), field("flow_to", to, to)];
	const from = ctx.names.nameOf("realm", flow.from);
	return [field("flow_from", ` realms ${from}/`, from), field("flow_to", to, to)];
}

function describeAction(ctx: Context, { action, goto, flags }: FibRule): Field[] {
	if (action === FR_ACT_TO_TBL) return [];
	if (action === RTN_NAT) return [flag("masquerade", " masquerade")];
	if (action === FR_ACT_NOP) return [flag("nop", " nop")];
	if (action !== FR_ACT_GOTO) {
		const name = (ctx.options.numeric ? undefined : rowOf(routeTypes, action)?.name) ?? String(action);
		return [field("action", ` ${name}`, name)];
	}
	const target = field("goto", ` goto ${goto ?? "none"}`, goto ?? "none");
	return (flags & FIB_RULE_UNRESOLVED) === 0 ? [target] : [target, flag("unresolved", " [unresolved]")];
}

function describeProtocol(ctx: Context, protocol: number | undefined): Field[] {
	if (protocol === undefined) return [];
	const usual = protocol === 0 || protocol === RTPROT_KERNEL;
	return usual && ctx.options.details === 0 ? [] : word("protocol", "proto", ctx.names.nameOf("protocol", protocol));
}
