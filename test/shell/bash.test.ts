/** The shell against the real bash: bash.transcript was recorded with it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runScenario } from "../../src/shell/scenario.ts";
import { checkTranscript } from "../../src/shell/transcript.ts";

const here = (name: string): string => readFileSync(join(import.meta.dirname, name), "utf8");

test("lines given one after another, jobs and tools answer as Debian 12's bash and coreutils do", async () => {
	const { stdout, stderr } = await runScenario(here("bash.cmds"), { name: "bash.cmds", transcript: true });
	expect(stderr).toBe("");
	expect(checkTranscript(stdout, here("bash.transcript"))).toBe("");
});
