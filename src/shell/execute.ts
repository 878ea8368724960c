/**
 * execve(): finds what a name stands for and runs it as the task's present process, in that process's namespace. A
 * program of userland is a generator that is driven here; what it waits for is virtual time, messages or another program.
 */
import type { ExecResult } from "just-bash";
import { latin1OfText, textOfLatin1 } from "../net/byte.ts";
import { nsidOf, readiness, renameProcess, type SocketWait } from "../session/machine.ts";
import type { Errno } from "../uapi/errno.ts";
import type { Message } from "../uapi/message.ts";
import type { Answer, Process, Program, Wait } from "../userland/process.ts";
import { type Complaining, reword } from "./complaint.ts";
import type { Host } from "./host.ts";
import type { Task } from "./schedule.ts";
import { SIGINT } from "./signal.ts";

export interface Out {
	/** Both are one place. */
	readonly merged?: boolean;
	stdout(text: string): void;
	stderr(text: string): void;
}

export interface Launch {
	readonly argv: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	/** One character for each byte. */
	readonly stdin: string;
	/** It is a pipe. */
	readonly piped?: boolean;
	readonly out: Out;
}

export type Ended = { readonly exit: number } | { readonly errno: Errno };

export interface Capture extends Out {
	readonly text: { stdout: string; stderr: string };
}

/** Keeps what is written; all as standard output where both go to one place. */
export function capture(merged = false): Capture {
	const text = { stdout: "", stderr: "" };
	return {
		text,
		merged,
		stdout: (more) => {
			text.stdout += more;
		},
		stderr: (more) => {
			text[merged ? "stdout" : "stderr"] += more;
		},
	};
}

export function resultOf({ text }: Capture, exitCode: number): ExecResult {
	const bytes = /[\udc80-\udcff]/u.test(text.stdout);
	return bytes
		? { stdout: latin1OfText(text.stdout), stderr: text.stderr, exitCode, stdoutKind: "bytes" }
		: { ...text, exitCode, stdoutKind: "text" };
}

/** Where program files lie. */
const directories = /^(?:\/usr)?(?:\/local)?\/(?:s?bin|lib\/frr)\/([^/]+)$/;

export async function execute(host: Host, task: Task, launch: Launch): Promise<Ended> {
	const [word = ""] = launch.argv;
	const name = word.includes("/") ? (directories.exec(word)?.[1] ?? word) : word;
	const program = await host.programNamed(name);
	if (program !== undefined) return { exit: await drive(host, task, program, launch) };
	const own = host.commands[name];
	if (own !== undefined) return { exit: await own(host, task, launch) };
	if (host.isCommand(name)) return { exit: await library(host, task, name, launch) };
	return script(host, task, word, launch);
}

/** A file of the world that can be executed is a script: the shell runs it. */
async function script(host: Host, task: Task, word: string, launch: Launch): Promise<Ended> {
	const places = word.includes("/") ? [word] : (launch.env.PATH ?? "").split(":").map((place) => `${place}/${word}`);
	for (const place of places) {
		const path = host.fs.resolvePath(launch.cwd, place);
		if (!(await host.fs.exists(path))) continue;
		const stat = await host.fs.stat(path);
		if (!stat.isFile) return { errno: "EISDIR" };
		if ((stat.mode & 0o111) === 0) return { errno: "EACCES" };
		const shell = host.commands.bash;
		if (shell !== undefined)
			return { exit: await shell(host, task, { ...launch, argv: ["bash", path, ...launch.argv.slice(1)] }) };
	}
	return { errno: "ENOENT" };
}

/** One of just-bash's own commands, even where one of ours has its name. */
export async function library(host: Host, task: Task, name: string, launch: Launch): Promise<number> {
	if (Object.hasOwn(host.commands, name)) host.originals.add(name);
	host.fs.failures.clear();
	const plain = await host.bash.exec(name, {
		args: launch.argv.slice(1),
		env: { ...launch.env },
		replaceEnv: true,
		cwd: launch.cwd,
		stdin: launch.stdin,
		stdinKind: "bytes",
		signal: task.abort.signal,
	});
	const result = reworded(host, name, launch.cwd, plain);
	launch.out.stdout(result.stdout);
	launch.out.stderr(result.stderr);
	return task.signal === undefined ? result.exitCode : 128 + task.signal;
}

/** What one of just-bash's commands says of files, in the real tool's words and with the real reason. */
export function reworded<T extends Complaining>(host: Host, name: string, cwd: string, result: T): T {
	return reword(name, result, (file) => host.fs.failures.get(host.fs.resolvePath(cwd, file)));
}

/** Thrown to end a program from outside. */
class Stopped extends Error {
	readonly signal: number;

	constructor(signal: number) {
		super(`stopped by signal ${signal}`);
		this.signal = signal;
	}
}

