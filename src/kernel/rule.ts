/**
 * Routing policy rules (net/core/fib_rules.c): which tables a lookup asks, in which order. A fresh namespace has
 * local, main and (IPv4) default. setrule.ts makes and deletes them; the lookups walk them with rulesFor().
 */
import { type Addr, type AddrFamily, toWords } from "../net/addr.ts";
import type { Prefix } from "../net/prefix.ts";
import type { Ip } from "../uapi/packet.ts";
import { RTPROT_KERNEL } from "../uapi/protocol.ts";
import { FR_ACT_GOTO, FR_ACT_NOP, FR_ACT_TO_TBL, type Range } from "../uapi/rule.ts";
import { RT_TABLE_DEFAULT, RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import type { L3Flow } from "./l3mdev.ts";
import { deviceByIndex, type Task } from "./task.ts";

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
	/** Priority of the rule to go on with. */
	readonly goto?: number;
	readonly flow?: { readonly from: number; readonly to: number };
	readonly tunId?: number;
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

/** The rules that a flow meets, in order, with jumps carried out (fib_rules_lookup). */
export function* rulesFor(t: Task, netns: number, rules: readonly Rule[], flow: RuleFlow): Generator<Rule, undefined> {
	for (let i = 0; i < rules.length; i++) {
		const rule = rules[i] as Rule;
		if (matches(t, netns, rule, flow) === Boolean(rule.invert) || rule.action === FR_ACT_NOP) continue;
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

/** fib_rule_match(), fib4_rule_match(), fib6_rule_match(): all that the rule selects by. */
function matches(t: Task, netns: number, rule: Rule, flow: RuleFlow): boolean {
	if (isPlain(rule)) return true;
	return (
		goesThrough(t, netns, rule.iifname, flow.iif) &&
		goesThrough(t, netns, rule.oifname, flow.oif) &&
		(((rule.fwmark ?? 0) ^ (flow.mark ?? 0)) & (rule.fwmask ?? 0)) === 0 &&
		rule.tunId === undefined &&
		(!rule.l3mdev || flow.l3mdevTable !== undefined) &&
		inRange(rule.uidRange, flow.uid ?? 0) &&
		inPrefix(rule.dst, flow.daddr) &&
		inPrefix(rule.src, flow.saddr) &&
		(!rule.tos || rule.tos === (flow.tos & 0xfc)) &&
		(!rule.ipProto || rule.ipProto === flow.ipProto) &&
		inRange(rule.sportRange, flow.sport ?? 0) &&
		inRange(rule.dportRange, flow.dport ?? 0)
	);
}

/** The rules of a fresh namespace select nothing. */
function isPlain(rule: Rule): boolean {
	return rule === local || rule === main || rule === fallback;
}

/** A rule without its device (`[detached]`) matches nothing. A packet in a VRF also counts as one of the VRF's device. */
function goesThrough(t: Task, netns: number, name: string | undefined, index: number): boolean {
	if (name === undefined) return true;
	return index !== 0 && deviceByIndex(t, netns, index)?.name === name;
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
