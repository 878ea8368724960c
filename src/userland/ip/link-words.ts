/**
 * The words of `ip link add`, `set` and `delete`, which share one grammar, as a draft of a request. Mirrors the word chain
 * of ip/iplink.c iplink_parse(). The peer of a veth is read with it a second time (kind/veth.ts); what becomes of the
 * draft is link-request.ts.
 */
import { byteLength } from "../../net/byte.ts";
import { addrGenModes } from "../../uapi/addr-gen-mode.ts";
import {
	IFF_ALLMULTI,
	IFF_DYNAMIC,
	IFF_MULTICAST,
	IFF_NOARP,
	IFF_NOTRAILERS,
	IFF_PROMISC,
	IFF_UP,
} from "../../uapi/link-flags.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { linkModes, operstates } from "../../uapi/operstate.ts";
import type { Row as Named } from "../../uapi/row.ts";
import type { Context } from "./context.ts";
import { garbage, onOrOff, wrong } from "./failure.ts";
import { begins, type Grammar, type Keyword, parse, type Row } from "./grammar.ts";
import { answers } from "./help.ts";
import { isIfname } from "./ifname.ts";
import { needLladdr, parseSwitch } from "./kind/option.ts";
import { setLinkNetns, setLinkNetnsid, setNetns } from "./link-netns.ts";
import { atoi, integer, u16, u32 } from "./number.ts";
import { needVrf } from "./show-filter.ts";
import { parseVf } from "./vf.ts";
import type { Words } from "./words.ts";
import { checkOffload, checkXdp } from "./xdp.ts";

/** Attributes that can still be written to. */
export type AttrsDraft = { -readonly [Key in keyof LinkAttrs]: LinkAttrs[Key] };

export interface LinkDraft {
	readonly ctx: Context;
	/** NLM_F_CREATE: `add` and `replace`. */
	readonly creating: boolean;
	/** The outer request has a type already: this is a veth's peer. */
	readonly inner: boolean;
	/** Named by itself or after `dev`; `name` alone names the device as well. */
	dev?: string;
	name?: string;
	link?: string;
	/** 0: not given. */
	index: number;
	group?: number;
	ifiFlags: number;
	ifiChange: number;
	kind?: string;
	readonly attrs: AttrsDraft;
}

