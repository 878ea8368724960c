/** `ip addrlabel`: the labels of IPv6 prefixes. ip/ipaddrlabel.c ipaddrlabel_list(), ipaddrlabel_modify(), ipaddrlabel_flush(). */
import { close, type Field, field, hardLine, open, text } from "../../print/field.ts";
import type { AddrLabel, AddrLabelRequest } from "../../uapi/addrlabel.ts";
import { type Family, NLM_F_CREATE, NLM_F_EXCL } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { exited, returned, wrong } from "./failure.ts";
import { type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { u32 } from "./number.ts";
import { bytesOfAddr, type GivenPrefix, needPrefix } from "./prefix.ts";
import { dump, talk } from "./talk.ts";
import type { IpObject } from "./verb.ts";
import type { Words } from "./words.ts";

interface Draft {
	readonly ctx: Context;
	prefix?: GivenPrefix;
	ifindex: number;
	label?: number;
}

/** A word that is none of these is passed over; of two the last counts. */
const grammar: Grammar<Draft> = {
	rows: [
		{ word: "prefix", match: "exact", takes: "PREFIX", to: setPrefix },
		{ word: "dev", match: "exact", takes: "DEV", to: setDev },
		{ word: "label", match: "exact", takes: "NUMBER", to: setLabel },
	],
	positional: { takes: "STRING", help: "never", to: () => {} },
};

function setPrefix(draft: Draft, word: string): void {
	draft.prefix = needPrefix(word, draft.ctx.options.family);
}

function setDev(draft: Draft, name: string): void {
	draft.ifindex = draft.ctx.links.indexOf(name);
	if (draft.ifindex === 0) throw wrong(name, "dev is invalid\n");
}

function setLabel(draft: Draft, word: string): void {
	draft.label = u32(word);
	if (draft.label === undefined || draft.label === 0xffffffff) throw wrong(word, "label is invalid\n");
}

/** Unless another family is asked for. */
function familyOf(ctx: Context): Family {
	return ctx.options.family === "unspec" ? "inet6" : ctx.options.family;
}

function eachLabel(ctx: Context, each: (addrLabel: AddrLabel) => void, last?: ReturnType<typeof exited>): void {
	const query = { type: "RTM_GETADDRLABEL", flags: 0, family: familyOf(ctx) } as const;
	dump(ctx, query, (message) => "addrLabel" in message && each(message.addrLabel), last);
}

function list(ctx: Context, words: Words): number {
	if (words.more) throw returned('"ip addrlabel show" does not take any arguments.');
	ctx.print([open("array")]);
	eachLabel(ctx, (label) => ctx.print(describeAddrLabel(ctx, label)), exited("Dump terminated"));
	ctx.print([close("array")]);
	return 0;
}

function describeAddrLabel(ctx: Context, { prefix, ifindex, label }: AddrLabel): Field[] {
	const name = ctx.links.nameOf(ifindex);
	return [
		open("object"),
		text("prefix "),
		field("address", prefix.addr, prefix.addr),
		field("prefixlen", `/${prefix.len}`, prefix.len),
		...(ifindex === 0 ? [] : [text(" dev "), field("ifname", name, name, "ifname")]),
		text(" label "),
		field("label", `${label} `, label),
		close("object"),
		hardLine,
	];
}

function modify(type: AddrLabelRequest["type"], flags: number) {
	return (ctx: Context, words: Words): number => {
		const draft: Draft = { ctx, ifindex: 0 };
		parse(grammar, words, draft, answers(ctx));
		const { prefix, ifindex, label } = draft;
		if (prefix === undefined) throw returned('Not enough information: "prefix" argument is required.');
		if (label === undefined) throw returned('Not enough information: "label" argument is required.');
		const family = familyOf(ctx);
		talk(ctx, { type, flags, family, prefix: { addr: bytesOfAddr(prefix), len: prefix.len }, ifindex, label });
		return 0;
	};
}

function flush(ctx: Context, words: Words): number {
	if (words.more) throw returned('"ip addrlabel flush" does not allow extra arguments');
	const labels: AddrLabel[] = [];
	eachLabel(ctx, (label) => labels.push(label), exited("Flush terminated", 1));
	for (const label of labels) talk(ctx, { type: "RTM_DELADDRLABEL", flags: 0, family: familyOf(ctx), ...label });
	return 0;
}

export const addrlabel: IpObject = {
	title: "ip addrlabel",
	verbs: [
		{ word: "list", match: "prefix", alsoPrefix: ["show"], run: list },
		{ word: "add", match: "prefix", run: modify("RTM_NEWADDRLABEL", NLM_F_CREATE | NLM_F_EXCL), grammar },
		{ word: "delete", match: "prefix", run: modify("RTM_DELADDRLABEL", 0), grammar },
		{ word: "flush", match: "prefix", run: flush },
	],
	otherwise: list,
};
