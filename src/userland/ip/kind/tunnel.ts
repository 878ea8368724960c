/**
 * What the tunnels of ip/link_*.c have alike: addresses, the link below, keys, ttl and traffic class, the UDP envelope; as
 * rows of options and as parts of the -d line. A change starts from what the tunnel is now, so the tool asks for that
 * first. Read next: gre.ts, iptnl.ts, ip6tnl.ts, vti.ts.
 */
import { type Addr, type AddrFamily, isUnspecified, toWords } from "../../../net/addr.ts";
import { close, type Field, field, open } from "../../../print/field.ts";
import type { TunnelData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { exited, returned, wrong } from "../failure.ts";
import { begins, type Keyword, type Match, type Row } from "../grammar.ts";
import { u8, u16, u32 } from "../number.ts";
import { needAddr } from "../prefix.ts";
import { complaint } from "../talk.ts";
import type { KindDraft } from "./kind.ts";
import { deviceRow, hexText, needAddr32 } from "./option.ts";
import { device, hex, type Part, said } from "./part.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface TunnelDraft extends KindDraft {
	readonly name: string;
	readonly tunnel: Writable<TunnelData>;
}

export const GRE_CSUM = 0x8000;
export const GRE_KEY = 0x2000;
export const GRE_SEQ = 0x1000;

export const ENCAP_CSUM = 1;
export const ENCAP_CSUM6 = 2;
export const ENCAP_REMCSUM = 4;

export const DEFAULT_HOPLIMIT = 64;
export const DEFAULT_ENCAPLIMIT = 4;

/** The tunnel as it is, where one is changed; `defaults` where one is made. */
export function startFrom(
	ctx: Context,
	name: string,
	creating: boolean,
	index: number,
	defaults: TunnelData,
): TunnelDraft {
	const tunnel = { ...defaults, ...(creating ? {} : existing(ctx, name, index)) };
	return { ctx, name, creating, data: {}, tunnel };
}

function existing(ctx: Context, name: string, index: number): TunnelData {
	const { family } = ctx.options;
	const { messages, error } = ctx.sys.netlink({ type: "RTM_GETLINK", flags: 0, family, index });
	if (error !== undefined) ctx.complain(complaint(error));
	const [message] = messages;
	const link = message?.type === "RTM_NEWLINK" ? message.link : undefined;
	if (link?.kind === undefined || link.data === undefined) throw returned("Failed to get existing tunnel info.");
	return link.kind === name ? (link.data as TunnelData) : {};
}

/** Members without a value stay out of a request. */
export function given(tunnel: TunnelData): LinkData {
	return Object.fromEntries(Object.entries(tunnel).filter(([, value]) => value !== undefined));
}

/** lib/tunnel.c tnl_parse_key(): a number, or four of them between dots. */
export function parseKey(name: string, value: string): number {
	if (value.includes(".")) return toWords(needAddr32(value))[0] ?? 0;
	const key = u32(value);
	if (key === undefined) throw exited(`invalid value for "${name}": "${value}"; it should be an unsigned integer`);
	return key;
}

/** An end; the unspecified address is none. */
export function parseEnd(value: string, family: AddrFamily): Addr | undefined {
	const parsed = needAddr(value, family);
	return "any" in parsed || isUnspecified(parsed.addr) ? undefined : parsed.addr;
}

export function endRows(family: AddrFamily, match: Match): Row<TunnelDraft>[] {
	return [
		{
			word: "remote",
			match,
			takes: "ADDR",
			to: ({ tunnel }, value) => setOrDrop(tunnel, "remote", parseEnd(value, family)),
		},
		{
			word: "local",
			match,
			takes: "ADDR",
			to: ({ tunnel }, value) => setOrDrop(tunnel, "local", parseEnd(value, family)),
		},
	];
}

function setOrDrop<K extends "remote" | "local">(tunnel: Writable<TunnelData>, end: K, addr: Addr | undefined): void {
	if (addr === undefined) delete tunnel[end];
	else tunnel[end] = addr;
}

export function devRow(): Row<TunnelDraft> {
	const row = deviceRow("dev", "link", (name) => exited(`Cannot find device "${name}"`));
	return { ...row, to: ({ ctx, tunnel }, value, words) => row.to({ ctx, creating: true, data: tunnel }, value, words) };
}

/** `ttl inherit` is 0. */
export function ttlRow(keyword: Keyword, message: string): Row<TunnelDraft> {
	const to = ({ tunnel }: TunnelDraft, value: string): void => {
		const ttl = value === "inherit" ? 0 : u8(value);
		if (ttl === undefined) throw wrong(value, message);
		tunnel.ttl = ttl;
	};
	return { ...keyword, takes: "NUMBER", to };
}

/** `tos inherit` is 1. */
export function tosRow(keyword: Keyword): Row<TunnelDraft> {
	const to = ({ ctx, tunnel }: TunnelDraft, value: string): void => {
		const tos = value === "inherit" ? 1 : ctx.names.numberOf("dsfield", value);
		if (tos === undefined) throw wrong(value, "bad TOS value");
		tunnel.tos = tos;
	};
	return { ...keyword, takes: "TOS", to };
}