export const linkGrammar: Grammar<LinkDraft> = {
	rows: [
		flagRow("up", IFF_UP, true),
		flagRow("down", IFF_UP, false),
		{ word: "name", match: "exact", takes: "NAME", once: "name", to: setName },
		{ word: "index", match: "exact", takes: "NUMBER", once: "index", to: setIndex },
		{ word: "link", match: "prefix", takes: "DEV", to: (draft, value) => (draft.link = value) },
		{ word: "address", match: "prefix", takes: "LLADDR", to: (d, value) => (d.attrs.address = needLladdr(value)) },
		{
			word: "broadcast",
			match: "prefix",
			also: ["brd"],
			takes: "LLADDR",
			to: (d, value) => (d.attrs.broadcast = needLladdr(value)),
		},
		integerRow({ word: "txqueuelen", match: "prefix", also: ["qlen"], alsoPrefix: ["txqlen"] }, "txqlen"),
		integerRow({ word: "mtu", match: "exact" }, "mtu"),
		{ word: "xdp", match: "exact", also: ["xdpgeneric", "xdpdrv"], takes: ["off"], to: checkXdp },
		{ word: "xdpoffload", match: "exact", takes: ["off"], to: checkOffload },
		{ word: "netns", match: "exact", takes: "NETNS", once: "netns", to: setNetns },
		onOffRow("multicast", "exact", IFF_MULTICAST),
		onOffRow("allmulticast", "exact", IFF_ALLMULTI),
		onOffRow("promisc", "exact", IFF_PROMISC),
		onOffRow("trailers", "exact", IFF_NOTRAILERS, "inverted"),
		onOffRow("arp", "exact", IFF_NOARP, "inverted"),
		{ word: "carrier", match: "exact", takes: ["on", "off"], to: setCarrier },
		{ word: "vf", match: "exact", takes: "NUMBER", to: setVf },
		{ word: "master", match: "prefix", takes: "DEV", to: setMaster },
		{ word: "vrf", match: "exact", takes: "VRF", to: setVrf },
		{ word: "nomaster", match: "prefix", to: ({ attrs }) => (attrs.master = 0) },
		onOffRow("dynamic", "prefix", IFF_DYNAMIC),
		{ word: "type", match: "prefix", takes: "KIND", ends: true, to: setKind },
		{ word: "alias", match: "prefix", takes: "STRING", to: setAlias },
		{ word: "group", match: "exact", takes: "GROUP", once: "group", to: setGroup },
		{ word: "mode", match: "exact", takes: linkModes.map(({ name }) => name), to: setMode },
		{ word: "state", match: "exact", takes: operstates.map(({ name }) => name), to: setState },
		integerRow({ word: "numtxqueues", match: "prefix" }, "numTxQueues"),
		integerRow({ word: "numrxqueues", match: "prefix" }, "numRxQueues"),
		{ word: "addrgenmode", match: "prefix", takes: addrGenModes.map(({ name }) => name), to: setAddrGenMode },
		{ word: "link-netns", match: "prefix", takes: "NETNS", once: "link-netns/link-netnsid", to: setLinkNetns },
		{ word: "link-netnsid", match: "prefix", takes: "ID", once: "link-netns/link-netnsid", to: setLinkNetnsid },
		{ word: "protodown", match: "exact", takes: ["on", "off"], to: setProtodown },
		{ word: "protodown_reason", match: "exact", takes: "NUMBER", to: setProtodownReason },
		countRow({ word: "gso_max_size", match: "exact" }, "gsoMaxSize"),
		{ ...countRow({ word: "gso_max_segs", match: "exact" }, "gsoMaxSegs"), to: setGsoMaxSegs },
		countRow({ word: "gro_max_size", match: "exact" }, "groMaxSize"),
		{ word: "parentdev", match: "exact", takes: "NAME", unmodelled: true, to: () => {} },
	],
	positional: { keyword: { word: "dev", match: "exact" }, takes: "DEV", help: "bare", to: setDev },
};

function flagRow(word: string, flag: number, on: boolean): Row<LinkDraft> {
	return { word, match: "exact", to: (draft) => setFlag(draft, flag, on) };
}

function setFlag(draft: LinkDraft, flag: number, on: boolean): void {
	draft.ifiChange |= flag;
	draft.ifiFlags = on ? draft.ifiFlags | flag : draft.ifiFlags & ~flag;
}

/** `arp on` takes NOARP away. */
function onOffRow(word: string, match: "exact" | "prefix", flag: number, sense?: "inverted"): Row<LinkDraft> {
	const to = (draft: LinkDraft, value: string): void => {
		if (value !== "on" && value !== "off") throw onOrOff(word, value);
		setFlag(draft, flag, (value === "on") !== (sense === "inverted"));
	};
	return { word, match, takes: ["on", "off"], to };
}

type NumberAttr = "mtu" | "txqlen" | "numTxQueues" | "numRxQueues" | "gsoMaxSize" | "gsoMaxSegs" | "groMaxSize";

/** A signed number, as the kernel gets to see it: `mtu -5` is refused there. */
function integerRow(keyword: Keyword, attr: NumberAttr): Row<LinkDraft> {
	return {
		...keyword,
		takes: "NUMBER",
		once: keyword.word,
		to: (d, value) => setNumber(d, attr, keyword, value, integer),
	};
}

function countRow(keyword: Keyword, attr: NumberAttr): Row<LinkDraft> {
	const to = (draft: LinkDraft, value: string) => setNumber(draft, attr, keyword, value, u32);
	return { ...keyword, takes: "NUMBER", to };
}

function setNumber(
	{ attrs }: LinkDraft,
	attr: NumberAttr,
	{ word }: Keyword,
	value: string,
	read: (text: string) => number | undefined,
): void {
	const number = read(value);
	if (number === undefined) throw wrong(value, `Invalid "${word}" value\n`);
	attrs[attr] = number;
}

