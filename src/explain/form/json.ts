/** A report for programs: every word with its place, what it means and where to read on, said in full each time. */
import { groupBy } from "../group.ts";
import { type Note, notesOf } from "../note.ts";
import type { Place } from "../place.ts";
import type { Report } from "../report.ts";

/** Lines and columns count from 0, columns in UTF-16 units; a word without notes is silent on purpose. */
export function jsonForm(report: Report): string {
	const { lang, lines, places, remarks, counts, repairs } = report;
	const notes = groupBy(notesOf(places, lang, true), placeKey);
	const seen = [...groupBy(places.filter(isWord), placeKey).values()];
	const tokens = seen.flatMap(([place]) =>
		place === undefined ? [] : [token(place, notes.get(placeKey(place)) ?? [])],
	);
	const counted = { counts: Object.fromEntries(counts), repairs: Object.fromEntries(repairs) };
	return `${JSON.stringify({ lang, ...counted, unusual: remarks, lines, tokens }, null, "\t")}\n`;
}

const isWord = ({ topic }: Place) => topic !== "command";
const placeKey = ({ line, start, end }: Pick<Place, "line" | "start" | "end">) => `${line} ${start} ${end}`;

function token({ line, start, end, word, object, key }: Place, notes: readonly Note[]) {
	return {
		line,
		start,
		end,
		word,
		object,
		...(key === undefined ? {} : { key }),
		known: !notes.some(({ topic }) => topic === "unknown"),
		notes: notes.map(({ topic, what, why, here, constant, reference }) => ({
			topic,
			what,
			...(why === "" ? {} : { why }),
			...(here === "" ? {} : { here }),
			...(constant === undefined ? {} : { constant }),
			...(reference === undefined ? {} : { reference }),
		})),
	};
}
