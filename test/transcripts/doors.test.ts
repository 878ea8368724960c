/** One set of recordings against every door: each must say what the real tool said. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createMachine } from "../../src/session/machine.ts";
import { interpret, newSandbox } from "../../src/session/sandbox.ts";
import { boot, run } from "../../src/session/session.ts";
import { runScenario } from "../../src/shell/scenario.ts";
import { openShell, type Snapshot } from "../../src/shell/shell.ts";
import type { Step } from "../../src/shell/transcript.ts";
import { emptyFolder, env, program } from "../doors/command.ts";
import { open } from "./open.ts";
import { difference, isPlain, type Recording, recordings, transcriptOf } from "./recording.ts";

const everything = recordings();
/** Recordings of which some commands are not right yet; one that has become right must leave the list. */
const all = everything.filter(({ name }) => !open.has(name));
const title = ({ name, kernel }: Recording) => `${name} on ${kernel}`;
/** The library makes no world with fallback tunnels in it. */
const plain = all.filter((r) => !r.cmds.includes("@fallback-") && r.steps.every((step) => isPlain(step.command)));
/** What the slower doors are tried on as well; the other scenarios go through the quick ones. */
const slow = all.filter((r) => /^(?:lo-|addr-basic|addr-scope)/.test(r.name));

describe("a scenario says what was recorded:", () => {
	test.each(all.map((r) => [title(r), r] as const))("%s", async (_, recording) => {
		const { kernel, cmds, name } = recording;
		const { stdout } = await runScenario(cmds, { kernel, world: "fresh", transcript: true, name });
		expect(difference(recording, stdout)).toBe("");
	});
});

describe("a recording that is still open differs:", () => {
	test.each(everything.filter((r) => open.has(r.name)).map((r) => [title(r), r] as const))(
		"%s",
		async (_, recording) => {
			const { kernel, cmds, name } = recording;
			const { stdout } = await runScenario(cmds, { kernel, world: "fresh", transcript: true, name });
			expect(difference(recording, stdout)).not.toBe("");
		},
	);
});

describe("the library says what was recorded:", () => {
	test.each(plain.map((r) => [title(r), r] as const))("%s", (_, recording) => {
		let session = boot({ kernel: recording.kernel, world: "fresh" });
		const steps = recording.steps.map(({ command }): Step => {
			const ran = run(session, command);
			session = ran.session;
			return { command, stdout: ran.stdout, stderr: ran.stderr, exit: ran.exit };
		});
		expect(difference(recording, transcriptOf(steps))).toBe("");
	});
});

describe("the sandbox says what was recorded:", () => {
	test.each(slow.map((r) => [title(r), r] as const))("%s", async (_, recording) => {
		const shell = openShell(createMachine(boot({ kernel: recording.kernel, world: "fresh" }).world));
		let sandbox = newSandbox<Snapshot>("en");
		const steps: Step[] = [];
		await interpret(shell, sandbox, "set -o pipefail");
		for (const { command } of recording.steps) {
			const answer = await interpret(shell, sandbox, command);
			sandbox = answer.sandbox;
			steps.push({ command, stdout: answer.stdout, stderr: answer.stderr, exit: answer.exit });
		}
		expect(difference(recording, transcriptOf(steps))).toBe("");
	});
});

/** Commands that leave the program, and with it the batch (ip/ipnetns.c do_netns(), ip/ipmaddr.c multiaddr_modify()). */
const leaves = / exec |^ip maddr[a-z]* (?:add|del)/;

/** Neighbouring ip commands that succeed without a word: what a batch file holds. */
function batches({ steps }: Recording): { lines: string[]; before: Step[] }[] {
	const found: { lines: string[]; before: Step[] }[] = [];
	let lines: string[] = [];
	steps.forEach((step, i) => {
		const fits =
			/^ip [a-z]/.test(step.command) && isPlain(step.command) && step.exit === 0 && !leaves.test(step.command);
		if (fits) lines.push(step.command.slice(3));
		if (!fits || i === steps.length - 1) {
			if (lines.length > 1) found.push({ lines, before: steps.slice(0, i - lines.length + (fits ? 1 : 0)) });
			lines = [];
		}
	});
	return found;
}

describe("a batch says what its commands say one by one:", () => {
	const cases = all.filter((r) => /^(?:lo|addr|link)-/.test(r.name) && plain.includes(r));
	test.each(cases.map((r) => [title(r), r] as const))("%s", (_, recording) => {
		for (const { lines, before } of batches(recording)) {
			let start = boot({ kernel: recording.kernel, world: "fresh" });
			for (const { command } of before) start = run(start, command).session;
			let session = start;
			const single = lines.map((line) => {
				const ran = run(session, `ip ${line}`);
				session = ran.session;
				return ran.stdout;
			});
			const batch = run(start, ["ip", "-batch", "-"], { stdin: () => `${lines.join("\n")}\n` });
			expect(batch.stdout).toBe(single.join(""));
			expect(batch.session.world.kernel.devices).toEqual(session.world.kernel.devices);
		}
	});
});

/** A real shell in which the programs of the model are commands on a world file. */
const surroundings = `
set -o pipefail
lab() { "$NODE" "$IPLAB" --kernel "$KERNEL" --world "$WORLD" "$@"; }
for p in ip ping sleep sysctl; do eval "$p() { lab $p \\"\\$@\\"; }"; done
`;

describe("single commands on a world file, in the real shell, say what was recorded:", () => {
	test.each(slow.map((r) => [title(r), r] as const))("%s", { timeout: 120_000 }, (_, recording) => {
		const folder = emptyFolder();
		const KERNEL = recording.kernel;
		const steps = recording.steps.map(({ command }): Step => {
			const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", `${surroundings}\n${command}`], {
				cwd: folder,
				encoding: "utf8",
				env: { ...env, NODE: process.execPath, IPLAB: program, WORLD: join(folder, "world"), KERNEL },
			});
			return { command, stdout, stderr, exit: status ?? -1 };
		});
		expect(difference(recording, transcriptOf(steps))).toBe("");
	});
});
