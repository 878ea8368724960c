/** `type gtp`: options and the -d line. ip/iplink_gtp.c, which passes over words that it does not know. */
import type { GtpData } from "../../../uapi/link-data.ts";
import { returned, wrong } from "../failure.ts";
import type { Grammar } from "../grammar.ts";
import { u8, u32 } from "../number.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { describeParts, name, number, type Part } from "./part.ts";

/** By GTP_ROLE_*. */
const roles: readonly string[] = ["ggsn", "sgsn"];

const grammar: Grammar<KindDraft> = {
	rows: [
		{ word: "role", match: "exact", takes: roles, only: "role", to: setRole },
		{ word: "hsize", match: "exact", takes: "NUMBER", only: "hsize", to: setHsize },
		{ word: "restart_count", match: "exact", takes: "NUMBER", only: "restart_count", to: setRestartCount },
	],
	positional: { takes: "STRING", help: "never", to: () => undefined },
};

function setRole({ data }: KindDraft, value: string): void {
	if (!roles.includes(value)) throw wrong(value, "invalid role, use sgsn or ggsn");
	data.role = roles.indexOf(value);
}

function setHsize({ data }: KindDraft, value: string): void {
	const size = u32(value);
	if (size === undefined) throw wrong(value, "invalid PDP hash size");
	if (size >= 1 << 17) throw wrong(value, "PDP hash size too big");
	data.hsize = size;
}

function setRestartCount({ data }: KindDraft, value: string): void {
	data.restartCount = u8(value, 10);
	if (data.restartCount === undefined) throw wrong(value, "invalid restart_count");
}

const parts: readonly Part<GtpData>[] = [
	name("role", "role", roles, "role", "unknown"),
	number("hsize", "hsize"),
	number("restart_count", "restartCount"),
];

export const gtp: Kind = {
	name: "gtp",
	grammar,
	parse: (ctx, words, creating) => {
		const data = parseKind("gtp", undefined, grammar, { ctx, creating, data: {} }, words);
		if (data.role === undefined) throw returned("gtp: role of the gtp device was not specified");
		return { hsize: 1024, ...data };
	},
	describe: describeParts(parts),
};
