/**
 * The suites of counters that `ip stats` knows, as rows in the order in which it prints them (the order of their descriptors in
 * the program, whatever was asked for), and what each says of a link. ip/ipstats.c ipstats_stat_desc_show_*().
 */
import { close, type Field, field, open, softLine, text } from "../../print/field.ts";
import type { Ifstats, Xstats } from "../../uapi/stats.ts";
import type { Context } from "./context.ts";
import { describeStats } from "./link-stats.ts";
import { describeSuite, type Suite } from "./xstats.ts";

/** How deep a name stands: `group offload subgroup l3_stats`. */
export const levels: readonly string[] = ["group", "subgroup", "suite"];

export interface StatsSuite {
	readonly path: readonly string[];
	readonly describe: (ctx: Context, stats: Ifstats) => Field[];
}

export const suites: readonly StatsSuite[] = [
	// MPLS would count where it is switched on.
	{ path: ["afstats", "mpls"], describe: () => [] },
	{ path: ["link"], describe: describeLink64 },
	{ path: ["offload", "l3_stats"], describe: describeL3Stats },
	{ path: ["offload", "hw_stats_info"], describe: describeHwStatsInfo },
	// What a switch's processor has seen of what its hardware forwards: there is none.
	{ path: ["offload", "cpu_hit"], describe: () => [softLine] },
	driverSuite("xstats_slave", "bond", "802.3ad"),
	driverSuite("xstats", "bond", "802.3ad"),
	driverSuite("xstats_slave", "bridge", "mcast"),
	driverSuite("xstats_slave", "bridge", "stp"),
	driverSuite("xstats", "bridge", "mcast"),
	driverSuite("xstats", "bridge", "stp"),
];

/** One suite of one link: a line that names it, and its counters. */
export function describeSuiteOf(ctx: Context, stats: Ifstats, { path, describe }: StatsSuite): Field[] {
	const name = ctx.links.nameOf(stats.index);
	return [
		open("object"),
		field("ifindex", `${stats.index}:`, stats.index),
		field("ifname", ` ${name}:`, name, "ifname"),
		...path.map((word, i) => field(levels[i] ?? "", ` ${levels[i]} ${word}`, word)),
		...describe(ctx, stats),
		close("object"),
		softLine,
	];
}

/** The verb `show` itself is one -s, and -d one more. */
function describeLink64({ options }: Context, { link64 }: Ifstats): Field[] {
	return [softLine, ...describeStats(options, { stats: link64 })];
}

function describeRequest(request: boolean): Field[] {
	return [field("request", ` ${request ? "on" : "off"}`, request), field("used", " used off", false)];
}

function describeL3Stats(_: Context, { l3Stats }: Ifstats): Field[] {
	const info = [open("object", "info"), ...describeRequest(l3Stats), close("object")];
	return l3Stats ? [...info, softLine, open("object", "stats64"), ...describeNoL3(), close("object")] : info;
}

function describeHwStatsInfo(_: Context, { l3Stats }: Ifstats): Field[] {
	return [
		softLine,
		open("object", "info"),
		text("    l3_stats"),
		open("object", "l3_stats"),
		...describeRequest(l3Stats),
		close("object"),
		close("object"),
	];
}

/** print_hw_stats64(): what hardware would have counted, as narrow as the headings are. */
function describeNoL3(): Field[] {
	return [
		...describeNoWay("RX", ["bytes", "packets", "errors", "dropped", "mcast"]),
		softLine,
		...describeNoWay("TX", ["bytes", "packets", "errors", "dropped"]),
	];
}

const hwWidths = [9, 7, 6, 7, 7] as const;

function describeNoWay(title: "RX" | "TX", heads: readonly string[]): Field[] {
	const padded = heads.map((head, i) => head.padStart((hwWidths[i] ?? 0) - (i === 0 ? 4 : 0)));
	const keys = heads.map((head) => (head === "mcast" ? "multicast" : head));
	return [
		open("object", title.toLowerCase()),
		text(`    ${title}: ${padded.join(" ")}`),
		softLine,
		text("    "),
		...keys.map((key, i) => field(key, `${"0".padStart(hwWidths[i] ?? 0)} `, 0)),
		close("object"),
	];
}

/** Counters of a driver for its own link, or as the master of another. */
function driverSuite(group: "xstats" | "xstats_slave", kind: Xstats["kind"], suite: Suite): StatsSuite {
	const path = [group, kind, suite];
	return {
		path,
		describe(ctx, stats) {
			const xstats = group === "xstats" ? stats.xstats : stats.xstatsSlave;
			if (xstats?.kind !== kind) return [];
			const of = `stats show dev ${ctx.links.nameOf(stats.index)} group ${group} subgroup ${kind} suite ${suite}`;
			const block = describeSuite(xstats, suite, of);
			return block === undefined ? [] : [softLine, ...block];
		},
	};
}
