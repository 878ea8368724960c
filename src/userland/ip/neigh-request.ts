/** `ip neigh add`, `change`, `replace`, `delete` and `get`. Mirrors ip/ipneigh.c ipneigh_modify() and ipneigh_get(). */
import type { Addr } from "../../net/addr.ts";
import { formatLladdr, parseLladdr } from "../../net/lladdr.ts";
import type { Family } from "../../uapi/message.ts";
import {
	type NeighRequest,
	NTF_EXT_LEARNED,
	NTF_EXT_MANAGED,
	NTF_PROXY,
	NTF_ROUTER,
	NTF_USE,
} from "../../uapi/neighbour.ts";
import { NUD_NONE, NUD_PERMANENT } from "../../uapi/nud.ts";
import type { Context } from "./context.ts";
import { duplicate, exited, garbage, invalidLladdr, noDevice, returned, wrong } from "./failure.ts";
import { begins, type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { describeNeigh } from "./ndmsg.ts";
import { parseNud } from "./nud-word.ts";
import { bytesOfAddr, needAddr } from "./prefix.ts";
import { talk } from "./talk.ts";
import type { Words } from "./words.ts";

interface Draft {
	readonly ctx: Context;
	dst?: { readonly family: Family; readonly addr: Addr };
	dev?: string;
	lladdr?: string;
	state: number;
	flags: number;
	flagsExt: number;
	protocol?: number;
}

const emptyDraft = (ctx: Context): Draft => ({ ctx, state: NUD_PERMANENT, flags: 0, flagsExt: 0 });

export const neighGrammar: Grammar<Draft> = {
	rows: [
		{
			word: "lladdr",
			match: "prefix",
			takes: "LLADDR",
			once: "lladdr",
			to: (draft, value) => (draft.lladdr = value),
		},
		{ word: "nud", match: "exact", takes: "STRING", to: setNud },
		{ word: "proxy", match: "prefix", takes: "ADDR", to: setProxy },
		{ word: "router", match: "exact", to: (draft) => (draft.flags |= NTF_ROUTER) },
		{ word: "use", match: "exact", to: (draft) => (draft.flags |= NTF_USE) },
		{ word: "managed", match: "exact", to: setManaged },
		{ word: "extern_learn", match: "prefix", to: (draft) => (draft.flags |= NTF_EXT_LEARNED) },
		{ word: "dev", match: "exact", takes: "DEV", to: (draft, value) => (draft.dev = value) },
		{ word: "protocol", match: "prefix", takes: "PROTOCOL", to: setProtocol },
	],
	positional: { keyword: { word: "to", match: "exact" }, takes: "ADDR", help: "never", to: setDestination },
};

export const neighGetGrammar: Grammar<Draft> = {
	rows: [
		{ word: "dev", match: "exact", takes: "DEV", to: (draft, value) => (draft.dev = value) },
		{ word: "proxy", match: "prefix", takes: "ADDR", to: setProxy },
	],
	positional: { keyword: { word: "to", match: "exact" }, takes: "ADDR", help: "always", to: setAddr },
};

function setNud(draft: Draft, value: string): void {
	const state = parseNud(value);
	if (state === undefined) throw wrong(value, "nud state is bad");
	draft.state = state;
}

function setProxy(draft: Draft, value: string): void {
	if (begins(value, "help")) throw answers(draft.ctx).help();
	if (draft.dst !== undefined) throw duplicate("address", value);
	readAddr(draft, value);
	draft.flags |= NTF_PROXY;
}

/** The kernel keeps it resolved, whatever state was asked for before. */
function setManaged(draft: Draft): void {
	draft.flagsExt |= NTF_EXT_MANAGED;
	draft.state = NUD_NONE;
}

function setProtocol(draft: Draft, value: string): void {
	const protocol = draft.ctx.names.numberOf("protocol", value);
	if (protocol === undefined) throw wrong(value, '"protocol" value is invalid\n');
	draft.protocol = protocol;
}

/** `help` is no question here: it is skipped. */
function setDestination(draft: Draft, value: string, words: Words): void {
	setAddr(draft, begins(value, "help") ? words.next() : value);
}

function setAddr(draft: Draft, value: string): void {
	if (draft.dst !== undefined) throw garbage("to", value);
	readAddr(draft, value);
}

function readAddr(draft: Draft, value: string): void {
	const parsed = needAddr(value, draft.ctx.options.family);
	draft.dst = { family: parsed.family, addr: bytesOfAddr(parsed) };
}

export type NeighChange = Pick<NeighRequest, "type" | "flags">;

/** The kernel's no is an exit(), which ends a batch. */
export function modifyNeigh(ctx: Context, words: Words, change: NeighChange): number {
	const draft = emptyDraft(ctx);
	parse(neighGrammar, words, draft, answers(ctx));
	const dst = destination(draft, exited("Device and destination are required arguments."));
	const lladdr = draft.lladdr === undefined || draft.lladdr === "null" ? undefined : needLladdr(draft.lladdr);
	const { state, flagsExt, protocol } = draft;
	const request: NeighRequest = {
		...change,
		...dst,
		ifindex: deviceIndex(draft),
		state,
		ndmFlags: draft.flags,
		...(flagsExt === 0 ? {} : { flagsExt }),
		...(lladdr === undefined ? {} : { lladdr }),
		...(protocol === undefined ? {} : { protocol }),
	};
	talk(ctx, request, true);
	return 0;
}

/** A proxy entry needs no device. */
function destination({ dst, dev, flags }: Draft, missing: Error): { readonly family: Family; readonly dst: Addr } {
	const enough = dev !== undefined || (flags & NTF_PROXY) !== 0;
	if (!enough || dst === undefined || dst.family === "unspec") throw missing;
	return { family: dst.family, dst: dst.addr };
}

function needLladdr(value: string): string {
	const parsed = parseLladdr(value, 20);
	if ("invalid" in parsed) throw invalidLladdr(parsed.invalid);
	return formatLladdr(parsed.bytes);
}

function deviceIndex({ ctx, dev }: Draft): number {
	const index = dev === undefined ? 0 : ctx.links.indexOf(dev);
	if (dev !== undefined && index === 0) throw noDevice(dev);
	return index;
}

/** 6.1 answers in text, whatever -j says. */
export function getNeigh(ctx: Context, words: Words): number {
	const draft = emptyDraft(ctx);
	parse(neighGetGrammar, words, draft, answers(ctx));
	const dst = destination(draft, returned("Device and address are required arguments."));
	const query = { type: "RTM_GETNEIGH", flags: 0, ...dst, ifindex: deviceIndex(draft), ndmFlags: draft.flags } as const;
	for (const message of talk(ctx, query))
		if ("neigh" in message) ctx.printText(describeNeigh(ctx, message.neigh, { dev: true }));
	return 0;
}
