/** `ip -6 tunnel`: anything or GRE in IPv6, VTI. ip/ip6tunnel.c. Read tunnel-draft.ts first. */
import { type Field, field, text } from "../../print/field.ts";
import {
	IP6_TNL_F_ALLOW_LOCAL_REMOTE,
	IP6_TNL_F_IGN_ENCAP_LIMIT,
	IP6_TNL_F_RCV_DSCP_COPY,
	IP6_TNL_F_USE_ORIG_FLOWLABEL,
	IP6_TNL_F_USE_ORIG_TCLASS,
	type TunnelData,
} from "../../uapi/link-data.ts";
import { ARPHRD_IP6GRE, ARPHRD_TUNNEL6 } from "../../uapi/link-type.ts";
import type { TunnelAnswer } from "../../uapi/tunnel.ts";
import type { Context } from "./context.ts";
import { exited, wrong } from "./failure.ts";
import { type Grammar, parse, type Row } from "./grammar.ts";
import { answers } from "./help.ts";
import { hostText } from "./host.ts";
import { DEFAULT_ENCAPLIMIT, DEFAULT_HOPLIMIT, parseEnd, turn } from "./kind/tunnel.ts";
import * as flow from "./kind/tunnel6.ts";
import { u8 } from "./number.ts";
import * as draft from "./tunnel-draft.ts";
import { describeGre, listTunnels } from "./tunnel-list.ts";
import { describeDev, modeText } from "./tunnel4.ts";
import type { Words } from "./words.ts";

type ParmDraft = draft.ParmDraft;

const modes = [
	{ words: ["ipv6/ipv6", "ip6ip6"], protocol: draft.IPPROTO_IPV6 },
	{ words: ["vti6"], protocol: draft.IPPROTO_IPV6, vti: true },
	{ words: ["ip/ipv6", "ipv4/ipv6", "ipip6", "ip4ip6"], protocol: draft.IPPROTO_IPIP },
	{ words: ["ip6gre", "gre/ipv6"], protocol: draft.IPPROTO_GRE },
	{ words: ["any/ipv6", "any"], protocol: 0 },
];

/** iptunnel.c tunnel_mode_is_ipv6(): these modes make it a command of IPv6. */
export function isMode6(word: string): boolean {
	return modes.some(({ words }) => words.includes(word));
}

export const grammar6: Grammar<ParmDraft> = {
	rows: [
		{ word: "mode", match: "exact", takes: ["ip6ip6", "ipip6", "ip6gre", "vti6", "any"], to: setMode },
		endRow("remote"),
		endRow("local"),
		draft.devRow,
		{
			word: "encaplimit",
			match: "exact",
			takes: "NUMBER",
			to: ({ data }, value) => flow.setEncapLimit(data, value, false),
		},
		{ word: "hoplimit", match: "exact", also: ["ttl", "hlim"], takes: "NUMBER", to: setHoplimit },
		{
			word: "tclass",
			match: "exact",
			also: ["tc", "tos"],
			alsoPrefix: ["dsfield"],
			takes: "TOS",
			to: ({ data }, value) => flow.setTclass(data, value),
		},
		{
			word: "flowlabel",
			match: "exact",
			also: ["fl"],
			takes: "NUMBER",
			to: ({ data }, value) => flow.setFlowlabel(data, value),
		},
		{ word: "dscp", match: "exact", takes: ["inherit"], to: ({ data }, value) => flow.setDscp(data, value) },
		{
			word: "allow-localremote",
			match: "exact",
			to: ({ data }) => turn(data, "flags", IP6_TNL_F_ALLOW_LOCAL_REMOTE, true),
		},
		{
			word: "noallow-localremote",
			match: "exact",
			to: ({ data }) => turn(data, "flags", IP6_TNL_F_ALLOW_LOCAL_REMOTE, false),
		},
		...draft.greRows,
	],
	positional: draft.nameWord,
};

function setMode(d: ParmDraft, value: string): void {
	const mode = modes.find(({ words }) => words.includes(value));
	if (mode === undefined) throw exited(`Unknown tunnel mode "${value}"`);
	d.protocol = mode.protocol;
	d.vti ||= mode.vti === true;
}

function endRow(word: "remote" | "local"): Row<ParmDraft> {
	const to = ({ data }: ParmDraft, value: string): void => {
		const addr = parseEnd(value, "inet6");
		if (addr === undefined) delete data[word];
		else data[word] = addr;
	};
	return { word, match: "exact", takes: "ADDR", to };
}

function setHoplimit({ data }: ParmDraft, value: string): void {
	const ttl = u8(value);
	if (ttl === undefined) throw wrong(value, "invalid TTL");
	data.ttl = ttl;
}

const empty: TunnelData = { ttl: 0, encapLimit: 0, flowinfo: 0, flags: 0, iflags: 0, oflags: 0, ikey: 0, okey: 0 };

function read(ctx: Context, words: Words, op: draft.Op): ParmDraft {
	const asks = op === "get";
	const data = { ...empty, ...(asks ? {} : { ttl: DEFAULT_HOPLIMIT, encapLimit: DEFAULT_ENCAPLIMIT }) };
	const protocol = asks ? 0 : draft.IPPROTO_IPV6;
	const start = words.before.length;
	const d: ParmDraft = { ctx, op, start, ifname: "", protocol, vti: false, isatap: false, data };
	parse(grammar6, words, d, answers(ctx));
	draft.resolveDev(d);
	return d;
}

