/** `ip tunnel` of IPv4: GRE, IPv4 or IPv6 in IPv4, ISATAP, VTI. ip/iptunnel.c. Read tunnel-draft.ts first. */
import { type Addr, isMulticast, isUnspecified, toWords } from "../../net/addr.ts";
import { type Field, field, text } from "../../print/field.ts";
import type { TunnelData } from "../../uapi/link-data.ts";
import { ARPHRD_IPGRE, ARPHRD_SIT, ARPHRD_TUNNEL } from "../../uapi/link-type.ts";
import type { TunnelAnswer } from "../../uapi/tunnel.ts";
import type { Context } from "./context.ts";
import { exited, returned, wrong } from "./failure.ts";
import { type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { hostText } from "./host.ts";
import { needAddr32 } from "./kind/option.ts";
import { GRE_KEY } from "./kind/tunnel.ts";
import { u8 } from "./number.ts";
import * as draft from "./tunnel-draft.ts";
import { describeGre, listTunnels } from "./tunnel-list.ts";
import type { Words } from "./words.ts";

type ParmDraft = draft.ParmDraft;

const SIT_ISATAP = 1;

const modes = [
	{ words: ["ipip", "ip/ip"], protocol: draft.IPPROTO_IPIP },
	{ words: ["gre", "gre/ip"], protocol: draft.IPPROTO_GRE },
	{ words: ["sit", "ipv6/ip"], protocol: draft.IPPROTO_IPV6 },
	{ words: ["isatap"], protocol: draft.IPPROTO_IPV6, isatap: true },
	{ words: ["vti"], protocol: draft.IPPROTO_IPIP, vti: true },
];

/** Without a mode the name tells it. */
const byName = [
	{ begin: "gre", mode: "gre" },
	{ begin: "ipip", mode: "ipip" },
	{ begin: "sit", mode: "sit" },
	{ begin: "isatap", mode: "isatap" },
	{ begin: "vti", mode: "vti" },
];

export const grammar4: Grammar<ParmDraft> = {
	rows: [
		{ word: "mode", match: "exact", takes: ["gre", "ipip", "isatap", "sit", "vti"], to: setMode },
		...draft.greRows,
		{ word: "nopmtudisc", match: "exact", to: ({ data }) => (data.pmtudisc = false) },
		{ word: "pmtudisc", match: "exact", to: ({ data }) => (data.pmtudisc = true) },
		{ word: "remote", match: "exact", takes: "ADDR", to: (d, value) => setEnd(d, "remote", needAddr32(value)) },
		{ word: "local", match: "exact", takes: "ADDR", to: (d, value) => setEnd(d, "local", needAddr32(value)) },
		draft.devRow,
		{ word: "ttl", match: "exact", also: ["hoplimit", "hlim"], takes: "NUMBER", to: setTtl },
		{ word: "tos", match: "exact", also: ["tclass"], alsoPrefix: ["dsfield"], takes: "TOS", to: setTos },
	],
	positional: draft.nameWord,
};

function setMode(d: ParmDraft, value: string): void {
	const mode = modes.find(({ words }) => words.includes(value));
	if (mode === undefined) throw exited(`Unknown tunnel mode "${value}"`);
	if (d.protocol !== 0 && d.protocol !== mode.protocol)
		throw exited("You managed to ask for more than one tunnel mode.");
	d.protocol = mode.protocol;
	d.vti ||= mode.vti === true;
	d.isatap ||= mode.isatap === true;
}

function setEnd({ data }: ParmDraft, end: "local" | "remote", addr: Addr): void {
	if (isUnspecified(addr)) delete data[end];
	else data[end] = addr;
}

/** `inherit` leaves what is there. */
function setTtl({ data }: ParmDraft, value: string): void {
	if (value === "inherit") return;
	const ttl = u8(value);
	if (ttl === undefined) throw wrong(value, "invalid TTL\n");
	data.ttl = ttl;
}

/** `inherit/0x10`: what the packet does not say is taken from behind the stroke. */
function setTos({ ctx, data }: ParmDraft, value: string): void {
	const [first = "", ...rest] = value.split("/");
	const inherits = first === "inherit";
	const word = inherits ? (rest.length === 0 ? undefined : rest.join("/")) : first;
	const tos = word === undefined ? 0 : ctx.names.numberOf("dsfield", word);
	if (tos === undefined) throw wrong(first, "bad TOS value");
	data.tos = (inherits ? 1 : 0) | tos;
}

function read(ctx: Context, words: Words, op: draft.Op): ParmDraft {
	const data = { ttl: 0, tos: 0, pmtudisc: true, iflags: 0, oflags: 0, ikey: 0, okey: 0 };
	const start = words.before.length;
	const d: ParmDraft = { ctx, op, start, ifname: "", protocol: 0, vti: false, isatap: false, data };
	parse(grammar4, words, d, answers(ctx));
	const guess = byName.find(({ begin }) => d.ifname.startsWith(begin));
	if (d.protocol === 0 && guess !== undefined) setMode(d, guess.mode);
	const keyed = ((d.data.iflags ?? 0) | (d.data.oflags ?? 0)) & GRE_KEY;
	if (keyed && !d.vti && d.protocol !== draft.IPPROTO_GRE)
		throw returned("Keys are not allowed with ipip and sit tunnels");
	draft.resolveDev(d);
	toGroup(d.data);
	return d;
}

/** The address of a group is the key where none was given. */
function toGroup(data: ParmDraft["data"]): void {
	if (data.remote === undefined || !isMulticast(data.remote)) return;
	for (const way of ["i", "o"] as const) {
		if (data[`${way}key`]) continue;
		data[`${way}key`] = toWords(data.remote)[0] ?? 0;
		data[`${way}flags`] = (data[`${way}flags`] ?? 0) | GRE_KEY;
	}
	if (data.local === undefined) throw returned("A broadcast tunnel requires a source address");
}

/** The device that stands for a kind: tnl_defname(). */
function baseOf({ protocol, vti }: ParmDraft): string | undefined {
	if (protocol === draft.IPPROTO_IPIP) return vti ? "ip_vti0" : "tunl0";
	if (protocol === draft.IPPROTO_GRE) return "gre0";
	return protocol === draft.IPPROTO_IPV6 ? "sit0" : undefined;
}

/** What a kind has of the parameters. */
function dataOf(d: ParmDraft): TunnelData {
	const { iflags = 0, oflags = 0, ikey = 0, okey = 0, ...data } = d.data;
	const keys = { iflags, oflags, ikey, okey };
	const pmtudisc = data.pmtudisc === true || (data.ttl ?? 0) !== 0;
	if (d.vti) return { ...data, pmtudisc, ikey, okey };
	if (d.protocol === draft.IPPROTO_GRE) return { ...data, pmtudisc, ...keys };
	const flags = (data.flags ?? 0) | (d.isatap ? SIT_ISATAP : 0);
	return { ...data, pmtudisc, proto: d.protocol, ...(d.protocol === draft.IPPROTO_IPV6 ? { flags } : {}) };
}

export function change4(ctx: Context, words: Words, op: "add" | "change"): number {
	const d = read(ctx, words, op);
	if (d.data.ttl !== 0 && d.data.pmtudisc === false) throw returned("ttl != 0 and nopmtudisc are incompatible");
	const base = baseOf(d);
	if (base === undefined) throw returned("cannot determine tunnel mode (ipip, gre, vti or sit)");
	return draft.send(d, base, dataOf(d));
}

export function delete4(ctx: Context, words: Words): number {
	const d = read(ctx, words, "delete");
	return draft.send(d, baseOf(d) ?? d.ifname, dataOf(d));
}

/** A kind that is known is asked for one tunnel; else all are listed that fit. */
export function show4(ctx: Context, words: Words): number {
	const d = read(ctx, words, "get");
	const base = baseOf(d);
	if (base !== undefined) {
		const tunnel = draft.ask(ctx, d.ifname === "" ? base : d.ifname, dataOf(d));
		ctx.printText([...describeTunnel4(ctx, tunnel), text("\n")]);
		return 0;
	}
	const { link = 0, remote, local, ikey = 0 } = d.data;
	return listTunnels(ctx, {
		family: "inet",
		types: [ARPHRD_TUNNEL, ARPHRD_IPGRE, ARPHRD_SIT],
		ifname: d.ifname,
		accepts: ({ data }) =>
			(link === 0 || link === data.link) &&
			(remote === undefined || remote === data.remote) &&
			(local === undefined || local === data.local) &&
			(ikey === 0 || ikey === data.ikey),
		describe: (tunnel) => describeTunnel4(ctx, tunnel),
	});
}

const protocolNames: Readonly<Record<number, string>> = {
	[draft.IPPROTO_IPIP]: "ip",
	[draft.IPPROTO_GRE]: "gre",
	[draft.IPPROTO_IPV6]: "ipv6",
	[draft.IPPROTO_MPLS]: "mpls",
	0: "any",
};

export function modeText(tunnel: TunnelAnswer, below: string): string {
	return `${protocolNames[draft.protocolOf(tunnel)] ?? "unknown"}/${below}`;
}

/** print_tunnel(). JSON has addresses where text says `any`. */
function describeTunnel4(ctx: Context, tunnel: TunnelAnswer): Field[] {
	const { ifname, kind, data } = tunnel;
	const mode = modeText(tunnel, "ip");
	const isSit = kind === "sit" && draft.protocolOf(tunnel) === draft.IPPROTO_IPV6;
	return [
		field("ifname", `${ifname}: `, ifname, "ifname"),
		field("mode", `${mode} `, mode),
		text("remote "),
		field("remote", `${describeEnd(ctx, data.remote)} `, data.remote ?? "0.0.0.0", "inet"),
		text("local "),
		field("local", data.local ?? "any", data.local ?? "0.0.0.0", "inet"),
		...(isSit && (data.flags ?? 0) & SIT_ISATAP ? describePrl(ctx, data.prl ?? []) : []),
		...(data.link ? describeDev("dev", ctx.links.nameOf(data.link)) : []),
		data.ttl ? field("ttl", ` ttl ${data.ttl}`, data.ttl) : text(" ttl inherit"),
		...(data.tos ? describeTos(ctx, data.tos) : []),
		...(data.pmtudisc === true ? [] : [field("nopmtudisc", " nopmtudisc", null)]),
		...(isSit && data.sixrd ? describeSixrd(data.sixrd) : []),
		...describeGre(ctx, tunnel),
	];
}

function describeEnd(ctx: Context, addr: Addr | undefined): string {
	return addr === undefined ? "any" : hostText(ctx, addr);
}

export function describeDev(key: string, name: string): Field[] {
	return [field(key, ` dev ${name}`, name)];
}

function describeTos(ctx: Context, tos: number): Field[] {
	if (tos === 1) return [text(" tos inherit")];
	const name = ctx.names.nameOf("dsfield", tos & ~1);
	const shown = tos & 1 ? `inherit/${name}` : name;
	return [field("tos", ` tos ${shown}`, tos & 1 ? ctx.names.nameOf("dsfield", tos) : name)];
}

/** At most as many as its buffer holds. */
function describePrl(ctx: Context, prl: NonNullable<TunnelData["prl"]>): Field[] {
	return prl.slice(0, 15).map(({ addr, isDefault }) => {
		const key = isDefault ? "pdr" : "pr";
		return field(key, ` ${key} ${hostText(ctx, addr)}`, hostText(ctx, addr));
	});
}

function describeSixrd({ prefix, prefixlen, relayPrefix, relayPrefixlen }: NonNullable<TunnelData["sixrd"]>): Field[] {
	if (prefixlen === 0) return [];
	const own = [
		field("6rd-prefix", ` 6rd-prefix ${prefix}`, prefix),
		field("6rd-prefixlen", `/${prefixlen}`, prefixlen),
	];
	if (isUnspecified(relayPrefix)) return own;
	return [
		...own,
		field("6rd-relay_prefix", ` 6rd-relay_prefix ${relayPrefix}`, relayPrefix),
		field("6rd-relay_prefixlen", `/${relayPrefixlen}`, relayPrefixlen),
	];
}
