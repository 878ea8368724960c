/**
 * What the tunnels of ip/link_*.c have alike: addresses, the link below, keys, ttl and traffic class, the UDP envelope; as
 * rows of options and as parts of the -d line. A change starts from what the tunnel is now, so the tool asks for that
 * first. Read next: gre.ts, iptnl.ts, ip6tnl.ts, vti.ts.
 */
import { type Addr, type AddrFamily, isUnspecified, toWords } from "../../../net/addr.ts";
import type { TunnelData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { exited, returned, wrong } from "../failure.ts";
import type { Keyword, Match, Row } from "../grammar.ts";
import { u8, u16, u32 } from "../number.ts";
import { needAddr } from "../prefix.ts";
import { complaint } from "../talk.ts";
import type { KindDraft } from "./kind.ts";
import { deviceRow, needAddr32 } from "./option.ts";

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
	return link.kind === name ? withPorts(link.data as TunnelData) : {};
}

/** Its ports are taken in the order of the net and given back in that of the machine, so that each change turns them over. */
function withPorts(data: TunnelData): TunnelData {
	const { encapSport, encapDport } = data;
	return {
		...data,
		...(encapSport !== undefined && { encapSport: swapped(encapSport) }),
		...(encapDport !== undefined && { encapDport: swapped(encapDport) }),
	};
}

function swapped(port: number): number {
	return ((port & 0xff) << 8) | (port >> 8);
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
