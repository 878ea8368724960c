/** A report as Markdown, for a ticket or a wiki. What was pasted stands in code only, and cannot get out of it. */
import { groupBy } from "../group.ts";
import { languages, type Note } from "../note.ts";
import { type Report, summaryLines } from "../report.ts";

export function markdownForm(report: Report, brief: boolean): string {
	const { page, colon } = languages[report.lang];
	const unusual = report.remarks.map(
		({ what, why, look, line }) =>
			`- **${prose(what)}** (${page.line(line + 1)}) ${prose(why)} ${page.look} ${code(look)}`,
	);
	const parts = [
		...(unusual.length === 0 ? [] : [`## ${page.unusual}`, unusual.join("\n")]),
		...(unusual.length === 0 && brief ? [prose(page.ordinary)] : []),
		...(brief
			? []
			: [
					...summaryLines(report, page, colon).map(prose),
					`## ${page.output}`,
					fenced(report.lines),
					`## ${page.words}`,
					words(report),
				]),
	];
	return `${parts.join("\n\n")}\n`;
}

function words({ lines, notes }: Report): string {
	const byLine = groupBy(
		notes.filter(({ text }) => text !== ""),
		({ line }) => line,
	);
	return [...byLine]
		.map(([line, here]) => `${code((lines[line] ?? "").trim())}\n\n${here.map(entry).join("\n")}`)
		.join("\n\n");
}

function entry({ word, text, constant, reference }: Note): string {
	const source = [constant, reference].filter((part) => part !== undefined).join(" · ");
	const said = text
		.split("\n")
		.map((row) => prose(row.trim()))
		.join("  \n  ");
	return `- ${code(word)} ${said}${source === "" ? "" : ` *${prose(source)}*`}`;
}

/** What Markdown and the HTML in it would take for theirs. */
function prose(text: string): string {
	return text.replace(/[\\`*_{}[\]<>#|~&]/g, "\\$&");
}

/** More backquotes around than there are within. */
function code(text: string): string {
	const mark = "`".repeat(longestRun(text) + 1);
	const blank = text.startsWith("`") || text.endsWith("`") || text === "" ? " " : "";
	return `${mark}${blank}${text}${blank}${mark}`;
}

function fenced(lines: readonly string[]): string {
	const text = lines.join("\n");
	const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
	return `${fence}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
	return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
