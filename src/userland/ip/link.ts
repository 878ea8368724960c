/**
 * `ip link`: its verbs, and how add, set and delete become one request. Mirrors ip/iplink.c iplink_modify(). The words
 * are read by link-words.ts, kinds by kind/, and the listing is link-list.ts.
 */
import { type LinkRequest, NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/message.ts";
import { changeProperty } from "./altname.ts";
import type { Context } from "./context.ts";
import { printEcho } from "./echo.ts";
import { returned } from "./failure.ts";
import { begins } from "./grammar.ts";
import { usage } from "./help.ts";
import { kindOf, kindUsage } from "./kind/kind.ts";
import { listLinks } from "./link-list.ts";
import { garbageText, resolveLink } from "./link-request.ts";
import { type AttrsDraft, emptyDraft, type LinkDraft, linkGrammar, parseLinkWords } from "./link-words.ts";
import { showAfstats, showXstats } from "./link-xstats.ts";
import { filterGrammar } from "./show-filter.ts";
import { talk } from "./talk.ts";
import type { IpObject, Run } from "./verb.ts";
import type { Words } from "./words.ts";

type Change = Pick<LinkRequest, "type" | "flags">;

function modify(ctx: Context, words: Words, change: Change): number {
	const draft = emptyDraft(ctx, (change.flags & NLM_F_CREATE) !== 0);
	parseLinkWords(draft, words);
	const target = resolveLink(draft, words.word);
	const request = { ...change, family: ctx.options.family, ifiFlags: draft.ifiFlags, ifiChange: draft.ifiChange };
	if (target === undefined) {
		talk(ctx, { ...request, index: 0, attrs: { ...draft.attrs, group: draft.group ?? 0 } });
		return 0;
	}
	const attrs = { ...target.attrs, ...kindAttrs(draft, words, target.index) };
	const echo = ctx.options.echo ? NLM_F_ECHO : 0;
	const answer = talk(ctx, { ...request, flags: change.flags | echo, index: target.index, attrs });
	if (ctx.options.echo) printEcho(ctx, answer);
	ctx.links.drop(target.index);
	return 0;
}

/** The type and its options. `X_slave` names the options of a port; without any, no data go out. */
function kindAttrs(draft: LinkDraft, words: Words, index: number): AttrsDraft {
	const { ctx, kind: name, creating } = draft;
	if (name === undefined) {
		if (creating) throw returned('Not enough information: "type" argument is required');
		return {};
	}
	if (!words.more) return { kind: name };
	const kind = kindOf(name);
	if (kind === undefined) {
		if (begins(words.need(), "help")) throw usage(ctx.object);
		throw returned(garbageText(words.need()));
	}
	const data = kind.parse?.(ctx, words, creating, index) ?? {};
	return name.endsWith("_slave") ? { kind: name, slaveData: data } : { kind: name, data };
}

/** `ip link help TYPE` asks for a type's options, and succeeds. */
const help: Run = (ctx, words) => {
	const kind = words.word === undefined ? undefined : kindOf(words.word);
	if (kind === undefined || kind.helpless) throw usage(ctx.object);
	ctx.process.stdout(`${kindUsage(kind.name, kind.grammar)}\n`);
	return 0;
};

function changing(change: Change): Run {
	return (ctx, words) => modify(ctx, words, change);
}

const add: Change = { type: "RTM_NEWLINK", flags: NLM_F_CREATE | NLM_F_EXCL };
const set: Change = { type: "RTM_NEWLINK", flags: 0 };
const replace: Change = { type: "RTM_NEWLINK", flags: NLM_F_CREATE | NLM_F_REPLACE };
const remove: Change = { type: "RTM_DELLINK", flags: 0 };

export const link: IpObject = {
	title: "ip link",
	verbs: [
		{ word: "add", match: "prefix", run: changing(add), grammar: linkGrammar },
		{ word: "set", match: "prefix", alsoPrefix: ["change"], run: changing(set), grammar: linkGrammar },
		{ word: "replace", match: "prefix", run: changing(replace), grammar: linkGrammar },
		{ word: "delete", match: "prefix", run: changing(remove), grammar: linkGrammar },
		{ word: "show", match: "prefix", alsoPrefix: ["list", "lst"], run: listLinks, grammar: filterGrammar },
		{ word: "xstats", match: "prefix", run: showXstats },
		{ word: "afstats", match: "prefix", run: showAfstats },
		{ word: "property", match: "prefix", run: changeProperty },
		{ word: "help", match: "prefix", run: help },
	],
	otherwise: listLinks,
};
