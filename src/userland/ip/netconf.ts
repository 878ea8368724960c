/** `ip netconf`: a few settings of devices, as the kernel's messages have them. ip/ipnetconf.c do_show(). */
import { close, hardLine, open } from "../../print/field.ts";
import type { Message } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { noSuchDevice } from "./failure.ts";
import { type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { describeNetconf } from "./netconfmsg.ts";
import { dump, talk } from "./talk.ts";
import type { IpObject } from "./verb.ts";
import type { Words } from "./words.ts";

interface Filter {
	readonly ctx: Context;
	/** 0 is every device. */
	ifindex: number;
}

/** A word that is none of these is passed over. */
const filterGrammar: Grammar<Filter> = {
	rows: [{ word: "dev", match: "exact", takes: "DEV", to: setDev }],
	positional: { takes: "STRING", help: "never", to: () => {} },
};

function setDev(filter: Filter, value: string): void {
	filter.ifindex = filter.ctx.links.indexOf(value);
	if (filter.ifindex === 0) throw noSuchDevice(value);
}

function show(ctx: Context, words: Words): number {
	const filter: Filter = { ctx, ifindex: 0 };
	parse(filterGrammar, words, filter, answers(ctx));
	const { ifindex } = filter;
	const { family } = ctx.options;
	if (ifindex !== 0 && family !== "unspec") return showOne(ctx, ifindex);
	ctx.print([open("array")]);
	dump(ctx, { type: "RTM_GETNETCONF", flags: 0, family }, (message) => {
		if ("netconf" in message && (ifindex === 0 || ifindex === message.netconf.ifindex))
			ctx.print([open("object"), ...describeNetconf(ctx, message.netconf), close("object"), hardLine]);
	});
	ctx.print([close("array")]);
	return 0;
}

/** One device of one family is asked for by a request of its own, and answered in text whatever -j says. */
function showOne(ctx: Context, ifindex: number): number {
	const print = (message: Message) =>
		"netconf" in message && ctx.printText([...describeNetconf(ctx, message.netconf), hardLine]);
	talk(ctx, { type: "RTM_GETNETCONF", flags: 0, family: ctx.options.family, ifindex }).forEach(print);
	return 0;
}

export const netconf: IpObject = {
	title: "ip netconf",
	verbs: [{ word: "show", match: "prefix", alsoPrefix: ["lst", "list"], run: show, grammar: filterGrammar }],
	otherwise: show,
};
