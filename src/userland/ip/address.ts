/**
 * `ip address`: its verbs, and how add, change, replace and delete become one RTM_NEWADDR or RTM_DELADDR. Mirrors
 * ip/ipaddress.c ipaddr_modify(); the listing is address-list.ts, what one address looks like ifaddr.ts.
 * Read first: grammar.ts.
 */
import { type Addr, familyOf, isMulticast } from "../../net/addr.ts";
import { lastAddr, maskAddr, type Prefix } from "../../net/prefix.ts";
import { type AddrFlagRow, addrFlags, IFA_F_MCAUTOJOIN } from "../../uapi/addr-flags.ts";
import {
	type AddrRequest,
	type Family,
	INFINITY_LIFE_TIME,
	NLM_F_CREATE,
	NLM_F_ECHO,
	NLM_F_EXCL,
	NLM_F_REPLACE,
} from "../../uapi/message.ts";
import { RT_SCOPE_HOST, RT_SCOPE_UNIVERSE } from "../../uapi/scope.ts";
import { flushAddresses, listAddresses } from "./address-list.ts";
import { restoreAddresses, saveAddresses, showAddressDump } from "./address-save.ts";
import type { Context } from "./context.ts";
import { printEcho } from "./echo.ts";
import { duplicate, garbage, noDevice, returned, wrong } from "./failure.ts";
import { type Grammar, parse, type Row } from "./grammar.ts";
import { answers } from "./help.ts";
import { u32 } from "./number.ts";
import { bytesOfAddr, needAddr, needPrefix } from "./prefix.ts";
import { filterGrammar } from "./show-filter.ts";
import { talk } from "./talk.ts";
import type { IpObject } from "./verb.ts";
import type { Words } from "./words.ts";

/** A request in the making. */
interface Draft {
	readonly ctx: Context;
	family: Family;
	prefixlen: number;
	local?: Prefix & { readonly lenGiven: boolean; readonly typed: string };
	/** `any`: an attribute without bytes, which spoils the request whatever comes behind it. */
	emptyLocal?: true;
	peer?: Prefix;
	broadcast?: Addr | "+" | "-";
	anycast?: Addr;
	scope?: number;
	dev?: string;
	label?: string;
	metric?: number;
	validLft?: number;
	preferredLft?: number;
	flags: number;
}

const flagRows: readonly Row<Draft>[] = addrFlags.map((flag) => ({
	word: flag.name,
	match: "exact",
	to: (draft) => addFlag(draft, flag),
}));

export const addrGrammar: Grammar<Draft> = {
	rows: [
		{ word: "peer", match: "exact", also: ["remote"], takes: "PREFIX", to: setPeer },
		{ word: "broadcast", match: "prefix", also: ["brd"], takes: "ADDR", to: setBroadcast },
		{ word: "anycast", match: "exact", takes: "ADDR", to: setAnycast },
		{ word: "scope", match: "exact", takes: "SCOPE", to: setScope },
		{ word: "dev", match: "exact", takes: "DEV", to: (draft, value) => (draft.dev = value) },
		{ word: "label", match: "exact", takes: "LABEL", to: (draft, value) => (draft.label = value) },
		{ word: "metric", match: "prefix", alsoPrefix: ["priority", "preference"], takes: "NUMBER", to: setMetric },
		{ word: "valid_lft", match: "prefix", takes: "LIFETIME", once: "valid_lft", early: true, to: setValidLft },
		{
			word: "preferred_lft",
			match: "prefix",
			takes: "LIFETIME",
			once: "preferred_lft",
			early: true,
			to: setPreferredLft,
		},
		...flagRows,
	],
	positional: { keyword: { word: "local", match: "exact" }, takes: "PREFIX", help: "always", to: setLocal },
};

/** A second one is noticed unless the first had no bytes (`any`). */
function refuseAgain(key: string, first: Addr | undefined, value: string): void {
	if (first) throw duplicate(key, value);
}

function setPeer(draft: Draft, value: string): void {
	refuseAgain("peer", draft.peer?.addr, value);
	const peer = needPrefix(value, draft.family);
	adoptFamily(draft, peer.family);
	draft.peer = { addr: bytesOfAddr(peer), len: peer.len };
	draft.prefixlen = peer.len;
}

