/**
 * What the tunnels in IPv6 have alike beyond tunnel.ts: hop limit, limit of nesting, traffic class and flow label (one
 * number, `flowinfo`), and IP6_TNL_F_* switches. ip/link_ip6tnl.c, ip/link_gre6.c.
 */
import { type Field, field } from "../../../print/field.ts";
import {
	IP6_TNL_F_ALLOW_LOCAL_REMOTE,
	IP6_TNL_F_IGN_ENCAP_LIMIT,
	IP6_TNL_F_MIP6_DEV,
	IP6_TNL_F_RCV_DSCP_COPY,
	IP6_TNL_F_USE_ORIG_FLOWLABEL,
	IP6_TNL_F_USE_ORIG_FWMARK,
	IP6_TNL_F_USE_ORIG_TCLASS,
	type TunnelData,
} from "../../../uapi/link-data.ts";
import { wrong } from "../failure.ts";
import type { Keyword, Row } from "../grammar.ts";
import { u8, u32 } from "../number.ts";
import { hexText } from "./option.ts";
import { type Part, said } from "./part.ts";
import { DEFAULT_ENCAPLIMIT, DEFAULT_HOPLIMIT, ENCAP_CSUM6, parseFwmark, type TunnelDraft, turn } from "./tunnel.ts";
import { yes } from "./tunnel-part.ts";

export const FLOWINFO_TCLASS = 0x0ff00000;
export const FLOWINFO_FLOWLABEL = 0x000fffff;

export const defaults6: TunnelData = {
	ttl: DEFAULT_HOPLIMIT,
	encapLimit: DEFAULT_ENCAPLIMIT,
	flowinfo: 0,
	flags: 0,
	fwmark: 0,
	encapType: "none",
	encapFlags: ENCAP_CSUM6,
	encapSport: 0,
	encapDport: 0,
};

/** A word or a number: `inherit` is a flag, a number takes the flag away and stands in `flowinfo`. */
export function setTclass(tunnel: TunnelDraft["tunnel"], value: string): void {
	const tclass = value === "inherit" ? 0 : u8(value, 16);
	if (tclass === undefined) throw wrong(value, "invalid TClass");
	tunnel.flowinfo = ((tunnel.flowinfo ?? 0) & ~FLOWINFO_TCLASS) | (tclass << 20);
	turn(tunnel, "flags", IP6_TNL_F_USE_ORIG_TCLASS, value === "inherit");
}

export function setFlowlabel(tunnel: TunnelDraft["tunnel"], value: string): void {
	const label = value === "inherit" ? 0 : u32(value, 16);
	if (label === undefined || label > FLOWINFO_FLOWLABEL) throw wrong(value, "invalid Flowlabel");
	tunnel.flowinfo = ((tunnel.flowinfo ?? 0) & ~FLOWINFO_FLOWLABEL) | label;
	turn(tunnel, "flags", IP6_TNL_F_USE_ORIG_FLOWLABEL, value === "inherit");
}

/** `strict`: ip6tnl takes any word that is no number for 0 here, by a slip of its test. */
export function setEncapLimit(tunnel: TunnelDraft["tunnel"], value: string, strict: boolean): void {
	turn(tunnel, "flags", IP6_TNL_F_IGN_ENCAP_LIMIT, value === "none");
	if (value === "none") return;
	const limit = u8(value);
	if (limit === undefined && strict) throw wrong(value, "invalid ELIM");
	tunnel.encapLimit = limit ?? 0;
}

export function setDscp(tunnel: TunnelDraft["tunnel"], value: string): void {
	if (value !== "inherit") throw wrong(value, "not inherit");
	turn(tunnel, "flags", IP6_TNL_F_RCV_DSCP_COPY, true);
}

export function tclassRow(keyword: Keyword): Row<TunnelDraft> {
	return { ...keyword, takes: "TOS", to: ({ tunnel }, value) => setTclass(tunnel, value) };
}

