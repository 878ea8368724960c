/** `type ipip` and `type sit`: options and the -d line. ip/link_iptnl.c. Read tunnel.ts first. */
import { isUnspecified } from "../../../net/addr.ts";
import type { Prefix } from "../../../net/prefix.ts";
import { type Field, field, member, text } from "../../../print/field.ts";
import type { TunnelData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import { exited, wrong } from "../failure.ts";
import type { Grammar, Row } from "../grammar.ts";
import { bytesOfAddr, needPrefix } from "../prefix.ts";
import { type Kind, parseKind } from "./kind.ts";
import { describeParts, type Part } from "./part.ts";
import * as tunnel from "./tunnel.ts";
import * as part from "./tunnel-part.ts";

const IPPROTO_IPIP = 4;
const IPPROTO_IPV6 = 41;
const IPPROTO_MPLS = 137;
const SIT_ISATAP = 1;

/** What may be inside, the other spellings of it, and how the -d line calls it. */
const modes = [
	{ name: "ip6ip", also: "ipv6/ipv4", proto: IPPROTO_IPV6, sit: true },
	{ name: "ipip", also: "ipv4/ipv4 ip4ip4", proto: IPPROTO_IPIP },
	{ name: "mplsip", also: "mpls/ipv4", proto: IPPROTO_MPLS },
	{ name: "any", also: "any/ipv4", proto: 0 },
];

function rows(sit: boolean): Row<tunnel.TunnelDraft>[] {
	return [
		{
			word: "mode",
			match: "exact",
			takes: modes.filter((mode) => sit || !mode.sit).map(({ name }) => name),
			to: setMode,
		},
		...tunnel.endRows("inet", "exact"),
		tunnel.devRow(),
		tunnel.ttlRow({ word: "ttl", match: "exact", also: ["hoplimit", "hlim"] }, "invalid TTL\n"),
		tunnel.tosRow({ word: "tos", match: "exact", also: ["tclass", "tc"], alsoPrefix: ["dsfield"] }),
		{ word: "nopmtudisc", match: "exact", to: (draft) => (draft.tunnel.pmtudisc = false) },
		{ word: "pmtudisc", match: "exact", to: (draft) => (draft.tunnel.pmtudisc = true) },
		...(sit ? [isatapRow] : []),
		...tunnel.encapRows(),
		tunnel.externalRow(),
		{ word: "6rd-prefix", match: "exact", takes: "PREFIX", to: setPrefix },
		{ word: "6rd-relay_prefix", match: "exact", takes: "PREFIX", to: setRelay },
		{ word: "6rd-reset", match: "exact", to: resetSixrd },
		tunnel.fwmarkRow(),
	];
}

const isatapRow: Row<tunnel.TunnelDraft> = {
	word: "isatap",
	match: "exact",
	to: (draft) => tunnel.turn(draft.tunnel, "flags", SIT_ISATAP, true),
};

function setMode(draft: tunnel.TunnelDraft, value: string): void {
	const fits = (mode: (typeof modes)[number]) => mode.name === value || mode.also.split(" ").includes(value);
	const mode = modes.find((each) => fits(each) && (!each.sit || draft.name === "sit"));
	if (mode === undefined) throw wrong(value, "Cannot guess tunnel mode.");
	draft.tunnel.proto = mode.proto;
}

function setPrefix(draft: tunnel.TunnelDraft, value: string): void {
	const parsed = needPrefix(value, "inet6");
	setSixrd(draft, { addr: bytesOfAddr(parsed) || "::", len: parsed.len }, undefined);
}

function setRelay(draft: tunnel.TunnelDraft, value: string): void {
	const parsed = needPrefix(value, "inet");
	setSixrd(draft, undefined, { addr: bytesOfAddr(parsed) || "0.0.0.0", len: parsed.len });
}

/** get_prefix() cuts its argument at the stroke, which here is a constant of the program: the real tool ends with SIGSEGV. */
function resetSixrd(): never {
	throw exited("", 139);
}

function setSixrd({ tunnel }: tunnel.TunnelDraft, prefix: Prefix | undefined, relay: Prefix | undefined): void {
	// What a new one is not told stays zero (ipip6_netlink_6rd_parms).
	const { sixrd = { prefix: "::", prefixlen: 0, relayPrefix: "0.0.0.0", relayPrefixlen: 0 } } = tunnel;
	tunnel.sixrd = {
		...sixrd,
		...(prefix === undefined ? {} : { prefix: prefix.addr, prefixlen: prefix.len }),
		...(relay === undefined ? {} : { relayPrefix: relay.addr, relayPrefixlen: relay.len }),
	};
}

const defaults: TunnelData = {
	proto: 0,
	pmtudisc: true,
	tos: 0,
	ttl: 0,
	link: 0,
	fwmark: 0,
	encapType: "none",
	encapFlags: 0,
	encapSport: 0,
	encapDport: 0,
};

function requestOf(data: TunnelData, sit: boolean): LinkData {
	const { proto = 0, ttl = 0, pmtudisc, external, flags, sixrd, ...rest } = data;
	if (ttl !== 0 && pmtudisc === false) throw exited("ttl != 0 and nopmtudisc are incompatible");
	if (external) return { proto, external };
	return tunnel.given({
		proto,
		ttl,
		...rest,
		...(pmtudisc === undefined ? {} : { pmtudisc }),
		...(sit ? { flags: flags ?? 0, ...(sixrd === undefined ? {} : { sixrd }) } : {}),
	});
}

const parts: readonly Part<TunnelData>[] = [
	part.external,
	({ proto }): Field[] =>
		modes.filter((mode) => mode.proto === proto).map(({ name }) => field("proto", `${name} `, name)),
	...part.ends,
	part.ttlPart("ttl"),
	part.tosPart,
	({ pmtudisc }): Field[] => [
		pmtudisc ? field("pmtudisc", "pmtudisc ", true) : field("pmtudisc", "nopmtudisc ", false),
	],
	({ flags = 0 }): Field[] => (flags & SIT_ISATAP ? [part.yes("isatap")] : []),
	({ sixrd }) => (sixrd === undefined || sixrd.prefixlen === 0 ? [] : describeSixrd(sixrd)),
	part.fwmarkPart,
	part.encapPart,
];

/** JSON has addresses and lengths apart. */
function describeSixrd({ prefix, prefixlen, relayPrefix, relayPrefixlen }: NonNullable<TunnelData["sixrd"]>): Field[] {
	const own = [text(`6rd-prefix ${prefix}/${prefixlen} `), member("prefix", prefix), member("prefixlen", prefixlen)];
	if (isUnspecified(relayPrefix)) return own;
	const relay = [member("relay_prefix", relayPrefix), member("relay_prefixlen", relayPrefixlen)];
	return [...own, text(`6rd-relay_prefix ${relayPrefix}/${relayPrefixlen} `), ...relay];
}

function kind(name: "ipip" | "sit"): Kind {
	const sit = name === "sit";
	const grammar: Grammar<tunnel.TunnelDraft> = { rows: rows(sit) };
	return {
		name,
		grammar,
		parse: (ctx, words, creating, index) => {
			const draft = tunnel.startFrom(ctx, name, creating, index, defaults);
			parseKind(name, undefined, grammar, draft, words);
			return requestOf(draft.tunnel, sit);
		},
		describe: describeParts(parts),
	};
}

export const ipip = kind("ipip");
export const sit = kind("sit");
