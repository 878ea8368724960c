/**
 * The sandbox without its terminal: a line in, the next sandbox and what is printed out. A line whose first word is one of
 * `words` is ours, all others go to the shell; what the shell has made of the world is recorded for undo.
 * The words are no commands of a Linux, but for help, history and exit, which bash has too; `\history` is bash's own.
 * Read next: history.ts, change.ts; the terminal is ui/terminal.ts.
 */
import { type Annotation, annotate } from "../explain/annotate.ts";
import type { Lang } from "../explain/text.ts";
import { withPrograms } from "../userland/load.ts";
import { loaders } from "../userland/set-loaders.ts";
import { changeOf, type Snapshot } from "./change.ts";
import { emptyHistory, type History, record, redo, type Step, undo } from "./history.ts";
import { initNetns, type World } from "./machine.ts";
import { sandboxTexts } from "./sandbox-text.ts";
import { boot } from "./session.ts";
import { journey, why } from "./why.ts";
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

interface ShellAnswer extends Printed {
	/** The shell is over: `exit`. */
	readonly ended: boolean;
}

export interface Sandbox<S extends Snapshot> {
	readonly history: History<S>;
	readonly lang: Lang;
	/** Notes after every command. */
	readonly explain: boolean;
	/** The last line, if it failed and is a plain command, with the world it failed in: for `explain`. */
	readonly failed?: { readonly argv: readonly string[]; readonly world: World } | undefined;
	/** What the last command printed, for `explain`. */
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
}

export function newSandbox<S extends Snapshot>(lang: Lang): Sandbox<S> {
	return { history: emptyHistory(), lang, explain: false, last: "" };
}

/** Everything that a line has to do with. */
interface Turn<S extends Snapshot> {
	readonly shell: SandboxShell<S>;
	readonly sandbox: Sandbox<S>;
	readonly options: InterpretOptions;
	/** The line as it was typed, without blanks around it. */
	readonly line: string;
	/** What follows the first word. */
	readonly rest: string;
}

/** Enough for what a link or an address does by itself, and little for routers: the world's time goes on while the user types. */
const longestIdle = 5000;

