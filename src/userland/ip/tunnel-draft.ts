/**
 * The parameters of a tunnel in the making, as `ip tunnel` reads them for either family, and the words that both have.
 * Mirrors parse_args() of ip/iptunnel.c and ip/ip6tunnel.c. Read kind/tunnel.ts for what tunnels have alike as links.
 */
import { strerror } from "../../uapi/errno.ts";
import type { TunnelData } from "../../uapi/link-data.ts";
import type { TunnelAnswer, TunnelRequest } from "../../uapi/tunnel.ts";
import type { Context } from "./context.ts";
import { type Failed, garbage, noDevice, returned, wrong } from "./failure.ts";
import type { Grammar, Row } from "./grammar.ts";
import { isIfname } from "./ifname.ts";
import { GRE_CSUM, GRE_KEY, GRE_SEQ, parseKey, turn } from "./kind/tunnel.ts";
import type { Words } from "./words.ts";

export const IPPROTO_IPIP = 4;
export const IPPROTO_IPV6 = 41;
export const IPPROTO_GRE = 47;
export const IPPROTO_MPLS = 137;

export type Op = TunnelRequest["op"];

export interface ParmDraft {
	readonly ctx: Context;
	readonly op: Op;
	/** Place of the first word. */
	readonly start: number;
	ifname: string;
	/** IPPROTO_* of what is carried; 0 is not known (IPv4), or any (IPv6). */
	protocol: number;
	vti: boolean;
	isatap: boolean;
	/** Name of the link below. */
	dev?: string;
	data: { -readonly [K in keyof TunnelData]: TunnelData[K] };
}

/** Keys, sequence numbers, checksums: whole words here. */
export const greRows: readonly Row<ParmDraft>[] = [
	...keyRow("key", "io"),
	...keyRow("ikey", "i"),
	...keyRow("okey", "o"),
	...flagRow("seq", GRE_SEQ),
	...flagRow("csum", GRE_CSUM),
];

function keyRow(word: string, ways: string): Row<ParmDraft>[] {
	const to = ({ data }: ParmDraft, value: string): void => {
		for (const way of ["i", "o"] as const) {
			if (!ways.includes(way)) continue;
			turn(data, `${way}flags`, GRE_KEY, true);
			data[`${way}key`] = parseKey(word, value);
		}
	};
	return [{ word, match: "exact", takes: "NUMBER", to }];
}

function flagRow(word: string, flag: number): Row<ParmDraft>[] {
	return (["", "i", "o"] as const).map((way) => ({
		word: `${way}${word}`,
		match: "exact",
		to: ({ data }) => {
			if (way !== "o") turn(data, "iflags", flag, true);
			if (way !== "i") turn(data, "oflags", flag, true);
		},
	}));
}

export const devRow: Row<ParmDraft> = {
	word: "dev",
	match: "exact",
	takes: "DEV",
	to: (draft, value) => (draft.dev = value),
};

export const nameWord: NonNullable<Grammar<ParmDraft>["positional"]> = {
	keyword: { word: "name", match: "exact" },
	takes: "NAME",
	help: "bare",
	to: setName,
};

/** A change that begins with the name begins with what the tunnel is. */
function setName(draft: ParmDraft, value: string, words: Words): void {
	if (draft.ifname !== "") throw garbage("name", value);
	if (!isIfname(value, 15)) throw wrong(value, '"name" not a valid ifname');
	draft.ifname = value;
	const place = words.before.length - draft.start;
	const first = place === 0 || (place === 1 && words.all[draft.start] === "name");
	if (draft.op === "change" && first) adopt(draft, ask(draft.ctx, value));
}

function adopt(draft: ParmDraft, old: TunnelAnswer): void {
	draft.ifname = old.ifname;
	draft.data = { ...old.data };
	draft.vti = old.kind === "vti" || old.kind === "vti6";
	draft.protocol = protocolOf(old);
}

/** IPPROTO_* of a tunnel: what it is, or what it says it carries. */
export function protocolOf({ kind, data }: TunnelAnswer): number {
	if (kind === "gre" || kind === "ip6gre") return IPPROTO_GRE;
	if (kind === "vti") return IPPROTO_IPIP;
	return kind === "vti6" ? IPPROTO_IPV6 : (data.proto ?? 0);
}

/** SIOCGETTUNNEL, with lib/tunnel.c's words for a refusal. */
export function ask(ctx: Context, device: string, data: TunnelData = {}): TunnelAnswer {
	const answer = ctx.sys.tunnel({ op: "get", device, parm: { ifname: device, data } });
	if ("ok" in answer) return answer.ok;
	throw returned(`get tunnel "${device}" failed: ${strerror(answer.errno)}`);
}

/** The other three; a change goes to the tunnel that is named, if one is. */
export function send(draft: ParmDraft, base: string, data: TunnelData): number {
	const { ctx, op, ifname } = draft;
	const device = op !== "add" && ifname !== "" ? ifname : base;
	const answer = ctx.sys.tunnel({ op, device, parm: { ifname, data } });
	if ("errno" in answer) throw failed(op, device, strerror(answer.errno));
	return 0;
}

/** It says `add` of a change too. */
function failed(op: Op, device: string, why: string): Failed {
	return returned(`${op === "delete" ? "delete" : "add"} tunnel "${device}" failed: ${why}`);
}

/** The link below, looked up when all words are read. */
export function resolveDev({ ctx, dev, data }: ParmDraft): void {
	if (dev === undefined) return;
	data.link = ctx.links.indexOf(dev);
	if (data.link === 0) throw noDevice(dev);
}
