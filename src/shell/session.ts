/**
 * One shell process: what it remembers between lines, its jobs and its traps. The foreground shell is one; so is every `bash -c`,
 * every script, and the copy of a shell that runs a job.
 */
import type { ExecResult, SimpleCommandNode, StatementNode } from "just-bash";
import { type Errno, strerror } from "../uapi/errno.ts";
import { builtins } from "./builtin.ts";
import { capture, execute, type Launch, type Out, resultOf, reworded } from "./execute.ts";
import { FsError } from "./fs-error.ts";
import type { Host } from "./host.ts";
import { runScript, type ScriptEnd } from "./interpreter.ts";
import { type Job, Jobs } from "./job.ts";
import { type Call, carriers, type Hooks } from "./override.ts";
import { redirected } from "./redirection.ts";
import { Task } from "./schedule.ts";
import { cloneState, type ShellState } from "./shell-state.ts";
import { checkSyntax, unfinishedHeredoc } from "./syntax.ts";
import { Voice } from "./voice.ts";

export interface SessionOptions {
	readonly pid: number;
	readonly state: ShellState;
	/** What it calls itself in its messages. */
	readonly name: string;
	/** Its messages name the line, as those of a script do. */
	readonly numbered: boolean;
	/** Where jobs write what nobody redirected. */
	readonly out: Out;
	/** A user types: what ends a script does not end it. */
	readonly interactive?: boolean;
}

/** The job that a session runs, if its statement is one plain command: that one may write before it has ended. */
interface Plain {
	readonly node: SimpleCommandNode | undefined;
	readonly out: Out;
}

export class Session {
	readonly host: Host;
	readonly pid: number;
	readonly jobs = new Jobs();
	readonly traps = new Map<string, string>();
	/** Exit statuses of jobs that are no longer known, by pid. */
	readonly ended = new Map<number, number>();
	state: ShellState;
	/** Where jobs write; a new line has a new place. */
	out: Out;
	/** Number of the line of the script at which the present text begins. */
	firstLine = 1;
	private readonly options: SessionOptions;
	private readonly voice: Voice;
	/** The state while a line runs. */
	private live: ShellState;
	private readonly plain: Plain | undefined;

	constructor(host: Host, options: SessionOptions, plain?: Plain) {
		this.host = host;
		this.pid = options.pid;
		this.options = options;
		this.state = options.state;
		this.live = options.state;
		this.voice = new Voice(options.name, options.numbered, this);
		this.out = options.out;
		this.plain = plain;
	}

	/** Runs a text, or a statement of a job, as this shell. */
	async script(task: Task, source: string | StatementNode, stdin = ""): Promise<ScriptEnd> {
		let warning = "";
		if (typeof source === "string") {
			const syntax = checkSyntax(source);
			// an open here-document or a backslash at the end is fine for bash at the end of a script
			if (syntax.is !== "whole" && !(syntax.is === "open" && forgiven(source)))
				return this.refuse(this.voice.complain(syntax.complaint, source));
			warning = this.voice.warning(source);
		}
		this.state.startTime = Date.now() - (this.host.now() - this.host.machine.world.kernel.epoch);
		const end = await runScript(this.host.bash, {
			state: this.state,
			source,
			stdin,
			signal: task.abort.signal,
			merged: this.out.merged ?? false,
			hooks: this.hooks(task),
		});
		this.state = end.state;
		return { ...end, stderr: warning + said(end) };
	}

	/** Does what `trap … EXIT` left to do. */
	async exitTrap(task: Task): Promise<{ stdout: string; stderr: string }> {
		const action = this.traps.get("EXIT");
		this.traps.clear();
		if (action === undefined || task.signal !== undefined) return { stdout: "", stderr: "" };
		return this.script(task, action);
	}

	/** A message of the shell itself. */
	say(text: string): string {
		return this.voice.say(text);
	}

	/** Runs one simple command: a function, one of our builtins, a program, or just-bash's own. */
	async run(task: Task, call: Call): Promise<ExecResult> {
		const { name, state } = call;
		if (task.signal !== undefined) return { stdout: "", stderr: "", exitCode: 128 + task.signal };
		if (!call.skipFunctions && state.functions.has(name)) return call.original();
		const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
		const done = await builtin?.(this, task, call);
		if (done !== undefined) return done;
		if (isOurs(this.host, name) || name.includes("/")) return this.program(task, call);
		return this.own(call);
	}

	private hooks(task: Task): Hooks {
		return {
			started: (state) => {
				this.live = state;
			},
			strict: this.options.interactive !== true,
			background: (statement, state) => this.background(statement, state),
			command: (call) => this.run(task, call),
			trouble: (error, node, state) => this.trouble(error, node, state),
			named: (stderr) => this.voice.named(stderr, this.host.fs.failures),
		};
	}

	/** One of just-bash's builtins and commands. */
	private async own(call: Call): Promise<ExecResult> {
		this.host.fs.failures.clear();
		// a program file takes a process, and with it a number, though just-bash does its work
		if (this.host.isCommand(call.name) && !doneByBash.has(call.name))
			this.host.exit(this.host.fork(this.pid, call.name));
		const result = reworded(this.host, call.name, call.state.cwd, await call.original());
		// a file that is not there is the builtin's own complaint, all else is that of the commands in it
		const own = !carriers.has(call.name) || result.stderr === `bash: ${call.args[0]}: ${strerror("ENOENT")}\n`;
		return own ? { ...result, stderr: this.voice.named(result.stderr, this.host.fs.failures) } : result;
	}

