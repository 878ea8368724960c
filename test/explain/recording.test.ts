/**
 * The recordings of the real tool, word by word: each word of its output is explained, or silent on purpose, or its command
 * is listed here. A kind of link, an object or a word that has no texts fails this test by name.
 */
import { expect, it } from "vitest";
import { annotate } from "../../src/explain/annotate.ts";
import type { Note } from "../../src/explain/note.ts";
import type { Place } from "../../src/explain/place.ts";
import { topicsOf } from "../../src/explain/which.ts";
import { isPlain, recordings } from "../transcripts/recording.ts";

/** Output that is not explained, and why. */
const listed: readonly (readonly [command: RegExp, reason: string])[] = [
	[/\bexec\b/, "the output of another program"],
	[/\bhelp\b/, "prose of its own"],
	[/^(netns|vrf) (pids|identify)/, "a bare list, without a word of ip's"],
	[/^(route|rule|addr\w*) (save|showdump)/, "bytes"],
	[/^-b(atch)?\b/, "the output of several commands without their names"],
	[
		/^(stats|macsec|xfrm|l2tp|ntable|tcpmetrics|mptcp|sr|ila|fou|ioam|mroute|mrule)\b/,
		"an object that has no texts yet",
	],
];

/** `ip -n a -d link` as `link`. */
function object(command: string): string {
	return command.replace(/^ip\s+((-n(etns)?|-l|-loops?|-f(amily)?|-rc(vbuf)?)\s+\S+\s+|(?!-b(atch)?\b)-\S+\s+)*/, "");
}

const isUsage = (text: string) => text.startsWith("Usage:");

const steps = recordings().flatMap(({ name, kernel, steps }) =>
	steps
		.filter(({ command, stdout }) => /^ip\s/.test(command) && isPlain(command) && stdout !== "" && !isUsage(stdout))
		.filter(({ command }) => !listed.some(([pattern]) => pattern.test(object(command))))
		.map((step) => ({ ...step, name: `${name} on ${kernel}` })),
);

it("explains each word that the real ip printed, or is silent on purpose", () => {
	const counts = { explained: 0, silent: 0 };
	const missing = new Set<string>();
	for (const { command, stdout } of steps) {
		const { lines, places } = annotate(`# ${command}\n${stdout}`, { lang: "en" });
		const byLine = grouped(places);
		for (const [i, line] of lines.entries()) {
			const here = byLine.get(i) ?? [];
			for (const place of here) {
				const topics = topicsOf(place);
				if (topics.includes("unknown") || topics.includes("unreadable")) missing.add(`${place.word} (${command})`);
				else if (topics.length > 0) counts.explained++;
				else counts.silent++;
			}
			if (i > 0) for (const rest of uncovered(line, here)) missing.add(`${rest} of "${line.trim()}" (${command})`);
		}
	}
	expect([...missing]).toEqual([]);
	expect(counts.explained).toBeGreaterThan(30_000);
}, 120_000);

it("says it in French as well", () => {
	for (const { command, stdout, name } of steps.filter((_, i) => i % 20 === 0)) {
		const [en, fr] = (["en", "fr"] as const).map((lang) => said(annotate(`# ${command}\n${stdout}`, { lang }).notes));
		expect(fr, `${name}: ${command}`).toEqual(en);
	}
}, 120_000);

/** The topics of which something was said. */
function said(notes: readonly Note[]): string[] {
	return [...new Set(notes.filter(({ text }) => text !== "").map(({ topic }) => topic))];
}

function grouped(places: readonly Place[]): Map<number, Place[]> {
	const lines = new Map<number, Place[]>();
	for (const place of places) lines.set(place.line, [...(lines.get(place.line) ?? []), place]);
	return lines;
}

/** Words of a line that no place covers; of JSON, its brackets and the names of its objects and arrays. */
function uncovered(line: string, places: readonly Place[]): string[] {
	const chars = [...line];
	for (const { start, end } of places) chars.fill(" ", start, end);
	return chars
		.join("")
		.replace(/"[\w-]+":\s*(?=[[{])/g, "")
		.split(/\s+/)
		.filter((rest) => !/^[:<>,\\[\]{}]*$/.test(rest));
}
