/**
 * `ip neigh`: which link address an address on the link has. Changes are neigh-request.ts, the listing neigh-list.ts, and
 * what a neighbour looks like is ndmsg.ts. ip/ipneigh.c do_ipneigh().
 */
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/message.ts";
import { flushNeighs, listNeighs, neighFilterGrammar } from "./neigh-list.ts";
import { getNeigh, modifyNeigh, type NeighChange, neighGetGrammar, neighGrammar } from "./neigh-request.ts";
import type { IpObject, Run } from "./verb.ts";

function adding(flags: number): Run {
	return (ctx, words) => modifyNeigh(ctx, words, { type: "RTM_NEWNEIGH", flags });
}

const deletion: NeighChange = { type: "RTM_DELNEIGH", flags: 0 };

export const neigh: IpObject = {
	title: "ip neigh",
	verbs: [
		{ word: "add", match: "prefix", run: adding(NLM_F_CREATE | NLM_F_EXCL), grammar: neighGrammar },
		{ word: "change", match: "prefix", also: ["chg"], run: adding(NLM_F_REPLACE), grammar: neighGrammar },
		{ word: "replace", match: "prefix", run: adding(NLM_F_CREATE | NLM_F_REPLACE), grammar: neighGrammar },
		{
			word: "delete",
			match: "prefix",
			run: (ctx, words) => modifyNeigh(ctx, words, deletion),
			grammar: neighGrammar,
		},
		{ word: "get", match: "prefix", run: getNeigh, grammar: neighGetGrammar },
		{ word: "show", match: "prefix", alsoPrefix: ["lst", "list"], run: listNeighs, grammar: neighFilterGrammar },
		{ word: "flush", match: "prefix", run: flushNeighs, grammar: neighFilterGrammar },
	],
	otherwise: listNeighs,
};
