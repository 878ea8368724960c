/** The seven routers with all their failures: what the scenario prints, and that its notes are there in both languages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runScenario } from "../../../src/shell/scenario.ts";

const folder = join(import.meta.dirname, "../../../fixtures/scenario");
const read = (name: string) => readFileSync(join(folder, name), "utf8");

test("the seven routers find their ways as the notes tell", async () => {
	const name = "seven-routers.cmds";
	const { stdout } = await runScenario(read(name), { transcript: true, name });
	expect(stdout).toBe(read("seven-routers.transcript"));
	const ways = [...stdout.matchAll(/after +(Source > .*)/g)].map(([, way]) => way);
	expect(ways).toContain("Source > R1 > R3 > R4 > End");
	expect(ways).toContain("Source > R1 > R5 > R6 > R7 > End");
});

test("the notes answer five questions in both languages", () => {
	for (const [file, questions] of [
		["seven-routers.en.txt", /\?/g],
		["seven-routers.fr.txt", / \?/g],
	] as const)
		expect(read(file).match(questions)).toHaveLength(5);
});

test("a failure is drawn with the way before and after it in different strokes", async () => {
	const setup = read("seven-routers.cmds").split("# == healthy")[0];
	const text = await runScenario(`${setup}fail R2 --picture\n`, { name: "text" });
	expect(text.stdout).toMatch(/\[Source\]=+\[R1\]/);
	expect(text.stdout).toContain("xR2x");
	const svg = await runScenario(`${setup}fail R2 --svg\n`, { name: "svg" });
	expect(svg.stdout).toMatch(/^<svg [\s\S]*class="before"[\s\S]*class="after"[\s\S]*<\/svg>\n$/);
});
