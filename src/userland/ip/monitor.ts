/**
 * `ip monitor`: what the kernel tells its listeners, as it happens. Each notice looks as its listing has it, and a removal has
 * `Deleted ` in front. It never speaks JSON. ip/ipmonitor.c do_ipmonitor(), accept_msg().
 */
import { type Field, hardLine, text } from "../../print/field.ts";
import { strerror } from "../../uapi/errno.ts";
import { type Family, type Message, NLM_F_DUMP, RTM_F_CLONED } from "../../uapi/message.ts";
import type { Answer, Wait } from "../process.ts";
import type { Context } from "./context.ts";
import { describeNotice } from "./echo.ts";
import { exited, unmodelled, wrong } from "./failure.ts";
import { describeRule } from "./fib-rule.ts";
import { begins, type Grammar, parse, type Row } from "./grammar.ts";
import { answers } from "./help.ts";
import { describeNeigh } from "./ndmsg.ts";
import { describeNetconf } from "./netconfmsg.ts";
import { describeBucket, describeNexthop } from "./nhmsg.ts";
import { describeNsid } from "./nsid.ts";
import { describeRoute } from "./rtmsg.ts";
import { timestamp } from "./timestamp.ts";
import type { IpObject } from "./verb.ts";
import type { Words } from "./words.ts";

/** The words that choose, in the order in which they are tried. */
type Topic =
	| "link"
	| "address"
	| "route"
	| "mroute"
	| "prefix"
	| "neigh"
	| "netconf"
	| "rule"
	| "nsid"
	| "nexthop"
	| "stats";

interface Draft {
	readonly ctx: Context;
	readonly topics: Set<Topic>;
	label: boolean;
	allNsid: boolean;
	file?: string;
	/** 0 is every device. */
	ifindex: number;
}

const topicRow = (topic: Topic, match: "prefix" | "exact" = "prefix"): Row<Draft> => ({
	word: topic,
	match,
	to: ({ topics }) => topics.add(topic),
});

export const monitorGrammar: Grammar<Draft> = {
	rows: [
		{ word: "file", match: "prefix", takes: "FILE", to: (draft, value) => (draft.file = value) },
		{ word: "label", match: "prefix", to: (draft) => (draft.label = true) },
		topicRow("link"),
		topicRow("address"),
		topicRow("route"),
		topicRow("mroute"),
		topicRow("prefix"),
		topicRow("neigh"),
		topicRow("netconf"),
		topicRow("rule"),
		topicRow("nsid"),
		topicRow("nexthop"),
		topicRow("stats", "exact"),
		{ word: "all", match: "exact", to: (draft) => (draft.label = true) },
		{ word: "all-nsid", match: "prefix", to: (draft) => (draft.allNsid = true) },
		{ word: "dev", match: "exact", takes: "DEV", to: setDev },
	],
};

function setDev(draft: Draft, value: string): void {
	draft.ifindex = draft.ctx.links.indexOf(value);
	if (draft.ifindex === 0) throw wrong(value, "Device does not exist\n");
}

function* monitor(ctx: Context, words: Words): Generator<Wait, number, Answer> {
	const draft: Draft = { ctx, topics: new Set(), label: false, allNsid: false, ifindex: 0 };
	const unknown = (word: string) =>
		begins(word, "help") ? answers(ctx).help() : exited(`Argument "${word}" is unknown, try "ip monitor help".`);
	parse(monitorGrammar, words, draft, { ...answers(ctx), unknown });
	if (draft.file !== undefined) return readFile(ctx, draft.file);
	knowLinks(ctx);
	for (;;) {
		const answer = yield draft.allNsid ? { wait: "messages", allNsid: true } : { wait: "messages" };
		if (answer === undefined || !("messages" in answer)) return 2;
		answer.messages.forEach((message, i) => hear(draft, message, answer.nsids?.[i]));
	}
}

/** A file of messages as rtmon(8) writes it; an empty one holds none. */
function readFile(ctx: Context, path: string): number {
	const read = path === "/dev/null" ? { ok: "" } : ctx.sys.readFile(path);
	if (!("ok" in read)) throw exited(`Cannot fopen: ${strerror(read.errno)}`);
	if (read.ok !== "") throw unmodelled("monitor file … with messages");
	return 0;
}

