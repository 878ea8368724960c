/**
 * An answer as far as it can be the same in two worlds: without the prose of help, counters and times, and in one order where
 * the kernel's own depends on a random number or a race. Of what is left every byte counts.
 */
import { stripVTControlCharacters } from "node:util";
import type { Step } from "../../src/shell/transcript.ts";
import { isNeighWord, objectOf } from "./line.ts";

/** Help is each tool's own prose, and counters follow packets that a real kernel sends when it likes. */
export function comparable(step: Step): Step {
	const stdout = isNeigh(step) ? neighbours(step.stdout) : plain(step.stdout);
	const settled = step.command.includes(" route show") ? byLinkWatch(stdout) : stdout;
	return { ...step, stdout: settled, stderr: plain(step.stderr) };
}

/** A route that ends at once: whether its end is told (in ticks of 10 ms, if it is one at least) the processor decides. */
export function endsAtOnce({ command }: Step): boolean {
	return /\bexpires '?0*(?:x0+)?'?(?:\s|$)/.test(command);
}

export function withoutEnd(step: Step): Step {
	return { ...step, stdout: step.stdout.replace(/ expires <n>sec\b|,?"expires":0/g, "") };
}

/** Of routes that differ in their link alone, the first is that of whose carrier link watch has seen first, which is a race. */
function byLinkWatch(stdout: string): string {
	const likeness = (line: string) => line.replace(/ dev \S+/, "");
	const groups: string[][] = [];
	for (const line of stdout.split("\n")) {
		const group = groups.at(-1);
		if (group?.[0] !== undefined && likeness(group[0]) === likeness(line)) group.push(line);
		else groups.push([line]);
	}
	return groups.flatMap((group) => group.sort()).join("\n");
}

function isNeigh({ command }: Step): boolean {
	return isNeighWord(objectOf(command.split(" ")));
}

/** The kernel's table is hashed with a random number, and has the groups that it sent its own packets to. */
function neighbours(stdout: string): string {
	return rowsOf(stdout)
		.filter((row) => row !== "" && !/^\W*(?:"dst":\s*")?(?:ff0|224\.0)/.test(stripVTControlCharacters(row)))
		.sort()
		.join("\n")
		.replace(/deleting \d+ entries/, "deleting <n> entries");
}

/** Lines, or the members of a list in JSON, pretty or not. */
function rowsOf(stdout: string): string[] {
	if (!stdout.startsWith("[")) return stdout.split("\n");
	return stdout.replace(/^\[\s*|\s*\]\s*$/g, "").split(/(?<=\}),(?=\{)/);
}

function plain(text: string): string {
	return text
		.replace(/\bexpires (?:-?\d+|<n>)sec/g, "expires <n>sec")
		.replace(/"expires": ?-?\d+/g, '"expires":0')
		.replace(/ users \d+ (?:age (?:\d+|<n>)sec )?/g, " <kept> ")
		.replace(/"users": ?\d+(?:,\s*"age": ?\d+)?/g, '"users":0')
		.replace(/(idle_time"?:? ?)\d+(?:\.\d+)?/g, "$1<t>")
		.replace(/(unbalanced_time"?:? ?)\d+(?:\.\d+)?/g, "$1<t>")
		.replace(/^Usage:[\s\S]*/m, "Usage:\n")
		.replace(/^( +[RT]X(?: errors)?: .*\n)(?:.*[\d].*)$/gm, "$1<counters>")
		.replace(/^( +[RT]X(?: errors)?:) .*$/gm, "$1 <columns>")
		.replace(/(\\ +[RT]X(?: errors)?:) [^\\\n]*\\[^\\\n]*/g, "$1 <counters>")
		.replace(/"(rx|tx)": ?\{[^}]*\}/g, '"$1":{}')
		.replace(/(_timer"?:? *)\d+\.\d+/g, "$1<t>")
		.replace(/(_timer) +</g, "$1 <");
}
