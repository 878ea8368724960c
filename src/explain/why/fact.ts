/** Routes and rules in one line, as `ip route` and `ip rule` show them, but for what is of no matter to a decision. */
import { bitsOf, familyOf } from "../../net/addr.ts";
import type { Prefix } from "../../net/prefix.ts";
import type { RouteFact, WayFact } from "../../uapi/reason.ts";
import { RTN_UNICAST, routeTypes } from "../../uapi/route-type.ts";
import { rowOf } from "../../uapi/row.ts";
import { FIB_RULE_INVERT, type FibRule, FR_ACT_GOTO, FR_ACT_NOP, FR_ACT_TO_TBL, type Range } from "../../uapi/rule.ts";
import { scopes } from "../../uapi/scope.ts";
import { RT_TABLE_MAIN, tables } from "../../uapi/table.ts";

export function tableName(table: number): string {
	return rowOf(tables, table)?.name ?? String(table);
}

export function scopeName(scope: number): string {
	return rowOf(scopes, scope)?.name ?? String(scope);
}

function hostOrPrefix({ addr, len }: Prefix): string {
	return len === bitsOf(familyOf(addr)) ? addr : `${addr}/${len}`;
}

export function wayText({ gateway, dev }: WayFact): string[] {
	return [...(gateway === undefined ? [] : [`via ${gateway}`]), ...(dev === undefined ? [] : [`dev ${dev}`])];
}

export function routeText({ type, dst, src, tos, metric, prefsrc, table, ways }: RouteFact): string {
	const name = rowOf(routeTypes, type)?.name ?? String(type);
	const several = ways.length > 1;
	return [
		...(type === RTN_UNICAST ? [] : [name]),
		dst.len === 0 ? "default" : hostOrPrefix(dst),
		...(src === undefined ? [] : [`from ${hostOrPrefix(src)}`]),
		...(tos === 0 ? [] : [`tos 0x${tos.toString(16).padStart(2, "0")}`]),
		...(several || !ways[0] ? [] : wayText(ways[0])),
		...(table === RT_TABLE_MAIN ? [] : [`table ${tableName(table)}`]),
		...(prefsrc === undefined ? [] : [`src ${prefsrc}`]),
		...(metric === 0 ? [] : [`metric ${metric}`]),
		...(several ? ways.flatMap((way) => ["nexthop", ...wayText(way)]) : []),
	].join(" ");
}

export function ruleText(rule: FibRule): string {
	const { priority = 0, flags, src, dst, tos, iifname, oifname, fwmark, fwmask, l3mdev, uidRange, ipProto } = rule;
	const word = (name: string, value: string | number | undefined) => (value === undefined ? [] : [name, String(value)]);
	return [
		`${priority}:`,
		...((flags & FIB_RULE_INVERT) === 0 ? [] : ["not"]),
		"from",
		src ? hostOrPrefix(src) : "all",
		...word("to", dst && hostOrPrefix(dst)),
		...word("tos", tos === 0 ? undefined : `0x${tos.toString(16)}`),
		...word("fwmark", markText(fwmark, fwmask)),
		...word("iif", iifname),
		...word("oif", oifname),
		...word("uidrange", uidRange && `${uidRange.start}-${uidRange.end}`),
		...word("ipproto", ipProto),
		...word("sport", portText(rule.sportRange)),
		...word("dport", portText(rule.dportRange)),
		...(l3mdev ? ["lookup [l3mdev-table]"] : []),
		...actionText(rule),
	].join(" ");
}

function markText(mark: number | undefined, mask: number | undefined): string | undefined {
	if (mark === undefined && mask === undefined) return undefined;
	const text = `0x${(mark ?? 0).toString(16)}`;
	return mask === undefined || mask === 0xffffffff ? text : `${text}/0x${mask.toString(16)}`;
}

function portText(range: Range | undefined): string | undefined {
	return range && (range.start === range.end ? `${range.start}` : `${range.start}-${range.end}`);
}

function actionText({ action, table, goto, suppressPrefixlen, suppressIfgroup }: FibRule): string[] {
	if (action === FR_ACT_NOP) return ["nop"];
	if (action === FR_ACT_GOTO) return [`goto ${goto ?? "none"}`];
	if (action !== FR_ACT_TO_TBL) return [rowOf(routeTypes, action)?.name ?? String(action)];
	return [
		...(table === 0 ? [] : [`lookup ${tableName(table)}`]),
		...(suppressPrefixlen === undefined ? [] : [`suppress_prefixlength ${suppressPrefixlen}`]),
		...(suppressIfgroup === undefined ? [] : [`suppress_ifgroup ${suppressIfgroup}`]),
	];
}
