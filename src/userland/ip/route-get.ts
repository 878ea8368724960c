/**
 * `ip route get`: which way a packet would take. ip/iproute.c iproute_get(). A later address replaces an earlier one.
 */

import { bitsOf } from "../../net/addr.ts";
import type { Prefix } from "../../net/prefix.ts";
import { close, type Field, open } from "../../print/field.ts";
import {
	type Family,
	type Message,
	type RouteQuery,
	RTM_F_FIB_MATCH,
	RTM_F_LOOKUP_TABLE,
	RTM_F_NOTIFY,
} from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { noDevice, returned, wrong } from "./failure.ts";
import { begins, type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { needIpProto } from "./inet-proto.ts";
import { u16, u32 } from "./number.ts";
import { needPrefix } from "./prefix.ts";
import { readNewDestination } from "./route-nexthop.ts";
import { describeRoute } from "./rtmsg.ts";
import { needVrf } from "./show-filter.ts";
import { talk } from "./talk.ts";
import type { Words } from "./words.ts";

interface Draft {
	readonly ctx: Context;
	family: Family;
	found: boolean;
	dst?: Prefix;
	src?: string;
	srcLen?: number;
	iif?: string;
	oif?: string;
	tos?: number;
	mark?: number;
	uid?: number;
	ipproto?: number;
	sport?: number;
	dport?: number;
	newDst?: true;
	connected: boolean;
	rtmFlags: number;
}

export const getGrammar: Grammar<Draft> = {
	rows: [
		{ word: "tos", match: "exact", alsoPrefix: ["dsfield"], takes: "TOS", to: setTos },
		{ word: "from", match: "prefix", takes: "ADDR", to: setFrom },
		{ word: "iif", match: "prefix", takes: "DEV", to: (d, value) => (d.iif = value) },
		{
			word: "mark",
			match: "prefix",
			takes: "NUMBER",
			to: (d, value) => (d.mark = number(value, u32, "invalid mark value")),
		},
		{ word: "oif", match: "prefix", also: ["dev"], takes: "DEV", to: (d, value) => (d.oif = value) },
		{ word: "notify", match: "prefix", to: (d) => (d.rtmFlags |= RTM_F_NOTIFY) },
		{ word: "connected", match: "prefix", to: (d) => (d.connected = true) },
		{ word: "vrf", match: "prefix", takes: "VRF", to: setVrf },
		{ word: "uid", match: "prefix", takes: "UID", to: (d, value) => (d.uid = number(value, u32, "invalid UID\n")) },
		{ word: "fibmatch", match: "prefix", to: (d) => (d.rtmFlags |= RTM_F_FIB_MATCH) },
		{ word: "as", match: "exact", takes: "ADDR", to: setNewDestination },
		{
			word: "sport",
			match: "prefix",
			takes: "NUMBER",
			to: (d, value) => (d.sport = number(value, u16, "invalid sport\n")),
		},
		{
			word: "dport",
			match: "prefix",
			takes: "NUMBER",
			to: (d, value) => (d.dport = number(value, u16, "invalid dport\n")),
		},
		{ word: "ipproto", match: "prefix", takes: "STRING", to: (d, value) => (d.ipproto = needIpProto(value)) },
	],
	positional: { keyword: { word: "to", match: "exact" }, takes: "ADDR", help: "always", to: setDestination },
};

function number(value: string, read: (text: string) => number | undefined, message: string): number {
	const found = read(value);
	if (found === undefined) throw wrong(value, message);
	return found;
}

function setTos(draft: Draft, value: string): void {
	const tos = draft.ctx.names.numberOf("dsfield", value);
	if (tos === undefined) throw wrong(value, "TOS value is invalid\n");
	draft.tos = tos;
}

function setFrom(draft: Draft, value: string): void {
	if (begins(value, "help")) throw answers(draft.ctx).help();
	const src = needPrefix(value, draft.family);
	if (draft.family === "unspec") draft.family = src.family;
	if (!("any" in src)) draft.src = src.addr;
	draft.srcLen = src.len;
}

function setVrf(draft: Draft, value: string): void {
	needVrf(draft.ctx, value, "Invalid VRF\n");
	draft.oif = value;
}

/** `as [to] ADDR`: no kernel takes it in a question. */
function setNewDestination(draft: Draft, value: string, words: Words): void {
	const family = readNewDestination(draft, value, words);
	if (draft.family === "unspec") draft.family = family;
	draft.newDst = true;
}

function setDestination(draft: Draft, value: string): void {
	const dst = needPrefix(value, draft.family);
	if (draft.family === "unspec") draft.family = dst.family;
	draft.found = true;
	const bits = draft.family === "inet" || draft.family === "inet6" ? bitsOf(draft.family) : dst.len;
	if (dst.len !== bits)
		draft.ctx.complain(`Warning: /${dst.len} as prefix is invalid, only /${bits} (or none) is supported.`);
	if (!("any" in dst)) draft.dst = { addr: dst.addr, len: bits };
}

export function getRoute(ctx: Context, words: Words): number {
	const draft: Draft = { ctx, family: ctx.options.family, found: false, connected: false, rtmFlags: 0 };
	parse(getGrammar, words, draft, answers(ctx));
	if (!draft.found) throw returned("need at least a destination address");
	const query = queryOf(draft);
	const answer = talk(ctx, query);
	ctx.print([open("array"), ...describe(ctx, answer)]);
	if (draft.connected && draft.srcLen === undefined) return connect(ctx, query, answer);
	ctx.print([close("array")]);
	return 0;
}

function describe(ctx: Context, answer: readonly Message[]): Field[] {
	return answer.flatMap((message) =>
		"route" in message ? [open("object"), ...describeRoute(ctx, message.route), close("object")] : [],
	);
}

/** `connected` means to ask again from the source address, but the real tool sends the same question, and answers in text. */
function connect(ctx: Context, query: RouteQuery, answer: readonly Message[]): number {
	const hasSource = answer.some((message) => "route" in message && (message.route.prefsrc ?? message.route.src));
	if (!hasSource) throw returned("Failed to connect the route");
	ctx.print([close("array")]);
	ctx.printText(describe(ctx, talk(ctx, query)));
	return 0;
}

function queryOf(draft: Draft): RouteQuery {
	const family = draft.family === "unspec" ? "inet" : draft.family;
	// Only IPv4 tells the table of its own accord.
	const lookup = family === "inet" ? RTM_F_LOOKUP_TABLE : 0;
	const iif = deviceIndex(draft.ctx, draft.iif);
	const oif = deviceIndex(draft.ctx, draft.oif);
	const { dst, src, tos, mark, uid, ipproto, sport, dport, srcLen, newDst } = draft;
	return {
		type: "RTM_GETROUTE",
		flags: 0,
		family,
		rtmFlags: draft.rtmFlags | lookup,
		...(dst && { dst }),
		...(src !== undefined && { src }),
		...(srcLen !== undefined && { srcLen }),
		...(iif !== undefined && { iif }),
		...(oif !== undefined && { oif }),
		...(tos !== undefined && { tos }),
		...(mark !== undefined && { mark }),
		...(uid !== undefined && { uid }),
		...(ipproto !== undefined && { ipproto }),
		...(sport !== undefined && { sport }),
		...(dport !== undefined && { dport }),
		...(newDst && { newDst }),
	};
}

function deviceIndex(ctx: Context, name: string | undefined): number | undefined {
	if (name === undefined) return undefined;
	const index = ctx.links.indexOf(name);
	if (index === 0) throw noDevice(name);
	return index;
}
