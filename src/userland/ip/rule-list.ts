/** `ip rule show` and `flush`. ip/iprule.c iprule_list_flush_or_save(). */
import { close, open } from "../../print/field.ts";
import type { FibRule } from "../../uapi/rule.ts";
import type { Context } from "./context.ts";
import { returned } from "./failure.ts";
import { describeRule } from "./fib-rule.ts";
import { parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { acceptsRule, emptyRuleFilter, type RuleFilter, ruleFilterGrammar } from "./rule-filter.ts";
import { complaint, dump } from "./talk.ts";
import type { Words } from "./words.ts";

/** The handler returns 1, and what returns is negated: 255. */
export const terminated = returned("Dump terminated", 255);

export function listRules(ctx: Context, words: Words): number {
	eachRule(ctx, words, (rule) => ctx.print([open("object"), ...describeRule(ctx, rule), close("object")]));
	return 0;
}

/** Rules of priority 0 stay; those of main and default go. The first refusal ends it. */
export function flushRules(ctx: Context, words: Words): number {
	eachRule(ctx, words, (rule, filter) => {
		const { protocol = rule.protocol } = filter;
		if (rule.priority === undefined || (rule.protocol !== undefined && protocol !== rule.protocol)) return;
		const { error } = ctx.sys.netlink({ type: "RTM_DELRULE", flags: 0, rule });
		if (error === undefined) return;
		ctx.complain(complaint(error));
		throw terminated;
	});
	return 0;
}

function eachRule(ctx: Context, words: Words, each: (rule: FibRule, filter: RuleFilter) => void): void {
	const filter = emptyRuleFilter(ctx);
	parse(ruleFilterGrammar, words, filter, answers(ctx));
	ctx.print([open("array")]);
	const accept = (rule: FibRule) => acceptsRule(filter, rule) && each(rule, filter);
	const query = { type: "RTM_GETRULE", flags: 0, family: filter.family } as const;
	dump(ctx, query, (message) => "rule" in message && accept(message.rule), terminated);
	ctx.print([close("array")]);
}
