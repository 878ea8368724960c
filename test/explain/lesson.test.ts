/** The pages of `iplab explain TOPIC`: complete in both languages, readable at 80 columns, and true to what was recorded. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findLesson, lessonNames, lessonPage, lessons, lessonText, shownBy } from "../../src/explain/lesson/lesson.ts";

const oracle = join(import.meta.dirname, "../../fixtures/oracle");

describe.each(lessons)("the page %s", (name) => {
	test.each(["en", "fr"] as const)("fits 80 columns (%s)", (lang) => {
		const lines = lessonPage(name, lang, 80).split("\n");
		expect(lines.filter((line) => [...line].length > 80 && !line.includes("  # "))).toEqual([]);
	});

	test("tells the same experiment in both languages", () => {
		const [en, fr] = [lessonText(name, "en"), lessonText(name, "fr")];
		expect(fr.experiment.map(({ line }) => line)).toEqual(en.experiment.map(({ line }) => line));
		expect(fr.answers).toHaveLength(en.answers.length);
	});

	test("says nothing that no recording of the real kernel shows", () => {
		expect(shownBy[name]).toHaveLength(lessonText(name, "en").answers.length);
		for (const recording of shownBy[name].flat())
			expect([".transcript", ".host.transcript"].some((end) => existsSync(join(oracle, recording + end)))).toBe(true);
	});

	test("has an experiment that was recorded on the real kernel, line for line in its order", () => {
		const cmds = readFileSync(join(oracle, `lesson-${name}.cmds`), "utf8").split("\n");
		expect([".transcript", ".host.transcript"].some((end) => existsSync(join(oracle, `lesson-${name}${end}`)))).toBe(
			true,
		);
		let from = 0;
		for (const { line } of lessonText(name, "en").experiment) {
			const at = cmds.indexOf(line, from);
			expect(at, line).toBeGreaterThanOrEqual(0);
			from = at + 1;
		}
	});
});

test("a page answers to its other names, and no name belongs to two", () => {
	expect(findLesson("Loopback")).toBe("lo");
	expect(findLesson("universe")).toBe("scope");
	expect(findLesson("nothing")).toBeUndefined();
	const all = Object.values(lessonNames).flat();
	expect(new Set(all).size).toBe(all.length);
});