export async function interpret<S extends Snapshot>(
	shell: SandboxShell<S>,
	sandbox: Sandbox<S>,
	text: string,
	options: InterpretOptions = {},
): Promise<Answer<S>> {
	if (options.idle !== undefined) await shell.pass(Math.min(options.idle, longestIdle));
	const line = text.trim();
	const [, first = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
	const turn = { shell, sandbox, options, line, rest };
	const word = Object.hasOwn(words, first) ? words[first] : undefined;
	if (word !== undefined && (word.takesLine || !forShell.test(rest))) return word.run(turn);
	return execute(turn, text);
}

/** Characters by which a line is the shell's: `history | tail`. */
const forShell = /[|&;<>()$`"'\\\n=*?#{}]/;

interface Word {
	run<S extends Snapshot>(turn: Turn<S>): Answer<S> | Promise<Answer<S>>;
	/** The rest is a command line. */
	readonly takesLine?: true;
}

const words: Readonly<Record<string, Word>> = {
	help: { run: help },
	undo: { run: (turn) => move(turn, undo, "undone") },
	redo: { run: (turn) => move(turn, redo, "redone") },
	history: { run: showHistory },
	explain: { run: explain, takesLine: true },
	why: { run: sayWhy },
	picture: { run: drawPicture },
	lang: { run: setLang },
	world: { run: newWorld },
	exit: { run: (turn) => execute(turn, turn.line) },
	quit: { run: (turn) => execute(turn, `exit ${turn.rest}`) },
};

/** For completion. */
export const sandboxWords: readonly string[] = Object.keys(words);

/** A longer output is not kept for `explain`: nobody reads that many notes. */
const LONGEST_EXPLAINED = 1 << 18;

async function execute<S extends Snapshot>(turn: Turn<S>, line: string): Promise<Answer<S>> {
	const { shell, sandbox, options } = turn;
	const before = shell.snapshot();
	const answer = await shell.exec(line, options.signal ? { signal: options.signal } : {});
	const after = shell.snapshot();
	const last = answer.stdout === "" ? sandbox.last : answer.stdout.slice(0, LONGEST_EXPLAINED);
	const failed = answer.exit === 0 || answer.stderr === "" ? undefined : failedLine(line, before.world);
	const kept = { ...sandbox, last, failed, history: recorded(sandbox.history, turn.line, before, after) };
	return sandbox.explain ? withNotes(turn, { ...answer, sandbox: kept }) : { ...answer, sandbox: kept };
}

/** What a shell makes of a line is not known here, so only a command and its words can be looked into. */
function failedLine(line: string, world: World): Sandbox<never>["failed"] {
	const split = splitWords(line);
	return "words" in split && split.words[0] === "ip" ? { argv: split.words, world } : undefined;
}

/** `explain scope`: a page of its own. */
async function lessonOf<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S> | undefined> {
	const { rest, sandbox, options } = turn;
	if (rest === "" || /\s/.test(rest)) return undefined;
	const { findLesson, lessonPage } = await import("../explain/lesson/lesson.ts");
	const name = findLesson(rest);
	return name && say(turn, lessonPage(name, sandbox.lang, options.width ?? 80).trimEnd());
}

/** Why the last line failed, and what would mend it. */
async function explainLast<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S> | undefined> {
	const { failed, lang } = turn.sandbox;
	if (!failed) return undefined;
	// a failure is rare, and its texts are many
	const { explainFailure } = await import("./failure/explain.ts");
	const { failurePage } = await import("../explain/failure/page.ts");
	const found = explainFailure({ world: failed.world, netns: initNetns }, failed.argv);
	return found && say(turn, failurePage(found, lang, turn.options.width ?? 80).trimEnd());
}

function recorded<S extends Snapshot>(history: History<S>, line: string, before: S, after: S): History<S> {
	const change = changeOf(before, after);
	return change === "nothing" ? history : record(history, { line, before, after, slight: change === "slight" });
}

/** The output with its notes, if there is anything in it to explain. */
function withNotes<S extends Snapshot>(turn: Turn<S>, answer: Answer<S>): Answer<S> {
	const { stdout } = answer;
	if (stdout === "" || stdout.length > LONGEST_EXPLAINED) return answer;
	const { recognised, text } = notes(turn, stdout);
	return recognised > 0 ? { ...answer, stdout: text } : answer;
}

function notes<S extends Snapshot>({ sandbox, options }: Turn<S>, text: string): Annotation {
	return annotate(text, { lang: sandbox.lang, width: options.width ?? 80, color: options.color ?? false });
}

function say<S extends Snapshot>(turn: Turn<S>, stdout: string, changes: Partial<Sandbox<S>> = {}): Answer<S> {
	const sandbox = { ...turn.sandbox, ...changes };
	return { sandbox, stdout: `${stdout}\n`, stderr: "", exit: 0, ended: false };
}

function refuse<S extends Snapshot>({ sandbox }: Turn<S>, text: string): Answer<S> {
	return { sandbox, stdout: "", stderr: `${text}\n`, exit: 1, ended: false };
}

function textsOf<S extends Snapshot>({ sandbox }: Turn<S>) {
	return sandboxTexts[sandbox.lang];
}

function help<S extends Snapshot>(turn: Turn<S>): Answer<S> {
	return say(turn, textsOf(turn).help);
}

async function move<S extends Snapshot>(
	turn: Turn<S>,
	by: (history: History<S>, count: number) => Step<S> | undefined,
	did: "undone" | "redone",
): Promise<Answer<S>> {
	const texts = textsOf(turn);
	const { rest, sandbox, shell } = turn;
	if (!/^(?:all|[1-9]\d*|)$/.test(rest)) return refuse(turn, texts[did].usage);
	const step = by(sandbox.history, rest === "all" ? Number.POSITIVE_INFINITY : Number(rest || 1));
	if (step === undefined) return refuse(turn, texts[did].nothing);
	await shell.restore(step.snapshot);
	const lines = step.entries.map(({ line }) => texts[did].did(firstLine(line)));
	return say(turn, lines.join("\n"), { history: step.history });
}

function showHistory<S extends Snapshot>(turn: Turn<S>): Answer<S> {
	const { done, undone } = turn.sandbox.history;
	const texts = textsOf(turn).history;
	if (done.length + undone.length === 0) return say(turn, texts.empty);
	const row = (mark: string, line: string, i: number) => `${mark}${String(i + 1).padStart(4)}  ${firstLine(line)}`;
	const rows = [
		...done.map(({ line }, i) => row(" ", line, i)),
		...undone.map(({ line }, i) => row("-", line, done.length + i)),
	];
	return say(turn, [...rows, ...(undone.length > 0 ? [texts.undone] : [])].join("\n"));
}

/** Of a loop or a function over many lines only the first. */
function firstLine(line: string): string {
	const end = line.indexOf("\n");
	return end < 0 ? line : `${line.slice(0, end)} …`;
}

async function explain<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S>> {
	const { rest, sandbox } = turn;
	const texts = textsOf(turn).explain;
	if (rest === "on" || rest === "off") return say(turn, texts[rest], { explain: rest === "on" });
	const lesson = await lessonOf(turn);
	if (lesson) return lesson;
	if (rest !== "")
		return withNotes(
			turn,
			await execute({ ...turn, sandbox: { ...sandbox, explain: false } }, rest).then((answer) =>
				keepMode(answer, sandbox),
			),
		);
	const why = await explainLast(turn);
	if (why) return why;
	if (sandbox.last === "") return refuse(turn, texts.nothing);
	const { problem, text } = notes(turn, sandbox.last);
	return problem === undefined ? say(turn, text.replace(/\n$/, "")) : refuse(turn, problem);
}

function keepMode<S extends Snapshot>(answer: Answer<S>, { explain }: Sandbox<S>): Answer<S> {
	return { ...answer, sandbox: { ...answer.sandbox, explain } };
}

/** Why packets go where they go, or what stops them; a try is made on a copy, so nothing changes. */
async function sayWhy<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S>> {
	const { rest, sandbox, shell, options } = turn;
	if (rest === "") return refuse(turn, textsOf(turn).why.usage);
	const session = { world: shell.snapshot().world, netns: initNetns };
	const style = { lang: sandbox.lang, width: options.width ?? 80, color: options.color ?? false };
	return { ...(await withPrograms(loaders, () => why(session, rest.split(/\s+/), style))), sandbox, ended: false };
}

/** The world, or the way of a packet through it. */
async function drawPicture<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S>> {
	const { rest, sandbox, shell, options } = turn;
	const { world } = shell.snapshot();
	const width = options.width ?? 80;
	const ends = rest.split(/\s+/).filter((word) => word !== "" && word !== "--path");
	const [from, to] = ends;
	if (from === undefined && rest === "") {
		const [{ sceneOf }, { drawText }] = await Promise.all([
			import("../picture/scene.ts"),
			import("../picture/text.ts"),
		]);
		return say(turn, drawText(sceneOf(world.kernel), width).trimEnd());
	}
	if (from === undefined || to === undefined || ends.length > 2) return refuse(turn, textsOf(turn).picture.usage);
	const found = await withPrograms(loaders, () => journey({ world, netns: initNetns }, from, to, sandbox.lang));
	if ("stderr" in found) return { ...found, sandbox, ended: false };
	const { pathText } = await import("../picture/path/text.ts");
	return say(turn, pathText(found, width).trimEnd());
}

function setLang<S extends Snapshot>(turn: Turn<S>): Answer<S> {
	const { rest } = turn;
	if (rest !== "en" && rest !== "fr") return refuse(turn, textsOf(turn).lang.usage);
	return say(turn, sandboxTexts[rest].lang.set, { lang: rest });
}

/** Another machine in place of this one; undo brings this one back. */
async function newWorld<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S>> {
	const { rest, sandbox, shell, line } = turn;
	const texts = textsOf(turn).world;
	if (rest !== "fresh" && rest !== "host") return refuse(turn, texts.usage);
	const before = shell.snapshot();
	const { world } = boot({ world: rest, kernel: before.world.kernel.profile });
	await shell.restore({ ...before, world, jobs: [] });
	const history = record(sandbox.history, { line, before, after: shell.snapshot() });
	return say(turn, texts[rest], { history, last: "" });
}
