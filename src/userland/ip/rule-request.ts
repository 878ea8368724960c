/** `ip rule add` and `delete`: words to one RTM_NEWRULE or RTM_DELRULE. Mirrors ip/iprule.c iprule_modify(). */
import { parseAddr } from "../../net/addr.ts";
import { type Family, NLM_F_CREATE, NLM_F_EXCL } from "../../uapi/message.ts";
import { RTN_NAT } from "../../uapi/route-type.ts";
import {
	FIB_RULE_INVERT,
	type FibRule,
	FR_ACT_GOTO,
	FR_ACT_NOP,
	FR_ACT_TO_TBL,
	FR_ACT_UNSPEC,
	type RuleRequest,
} from "../../uapi/rule.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { Context } from "./context.ts";
import { echoTalk } from "./echo-talk.ts";
import { exited, returned, wrong } from "./failure.ts";
import { describeRule } from "./fib-rule.ts";
import { begins, type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { needIpProto } from "./inet-proto.ts";
import { integer, u32, u64Text } from "./number.ts";
import { needPrefix } from "./prefix.ts";
import { parseRealms, parseRouteType } from "./route-word.ts";
import { needIfname, needMark, needPorts, needPref, needTos, needUids } from "./rule-word.ts";
import type { Words } from "./words.ts";

interface Draft {
	readonly ctx: Context;
	readonly family: Family;
	rule: Partial<FibRule>;
	action: number;
	/** Something says where to go, so that it is not the main table. */
	decided: boolean;
}

/** A row that fills in one or more members. */
function set(member: (draft: Draft, value: string, words: Words) => Partial<FibRule>) {
	return (draft: Draft, value: string, words: Words): void => {
		draft.rule = { ...draft.rule, ...member(draft, value, words) };
	};
}

export const ruleGrammar: Grammar<Draft> = {
	rows: [
		{ word: "not", match: "exact", to: set(() => ({ flags: FIB_RULE_INVERT })) },
		{ word: "from", match: "exact", takes: "PREFIX", to: (d, value) => setPrefix(d, "src", value) },
		{ word: "to", match: "exact", takes: "PREFIX", to: (d, value) => setPrefix(d, "dst", value) },
		{
			word: "preference",
			match: "prefix",
			alsoPrefix: ["order", "priority"],
			takes: "NUMBER",
			to: set((_, value) => ({ priority: needPref(value) })),
		},
		{
			word: "tos",
			match: "exact",
			alsoPrefix: ["dsfield"],
			takes: "TOS",
			to: set(({ ctx }, value) => ({ tos: needTos(ctx, value) })),
		},
		{ word: "fwmark", match: "exact", takes: "NUMBER", to: set((_, value) => needMark(value)) },
		{ word: "realms", match: "prefix", takes: "REALM", to: set(({ ctx }, value) => ({ flow: needFlow(ctx, value) })) },
		{ word: "protocol", match: "prefix", takes: "PROTOCOL", to: set(({ ctx }, value) => protocol(ctx, value)) },
		{ word: "tun_id", match: "prefix", takes: "NUMBER", to: set((_, value) => ({ tunId: needTunId(value) })) },
		{ word: "table", match: "prefix", also: ["lookup"], takes: "TABLE", to: setTable },
		{
			word: "suppress_prefixlength",
			match: "prefix",
			also: ["sup_pl"],
			takes: "NUMBER",
			to: set((_, value) => ({ suppressPrefixlen: needLength(value) })),
		},
		{
			word: "suppress_ifgroup",
			match: "prefix",
			also: ["sup_group"],
			takes: "GROUP",
			to: set(({ ctx }, value) => ({ suppressIfgroup: needGroup(ctx, value) })),
		},
		{
			word: "iif",
			match: "exact",
			also: ["dev"],
			takes: "DEV",
			to: set((_, value) => ({ iifname: needIfname(value, '"iif"/"dev"') })),
		},
		{
			word: "oif",
			match: "exact",
			takes: "DEV",
			to: set((_, value) => ({ oifname: needIfname(value, '"oif"') })),
		},
		{ word: "l3mdev", match: "exact", to: setL3mdev },
		{ word: "uidrange", match: "exact", takes: "UID", to: set((_, value) => ({ uidRange: needUids(value) })) },
		{ word: "nat", match: "exact", alsoPrefix: ["map-to"], takes: "ADDR", to: setNat },
		{
			word: "ipproto",
			match: "exact",
			takes: "STRING",
			to: set((_, value) => ({ ipProto: needIpProto(value) & 0xff })),
		},
		{
			word: "sport",
			match: "exact",
			takes: "NUMBER",
			to: set((_, value) => ({ sportRange: needPorts(value, "invalid port range\n") })),
		},
		{
			word: "dport",
			match: "exact",
			takes: "NUMBER",
			to: set((_, value) => ({ dportRange: needPorts(value, "invalid dport range\n") })),
		},
	],
	positional: { keyword: { word: "type", match: "exact" }, takes: "TYPE", help: "always", to: setAction },
};

/** A later one replaces an earlier one. One of the other family goes out as it is: the kernel finds its length wrong. */
function setPrefix(draft: Draft, end: "src" | "dst", value: string): void {
	const parsed = needPrefix(value, draft.family);
	const { [end]: _, ...rest } = draft.rule;
	const none = "any" in parsed || parsed.len === 0;
	draft.rule = none ? rest : { ...rest, [end]: { addr: parsed.addr, len: parsed.len } };
}

function needFlow(ctx: Context, value: string): { readonly from: number; readonly to: number } {
	const flow = parseRealms(ctx, value);
	if (flow === undefined) throw wrong(value, "invalid realms\n");
	return flow;
}

function protocol(ctx: Context, value: string): { readonly protocol: number } {
	const number = ctx.names.numberOf("protocol", value);
	if (number === undefined) throw wrong(value, '"protocol" value is invalid\n');
	return { protocol: number };
}

function needTunId(value: string): string {
	const tunId = u64Text(value);
	if (tunId === undefined) throw wrong(value, '"tun_id" value is invalid\n');
	return tunId;
}

function setTable(draft: Draft, value: string): void {
	const table = draft.ctx.names.numberOf("table", value);
	if (table === undefined) throw wrong(value, "invalid table ID\n");
	draft.rule = { ...draft.rule, table };
	draft.decided = true;
}

function needLength(value: string): number {
	const length = integer(value);
	if (length === undefined || length < 0) throw wrong(value, "suppress_prefixlength value is invalid\n");
	return length;
}

function needGroup(ctx: Context, value: string): number {
	const group = ctx.names.numberOf("group", value);
	if (group === undefined) throw wrong(value, 'Invalid "suppress_ifgroup" value\n');
	return group;
}

function setL3mdev(draft: Draft): void {
	draft.rule = { ...draft.rule, l3mdev: true };
	draft.decided = true;
}

function setNat(draft: Draft, value: string): void {
	draft.ctx.complain("Warning: route NAT is deprecated");
	// lib/utils.c get_addr32()
	if (parseAddr(value, "inet") === undefined)
		throw exited(`Error: an IP address is expected rather than "${value}"`, 1);
	draft.action = RTN_NAT;
}

function setAction(draft: Draft, value: string, words: Words): void {
	draft.action = parseAction(draft, value, words);
	draft.decided = true;
}

function parseAction(draft: Draft, value: string, words: Words): number {
	if (begins(value, "goto")) {
		const goto = u32(words.next());
		if (goto === undefined) throw wrong(words.need(), "invalid target\n");
		draft.rule = { ...draft.rule, goto };
		return FR_ACT_GOTO;
	}
	if (begins(value, "nop")) return FR_ACT_NOP;
	const type = parseRouteType(value);
	if (type === undefined) throw wrong(value, "Failed to parse rule type");
	return type;
}

export function addRule(ctx: Context, words: Words): number {
	if (!words.more) throw returned('"ip rule add" requires arguments.');
	const rule = parseRule(ctx, words, FR_ACT_TO_TBL);
	return modify(ctx, { type: "RTM_NEWRULE", flags: NLM_F_CREATE | NLM_F_EXCL, rule });
}

export function deleteRule(ctx: Context, words: Words): number {
	if (!words.more) throw returned('"ip rule del" requires arguments.');
	return modify(ctx, { type: "RTM_DELRULE", flags: 0, rule: parseRule(ctx, words, FR_ACT_UNSPEC) });
}

/** A rule to be added goes to the main table where nothing else is said. */
function parseRule(ctx: Context, words: Words, action: number): FibRule {
	const { family } = ctx.options;
	const draft: Draft = { ctx, family, rule: {}, action, decided: false };
	parse(ruleGrammar, words, draft, answers(ctx));
	const { table = 0, l3mdev } = draft.rule;
	if (l3mdev && table !== 0) throw returned("table can not be specified for l3mdev rules", 22);
	return {
		flags: 0,
		tos: 0,
		...draft.rule,
		family: family === "unspec" ? "inet" : family,
		action: draft.action,
		table: draft.decided || action === FR_ACT_UNSPEC ? table : RT_TABLE_MAIN,
	};
}

function modify(ctx: Context, request: RuleRequest): number {
	return echoTalk(ctx, request, (message) => ("rule" in message ? describeRule(ctx, message.rule) : []));
}
