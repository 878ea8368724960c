/**
 * `ip tunnel`: tunnels by ioctl, older than `ip link … type gre`. One command for two families: -6, or a mode of IPv6 behind
 * the word `mode`, makes it tunnel6.ts, else it is tunnel4.ts. ip/iptunnel.c do_iptunnel(), ip/ip6tunnel.c do_ip6tunnel().
 */
import type { Context } from "./context.ts";
import { exited, unknownCommand } from "./failure.ts";
import { change6rd, changePrl } from "./tunnel-sit.ts";
import { change4, delete4, grammar4, show4 } from "./tunnel4.ts";
import { change6, delete6, grammar6, isMode6, show6 } from "./tunnel6.ts";
import type { IpObject, Run } from "./verb.ts";
import type { Words } from "./words.ts";

type Handler = (ctx: Context, words: Words) => number;

/** AF_PACKET, AF_BRIDGE, AF_MPLS. */
const otherFamilies: Readonly<Record<string, number>> = { packet: 17, bridge: 7, mpls: 28 };

function isV6(ctx: Context, words: Words): boolean {
	const { family } = ctx.options;
	const mode = words.rest[words.rest.indexOf("mode") + 1];
	if (words.rest.includes("mode") && mode !== undefined && isMode6(mode)) return true;
	const other = otherFamilies[family];
	if (other !== undefined) throw exited(`Unsupported protocol family: ${other}`);
	return family === "inet6";
}

function either(four: Handler, six: Handler): Run {
	return (ctx, words) => {
		const v6 = isV6(ctx, words);
		const object = v6 ? tunnel6 : ctx.object;
		const options = { ...ctx.options, family: v6 ? ("inet6" as const) : ("inet" as const) };
		return (v6 ? six : four)({ ...ctx, object, options }, words);
	};
}

const changing = (op: "add" | "change") =>
	either(
		(ctx, words) => change4(ctx, words, op),
		(ctx, words) => change6(ctx, words, op),
	);

const show = either(show4, show6);

/** A verb that IPv6 does not have. */
const unknown6 =
	(verb: string): Handler =>
	() => {
		throw unknownCommand(verb, tunnel6.title);
	};

export const tunnel: IpObject = {
	title: "ip tunnel",
	verbs: [
		{ word: "add", match: "prefix", run: changing("add"), grammar: grammar4 },
		{ word: "change", match: "prefix", run: changing("change"), grammar: grammar4 },
		{ word: "delete", match: "prefix", run: either(delete4, delete6), grammar: grammar4 },
		{ word: "show", match: "prefix", alsoPrefix: ["lst", "list"], run: show, grammar: grammar4 },
		{ word: "prl", match: "prefix", run: either(changePrl, unknown6("prl")) },
		{ word: "6rd", match: "prefix", run: either(change6rd, unknown6("6rd")) },
	],
	otherwise: show,
	// Without a final stop.
	unknown: (ctx, word) =>
		ctx.options.family === "inet6"
			? unknownCommand(word, tunnel6.title)
			: exited(`Command "${word}" is unknown, try "ip tunnel help"`),
};

/** Whose usage a command of IPv6 gets. */
const tunnel6: IpObject = {
	...tunnel,
	title: "ip -f inet6 tunnel",
	verbs: tunnel.verbs.filter(({ grammar }) => grammar !== undefined).map((verb) => ({ ...verb, grammar: grammar6 })),
};