function setBroadcast(draft: Draft, value: string): void {
	refuseAgain("broadcast", draft.broadcast, value);
	if (value === "+" || value === "-") {
		draft.broadcast = value;
		return;
	}
	const broadcast = needAddr(value, draft.family);
	adoptFamily(draft, broadcast.family);
	draft.broadcast = bytesOfAddr(broadcast);
}

function setAnycast(draft: Draft, value: string): void {
	refuseAgain("anycast", draft.anycast, value);
	const anycast = needAddr(value, draft.family);
	adoptFamily(draft, anycast.family);
	draft.anycast = bytesOfAddr(anycast);
}

function setScope(draft: Draft, value: string): void {
	const scope = draft.ctx.names.numberOf("scope", value);
	if (scope === undefined) throw wrong(value, "invalid scope value.");
	draft.scope = scope;
}

function setMetric(draft: Draft, value: string): void {
	const metric = u32(value);
	if (metric === undefined) throw wrong(value, '"metric" value is invalid\n');
	draft.metric = metric;
}

function setValidLft(draft: Draft, value: string): void {
	draft.validLft = parseLifetime(value, "valid_lft value");
}

function setPreferredLft(draft: Draft, value: string): void {
	draft.preferredLft = parseLifetime(value, "preferred_lft value");
}

function parseLifetime(value: string, message: string): number {
	const seconds = value === "forever" ? INFINITY_LIFE_TIME : u32(value);
	if (seconds === undefined) throw wrong(value, message);
	return seconds;
}

/** A flag of IPv6 counts only when the family is known by then: `nodad 2001:db8::1` loses it. */
function addFlag(draft: Draft, flag: AddrFlagRow): void {
	if (flag.readonly) draft.ctx.complain(`Warning: ${flag.name} option is not mutable from userspace`);
	else if (flag.inet6 && draft.family !== "inet6")
		draft.ctx.complain(`Warning: ${flag.name} option can be set only for IPv6 addresses`);
	else draft.flags |= flag.number;
}

function setLocal(draft: Draft, value: string, _words: Words): void {
	if (draft.local !== undefined) throw garbage("local", value);
	const local = needPrefix(value, draft.family);
	adoptFamily(draft, local.family);
	if ("any" in local) draft.emptyLocal = true;
	else draft.local = { addr: local.addr, len: local.len, lenGiven: local.lenGiven, typed: value };
}

function adoptFamily(draft: Draft, family: Family): void {
	if (draft.family === "unspec") draft.family = family;
}

interface Change {
	readonly type: "RTM_NEWADDR" | "RTM_DELADDR";
	readonly flags: number;
}

/** One command of the modify kind: words to request to kernel. */
function modify(ctx: Context, words: Words, change: Change): number {
	const draft: Draft = { ctx, family: ctx.options.family, prefixlen: 0, flags: 0 };
	parse(addrGrammar, words, draft, answers(ctx));
	const request = requestOf(draft, change);
	const echo = ctx.options.echo ? NLM_F_ECHO : 0;
	const answer = talk(ctx, { ...request, flags: request.flags | echo });
	if (ctx.options.echo) printEcho(ctx, answer);
	return 0;
}

/** The checks in the real tool's order: what is missing, broadcast, device, lifetimes, autojoin. */
function requestOf(draft: Draft, change: Change): AddrRequest {
	const { dev, local } = draft;
	if (dev === undefined) throw returned('Not enough information: "dev" argument is required.');
	const wildcard = isWildcardDelete(draft, change);
	if (wildcard) warnWildcard(draft);
	const address = draft.peer ?? (wildcard ? undefined : local);
	const broadcast = broadcastOf(draft, change, draft.peer ?? local);
	const scope = draft.scope ?? (change.type === "RTM_NEWADDR" ? defaultScope(local) : RT_SCOPE_UNIVERSE);
	const index = draft.ctx.links.indexOf(dev);
	if (index === 0) throw noDevice(dev);
	const lifetimes = lifetimesOf(draft);
	if ((draft.flags & IFA_F_MCAUTOJOIN) !== 0 && !(local !== undefined && isMulticast(local.addr)))
		throw returned("autojoin needs multicast address");
	return {
		...change,
		family: draft.family,
		index,
		prefixlen: draft.prefixlen === 0 ? (local?.len ?? 0) : draft.prefixlen,
		scope,
		ifaFlags: draft.flags,
		...(draft.emptyLocal ? { local: "" } : local === undefined ? {} : { local: local.addr }),
		...(address === undefined ? {} : { address: address.addr }),
		...(broadcast === undefined ? {} : { broadcast }),
		...(draft.anycast === undefined ? {} : { anycast: draft.anycast }),
		...(draft.label === undefined ? {} : { label: draft.label }),
		...(draft.metric === undefined ? {} : { metric: draft.metric }),
		...(lifetimes === undefined ? {} : { lifetimes }),
	};
}

