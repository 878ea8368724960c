/**
 * One shell process: what it remembers between lines, its jobs and its traps. The foreground shell is one; so is every `bash -c`,
 * every script, and the copy of a shell that runs a job.
 */
import type { ExecResult, SimpleCommandNode, StatementNode } from "just-bash";
import { textOfLatin1 } from "../session/byte.ts";
import { type Errno, strerror } from "../uapi/errno.ts";
import { builtins } from "./builtin.ts";
import type { OwnCommand } from "./command.ts";
import { capture, execute, type Launch, type Out, resultOf, reworded } from "./execute.ts";
import { FsError } from "./fs.ts";
import { type Host, searchPath } from "./host.ts";
import {
	type Call,
	cloneState,
	firstState,
	type Hooks,
	runScript,
	type ScriptEnd,
	type ShellState,
} from "./interpreter.ts";
import { type Job, Jobs } from "./job.ts";
import { redirected } from "./redirection.ts";
import { Task } from "./schedule.ts";
import { SIGINT } from "./signal.ts";
import { checkSyntax, complain, unfinishedHeredoc } from "./syntax.ts";

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

/** Builtins whose output is that of other commands. */
const carriers: ReadonlySet<string> = new Set([".", "builtin", "command", "eval", "source"]);

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
	private readonly name: string;
	private readonly numbered: boolean;
	/** The state while a line runs. */
	private live: ShellState;
	private readonly plain: Plain | undefined;

	constructor(host: Host, options: SessionOptions, plain?: Plain) {
		this.host = host;
		this.pid = options.pid;
		this.options = options;
		this.state = options.state;
		this.live = options.state;
		this.name = options.name;
		this.numbered = options.numbered;
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
				return this.refuse(complain(this.name, syntax.complaint, source, this.numbered ? this.firstLine : undefined));
			warning = this.warning(source);
		}
		this.state.startTime = Date.now() - (this.host.now() - this.host.machine.world.kernel.epoch);
		const end = await runScript(this.host.bash, {
			state: this.state,
			source,
			stdin,
			signal: task.abort.signal,
			hooks: this.hooks(task),
		});
		this.state = end.state;
		return { ...end, stderr: warning + said(end) };
	}

	/** A message of the shell itself. */
	say(text: string): string {
		return `${this.name}: ${this.numbered ? `line ${this.line}: ` : ""}${text}\n`;
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
			named: (stderr) => this.named(stderr),
		};
	}

	/** One of just-bash's builtins and commands. */
	private async own(call: Call): Promise<ExecResult> {
		this.host.fs.failures.clear();
		const result = reworded(this.host, call.name, call.state.cwd, await call.original());
		// a file that is not there is the builtin's own complaint, all else is that of the commands in it
		const own = !carriers.has(call.name) || result.stderr === `bash: ${call.args[0]}: ${strerror("ENOENT")}\n`;
		return own ? { ...result, stderr: this.named(result.stderr) } : result;
	}

	private async program(task: Task, call: Call): Promise<ExecResult> {
		const { host } = this;
		const outer = task.pid;
		const plain = call.node !== undefined && call.node === this.plain?.node ? this.plain : undefined;
		const direct = plain && redirected(host, call, plain.out);
		const taken = capture();
		// the shell of a job that is one command becomes that command
		if (plain === undefined) task.pid = host.fork(outer, call.name);
		try {
			const ended = await execute(host, task, { ...launchOf(call), out: direct ?? taken });
			if ("errno" in ended) return notStarted(this, call.name, ended.errno);
			return resultOf(taken, ended.exit);
		} finally {
			if (plain === undefined) host.exit(task.pid);
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
		if (error.call === "write") {
			const [part] = node.name?.parts ?? [];
			const name = part?.type === "Literal" ? part.value : "";
			return { stdout: "", stderr: this.say(`${name}: write error: ${strerror(error.errno)}`), exitCode: 1 };
		}
		const relative = error.path.startsWith(`${state.cwd}/`) ? error.path.slice(state.cwd.length + 1) : error.path;
		const written = node.redirections.some((r) => "sourceText" in r)
			? error.path
			: spelledAs(node, error.path, relative);
		return { stdout: "", stderr: this.say(`${written}: ${strerror(error.errno)}`), exitCode: 1 };
	}

	private get line(): number {
		return this.firstLine + Math.max(1, this.live.currentLine) - 1;
	}

	/** just-bash calls every shell `bash` and counts no lines. */
	private named(stderr: string): string {
		if (this.name === "bash" && !this.numbered) return stderr;
		return stderr.replace(/^bash: (?!line \d+: )/gm, this.say("").replace(/\n$/, ""));
	}

	/** Of a here-document that the end of the text ends. */
	private warning(source: string): string {
		const open = unfinishedHeredoc(source);
		if (open === undefined) return "";
		const last = source.replace(/\n$/, "").split("\n").length;
		const where = this.numbered ? `line ${this.firstLine + last - 1}: ` : "";
		return `${this.name}: ${where}warning: here-document at line ${this.firstLine + open.line - 1} delimited by end-of-file (wanted \`${open.delimiter}')\n`;
	}

	private refuse(stderr: string): ScriptEnd {
		this.state.lastExitCode = 2;
		this.state.env.set("?", "2");
		return { stdout: "", stderr, exit: 2, end: "syntax", state: this.state };
	}
}

/** Programs that a shell never starts, since it can do the same itself. */
const selfDone: ReadonlySet<string> = new Set(["true", "false"]);