function baseOf({ protocol, vti }: ParmDraft): string {
	if (protocol === draft.IPPROTO_GRE) return "ip6gre0";
	return vti ? "ip6_vti0" : "ip6tnl0";
}

function dataOf(d: ParmDraft): TunnelData {
	const { iflags, oflags, ikey = 0, okey = 0, ...data } = d.data;
	if (d.vti) return { ...data, ikey, okey };
	if (d.protocol !== draft.IPPROTO_GRE) return { ...data, proto: d.protocol };
	return { ...data, iflags: iflags ?? 0, oflags: oflags ?? 0, ikey, okey };
}

export function change6(ctx: Context, words: Words, op: "add" | "change"): number {
	const d = read(ctx, words, op);
	if (d.ifname === "") ctx.complain("Tunnel interface name not specified");
	return draft.send(d, baseOf(d), dataOf(d));
}

export function delete6(ctx: Context, words: Words): number {
	const d = read(ctx, words, "delete");
	return draft.send(d, baseOf(d), dataOf(d));
}

/** A tunnel that is named is asked for, and its line does not end. */
export function show6(ctx: Context, words: Words): number {
	const d = read(ctx, words, "get");
	if (d.ifname !== "" && ctx.options.stats === 0) {
		ctx.printText(describeTunnel6(ctx, draft.ask(ctx, d.ifname)));
		return 0;
	}
	return listTunnels(ctx, {
		family: "inet6",
		types: [ARPHRD_TUNNEL6, ARPHRD_IP6GRE],
		ifname: d.ifname,
		accepts: (tunnel) => accepts(d, tunnel),
		describe: (tunnel) => describeTunnel6(ctx, tunnel),
	});
}

/** ip6_tnl_parm_match(): what was not given fits everything. */
function accepts({ data, protocol }: ParmDraft, tunnel: TunnelAnswer): boolean {
	const wanted = (member: "link" | "local" | "remote" | "encapLimit" | "ttl") =>
		!data[member] || data[member] === tunnel.data[member];
	const theirs = draft.protocolOf(tunnel);
	const flowinfo = data.flowinfo ?? 0;
	const differs = flowinfo ^ (tunnel.data.flowinfo ?? 0);
	const sameFlow = [flow.FLOWINFO_TCLASS, flow.FLOWINFO_FLOWLABEL].every(
		(mask) => !(flowinfo & mask & -1) || !(differs & mask),
	);
	return (
		(["link", "local", "remote", "encapLimit", "ttl"] as const).every(wanted) &&
		(protocol === 0 || theirs === 0 || protocol === theirs) &&
		sameFlow &&
		(!data.flags || (data.flags & (tunnel.data.flags ?? 0)) !== 0)
	);
}

/** print_tunnel() */
function describeTunnel6(ctx: Context, tunnel: TunnelAnswer): Field[] {
	const { ifname, data } = tunnel;
	const mode = modeText(tunnel, "ipv6");
	const [remote, local] = [data.remote ?? "::", data.local ?? "::"];
	return [
		field("ifname", `${ifname}: `, ifname, "ifname"),
		field("mode", `${mode} `, mode),
		text("remote "),
		field("remote", `${hostText(ctx, remote)} `, remote, "inet6"),
		text("local "),
		field("local", local, local, "inet6"),
		...(data.link ? describeDev("link", ctx.links.nameOf(data.link)) : []),
		...describeFlow(data),
		...describeGre(ctx, tunnel),
	];
}

function describeFlow({ flags = 0, encapLimit = 0, ttl = 0, flowinfo = 0 }: TunnelData): Field[] {
	const whole = `0x${(flowinfo >>> 0).toString(16).padStart(8, "0")}`;
	const [tclass, label] = [flow.tclassText(flowinfo), flow.flowlabelText(flowinfo)];
	return [
		flags & IP6_TNL_F_IGN_ENCAP_LIMIT
			? field("ip6_tnl_f_ign_encap_limit", " encaplimit none", null)
			: field("encap_limit", ` encaplimit ${encapLimit}`, encapLimit),
		ttl === 0 ? text(" hoplimit inherit") : field("hoplimit", ` hoplimit ${ttl}`, ttl),
		flags & IP6_TNL_F_USE_ORIG_TCLASS
			? field("ip6_tnl_f_use_orig_tclass", " tclass inherit", null)
			: field("tclass", ` tclass ${tclass}`, tclass),
		flags & IP6_TNL_F_USE_ORIG_FLOWLABEL
			? field("ip6_tnl_f_use_orig_flowlabel", " flowlabel inherit", null)
			: field("flowlabel", ` flowlabel ${label}`, label),
		field("flowinfo", ` (flowinfo ${whole})`, whole),
		...(flags & IP6_TNL_F_RCV_DSCP_COPY ? [field("ip6_tnl_f_rcv_dscp_copy", " dscp inherit", null)] : []),
		...(flags & IP6_TNL_F_ALLOW_LOCAL_REMOTE
			? [field("ip6_tnl_f_allow_local_remote", " allow-localremote", null)]
			: []),
	];
}
