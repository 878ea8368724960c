/** One word in depth: all that is said of it wherever it stands on the page, and what is unusual about it. */
import { languages, notesOf } from "../note.ts";
import type { Place } from "../place.ts";
import type { Report } from "../report.ts";
import { head } from "./head.ts";
import { type PageStyle, page } from "./text.ts";

/** Undefined where the page does not have the word. */
export function ask(report: Report, word: string, style: PageStyle): string | undefined {
	const asked = report.places.filter((place) => isAsked(place, word));
	return asked.length === 0 ? undefined : askPlaces(report, asked, style);
}

/** All that is said of the words at these places. */
export function askPlaces(report: Report, asked: readonly Place[], style: PageStyle): string {
	const lines = new Set(asked.map(({ line }) => line));
	const isAbout = (each: { line: number; start: number }) =>
		asked.some(({ line, start, end }) => line === each.line && start <= each.start && each.start <= end);
	const remarks = report.remarks.filter(isAbout);
	const notes = notesOf(asked, report.lang).filter(({ text }) => text !== "");
	const kept = [...lines].filter((line) => notes.some((note) => note.line === line));
	const number = new Map(kept.map((line, i) => [line, i]));
	const shown = {
		lines: kept.map((line) => report.lines[line] ?? ""),
		notes: notes.map((note) => ({ ...note, line: number.get(note.line) ?? 0 })),
		places: asked,
	};
	return head({ ...report, remarks }, style) + page(shown, { ...style, full: true });
}

/** `127.0.0.1` of `inet 127.0.0.1/8`, `UP`, `scope`, `scope host`. */
function isAsked({ word, value, topic }: Place, asked: string): boolean {
	if (topic === "command" || topic === "silent") return false;
	return word === asked || value === asked || word.split(/\s+/)[0]?.replace(/:$/, "") === asked;
}

export const absent = (report: Report, word: string) => languages[report.lang].page.absent(word);
