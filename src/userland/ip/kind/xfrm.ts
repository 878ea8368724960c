/** `type xfrm`: options and the -d line. ip/link_xfrm.c. */
import type { XfrmData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { exited, returned, wrong } from "../failure.ts";
import type { Grammar } from "../grammar.ts";
import { u32 } from "../number.ts";
import type { Words } from "../words.ts";
import { type Kind, type KindDraft, parseKind } from "./kind.ts";
import { deviceRow, hexText } from "./option.ts";
import { describeParts, type Part, said } from "./part.ts";
import { yes } from "./tunnel-part.ts";

const grammar: Grammar<KindDraft> = {
	rows: [
		deviceRow("dev", "link", (name) => exited(`Cannot find device "${name}"`)),
		{ word: "if_id", match: "prefix", takes: "NUMBER", to: setIfId },
		{ word: "external", match: "exact", to: ({ data }) => (data.external = true) },
	],
};

function setIfId({ data }: KindDraft, value: string): void {
	const id = u32(value);
	if (id === undefined || id === 0) throw wrong(value, "if_id value is invalid");
	data.ifId = id;
}

function parse(ctx: Context, words: Words, creating: boolean): LinkData {
	const data: XfrmData = parseKind("xfrm", undefined, grammar, { ctx, creating, data: {} }, words);
	const { ifId, link, external } = data;
	if (external && (ifId !== undefined || link !== undefined))
		throw returned("xfrmi: both 'external' and if_id/link cannot be specified");
	if (!external && ifId === undefined) throw exited('Error: argument "IF_ID" is required');
	return data as LinkData;
}

const parts: readonly Part<XfrmData>[] = [
	({ external, ifId }) => {
		if (external) return [yes("external")];
		return ifId === undefined ? [] : [said("if_id", hexText(ifId))];
	},
];

export const xfrm: Kind = { name: "xfrm", grammar, parse, describe: describeParts(parts) };
