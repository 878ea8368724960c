/**
 * The one place that knows the inside of just-bash (3.4.2, pinned). It gives every exec() a new interpreter on a copy of the
 * shell's state and throws both away; a shell that lives on, and jobs, need that state and three of the interpreter's
 * methods. The class is not exported, so runScript() meets the instance when its constructor binds its methods, within
 * the one synchronous call, and overrides these methods on it as a subclass would. Nothing of the library itself changes.
 */
import {
	Bash,
	type BashOptions,
	type CommandNode,
	type ExecResult,
	type PipelineNode,
	type ScriptNode,
	type SimpleCommandNode,
	type StatementNode,
} from "just-bash";
import { isMerged, joined } from "./merge.ts";
import { cloneState, type ShellState } from "./shell-state.ts";

/** One simple command, its words expanded and its redirections open. */
export interface Call {
	readonly name: string;
	readonly args: readonly string[];
	/** One character for each byte. */
	readonly stdin: string;
	/** `command name`, which skips functions. */
	readonly skipFunctions: boolean;
	readonly node: SimpleCommandNode | undefined;
	/** Its two outputs go to one place. */
	readonly merged: boolean;
	readonly state: ShellState;
	/** What just-bash itself would do. */
	original(): Promise<ExecResult>;
	/** What just-bash does for another command in this one's place. */
	other(name: string, args: readonly string[]): Promise<ExecResult>;
}

export interface Hooks {
	/** The state that commands work on from now on. */
	started(state: ShellState): void;
	/** Whether an unset variable under `set -u` ends the shell, as it does a script's. */
	readonly strict: boolean;
	/** `statement &` */
	background(statement: StatementNode, state: ShellState): Promise<ExecResult>;
	command(call: Call): Promise<ExecResult>;
	/** An error that is none of the shell's own (a file that cannot be written) in a command or its redirections. */
	trouble(error: unknown, node: SimpleCommandNode, state: ShellState): ExecResult | undefined;
	/** A complaint of just-bash, in this shell's own form. */
	named(stderr: string): string;
}

export interface ScriptRun {
	readonly state: ShellState;
	/** A text, or a statement that is parsed already. */
	readonly source: string | StatementNode;
	readonly stdin: string;
	readonly signal: AbortSignal;
	/** Both outputs go to one place. */
	readonly merged: boolean;
	readonly hooks: Hooks;
}

/** Builtins whose output is that of other commands. */
export const carriers: ReadonlySet<string> = new Set([".", "builtin", "command", "eval", "source"]);

/** How a run came to its end: all statements done, or the shell's own word for what stopped it. */
export type End = "done" | "exit" | "errexit" | "fatal" | "limit" | "aborted" | "syntax";

export interface ScriptEnd {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
	readonly end: End;
	readonly state: ShellState;
}

interface Interpreter {
	ctx: { state: ShellState };
	executeScript(node: ScriptNode): Promise<ExecResult>;
	executeStatement(node: StatementNode): Promise<ExecResult>;
	executePipeline(node: PipelineNode): Promise<ExecResult>;
	executeCommand(node: CommandNode, stdin: string, ...rest: unknown[]): Promise<ExecResult>;
	executeSimpleCommand(node: SimpleCommandNode, stdin: string): Promise<ExecResult>;
	runCommand(name: string, args: string[], quoted: boolean[], stdin: string, ...rest: unknown[]): Promise<ExecResult>;
}

/** The state that exec() copies from. */
interface Inside {
	state: ShellState;
}

export function openBash(options: BashOptions): Bash {
	return new Bash({ ...options, defenseInDepth: false });
}

/** Where just-bash finds a command that it starts itself, whatever PATH says: it only runs what it finds in /usr/bin. */
export function placeCommands(bash: Bash, names: Iterable<string>): void {
	const { state } = inside(bash);
	state.hashTable = new Map([...names].map((name) => [name, `/usr/bin/${name}`]));
}

/** A shell's state as it is before its first line. */
export function firstState(bash: Bash): ShellState {
	return cloneState(inside(bash).state);
}

