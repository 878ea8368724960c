/**
 * `ip rule`: the list that decides which routing table is asked. Changes are rule-request.ts, the listing rule-list.ts,
 * and what a rule looks like is fib-rule.ts. ip/iprule.c do_iprule().
 */

import { ruleFilterGrammar } from "./rule-filter.ts";
import { flushRules, listRules } from "./rule-list.ts";
import { addRule, deleteRule, ruleGrammar } from "./rule-request.ts";
import { restoreRules, saveRules } from "./rule-save.ts";
import type { IpObject } from "./verb.ts";

export const rule: IpObject = {
	title: "ip rule",
	verbs: [
		{ word: "show", match: "prefix", alsoPrefix: ["list", "lst"], run: listRules, grammar: ruleFilterGrammar },
		{ word: "save", match: "prefix", run: saveRules },
		{ word: "restore", match: "prefix", run: restoreRules },
		{ word: "add", match: "prefix", run: addRule, grammar: ruleGrammar },
		{ word: "delete", match: "prefix", run: deleteRule, grammar: ruleGrammar },
		{ word: "flush", match: "prefix", run: flushRules, grammar: ruleFilterGrammar },
	],
	otherwise: listRules,
};
