/** Scenarios that follow packets: the whole transcript in both languages. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runScenario } from "../../src/shell/scenario.ts";

const folder = new URL("../../fixtures/scenario/", import.meta.url);
const text = (file: string) => readFileSync(new URL(file, folder), "utf8");

async function said(cmds: string): Promise<string> {
	const { stdout } = await runScenario(cmds, { kernel: "6.18", world: "fresh", transcript: true, name: "lo-magic" });
	return stdout;
}

describe("the magic of lo", () => {
	test.each(["en", "fr"])("is told (%s)", async (lang) => {
		const cmds = text("lo-magic.cmds").replaceAll("follow ip", `follow --lang ${lang} ip`);
		expect((await said(cmds)).replaceAll(`--lang ${lang} `, "")).toBe(text(`lo-magic.${lang}.transcript`));
	});

	test("follow gives the status of what it ran, and needs a command", async () => {
		const all = await said("follow\nfollow false >/dev/null\nfollow nothing-like-it >/dev/null\n");
		expect(all.split("\n").filter((line) => /^[!?]/.test(line))).toEqual([
			"! follow: usage: follow [--lang en|fr] COMMAND …",
			"? 2",
			"? 1",
			"! follow: nothing-like-it: command not found",
			"? 127",
		]);
	});
});
