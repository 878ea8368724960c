/** What -d says of a tunnel, in parts that its kinds put together: ip/link_gre.c, link_iptnl.c, link_ip6tnl.c, lib/tunnel.c. */
import { close, type Field, field, open } from "../../../print/field.ts";
import type { TunnelData } from "../../../uapi/link-data.ts";
import { hexText } from "./option.ts";
import { device, hex, type Part, said } from "./part.ts";
import { ENCAP_CSUM, ENCAP_CSUM6, ENCAP_REMCSUM, GRE_CSUM, GRE_KEY, GRE_SEQ } from "./tunnel.ts";

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

export function envelope(word: string, on: boolean): Field {
	return field(word, `${on ? "" : "no"}encap-${word} `, on);
}
