/**
 * The words of the sandbox that explain: `explain` a topic, a line before it runs, the last output or why it failed; `ask` about
 * one word; `scopes` of the addresses. None of them changes the world. Read first: turn.ts.
 */
import { effectPage } from "../explain/asked/page.ts";
import { scopeSummary } from "../explain/scope.ts";
import { withPrograms } from "../userland/load.ts";
import { loaders } from "../userland/set-loaders.ts";
import { explainAsked } from "./asked/asked.ts";
import { effectOf } from "./asked/effect.ts";
import { changeOf, type Snapshot } from "./change.ts";
import { initNetns, type World } from "./machine.ts";
import { run, type Session } from "./session.ts";
import {
	type Answer,
	execute,
	type Failed,
	notes,
	programWords,
	refuse,
	say,
	styleOf,
	type Turn,
	textsOf,
	withNotes,
} from "./turn.ts";

export async function explain<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S>> {
	const { rest, sandbox } = turn;
	const texts = textsOf(turn).explain;
	if (rest === "on" || rest === "off") return say(turn, texts[rest], { explain: rest === "on" });
	if (rest !== "") return (await showLesson(turn)) ?? explainLine(turn);
	const why = sandbox.failed && (await failureOf(turn, sandbox.failed));
	if (why !== undefined) return say(turn, why);
	if (sandbox.last === "") return refuse(turn, texts.nothing);
	const { problem, text } = notes(turn, sandbox.last);
	return problem === undefined ? say(turn, text.replace(/\n$/, "")) : refuse(turn, problem);
}

/** `explain scope`: a page of its own. */
async function showLesson<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S> | undefined> {
	const { rest, sandbox } = turn;
	if (/\s/.test(rest)) return undefined;
	const [{ findLesson }, { lessonOf }] = await Promise.all([
		import("../explain/lesson/lesson.ts"),
		import("./lesson.ts"),
	]);
	const name = findLesson(rest);
	if (name === undefined) return undefined;
	const page = await withPrograms(loaders, () => lessonOf(name, sandbox.lang, styleOf(turn).width));
	return say(turn, page.trimEnd());
}

/** Why a line failed, and what would mend it; undefined where it would not fail so if it were tried again by itself. */
async function failureOf<S extends Snapshot>(turn: Turn<S>, failed: Failed): Promise<string | undefined> {
	// a failure is rare, and its texts are many
	const { explainFailure } = await import("./failure/explain.ts");
	const { failurePage } = await import("../explain/failure/page.ts");
	const session = { world: failed.world, netns: initNetns };
	const found = await withPrograms(loaders, () => explainFailure(session, failed.argv));
	const said = `${failed.stdout}${failed.stderr}`;
	// a service of the shell that answered it is no part of the world
	if (!found || found.exit !== failed.exit || !said.includes(found.message)) return undefined;
	if (found.message === "" && found.key === undefined) return undefined;
	return failurePage(found, turn.sandbox.lang, styleOf(turn).width).trimEnd();
}

/** A line before it runs: word by word, and what it would change. What it shows is shown with notes. */
async function explainLine<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S>> {
	const { rest, sandbox, shell } = turn;
	const argv = programWords(rest);
	if (argv?.[0] !== "ip" || argv.length === 1) return tryLine(turn, "");
	const session = { world: shell.snapshot().world, netns: initNetns };
	const style = { lang: sandbox.lang, width: styleOf(turn).width };
	const { page, outcome } = await withPrograms(loaders, () => explainAsked(session, argv, style));
	if (outcome === "shows") return tryLine(turn, `${page}\n`);
	return say(turn, outcome === "changes" ? `${page}\n${textsOf(turn).explain.notDone}` : page.trimEnd());
}

/** A line that the shell reads: it is run, told, and what it has changed is put back. */
async function tryLine<S extends Snapshot>(turn: Turn<S>, above: string): Promise<Answer<S>> {
	const { rest, sandbox, shell } = turn;
	const before = shell.snapshot();
	const ran = await execute({ ...turn, sandbox: { ...sandbox, explain: false } }, rest);
	if (ran.ended) return ran;
	const after = shell.snapshot();
	await shell.restore(before);
	const told = withNotes(turn, { ...ran, sandbox: { ...sandbox, last: ran.sandbox.last } });
	const why = ran.sandbox.failed && (await failureOf(turn, ran.sandbox.failed));
	const effect = changeOf(before, after) === "something" ? await changesOf(turn, before.world, after.world) : [];
	const said = [why, ...effect].filter((text) => text !== undefined);
	return { ...told, stdout: [above + told.stdout, ...said.map((text) => `${text}\n`)].filter(Boolean).join("\n") };
}

async function changesOf<S extends Snapshot>(turn: Turn<S>, before: World, after: World): Promise<string[]> {
	const [old, now] = [before, after].map((world) => ({ world, netns: initNetns })) as [Session, Session];
	const effect = await withPrograms(loaders, () => effectOf(old, now, turn.rest.split(/\s+/)));
	const page = effect.changes.length > 0 ? [effectPage(effect, turn.sandbox.lang, styleOf(turn).width).trimEnd()] : [];
	return [...page, textsOf(turn).explain.notDone];
}

/** All about one word of the last output. Without a word the terminal lets one choose (ui/picker.ts). */
export function ask<S extends Snapshot>(turn: Turn<S>): Answer<S> {
	const { rest, sandbox } = turn;
	const texts = textsOf(turn);
	if (rest === "") return refuse(turn, texts.ask.usage);
	if (sandbox.last === "") return refuse(turn, texts.explain.nothing);
	const { problem, text } = notes(turn, sandbox.last, rest);
	return problem === undefined ? say(turn, text.trimEnd()) : refuse(turn, problem);
}

/** The addresses of every namespace by their scope. */
export async function showScopes<S extends Snapshot>(turn: Turn<S>): Promise<Answer<S>> {
	const { shell, sandbox, options } = turn;
	const session = { world: shell.snapshot().world, netns: initNetns };
	const names = (run(session, "ip netns").stdout.match(/^\S+/gm) ?? []).map((name) => ["-n", name]);
	const tables: string[] = [];
	for (const where of [[], ...names]) {
		const { stdout } = run(session, ["ip", ...where, "addr"]);
		const summary = scopeSummary(notes(turn, stdout).places, sandbox.lang);
		if (summary === undefined || options.table === undefined) continue;
		const title = where.length === 0 ? summary.title : `${summary.title} (netns ${where[1]})`;
		tables.push(await options.table({ ...summary, title }, styleOf(turn)));
	}
	return tables.length === 0 ? refuse(turn, textsOf(turn).scopes.nothing) : say(turn, tables.join("\n").trimEnd());
}
