/**
 * Which route an IPv6 packet takes: rules in order, in each table the longest prefix, there the lowest metric whose next
 * hop is usable (net/ipv6/fib6_rules.c, net/ipv6/route.c fib6_table_lookup(), rt6_select()).
 */
import { type Addr, toWords } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import { contains, maskAddr, type Prefix, samePrefix } from "../net/prefix.ts";
import { matches } from "../net/trie.ts";
import type { Errno } from "../uapi/errno.ts";
import { RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../uapi/message.ts";
import type { Fate } from "../uapi/reason.ts";
import { RTN_BLACKHOLE, RTN_PROHIBIT, RTN_THROW, RTN_UNREACHABLE } from "../uapi/route-type.ts";
import { FR_ACT_PROHIBIT, FR_ACT_TO_TBL, FR_ACT_UNREACHABLE } from "../uapi/rule.ts";
import { lookupFact, routeFact6 } from "./because.ts";
import { type Alias6, type FibTable6, type Info6, infoOf6, type Nexthop6, type Route6, routeOf6 } from "./fib6.ts";
import { areSiblings } from "./fib6-sibling.ts";
import { inL3mdev } from "./l3mdev.ts";
import type { Netns } from "./netns.ts";
import { defaultRules, type Rule, type RuleFlow, rulesFor, tableOf } from "./rule.ts";
import { deviceByIndex, netnsOf, type Task } from "./task.ts";

/** Which device the next hop had better have. */
export interface Wish6 {
	readonly oif: number;
	/** The device that a packet came in by, which its way out had better be. */
	readonly wish?: number;
	/** RT6_LOOKUP_F_IFACE: the next hop's device must be `oif`, or the wish; else that is only a wish. */
	readonly strict?: boolean;
}

export interface Flow6 extends RuleFlow, Wish6 {
	readonly daddr: Addr;
	/** RT6_LOOKUP_F_IGNORE_LINKSTATE */
	readonly ignoreLinkstate?: boolean;
}

export interface Found6 {
	/** The route, with its siblings as further next hops. */
	readonly route: Route6;
	readonly hop: Nexthop6;
	readonly table: number;
	/** Id of the route's Info6. */
	readonly info: number;
	/** The route with its siblings, in the order of its next hops. */
	readonly siblings?: readonly Alias6[];
}

/** Types whose routes carry nothing (RTF_REJECT), with the answer of a lookup. */
const rejects = new Map<number, Errno | "next">([
	[RTN_BLACKHOLE, "EINVAL"],
	[RTN_UNREACHABLE, "EHOSTUNREACH"],
	[RTN_PROHIBIT, "EACCES"],
	[RTN_THROW, "next"],
]);

/** What a reject route answers; `throw` counts as no route. */
function rejectError({ type, blackhole }: Info6): Errno | "next" | undefined {
	return blackhole ? "EINVAL" : rejects.get(type);
}

export function fibLookup6(t: Task, netns: number, flow: Flow6): Found6 | Errno {
	const net = netnsOf(t, netns);
	const inside = net.ruled6 ? inL3mdev(t, netns, flow) : flow;
	const rules = net.ruled6 ? net.rules6 : defaultRules("inet6");
	t.reasons?.push(lookupFact(t, netns, flow));
	for (const rule of rulesFor(t, netns, rules, inside)) {
		const found = applyRule(t, net, rule, inside);
		if (typeof found === "string" && found !== "next") t.reasons?.push({ step: "nothing", errno: found });
		if (found !== "next") return found;
	}
	t.reasons?.push({ step: "nothing", errno: "ENETUNREACH" });
	return "ENETUNREACH";
}

/** __fib6_rule_action(), fib6_rule_suppress() */
function applyRule(t: Task, net: Netns, rule: Rule, flow: Flow6): Found6 | Errno | "next" {
	if (rule.action === FR_ACT_UNREACHABLE) return "ENETUNREACH";
	if (rule.action === FR_ACT_PROHIBIT) return "EACCES";
	if (rule.action !== FR_ACT_TO_TBL) return "EINVAL";
	const table = tableOf(rule, flow);
	t.reasons?.push({ step: "table", tables: [table], exists: idGet(net.fib6.tables, table) !== undefined });
	const found = tableLookup6(t, net, table, flow);
	if (!found) return "next";
	const error = rejectError(found.route);
	t.reasons?.push({ step: "chosen", route: routeFact6(t, net.id, found.route), ...(error && { error }) });
	if (error) return error;
	return isSuppressed(t, net, rule, found) ? "next" : found;
}

function isSuppressed(t: Task, net: Netns, rule: Rule, { route, hop }: Found6): boolean {
	const short = rule.suppressPrefixlen !== undefined && route.dst.len <= rule.suppressPrefixlen;
	const grouped =
		rule.suppressIfgroup !== undefined && deviceByIndex(t, net.id, hop.oif)?.group === rule.suppressIfgroup;
	if (short || grouped) t.reasons?.push({ step: "suppressed", by: short ? "prefixlength" : "ifgroup" });
	return short || grouped;
}

/**
 * One table; a reject route is an answer too. Where a destination has routes for certain sources, and none of them is for
 * this packet's, the first descent passes all of its routes by, except for the default's (fib6_node_lookup_1).
 */
export function tableLookup6(t: Task, net: Netns, id: number, flow: Flow6): Found6 | undefined {
	const table = idGet(net.fib6.tables, id);
	if (!table) return undefined;
	let found: Found6 | undefined;
	let descends = true;
	matches(table.routes, toWords(flow.daddr), (list, len) => {
		const tell = (of: readonly Alias6[], fate: Fate) => passBy(t, net, table, of, flow, len, () => fate);
		if (found) {
			tell(list, "shorter");
			return false;
		}
		const sources = sourcesFor(list, flow.saddr ?? "::");
		if (descends && len > 0 && sources.length === 0 && list.some((alias) => alias.src)) {
			tell(list, "source");
			return false;
		}
		descends = false;
		found = select(t, net, table, list, sources, len, flow);
		return found !== undefined && !t.reasons;
	});
	return found;
}

/** Said only to someone who asks why: the routes of a group are one. */
function passBy(
	t: Task,
	net: Netns,
	table: FibTable6,
	list: readonly Alias6[],
	flow: Flow6,
	len: number,
	fateOf: (alias: Alias6) => Fate,
): void {
	if (!t.reasons) return;
	const dst = { addr: maskAddr(flow.daddr, len), len };
	for (const alias of list) {
		const group = siblingsOf(net, list, alias);
		if (group[0] !== alias) continue;
		const fates = group.map(fateOf);
		const fate = fates.includes("fits") ? "fits" : (fates[0] as Fate);
		t.reasons.push({ step: "route", route: routeFact6(t, net.id, grouped(net, table, group, alias, dst)), fate });
	}
}

/** The sources that a destination has routes for and that hold this one, the longest first. */
function sourcesFor(list: readonly Alias6[], saddr: Addr): Prefix[] {
	const found: Prefix[] = [];
	for (const { src } of list)
		if (src && contains(src, saddr) && !found.some(({ len }) => len === src.len)) found.push(src);
	return found.sort((a, b) => b.len - a.len);
}

/** The routes of one destination: those for the packet's source, the longest source first; then those for all. */
function select(
	t: Task,
	net: Netns,
	table: FibTable6,
	list: readonly Alias6[],
	sources: readonly Prefix[],
	len: number,
	flow: Flow6,
): Found6 | undefined {
	for (const src of [...sources, undefined]) {
		const here = src
			? list.filter((alias) => alias.src && samePrefix(alias.src, src))
			: list.filter((alias) => !alias.src);
		const best = pick(t, net, here, flow);
		passBy(t, net, table, here, flow, len, (alias) => fateOf(t, net, alias, best, flow));
		const dst = { addr: maskAddr(flow.daddr, len), len };
		if (best) return foundBy(net, table, siblingsOf(net, here, best.alias), best, dst);
	}
	return undefined;
}

function foundBy(net: Netns, table: FibTable6, siblings: readonly Alias6[], { alias, hop }: Pick, dst: Prefix): Found6 {
	const found = { route: grouped(net, table, siblings, alias, dst), hop, table: table.id, info: alias.info };
	return siblings.length > 1 ? { ...found, siblings } : found;
}

/** The route and its siblings, in their order; by itself where it has none. */
function siblingsOf(net: Netns, here: readonly Alias6[], alias: Alias6): Alias6[] {
	const info = infoOf6(net.fib6, alias);
	const siblings = here.filter((other) => sameSource(alias, other) && areSiblings(info, infoOf6(net.fib6, other)));
	return siblings.length > 1 ? siblings : [alias];
}

function sameSource({ src: a }: Alias6, { src: b }: Alias6): boolean {
	return a === b || (a !== undefined && b !== undefined && samePrefix(a, b));
}

/** A route with the ways of its siblings. */
function grouped(net: Netns, table: FibTable6, siblings: readonly Alias6[], alias: Alias6, dst: Prefix): Route6 {
	const nexthops = siblings.flatMap((other) => infoOf6(net.fib6, other).nexthops);
	return { ...routeOf6(net.fib6, alias, table.id, dst), nexthops };
}

interface Pick {
	readonly alias: Alias6;
	readonly hop: Nexthop6;
}

/** rt6_select(): metric by metric, of equals the one that fits best, then the first. */
function pick(t: Task, net: Netns, list: readonly Alias6[], flow: Flow6): Pick | undefined {
	let best: (Pick & { readonly score: number; readonly priority: number }) | undefined;
	for (const alias of list) {
		const info = infoOf6(net.fib6, alias);
		if (best && info.priority > best.priority) break;
		if (alias.expires !== undefined && alias.expires <= t.kernel.now) continue;
		for (const hop of info.nexthops.length ? info.nexthops : [nowhere]) {
			const score = scoreOf(t, net, hop, info, flow);
			if (score !== undefined && score > (best?.score ?? -1)) best = { alias, hop, score, priority: info.priority };
		}
	}
	return best;
}

/** What became of a route of the destination that was looked at. */
function fateOf(t: Task, net: Netns, alias: Alias6, best: Pick | undefined, flow: Flow6): Fate {
	if (alias === best?.alias) return "fits";
	if (alias.expires !== undefined && alias.expires <= t.kernel.now) return "expired";
	const { nexthops } = infoOf6(net.fib6, alias);
	if (nexthops.length > 0 && nexthops.every(({ flags }) => flags & RTNH_F_DEAD)) return "dead";
	if (nexthops.length > 0 && nexthops.every((hop) => isLinkdown(t, net, hop, flow))) return "linkdown";
	const info = infoOf6(net.fib6, alias);
	return nexthops.every((hop) => scoreOf(t, net, hop, info, flow) === undefined) ? "device" : "behind";
}

const nowhere: Nexthop6 = { oif: 1, weight: 1, flags: 0 };

/** find_match(): a way whose link has no carrier, where that counts. */
function isLinkdown(t: Task, net: Netns, { flags, oif }: Nexthop6, { ignoreLinkstate }: Flow6): boolean {
	return !ignoreLinkstate && (flags & RTNH_F_LINKDOWN) !== 0 && ignoresLinkdown6(t, net.id, oif);
}

/** ip6_ignore_linkdown(): net.ipv6.conf.DEV.ignore_routes_with_linkdown */
export function ignoresLinkdown6(t: Task, netns: number, oif: number): boolean {
	const inet6 = deviceByIndex(t, netns, oif)?.inet6;
	return inet6?.conf.ignoreRoutesWithLinkdown !== 0;
}

/** rt6_score_route(): the wished device, then the router's preference; undefined where the way cannot be taken. */
function scoreOf(t: Task, net: Netns, hop: Nexthop6, info: Info6, flow: Flow6): number | undefined {
	if (hop.flags & RTNH_F_DEAD || isLinkdown(t, net, hop, flow)) return undefined;
	const fits = isWished(hop, flow);
	if (!fits && flow.strict) return undefined;
	const preference = info.pref === 1 ? 2 : info.pref === 3 ? 0 : 1;
	return (fits ? 2 : 0) | (preference << 2);
}

function isWished({ oif }: Nexthop6, flow: Wish6): boolean {
	const wished = flow.wish ?? flow.oif;
	return wished === 0 || oif === wished;
}

/** rt6_score_route() of a way that the hash has chosen: whether it is alive is not asked again. */
export function mayTake6(hop: Nexthop6, flow: Wish6): boolean {
	return !flow.strict || isWished(hop, flow);
}