function isOurs(host: Host, name: string): boolean {
	if (selfDone.has(name)) return false;
	return Object.hasOwn(host.programs, name) || Object.hasOwn(host.commands, name);
}

function launchOf(call: Call): Omit<Launch, "out"> {
	const { state } = call;
	return { argv: [call.name, ...call.args], env: exportedOf(state), cwd: state.cwd, stdin: call.stdin };
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

/** The path as the redirection has it, if it stands there literally. */
function spelledAs(node: SimpleCommandNode, path: string, relative: string): string {
	const words = node.redirections.flatMap(({ target }) =>
		target.type === "Word" && target.parts.every((part) => part.type === "Literal")
			? [target.parts.map((part) => ("value" in part ? String(part.value) : "")).join("")]
			: [],
	);
	return words.includes(relative) ? relative : path;
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

/** bash and sh: a shell of its own. */
const runShell: OwnCommand = async (host, task, launch) => {
	const { out } = launch;
	const [name = "bash", ...words] = launch.argv;
	const given = await parseShell(host, launch, words);
	if ("text" in given) {
		out.stderr(`${name}: ${given.text}\n`);
		return given.exit;
	}
	if (!host.enter()) {
		host.stop(task, "since shells start shells without end");
		return 128 + SIGINT;
	}
	try {
		const state = freshState(host, {
			env: launch.env,
			cwd: launch.cwd,
			pid: task.pid,
			name: given.zero,
			args: given.args,
		});
		for (const option of given.options) state.options[option] = true;
		const options = { pid: task.pid, state, name: given.zero, numbered: given.numbered, out };
		const session = new Session(host, options);
		const end = await session.script(task, given.script, given.stdin);
		out.stdout(end.stdout);
		out.stderr(end.stderr);
		const last = await runExitTrap(session, task);
		out.stdout(last.stdout);
		out.stderr(last.stderr);
		return task.signal === undefined ? end.exit : 128 + task.signal;
	} finally {
		host.depth--;
	}
};

export const shellCommands: Readonly<Record<string, OwnCommand>> = { bash: runShell, dash: runShell, sh: runShell };

/** What `trap … EXIT` left to do. */
export async function runExitTrap(session: Session, task: Task): Promise<{ stdout: string; stderr: string }> {
	const action = session.traps.get("EXIT");
	session.traps.clear();
	if (action === undefined || task.signal !== undefined) return { stdout: "", stderr: "" };
	return session.script(task, action);
}

interface ShellArgs {
	readonly script: string;
	readonly stdin: string;
	readonly zero: string;
	readonly args: readonly string[];
	readonly options: readonly string[];
	readonly numbered: boolean;
}

const optionLetters: Readonly<Record<string, string>> = {
	e: "errexit",
	u: "nounset",
	x: "xtrace",
	n: "noexec",
	f: "noglob",
	v: "verbose",
};

async function parseShell(
	host: Host,
	launch: Launch,
	words: readonly string[],
): Promise<ShellArgs | { text: string; exit: number }> {
	const options: string[] = [];
	let command = false;
	let i = 0;
	for (; /^-[^-]|^--./.test(words[i] ?? "") || words[i] === "-o"; i++) {
		const word = words[i] ?? "";
		if (word === "-o") options.push(words[++i] ?? "");
		else if (!word.startsWith("--"))
			for (const letter of word.slice(1)) {
				if (letter === "c") command = true;
				else if (optionLetters[letter] !== undefined) options.push(optionLetters[letter]);
			}
	}
	if (words[i] === "--" || words[i] === "-") i++;
	const rest = words.slice(i);
	const [first, ...args] = rest;
	const name = launch.argv[0] ?? "bash";
	if (command) {
		if (first === undefined) return { text: "-c: option requires an argument", exit: 2 };
		return { script: first, stdin: launch.stdin, zero: args[0] ?? name, args: args.slice(1), options, numbered: true };
	}
	if (first === undefined)
		return { script: textOfLatin1(launch.stdin), stdin: "", zero: name, args: [], options, numbered: true };
	const path = host.fs.resolvePath(launch.cwd, first);
	try {
		const script = await host.fs.readFile(path);
		return { script, stdin: launch.stdin, zero: first, args, options, numbered: true };
	} catch (error) {
		const errno = error instanceof FsError ? error.errno : "ENOENT";
		return { text: `${first}: ${strerror(errno)}`, exit: errno === "EISDIR" ? 126 : 127 };
	}
}

/** The state of a shell that has just been started. */
export function freshState(
	host: Host,
	options: {
		readonly env: Readonly<Record<string, string>>;
		readonly cwd: string;
		readonly pid: number;
		readonly name: string;
		readonly args: readonly string[];
	},
): ShellState {
	const state = firstState(host.bash);
	const env = { PATH: searchPath, ...options.env };
	for (const [name, value] of Object.entries(env)) state.env.set(name, value);
	state.env.set("PWD", options.cwd);
	state.env.set("0", options.name);
	state.env.set("#", String(options.args.length));
	state.env.set("@", options.args.join(" "));
	options.args.forEach((arg, i) => {
		state.env.set(String(i + 1), arg);
	});
	state.exportedVars = new Set(["PATH", "PWD", "OLDPWD", ...Object.keys(options.env)]);
	return Object.assign(state, {
		cwd: options.cwd,
		previousDir: options.cwd,
		hashTable: new Map(),
		virtualPid: options.pid,
		bashPid: options.pid,
		virtualPpid: options.pid > 1 ? 1 : 0,
		nextVirtualPid: 10_000,
	});
}
