/** `type vxlan`: options and the -d line. ip/iplink_vxlan.c. Each option may be said once. */
import { isMulticast } from "../../../net/addr.ts";
import type { VxlanData } from "../../../uapi/link-data.ts";
import type { Family, LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { exited, returned, wrong } from "../failure.ts";
import type { Grammar, Row } from "../grammar.ts";
import { u16, u32 } from "../number.ts";
import { needAddr } from "../prefix.ts";
import type { Words } from "../words.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { describe } from "./vxlan-part.ts";

interface VxlanDraft extends KindDraft {
	family: Family;
	group?: string;
	remote?: string;
}

const grammar: Grammar<VxlanDraft> = {
	rows: [
		{ word: "id", match: "prefix", alsoPrefix: ["vni"], takes: "NUMBER", only: "id", to: setId },
		{ word: "group", match: "prefix", takes: "ADDR", only: "group", to: setGroup },
		{ word: "remote", match: "prefix", takes: "ADDR", only: "remote", to: setRemote },
		{ word: "local", match: "prefix", takes: "ADDR", only: "local", to: setLocal },
		{ word: "dev", match: "prefix", takes: "DEV", only: "dev", to: setDev },
		{ word: "ttl", match: "prefix", alsoPrefix: ["hoplimit"], takes: "NUMBER", only: "ttl", to: setTtl },
		{ word: "tos", match: "prefix", alsoPrefix: ["dsfield"], takes: "TOS", only: "tos", to: setTos },
		{ word: "df", match: "prefix", takes: ["unset", "set", "inherit"], only: "df", to: setDf },
		{ word: "label", match: "prefix", alsoPrefix: ["flowlabel"], takes: "NUMBER", only: "flowlabel", to: setLabel },
		{ word: "ageing", match: "prefix", takes: "NUMBER", only: "ageing", to: setAgeing },
		{ word: "maxaddress", match: "prefix", takes: "NUMBER", only: "maxaddress", to: setLimit },
		{ word: "port", match: "prefix", alsoPrefix: ["srcport"], takes: "NUMBER", only: "srcport", to: setSrcport },
		{ word: "dstport", match: "prefix", takes: "NUMBER", only: "dstport", to: setDstport },
		...switches("learning", "learning"),
		...switches("proxy", "proxy"),
		...switches("rsc", "rsc"),
		...switches("l2miss", "l2miss"),
		...switches("l3miss", "l3miss"),
		...switches("udpcsum", "udpCsum"),
		...switches("udp6zerocsumtx", "udpZeroCsum6Tx"),
		...switches("udp6zerocsumrx", "udpZeroCsum6Rx"),
		...switches("remcsumtx", "remcsumTx"),
		...switches("remcsumrx", "remcsumRx"),
		...switches("external", "external"),
		flag("gbp", "gbp", true),
		flag("gpe", "gpe", true),
		{ ...flag("vnifilter", "vnifilter", true), match: "exact" },
		{ ...flag("novnifilter", "vnifilter", false, "vnifilter"), match: "exact" },
	],
};

/** `noX` and `X` are two words for one thing; the one that denies stands first. */
function switches(word: string, name: keyof VxlanData): Row<VxlanDraft>[] {
	return [flag(`no${word}`, name, false, word), flag(word, name, true)];
}

function flag(word: string, name: keyof VxlanData, value: boolean, key = word): Row<VxlanDraft> {
	return { word, match: "prefix", only: key, to: ({ data }) => (data[name] = value) };
}

function setId({ data }: VxlanDraft, value: string): void {
	data.id = u32(value);
	if (data.id === undefined || (data.id as number) >= 1 << 24) throw wrong(value, "invalid id");
}

function setGroup(draft: VxlanDraft, value: string): void {
	draft.group = endpoint(draft, value, (addr) => isMulticast(addr), "invalid group address");
}

function setRemote(draft: VxlanDraft, value: string): void {
	draft.remote = endpoint(draft, value, (addr) => !isMulticast(addr), "invalid remote address");
}

function setLocal(draft: VxlanDraft, value: string): void {
	draft.data.local = endpoint(draft, value, (addr) => !isMulticast(addr), "invalid local address");
}

/** The first address decides the family of the others. */
function endpoint(draft: VxlanDraft, value: string, fits: (addr: string) => boolean, message: string): string {
	const parsed = needAddr(value, draft.family);
	if ("any" in parsed || !fits(parsed.addr)) throw wrong(value, message);
	draft.family = parsed.family;
	return parsed.addr;
}

function setDev({ ctx, data }: VxlanDraft, value: string): void {
	data.link = ctx.links.indexOf(value);
	if (data.link === 0) throw exited(`Cannot find device "${value}"`);
}

function setTtl({ data }: VxlanDraft, value: string): void {
	if (value === "inherit") data.ttlInherit = true;
	else if (value === "auto") data.ttl = 0;
	else {
		const ttl = u32(value);
		if (ttl === undefined) throw wrong(value, "invalid TTL");
		if (ttl > 255) throw wrong(value, "TTL must be <= 255");
		data.ttl = ttl;
	}
}

function setTos({ ctx, data }: VxlanDraft, value: string): void {
	data.tos = value === "inherit" ? 1 : ctx.names.numberOf("dsfield", value);
	if (data.tos === undefined) throw wrong(value, "bad TOS value");
}

function setDf({ data }: VxlanDraft, value: string): void {
	if (!["unset", "set", "inherit"].includes(value)) throw wrong(value, "DF must be 'unset', 'set' or 'inherit'");
	data.df = value;
}

function setLabel({ data }: VxlanDraft, value: string): void {
	data.label = u32(value);
	if (data.label === undefined || (data.label as number) > 0xfffff) throw wrong(value, "invalid flowlabel");
}

function setAgeing({ data }: VxlanDraft, value: string): void {
	data.ageing = value === "none" ? 0 : u32(value);
	if (data.ageing === undefined) throw wrong(value, "ageing timer");
}

function setLimit({ data }: VxlanDraft, value: string): void {
	data.limit = value === "unlimited" ? 0 : u32(value);
	if (data.limit === undefined) throw wrong(value, "max addresses");
}

function setSrcport({ data }: VxlanDraft, value: string, words: Words): void {
	const low = u16(value);
	if (low === undefined) throw wrong(value, "min port");
	const last = words.next();
	const high = u16(last);
	if (high === undefined) throw wrong(last, "max port");
	// `0 0` is not asked for.
	if (low || high) Object.assign(data, { portLow: low, portHigh: high });
}

function setDstport({ data }: VxlanDraft, value: string): void {
	data.port = u16(value);
	if (data.port === undefined) throw wrong(value, "dst port");
}

/** Without an address the family that was asked for decides, by an end that is none. */
const anyOf: Partial<Record<Family, string>> = { inet: "0.0.0.0", inet6: "::" };

/** vxlan_parse_opt(): the checks after the words, in its order. */
function parse(ctx: Context, words: Words, creating: boolean): LinkData {
	const draft: VxlanDraft = { ctx, creating, data: {}, family: "unspec" };
	const data = parseKind("vxlan", "command", grammar, draft, words);
	const { group, remote } = draft;
	if (data.external !== true && data.vnifilter === true)
		throw returned("vxlan: vnifilter is valid only when 'external' is set");
	if (data.external === true && data.id !== undefined)
		throw returned("vxlan: both 'external' and vni cannot be specified");
	if (data.external !== true && data.id === undefined && creating)
		throw returned("vxlan: missing virtual network identifier");
	if (group !== undefined && remote !== undefined) throw returned("vxlan: both group and remote cannot be specified");
	if (group !== undefined && data.link === undefined) throw returned("vxlan: 'group' requires 'dev' to be specified");
	const { port: given, ...rest } = data;
	const port = given ?? (data.gpe ? 4790 : undefined);
	if (port === undefined && creating) warnPort(ctx);
	const peer = group ?? remote ?? (data.local === undefined ? anyOf[ctx.options.family] : undefined);
	return {
		...rest,
		...(peer === undefined ? {} : { group: peer }),
		...(data.external === true ? { learning: false } : {}),
		// Asked for as zero, the kernel's old default stays.
		...(port ? { port } : {}),
	};
}

function warnPort(ctx: Context): void {
	ctx.complain("vxlan: destination port not specified");
	ctx.complain("Will use Linux kernel default (non-standard value)");
	ctx.complain("Use 'dstport 4789' to get the IANA assigned value");
	ctx.complain("Use 'dstport 0' to get default and quiet this message");
}

export const vxlan: Kind = {
	name: "vxlan",
	grammar,
	parse,
	describe: (ctx, data: LinkData) => describe(ctx, data as VxlanData),
};
