/** `type geneve`: options and the -d line. ip/iplink_geneve.c. Each option may be said once. */
import { isMulticast } from "../../../net/addr.ts";
import { type Field, field, member, text } from "../../../print/field.ts";
import type { GeneveData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { returned, wrong } from "../failure.ts";
import type { Grammar, Row } from "../grammar.ts";
import { u16, u32 } from "../number.ts";
import { needAddr } from "../prefix.ts";
import type { Words } from "../words.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { describeParts, hex, number, type Part } from "./part.ts";
import { tosPart, yes } from "./tunnel-part.ts";

const grammar: Grammar<KindDraft> = {
	rows: [
		{ word: "id", match: "prefix", alsoPrefix: ["vni"], takes: "NUMBER", only: "id", to: setId },
		{ word: "remote", match: "prefix", takes: "ADDR", only: "remote", to: setRemote },
		{ word: "ttl", match: "prefix", alsoPrefix: ["hoplimit"], takes: "NUMBER", only: "ttl", to: setTtl },
		{ word: "tos", match: "prefix", alsoPrefix: ["dsfield"], takes: "TOS", only: "tos", to: setTos },
		{ word: "df", match: "prefix", takes: ["unset", "set", "inherit"], only: "df", to: setDf },
		{ word: "label", match: "prefix", alsoPrefix: ["flowlabel"], takes: "NUMBER", only: "flowlabel", to: setLabel },
		{ word: "dstport", match: "prefix", takes: "NUMBER", only: "dstport", to: setPort },
		...switchRows("external", "external"),
		...switchRows("udpcsum", "udpCsum"),
		...switchRows("udp6zerocsumtx", "udpZeroCsum6Tx"),
		...switchRows("udp6zerocsumrx", "udpZeroCsum6Rx"),
		{
			word: "innerprotoinherit",
			match: "exact",
			only: "innerprotoinherit",
			to: ({ data }) => (data.innerProtoInherit = true),
		},
	],
};

function switchRows(word: string, name: keyof GeneveData): Row<KindDraft>[] {
	return [
		{ word, match: "prefix", only: word, to: ({ data }) => (data[name] = true) },
		{ word: `no${word}`, match: "prefix", only: word, to: ({ data }) => (data[name] = false) },
	];
}

function setId({ data }: KindDraft, value: string): void {
	data.id = u32(value);
	if (data.id === undefined || (data.id as number) >= 1 << 24) throw wrong(value, "invalid id");
}

function setRemote({ data }: KindDraft, value: string): void {
	const parsed = needAddr(value, "unspec");
	if ("any" in parsed || isMulticast(parsed.addr)) throw wrong(value, "invalid remote address");
	data.remote = parsed.addr;
}

function setTtl({ data }: KindDraft, value: string): void {
	const ttl = value === "inherit" || value === "auto" ? 0 : u32(value);
	if (ttl === undefined) throw wrong(value, "invalid TTL");
	if (ttl > 255) throw wrong(value, "TTL must be <= 255");
	if (value === "inherit") data.ttlInherit = true;
	data.ttl = ttl;
}

function setTos({ ctx, data }: KindDraft, value: string): void {
	data.tos = value === "inherit" ? 1 : ctx.names.numberOf("dsfield", value);
	if (data.tos === undefined) throw wrong(value, "bad TOS value");
}

function setDf({ data }: KindDraft, value: string): void {
	if (!["unset", "set", "inherit"].includes(value)) throw wrong(value, "DF must be 'unset', 'set' or 'inherit'");
	data.df = value;
}

function setLabel({ data }: KindDraft, value: string): void {
	data.label = u32(value);
	if (data.label === undefined || (data.label as number) > 0xfffff) throw wrong(value, "invalid flowlabel");
}

function setPort({ data }: KindDraft, value: string): void {
	data.port = u16(value);
	if (data.port === undefined) throw wrong(value, "dstport");
}

/** geneve_parse_opt(): the checks after the words. A change names the tunnel by its id, and leaves unsaid what stays. */
function parse(ctx: Context, words: Words, creating: boolean): LinkData {
	const data: GeneveData = parseKind("geneve", "command", grammar, { ctx, creating, data: {} }, words);
	const { id, remote, external, port, ...rest } = data;
	if (external && id !== undefined) throw returned("geneve: both 'external' and vni cannot be specified");
	if (!external && id === undefined) throw returned("geneve: missing virtual network identifier");
	if (!external && creating && remote === undefined) throw returned("geneve: remote link partner not specified");
	return {
		id: id ?? 0,
		...(remote === undefined ? {} : { remote }),
		...(creating ? { label: 0, ttl: 0, tos: 0 } : {}),
		...rest,
		...(port === undefined || port === 0 ? {} : { port }),
		...(external ? { external } : {}),
	};
}

const parts: readonly Part<GeneveData>[] = [
	({ external }) => (external ? [yes("external")] : []),
	number("id", "id"),
	({ remote }) => {
		if (remote === undefined) return [];
		return [field(remote.includes(":") ? "remote6" : "remote", `remote ${remote} `, remote)];
	},
	({ ttl, ttlInherit }): Field[] => {
		if (ttlInherit) return [text("ttl inherit ")];
		return ttl === undefined ? [] : [field("ttl", `ttl ${ttl === 0 ? "auto" : ttl} `, ttl)];
	},
	tosPart,
	({ df }) => (df === undefined ? [] : [df === "unset" ? member("df", df) : field("df", `df ${df} `, df)]),
	hex("flowlabel", "label", "label"),
	number("dstport", "port", "port"),
	denied("udpcsum", "udpCsum", "udp_csum"),
	denied("udp6zerocsumtx", "udpZeroCsum6Tx", "udp_zero_csum6_tx"),
	denied("udp6zerocsumrx", "udpZeroCsum6Rx", "udp_zero_csum6_rx"),
	({ innerProtoInherit }) => (innerProtoInherit ? [yes("innerprotoinherit", "inner_proto_inherit")] : []),
];

/** `udpcsum` or `noudpcsum`. */
function denied(word: string, name: "udpCsum" | "udpZeroCsum6Tx" | "udpZeroCsum6Rx", key: string): Part<GeneveData> {
	return ({ [name]: on }) => (on === undefined ? [] : [field(key, `${on ? "" : "no"}${word} `, on)]);
}

export const geneve: Kind = { name: "geneve", grammar, parse, describe: describeParts(parts) };
