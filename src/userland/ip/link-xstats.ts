/**
 * `ip link xstats` and `afstats`: counters that only some kinds of link keep, and counters of address families. What they look
 * like is xstats.ts. ip/iplink_xstats.c, ip/iplink_bridge.c bridge_print_xstats(), ip/iplink.c iplink_afstats().
 */
import { close, type Field, field, open } from "../../print/field.ts";
import type { Ifstats, Xstats } from "../../uapi/stats.ts";
import type { Context } from "./context.ts";
import { exited, type Failed, garbage, noDevice, returned, unknownCommand, wrong } from "./failure.ts";
import { begins } from "./grammar.ts";
import { usage } from "./help.ts";
import { kindOf } from "./kind/kind.ts";
import { dump } from "./talk.ts";
import type { Words } from "./words.ts";
import { describeSuite, type Suite } from "./xstats.ts";

/** For each kind that counts, the words that choose one suite, in the order of the suites. */
const kinds: Readonly<Record<string, Readonly<Record<string, Suite>>>> = {
	bridge: { igmp: "mcast", mcast: "mcast", stp: "stp" },
	bond: { lacp: "802.3ad", "802.3ad": "802.3ad" },
};

export function showXstats(ctx: Context, words: Words): number {
	if (!words.more) throw returned("xstats: missing argument");
	const typed = words.need();
	if (begins(typed, "help")) return say(ctx, "Usage: ip link xstats type TYPE [ OPTION ]...");
	if (!begins(typed, "type")) throw wrong(typed, "unknown argument");
	const name = words.next();
	if (kindOf(name) === undefined) throw wrong(name, "invalid type");
	const suites = kinds[name.replace(/_slave$/, "")];
	if (suites === undefined) throw returned(`xstats: link type ${name} doesn't support xstats`);
	words.skip();
	return list(ctx, words, name, suites);
}

function say(ctx: Context, line: string): number {
	ctx.process.stdout(`${line}\n`);
	return 0;
}

function list(ctx: Context, words: Words, name: string, suites: Readonly<Record<string, Suite>>): number {
	let only: Suite | undefined;
	let index = 0;
	for (; words.more; words.skip()) {
		const word = words.need();
		if (Object.hasOwn(suites, word)) only = suites[word];
		else if (word === "dev") index = needIndex(ctx, words.next());
		else if (word === "help")
			throw exited("", say(ctx, `Usage: ... ${name} [ ${Object.keys(suites)[0]} ] [ dev DEVICE ]`));
		else throw wrong(word, "unknown attribute");
	}
	const counting = dumpStats(ctx).flatMap((stats) => {
		const xstats = name.endsWith("_slave") ? stats.xstatsSlave : stats.xstats;
		return xstats && (index === 0 || index === stats.index) ? [{ index: stats.index, xstats }] : [];
	});
	if (name.startsWith("bond") && counting.length > 0) throw smashed();
	ctx.print([open("array")]);
	for (const link of counting)
		if (link.xstats.kind === "bridge") printXstats(ctx, link, name, only ? [only] : Object.values(suites));
	ctx.print([close("array")]);
	return 0;
}

function needIndex(ctx: Context, name: string): number {
	const index = ctx.links.indexOf(name);
	if (index === 0) throw noDevice(name);
	return index;
}

export function dumpStats(ctx: Context): Ifstats[] {
	const all: Ifstats[] = [];
	dump(ctx, { type: "RTM_GETSTATS", flags: 0, index: 0 }, (message) => "stats" in message && all.push(message.stats));
	return all;
}

/**
 * In 6.1 bond_print_stats_attr() reads one attribute more than it has room for, whatever driver's counters they are: the real
 * tool crashes as soon as a link has any. These are glibc's last words, and the status of a program that ends with SIGABRT.
 */
function smashed(): Failed {
	return exited("*** stack smashing detected ***: terminated", 134);
}

interface Counting {
	readonly index: number;
	readonly xstats: Xstats;
}

function printXstats(ctx: Context, { index, xstats }: Counting, name: string, suites: readonly Suite[]): void {
	const ifname = ctx.links.nameOf(index);
	const of = `link xstats type ${name} dev ${ifname}`;
	const blocks = [...new Set(suites)].flatMap((suite): Field[] => describeSuite(xstats, suite, of) ?? []);
	ctx.print([open("object"), field("ifname", `${ifname.padEnd(16)}\n`, ifname), ...blocks, close("object")]);
}

/** No family has counters here: MPLS would, where it is switched on. A device that is missing is no failure. */
export function showAfstats(ctx: Context, words: Words): number {
	let dev: string | undefined;
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word !== "dev") throw begins(word, "help") ? usage(ctx.object) : unknownCommand(word, ctx.object.title);
		const value = words.next();
		if (dev !== undefined) throw garbage("dev", value);
		dev = value;
	}
	if (dev !== undefined && ctx.links.indexOf(dev) === 0) ctx.complain(`Device "${dev}" does not exist.`);
	else ctx.print([open("array"), close("array")]);
	return 0;
}
