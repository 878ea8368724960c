/** `ip link property add|del [dev] DEV [altname NAME]...`. ip/iplink.c iplink_prop(). */
import type { LinkRequest } from "../../uapi/message.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { exited, garbage, noDevice, wrong } from "./failure.ts";
import { begins, type Grammar, parse } from "./grammar.ts";
import { answers, usage } from "./help.ts";
import { isIfname } from "./ifname.ts";
import { talk } from "./talk.ts";
import type { Words } from "./words.ts";

interface Draft {
	dev?: string;
	readonly altnames: string[];
}

const grammar: Grammar<Draft> = {
	rows: [{ word: "altname", match: "prefix", takes: "ALTNAME", to: addAltname }],
	positional: { keyword: { word: "dev", match: "exact" }, takes: "DEV", help: "bare", to: setDev },
};

function addAltname({ altnames }: Draft, value: string): void {
	if (!isIfname(value)) throw wrong(value, "not a valid altname");
	altnames.push(value);
}

function setDev(draft: Draft, value: string): void {
	if (draft.dev !== undefined) throw garbage("dev", value);
	if (!isIfname(value)) throw wrong(value, '"dev" not a valid ifname');
	draft.dev = value;
}

const verbs = [
	{ word: "add", type: "RTM_NEWLINKPROP", flags: NLM_F_EXCL | NLM_F_CREATE | NLM_F_APPEND },
	{ word: "del", type: "RTM_DELLINKPROP", flags: 0 },
] as const satisfies readonly (Pick<LinkRequest, "type" | "flags"> & { readonly word: string })[];

export function changeProperty(ctx: Context, words: Words): number {
	const typed = words.word;
	if (typed === undefined || begins(typed, "help")) throw usage(ctx.object);
	const verb = verbs.find(({ word }) => begins(typed, word));
	if (verb === undefined) throw exited("Operator required");
	words.skip();
	const draft: Draft = { altnames: [] };
	parse(grammar, words, draft, answers(ctx));
	if (draft.dev === undefined) throw exited('Not enough of information: "dev" argument is required.');
	const index = ctx.links.indexOf(draft.dev);
	if (index === 0) throw noDevice(draft.dev);
	const { type, flags } = verb;
	const { altnames } = draft;
	talk(ctx, { type, flags, family: "unspec", index, ifiFlags: 0, ifiChange: 0, attrs: { altnames } });
	return 0;
}
