/**
 * Which route a packet takes: rules in their order, in each table the longest prefix, there the first route that fits.
 * Mirrors net/ipv4/fib_rules.c __fib_lookup() and net/ipv4/fib_trie.c fib_table_lookup().
 */
import { type Addr, isLimitedBroadcast, isMulticast, isZeronet, toWords } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import { maskAddr, type Prefix } from "../net/prefix.ts";
import { matches } from "../net/trie.ts";
import type { Errno } from "../uapi/errno.ts";
import { RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import type { Fate } from "../uapi/reason.ts";
import {
	RTN_BLACKHOLE,
	RTN_BROADCAST,
	RTN_LOCAL,
	RTN_MULTICAST,
	RTN_NAT,
	RTN_PROHIBIT,
	RTN_THROW,
	RTN_UNICAST,
	RTN_UNREACHABLE,
	RTN_XRESOLVE,
} from "../uapi/route-type.ts";
import { FR_ACT_PROHIBIT, FR_ACT_TO_TBL, FR_ACT_UNREACHABLE } from "../uapi/rule.ts";
import { RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { RT_TABLE_DEFAULT, RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import { lookupFact, quietly, routeFact4 } from "./because.ts";
import { type Alias4, type FibTable4, infoOf, type Nexthop4, type Route4, routeOf } from "./fib4.ts";
import { inL3mdev } from "./l3mdev.ts";
import type { Netns } from "./netns.ts";
import { type Rule, type RuleFlow, rulesFor, tableOf, tosOf } from "./rule.ts";
import { deviceByIndex, netnsOf, type Task } from "./task.ts";

/** struct flowi4: what the lookup is about. */
export interface Flow4 extends RuleFlow {
	/** The route must be at least this narrow (flowi4_scope). */
	readonly scope: number;
	/** FIB_LOOKUP_IGNORE_LINKSTATE: next hops without carrier count, whatever the settings say. */
	readonly ignoreLinkstate?: boolean;
}

export interface Found4 {
	readonly route: Route4;
	/** The first of the route's next hops that fits, and its place. */
	readonly hop: Nexthop4;
	readonly hopIndex: number;
	/** The table that answers, as the kernel tells it: main for both while they are one trie. */
	readonly table: number;
	/** Id of the route's FibInfo. */
	readonly info: number;
	/** What the rule says of realms (fib_rules_tclass). */
	readonly realms?: NonNullable<Rule["flow"]>;
}

/** Where a trie stopped: the alias that fits, or the error of its type. */
interface Hit {
	readonly len: number;
	readonly alias: Alias4;
	readonly hopIndex: number;
	readonly error?: Errno | "next";
}

/** net/ipv4/fib_semantics.c fib_props: the errors of route types that carry nothing. */
const typeErrors = new Map<number, Errno | "next">([
	[RTN_BLACKHOLE, "EINVAL"],
	[RTN_UNREACHABLE, "EHOSTUNREACH"],
	[RTN_PROHIBIT, "EACCES"],
	[RTN_THROW, "next"],
	[RTN_NAT, "EINVAL"],
	[RTN_XRESOLVE, "EINVAL"],
]);

export function typeError(type: number): Errno | "next" | undefined {
	return typeErrors.get(type);
}

/** The route for a flow, or the errno the sender gets. */
export function fibLookup4(t: Task, netns: number, flow: Flow4): Found4 | Errno {
	const net = netnsOf(t, netns);
	const words = toWords(flow.daddr);
	t.reasons?.push(lookupFact(t, netns, flow));
	const found = net.fib4.merged ? withoutRules(t, net, flow, words) : byRules(t, net, inL3mdev(t, netns, flow), words);
	if (typeof found === "string") t.reasons?.push({ step: "nothing", errno: found });
	return found;
}

function byRules(t: Task, net: Netns, flow: Flow4, words: readonly number[]): Found4 | Errno {
	for (const rule of rulesFor(t, net.id, net.rules4, flow)) {
		const found = applyRule(t, net, rule, flow, words);
		if (found !== "next") return found;
	}
	return "ENETUNREACH";
}

/** include/net/ip_fib.h fib_lookup(): no rule was ever made, so there is nothing to ask but the one trie, then default. */
function withoutRules(t: Task, net: Netns, flow: Flow4, words: readonly number[]): Found4 | Errno {
	t.reasons?.push({ step: "merged" });
	const found = tableLookup(t, net, RT_TABLE_MAIN, flow, words);
	if (typeof found === "object") return found;
	const last = tableLookup(t, net, RT_TABLE_DEFAULT, flow, words);
	if (typeof last === "object") return last;
	return found === "next" ? "ENETUNREACH" : found;
}

/** fib4_rule_action(), fib4_rule_suppress() */
function applyRule(t: Task, net: Netns, rule: Rule, flow: Flow4, words: readonly number[]): Found4 | Errno | "next" {
	if (rule.action === FR_ACT_UNREACHABLE) return "ENETUNREACH";
	if (rule.action === FR_ACT_PROHIBIT) return "EACCES";
	if (rule.action !== FR_ACT_TO_TBL) return "EINVAL";
	const found = tableLookup(t, net, tableOf(rule, flow), flow, words);
	if (typeof found !== "object") return found;
	if (isSuppressed(t, net, rule, found)) return "next";
	return rule.flow ? { ...found, realms: rule.flow } : found;
}

function isSuppressed(t: Task, net: Netns, rule: Rule, { route }: Found4): boolean {
	const by = suppressedBy(t, net, rule, route);
	if (by) t.reasons?.push({ step: "suppressed", by });
	return by !== undefined;
}

function suppressedBy(t: Task, net: Netns, rule: Rule, route: Route4): "prefixlength" | "ifgroup" | undefined {
	if (rule.suppressPrefixlen !== undefined && route.dst.len <= rule.suppressPrefixlen) return "prefixlength";
	const oif = route.nexthops[0]?.oif;
	if (rule.suppressIfgroup === undefined || oif === undefined) return undefined;
	return deviceByIndex(t, net.id, oif)?.group === rule.suppressIfgroup ? "ifgroup" : undefined;
}

/** One table, or local and main as the one trie they are at first: the longer prefix wins, of equals local. */
export function tableLookup(
	t: Task,
	net: Netns,
	id: number,
	flow: Flow4,
	words: readonly number[] = toWords(flow.daddr),
): Found4 | Errno | "next" {
	const one = net.fib4.merged && (id === RT_TABLE_LOCAL || id === RT_TABLE_MAIN);
	const table = idGet(net.fib4.tables, one ? RT_TABLE_MAIN : id);
	const local = one ? idGet(net.fib4.tables, RT_TABLE_LOCAL) : undefined;
	t.reasons?.push({
		step: "table",
		tables: one ? [RT_TABLE_LOCAL, RT_TABLE_MAIN] : [id],
		exists: Boolean(table ?? local),
	});
	const localHit = local && search(t, net, local, flow, words);
	const hit = table && search(t, net, table, flow, words);
	const best = localHit && localHit.len >= (hit?.len ?? -1) ? localHit : hit;
	if (!best) return "next";
	const { error } = best;
	const route = routeOf(net.fib4, best.alias, prefixOf(flow, best.len));
	t.reasons?.push({ step: "chosen", route: routeFact4(t, net.id, route), ...(error && { error }) });
	if (error) return error;
	return {
		route,
		hop: route.nexthops[best.hopIndex] as Nexthop4,
		hopIndex: best.hopIndex,
		table: one ? RT_TABLE_MAIN : id,
		info: best.alias.info,
	};
}

function prefixOf({ daddr }: Flow4, len: number): Prefix {
	return { addr: maskAddr(daddr, len), len };
}

/** The first route that fits, of the longest prefix that has one. Only for someone who asks why it also goes on to the shorter ones. */
function search(t: Task, net: Netns, table: FibTable4, flow: Flow4, words: readonly number[]): Hit | undefined {
	let hit: Hit | undefined;
	matches(table.routes, words, (list, len) => {
		if (hit) passBy(t, net, list, prefixOf(flow, len), "shorter");
		else hit = judge(t, net, list, len, flow);
		return hit !== undefined && !t.reasons;
	});
	return hit;
}

function passBy(t: Task, net: Netns, list: readonly Alias4[], dst: Prefix, fate: Fate): void {
	for (const alias of list) tell(t, net, alias, dst, fate);
}

function tell(t: Task, net: Netns, alias: Alias4, dst: Prefix, fate: Fate): void {
	t.reasons?.push({ step: "route", route: routeFact4(t, net.id, routeOf(net.fib4, alias, dst)), fate });
}

/** The first route of one prefix that fits. */
function judge(t: Task, net: Netns, list: readonly Alias4[], len: number, flow: Flow4): Hit | undefined {
	for (let at = 0; at < list.length; at++) {
		const alias = list[at] as Alias4;
		const hit = fit(t, net, alias, len, flow);
		if (t.reasons) tell(t, net, alias, prefixOf(flow, len), typeof hit === "string" ? hit : "fits");
		if (typeof hit === "string") continue;
		if (t.reasons) passBy(t, net, list.slice(at + 1), prefixOf(flow, len), "behind");
		return hit;
	}
	return undefined;
}

/** A route's next hop that fits, its error, or why it does not fit (fib_table_lookup). */
function fit(t: Task, net: Netns, alias: Alias4, len: number, flow: Flow4): Hit | Fate {
	if (alias.tos !== 0 && alias.tos !== tosOf(flow)) return "tos";
	const info = infoOf(net.fib4, alias);
	if (info.scope < flow.scope) return "scope";
	const error = typeErrors.get(info.type);
	if (error) return { len, alias, hopIndex: 0, error };
	if (info.flags & RTNH_F_DEAD) return "dead";
	if (info.blackhole) return { len, alias, hopIndex: 0, error: "EINVAL" };
	let why: Fate = "dead";
	for (let i = 0; i < info.nexthops.length; i++) {
		const misfit = hopMisfit(t, net, info.nexthops[i] as Nexthop4, flow);
		if (!misfit) return { len, alias, hopIndex: i };
		why = misfit;
	}
	return why;
}

/** fib_lookup_good_nhc() */
function hopMisfit(t: Task, net: Netns, hop: Nexthop4, flow: Flow4): Fate | undefined {
	if (hop.flags & RTNH_F_DEAD) return "dead";
	if (flow.oif !== 0 && hop.oif !== flow.oif) return "device";
	if (!(hop.flags & RTNH_F_LINKDOWN) || flow.ignoreLinkstate) return undefined;
	return ignoresLinkdown(t, net, hop.oif) ? "linkdown" : undefined;
}

/** net.ipv4.conf.{all,DEV}.ignore_routes_with_linkdown */
export function ignoresLinkdown(t: Task, net: Netns, oif: number): boolean {
	if (net.conf4.all.ignoreRoutesWithLinkdown) return true;
	return Boolean(deviceByIndex(t, net.id, oif)?.inet?.conf.ignoreRoutesWithLinkdown);
}

/** RTN_* of an address as table local sees it (net/ipv4/fib_frontend.c inet_addr_type_table). */
export function addrType4(t: Task, net: Netns, addr: Addr, table: number = RT_TABLE_LOCAL): number {
	if (isZeronet(addr) || isLimitedBroadcast(addr)) return RTN_BROADCAST;
	if (isMulticast(addr)) return RTN_MULTICAST;
	if (!idGet(net.fib4.tables, table)) return RTN_BROADCAST;
	const flow: Flow4 = { daddr: addr, oif: 0, iif: 0, tos: 0, scope: RT_SCOPE_UNIVERSE };
	const found = quietly(t, () => tableLookup(t, net, table, flow));
	return typeof found === "object" ? found.route.type : RTN_UNICAST;
}

/** fib_valid_prefsrc(): an address of this host, or of the route's own table; a local route may prefer itself. */
export function mayPrefer(t: Task, net: Netns, { table, type, dst, prefsrc }: Preferring): boolean {
	if (prefsrc === undefined || (type === RTN_LOCAL && dst.addr === prefsrc)) return true;
	const tables = table === RT_TABLE_MAIN ? [RT_TABLE_LOCAL] : [table, RT_TABLE_LOCAL];
	return tables.some((id) => addrType4(t, net, prefsrc, id) === RTN_LOCAL);
}

type Preferring = Pick<Route4, "table" | "type" | "dst"> & { readonly prefsrc?: Addr | undefined };