export function fwmarkRow(): Row<TunnelDraft> {
	const to = ({ tunnel }: TunnelDraft, value: string) => (tunnel.fwmark = parseFwmark(value));
	return { word: "fwmark", match: "exact", takes: "NUMBER", to };
}

export function parseFwmark(value: string): number {
	const mark = u32(value);
	if (mark === undefined) throw wrong(value, "invalid fwmark\n");
	return mark;
}

export function externalRow(): Row<TunnelDraft> {
	return { word: "external", match: "exact", to: ({ tunnel }) => (tunnel.external = true) };
}

/** Of GRE: `key`, `ikey`, `okey` and their no-forms; then sequence numbers and checksums, of either direction or both. */
export function greRows(): Row<TunnelDraft>[] {
	return [...keyRows(), ...flagRows("seq", GRE_SEQ), ...flagRows("csum", GRE_CSUM)];
}

function keyRows(): Row<TunnelDraft>[] {
	return (
		[
			["key", "io"],
			["ikey", "i"],
			["okey", "o"],
		] as const
	).flatMap(([word, ways]) => [
		{
			word,
			match: "prefix",
			takes: "NUMBER",
			to: ({ tunnel }, value) => setKey(tunnel, ways, parseKey(word, value)),
		},
		{ word: `no${word}`, match: "prefix", to: ({ tunnel }) => setKey(tunnel, ways, undefined) },
	]);
}

function setKey(tunnel: Writable<TunnelData>, ways: string, key: number | undefined): void {
	for (const way of ["i", "o"] as const) {
		if (!ways.includes(way)) continue;
		tunnel[`${way}key`] = key ?? 0;
		turn(tunnel, `${way}flags`, GRE_KEY, key !== undefined);
	}
}

function flagRows(word: string, flag: number): Row<TunnelDraft>[] {
	return (["", "i", "o"] as const).flatMap((way) => [
		flagRow(`${way}${word}`, way, flag, true),
		flagRow(`no${way}${word}`, way, flag, false),
	]);
}

function flagRow(word: string, way: "" | "i" | "o", flag: number, on: boolean): Row<TunnelDraft> {
	const to = ({ tunnel }: TunnelDraft): void => {
		if (way !== "o") turn(tunnel, "iflags", flag, on);
		if (way !== "i") turn(tunnel, "oflags", flag, on);
	};
	return { word, match: "prefix", to };
}

export function turn(
	tunnel: Writable<TunnelData>,
	member: "iflags" | "oflags" | "flags" | "encapFlags",
	flag: number,
	on: boolean,
): void {
	const flags = tunnel[member] ?? 0;
	tunnel[member] = on ? flags | flag : flags & ~flag;
}

/** The envelope: foo over UDP, or generic UDP encapsulation. */
export function encapRows(): Row<TunnelDraft>[] {
	return [
		{ word: "noencap", match: "exact", to: ({ tunnel }) => (tunnel.encapType = "none") },
		{ word: "encap", match: "exact", takes: ["fou", "gue", "none"], to: setEncap },
		{
			word: "encap-sport",
			match: "exact",
			takes: "NUMBER",
			to: ({ tunnel }, value) => (tunnel.encapSport = value === "auto" ? 0 : parsePort(value, "source")),
		},
		{
			word: "encap-dport",
			match: "exact",
			takes: "NUMBER",
			to: ({ tunnel }, value) => (tunnel.encapDport = parsePort(value, "destination")),
		},
		...encapFlagRows("csum", ENCAP_CSUM),
		...encapFlagRows("udp6-csum", ENCAP_CSUM6),
		...encapFlagRows("remcsum", ENCAP_REMCSUM),
	];
}

function setEncap({ tunnel }: TunnelDraft, value: string): void {
	if (value !== "fou" && value !== "gue" && value !== "none") throw wrong(value, "Invalid encap type.");
	tunnel.encapType = value;
}

function parsePort(value: string, which: string): number {
	const port = u16(value);
	if (port === undefined) throw wrong(value, `Invalid ${which} port.`);
	return port;
}

function encapFlagRows(name: string, flag: number): Row<TunnelDraft>[] {
	return [
		{ word: `encap-${name}`, match: "exact", to: ({ tunnel }) => turn(tunnel, "encapFlags", flag, true) },
		{ word: `noencap-${name}`, match: "exact", to: ({ tunnel }) => turn(tunnel, "encapFlags", flag, false) },
	];
}

export function erspanRows(): Row<TunnelDraft>[] {
	return [
		{ word: "erspan", match: "exact", takes: "NUMBER", to: setErspanIndex },
		{ word: "erspan_ver", match: "exact", takes: "NUMBER", to: setErspanVer },
		{ word: "erspan_dir", match: "exact", takes: ["ingress", "egress"], to: setErspanDir },
		{ word: "erspan_hwid", match: "exact", takes: "NUMBER", to: setErspanHwid },
	];
}

