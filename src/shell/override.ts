/**
 * What a shell that lives on needs of just-bash's interpreter: each method here stands for the one of the same name, and calls
 * it. How the instance is met is in interpreter.ts.
 */
import type { CommandNode, ExecResult, PipelineNode, ScriptNode, SimpleCommandNode, StatementNode } from "just-bash";
import { isFromPipe, isMerged, joined } from "./merge.ts";
import type { ShellState } from "./shell-state.ts";

/** One simple command, its words expanded and its redirections open. */
export interface Call {
	readonly name: string;
	readonly args: readonly string[];
	/** One character for each byte. */
	readonly stdin: string;
	/** Standard input is a pipe. */
	readonly piped: boolean;
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

/** Builtins whose output is that of other commands. */
export const carriers: ReadonlySet<string> = new Set([".", "builtin", "command", "eval", "source"]);

/** How a run came to its end: all statements done, or the shell's own word for what stopped it. */
export type End = "done" | "exit" | "errexit" | "fatal" | "limit" | "aborted" | "syntax";

export interface Interpreter {
	ctx: { state: ShellState };
	executeScript(node: ScriptNode): Promise<ExecResult>;
	executeStatement(node: StatementNode): Promise<ExecResult>;
	executePipeline(node: PipelineNode): Promise<ExecResult>;
	executeCommand(node: CommandNode, stdin: string, ...rest: unknown[]): Promise<ExecResult>;
	executeSimpleCommand(node: SimpleCommandNode, stdin: string): Promise<ExecResult>;
	runCommand(name: string, args: string[], quoted: boolean[], stdin: string, ...rest: unknown[]): Promise<ExecResult>;
}

/** Of a whole run. */
export interface Top {
	/** Stands for the script that just-bash has parsed. */
	script?: ScriptNode | undefined;
	/** Both outputs go to one place. */
	readonly merged: boolean;
	/** Told why the run ended before its end. */
	stopped(why: End): void;
}

export function override(self: Interpreter, hooks: Hooks, top: Top): void {
	const run = new Run(self, hooks, top);
	self.executeScript = (node) => run.script(node);
	self.executeStatement = (node) => run.statement(node);
	self.executePipeline = (node) => run.pipeline(node);
	self.executeCommand = (node, ...rest) => run.command(node, rest);
	self.executeSimpleCommand = (node, stdin) => run.simpleCommand(node, stdin);
	self.runCommand = (name, args, quoted, stdin, ...rest) => run.run({ name, args, quoted, stdin, rest });
}

interface Words {
	readonly name: string;
	readonly args: string[];
	readonly quoted: boolean[];
	readonly stdin: string;
	readonly rest: readonly unknown[];
}

class Run {
	private readonly original: Interpreter;
	private depth = 0;
	private simple: SimpleCommandNode | undefined;
	/** Whether the present simple command came as far as to run something. */
	private ran = false;
	private merged: boolean;
	/** Standard input is a pipe. */
	private fromPipe = false;
	/** Of a command in a pipeline: whether its outputs go to one place, and its input comes from a pipe, before its own redirections. */
	private readonly piped = new WeakMap<CommandNode, { readonly merged: boolean; readonly fromPipe: boolean }>();
	/** Whether the next script is that of `eval` or `.`, and not that of `$(…)`, which takes standard output alone. */
	private carried = false;

	constructor(
		private readonly self: Interpreter,
		private readonly hooks: Hooks,
		private readonly top: Top,
	) {
		this.original = Object.getPrototypeOf(self) as Interpreter;
		this.merged = top.merged;
	}

	script(node: ScriptNode): Promise<ExecResult> {
		if (this.depth > 0) return this.inner(node);
		const own = this.top.script ?? node;
		this.top.script = undefined;
		this.hooks.started(this.self.ctx.state);
		return this.original.executeScript.call(this.self, own);
	}

	private async inner(node: ScriptNode): Promise<ExecResult> {
		const outer = this.merged;
		this.merged &&= this.carried;
		this.carried = false;
		try {
			return await this.original.executeScript.call(this.self, node);
		} finally {
			this.merged = outer;
		}
	}

