/**
 * `ip route add`, `change`, `replace`, `append`, `prepend`, `test` and `delete`: words to one RTM_NEWROUTE or RTM_DELROUTE.
 * Mirrors ip/iproute.c iproute_modify() and parse_nexthops().
 */
import { close, open } from "../../print/field.ts";
import type { Context } from "./context.ts";
import { parseEncap } from "./encap.ts";
import { garbage, wrong } from "./failure.ts";
import { begins, type Grammar, parse, type Row } from "./grammar.ts";
import { answers } from "./help.ts";
import { lastMetricRow, metricRows } from "./metric.ts";
import { u32 } from "./number.ts";
import { needAddr, needPrefix } from "./prefix.ts";
import { type Draft, type RouteChange, requestOf } from "./route-draft.ts";
import { adoptFamily, needNumber, needRealms, readGateway, readNewDestination } from "./route-nexthop.ts";
import { parseRouteType, vrfTable } from "./route-word.ts";
import { describeRoute } from "./rtmsg.ts";
import { talk } from "./talk.ts";
import type { Words } from "./words.ts";

export const routeGrammar: Grammar<Draft> = {
	rows: [
		{ word: "src", match: "exact", takes: "ADDR", to: setPrefsrc },
		{
			word: "as",
			match: "exact",
			takes: "ADDR",
			to: (d, value, words) => adoptFamily(d, readNewDestination(d, value, words)),
		},
		{ word: "via", match: "exact", takes: "ADDR", before: needOneGateway, to: setVia },
		{ word: "from", match: "exact", takes: "PREFIX", to: setFrom },
		{ word: "tos", match: "exact", alsoPrefix: ["dsfield"], takes: "TOS", to: setTos },
		numberRow("expires", "exact", "expires"),
		{
			word: "metric",
			match: "prefix",
			also: ["preference"],
			alsoPrefix: ["priority"],
			takes: "NUMBER",
			to: (d, value) => (d.priority = needNumber(value, '"metric" value is invalid\n')),
		},
		{ word: "scope", match: "exact", takes: "SCOPE", to: setScope },
		...metricRows,
		{ word: "realms", match: "prefix", takes: "REALM", to: (d, value) => (d.flow = needRealms(d.ctx, value)) },
		{ word: "onlink", match: "exact", to: (d) => (d.onlink = true) },
		{ word: "nexthop", match: "exact", ends: true, to: (d, _, words) => (d.nexthops = words) },
		{
			word: "nhid",
			match: "exact",
			takes: "ID",
			to: (d, value) => (d.nhid = needNumber(value, '"id" value is invalid\n')),
		},
		{ word: "protocol", match: "prefix", takes: "PROTOCOL", to: setProtocol },
		{ word: "table", match: "prefix", takes: "TABLE", to: setTable },
		{ word: "vrf", match: "prefix", takes: "VRF", to: (d, value) => (d.table = vrfTable(d.ctx, value)) },
		{ word: "dev", match: "exact", also: ["oif"], takes: "DEV", to: (d, value) => (d.dev = value) },
		{ word: "pref", match: "prefix", takes: ["low", "medium", "high"], to: setPref },
		{
			word: "encap",
			match: "exact",
			takes: ["ip", "ip6", "mpls", "seg6"],
			to: (d, _, words) => (d.encap = parseEncap(d.ctx, words)),
		},
		{ word: "ttl-propagate", match: "exact", takes: ["enabled", "disabled"], to: checkTtlPropagate },
		lastMetricRow,
	],
	positional: { keyword: { word: "to", match: "exact" }, takes: "PREFIX", help: "always", to: setDestination },
};

function numberRow(word: "expires", match: "exact", name: string): Row<Draft> {
	return {
		word,
		match,
		takes: "NUMBER",
		to: (d, value) => (d[word] = needNumber(value, `"${name}" value is invalid\n`)),
	};
}

/** `any` is an attribute without bytes, which the kernel refuses (nla_policy), even where another one follows it. */
function setPrefsrc(draft: Draft, value: string): void {
	const parsed = needAddr(value, draft.family);
	adoptFamily(draft, parsed.family);
	draft.prefsrc = "any" in parsed || draft.prefsrc === "" ? "" : parsed.addr;
}

function needOneGateway({ gateway }: Draft): void {
	if (gateway !== undefined) throw wrong("via", "use nexthop syntax to specify multiple via\n");
}

function setVia(draft: Draft, value: string, words: Words): void {
	Object.assign(draft, readGateway(draft, value, words));
}

function setFrom(draft: Draft, value: string): void {
	const src = needPrefix(value, draft.family);
	adoptFamily(draft, src.family);
	if (!("any" in src)) draft.src = { addr: src.addr, len: src.len };
}

function setTos(draft: Draft, value: string): void {
	const tos = draft.ctx.names.numberOf("dsfield", value);
	if (tos === undefined) throw wrong(value, '"tos" value is invalid\n');
	draft.tos = tos;
}

function setScope(draft: Draft, value: string): void {
	const scope = draft.ctx.names.numberOf("scope", value);
	if (scope === undefined) throw wrong(value, 'invalid "scope" value\n');
	draft.scope = scope;
}

function setProtocol(draft: Draft, value: string): void {
	const protocol = draft.ctx.names.numberOf("protocol", value);
	if (protocol === undefined) throw wrong(value, '"protocol" value is invalid\n');
	draft.protocol = protocol;
}

function setTable(draft: Draft, value: string): void {
	const table = draft.ctx.names.numberOf("table", value);
	if (table === undefined) throw wrong(value, '"table" value is invalid\n');
	draft.table = table;
}

function setPref(draft: Draft, value: string): void {
	const words: Readonly<Record<string, number>> = { low: 3, medium: 0, high: 1 };
	const pref = words[value] ?? u32(value);
	if (pref === undefined || pref > 255) throw wrong(value, '"pref" value is invalid\n');
	draft.pref = pref;
}

/** Only a route of MPLS has any use for it; for IP the kernel does not look. */
function checkTtlPropagate(_: Draft, value: string): void {
	if (!begins(value, "enabled") && !begins(value, "disabled")) throw wrong(value, '"ttl-propagate" value is invalid\n');
}

/** `[to] [TYPE] PREFIX`: a word that starts with a digit is never a type. */
function setDestination(draft: Draft, value: string, words: Words): void {
	const type = /^\d/.test(value) ? undefined : parseRouteType(value);
	if (type !== undefined) draft.routeType = type;
	const word = type === undefined ? value : words.next();
	if (type !== undefined && begins(word, "help")) throw answers(draft.ctx).help();
	if (draft.dst !== undefined) throw garbage("to", word);
	const dst = needPrefix(word, draft.family);
	adoptFamily(draft, dst.family);
	draft.dst = "any" in dst ? "any" : { addr: dst.addr, len: dst.len };
}

export function modifyRoute(ctx: Context, words: Words, change: RouteChange): number {
	const draft = { ctx, family: ctx.options.family, tos: 0, onlink: false, metrics: { values: {}, locked: new Set() } };
	parse(routeGrammar, words, draft as Draft, answers(ctx));
	const answer = talk(ctx, requestOf(draft as Draft, change));
	if (ctx.options.echo) {
		// 6.1 opens the object twice, which is no JSON.
		const routes = answer.flatMap((message) => ("route" in message ? describeRoute(ctx, message.route) : []));
		ctx.print([
			open("array"),
			open("object"),
			open("object"),
			...routes,
			close("object"),
			close("object"),
			close("array"),
		]);
	}
	return 0;
}
