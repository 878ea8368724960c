/** The metrics of a route, some of them locked: `mtu lock 1300 rtt 12ms features ecn`. The mirror of ip/iproute.c print_rta_metrics(). */
import { metricNames } from "../../uapi/metric.ts";
import { anyWord, isNumber, type PasteRow } from "./row.ts";
import type { Words } from "./word.ts";

const times = ["rtt", "rttvar", "rto_min"];
const words = ["features", "congctl"];

/** `mtu lock 1300`: the lock is part of the word. */
function metric(word: string): PasteRow {
	return {
		word,
		key: word,
		value: (next) => isNumber(next) || next === "lock",
		read: (words) => inMetrics(words, word, isNumber, Number),
	};
}

/** `12ms`, `1.5s`: JSON has milliseconds. */
function time(word: string): PasteRow {
	const good = (text: string) => /^[\d.]+(?:e[+-]?\d+)?m?s$/.test(text);
	const toMs = (text: string) => Math.round(Number.parseFloat(text) * (text.endsWith("ms") ? 1 : 1000));
	return {
		word,
		key: word,
		value: (next) => good(next) || next === "lock",
		read: (words) => inMetrics(words, word, good, toMs),
	};
}

function inMetrics(
	words: Words,
	key: string,
	good: (word: string) => boolean,
	json: (word: string) => string | number,
): boolean {
	const locked = words.peek(1) === "lock" ? 1 : 0;
	const value = words.peek(1 + locked);
	if (!good(value)) return false;
	words.field(key, json(value), 2 + locked);
	return true;
}

/** `features ecn 0x10`: of names and of what has none. */
function features(words: Words): boolean {
	const more = /^0x[0-9a-f]+$/.test(words.peek(2)) ? 1 : 0;
	words.topic("route.features", 2 + more);
	return true;
}

export const metricRows: readonly PasteRow[] = [
	...metricNames.filter((name) => !times.includes(name) && !words.includes(name)).map(metric),
	...times.map(time),
	{ word: "features", key: "features", value: anyWord, read: features },
	{
		word: "congctl",
		key: "congestion",
		value: anyWord,
		read: (words) => inMetrics(words, "congestion", anyWord, String),
	},
];
