/**
 * Requests about rules (net/core/fib_rules.c fib_newrule(), fib_delrule(), fib_nl_dumprule(); net/ipv4/fib_rules.c
 * fib4_rule_configure(), net/ipv6/fib6_rules.c fib6_rule_configure()). Read rule.ts first.
 */
import { type AddrFamily, familyOf } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import { type Prefix, samePrefix } from "../net/prefix.ts";
import { type Message, NLM_F_EXCL } from "../uapi/message.ts";
import {
	FIB_RULE_INVERT,
	type FibRule,
	FR_ACT_GOTO,
	FR_ACT_TO_TBL,
	FR_ACT_UNSPEC,
	INVALID_UID,
	type Range,
	type RuleQuery,
	type RuleRequest,
} from "../uapi/rule.ts";
import { newTable4 } from "./fib4.ts";
import { newTable6 } from "./fib6.ts";
import { Refusal } from "./refusal.ts";
import { fillRule, type Rule, rulesOf } from "./rule.ts";
import { deviceByName, netnsOf, notify, setNetns, type Task } from "./task.ts";

function setRules(t: Task, netns: number, family: AddrFamily, rules: readonly Rule[]): void {
	if (family === "inet6") return setNetns(t, netns, { rules6: rules });
	// Whoever touches a rule of IPv4 ends the unity of local and main (fib_unmerge).
	setNetns(t, netns, { rules4: rules, fib4: { ...netnsOf(t, netns).fib4, merged: false } });
}

/** Puts a rule behind those of the same priority. Drivers make theirs here too (drivers/net/vrf.c). */
export function insertRule(t: Task, netns: number, family: AddrFamily, rule: Rule): void {
	const rules = rulesOf(t, netns, family);
	const at = rules.findIndex((other) => other.priority > rule.priority);
	const place = at < 0 ? rules.length : at;
	setRules(t, netns, family, [...rules.slice(0, place), rule, ...rules.slice(place)]);
	if (family === "inet6") setNetns(t, netns, { ruled6: true });
	notify(t, netns, { type: "RTM_NEWRULE", rule: fillRule(t, netns, family, rule) });
}

function familyOfRule({ family }: FibRule): AddrFamily {
	if (family !== "inet" && family !== "inet6") throw new Refusal("EAFNOSUPPORT", "Rule family not supported");
	return family;
}

export function newRule(t: Task, { rule: asked, flags }: RuleRequest): void {
	const family = familyOfRule(asked);
	const rule = toRule(t, family, asked);
	if (flags & NLM_F_EXCL && rulesOf(t, t.netns, family).some((other) => isSame(other, rule)))
		throw new Refusal("EEXIST");
	insertRule(t, t.netns, family, configure(t, family, rule));
}

function checkPrefix(family: AddrFamily, prefix: Prefix | undefined, which: "source" | "dst"): void {
	if (prefix && familyOf(prefix.addr) !== family) throw new Refusal("EINVAL", `Invalid ${which} address`);
}

/** fib_default_rule_pref(): one before the second rule. */
function defaultPriority(rules: readonly Rule[]): number {
	const [, second] = rules;
	return second?.priority ? second.priority - 1 : 0;
}

/** The answer of `range` to port_range_valid(). */
function checkPorts(range: Range | undefined, which: "sport" | "dport"): void {
	if (range && (range.start === 0 || range.end >= 0xffff || range.start > range.end))
		throw new Refusal("EINVAL", `Invalid ${which} range`);
}

/** fib_nl2rule(), for making and for deleting. */
function toRule(t: Task, family: AddrFamily, asked: FibRule): Rule {
	checkPrefix(family, asked.src, "source");
	checkPrefix(family, asked.dst, "dst");
	const { action, table, uidRange, fwmark = 0, tos, flags, family: _, priority: wish, ...rest } = asked;
	const priority = wish ?? defaultPriority(rulesOf(t, t.netns, family));
	if (asked.goto !== undefined && action !== FR_ACT_GOTO) throw new Refusal("EINVAL", "Unexpected goto");
	if (asked.goto === undefined && action === FR_ACT_GOTO)
		throw new Refusal("EINVAL", "Missing goto target for action goto");
	if (asked.l3mdev && table) throw new Refusal("EINVAL", "l3mdev and table are mutually exclusive");
	if (uidRange && (uidRange.end === INVALID_UID || uidRange.start > uidRange.end))
		throw new Refusal("EINVAL", "Invalid uid range");
	checkPorts(asked.sportRange, "sport");
	checkPorts(asked.dportRange, "dport");
	if (asked.goto !== undefined && asked.goto <= priority) throw new Refusal("EINVAL", "Backward goto not supported");
	const { src, dst, fwmask = fwmark ? 0xffffffff : 0, l3mdev, protocol = 0, flow, ipProto, tunId, ...others } = rest;
	const iifAlias = aliasOf(t, asked.iifname);
	const oifAlias = aliasOf(t, asked.oifname);
	return {
		...others,
		...(iifAlias !== undefined && { iifAlias }),
		...(oifAlias !== undefined && { oifAlias }),
		priority,
		action,
		table,
		protocol,
		...(src && src.len > 0 && { src }),
		...(dst && dst.len > 0 && { dst }),
		...(tos && { tos }),
		...((fwmark || fwmask) && { fwmark, fwmask }),
		...(flags & FIB_RULE_INVERT && { invert: true }),
		...(l3mdev && { l3mdev: true }),
		...(Number(tunId ?? 0) !== 0 && { tunId }), // 0 is any tunnel
		...(uidRange && { uidRange }),
		// IPv6 has no realms
		...(flow && (flow.from || flow.to) && family === "inet" && { flow }),
		...(ipProto && { ipProto }),
	};
}

