/** What `ip rule show` and `flush` select by. Mirrors the words of ip/iprule.c iprule_list_flush_or_save(), filter_nlmsg(). */
import { contains, type Prefix } from "../../net/prefix.ts";
import type { Family } from "../../uapi/message.ts";
import { FIB_RULE_INVERT, type FibRule, type Range } from "../../uapi/rule.ts";
import type { Context } from "./context.ts";
import { wrong } from "./failure.ts";
import type { Grammar } from "./grammar.ts";
import { needIpProto } from "./inet-proto.ts";
import { u64Text } from "./number.ts";
import { type GivenPrefix, needPrefix } from "./prefix.ts";
import { needIfname, needMark, needPorts, needPref, needTos, needUids } from "./rule-word.ts";

export interface RuleFilter {
	readonly ctx: Context;
	/** Rules are listed of one family: IPv4, where nothing is said. */
	readonly family: Family;
	pref?: number;
	not?: true;
	src?: GivenPrefix;
	dst?: GivenPrefix;
	tos?: number;
	/** Zero is as good as nothing for these, and for the ports' first. */
	fwmark: number;
	fwmask: number;
	ipProto: number;
	/** Decimal; 0 is none. */
	tunId: string;
	table: number;
	iif?: string;
	oif?: string;
	l3mdev?: true;
	uidRange?: Range;
	sport?: Range;
	dport?: Range;
	/** Only a flush looks at it. */
	protocol?: number;
}

export function emptyRuleFilter(ctx: Context): RuleFilter {
	const family = ctx.options.family === "unspec" ? "inet" : ctx.options.family;
	return { ctx, family, fwmark: 0, fwmask: 0, ipProto: 0, tunId: "0", table: 0 };
}

export const ruleFilterGrammar: Grammar<RuleFilter> = {
	rows: [
		{
			word: "preference",
			match: "prefix",
			alsoPrefix: ["order", "priority"],
			takes: "NUMBER",
			to: (filter, value) => (filter.pref = needPref(value)),
		},
		{ word: "not", match: "exact", to: (filter) => (filter.not = true) },
		{
			word: "tos",
			match: "exact",
			also: ["dsfield"],
			takes: "TOS",
			to: (filter, value) => (filter.tos = needTos(filter.ctx, value)),
		},
		{ word: "fwmark", match: "exact", takes: "NUMBER", to: (filter, value) => Object.assign(filter, needMark(value)) },
		{
			word: "iif",
			match: "exact",
			also: ["dev"],
			takes: "DEV",
			to: (filter, value) => (filter.iif = needIfname(value, '"iif"/"dev"')),
		},
		{ word: "oif", match: "exact", takes: "DEV", to: (filter, value) => (filter.oif = needIfname(value, '"oif"')) },
		{ word: "l3mdev", match: "exact", to: (filter) => (filter.l3mdev = true) },
		{ word: "uidrange", match: "exact", takes: "UID", to: (filter, value) => (filter.uidRange = needUids(value)) },
		{ word: "tun_id", match: "prefix", takes: "NUMBER", to: setTunId },
		{ word: "table", match: "prefix", alsoPrefix: ["lookup"], takes: "TABLE", to: setTable },
		{
			word: "from",
			match: "prefix",
			alsoPrefix: ["src"],
			takes: "PREFIX",
			to: (filter, value) => (filter.src = needPrefix(value, filter.family)),
		},
		{ word: "protocol", match: "prefix", takes: "PROTOCOL", to: setProtocol },
		{ word: "ipproto", match: "exact", takes: "STRING", to: (filter, value) => (filter.ipProto = needIpProto(value)) },
		{
			word: "sport",
			match: "exact",
			takes: "NUMBER",
			to: (filter, value) => (filter.sport = needPorts(value, "invalid port range\n")),
		},
		{
			word: "dport",
			match: "exact",
			takes: "NUMBER",
			to: (filter, value) => (filter.dport = needPorts(value, "invalid dport range\n")),
		},
	],
	positional: {
		keyword: { word: "to", match: "prefix", alsoPrefix: ["dst"] },
		takes: "PREFIX",
		help: "never",
		to: (filter, value) => (filter.dst = needPrefix(value, filter.family)),
	},
};

function setTunId(filter: RuleFilter, value: string): void {
	const tunId = u64Text(value);
	if (tunId === undefined) throw wrong(value, '"tun_id" value is invalid\n');
	filter.tunId = tunId;
}

function setTable(filter: RuleFilter, value: string): void {
	const table = filter.ctx.names.numberOf("table", value);
	if (table === undefined) throw wrong(value, "table id value is invalid\n");
	filter.table = table;
}

function setProtocol(filter: RuleFilter, value: string): void {
	const protocol = filter.ctx.names.numberOf("protocol", value);
	if (protocol !== undefined) filter.protocol = protocol;
	else if (value === "all") delete filter.protocol;
	else throw wrong(value, 'invalid "protocol"\n');
}

export function acceptsRule(filter: RuleFilter, rule: FibRule): boolean {
	if (filter.ctx.options.family !== "unspec" && rule.family !== filter.family) return false;
	if (filter.pref !== undefined && filter.pref !== (rule.priority ?? 0)) return false;
	if (filter.not && (rule.flags & FIB_RULE_INVERT) === 0) return false;
	if (!isInside(filter.src, rule.src) || !isInside(filter.dst, rule.dst)) return false;
	if (filter.tos !== undefined && filter.tos !== rule.tos) return false;
	if (filter.iif !== undefined && filter.iif !== rule.iifname) return false;
	if (filter.oif !== undefined && filter.oif !== rule.oifname) return false;
	if (filter.l3mdev && !rule.l3mdev) return false;
	if (filter.uidRange !== undefined && !sameRange(filter.uidRange, rule.uidRange)) return false;
	return acceptsNumbers(filter, rule);
}

function acceptsNumbers(filter: RuleFilter, rule: FibRule): boolean {
	const wanted = [
		[filter.fwmark, rule.fwmark],
		[filter.fwmask, rule.fwmask],
		[filter.ipProto, rule.ipProto],
		[filter.table, rule.table],
	] as const;
	if (wanted.some(([number, present = 0]) => number !== 0 && number !== present)) return false;
	if (filter.tunId !== "0" && filter.tunId !== rule.tunId) return false;
	const ports = [
		[filter.sport, rule.sportRange],
		[filter.dport, rule.dportRange],
	] as const;
	return ports.every(([range, present]) => !range?.start || sameRange(range, present));
}

/** The rule's prefix lies in the wanted one; one of length 0 asks for nothing. */
function isInside(wanted: GivenPrefix | undefined, prefix: Prefix | undefined): boolean {
	if (wanted === undefined || "any" in wanted || wanted.len === 0) return true;
	return (
		prefix !== undefined && wanted.len <= prefix.len && contains({ addr: wanted.addr, len: wanted.len }, prefix.addr)
	);
}

function sameRange(a: Range, b: Range | undefined): boolean {
	return a.start === b?.start && a.end === b.end;
}