export async function runScript(bash: Bash, run: ScriptRun): Promise<ScriptEnd> {
	const { source, state, hooks } = run;
	let why: End = "done";
	const { started, interpreter } = meet(bash, state, {
		begin: () =>
			bash.exec(typeof source === "string" ? source : ":", {
				rawScript: true,
				stdin: run.stdin,
				stdinKind: "bytes",
				signal: run.signal,
			}),
		override: (self) =>
			override(self, hooks, {
				script: typeof source === "string" ? undefined : { type: "Script", statements: [source] },
				merged: run.merged,
				stopped: (reason) => {
					why = reason;
				},
			}),
	});
	const result = await started;
	if (interpreter === undefined) why = result.exitCode === 0 ? "done" : "syntax";
	return {
		stdout: result.stdout,
		stderr: result.stderr,
		exit: result.exitCode,
		end: why,
		state: settled(interpreter?.ctx.state ?? state, why),
	};
}

function inside(bash: Bash): Inside {
	const state = (bash as unknown as Inside).state;
	if (!(state?.env instanceof Map)) throw new Error("just-bash has changed: it keeps no state");
	return bash as unknown as Inside;
}

/** Starts an exec() on `state`, and catches the interpreter that it makes. All of this is synchronous. */
function meet<T>(
	bash: Bash,
	state: ShellState,
	how: { begin: () => T; override: (self: Interpreter) => void },
): { started: T; interpreter: Interpreter | undefined } {
	const box = inside(bash);
	const pristine = box.state;
	const bind = Function.prototype.bind;
	let interpreter: Interpreter | undefined;
	Function.prototype.bind = function (this: (...all: unknown[]) => unknown, self: unknown, ...rest: unknown[]) {
		if (interpreter === undefined && isInterpreter(self)) {
			Function.prototype.bind = bind;
			interpreter = self;
			how.override(self);
		}
		// the first method to be bound was looked up before it was overridden
		const own = interpreter && self === interpreter && this.name === "executeScript" ? interpreter.executeScript : this;
		return Reflect.apply(bind, own, [self, ...rest]);
	} as typeof bind;
	try {
		box.state = state;
		return { started: how.begin(), interpreter };
	} finally {
		box.state = pristine;
		Function.prototype.bind = bind;
	}
}

function isInterpreter(self: unknown): self is Interpreter {
	return typeof self === "object" && self !== null && "executeScript" in self && "runCommand" in self;
}

