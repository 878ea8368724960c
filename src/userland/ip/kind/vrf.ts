/** `type vrf`: the table, in words and on the -d lines of the vrf and of its ports. ip/iplink_vrf.c. */
import type { VrfData } from "../../../uapi/link-data.ts";
import { wrong } from "../failure.ts";
import type { Grammar } from "../grammar.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { describeParts, number, type Part } from "./part.ts";

const grammar: Grammar<KindDraft> = {
	rows: [{ word: "table", match: "prefix", takes: "TABLE", to: setTable }],
};

function setTable({ ctx, data }: KindDraft, value: string): void {
	data.table = ctx.names.numberOf("table", value);
	if (data.table === undefined) throw wrong(value, "invalid table ID\n");
}

const parts: readonly Part<VrfData>[] = [number("table", "table")];

export const vrf: Kind = {
	name: "vrf",
	grammar,
	parse: (ctx, words, creating) => parseKind("vrf", "option", grammar, { ctx, creating, data: {} }, words),
	describe: describeParts(parts),
};

/** Its words are passed over: a port's table is its master's. */
export const vrfSlave: Kind = { name: "vrf_slave", helpless: true, describe: describeParts(parts) };