/** Deleting an IPv4 address without its length takes whatever has that local part. */
function isWildcardDelete({ peer, local }: Draft, change: Change): boolean {
	if (change.type !== "RTM_DELADDR" || peer !== undefined || local === undefined) return false;
	return familyOf(local.addr) === "inet" && !local.lenGiven;
}

function warnWildcard({ ctx, local }: Draft): void {
	ctx.complain("Warning: Executing wildcard deletion to stay compatible with old scripts.");
	ctx.complain(`         Explicitly specify the prefix length (${local?.typed}/${local?.len}) to avoid this warning.`);
	ctx.complain("         This special behaviour is likely to disappear in further releases,");
	ctx.complain("         fix your scripts!");
}

/** `+` sets the host bits of the peer or local address, `-` clears them; nothing happens for /31 and /32. */
function broadcastOf(draft: Draft, change: Change, of: Prefix | undefined): Addr | undefined {
	const { broadcast } = draft;
	if (broadcast !== "+" && broadcast !== "-") return broadcast;
	if (change.type === "RTM_DELADDR") return undefined;
	if (draft.family !== "inet") throw returned("Broadcast can be set only for IPv4 addresses");
	if (of === undefined || of.addr === "" || of.len > 30) return undefined;
	return broadcast === "+" ? lastAddr(of) : maskAddr(of.addr, of.len);
}

/** default_scope(): host for 127/8 by its first byte, and for nothing else. */
function defaultScope(local: Prefix | undefined): number {
	return local?.addr.startsWith("127.") ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
}

function lifetimesOf({ validLft, preferredLft }: Draft): AddrRequest["lifetimes"] {
	if (validLft === undefined && preferredLft === undefined) return undefined;
	const valid = validLft ?? INFINITY_LIFE_TIME;
	const preferred = preferredLft ?? INFINITY_LIFE_TIME;
	if (valid === 0) throw returned("valid_lft is zero");
	if (valid < preferred) throw returned("preferred_lft is greater than valid_lft");
	return { validLft: valid, preferredLft: preferred };
}

const add: Change = { type: "RTM_NEWADDR", flags: NLM_F_CREATE | NLM_F_EXCL };
const change: Change = { type: "RTM_NEWADDR", flags: NLM_F_REPLACE };
const replace: Change = { type: "RTM_NEWADDR", flags: NLM_F_CREATE | NLM_F_REPLACE };
const remove: Change = { type: "RTM_DELADDR", flags: 0 };

export const address: IpObject = {
	title: "ip address",
	verbs: [
		{ word: "add", match: "prefix", run: (ctx, words) => modify(ctx, words, add), grammar: addrGrammar },
		{
			word: "change",
			match: "prefix",
			also: ["chg"],
			run: (ctx, words) => modify(ctx, words, change),
			grammar: addrGrammar,
		},
		{ word: "replace", match: "prefix", run: (ctx, words) => modify(ctx, words, replace), grammar: addrGrammar },
		{ word: "delete", match: "prefix", run: (ctx, words) => modify(ctx, words, remove), grammar: addrGrammar },
		{ word: "show", match: "prefix", alsoPrefix: ["list", "lst"], run: listAddresses, grammar: filterGrammar },
		{ word: "flush", match: "prefix", run: flushAddresses, grammar: filterGrammar },
		{ word: "save", match: "prefix", run: saveAddresses, grammar: filterGrammar },
		{ word: "showdump", match: "prefix", run: showAddressDump },
		{ word: "restore", match: "prefix", run: restoreAddresses },
	],
	otherwise: listAddresses,
};
