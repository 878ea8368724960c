/** An output of which one word at a time is explained in depth, where it stands: what `ask` lets one choose from. */
import { askPlaces } from "./form/ask.ts";
import type { PageStyle } from "./form/text.ts";
import { explain, notesOf } from "./note.ts";
import { paste } from "./paste/paste.ts";
import type { Place } from "./place.ts";
import { report } from "./report.ts";
import type { Lang } from "./text.ts";

export interface Choice {
	readonly lines: readonly string[];
	/** Words of which there is something to say, in the order of the text; none stands within another. */
	readonly words: readonly Place[];
	tell(word: Place, style: PageStyle): string;
}

/** Undefined where there is no word of ip in the text. */
export function choiceOf(text: string, lang: Lang): Choice | undefined {
	const { fields, repairs } = paste(text);
	const all = report(explain(fields, lang), repairs, lang);
	const spoken = new Set(notesOf(all.places, lang, true).flatMap((note) => (note.text === "" ? [] : [keyOf(note)])));
	const words: Place[] = [];
	for (const place of all.places) {
		const last = words.at(-1);
		const isWithin = last?.line === place.line && place.start < last.end;
		if (spoken.has(keyOf(place)) && !isWithin && place.topic !== "command" && place.topic !== "silent")
			words.push(place);
	}
	if (words.length === 0) return undefined;
	const here = ({ line, start }: Place) => all.places.filter((place) => place.line === line && place.start === start);
	return { lines: all.lines, words, tell: (word, style) => askPlaces(all, here(word), style) };
}

function keyOf({ line, start }: { line: number; start: number }): string {
	return `${line} ${start}`;
}
