/**
 * `type veth [peer …]`: the peer is described with the words of `ip link add`, read a second time, so that `up` behind
 * `peer` is the peer's. ip/link_veth.c. Its usage goes to standard output, errors or not.
 */
import type { VethData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import { duplicate, returned } from "../failure.ts";
import type { Grammar } from "../grammar.ts";
import { resolveLink } from "../link-request.ts";
import { emptyDraft, parseLinkWords } from "../link-words.ts";
import type { Words } from "../words.ts";
import type { Kind, KindDraft } from "./kind.ts";

function parse(ctx: Context, words: Words, creating: boolean): LinkData {
	if (words.need() !== "peer") {
		ctx.process.stdout("Usage: ip link … type veth [ peer OPTION ... ]\nAn OPTION is one of those of 'ip link add'.\n");
		throw returned("");
	}
	words.skip();
	const draft = emptyDraft(ctx, creating, true);
	parseLinkWords(draft, words);
	const target = resolveLink(draft, words.word);
	if (draft.kind !== undefined) throw duplicate("type", draft.kind);
	const { ifiFlags, ifiChange } = draft;
	const peer = { ifiFlags, ifiChange, index: target?.index ?? 0, attrs: target?.attrs ?? {} };
	return { peer } satisfies VethData;
}

/** What follows `peer` is a request of its own (link-words.ts linkGrammar). */
const grammar: Grammar<KindDraft> = { rows: [{ word: "peer", match: "exact", ends: true, to: () => {} }] };

export const veth: Kind = { name: "veth", grammar, parse };