/** GSO_MAX_SEGS of linux/if_link.h bounds the segments; the bytes are the kernel's to judge. */
function setGsoMaxSegs(draft: LinkDraft, value: string): void {
	setNumber(draft, "gsoMaxSegs", { word: "gso_max_segs", match: "exact" }, value, u16);
}

function setName(draft: LinkDraft, value: string): void {
	if (!isIfname(value, 15)) throw wrong(value, '"name" not a valid ifname');
	draft.name = value;
}

function setIndex(draft: LinkDraft, value: string): void {
	draft.index = atoi(value);
	if (draft.index <= 0) throw wrong(value, 'Invalid "index" value');
}

/** Of a peer's word it is known only that it was wrong (ip/iplink.c iplink_modify). */
function statusOf(inner: boolean): number {
	return inner ? 1 : 22;
}

function setCarrier({ attrs, inner }: LinkDraft, value: string): void {
	attrs.carrier = parseSwitch("carrier", value, statusOf(inner)) ? 1 : 0;
}

function setMaster({ ctx, attrs }: LinkDraft, value: string): void {
	const master = ctx.links.indexOf(value);
	if (master === 0) throw wrong(value, "Device does not exist\n");
	attrs.master = master;
}

/** Each `vf` asks for something of one function; the kernel takes them in turn. */
function setVf({ ctx, name, dev = name, attrs }: LinkDraft, value: string, words: Words): void {
	attrs.vfinfo = [...(attrs.vfinfo ?? []), parseVf(ctx, dev, value, words)];
}

function setVrf({ ctx, attrs }: LinkDraft, value: string): void {
	attrs.master = needVrf(ctx, value, "Not a valid VRF name\n");
}

function setKind(draft: LinkDraft, value: string): void {
	draft.kind = value;
}

function setAlias({ attrs }: LinkDraft, value: string): void {
	if (byteLength(value) >= 256) throw wrong(value, "alias too long\n");
	attrs.alias = value;
}

function setGroup(draft: LinkDraft, value: string): void {
	const group = draft.ctx.names.numberOf("group", value);
	if (group === undefined) throw wrong(value, 'Invalid "group" value\n');
	draft.group = group;
}

function setMode({ attrs }: LinkDraft, value: string): void {
	attrs.linkmode = numberOfAnyCase(linkModes, value, "Invalid link mode\n");
}

function setState({ attrs }: LinkDraft, value: string): void {
	attrs.operstate = numberOfAnyCase(operstates, value, "Invalid operstate\n");
}

function numberOfAnyCase(rows: readonly Named[], value: string, message: string): number {
	const row = rows.find(({ name }) => name.toLowerCase() === value.toLowerCase());
	if (row === undefined) throw wrong(value, message);
	return row.number;
}

function setAddrGenMode({ attrs }: LinkDraft, value: string): void {
	attrs.addrGenMode = numberOfAnyCase(addrGenModes, value, "Invalid address generation mode\n");
}

function setProtodown({ attrs, inner }: LinkDraft, value: string): void {
	attrs.protoDown = parseSwitch("protodown", value, statusOf(inner));
}

function setProtodownReason({ ctx, attrs }: LinkDraft, value: string, words: Words): void {
	const reason = ctx.names.numberOf("reason", value);
	if (reason === undefined) throw wrong(value, "invalid protodown reason\n");
	const state = words.next();
	const on = begins(state, "on");
	if (!on && !begins(state, "off")) throw onOrOff("protodown_reason", state);
	attrs.protoDownReason = { mask: 1 << reason, value: on ? 1 << reason : 0 };
}

function setDev(draft: LinkDraft, value: string): void {
	if (draft.dev !== undefined) throw garbage("dev", value);
	if (!isIfname(value)) throw wrong(value, '"dev" not a valid ifname');
	draft.dev = value;
}

export function emptyDraft(ctx: Context, creating: boolean, inner = false): LinkDraft {
	return { ctx, creating, inner, index: 0, ifiFlags: 0, ifiChange: 0, attrs: {} };
}

/** Reads the words up to the end, or up to what follows `type KIND`. */
export function parseLinkWords(draft: LinkDraft, words: Words): void {
	parse(linkGrammar, words, draft, answers(draft.ctx));
}