	private async program(task: Task, call: Call): Promise<ExecResult> {
		const { host } = this;
		const outer = task.pid;
		const plain = call.node !== undefined && call.node === this.plain?.node ? this.plain : undefined;
		const direct = plain && redirected(host, call, plain.out);
		const taken = capture(call.merged);
		// the shell of a job that is one command becomes that command
		const forks = plain === undefined && !unforked.has(call.name);
		if (forks) task.pid = host.fork(outer, call.name);
		try {
			const ended = await execute(host, task, { ...launchOf(call), out: direct ?? taken });
			if ("errno" in ended) return notStarted(this, call.name, ended.errno);
			return resultOf(taken, ended.exit);
		} finally {
			if (forks) host.exit(task.pid);
			task.pid = outer;
			await host.schedule.drain(task);
		}
	}

	private async background(statement: StatementNode, state: ShellState): Promise<ExecResult> {
		const { host } = this;
		const text = (statement.sourceText ?? "").replace(/\s*&\s*$/, "");
		const pid = host.fork(this.pid, text.split(/\s/)[0] ?? "");
		const task = new Task(pid);
		const job = this.jobs.add(pid, task, text);
		state.lastBackgroundPid = pid;
		const own = { ...cloneState(state), bashPid: pid, groupStdin: undefined };
		const plain = { node: plainCommand(statement), out: this.out };
		const session = new Session(host, { ...this.options, pid, state: own, out: this.out }, plain);
		session.firstLine = this.firstLine;
		host.tasks.add(task);
		await host.schedule.start(task, () => this.runJob(session, job, { ...statement, background: false }));
		return { stdout: "", stderr: "", exitCode: 0 };
	}

	private async runJob(session: Session, job: Job, statement: StatementNode): Promise<void> {
		const { host, out } = session;
		const { task } = job;
		try {
			const end = await session.script(task, statement);
			out.stdout(end.stdout);
			out.stderr(end.stderr + task.note);
			job.exit = task.signal === undefined ? end.exit : 128 + task.signal;
		} finally {
			job.exit ??= 1;
			this.ended.set(job.pid, job.exit);
			host.exit(job.pid);
			host.tasks.delete(task);
		}
	}

	/** A file of a redirection that cannot be opened or written. */
	private trouble(error: unknown, node: SimpleCommandNode, state: ShellState): ExecResult | undefined {
		if (!(error instanceof FsError)) return undefined;
		return { stdout: "", stderr: this.voice.trouble(error, node, state.cwd), exitCode: 1 };
	}

	get line(): number {
		return this.firstLine + Math.max(1, this.live.currentLine) - 1;
	}

	private refuse(stderr: string): ScriptEnd {
		this.state.lastExitCode = 2;
		this.state.env.set("?", "2");
		return { stdout: "", stderr, exit: 2, end: "syntax", state: this.state };
	}
}

/** Names of program files that bash has as builtins, and does not start. */
const doneByBash: ReadonlySet<string> = new Set(["[", "echo", "false", "kill", "printf", "pwd", "test", "true"]);

/** Lab commands that are functions of the shell where they are real, and start no process. */
const unforked: ReadonlySet<string> = new Set(["drop"]);

/** Programs that a shell never starts, since it can do the same itself. */
const selfDone: ReadonlySet<string> = new Set(["true", "false"]);

function isOurs(host: Host, name: string): boolean {
	if (selfDone.has(name)) return false;
	return Object.hasOwn(host.programs, name) || Object.hasOwn(host.commands, name);
}

function launchOf(call: Call): Omit<Launch, "out"> {
	const { state } = call;
	return {
		argv: [call.name, ...call.args],
		env: exportedOf(state),
		cwd: state.cwd,
		stdin: call.stdin,
		piped: call.piped,
	};
}

function exportedOf(state: ShellState): Record<string, string> {
	const temporary = state.tempExportedVars;
	const names = [...(state.exportedVars ?? []), ...(temporary instanceof Set ? (temporary as Set<string>) : [])];
	return Object.fromEntries(
		names.flatMap((name) => {
			const value = state.env.get(name);
			return value === undefined ? [] : [[name, value]];
		}),
	);
}

function notStarted(session: Session, name: string, errno: Errno): ExecResult {
	const lost = errno === "ENOENT" && !name.includes("/") ? "command not found" : strerror(errno);
	return { stdout: "", stderr: session.say(`${name}: ${lost}`), exitCode: errno === "ENOENT" ? 127 : 126 };
}

/** The command of a statement that is nothing else. */
function plainCommand(statement: StatementNode): SimpleCommandNode | undefined {
	const [pipeline, ...more] = statement.pipelines;
	const [command, ...piped] = pipeline?.commands ?? [];
	if (more.length > 0 || piped.length > 0 || pipeline?.negated || command?.type !== "SimpleCommand") return undefined;
	return command;
}

/** bash takes an unfinished here-document, and a backslash, at the end of a script for what they are. */
function forgiven(source: string): boolean {
	return /(?:^|[^\\])(?:\\\\)*\\\n?$/.test(source) || unfinishedHeredoc(source) !== undefined;
}

/** What a line says that was stopped. */
function said({ end, stderr }: ScriptEnd): string {
	if (end === "aborted") return stderr.replace(/^(?:.*: )?execution aborted\n/gm, "");
	if (end !== "limit") return stderr;
	return stderr.replace(/^.*limit.*$|^bash: (.*)$/gm, (line, text?: string) => {
		const plain = (text ?? line).replace(/, increase executionLimits\.\w+$/, "").replace(/^bash: /, "");
		return `iplab: stopped: ${plain}`;
	});
}
