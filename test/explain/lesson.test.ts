/** The pages of `iplab explain TOPIC`: complete in both languages, readable at 80 columns, and true to what was recorded. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { drawings } from "../../src/explain/lesson/drawing.ts";
import { experiments } from "../../src/explain/lesson/experiment.ts";
import { findLesson, lessonNames, lessons, lessonText, shownBy } from "../../src/explain/lesson/lesson.ts";
import { lessonOf } from "../../src/session/lesson.ts";
import { boot, run } from "../../src/session/session.ts";
import { withPrograms } from "../../src/userland/load.ts";
import { loaders } from "../../src/userland/set-loaders.ts";

const oracle = join(import.meta.dirname, "../../fixtures/oracle");

describe.each(lessons)("the page %s", (name) => {
	test.each(["en", "fr"] as const)("fits 80 columns (%s)", async (lang) => {
		const lines = (await withPrograms(loaders, () => lessonOf(name, lang, 80))).split("\n");
		expect(lines.filter((line) => [...line].length > 80 && !line.includes("  # "))).toEqual([]);
	});

	test("answers the same questions in both languages", () => {
		expect(lessonText(name, "fr").answers).toHaveLength(lessonText(name, "en").answers.length);
	});

	test("draws its picture from its own experiment, and nothing in it is refused", async () => {
		const { after, also = [] } = drawings[name];
		const lines = experiments[name].map(({ line }) => line);
		expect(lines).toContain(after);
		const before = lines.slice(0, lines.lastIndexOf(after) + 1).reduce((now, line) => run(now, line).session, boot());
		let session = before;
		for (const line of also) {
			const from = session;
			const ran = await withPrograms(loaders, () => run(from, line));
			expect(ran).toMatchObject({ stderr: "", exit: 0 });
			session = ran.session;
		}
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
		for (const { line } of experiments[name]) {
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

test("the pictures show what the pages say", async () => {
	const pages = await withPrograms(loaders, () =>
		Object.fromEntries(lessons.map((name) => [name, lessonOf(name, "en", 80)])),
	);
	const shows = (name: string, ...texts: readonly string[]) => {
		for (const text of texts) expect(pages[name]).toContain(text);
	};
	shows("lo", "└─▶ lo ─", "v0 (veth) – not touched");
	shows("scope", "┌─ host (254): this machine alone", "127.0.0.1/8 dev lo", "default via 10.0.0.254 dev v0");
	shows("127", "local 127.0.0.1 dev v0", "└─▶ lo ─");
	shows("dummy", "dummy0 takes the packet and throws it away");
	shows("up", "◐ v0", "○ v1");
	shows("bind", "listens elsewhere: refused");
	shows("default", "default via 10.0.2.1 dev b0 metric 100", "The answer comes back.");
	shows("dad", "fd00::1/64 dadfailed tentative");
	shows("secondary", "10.0.0.2/24 secondary");
	shows("rp_filter", "rp_filter: not believed");
});
