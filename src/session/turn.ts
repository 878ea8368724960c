/**
 * One line of the sandbox: what it has to do with, how the shell runs it, and the answers its words give. Read first:
 * sandbox.ts, which knows the words.
 */
import { type Annotation, annotate } from "../explain/annotate.ts";
import type { ScopeSummary } from "../explain/scope.ts";
import type { Lang } from "../explain/text.ts";
import { programNames } from "../userland/program-name.ts";
import { changeOf, type Snapshot } from "./change.ts";
import { type History, record } from "./history.ts";
import type { World } from "./machine.ts";
import { sandboxTexts } from "./sandbox-text.ts";
import { splitWords } from "./words.ts";

/** What the sandbox needs of a shell (shell/shell.ts). */
export interface SandboxShell<S extends Snapshot> {
	exec(text: string, options?: { readonly signal?: AbortSignal }): Promise<ShellAnswer>;
	pass(ms: number): Promise<void>;
	snapshot(): S;
	restore(snapshot: S): Promise<void>;
}

interface Printed {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
}

export interface ShellAnswer extends Printed {
	/** The shell is over: `exit`. */
	readonly ended: boolean;
}

/** A line that failed and is a plain command, what it said, and the world it failed in. */
export interface Failed extends Printed {
	readonly argv: readonly string[];
	readonly world: World;
}

export interface Sandbox<S extends Snapshot> {
	readonly history: History<S>;
	readonly lang: Lang;
	/** Notes after every command. */
	readonly explain: boolean;
	/** The last line, if it failed: for `explain`. */
	readonly failed?: Failed | undefined;
	/** What the last command printed, for `explain` and `ask`. */
	readonly last: string;
}

export interface Answer<S extends Snapshot> extends ShellAnswer {
	readonly sandbox: Sandbox<S>;
}

export interface InterpretOptions {
	/** Ctrl-C. */
	readonly signal?: AbortSignal;
	/** Milliseconds in which the user has read and typed. */
	readonly idle?: number;
	/** Columns to fold notes at. */
	readonly width?: number;
	readonly color?: boolean;
	/** Draws addresses by scope (ui/scope-table.ts). */
	readonly table?: (summary: ScopeSummary, style: { width: number; color: boolean }) => Promise<string>;
}

/** Everything that a line has to do with. */
export interface Turn<S extends Snapshot> {
	readonly shell: SandboxShell<S>;
	readonly sandbox: Sandbox<S>;
	readonly options: InterpretOptions;
	/** The line as it was typed, without blanks around it. */
	readonly line: string;
	/** What follows the first word. */
	readonly rest: string;
}

/** A longer output is not kept for `explain`: nobody reads that many notes. */
const LONGEST_EXPLAINED = 1 << 18;

export async function execute<S extends Snapshot>(turn: Turn<S>, line: string): Promise<Answer<S>> {
	const { shell, sandbox, options } = turn;
	const before = shell.snapshot();
	const answer = await shell.exec(line, options.signal ? { signal: options.signal } : {});
	const after = shell.snapshot();
	const last = answer.stdout === "" ? sandbox.last : answer.stdout.slice(0, LONGEST_EXPLAINED);
	// what was stopped has not failed, and tried again it would not end
	const failed = answer.exit === 0 || options.signal?.aborted ? undefined : failedLine(line, answer, before.world);
	const kept = { ...sandbox, last, failed, history: recorded(sandbox.history, turn.line, before, after) };
	return sandbox.explain ? withNotes(turn, { ...answer, sandbox: kept }) : { ...answer, sandbox: kept };
}

/** What a shell makes of a line is not known here, so only a program and its words can be looked into. */
function failedLine(line: string, { stdout, stderr, exit }: Printed, world: World): Failed | undefined {
	const argv = programWords(line);
	return argv && { argv, world, stdout, stderr, exit };
}

/** The words of a line that is one program of the model and nothing else of a shell. */
export function programWords(line: string): readonly string[] | undefined {
	const split = splitWords(line);
	return "words" in split && programNames.includes(split.words[0] ?? "") ? split.words : undefined;
}

function recorded<S extends Snapshot>(history: History<S>, line: string, before: S, after: S): History<S> {
	const change = changeOf(before, after);
	return change === "nothing" ? history : record(history, { line, before, after, slight: change === "slight" });
}

/** The output with its notes, if there is anything in it to explain. */
export function withNotes<S extends Snapshot>(turn: Turn<S>, answer: Answer<S>): Answer<S> {
	const { stdout } = answer;
	if (stdout === "" || stdout.length > LONGEST_EXPLAINED) return answer;
	const { recognised, text } = notes(turn, stdout);
	return recognised > 0 ? { ...answer, stdout: text } : answer;
}

/** `ask`: only this word, in depth. */
export function notes<S extends Snapshot>(turn: Turn<S>, text: string, ask?: string): Annotation {
	return annotate(text, { lang: turn.sandbox.lang, ...styleOf(turn), ...(ask !== undefined && { ask }) });
}

export function styleOf<S extends Snapshot>({ options }: Turn<S>): { width: number; color: boolean } {
	return { width: options.width ?? 80, color: options.color ?? false };
}

export function say<S extends Snapshot>(turn: Turn<S>, stdout: string, changes: Partial<Sandbox<S>> = {}): Answer<S> {
	const sandbox = { ...turn.sandbox, ...changes };
	return { sandbox, stdout: `${stdout}\n`, stderr: "", exit: 0, ended: false };
}

export function refuse<S extends Snapshot>({ sandbox }: Turn<S>, text: string): Answer<S> {
	return { sandbox, stdout: "", stderr: `${text}\n`, exit: 1, ended: false };
}

export function textsOf<S extends Snapshot>({ sandbox }: Turn<S>) {
	return sandboxTexts[sandbox.lang];
}
