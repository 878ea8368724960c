/** Every command that fails in a recording, with the world it failed in: the recordings replayed, each program watched. */
import { createMachine, type World } from "../../src/session/machine.ts";
import { boot } from "../../src/session/session.ts";
import { directivesOf } from "../../src/shell/scenario.ts";
import { openShell } from "../../src/shell/shell.ts";
import type { Program } from "../../src/userland/process.ts";
import { addPrograms, programs } from "../../src/userland/programs.ts";
import { tools } from "../../src/userland/tools.ts";
import type { Recording } from "../transcripts/recording.ts";

export interface Failing {
	readonly argv: readonly string[];
	readonly stderr: string;
	readonly stdout: string;
	readonly exit: number;
	/** What it read, if it read. */
	readonly stdin: string | undefined;
	readonly piped: boolean;
	readonly uid: number;
	/** Just before. */
	readonly world: World;
	readonly netns: number;
	/** It failed because a program that it started did. */
	readonly handedOn: boolean;
}

/** Programs that only end so, and those of the lab that stand for no tool of Linux. */
const silent: ReadonlySet<string> = new Set(["true", "false", "drop", "hold", "on", "serve", "python3", "setpriv"]);

export async function failingOf({ kernel, cmds }: Pick<Recording, "kernel" | "cmds">): Promise<Failing[]> {
	const { fallbackTunnels } = directivesOf(cmds);
	const machine = createMachine(boot({ kernel, world: "fresh", fallbackTunnels }).world);
	const found: Failing[] = [];
	addPrograms(tools);
	const watched = Object.entries({ ...programs, ...tools.programs }).map(([name, program]) => [
		name,
		silent.has(name)
			? program
			: watch(
					name,
					program,
					(failing) => found.push(failing),
					() => machine.world,
				),
	]);
	const shell = openShell(machine, {
		cwd: "/tmp",
		programs: Object.fromEntries(watched),
		name: "bash",
		evaluated: true,
	});
	await shell.exec("set -o pipefail");
	for (const row of cmds.split("\n")) {
		if (row === "" || row.startsWith("#")) continue;
		if ((await shell.exec(row)).ended) break;
	}
	await shell.close();
	return found;
}

function watch(name: string, program: Program, tell: (failing: Failing) => void, worldOf: () => World): Program {
	return function* (process) {
		const { uid } = process.sys;
		const { piped = false } = process;
		const before = { world: worldOf(), netns: Number(process.sys.currentNetns()) };
		const said = { stdout: "", stderr: "" };
		let stdin: string | undefined;
		let handedOn = false;
		const running = program({
			...process,
			get stdin() {
				stdin = process.stdin;
				return stdin;
			},
			stdout: (text) => {
				said.stdout += text;
				process.stdout(text);
			},
			stderr: (text) => {
				said.stderr += text;
				process.stderr(text);
			},
		});
		let step = running.next(undefined);
		while (!step.done) {
			const answer = yield step.value;
			handedOn ||= step.value.wait === "exec" && answer !== undefined && "exit" in answer && answer.exit !== 0;
			step = running.next(answer);
		}
		if (step.value !== 0 && step.value < 128)
			tell({ argv: [name, ...process.args], ...said, exit: step.value, stdin, piped, uid, ...before, handedOn });
		return step.value;
	};
}
