/**
 * A report as one page of HTML that needs nothing from anywhere: the output as it was pasted, and on each word its note, when
 * the pointer or the keyboard is on it. What was pasted is text in it and nothing else: all of it is escaped, there is no
 * script, and the page itself forbids any.
 */
import { groupBy } from "../group.ts";
import { languages, type Note, notesOf } from "../note.ts";
import type { Place } from "../place.ts";
import { type Report, summaryLines } from "../report.ts";

export function htmlForm(report: Report, brief: boolean): string {
	const { page, colon } = languages[report.lang];
	const summary = summaryLines(report, page, colon).map((line) => `<p>${escaped(line)}</p>`);
	const output = brief ? [] : [`<h2>${escaped(page.output)}</h2>`, `<pre>${body(report)}</pre>`];
	return [
		"<!DOCTYPE html>",
		`<html lang="${report.lang}">`,
		"<head>",
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
		'<meta name="viewport" content="width=device-width">',
		"<title>iplab</title>",
		`<style>${style}</style>`,
		"</head>",
		"<body>",
		...unusual(report, brief),
		...summary,
		...output,
		"</body>",
		"</html>",
		"",
	].join("\n");
}

function unusual({ remarks, lang }: Report, brief: boolean): string[] {
	const { page } = languages[lang];
	if (remarks.length === 0) return brief ? [`<p>${escaped(page.ordinary)}</p>`] : [];
	const rows = remarks.map(
		({ what, why, look, line }) =>
			`<li><strong>${escaped(what)}</strong> (<a href="#l${line + 1}">${escaped(page.line(line + 1))}</a>) ${escaped(why)} ${escaped(page.look)} <code>${escaped(look)}</code></li>`,
	);
	return [`<h2>${escaped(page.unusual)}</h2>`, "<ul>", ...rows, "</ul>"];
}

function body({ lines, places, lang, remarks }: Report): string {
	const notes = groupBy(notesOf(places, lang, true), keyOf);
	const byLine = groupBy(places, ({ line }) => line);
	const marked = new Set(remarks.map(keyOf));
	return lines
		.map((line, i) => `<span id="l${i + 1}">${lineOf(line, byLine.get(i) ?? [], notes, marked)}</span>`)
		.join("\n");
}

const keyOf = ({ line, start, end }: Pick<Place, "line" | "start" | "end">) => `${line} ${start} ${end}`;

function lineOf(
	line: string,
	places: readonly Place[],
	notes: ReadonlyMap<string, readonly Note[]>,
	marked: ReadonlySet<string>,
): string {
	let out = "";
	let at = 0;
	for (const place of places) {
		const said = notes.get(keyOf(place)) ?? [];
		if (place.start < at || said.length === 0) continue;
		const kind = marked.has(keyOf(place)) ? "w u" : "w";
		out += `${escaped(line.slice(at, place.start))}<span class="${kind}" tabindex="0">${escaped(line.slice(place.start, place.end))}<span class="n">${said.map(noteOf).join("")}</span></span>`;
		at = place.end;
	}
	return out + escaped(line.slice(at));
}

function noteOf({ text, constant, reference }: Note): string {
	const source = [constant, reference].filter((part) => part !== undefined).join(" · ");
	return `<span>${escaped(text)}</span>${source === "" ? "" : `<small>${escaped(source)}</small>`}`;
}

const entities: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** Readable in light and dark; a note opens below its word, and stays within the window. */
const style = [
	":root{color-scheme:light dark;--dim:#8886;--warn:#b45309;--paper:#fff;--ink:#111}",
	"@media(prefers-color-scheme:dark){:root{--warn:#fbbf24;--paper:#1b1b1f;--ink:#eee}}",
	"body{font:16px/1.5 system-ui,sans-serif;background:var(--paper);color:var(--ink);margin:2rem auto;max-width:64rem;padding:0 1rem}",
	"h2{font-size:1.1rem;margin:1.5rem 0 .5rem}",
	"pre{font:14px/1.6 ui-monospace,monospace;overflow-x:auto;white-space:pre-wrap;padding-bottom:12rem}",
	"code{font:.9em ui-monospace,monospace}",
	".w{position:relative;text-decoration:underline dotted var(--dim);text-underline-offset:.25em;cursor:help}",
	".u{text-decoration:underline wavy var(--warn)}",
	".n{display:none;position:absolute;left:0;top:1.6em;z-index:1;width:max-content;max-width:min(32rem,80vw);padding:.5rem .75rem;border:1px solid var(--dim);border-radius:.4rem;background:var(--paper);color:var(--ink);font:14px/1.45 system-ui,sans-serif;white-space:pre-line;box-shadow:0 2px 12px #0004}",
	".n span,.n small{display:block}",
	".n small{opacity:.7}",
	".w:hover>.n,.w:focus>.n{display:block}",
	"li{margin:.4rem 0}",
].join("");