export async function drive(host: Host, task: Task, program: Program, launch: Launch): Promise<number> {
	const sys = host.systemOf(task.pid);
	if (sys === undefined) throw new Error(`there is no process ${task.pid}`);
	const { argv, env, out } = launch;
	host.spend(task, "programs");
	if (task.signal !== undefined) return 128 + task.signal;
	let stdin: string | undefined;
	const process: Process = {
		sys,
		args: argv.slice(1),
		env,
		get stdin() {
			stdin ??= textOfLatin1(launch.stdin);
			return stdin;
		},
		...(launch.piped && { piped: true }),
		stdout: (text) => out.stdout(text),
		stderr: (text) => out.stderr(text),
	};
	const waiter = new Waiter(host, task, launch);
	const running = program(process);
	try {
		await host.rest();
		let answer: Answer;
		for (;;) {
			const step = running.next(answer);
			if (step.done) return step.value;
			answer = await waiter.answer(step.value, Number(sys.currentNetns()));
		}
	} catch (error) {
		if (!(error instanceof Stopped)) throw error;
		// A program that has something to do first says itself how it ends.
		const ended = running.return(128 + error.signal);
		return ended.done ? ended.value : 128 + error.signal;
	} finally {
		waiter.close();
	}
}

/** Messages that came while the program was busy, each with the id of its namespace. */
interface Inbox {
	readonly messages: Message[];
	readonly nsids: (number | undefined)[];
}

/** Answers what one program waits for. */
class Waiter {
	private readonly host: Host;
	private readonly task: Task;
	private readonly launch: Launch;
	private inbox: Inbox | undefined;
	/** Whether a name has come or gone since the program last looked. */
	private names: { changed: boolean } | undefined;
	private readonly unsubscribe: (() => void)[] = [];

	constructor(host: Host, task: Task, launch: Launch) {
		this.host = host;
		this.task = task;
		this.launch = launch;
	}

	async answer(wait: Wait, netns: number): Promise<Answer> {
		switch (wait.wait) {
			case "exec":
				return this.exec(wait.argv);
			case "sleep":
				await this.wait(this.host.now() + wait.ms);
				return undefined;
			case "readable":
			case "connected":
				await this.socket(wait);
				return undefined;
			case "messages":
				return this.messages(netns, wait.allNsid ?? false);
			case "names":
				await this.nameChange();
				return undefined;
			case "picture":
				// it needs a layout library
				return { text: (await import("../picture/network.ts")).drawNetwork(wait.network, wait.svg) };
			default:
				return wait satisfies never;
		}
	}

	close(): void {
		for (const leave of this.unsubscribe) leave();
	}

	private async exec(argv: readonly string[]): Promise<Answer> {
		renameProcess(this.host.machine, this.task.pid, (argv[0] ?? "").replace(/.*\//, "").slice(0, 15));
		const ended = await execute(this.host, this.task, { ...this.launch, argv });
		if (this.task.signal !== undefined) throw new Stopped(this.task.signal);
		return ended;
	}

	private async socket(wait: SocketWait): Promise<void> {
		const { machine, schedule } = this.host;
		const until = this.host.now() + wait.ms;
		const poller = { isReady: readiness(wait), wake: () => schedule.wake(this.task) };
		machine.pollers.add(poller);
		try {
			while (!poller.isReady(machine.world.kernel) && this.host.now() < until) await this.wait(until);
		} finally {
			machine.pollers.delete(poller);
		}
	}

	private async messages(netns: number, allNsid: boolean): Promise<Answer> {
		this.inbox ??= this.subscribe(netns, allNsid);
		const { messages, nsids } = this.inbox;
		while (messages.length === 0) await this.wait();
		return { messages: messages.splice(0), nsids: nsids.splice(0) };
	}

	private subscribe(netns: number, allNsid: boolean): Inbox {
		const inbox: Inbox = { messages: [], nsids: [] };
		const { machine, schedule } = this.host;
		const listen = (where: number, messages: readonly Message[]): void => {
			const nsid = where === netns ? undefined : nsidOf(machine, netns, where);
			if (where !== netns && (!allNsid || nsid === undefined)) return;
			inbox.messages.push(...messages);
			inbox.nsids.push(...messages.map(() => nsid));
			schedule.wake(this.task);
		};
		machine.listeners.add(listen);
		this.unsubscribe.push(() => machine.listeners.delete(listen));
		return inbox;
	}

	private async nameChange(): Promise<void> {
		this.names ??= this.watchNames();
		while (!this.names.changed) await this.wait();
		this.names.changed = false;
	}

	private watchNames(): { changed: boolean } {
		const names = { changed: false };
		const { watchers } = this.host.machine;
		const look = (): void => {
			names.changed = true;
			this.host.schedule.wake(this.task);
		};
		watchers.add(look);
		this.unsubscribe.push(() => watchers.delete(look));
		return names;
	}

	private async wait(until?: number): Promise<void> {
		const { host, task, launch } = this;
		host.spend(task, "waits");
		const why = await host.schedule.wait(task, until);
		if (why === "killed") throw new Stopped(task.signal ?? SIGINT);
		if (why === "never") {
			host.stop(task, `"${launch.argv.join(" ")}": nothing more happens here that it could wait for`);
			throw new Stopped(SIGINT);
		}
	}
}
