/**
 * Runs a program at once, without a shell around it: what it waits for is answered on the spot. Time passes on the virtual clock,
 * an exec finds only the programs of the model. The shell's own driver (shell/) can wait and knows more.
 */
import type { DrawNetwork } from "../picture/network.ts";
import { type Answer, forever, type Process, type Program, type System, type Wait } from "../userland/process.ts";
import { programNamed } from "../userland/programs.ts";
import { advance, awaitSocket, endProcess, type Machine, startProcess, systemOf, wakeDaemons } from "./machine.ts";
import type { Caller } from "./system/calls.ts";

/** Where a program runs and what it is given. */
export interface Surroundings {
	readonly netns: number;
	readonly env?: Readonly<Record<string, string>>;
	/** Standard input, read when a program asks for it. */
	readonly stdin?: () => string;
	/** It is a pipe. */
	readonly piped?: boolean;
	readonly tty?: boolean;
	readonly show?: Process["show"];
	readonly ear?: Process["ear"];
	/** A file that the world does not have (`ip -batch FILE` on a real machine). */
	readonly readFile?: (path: string) => string | undefined;
	/** Is given the output in its order, stream by stream, instead of Ran: a full table is not kept twice. */
	readonly write?: (stream: "stdout" | "stderr", text: string) => void;
	/** Pictures of networks (`fail R2 --svg`); without it there are none. */
	readonly draw?: DrawNetwork;
}

export interface Ran {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
}

/** Exit status of iplab's own refusals, which no real tool uses (bin/ has the same). */
export const notModelled = 3;

/** The last part of a path: programs are found by their name alone. */
function baseName(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

export function runProgram(machine: Machine, argv: readonly string[], around: Surroundings): Ran {
	const [name = "", ...args] = argv;
	const program = programNamed(baseName(name));
	if (!program) return { stdout: "", stderr: `iplab: ${name}: command not found\n`, exit: 127 };
	let stdout = "";
	let stderr = "";
	const { write } = around;
	const streams: Streams = write
		? { stdout: (text) => write("stdout", text), stderr: (text) => write("stderr", text) }
		: {
				stdout: (text) => {
					stdout += text;
				},
				stderr: (text) => {
					stderr += text;
				},
			};
	const exit = execute(machine, program, baseName(name), args, around, streams);
	return { stdout, stderr, exit };
}

type Streams = Pick<Process, "stdout" | "stderr">;

function execute(
	machine: Machine,
	program: Program,
	comm: string,
	args: readonly string[],
	around: Surroundings,
	streams: Streams,
	parent?: number,
): number {
	const pid = startProcess(machine, around.netns, comm, parent);
	const caller: Caller = { netns: around.netns, pid };
	const process: Process = {
		sys: withHostFiles(systemOf(machine, caller), around.readFile),
		args,
		env: around.env ?? {},
		get stdin() {
			return around.stdin?.() ?? "";
		},
		...streams,
		...(around.piped && { piped: true }),
		...(around.tty && { tty: true }),
		...(around.show && { show: around.show }),
		...(around.ear && parent === undefined && { ear: around.ear }),
	};
	try {
		return drive(machine, program(process), comm, caller, around, streams);
	} finally {
		endProcess(machine, pid);
		wakeDaemons(machine);
	}
}

function withHostFiles(sys: System, host: Surroundings["readFile"]): System {
	if (!host) return sys;
	return {
		...sys,
		readFile(path) {
			const inside = sys.readFile(path);
			const text = "ok" in inside ? undefined : host(path);
			return text === undefined ? inside : { ok: text };
		},
	};
}

function drive(
	machine: Machine,
	steps: ReturnType<Program>,
	comm: string,
	caller: Caller,
	around: Surroundings,
	streams: Streams,
): number {
	let answer: Answer;
	for (;;) {
		const step = steps.next(answer);
		if (step.done) return step.value;
		if (step.value.wait === "messages" || step.value.wait === "names") {
			streams.stderr("iplab: nothing more happens in this world: run 'ip monitor &' in a scenario or the sandbox\n");
			return notModelled;
		}
		if (isEndless(step.value) && !comesInTime(machine, step.value)) {
			streams.stderr(`iplab: ${comm} would wait for ever: run '${comm} … &' in a scenario or the sandbox\n`);
			return notModelled;
		}
		answer = answerTo(machine, step.value, caller, around, streams);
	}
}

/** How long one command alone waits for what may never come: an hour of the world's time. */
const patience = 3_600_000;

type Endless = Extract<Wait, { readonly ms: number }>;

function isEndless(wait: Wait): wait is Endless {
	return "ms" in wait && wait.ms >= forever / 2;
}

/** Nobody else does anything while it waits, but services, daemons and the kernel's own timers may. */
function comesInTime(machine: Machine, wait: Endless): boolean {
	return wait.wait !== "sleep" && awaitSocket(machine, { ...wait, ms: patience });
}

function answerTo(
	machine: Machine,
	wait: Exclude<Wait, { wait: "messages" | "names" }>,
	caller: Caller,
	around: Surroundings,
	streams: Streams,
): Answer {
	if (wait.wait === "sleep") {
		advance(machine, wait.ms);
		return undefined;
	}
	if (wait.wait === "readable" || wait.wait === "connected") {
		awaitSocket(machine, wait);
		return undefined;
	}
	if (wait.wait === "picture")
		return around.draw ? { text: around.draw(wait.network, wait.svg) } : { errno: "EOPNOTSUPP" };
	const [name = "", ...args] = wait.argv;
	const program = programNamed(baseName(name));
	if (!program) return { errno: "ENOENT" };
	return {
		exit: execute(machine, program, baseName(name), args, { ...around, netns: caller.netns }, streams, caller.pid),
	};
}