/** __dev_get_by_name() knows other names too; later only the device's own name is looked at (attach_rules()). */
function aliasOf(t: Task, name: string | undefined): number | undefined {
	const device = name === undefined ? undefined : deviceByName(t, t.netns, name);
	return device?.name === name ? undefined : device?.id;
}

/** What the family adds: fib4_rule_configure() finds an empty table for table 0, fib6_rule_configure() makes the table. */
function configure(t: Task, family: AddrFamily, rule: Rule): Rule {
	const { tos = 0 } = rule;
	if (tos & 3) throw new Refusal("EINVAL", "Invalid dsfield (tos): ECN bits must be 0");
	// IPTOS_TOS_MASK: IPv4 does not know the upper bits
	if (family === "inet" && tos & ~0x1e) throw new Refusal("EINVAL", "Invalid tos");
	if (rule.action !== FR_ACT_TO_TBL || rule.l3mdev) return rule;
	const { fib4, fib6 } = netnsOf(t, t.netns);
	if (family === "inet6") {
		if (rule.table === 0) throw new Refusal("EINVAL", "Invalid table");
		setNetns(t, t.netns, { fib6: newTable6(fib6, rule.table) });
		return rule;
	}
	if (rule.table !== 0) return rule;
	let table = 1;
	while (idGet(fib4.tables, table)) table++;
	setNetns(t, t.netns, { fib4: newTable4(fib4, table) });
	return { ...rule, table };
}

function sameRange(a: Range | undefined, b: Range | undefined): boolean {
	return a?.start === b?.start && a?.end === b?.end;
}

function sameOptionalPrefix(a: Prefix | undefined, b: Prefix | undefined): boolean {
	return a === b || (a !== undefined && b !== undefined && samePrefix(a, b));
}

/** rule_exists(): `not` and the target of a goto do not count, and an address or realm that is not given matches any. */
function isSame(old: Rule, rule: Rule): boolean {
	const plain = [
		"priority",
		"action",
		"table",
		"protocol",
		"iifname",
		"oifname",
		"fwmark",
		"fwmask",
		"tunId",
		"l3mdev",
		"suppressPrefixlen",
		"suppressIfgroup",
		"ipProto",
	] as const;
	return (
		plain.every((key) => old[key] === rule[key]) &&
		sameRange(old.uidRange, rule.uidRange) &&
		sameRange(old.sportRange, rule.sportRange) &&
		sameRange(old.dportRange, rule.dportRange) &&
		hasSelectors(old, rule)
	);
}

/** fib4_rule_compare(), fib6_rule_compare() */
function hasSelectors(old: Rule, asked: Rule): boolean {
	return (
		(!asked.src || sameOptionalPrefix(old.src, asked.src)) &&
		(!asked.dst || sameOptionalPrefix(old.dst, asked.dst)) &&
		(!asked.tos || old.tos === asked.tos) &&
		(!asked.flow || (old.flow?.from === asked.flow.from && old.flow.to === asked.flow.to))
	);
}

/** fib_delrule(): the first rule that has all that was given. */
export function delRule(t: Task, { rule: asked }: RuleRequest): void {
	const family = familyOfRule(asked);
	const wish = toRule(t, family, asked);
	const rules = rulesOf(t, t.netns, family);
	const found = rules.find(
		(rule) => (asked.priority === undefined || rule.priority === asked.priority) && answers(rule, wish),
	);
	if (!found) throw new Refusal("ENOENT");
	notify(t, t.netns, { type: "RTM_DELRULE", rule: fillRule(t, t.netns, family, found) });
	setRules(
		t,
		t.netns,
		family,
		rules.filter((rule) => rule !== found),
	);
}

/** rule_find() */
function answers(rule: Rule, wish: Rule): boolean {
	const optional = [
		"table",
		"iifname",
		"oifname",
		"fwmark",
		"fwmask",
		"tunId",
		"l3mdev",
		"protocol",
		"ipProto",
	] as const;
	return (
		(wish.action === FR_ACT_UNSPEC || rule.action === wish.action) &&
		optional.every((key) => !wish[key] || rule[key] === wish[key]) &&
		(wish.suppressPrefixlen === undefined || rule.suppressPrefixlen === wish.suppressPrefixlen) &&
		(wish.suppressIfgroup === undefined || rule.suppressIfgroup === wish.suppressIfgroup) &&
		(!wish.uidRange || sameRange(rule.uidRange, wish.uidRange)) &&
		(!wish.sportRange || sameRange(rule.sportRange, wish.sportRange)) &&
		(!wish.dportRange || sameRange(rule.dportRange, wish.dportRange)) &&
		hasSelectors(rule, wish)
	);
}

/** A dump of one family, or of IPv4 and then IPv6 (fib_nl_dumprule). */
export function getRule(t: Task, { family }: RuleQuery): Message[] {
	if (family !== "inet" && family !== "inet6" && family !== "unspec") throw new Refusal("EAFNOSUPPORT");
	const families: AddrFamily[] = family === "inet" || family === "inet6" ? [family] : ["inet", "inet6"];
	return families.flatMap((one) =>
		rulesOf(t, t.netns, one).map((rule): Message => ({ type: "RTM_NEWRULE", rule: fillRule(t, t.netns, one, rule) })),
	);
}
