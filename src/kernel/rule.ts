/**
 * Routing policy rules (net/core/fib_rules.c): which tables a lookup asks, in which order. A fresh namespace has
 * local, main and (IPv4) default. setrule.ts makes and deletes them; the lookups walk them with rulesFor().
 */
import { type Addr, type AddrFamily, toWords } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import type { Prefix } from "../net/prefix.ts";
import type { Ip } from "../uapi/packet.ts";
import { RTPROT_KERNEL } from "../uapi/protocol.ts";
import type { Selector } from "../uapi/reason.ts";
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
} from "../uapi/rule.ts";
import { RT_TABLE_DEFAULT, RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import type { L3Flow } from "./l3mdev.ts";
import { has } from "./profile.ts";
import { deviceByIndex, deviceByName, netnsOf, type Task } from "./task.ts";

/** struct fib_rule. A missing selector matches anything. */
export interface Rule {
	readonly priority: number;
	/** FR_ACT_* */
	readonly action: number;
	readonly table: number;
	readonly protocol: number;
	/** `not` */
	readonly invert?: true;
	/** As written: the bits past the length are kept. */
	readonly src?: Prefix;
	readonly dst?: Prefix;
	readonly tos?: number;
	readonly fwmark?: number;
	readonly fwmask?: number;
	/** By name: a device that comes later is meant too. */
	readonly iifname?: string;
	readonly oifname?: string;
	/** Ids of the devices that had these names as other names when the rule was made: it holds on to them. */
	readonly iifAlias?: number;
	readonly oifAlias?: number;
	/** Priority of the rule to go on with. */
	readonly goto?: number;
	readonly flow?: { readonly from: number; readonly to: number };
	/** 64 bits, in decimal. */
	readonly tunId?: string;
	readonly suppressPrefixlen?: number;
	readonly suppressIfgroup?: number;
	readonly l3mdev?: true;
	readonly uidRange?: Range;
	readonly ipProto?: number;
	readonly sportRange?: Range;
	readonly dportRange?: Range;
}

/** What of a packet rules look at (struct flowi). `oif` is 0 for any, `iif` is lo for what this host sends. */
export interface RuleFlow extends L3Flow {
	readonly daddr: Addr;
	readonly saddr?: Addr;
	readonly tos: number;
	readonly mark?: number;
	readonly uid?: number;
	readonly ipProto?: number;
	readonly sport?: number;
	readonly dport?: number;
	/** The packet, where there is one: not for rules, but for the hash of equal ways (multipath.ts). */
	readonly hashed?: Ip;
}

function lookupRule(priority: number, table: number): Rule {
	return { priority, action: FR_ACT_TO_TBL, table, protocol: RTPROT_KERNEL };
}

const local = lookupRule(0, RT_TABLE_LOCAL);
const main = lookupRule(32766, RT_TABLE_MAIN);
const fallback = lookupRule(32767, RT_TABLE_DEFAULT);
const defaults = { inet: [local, main, fallback], inet6: [local, main] } as const;

/** net/ipv4/fib_rules.c fib_default_rules_init(), net/ipv6/fib6_rules.c fib6_rules_net_init() */
export function defaultRules(family: AddrFamily): readonly Rule[] {
	return defaults[family];
}

export function rulesOf(t: Task, netns: number, family: AddrFamily): readonly Rule[] {
	const net = netnsOf(t, netns);
	return family === "inet" ? net.rules4 : net.rules6;
}

/** The rules that a flow meets, in order, with jumps carried out (fib_rules_lookup). */
export function* rulesFor(t: Task, netns: number, rules: readonly Rule[], flow: RuleFlow): Generator<Rule, undefined> {
	for (let i = 0; i < rules.length; i++) {
		const rule = rules[i] as Rule;
		if (!selects(t, netns, rule, flow) || rule.action === FR_ACT_NOP) continue;
		if (rule.action !== FR_ACT_GOTO) yield rule;
		else {
			const target = targetOf(rules, rule);
			// the loop goes on with the target itself; only a later rule can be one
			if (target >= 0) i = target - 1;
		}
	}
	return undefined;
}

/** Place of the rule that a goto means; -1 while there is none. */
export function targetOf(rules: readonly Rule[], rule: Rule): number {
	return rules.findIndex((other) => other.priority === rule.goto);
}

/** The table that a matching rule asks. */
export function tableOf(rule: Rule, flow: RuleFlow): number {
	return rule.l3mdev ? (flow.l3mdevTable ?? 0) : rule.table;
}

/**
 * What a lookup sees of the tos: IPv4 three of its bits (include/net/ip_fib.h fib_dscp_masked_match(),
 * INET_DSCP_LEGACY_TOS_MASK), so that a route of one of the higher ones is never found; IPv6 all but ECN.
 */
export function tosOf({ daddr, tos }: Pick<RuleFlow, "daddr" | "tos">): number {
	return tos & (daddr.includes(":") ? 0xfc : 0x1c);
}

type Test = (t: Task, netns: number, rule: Rule, flow: RuleFlow) => boolean;

/** fib_rule_match(), fib4_rule_match(), fib6_rule_match(): all that a rule selects by. */
const tests: readonly (readonly [Selector, Test])[] = [
	["iif", (t, netns, rule, flow) => goesThrough(t, netns, rule.iifname, rule.iifAlias, flow.iif)],
	["oif", (t, netns, rule, flow) => goesThrough(t, netns, rule.oifname, rule.oifAlias, flow.oif)],
	["fwmark", (_t, _n, rule, flow) => (((rule.fwmark ?? 0) ^ (flow.mark ?? 0)) & (rule.fwmask ?? 0)) === 0],
	["tun_id", (_t, _n, rule) => rule.tunId === undefined],
	["l3mdev", (_t, _n, rule, flow) => !rule.l3mdev || flow.l3mdevTable !== undefined],
	["uidrange", (_t, _n, rule, flow) => inRange(rule.uidRange, flow.uid ?? 0)],
	["to", (_t, _n, rule, flow) => inPrefix(rule.dst, flow.daddr)],
	["from", (_t, _n, rule, flow) => inPrefix(rule.src, flow.saddr)],
	["tos", (_t, _n, rule, flow) => !rule.tos || rule.tos === tosOf(flow)],
	["ipproto", (_t, _n, rule, flow) => !rule.ipProto || rule.ipProto === flow.ipProto],
	["sport", (_t, _n, rule, flow) => inRange(rule.sportRange, flow.sport ?? 0)],
	["dport", (_t, _n, rule, flow) => inRange(rule.dportRange, flow.dport ?? 0)],
];

/** Does the rule take part? Says why, or why not. */
function selects(t: Task, netns: number, rule: Rule, flow: RuleFlow): boolean {
	const failed = isPlain(rule) ? undefined : tests.find(([, fits]) => !fits(t, netns, rule, flow))?.[0];
	const mismatch = rule.invert ? (failed === undefined ? "not" : undefined) : failed;
	t.reasons?.push({
		step: "rule",
		rule: fillRule(t, netns, flow.daddr.includes(":") ? "inet6" : "inet", rule),
		...(mismatch && { mismatch }),
	});
	return mismatch === undefined;
}

/** The rules of a fresh namespace select nothing. */
function isPlain(rule: Rule): boolean {
	return rule === local || rule === main || rule === fallback;
}

/** A rule without its device (`[detached]`) matches nothing. A packet in a VRF also counts as one of the VRF's device. */
function goesThrough(
	t: Task,
	netns: number,
	name: string | undefined,
	alias: number | undefined,
	index: number,
): boolean {
	if (name === undefined) return true;
	const device = index === 0 ? undefined : deviceByIndex(t, netns, index);
	return device !== undefined && (device.name === name || device.id === alias);
}

function inRange(range: Range | undefined, value: number): boolean {
	return !range || (value >= range.start && value <= range.end);
}

/** A packet without a source yet has, for IPv4, the source 0.0.0.0; for IPv6 it meets no rule that selects one. */
function inPrefix(prefix: Prefix | undefined, addr: Addr | undefined): boolean {
	if (!prefix) return true;
	if (addr === undefined) return !prefix.addr.includes(":") && startsWith(prefix, [0]);
	return startsWith(prefix, toWords(addr));
}

function startsWith({ addr, len }: Prefix, words: readonly number[]): boolean {
	return toWords(addr).every((word, i) => {
		const bits = Math.min(32, Math.max(0, len - 32 * i));
		return bits === 0 || (word ^ (words[i] as number)) >>> (32 - bits) === 0;
	});
}

/** The rule as a message: fib_nl_fill_rule() */
export function fillRule(t: Task, netns: number, family: AddrFamily, rule: Rule): FibRule {
	const { priority, invert, tos = 0, fwmark, fwmask, l3mdev, iifAlias, oifAlias, ...rest } = rule;
	const lacks = (name: string | undefined, alias: number | undefined) => {
		if (name === undefined || deviceByName(t, netns, name)?.name === name) return false;
		return alias === undefined || idGet(t.kernel.devices, alias)?.netns !== netns;
	};
	const unresolved = rule.action === FR_ACT_GOTO && targetOf(rulesOf(t, netns, family), rule) < 0;
	const flags =
		(invert ? FIB_RULE_INVERT : 0) |
		(unresolved ? FIB_RULE_UNRESOLVED : 0) |
		(lacks(rule.iifname, iifAlias) ? FIB_RULE_IIF_DETACHED : 0) |
		(lacks(rule.oifname, oifAlias) ? FIB_RULE_OIF_DETACHED : 0);
	return {
		family,
		flags,
		tos,
		...rest,
		...(priority !== 0 && { priority }),
		...(fwmark && { fwmark }),
		...((fwmask || fwmark) && { fwmask: fwmask ?? 0 }),
		...(l3mdev && { l3mdev: true }),
		...(has(t.kernel.profile, "rulePortMask") && portMasks(rule)),
	};
}

/** fib_nl2rule(): a port that is no range has all its bits in its mask. */
function portMasks({ sportRange, dportRange }: Rule): Pick<FibRule, "sportMask" | "dportMask"> {
	const single = (range: Range | undefined) => range !== undefined && range.start === range.end;
	return { ...(single(sportRange) && { sportMask: 0xffff }), ...(single(dportRange) && { dportMask: 0xffff }) };
}