function setErspanIndex({ tunnel }: TunnelDraft, value: string): void {
	const index = u32(value);
	if (index === undefined) throw wrong(value, "invalid erspan index\n");
	if (index === 0 || index >= 1 << 20) throw wrong(value, "erspan index must be > 0 and <= 20-bit\n");
	tunnel.erspanIndex = index;
}

function setErspanVer({ tunnel }: TunnelDraft, value: string): void {
	const version = u8(value);
	if (version === undefined) throw wrong(value, "invalid erspan version\n");
	if (version > 2) throw wrong(value, "erspan version must be 0/1/2\n");
	tunnel.erspanVer = version;
}

function setErspanDir({ tunnel }: TunnelDraft, value: string): void {
	const way = ["ingress", "egress"].findIndex((word) => begins(value, word));
	if (way < 0) throw wrong(value, "Invalid erspan direction.");
	tunnel.erspanDir = way;
}

function setErspanHwid({ tunnel }: TunnelDraft, value: string): void {
	const hwid = u16(value);
	if (hwid === undefined) throw wrong(value, "invalid erspan hwid\n");
	tunnel.erspanHwid = hwid;
}

/** Which of them go out depends on the version. */
export function erspanData({ erspanVer = 1, erspanIndex, erspanDir = 0, erspanHwid = 0 }: TunnelData): TunnelData {
	if (erspanVer === 2) return { erspanVer, erspanDir, erspanHwid };
	return { erspanVer, ...(erspanVer === 1 && erspanIndex ? { erspanIndex } : {}) };
}

export const noErspan = { erspanVer: undefined, erspanIndex: undefined, erspanDir: undefined, erspanHwid: undefined };

/** print_opt(): both ends, also where they are open, and the link below. */
export const ends: readonly Part<TunnelData>[] = [
	({ remote }) => [said("remote", remote ?? "any")],
	({ local }) => [said("local", local ?? "any")],
	device("dev", "link", "link"),
];

export const external: Part<TunnelData> = ({ external: on }) => (on ? [field("external", "external ", true)] : []);

/** JSON has the number, text a word for none. */
export function ttlPart(word: "ttl" | "hoplimit"): Part<TunnelData> {
	return ({ ttl = 0 }) => [field("ttl", `${word} ${ttl === 0 ? "inherit" : ttl} `, ttl)];
}

export const tosPart: Part<{ readonly tos?: number }> = ({ tos = 0 }) =>
	tos === 0 ? [] : [field("tos", `tos ${tos === 1 ? "inherit" : hexText(tos)} `, hexText(tos))];

export const fwmarkPart: Part<TunnelData> = hex("fwmark", "fwmark");

/** GRE's keys as addresses, and what else it has in its header. */
export const grePart: Part<TunnelData> = ({ iflags = 0, oflags = 0, ikey, okey }) => [
	...(iflags & GRE_KEY && ikey !== undefined ? [said("ikey", dotted(ikey))] : []),
	...(oflags & GRE_KEY && okey !== undefined ? [said("okey", dotted(okey))] : []),
	...(iflags & GRE_SEQ ? [yes("iseq")] : []),
	...(oflags & GRE_SEQ ? [yes("oseq")] : []),
	...(iflags & GRE_CSUM ? [yes("icsum")] : []),
	...(oflags & GRE_CSUM ? [yes("ocsum")] : []),
];

export function yes(word: string, key: string = word): Field {
	return field(key, `${word} `, true);
}

export function dotted(key: number): string {
	return [24, 16, 8, 0].map((shift) => (key >>> shift) & 0xff).join(".");
}

export const erspanPart: Part<TunnelData> = ({ erspanIndex, erspanVer, erspanDir, erspanHwid }) => [
	...(erspanIndex === undefined ? [] : [field("erspan_index", `erspan_index ${erspanIndex} `, erspanIndex)]),
	...(erspanVer === undefined ? [] : [field("erspan_ver", `erspan_ver ${erspanVer} `, erspanVer)]),
	...(erspanDir === undefined ? [] : [said("erspan_dir", erspanDir === 0 ? "ingress" : "egress")]),
	...(erspanHwid === undefined ? [] : [said("erspan_hwid", hexText(erspanHwid))]),
];

/** lib/tunnel.c tnl_print_encap() */
export const encapPart: Part<TunnelData> = (data) => {
	const { encapType = "none", encapFlags = 0, encapSport = 0, encapDport = 0 } = data;
	if (encapType === "none") return [];
	const type = encapType === "mpls" ? field("type", "unknown ", null) : field("type", `${encapType} `, encapType);
	return [
		open("object", "encap", "encap "),
		type,
		field("sport", `encap-sport ${encapSport === 0 ? "auto" : encapSport} `, encapSport),
		field("dport", `encap-dport ${encapDport} `, encapDport),
		envelope("csum", (encapFlags & ENCAP_CSUM) !== 0),
		envelope("csum6", (encapFlags & ENCAP_CSUM6) !== 0),
		envelope("remcsum", (encapFlags & ENCAP_REMCSUM) !== 0),
		close("object"),
	];
};

function envelope(word: string, on: boolean): Field {
	return field(word, `${on ? "" : "no"}encap-${word} `, on);
}