export const flowlabelRow: Row<TunnelDraft> = {
	word: "flowlabel",
	match: "exact",
	also: ["fl"],
	takes: "NUMBER",
	to: ({ tunnel }, value) => setFlowlabel(tunnel, value),
};

export const dscpRow: Row<TunnelDraft> = {
	word: "dscp",
	match: "exact",
	takes: ["inherit"],
	to: ({ tunnel }, value) => setDscp(tunnel, value),
};

export const fwmark6Row: Row<TunnelDraft> = {
	word: "fwmark",
	match: "exact",
	takes: "NUMBER",
	to: ({ tunnel }, value) => {
		tunnel.fwmark = value === "inherit" ? 0 : parseFwmark(value);
		turn(tunnel, "flags", IP6_TNL_F_USE_ORIG_FWMARK, value === "inherit");
	},
};

export const localRemoteRows: readonly Row<TunnelDraft>[] = [
	{
		word: "allow-localremote",
		match: "exact",
		to: ({ tunnel }) => turn(tunnel, "flags", IP6_TNL_F_ALLOW_LOCAL_REMOTE, true),
	},
	{
		word: "noallow-localremote",
		match: "exact",
		to: ({ tunnel }) => turn(tunnel, "flags", IP6_TNL_F_ALLOW_LOCAL_REMOTE, false),
	},
];

export function encapLimitRow(strict: boolean): Row<TunnelDraft> {
	return {
		word: "encaplimit",
		match: "exact",
		takes: "NUMBER",
		to: ({ tunnel }, value) => setEncapLimit(tunnel, value, strict),
	};
}

export function tclassText(flowinfo: number): string {
	return `0x${((flowinfo & FLOWINFO_TCLASS) >>> 20).toString(16).padStart(2, "0")}`;
}

export function flowlabelText(flowinfo: number): string {
	return `0x${(flowinfo & FLOWINFO_FLOWLABEL).toString(16).padStart(5, "0")}`;
}

/** From the nesting limit to the flow label. */
export const flowPart: Part<TunnelData> = ({ flags = 0, encapLimit, flowinfo }) => [
	...(flags & IP6_TNL_F_IGN_ENCAP_LIMIT
		? [field("ip6_tnl_f_ign_encap_limit", "encaplimit none ", true)]
		: encapLimit === undefined
			? []
			: [field("encap_limit", `encaplimit ${encapLimit} `, encapLimit)]),
	...inheritable("tclass", "ip6_tnl_f_use_orig_tclass", flags & IP6_TNL_F_USE_ORIG_TCLASS, flowinfo, tclassText),
	...inheritable(
		"flowlabel",
		"ip6_tnl_f_use_orig_flowlabel",
		flags & IP6_TNL_F_USE_ORIG_FLOWLABEL,
		flowinfo,
		flowlabelText,
	),
	...(flags & IP6_TNL_F_RCV_DSCP_COPY ? [field("ip6_tnl_f_rcv_dscp_copy", "dscp inherit ", true)] : []),
];

function inheritable(
	word: string,
	key: string,
	inherit: number,
	flowinfo: number | undefined,
	shown: (flowinfo: number) => string,
): Field[] {
	if (inherit !== 0) return [field(key, `${word} inherit `, true)];
	return flowinfo === undefined ? [] : [said(word, shown(flowinfo))];
}

/** What stands at the end: mobility, loops, the mark. */
export const flags6Part: Part<TunnelData> = ({ flags = 0, fwmark = 0 }) => [
	...(flags & IP6_TNL_F_MIP6_DEV ? [yes("mip6", "ip6_tnl_f_mip6_dev")] : []),
	...(flags & IP6_TNL_F_ALLOW_LOCAL_REMOTE ? [yes("allow-localremote", "ip6_tnl_f_allow_local_remote")] : []),
	...(flags & IP6_TNL_F_USE_ORIG_FWMARK
		? [field("ip6_tnl_f_use_orig_fwmark", "fwmark inherit ", true)]
		: fwmark === 0
			? []
			: [said("fwmark", hexText(fwmark))]),
];
