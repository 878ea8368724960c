/** `ip nexthop bucket`: which next hop each bucket of a resilient group stands for. ip/ipnexthop.c do_ipnh_bucket(). */
import { close, open } from "../../print/field.ts";
import type { Message } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { returned, unknownCommand, wrong } from "./failure.ts";
import { begins, type Grammar, parse } from "./grammar.ts";
import { answers, usage } from "./help.ts";
import { needDevice, needId } from "./nexthop-request.ts";
import { describeBucket } from "./nhmsg.ts";
import { u16 } from "./number.ts";
import { needVrf } from "./show-filter.ts";
import { dump, EXIT_REFUSED, talk } from "./talk.ts";
import type { Words } from "./words.ts";

interface Draft {
	readonly ctx: Context;
	oif?: number;
	master?: number;
	id?: number;
	nhid?: number;
}

const listGrammar: Grammar<Draft> = {
	rows: [
		{ word: "dev", match: "prefix", takes: "DEV", to: (draft, value) => (draft.oif = needDevice(draft.ctx, value)) },
		{
			word: "master",
			match: "prefix",
			takes: "DEV",
			to: (draft, value) => (draft.master = needDevice(draft.ctx, value)),
		},
		{
			word: "vrf",
			match: "prefix",
			takes: "VRF",
			to: (draft, value) => (draft.master = needVrf(draft.ctx, value, "Invalid VRF\n")),
		},
		{ word: "id", match: "exact", takes: "ID", to: (draft, value) => (draft.id = needId(value)) },
		{ word: "nhid", match: "exact", takes: "ID", to: (draft, value) => (draft.nhid = needId(value)) },
	],
};

export function buckets(ctx: Context, words: Words): number {
	const typed = words.word ?? "list";
	words.skip();
	if (["list", "show", "lst"].some((word) => begins(typed, word))) return listBuckets(ctx, words);
	if (begins(typed, "get")) return getBucket(ctx, words);
	throw begins(typed, "help") ? usage(ctx.object) : unknownCommand(typed, ctx.object.title);
}

function listBuckets(ctx: Context, words: Words): number {
	const draft: Draft = { ctx };
	const unknown = (word: string) => (begins(word, "help") ? usage(ctx.object) : wrong(word, ""));
	parse(listGrammar, words, draft, { ...answers(ctx), unknown });
	const { ctx: _, ...filter } = draft;
	const query = { type: "RTM_GETNEXTHOPBUCKET", flags: 0, family: ctx.options.family, ...filter } as const;
	ctx.print([open("array")]);
	dump(ctx, query, (message) => printBucket(ctx, message), returned("Dump terminated", EXIT_REFUSED));
	ctx.print([close("array")]);
	return 0;
}

function printBucket(ctx: Context, message: Message): void {
	if ("bucket" in message) ctx.print([open("object"), ...describeBucket(message.bucket), close("object")]);
}

interface GetDraft {
	id: number;
	index?: number;
}

const getGrammar: Grammar<GetDraft> = {
	rows: [
		{ word: "id", match: "exact", takes: "ID", to: (draft, value) => (draft.id = needId(value)) },
		{ word: "index", match: "exact", takes: "NUMBER", to: setIndex },
	],
};

function setIndex(draft: GetDraft, value: string): void {
	const index = u16(value);
	if (index === undefined) throw wrong(value, "invalid bucket index value");
	draft.index = index;
}

function getBucket(ctx: Context, words: Words): number {
	const draft: GetDraft = { id: 0 };
	parse(getGrammar, words, draft, answers(ctx));
	const { id, index } = draft;
	if (id === 0 || index === undefined) throw usage(ctx.object);
	const messages = talk(ctx, { type: "RTM_GETNEXTHOPBUCKET", flags: 0, family: ctx.options.family, id, index });
	ctx.print([open("array")]);
	for (const message of messages) printBucket(ctx, message);
	ctx.print([close("array")]);
	return 0;
}