function override(
	self: Interpreter,
	hooks: Hooks,
	top: { script: ScriptNode | undefined; merged: boolean; stopped: (why: End) => void },
): void {
	const original = Object.getPrototypeOf(self) as Interpreter;
	let depth = 0;
	let simple: SimpleCommandNode | undefined;
	/** Whether the present simple command came as far as to run something. */
	let ran = false;
	let script = top.script;
	let { merged } = top;
	/** Of a command in a pipeline: whether its outputs go to one place before its own redirections. */
	const piped = new WeakMap<CommandNode, boolean>();
	/** Whether the next script is that of `eval` or `.`, and not that of `$(…)`, which takes standard output alone. */
	let carried = false;
	self.executeScript = async (node) => {
		if (depth === 0) {
			const own = script ?? node;
			script = undefined;
			hooks.started(self.ctx.state);
			return original.executeScript.call(self, own);
		}
		const outer = merged;
		merged &&= carried;
		carried = false;
		try {
			return await original.executeScript.call(self, node);
		} finally {
			merged = outer;
		}
	};
	self.executePipeline = async (node) => {
		const outer = merged;
		const last = node.commands.length - 1;
		node.commands.forEach((command, i) => {
			piped.set(command, i === last ? outer : node.pipeStderr?.[i] === true);
		});
		const result = await original.executePipeline.call(self, node);
		return outer ? joined(result, "stderr") : result;
	};
	self.executeCommand = async (node, ...rest) => {
		const [before, outer] = [merged, piped.get(node) ?? merged];
		merged = isMerged("redirections" in node ? node.redirections : [], outer);
		try {
			const result = await original.executeCommand.call(self, node, ...rest);
			return outer ? joined(result) : result;
		} finally {
			merged = before;
		}
	};
	self.executeStatement = async (node) => {
		if (node.background && !self.ctx.state.options.noexec) return hooks.background(node, self.ctx.state);
		depth++;
		try {
			return await original.executeStatement.call(self, node);
		} catch (error) {
			if (depth === 1) top.stopped(endOf(error));
			throw error;
		} finally {
			depth--;
		}
	};
	self.executeSimpleCommand = async (node, stdin) => {
		const outer = { simple, ran };
		simple = node;
		ran = false;
		try {
			const result = await original.executeSimpleCommand.call(self, spread(node), stdin);
			// nothing ran, so what was said is the shell's own: a file that it could not open
			return ran ? result : { ...result, stderr: hooks.named(result.stderr) };
		} catch (error) {
			const result = hooks.trouble(error, node, self.ctx.state);
			if (result !== undefined) return result;
			throw await failed(error);
		} finally {
			({ simple, ran } = outer);
		}
	};
	/** An expansion that failed; the error carries what was printed. In loops just-bash forgets that it is the end. */
	const failed = async (error: unknown): Promise<unknown> => {
		const carrier = error as { name: string; stdout?: string; stderr?: unknown };
		if (typeof carrier.stderr !== "string") return error;
		carrier.stderr = hooks.named(carrier.stderr);
		if (carrier.name !== "NounsetError" || !hooks.strict) return error;
		const { stdout, stderr } = carrier;
		const exit = original.runCommand.call(self, "exit", ["1"], [], "");
		return exit.catch((end: unknown) => Object.assign(end as Error, { stdout, stderr }));
	};
	self.runCommand = (given, words, flags, stdin, ...rest) => {
		const isSpread = given === spreadName;
		const [name = "", args, quoted] = isSpread ? [words[0], words.slice(1), flags.slice(1)] : [given, words, flags];
		if (isSpread && words.length === 0) return original.runCommand.call(self, "true", [], [], stdin, ...rest);
		const node = simple;
		// a function's commands are not this simple command's own
		simple = undefined;
		ran = true;
		const call = {
			name,
			args,
			stdin: stdin || (rest[3] === true ? "" : (self.ctx.state.groupStdin ?? "")),
			skipFunctions: rest[0] === true,
			node,
			merged,
			state: self.ctx.state,
			original: () => {
				carried = carriers.has(name);
				return original.runCommand.call(self, name, args, quoted, stdin, ...rest).finally(() => {
					carried = false;
				});
			},
			other: (name: string, args: readonly string[]) =>
				original.runCommand.call(self, name, [...args], [], stdin, ...rest),
		};
		return hooks.command(call);
	};
}

/** Stands where just-bash wants one word for a command whose name is several: `"$@"`, `$COMMAND`. */
const spreadName = "iplab-spread";

/** just-bash takes what the first word expands to for one word; as an argument it is as many as it should be. */
function spread(node: SimpleCommandNode): SimpleCommandNode {
	const { name } = node;
	if (!name?.parts.some((part) => part.type !== "Literal" && part.type !== "SingleQuoted")) return node;
	const word = { ...name, parts: [{ type: "Literal", value: spreadName }] } as typeof name;
	return { ...node, name: word, args: [name, ...node.args] };
}

/** The names of just-bash's control-flow errors that reach the top of a script. */
const ends: Readonly<Record<string, End>> = {
	ExitError: "exit",
	ErrexitError: "errexit",
	NounsetError: "fatal",
	PosixFatalError: "fatal",
	ExecutionLimitError: "limit",
	ExecutionAbortedError: "aborted",
	ParseException: "syntax",
	LexerError: "syntax",
};

function endOf(error: unknown): End {
	return ends[(error as Error).name] ?? "done";
}

/** A state to begin the next line with. */
function settled(state: ShellState, end: End): ShellState {
	const next: ShellState = { ...state, groupStdin: undefined, signal: undefined, extraArgs: undefined };
	if (end === "done") return next;
	// stopped inside of loops and functions: as after Ctrl-C, we are in none of them any more
	return {
		...next,
		localScopes: [],
		localArrayScopes: undefined,
		callDepth: 0,
		sourceDepth: 0,
		loopDepth: 0,
		inCondition: false,
		funcNameStack: undefined,
		callLineStack: undefined,
		sourceStack: undefined,
	};
}