/** ll_init_map(): names as they are at the start, for notices of links that are gone. */
function knowLinks({ sys, links }: Context): void {
	for (const message of sys.netlink({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" }).messages)
		if (message.type === "RTM_NEWLINK") links.remember(message.link);
}

function hear(draft: Draft, message: Message, nsid: number | undefined): void {
	const { ctx, ifindex } = draft;
	const notice = noticeOf(ctx, message, ifindex);
	if (!isWanted(draft, notice) || isCached(message)) return;
	if (message.type === "RTM_NEWLINK") ctx.links.update(message.link);
	if (message.type === "RTM_DELLINK") ctx.links.forget(message.link.index);
	const { timestamp: stamped, tshort } = ctx.options;
	const head = [
		...(stamped ? [text(timestamp(ctx.sys.now(), tshort))] : []),
		...(draft.allNsid ? [text(nsid === undefined ? "[nsid current]" : `[nsid ${nsid}]`)] : []),
		...(draft.label ? [text(notice.label)] : []),
	];
	// What `dev` leaves out has its label printed all the same, in 6.1.
	const about = ifindex === 0 || notice.ifindex === undefined || notice.ifindex === ifindex;
	ctx.printText(about ? [...head, ...notice.describe()] : head);
}

interface Notice {
	readonly topic: Topic;
	readonly label: string;
	/** The family whose group it is sent to; of a link and its like there is one group for all. */
	readonly family?: Family;
	/** The device, where `dev` looks at it. */
	readonly ifindex?: number;
	readonly describe: () => readonly Field[];
}

function isWanted({ ctx, topics }: Draft, { topic, family }: Notice): boolean {
	if (topics.size > 0 && !topics.has(topic)) return false;
	return ctx.options.family === "unspec" || family === undefined || family === ctx.options.family;
}

/** Answers to lookups that asked for a notice. */
function isCached(message: Message): boolean {
	return "route" in message && (message.route.flags & RTM_F_CLONED) !== 0;
}

const deleted: Field = { key: "deleted", text: "Deleted ", value: true };

function noticeOf(ctx: Context, message: Message, dev: number): Notice {
	const gone = message.type.startsWith("RTM_DEL") ? [deleted] : [];
	if ("link" in message)
		return {
			topic: "link",
			label: "[LINK]",
			ifindex: message.link.index,
			describe: () => describeNotice(ctx, message),
		};
	if ("addr" in message) {
		const { family, index } = message.addr;
		return { topic: "address", label: "[ADDR]", family, ifindex: index, describe: () => describeNotice(ctx, message) };
	}
	if ("route" in message) {
		const { route } = message;
		const view = { fixed: new Set(dev === 0 ? [] : (["dev"] as const)) };
		return {
			topic: "route",
			label: "[ROUTE]",
			family: route.family,
			ifindex: route.oif ?? 0,
			describe: () => [...gone, ...describeRoute(ctx, route, view)],
		};
	}
	if ("neigh" in message) {
		const { family, ifindex } = message.neigh;
		const view = { dev: dev === 0 };
		return {
			topic: "neigh",
			label: "[NEIGH]",
			family,
			ifindex,
			describe: () => [...gone, ...describeNeigh(ctx, message.neigh, view)],
		};
	}
	if ("rule" in message) {
		const { rule } = message;
		return {
			topic: "rule",
			label: "[RULE]",
			family: rule.family,
			describe: () => [...gone, ...describeRule(ctx, rule)],
		};
	}
	if ("nexthop" in message) {
		const { nexthop } = message;
		const describe = () => [...gone, ...describeNexthop(ctx, nexthop), hardLine];
		return { topic: "nexthop", label: "[NEXTHOP]", describe };
	}
	if ("netconf" in message) {
		const { netconf } = message;
		return {
			topic: "netconf",
			label: "[NETCONF]",
			family: netconf.family,
			ifindex: netconf.ifindex,
			describe: () => [...gone, ...describeNetconf(ctx, netconf), hardLine],
		};
	}
	if ("nsid" in message)
		return { topic: "nsid", label: "[NSID]", describe: () => [...gone, ...describeNsid(ctx, message.nsid)] };
	return { topic: "nexthop", label: "[NEXTHOPBUCKET]", describe: () => describeBucket(message.bucket) };
}

export const monitorObject: IpObject = { title: "ip monitor", verbs: [], words: monitorGrammar, otherwise: monitor };
