/**
 * `ip token`: the interface identifier of each device that takes part in autoconfiguration. ip/iptoken.c do_iptoken(),
 * iptoken_list(), iptoken_set().
 */
import type { ParsedPrefix } from "../../net/prefix.ts";
import { close, field, open, text } from "../../print/field.ts";
import { IFF_LOOPBACK, IFF_NOARP } from "../../uapi/link-flags.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { returned, wrong } from "./failure.ts";
import { type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { bytesOfAddr, needPrefix } from "./prefix.ts";
import { dump, talk } from "./talk.ts";
import type { IpObject } from "./verb.ts";
import type { Words } from "./words.ts";

interface Draft {
	readonly ctx: Context;
	token?: ParsedPrefix;
	/** 0 is every device, or none yet. */
	ifindex: number;
}

/** The first device ends the listing's words; what is no `dev` before it is passed over. */
const listGrammar: Grammar<Draft> = {
	rows: [{ word: "dev", match: "exact", takes: "DEV", ends: true, to: setDev }],
	positional: { takes: "STRING", help: "never", to: () => {} },
};

const setGrammar: Grammar<Draft> = {
	rows: [{ word: "dev", match: "exact", takes: "DEV", to: setDev }],
	positional: { takes: "ADDR", help: "always", to: setToken },
};

/** Taking a token away is setting the empty one; a word that is no `dev` is passed over. */
const deleteGrammar: Grammar<Draft> = {
	rows: setGrammar.rows,
	positional: { takes: "STRING", help: "always", to: () => {} },
};

/** Only the first device counts; later ones are not even looked up. */
function setDev(draft: Draft, name: string): void {
	if (draft.ifindex !== 0) return;
	draft.ifindex = draft.ctx.links.indexOf(name);
	if (draft.ifindex === 0) throw wrong(name, "dev is invalid\n");
}

/** Likewise the first token. */
function setToken(draft: Draft, word: string): void {
	draft.token ??= needPrefix(word, "inet6");
}

function list(ctx: Context, words: Words): number {
	const draft: Draft = { ctx, ifindex: 0 };
	parse(listGrammar, words, draft, answers(ctx));
	ctx.print([open("array")]);
	dump(ctx, { type: "RTM_GETLINK", flags: 0, family: "inet6" }, (message) => {
		if ("link" in message && hasToken(message.link, draft.ifindex)) printToken(ctx, message.link);
	});
	ctx.print([close("array")]);
	return 0;
}

/** iptoken.c print_token() */
function hasToken({ index, flags, inet6Token }: Ifinfo, wanted: number): boolean {
	if (flags & (IFF_LOOPBACK | IFF_NOARP) || inet6Token === undefined) return false;
	return wanted === 0 || wanted === index;
}

function printToken(ctx: Context, { index, inet6Token = "" }: Ifinfo): void {
	const name = ctx.links.nameOf(index);
	const token = [text("token "), field("token", inet6Token, inet6Token, "inet6"), text(" dev ")];
	ctx.print([open("object"), ...token, field("ifname", `${name}\n`, name, "ifname"), close("object")]);
}

function set(ctx: Context, words: Words): number {
	const draft: Draft = { ctx, ifindex: 0 };
	parse(setGrammar, words, draft, answers(ctx));
	if (draft.token === undefined) throw returned("Not enough information: token is required.");
	return send(draft, bytesOfAddr(draft.token));
}

function remove(ctx: Context, words: Words): number {
	const draft: Draft = { ctx, ifindex: 0 };
	parse(deleteGrammar, words, draft, answers(ctx));
	return send(draft, "::");
}

function send({ ctx, ifindex }: Draft, inet6Token: string): number {
	if (ifindex === 0) throw returned('Not enough information: "dev" argument is required.');
	const attrs = { inet6Token };
	talk(ctx, { type: "RTM_SETLINK", flags: 0, family: "inet6", index: ifindex, ifiFlags: 0, ifiChange: 0, attrs });
	return 0;
}

export const token: IpObject = {
	title: "ip token",
	verbs: [
		{ word: "list", match: "prefix", alsoPrefix: ["lst", "show"], run: list, grammar: listGrammar },
		{ word: "set", match: "prefix", alsoPrefix: ["add"], run: set, grammar: setGrammar },
		{ word: "get", match: "prefix", run: list, grammar: listGrammar },
		{ word: "delete", match: "prefix", run: remove, grammar: deleteGrammar },
	],
	otherwise: list,
};
