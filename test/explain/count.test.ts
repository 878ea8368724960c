/**
 * Pastes of other people, where a folder of them is at hand (IPLAB_PASTED names it), and always our own: how many words of
 * each are explained, silent on purpose, unreadable or unknown. It prints the counts, and finds nothing that the paste does
 * not have.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { annotate } from "../../src/explain/annotate.ts";
import { clean } from "../../src/explain/paste/clean.ts";
import { survey } from "../../src/explain/survey.ts";
import { topicsOf } from "../../src/explain/which.ts";
import { fixtures } from "./fixture.ts";

const folder = process.env.IPLAB_PASTED;
const theirs =
	folder === undefined
		? []
		: readdirSync(folder)
				.filter((name) => name.endsWith(".txt"))
				.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

interface Counts {
	explained: number;
	silent: number;
	unreadable: number;
	unknown: number;
}

function count(text: string): Counts {
	const counts = { explained: 0, silent: 0, unreadable: 0, unknown: 0 };
	for (const place of annotate(text, { lang: "en" }).places) {
		const topics = topicsOf(place);
		if (topics.includes("unknown")) counts.unknown++;
		else if (topics.includes("unreadable")) counts.unreadable++;
		else if (topics.length > 0) counts.explained++;
		else if (place.topic !== "command") counts.silent++;
	}
	return counts;
}

it("knows nearly every word of every paste", () => {
	const rows = [...fixtures, ...theirs].map(({ name, text }) => ({ name, ...count(text) }));
	if (folder !== undefined) console.table(rows);
	const sum = (key: keyof Counts) => rows.reduce((total, row) => total + row[key], 0);
	expect(sum("unknown") / (sum("explained") + sum("silent"))).toBeLessThan(0.005);
});

it("makes up no device and no address", () => {
	for (const { name, text } of [...fixtures, ...theirs]) {
		const shown = text
			.split("\n")
			.map((line) => clean(line))
			.join("\n")
			.replaceAll("\\", "")
			.toLowerCase();
		for (const { name: device, addrs } of survey(annotate(text, { lang: "en" }).places).links) {
			expect(shown, name).toContain(device.toLowerCase());
			for (const { place } of addrs) expect(shown, name).toContain(place.value.toLowerCase());
		}
	}
});
