/**
 * Transcripts: what was typed and what came back, as one readable text. The format is the oracle's (README.md there):
 * `$ command`, `| stdout`, `|\ stdout without a newline at its end`, `! stderr`, `? exit status`; other rows are kept as
 * they are. A recording of the real thing and a run of ours are compared command by command.
 */

import { diffLines } from "./line-diff.ts";

export interface Step {
	readonly command: string;
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
}

/** A comment, a blank row or a header as it stands, or a step with the number of its row. */
export type Row = { readonly text: string } | { readonly step: Step; readonly line: number };

export function formatStep(step: Step): string {
	return `$ ${step.command}\n${stream("|", step.stdout)}${stream("!", step.stderr)}? ${step.exit}\n`;
}

function stream(mark: string, text: string): string {
	if (text === "") return "";
	const lines = text.split("\n");
	const last = lines.pop() ?? "";
	return lines.map((line) => `${mark} ${line}\n`).join("") + (last === "" ? "" : `${mark}\\ ${last}\n`);
}

export function formatHeader(facts: Readonly<Record<string, string>>): string {
	return `${Object.entries(facts)
		.map(([key, value]) => `# ${key}: ${value}\n`)
		.join("")}\n`;
}

export function formatTranscript(rows: readonly Row[]): string {
	return rows.map((row) => ("text" in row ? `${row.text}\n` : formatStep(row.step))).join("");
}

/** Text that is no transcript gives rows of text. */
export function parseTranscript(text: string): Row[] {
	const rows: Row[] = [];
	let open: { step: { -readonly [K in keyof Step]: Step[K] }; line: number } | undefined;
	for (const [i, line] of text.replace(/\n$/, "").split("\n").entries()) {
		const mark = line[0];
		if (line.startsWith("$ ")) {
			open = { step: { command: line.slice(2), stdout: "", stderr: "", exit: 0 }, line: i + 1 };
			rows.push(open);
		} else if (open !== undefined && (mark === "|" || mark === "!")) {
			open.step[mark === "|" ? "stdout" : "stderr"] += line[1] === "\\" ? line.slice(3) : `${line.slice(2)}\n`;
		} else if (open !== undefined && line.startsWith("? ")) {
			open.step.exit = Number(line.slice(2));
			open = undefined;
		} else rows.push({ text: line });
	}
	return rows;
}

export interface CheckOptions {
	/** What no two runs share is made equal on both sides (normalise.ts). */
	readonly normalise?: (steps: readonly Step[]) => readonly Step[];
}

/** Where two transcripts differ, as text; empty when no command differs. Headers and comments are not compared. */
export function checkTranscript(got: string, want: string, options: CheckOptions = {}): string {
	const normalise = options.normalise ?? ((steps) => steps);
	const wanted = parseTranscript(want).flatMap((row) => ("step" in row ? [row] : []));
	const ours = normalise(parseTranscript(got).flatMap((row) => ("step" in row ? [row.step] : [])));
	const theirs = normalise(wanted.map((row) => row.step));
	const parts: string[] = [];
	for (const [i, step] of theirs.entries()) {
		const part = difference(ours[i], step);
		if (part !== "") parts.push(`@@ line ${wanted[i]?.line} @@\n${part}`);
	}
	for (const step of ours.slice(theirs.length)) parts.push(`@@ after the end @@\n${mark("+", linesOf(step))}`);
	if (parts.length === 0) return "";
	return `${parts.join("")}${parts.length} of ${theirs.length} commands differ (- recorded, + here)\n`;
}

const signs = { same: " ", removed: "-", added: "+" };

function difference(got: Step | undefined, want: Step): string {
	if (got === undefined) return `${mark("-", linesOf(want))}`;
	const [before, after] = [linesOf(want), linesOf(got)];
	if (before.join("\n") === after.join("\n")) return "";
	return diffLines(before, after)
		.map(({ kind, line }) => `${signs[kind]}${line}\n`)
		.join("");
}

function linesOf(step: Step): string[] {
	return formatStep(step).replace(/\n$/, "").split("\n");
}

function mark(sign: string, lines: readonly string[]): string {
	return lines.map((line) => `${sign}${line}\n`).join("");
}
