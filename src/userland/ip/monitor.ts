/**
 * `ip monitor`: what the kernel tells its listeners, as it happens. Each notice looks as its listing has it, and a removal has
 * `Deleted ` in front. It never speaks JSON. ip/ipmonitor.c do_ipmonitor(), accept_msg().
 */
import { text } from "../../print/field.ts";
import { strerror } from "../../uapi/errno.ts";
import { type Message, NLM_F_DUMP, RTM_F_CLONED } from "../../uapi/message.ts";
import type { Answer, Wait } from "../process.ts";
import type { Context } from "./context.ts";
import { exited, unmodelled, wrong } from "./failure.ts";
import { begins, type Grammar, parse, type Row } from "./grammar.ts";
import { answers } from "./help.ts";
import { type Notice, noticeOf, type Topic } from "./notice.ts";
import { nsidOf } from "./nsid-map.ts";
import { timestamp } from "./timestamp.ts";
import type { IpObject } from "./verb.ts";
import type { Words } from "./words.ts";

interface Listener {
	readonly ctx: Context;
	/** None is all. */
	readonly topics: Set<Topic>;
	label: boolean;
	allNsid: boolean;
	file?: string;
	/** 0 is every device. */
	dev: number;
	/** Names of namespaces by id, as far as they were ever known. */
	readonly nsids: Map<number, string>;
}

const topicRow = (topic: Topic, match: "prefix" | "exact" = "prefix"): Row<Listener> => ({
	word: topic,
	match,
	to: ({ topics }) => topics.add(topic),
});

export const monitorGrammar: Grammar<Listener> = {
	rows: [
		{ word: "file", match: "prefix", takes: "FILE", to: (listener, value) => (listener.file = value) },
		{ word: "label", match: "prefix", to: (listener) => (listener.label = true) },
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
		{ word: "all", match: "exact", to: (listener) => (listener.label = true) },
		{ word: "all-nsid", match: "prefix", to: (listener) => (listener.allNsid = true) },
		{ word: "dev", match: "exact", takes: "DEV", to: setDev },
	],
};

function setDev(listener: Listener, value: string): void {
	listener.dev = listener.ctx.links.indexOf(value);
	if (listener.dev === 0) throw wrong(value, "Device does not exist\n");
}

function* listen(ctx: Context, words: Words): Generator<Wait, number, Answer> {
	const listener: Listener = { ctx, topics: new Set(), label: false, allNsid: false, dev: 0, nsids: new Map() };
	const unknown = (word: string) =>
		begins(word, "help") ? answers(ctx).help() : exited(`Argument "${word}" is unknown, try "ip monitor help".`);
	parse(monitorGrammar, words, listener, { ...answers(ctx), unknown });
	if (listener.file !== undefined) return readFile(ctx, listener.file);
	knowNames(listener);
	for (;;) {
		const answer = yield listener.allNsid ? { wait: "messages", allNsid: true } : { wait: "messages" };
		if (answer === undefined || !("messages" in answer)) return 2;
		for (const [i, message] of answer.messages.entries()) hear(listener, message, answer.nsids?.[i]);
	}
}

/** A file of messages as rtmon(8) writes it; an empty one holds none. */
function readFile(ctx: Context, path: string): number {
	const read = path === "/dev/null" ? { ok: "" } : ctx.sys.readFile(path);
	if (!("ok" in read)) throw exited(`Cannot fopen: ${strerror(read.errno)}`);
	if (read.ok !== "") throw unmodelled("monitor file … with messages");
	return 0;
}

/** ll_init_map(), netns_map_init(): names as they are at the start, for notices of what is gone. */
function knowNames({ ctx, nsids }: Listener): void {
	const { sys, links } = ctx;
	for (const message of sys.netlink({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" }).messages)
		if (message.type === "RTM_NEWLINK") links.remember(message.link);
	ctx.nsids.init();
	for (const name of sys.listNetns() ?? []) {
		const nsid = nsidOf(ctx, name);
		if (nsid !== undefined && nsid >= 0) nsids.set(nsid, name);
	}
}

function hear(listener: Listener, message: Message, nsid: number | undefined): void {
	const { ctx, dev } = listener;
	const notice = noticeOf(listener, message);
	if (!isWanted(listener, notice) || isCached(message)) return;
	if (message.type === "RTM_NEWLINK") ctx.links.remember(message.link);
	if (message.type === "RTM_DELLINK") ctx.links.forget(message.link.index);
	const { timestamp: stamped, tshort } = ctx.options;
	const head = [
		...(stamped ? [text(timestamp(ctx.sys.now(), tshort))] : []),
		...(listener.allNsid ? [text(nsid === undefined ? "[nsid current]" : `[nsid ${nsid}]`)] : []),
		...(listener.label ? [text(notice.label)] : []),
	];
	// What `dev` leaves out has its label printed all the same, in 6.1.
	const isAbout = dev === 0 || notice.ifindex === undefined || notice.ifindex === dev;
	ctx.printText(isAbout ? [...head, ...notice.describe()] : head);
}

function isWanted({ ctx, topics }: Listener, { topic, family }: Notice): boolean {
	if (topics.size > 0 && !topics.has(topic)) return false;
	return ctx.options.family === "unspec" || family === undefined || family === ctx.options.family;
}

/** Answers to lookups that asked for a notice. */
function isCached(message: Message): boolean {
	return "route" in message && (message.route.flags & RTM_F_CLONED) !== 0;
}

export const monitor: IpObject = { title: "ip monitor", verbs: [], grammar: monitorGrammar, otherwise: listen };