	async pipeline(node: PipelineNode): Promise<ExecResult> {
		const outer = this.merged;
		const last = node.commands.length - 1;
		node.commands.forEach((command, i) => {
			const merged = i === last ? outer : node.pipeStderr?.[i] === true;
			this.piped.set(command, { merged, fromPipe: i > 0 || this.fromPipe });
		});
		const result = await this.original.executePipeline.call(this.self, node);
		return outer ? joined(result, "stderr") : result;
	}

	async command(node: CommandNode, rest: [stdin: string, ...unknown[]]): Promise<ExecResult> {
		const before = { merged: this.merged, fromPipe: this.fromPipe };
		const { merged: outer, fromPipe } = this.piped.get(node) ?? before;
		const redirections = "redirections" in node ? node.redirections : [];
		this.merged = isMerged(redirections, outer);
		this.fromPipe = isFromPipe(redirections, fromPipe);
		try {
			const result = await this.original.executeCommand.call(this.self, node, ...rest);
			return outer ? joined(result) : result;
		} finally {
			Object.assign(this, before);
		}
	}

	async statement(node: StatementNode): Promise<ExecResult> {
		const { state } = this.self.ctx;
		if (node.background && !state.options.noexec) return this.hooks.background(node, state);
		this.depth++;
		try {
			return await this.original.executeStatement.call(this.self, node);
		} catch (error) {
			if (this.depth === 1) this.top.stopped(endOf(error));
			throw error;
		} finally {
			this.depth--;
		}
	}

	async simpleCommand(node: SimpleCommandNode, stdin: string): Promise<ExecResult> {
		const { simple, ran } = this;
		this.simple = node;
		this.ran = false;
		try {
			const result = await this.original.executeSimpleCommand.call(this.self, spread(node), stdin);
			// nothing ran, so what was said is the shell's own: a file that it could not open
			return this.ran ? result : { ...result, stderr: this.hooks.named(result.stderr) };
		} catch (error) {
			const result = this.hooks.trouble(error, node, this.self.ctx.state);
			if (result !== undefined) return result;
			throw await this.failed(error);
		} finally {
			this.simple = simple;
			this.ran = ran;
		}
	}

	/** An expansion that failed; the error carries what was printed. In loops just-bash forgets that it is the end. */
	private async failed(error: unknown): Promise<unknown> {
		const carrier = error as { name: string; stdout?: string; stderr?: unknown };
		if (typeof carrier.stderr !== "string") return error;
		carrier.stderr = this.hooks.named(carrier.stderr);
		if (carrier.name !== "NounsetError" || !this.hooks.strict) return error;
		const { stdout, stderr } = carrier;
		const exit = this.original.runCommand.call(this.self, "exit", ["1"], [], "");
		return exit.catch((end: unknown) => Object.assign(end as Error, { stdout, stderr }));
	}

	run(given: Words): Promise<ExecResult> {
		const words = given.name === spreadName ? named(given) : given;
		if (words === undefined) return this.originalRun({ ...given, name: "true", args: [], quoted: [] });
		const { simple, self } = this;
		// a function's commands are not this simple command's own
		this.simple = undefined;
		this.ran = true;
		return this.hooks.command({
			name: words.name,
			args: words.args,
			stdin: words.stdin || (words.rest[3] === true ? "" : (self.ctx.state.groupStdin ?? "")),
			piped: this.fromPipe,
			skipFunctions: words.rest[0] === true,
			node: simple,
			merged: this.merged,
			state: self.ctx.state,
			original: () => {
				this.carried = carriers.has(words.name);
				return this.originalRun(words).finally(() => {
					this.carried = false;
				});
			},
			other: (name, args) => this.originalRun({ ...words, name, args: [...args], quoted: [] }),
		});
	}

	private originalRun({ name, args, quoted, stdin, rest }: Words): Promise<ExecResult> {
		return this.original.runCommand.call(this.self, name, args, quoted, stdin, ...rest);
	}
}

/** Stands where just-bash wants one word for a command whose name is several: `"$@"`, `$COMMAND`. */
const spreadName = "iplab-spread";

/** The command that several words turned out to be; undefined where they were none. */
function named(given: Words): Words | undefined {
	const [name, ...args] = given.args;
	return name === undefined ? undefined : { ...given, name, args, quoted: given.quoted.slice(1) };
}

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
