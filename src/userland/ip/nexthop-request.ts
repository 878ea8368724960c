/** `ip nexthop add`, `replace` and `delete`: words to one message. Mirrors ip/ipnexthop.c ipnh_modify(). */
import type { Addr } from "../../net/addr.ts";
import { hardLine } from "../../print/field.ts";
import type { Encap } from "../../uapi/lwtunnel.ts";
import { type Family, RTNH_F_ONLINK } from "../../uapi/message.ts";
import {
	NEXTHOP_GRP_TYPE_MPATH,
	NEXTHOP_GRP_TYPE_RES,
	type NexthopGrp,
	type NexthopRequest,
	type ResGroup,
} from "../../uapi/nexthop.ts";
import type { Context } from "./context.ts";
import { echoTalk } from "./echo-talk.ts";
import { parseEncap } from "./encap.ts";
import { wrong } from "./failure.ts";
import { type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { describeNexthop } from "./nhmsg.ts";
import { u16, u32 } from "./number.ts";
import { needAddr } from "./prefix.ts";
import { readFamily } from "./route-word.ts";
import type { Words } from "./words.ts";

interface Draft {
	readonly ctx: Context;
	family: Family;
	id?: number;
	oif?: number;
	gateway?: Addr;
	encap?: Encap;
	blackhole?: true;
	fdb?: true;
	nhFlags: number;
	group?: readonly NexthopGrp[];
	groupType?: number;
	resGroup?: ResGroup;
	protocol: number;
}

export const nexthopGrammar: Grammar<Draft> = {
	rows: [
		{ word: "id", match: "exact", takes: "ID", to: (draft, value) => (draft.id = needId(value)) },
		{ word: "dev", match: "exact", takes: "DEV", to: setDev },
		{ word: "via", match: "exact", takes: "ADDR", to: setVia },
		{
			word: "encap",
			match: "exact",
			takes: ["ip", "ip6", "mpls", "seg6"],
			to: (draft, _, words) => (draft.encap = parseEncap(draft.ctx, words)),
		},
		{ word: "blackhole", match: "exact", to: setBlackhole },
		{ word: "fdb", match: "exact", to: (draft) => (draft.fdb = true) },
		{ word: "onlink", match: "exact", to: (draft) => (draft.nhFlags |= RTNH_F_ONLINK) },
		{ word: "group", match: "exact", takes: "NEXTHOP", to: (draft, value) => (draft.group = needGroup(value)) },
		{ word: "type", match: "exact", takes: ["mpath", "resilient"], to: setType },
		{ word: "protocol", match: "prefix", takes: "PROTOCOL", to: setProtocol },
		{ word: "help", match: "exact", to: ({ ctx }) => fail(answers(ctx).help()) },
	],
};

function fail(error: Error): never {
	throw error;
}

export function needId(value: string): number {
	const id = u32(value);
	if (id === undefined) throw wrong(value, "invalid id value");
	return id;
}

export function needDevice(ctx: Context, value: string): number {
	const index = ctx.links.indexOf(value);
	if (index === 0) throw wrong(value, "Device does not exist\n");
	return index;
}

function setDev(draft: Draft, value: string): void {
	draft.oif = needDevice(draft.ctx, value);
	if (draft.family === "unspec") draft.family = "inet";
}

function setVia(draft: Draft, value: string, words: Words): void {
	const said = readFamily(value);
	const word = said === undefined ? value : words.next();
	const addr = needAddr(word, said ?? draft.family);
	if (draft.family === "unspec") draft.family = addr.family;
	else if (draft.family !== addr.family) throw wrong(word, "address family mismatch\n");
	draft.gateway = "any" in addr ? "" : addr.addr;
}

function setBlackhole(draft: Draft): void {
	draft.blackhole = true;
	if (draft.family === "unspec") draft.family = "inet";
}

/** `1/2,5/3`: ids, each with a weight where it is not 1. The real tool cuts the word as it reads, and complains of its first part. */
function needGroup(value: string): readonly NexthopGrp[] {
	const [first = ""] = value.split(/[/,]/, 1);
	return value.split("/").map((member) => {
		const [digits, weight] = split(member);
		const id = u32(digits);
		if (id === undefined) throw wrong(first, '"group" value is invalid\n');
		return { id, weight: weight === undefined ? 1 : needWeight(weight) };
	});
}

function split(member: string): readonly [string, string?] {
	const comma = member.indexOf(",");
	return comma < 0 ? [member] : [member.slice(0, comma), member.slice(comma + 1)];
}

function needWeight(value: string): number {
	const weight = u32(value);
	if (weight === undefined || weight === 0 || weight > 256) throw wrong(value, '"weight" is invalid\n');
	return weight;
}

/** The words of a resilient group follow its type at once. */
function setType(draft: Draft, value: string, words: Words): void {
	if (value === "mpath") draft.groupType = NEXTHOP_GRP_TYPE_MPATH;
	else if (value !== "resilient") throw wrong(value, '"type" value is invalid\n');
	else {
		draft.groupType = NEXTHOP_GRP_TYPE_RES;
		if (words.rest.length > 1) draft.resGroup = parseResilient(words);
	}
}

const timer = (message: string) => (value: string) => {
	const seconds = u32(value);
	if (seconds === undefined || seconds >= Math.floor(0xffffffff / 100)) throw wrong(value, message);
	return seconds * 100;
};

const resilientWords: Readonly<Record<string, (value: string) => ResGroup>> = {
	buckets: (value) => ({ buckets: needBuckets(value) }),
	idle_timer: (value) => ({ idleTimer: timer("invalid idle timer value")(value) }),
	unbalanced_timer: (value) => ({ unbalancedTimer: timer("invalid unbalanced timer value")(value) }),
};

function needBuckets(value: string): number {
	const buckets = u16(value);
	if (buckets === undefined) throw wrong(value, "invalid buckets value");
	return buckets;
}

function parseResilient(words: Words): ResGroup {
	let group: ResGroup = {};
	words.skip();
	for (let read = resilientWords[words.word ?? ""]; read !== undefined; read = resilientWords[words.word ?? ""]) {
		group = { ...group, ...read(words.next()) };
		words.skip();
	}
	words.skip(-1);
	return group;
}

function setProtocol(draft: Draft, value: string): void {
	const protocol = draft.ctx.names.numberOf("protocol", value);
	if (protocol === undefined) throw wrong(value, '"protocol" value is invalid\n');
	draft.protocol = protocol;
}

export type NexthopChange = Pick<NexthopRequest, "type" | "flags">;

export function modifyNexthop(ctx: Context, words: Words, change: NexthopChange): number {
	const given: Draft = { ctx, family: ctx.options.family, nhFlags: 0, protocol: 0 };
	parse(nexthopGrammar, words, given, { ...answers(ctx), unknown: (word) => wrong(word, "") });
	const { ctx: _, ...draft } = given;
	return echoTalk(ctx, { ...change, ...draft }, (message) =>
		"nexthop" in message ? [...describeNexthop(ctx, message.nexthop), hardLine] : [],
	);
}
