/** Why a rule was refused. kernel: net/core/fib_rules.c */
import type { RuleRequest } from "../../uapi/rule.ts";
import { after, changedAfter, find, type Row, said } from "./situation.ts";

const ruleExists: Row = (s) => {
	if (s.request?.type !== "RTM_NEWRULE" || s.errno !== "EEXIST") return undefined;
	const { priority } = (s.request as RuleRequest).rule;
	return find(
		"ruleExists",
		{ priority: String(priority ?? "") },
		changedAfter(s, "pref", String((priority ?? 32000) + 1)),
		[[...s.argv, "pref", String((priority ?? 32000) + 1)]],
	);
};

const ruleMissing: Row = (s) => {
	if (s.request?.type !== "RTM_DELRULE" || s.errno !== "ENOENT") return undefined;
	const own = s.state.rules
		.filter((rule) => rule.priority && rule.priority < 32766)
		.map((rule) => String(rule.priority));
	return find("ruleMissing", { priorities: [...new Set(own)].join(", ") });
};

const gotoBackward: Row = (s) => {
	if (!said(s, /Backward goto/)) return undefined;
	const target = after(s, "goto") ?? "";
	const own = after(s, "pref", "priority", "prio", "order") ?? "";
	return find("ruleBackward", { target, own }, changedAfter(s, "goto", String(Number(own) + 100)));
};

export const ruleRows: readonly Row[] = [ruleExists, ruleMissing, gotoBackward];
