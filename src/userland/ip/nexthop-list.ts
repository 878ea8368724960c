/** `ip nexthop show`, `get` and `flush`. An id asks for that one at once, and no word is read after it. */
import { close, hardLine, open } from "../../print/field.ts";
import type { Message } from "../../uapi/message.ts";
import type { NexthopQuery, Nhmsg } from "../../uapi/nexthop.ts";
import type { Context } from "./context.ts";
import { type Failed, returned, wrong } from "./failure.ts";
import { begins, type Grammar, parse } from "./grammar.ts";
import { answers, usage } from "./help.ts";
import { needDevice, needId } from "./nexthop-request.ts";
import { describeNexthop } from "./nhmsg.ts";
import { u32 } from "./number.ts";
import { needVrf } from "./show-filter.ts";
import { complaint, dump, EXIT_REFUSED, talk } from "./talk.ts";
import type { Words } from "./words.ts";

interface NexthopFilter {
	readonly ctx: Context;
	oif?: number;
	master?: number;
	groups?: boolean;
	fdb?: boolean;
	id?: number;
	protocol: number;
}

export const nexthopFilterGrammar: Grammar<NexthopFilter> = {
	rows: [
		{ word: "dev", match: "prefix", takes: "DEV", to: (filter, value) => (filter.oif = needDevice(filter.ctx, value)) },
		{ word: "groups", match: "prefix", to: (filter) => (filter.groups = true) },
		{
			word: "master",
			match: "prefix",
			takes: "DEV",
			to: (filter, value) => (filter.master = needDevice(filter.ctx, value)),
		},
		{
			word: "vrf",
			match: "prefix",
			takes: "VRF",
			to: (filter, value) => (filter.master = needVrf(filter.ctx, value, "Invalid VRF\n")),
		},
		{ word: "id", match: "exact", takes: "ID", ends: true, to: (filter, value) => (filter.id = needId(value)) },
		{ word: "protocol", match: "prefix", takes: "NUMBER", to: setProtocol },
		{ word: "fdb", match: "prefix", to: (filter) => (filter.fdb = true) },
	],
};

/** Only a number: names are for changes. */
function setProtocol(filter: NexthopFilter, value: string): void {
	const protocol = u32(value);
	if (protocol === undefined) throw wrong(value, "invalid protocol value");
	filter.protocol = protocol;
}

function parseFilter(ctx: Context, words: Words): NexthopFilter {
	const filter: NexthopFilter = { ctx, protocol: 0 };
	const unknown = (word: string) => (begins(word, "help") ? usage(ctx.object) : wrong(word, ""));
	parse(nexthopFilterGrammar, words, filter, { ...answers(ctx), unknown });
	return filter;
}

function queryOf({ ctx, oif, master, groups, fdb }: NexthopFilter): NexthopQuery {
	return {
		type: "RTM_GETNEXTHOP",
		flags: 0,
		family: ctx.options.family,
		...(oif === undefined ? {} : { oif }),
		...(master === undefined ? {} : { master }),
		...(groups ? { groups } : {}),
		...(fdb ? { fdb } : {}),
	};
}

export function listNexthops(ctx: Context, words: Words): number {
	const filter = parseFilter(ctx, words);
	if (filter.id !== undefined) return showNexthop(ctx, filter.id);
	ctx.print([open("array")]);
	eachNexthop(filter, returned("Dump terminated", EXIT_REFUSED), (hop) => printNexthop(ctx, hop));
	ctx.print([close("array")]);
	return 0;
}

function printNexthop(ctx: Context, hop: Nhmsg): void {
	ctx.print([open("object"), ...describeNexthop(ctx, hop), close("object"), hardLine]);
}

function eachNexthop(filter: NexthopFilter, last: Failed, each: (hop: Nhmsg) => void): void {
	const { protocol } = filter;
	const accepts = (hop: Nhmsg) => protocol === 0 || protocol === hop.protocol;
	const keep = (message: Message) => "nexthop" in message && accepts(message.nexthop) && each(message.nexthop);
	dump(filter.ctx, queryOf(filter), keep, last);
}

function showNexthop(ctx: Context, id: number): number {
	const messages = talk(ctx, { type: "RTM_GETNEXTHOP", flags: 0, family: ctx.options.family, id });
	ctx.print([open("array")]);
	for (const message of messages) if ("nexthop" in message) printNexthop(ctx, message.nexthop);
	ctx.print([close("array")]);
	return 0;
}

interface GetDraft {
	id: number;
}

export const nexthopGetGrammar: Grammar<GetDraft> = {
	rows: [{ word: "id", match: "exact", takes: "ID", to: (draft, value) => (draft.id = needId(value)) }],
};

export function getNexthop(ctx: Context, words: Words): number {
	const draft = { id: 0 };
	parse(nexthopGetGrammar, words, draft, answers(ctx));
	if (draft.id === 0) throw usage(ctx.object);
	return showNexthop(ctx, draft.id);
}

/** Without a word all go, the groups first: a next hop takes the groups with it that have no other. */
export function flushNexthops(ctx: Context, words: Words): number {
	const all = !words.more;
	const filter = parseFilter(ctx, words);
	if (filter.id !== undefined) return removes(ctx, filter.id) ? 0 : 1;
	let flushed = 0;
	const terminated = returned("Dump terminated. Failed to flush nexthops", EXIT_REFUSED);
	const round = (which: NexthopFilter) =>
		eachNexthop(which, terminated, ({ id }) => (flushed += removes(ctx, id) ? 1 : 0));
	try {
		if (all) round({ ...filter, groups: true });
		round(filter);
	} finally {
		ctx.process.stdout(flushed === 0 ? "Nothing to flush\n" : `Flushed ${flushed} nexthops\n`);
	}
	return 0;
}

/** One that is gone already is told, and not counted. */
function removes(ctx: Context, id: number): boolean {
	const request = { type: "RTM_DELNEXTHOP", flags: 0, family: "unspec", id, protocol: 0, nhFlags: 0 } as const;
	const { error } = ctx.sys.netlink(request);
	if (error !== undefined) ctx.complain(complaint(error));
	return error === undefined;
}
