/**
 * With override.ts the one place that knows the inside of just-bash (3.4.2, pinned). It gives every exec() a new interpreter on a copy of the
 * shell's state and throws both away; a shell that lives on, and jobs, need that state and three of the interpreter's
 * methods. The class is not exported, so runScript() meets the instance when its constructor binds its methods, within
 * the one synchronous call, and overrides these methods on it as a subclass would (override.ts). Nothing of the library itself
 * changes.
 */
import { Bash, type BashOptions, type StatementNode } from "just-bash";
import { type End, type Hooks, type Interpreter, override } from "./override.ts";
import { cloneState, type ShellState } from "./shell-state.ts";

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

export interface ScriptEnd {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
	readonly end: End;
	readonly state: ShellState;
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
