/** Networks of real routers (FRR 8.4.4), recorded, and the model's answers to the same commands. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runScenario } from "../../../src/shell/scenario.ts";
import { parseTranscript, type Step } from "../../../src/shell/transcript.ts";
import { normalise } from "./normalise.ts";
import { impossible } from "./possible.ts";

const folder = join(import.meta.dirname, "../../../fixtures/frr");
const names = readdirSync(folder).flatMap((file) => (file.endsWith(".cmds") ? [file.replace(/\.cmds$/, "")] : []));
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const stepsOf = (text: string): Step[] => parseTranscript(text).flatMap((row) => ("step" in row ? [row.step] : []));

test.each(names)("%s", async (name) => {
	const cmds = read(`${name}.cmds`);
	const recorded = stepsOf(read(`${name}.host.transcript`));
	const { stdout } = await runScenario(cmds, { transcript: true, name: `${name}.cmds` });
	const got = stepsOf(stdout);
	const shown = (steps: readonly Step[]) =>
		steps.map((step) => `$ ${step.command}\n${normalise(step.stdout)}${step.stderr}? ${step.exit}`).join("\n");
	expect(shown(got)).toEqual(shown(recorded));
	// Where not even the recorded way fits, the tables were others at that moment.
	const fits = (i: number) => impossible(cmds, recorded, recorded[i] as Step).length === 0;
	expect(got.flatMap((step, i) => (fits(i) ? impossible(cmds, recorded, step) : []))).toEqual([]);
});
