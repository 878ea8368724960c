/**
 * `ip nexthop`: next hops as objects of their own, to which routes point by number. Changes are nexthop-request.ts, listings
 * nexthop-list.ts and nexthop-bucket.ts, and what a next hop looks like is nhmsg.ts. ip/ipnexthop.c do_ipnh().
 */
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/message.ts";
import { buckets } from "./nexthop-bucket.ts";
import { flushNexthops, getNexthop, listNexthops, nexthopFilterGrammar, nexthopGetGrammar } from "./nexthop-list.ts";
import { modifyNexthop, type NexthopChange, nexthopGrammar } from "./nexthop-request.ts";
import type { IpObject, Run } from "./verb.ts";

function adding(flags: number): Run {
	return (ctx, words) => modifyNexthop(ctx, words, { type: "RTM_NEWNEXTHOP", flags });
}

const deletion: NexthopChange = { type: "RTM_DELNEXTHOP", flags: 0 };

export const nexthop: IpObject = {
	title: "ip nexthop",
	verbs: [
		{ word: "add", match: "prefix", run: adding(NLM_F_CREATE | NLM_F_EXCL), grammar: nexthopGrammar },
		{ word: "replace", match: "prefix", run: adding(NLM_F_CREATE | NLM_F_REPLACE), grammar: nexthopGrammar },
		{
			word: "delete",
			match: "prefix",
			run: (ctx, words) => modifyNexthop(ctx, words, deletion),
			grammar: nexthopGrammar,
		},
		{ word: "list", match: "prefix", alsoPrefix: ["show", "lst"], run: listNexthops, grammar: nexthopFilterGrammar },
		{ word: "get", match: "prefix", run: getNexthop, grammar: nexthopGetGrammar },
		{ word: "flush", match: "prefix", run: flushNexthops, grammar: nexthopFilterGrammar },
		{ word: "bucket", match: "prefix", run: buckets },
	],
	otherwise: listNexthops,
};
