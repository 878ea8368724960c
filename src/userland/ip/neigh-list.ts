/**
 * `ip neigh show` and `flush`. A listing leaves out what needs no resolution, a flush also what a person has set; entries
 * of the proxy table and learned ones pass whatever state is asked for. ip/ipneigh.c do_show_or_flush(), print_neigh().
 */
import { type Addr, familyOf } from "../../net/addr.ts";
import { contains } from "../../net/prefix.ts";
import { close, type Field, open } from "../../print/field.ts";
import type { FdbMessage } from "../../uapi/bridge.ts";
import type { Family, KernelError, Message, Request } from "../../uapi/message.ts";
import { type Ndmsg, NTF_EXT_LEARNED, NTF_PROXY } from "../../uapi/neighbour.ts";
import { NUD_FAILED, NUD_NOARP, NUD_PERMANENT } from "../../uapi/nud.ts";
import type { Context } from "./context.ts";
import { exited, type Failed, noDevice, returned, wrong } from "./failure.ts";
import { flush } from "./flush.ts";
import { type Grammar, parse } from "./grammar.ts";
import { answers } from "./help.ts";
import { describeFdbNeigh, describeNeigh, type NeighView } from "./ndmsg.ts";
import { parseNud } from "./nud-word.ts";
import { type GivenPrefix, needPrefix } from "./prefix.ts";
import { needVrf } from "./show-filter.ts";
import { dump } from "./talk.ts";
import type { Words } from "./words.ts";

interface NeighFilter {
	readonly ctx: Context;
	readonly flush: boolean;
	family: Family;
	/** Bits of NUD_*, and one more for the state without a bit. */
	state: number;
	stateGiven: boolean;
	dev?: string;
	/** 0: without a master. */
	master?: number;
	unused: boolean;
	proxy: boolean;
	protocol: number;
	prefix?: GivenPrefix;
	warned?: true;
}

const NONE = 0x100;
const ALL = 0x1ff;
const ROUNDS = 10;

export const neighFilterGrammar: Grammar<NeighFilter> = {
	rows: [
		{ word: "dev", match: "exact", takes: "DEV", once: "dev", to: (filter, value) => (filter.dev = value) },
		{ word: "master", match: "exact", takes: "DEV", to: setMaster },
		{
			word: "vrf",
			match: "exact",
			takes: "VRF",
			to: (filter, value) => (filter.master = needVrf(filter.ctx, value, "Not a valid VRF name\n")),
		},
		{ word: "nomaster", match: "exact", to: (filter) => (filter.master = 0) },
		{ word: "unused", match: "exact", to: (filter) => (filter.unused = true) },
		{ word: "nud", match: "exact", takes: "STRING", to: setNud },
		{ word: "proxy", match: "exact", to: (filter) => (filter.proxy = true) },
		{ word: "protocol", match: "prefix", takes: "PROTOCOL", to: setProtocol },
	],
	positional: { keyword: { word: "to", match: "exact" }, takes: "PREFIX", help: "always", to: setPrefix },
};

function setMaster(filter: NeighFilter, value: string): void {
	filter.master = filter.ctx.links.indexOf(value);
	if (filter.master === 0) throw wrong(value, "Device does not exist\n");
}

/** The first state replaces the usual ones, others add to it. */
function setNud(filter: NeighFilter, value: string): void {
	if (!filter.stateGiven) filter.state = 0;
	filter.stateGiven = true;
	const state = parseNud(value);
	if (state !== undefined) filter.state |= state === 0 ? NONE : state;
	else if (value !== "all") throw wrong(value, "nud state is bad");
	else filter.state |= filter.flush ? ALL & ~NUD_NOARP : ALL;
}

function setProtocol(filter: NeighFilter, value: string): void {
	const protocol = filter.ctx.names.numberOf("protocol", value);
	if (protocol === undefined && value !== "all") throw wrong(value, 'invalid "protocol"\n');
	filter.protocol = protocol ?? 0;
}

function setPrefix(filter: NeighFilter, value: string): void {
	filter.prefix = needPrefix(value, filter.family);
	if (filter.family === "unspec") filter.family = filter.prefix.family;
}

function parseFilter(ctx: Context, words: Words, flushes: boolean): NeighFilter {
	const state = flushes ? ALL & ~(NUD_PERMANENT | NUD_NOARP) : 0xff & ~NUD_NOARP;
	const given = { ctx, flush: flushes, family: ctx.options.family, state };
	const filter: NeighFilter = { ...given, stateGiven: false, unused: false, proxy: false, protocol: 0 };
	parse(neighFilterGrammar, words, filter, answers(ctx));
	return filter;
}

export function listNeighs(ctx: Context, words: Words): number {
	const filter = parseFilter(ctx, words, false);
	const index = deviceIndex(filter);
	const view: NeighView = { dev: index === undefined };
	ctx.print([open("array")]);
	eachEntry(filter, index, exited("Dump terminated", 1), (entry) =>
		ctx.print([open("object"), ...entry.describe(view), close("object")]),
	);
	ctx.print([close("array")]);
	return 0;
}

function deviceIndex({ ctx, dev }: NeighFilter): number | undefined {
	if (dev === undefined) return undefined;
	const index = ctx.links.indexOf(dev);
	if (index === 0) throw noDevice(dev);
	return index;
}

