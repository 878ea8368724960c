/**
 * Metrics of a route (RTAX_*), read and printed: `mtu lock 1300 rtt 12ms`. ip/iproute.c, iproute_modify() and
 * print_rta_metrics(). A round-trip time without a unit goes out raw, in the kernel's own fractions of a millisecond.
 */

import { strtoul } from "../../net/strtoul.ts";
import { close, type Field, field, member, open, text } from "../../print/field.ts";
import type { MetricName, Metrics } from "../../uapi/message.ts";
import { metricNames } from "../../uapi/metric.ts";
import { wrong } from "./failure.ts";
import type { Match, Row } from "./grammar.ts";
import { shortest, u32 } from "./number.ts";
import type { Words } from "./words.ts";

/** Metrics that can still be written to. */
export interface MetricsDraft {
	readonly values: { -readonly [Name in MetricName]?: number | string };
	readonly locked: Set<MetricName>;
}

interface HasMetrics {
	readonly metrics: MetricsDraft;
}

/** A number that may be locked. `name` is what the complaint calls it. */
function numberRow(word: MetricName, match: Match, name: string = word, most = 0xffffffff): Row<HasMetrics> {
	return {
		word,
		match,
		takes: "NUMBER",
		to: (draft, value, words) => {
			const shown = lockable(draft, word, value, words);
			const number = u32(shown);
			if (number === undefined || number > most) throw wrong(shown, `"${name}" value is invalid\n`);
			draft.metrics.values[word] = number;
		},
	};
}

/** `lock` before the value. */
function lockable({ metrics }: HasMetrics, name: MetricName, value: string, words: Words): string {
	if (value !== "lock") return value;
	metrics.locked.add(name);
	return words.next();
}

/** `units` of the kernel make one millisecond. `locks`: it is locked always, and has no word for it. */
function timeRow(word: MetricName, match: Match, units: number, locks = false): Row<HasMetrics> {
	return {
		word,
		match,
		takes: "TIME",
		to: (draft, value, words) => {
			const shown = locks ? value : lockable(draft, word, value, words);
			const time = parseTime(shown);
			if (time === undefined) throw wrong(shown, `"${word}" value is invalid\n`);
			draft.metrics.values[word] = time.raw ? time.value : (time.value * units) % 2 ** 32;
			if (locks) draft.metrics.locked.add(word);
		},
	};
}

function switchRow(word: MetricName): Row<HasMetrics> {
	return {
		word,
		match: "prefix",
		takes: "BOOL",
		to: ({ metrics }, value) => {
			const number = u32(value);
			if (number === undefined) throw wrong(value, `"${word}" value is invalid\n`);
			if (number > 1) throw wrong(value, `"${word}" value should be 0 or 1\n`);
			metrics.values[word] = number;
		},
	};
}

const featuresRow: Row<HasMetrics> = {
	word: "features",
	match: "prefix",
	takes: ["ecn"],
	to: ({ metrics }, value) => {
		if (value !== "ecn") throw wrong(value, '"features" value not valid\n');
		metrics.values.features = RTAX_FEATURE_ECN;
	},
};

const congctlRow: Row<HasMetrics> = {
	word: "congctl",
	match: "prefix",
	takes: "STRING",
	to: (draft, value, words) => {
		draft.metrics.values.congctl = lockable(draft, "congctl", value, words);
	},
};

const RTAX_FEATURE_ECN = 1;

/** In the order of the real tool's tests. The last stands after other rows of the route (`lastMetricRow`). */
export const metricRows: readonly Row<HasMetrics>[] = [
	numberRow("mtu", "exact"),
	numberRow("hoplimit", "exact", "hoplimit", 255),
	numberRow("advmss", "exact", "mss"),
	numberRow("reordering", "prefix"),
	timeRow("rtt", "exact", 8),
	timeRow("rto_min", "exact", 1, true),
	numberRow("window", "prefix"),
	numberRow("cwnd", "prefix"),
	numberRow("initcwnd", "prefix"),
	numberRow("initrwnd", "prefix"),
	featuresRow,
	switchRow("quickack"),
	congctlRow,
	timeRow("rttvar", "prefix", 4),
	numberRow("ssthresh", "prefix"),
];

export const lastMetricRow: Row<HasMetrics> = switchRow("fastopen_no_cookie");

/** lib/utils.c get_time_rtt(): a number, with a point or else as strtoul() reads it, and a unit; without a unit it is raw. */
function parseTime(word: string): { value: number; raw: boolean } | undefined {
	const read = word.includes(".") ? parseDecimal(word) : strtoul(word);
	if (read === undefined) return undefined;
	const unit = word.slice(read.end).toLowerCase();
	if (!/^(?:|s|secs?|ms|msecs?)$/.test(unit)) return undefined;
	return { value: roundUp(Number(read.value) * (unit.startsWith("s") ? 1000 : 1)), raw: unit === "" };
}

/** strtod() */
function parseDecimal(word: string): { value: number; end: number } | undefined {
	const [read = ""] = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/i.exec(word) ?? [];
	const value = Number(read);
	return read === "" || value < 0 ? undefined : { value, end: read.length };
}

/** As the real tool rounds: a double into an unsigned int, which loses its upper bits, and one more where that is less. */
function roundUp(number: number): number {
	const low = number < 2 ** 63 ? Math.floor(number) % 2 ** 32 : 0;
	return low < number ? (low + 1) % 2 ** 32 : low;
}

/** What goes into the request, if anything was said. */
export function metricsOf({ values, locked }: MetricsDraft): Metrics | undefined {
	if (Object.keys(values).length === 0 && locked.size === 0) return undefined;
	return locked.size === 0 ? values : { ...values, lock: [...locked] };
}

export function describeMetrics(metrics: Metrics): Field[] {
	const fields = metricNames.flatMap((name) =>
		describeMetric(name, metrics[name], metrics.lock?.includes(name) ?? false),
	);
	if (fields.length === 0) return [];
	return [open("array", "metrics"), open("object"), ...fields, close("object"), close("array")];
}

function describeMetric(name: MetricName, value: number | string | undefined, locked: boolean): Field[] {
	if (value === undefined && !locked) return [];
	return [text(`${name} ${locked ? "lock " : ""}`), ...describeValue(name, value ?? 0)];
}

function describeValue(name: MetricName, value: number | string): Field[] {
	if (typeof value === "string") return [field("congestion", `${value} `, value)];
	if (name === "features") return describeFeatures(value);
	const units = { rtt: 8, rttvar: 4, rto_min: 1 }[name as string];
	return units === undefined ? [field(name, `${value} `, value)] : [describeTime(name, Math.floor(value / units))];
}

function describeTime(name: MetricName, milliseconds: number): Field {
	const shown = milliseconds >= 1000 ? `${shortest(milliseconds / 1000)}s` : `${milliseconds}ms`;
	return field(name, `${shown} `, milliseconds);
}

function describeFeatures(features: number): Field[] {
	const rest = features & ~RTAX_FEATURE_ECN;
	const ecn: Field[] =
		(features & RTAX_FEATURE_ECN) === 0 ? [] : [{ text: "ecn ", topic: "route.features" }, member("ecn", null)];
	return rest === 0 ? ecn : [...ecn, text(`0x${rest.toString(16)} `)];
}
