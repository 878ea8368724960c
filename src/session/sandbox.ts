/**
 * The sandbox without its terminal: a line in, the next sandbox and what is printed out. A line whose first word is one of
 * `words` is ours, all others go to the shell; what the shell has made of the world is recorded for undo.
 * The words are no commands of a Linux, but for help, history and exit, which bash has too; `\history` is bash's own.
 * Read next: turn.ts, sandbox-explain.ts, history.ts, change.ts; the terminal is ui/terminal.ts.
 */
import type { Lang } from "../explain/text.ts";
import { withPrograms } from "../userland/load.ts";
import { loaders } from "../userland/set-loaders.ts";
import type { Snapshot } from "./change.ts";
import { emptyHistory, type History, record, redo, type Step, undo } from "./history.ts";
import { localeOf } from "./locale.ts";
import { initNetns } from "./machine.ts";
import { ask, explain, showScopes } from "./sandbox-explain.ts";
import { sandboxTexts } from "./sandbox-text.ts";
import { boot } from "./session.ts";
import {
	type Answer,
	execute,
	type InterpretOptions,
	refuse,
	type Sandbox,
	type SandboxShell,
	say,
	styleOf,
	type Turn,
	textsOf,
} from "./turn.ts";
import { journey, why } from "./why.ts";

export function newSandbox<S extends Snapshot>(lang: Lang): Sandbox<S> {
	return { history: emptyHistory(), lang, explain: false, last: "" };
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
	ask: { run: ask, takesLine: true },
	scopes: { run: showScopes },
	why: { run: sayWhy },
	picture: { run: drawPicture },
	lang: { run: setLang },
	world: { run: newWorld },
	exit: { run: (turn) => execute(turn, turn.line) },
	quit: { run: (turn) => execute(turn, `exit ${turn.rest}`) },
};

/** For completion. */
export const sandboxWords: readonly string[] = Object.keys(words);

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

/** Why packets go where they go, or what stops them; a try is made on a copy, so nothing changes. */
async function sayWhy<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S>> {
	const { rest, sandbox, shell } = turn;
	if (rest === "") return refuse(turn, textsOf(turn).why.usage);
	const session = { world: shell.snapshot().world, netns: initNetns };
	const style = { lang: sandbox.lang, ...styleOf(turn) };
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

async function setLang<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S>> {
	const { rest, shell } = turn;
	if (rest !== "en" && rest !== "fr") return refuse(turn, textsOf(turn).lang.usage);
	await shell.exec(`export LANG=${localeOf[rest]}`);
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
