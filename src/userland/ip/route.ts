/**
 * `ip route`: its verbs. Changes are route-request.ts, the listing route-list.ts, lookups route-get.ts, and what a
 * route looks like is rtmsg.ts. ip/iproute.c do_iproute().
 */
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/message.ts";
import type { RouteChange } from "./route-draft.ts";
import { routeFilterGrammar } from "./route-filter.ts";
import { getGrammar, getRoute } from "./route-get.ts";
import { flushRoutes, listRoutes } from "./route-list.ts";
import { modifyRoute, routeGrammar } from "./route-request.ts";
import { restoreRoutes, saveRoutes, showRouteDump } from "./route-save.ts";
import type { IpObject, Run } from "./verb.ts";

function adding(flags: number): Run {
	return (ctx, words) => modifyRoute(ctx, words, { type: "RTM_NEWROUTE", flags });
}

const deletion: RouteChange = { type: "RTM_DELROUTE", flags: 0 };

export const route: IpObject = {
	title: "ip route",
	verbs: [
		{ word: "add", match: "prefix", run: adding(NLM_F_CREATE | NLM_F_EXCL), grammar: routeGrammar },
		{ word: "change", match: "prefix", also: ["chg"], run: adding(NLM_F_REPLACE), grammar: routeGrammar },
		{ word: "replace", match: "prefix", run: adding(NLM_F_CREATE | NLM_F_REPLACE), grammar: routeGrammar },
		{ word: "prepend", match: "prefix", run: adding(NLM_F_CREATE), grammar: routeGrammar },
		{ word: "append", match: "prefix", run: adding(NLM_F_CREATE | NLM_F_APPEND), grammar: routeGrammar },
		{ word: "test", match: "prefix", run: adding(NLM_F_EXCL), grammar: routeGrammar },
		{
			word: "delete",
			match: "prefix",
			run: (ctx, words) => modifyRoute(ctx, words, deletion),
			grammar: routeGrammar,
		},
		{ word: "show", match: "prefix", alsoPrefix: ["list", "lst"], run: listRoutes, grammar: routeFilterGrammar },
		{ word: "get", match: "prefix", run: getRoute, grammar: getGrammar },
		{ word: "flush", match: "prefix", run: flushRoutes, grammar: routeFilterGrammar },
		{ word: "save", match: "prefix", run: saveRoutes, grammar: routeFilterGrammar },
		{ word: "restore", match: "prefix", run: restoreRoutes },
		{ word: "showdump", match: "prefix", run: showRouteDump },
	],
	otherwise: listRoutes,
};