/** What is listed and flushed: a neighbour, or of the family bridge an entry of a forwarding database (rtnl_fdb_dump). */
interface Entry {
	readonly about: Pick<Ndmsg, "ifindex" | "state" | "flags" | "protocol" | "cacheinfo"> & Partial<Pick<Ndmsg, "dst">>;
	describe(view: NeighView): Field[];
	remove(): KernelError | undefined;
}

function entryOf(ctx: Context, message: Message): Entry | undefined {
	switch (message.type) {
		case "RTM_NEWNEIGH": {
			const { neigh } = message;
			return {
				about: neigh,
				describe: (view) => describeNeigh(ctx, neigh, view),
				remove: () => removeNeigh(ctx, neigh),
			};
		}
		case "PF_BRIDGE RTM_NEWNEIGH": {
			const { fdb } = message;
			return { about: fdb, describe: (view) => describeFdbNeigh(ctx, fdb, view), remove: () => removeFdb(ctx, fdb) };
		}
		default:
			return undefined;
	}
}

function eachEntry(filter: NeighFilter, index: number | undefined, last: Failed, each: (entry: Entry) => void): void {
	dump(
		filter.ctx,
		queryOf(filter, index),
		(message) => {
			const entry = entryOf(filter.ctx, message);
			if (entry && accepts(filter, index, entry.about)) each(entry);
		},
		last,
	);
}

function queryOf({ family, master, proxy }: NeighFilter, index: number | undefined): Request {
	const which = { flags: 0, ndmFlags: proxy ? NTF_PROXY : 0, ...(master === undefined ? {} : { master }) };
	if (family === "bridge")
		return { type: "PF_BRIDGE RTM_GETNEIGH", ...which, ...(index === undefined ? {} : { index }) };
	return { type: "RTM_GETNEIGH", family, ...which, ...(index === undefined ? {} : { ifindex: index }) };
}

function accepts(filter: NeighFilter, index: number | undefined, about: Entry["about"]): boolean {
	const { family } = filter;
	if (family !== "unspec" && family !== "bridge" && about.dst !== undefined && family !== familyOf(about.dst))
		return false;
	if (index !== undefined && index !== about.ifindex) return false;
	const state = about.state === 0 ? NONE : about.state;
	if ((filter.state & state) === 0 && (about.flags & (NTF_PROXY | NTF_EXT_LEARNED)) === 0) return false;
	warnOfMaster(filter);
	if (!isInside(filter.prefix, about.dst)) return false;
	if (filter.protocol !== 0 && filter.protocol !== (about.protocol ?? 0)) return false;
	return !filter.unused || (about.cacheinfo?.refcnt ?? 0) === 0;
}

/** Only a dump of neighbours is marked as filtered by the kernel (NLM_F_DUMP_FILTERED). */
function warnOfMaster(filter: NeighFilter): void {
	if (!filter.master || filter.family !== "bridge" || filter.warned) return;
	filter.ctx.process.stdout("\nWARNING: Kernel does not support filtering by master device\n\n");
	filter.warned = true;
}

function isInside(prefix: GivenPrefix | undefined, dst: Addr | undefined): boolean {
	if (prefix === undefined || dst === undefined || "any" in prefix || prefix.len === 0) return true;
	return contains({ addr: prefix.addr, len: prefix.len }, dst);
}

/** Entries that have failed are only for the first round: they may stay as such for a while. */
export function flushNeighs(ctx: Context, words: Words): number {
	if (!words.more) throw returned("Flush requires arguments.");
	const filter = parseFilter(ctx, words, true);
	const index = deviceIndex(filter);
	let round = 0;
	return flush(ctx, {
		nouns: "entries",
		rounds: 0,
		find: () => {
			if (round === ROUNDS) throw bailOut(ctx);
			if (round++ === 1) filter.state &= ~NUD_FAILED;
			const found: Entry[] = [];
			eachEntry(filter, index, exited("Flush terminated", 1), (entry) => found.push(entry));
			return found;
		},
		describe: (entry) => entry.describe({ dev: index === undefined }),
		remove: (entry) => entry.remove(),
	});
}

/** On standard output; the handler returns 1, and what returns is negated. */
function bailOut(ctx: Context): Failed {
	ctx.process.stdout(`*** Flush not complete bailing out after ${ROUNDS} rounds\n`);
	return returned("", 255);
}

/** The entry goes back to the kernel as it came. */
function removeNeigh(ctx: Context, neigh: Ndmsg): KernelError | undefined {
	const { family, ifindex, state, flags, flagsExt, dst, lladdr } = neigh;
	return ctx.sys.netlink({
		type: "RTM_DELNEIGH",
		flags: 0,
		family,
		ifindex,
		state,
		ndmFlags: flags,
		dst,
		...(flagsExt === undefined ? {} : { flagsExt }),
		...(lladdr === undefined ? {} : { lladdr }),
	}).error;
}

function removeFdb(ctx: Context, { ifindex, flags, ...fdb }: FdbMessage): KernelError | undefined {
	return ctx.sys.netlink({ type: "PF_BRIDGE RTM_DELNEIGH", flags: 0, index: ifindex, ndmFlags: flags, ...fdb }).error;
}
