/**
 * `iplab annotate` and `iplab ip … --explain`: text or fields in, a page out. What a paste is read with is paste/; what
 * is said is note.ts; how it looks is page.ts. The door prints `text`, or `problem` as one line and exits non-zero.
 */
import type { Field } from "../print/field.ts";
import { explain, languages, type Note } from "./note.ts";
import { page } from "./page.ts";
import { paste } from "./paste/paste.ts";
import type { Place } from "./place.ts";
import type { Lang } from "./text.ts";

export interface AnnotateOptions {
	readonly lang: Lang;
	/** Columns of the terminal; 80 if not given. */
	readonly width?: number;
	/** ANSI sequences; none if not given. */
	readonly color?: boolean;
	/** Also why ordinary words matter, and every constant and reference. */
	readonly full?: boolean;
}

export interface Annotation {
	/** The whole page, each line ended by a newline. */
	readonly text: string;
	/** How many lines were read as output of ip. */
	readonly recognised: number;
	/** The lines of the page that are the paste's, by which notes are placed. */
	readonly lines: readonly string[];
	readonly notes: readonly Note[];
	/** Every word that was read, silent ones too. */
	readonly places: readonly Place[];
	/** Words that stand where ip would have written something known. */
	readonly unknown: readonly string[];
	/** Why there is nothing to annotate: one line in the language of the page. */
	readonly problem?: string;
}

/** Notes for what somebody pasted; the lines of the paste come out as they went in, but for terminal escapes. */
export function annotate(text: string, style: AnnotateOptions): Annotation {
	const { page: words } = languages[style.lang];
	if (text.trim() === "") return nothing(words.empty);
	if (text.includes("\0")) return nothing(words.binary);
	const pasted = paste(text);
	const explanation = explain(pasted.fields, style.lang);
	return {
		text: page(explanation, pageStyle(style)),
		recognised: pasted.recognised,
		lines: explanation.lines,
		notes: explanation.notes,
		places: explanation.places,
		unknown: explanation.notes.filter(({ topic }) => topic === "unknown").map(({ word }) => word),
		...(pasted.recognised === 0 ? { problem: words.nothing } : {}),
	};
}

/** The same notes for our own output: the fields that were printed, below the lines they were printed as. */
export function explainOutput(
	fields: Iterable<Field>,
	style: AnnotateOptions & { readonly oneline?: boolean },
): string {
	return page(explain(fields, style.lang, style.oneline === true), pageStyle(style));
}

function pageStyle({ width = 80, color = false, full = false }: AnnotateOptions) {
	return { width, color, full };
}

function nothing(problem: string): Annotation {
	return { text: "", recognised: 0, lines: [], notes: [], places: [], unknown: [], problem };
}
