/** The last touch on a text: the spaces and the apostrophe of its language. */
import type { Lang } from "./text.ts";

export function typeset(text: string, lang: Lang): string {
	return lang === "fr" ? french(text) : text;
}

/** Espace fine insécable devant ; ! ?, espace insécable devant : et dans les guillemets, apostrophe typographique. */
export function french(text: string): string {
	return text
		.replace(/ ([;!?])(?=\s|\)|$)/g, "\u202f$1")
		.replace(/ :(?=\s|$)/g, "\u00a0:")
		.replace(/« /g, "«\u00a0")
		.replace(/ »/g, "\u00a0»")
		.replace(/'/g, "’");
}
