/**
 * `ip rule save` and `restore`: the rules as the kernel's own messages, in a file. Restoring does not ask whether a rule is
 * there already. ip/iprule.c save_rule_prep(), iprule_restore().
 */
import { NLM_F_CREATE } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { exited, returned } from "./failure.ts";
import { readMessages, refuseMagic, writeMagic, writeMessage } from "./nlmsg.ts";
import { decodeRule, encodeRule, RTM_NEWRULE } from "./rule-bytes.ts";
import { terminated } from "./rule-list.ts";
import { complaint, dump } from "./talk.ts";
import type { Words } from "./words.ts";

const MAGIC = 0x71706986;

export function saveRules(ctx: Context, words: Words): number {
	if (words.more) throw returned('"ip rule save" does not take any arguments.');
	if (ctx.process.tty) throw returned("Not sending a binary stream to stdout");
	writeMagic(ctx, MAGIC);
	const family = ctx.options.family === "unspec" ? "inet" : ctx.options.family;
	const query = { type: "RTM_GETRULE", flags: 0, family } as const;
	dump(ctx, query, (message) => "rule" in message && writeMessage(ctx, encodeRule(message.rule)), terminated);
	return 0;
}

/** It ends the program, a batch too. */
export function restoreRules(ctx: Context): number {
	const refusal = refuseMagic(ctx, MAGIC);
	if (refusal !== undefined) throw exited(refusal);
	const messages = readMessages(ctx);
	let next = messages.next();
	for (; !next.done; next = messages.next()) if (next.value.type === RTM_NEWRULE) restore(ctx, next.value.body);
	throw exited(next.value ?? "", next.value === undefined ? 0 : 255);
}

function restore(ctx: Context, body: Uint8Array): void {
	const { error } = ctx.sys.netlink({ type: "RTM_NEWRULE", flags: NLM_F_CREATE, rule: decodeRule(body) });
	if (error === undefined) return;
	ctx.complain(complaint(error));
	if (error.errno !== "EEXIST") throw exited("");
}
