/** A page as data: what was read, what is unusual in it, what each word means. The forms of form/ only lay it out. */
import type { Explanation } from "./note.ts";
import { languages } from "./note.ts";
import type { Repairs } from "./paste/repair.ts";
import type { Place } from "./place.ts";
import { survey } from "./survey.ts";
import type { Lang, PageWords } from "./text.ts";
import type { UnusualKind } from "./unusual/notice.ts";
import { unusual } from "./unusual/unusual.ts";

export type Counted =
	| "links"
	| "addresses"
	| "routes"
	| "rules"
	| "neighbours"
	| "nexthops"
	| "namespaces"
	| "sockets"
	| "unknown";

/** Something unusual, told. */
export interface Remark {
	readonly kind: UnusualKind;
	/** Line of the page, and columns in it, from 0. */
	readonly line: number;
	readonly start: number;
	readonly end: number;
	readonly word: string;
	readonly what: string;
	readonly why: string;
	/** A command that shows more, or mends it. */
	readonly look: string;
}

export interface Report extends Explanation {
	readonly lang: Lang;
	readonly remarks: readonly Remark[];
	/** How many of each thing a person would count; only what is there. */
	readonly counts: ReadonlyMap<Counted, number>;
	readonly repairs: Repairs;
}

export function report(explanation: Explanation, repairs: Repairs, lang: Lang): Report {
	return {
		...explanation,
		lang,
		repairs,
		remarks: remarksOn(explanation.places, lang),
		counts: countsOf(explanation),
	};
}

function remarksOn(places: readonly Place[], lang: Lang): Remark[] {
	const { unusual: texts, typeset } = languages[lang];
	return unusual(places).map(({ kind, place, ...facts }) => {
		const { what, why, look } = texts[kind];
		return {
			kind,
			line: place.line,
			start: place.start,
			end: place.end,
			word: place.word,
			what: typeset(what(facts)),
			why: typeset(typeof why === "string" ? why : why(facts)),
			look: typeset(look(facts)),
		};
	});
}

const objects: readonly (readonly [Counted, string])[] = [
	["routes", "route"],
	["rules", "rule"],
	["neighbours", "neigh"],
	["nexthops", "nexthop"],
	["namespaces", "netns"],
];

/** Also one that was masked: a person would count it. */
const isOfAddr = ({ object, inAddr }: Place) => object === "link" && inAddr;

function countsOf({ places, notes }: Explanation): ReadonlyMap<Counted, number> {
	const { links, items } = survey(places);
	const counts: (readonly [Counted, number])[] = [
		["links", links.length],
		["addresses", new Set(places.filter(isOfAddr).map(({ addr }) => addr)).size],
		...objects.map(([counted, object]) => [counted, items.filter((item) => item.object === object).length] as const),
		["sockets", items.filter(({ object, words }) => object === "socket" && words.has("state")).length],
		["unknown", notes.filter(({ topic }) => topic === "unknown").length],
	];
	return new Map(counts.filter(([, count]) => count > 0));
}

/** `Read: 2 links, 3 addresses.` and what was repaired. */
export function summaryLines({ counts, repairs }: Report, words: PageWords, colon: string): string[] {
	const read = [...counts].map(([counted, count]) => words.counts[counted](count));
	const mended = [...repairs].map(([repair, count]) => words.repairs[repair](count));
	return [
		...(read.length === 0 ? [] : [`${words.summary}${colon}${read.join(", ")}.`]),
		...(mended.length === 0 ? [] : [`${words.repaired}${colon}${mended.join(", ")}.`]),
	];
}
