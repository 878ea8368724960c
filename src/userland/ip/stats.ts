/**
 * `ip stats`: every counter there is of a link, by groups, subgroups and suites (stats-suite.ts). Mirrors ip/ipstats.c
 * ipstats_show() and ipstats_set(), whose words cannot be shortened and whose failures mostly end with EINVAL, 22.
 */
import { close, open, softLine } from "../../print/field.ts";
import type { Context } from "./context.ts";
import { exited, type Failed, garbage, noDevice, returned, wrong } from "./failure.ts";
import { helpText } from "./help.ts";
import { isIfname } from "./ifname.ts";
import { parseSwitch } from "./kind/option.ts";
import { dumpStats } from "./link-xstats.ts";
import { describeSuiteOf, levels, type StatsSuite, suites } from "./stats-suite.ts";
import { talk } from "./talk.ts";
import type { IpObject } from "./verb.ts";
import type { Words } from "./words.ts";

const EINVAL = 22;

function help(ctx: Context): number {
	ctx.complain(helpText(ctx.object));
	return 0;
}

function whatIs(ctx: Context, word: string): Failed {
	return returned(`What is "${word}"?\n${helpText(ctx.object)}`, EINVAL);
}

function needDev(words: Words, before: string | undefined): string {
	const dev = words.next();
	if (before !== undefined) throw garbage("dev", dev);
	if (!isIfname(dev, 15)) throw wrong(dev, '"dev" not a valid ifname');
	return dev;
}

/** A name at one level opens a selection there; one that was open is taken over into `chosen`. */
class Selection {
	readonly chosen = new Set<StatsSuite>();
	#path: string[] = [];

	/** ipstats_select() */
	select(level: number, name: string): void {
		const missing = levels[this.#path.length];
		if (this.#path.length < level)
			throw returned(`Error: ${levels[level]} ${name} requested without selecting a ${missing} first`, EINVAL);
		if (this.#path.length > level) this.close();
		this.#path = [...this.#path.slice(0, level), name];
	}

	/** ipstats_enable(): all suites below the names; without a name, all there are. */
	close(): void {
		for (const [i, name] of this.#path.entries()) checkName(this.#path.slice(0, i), name);
		for (const suite of below(this.#path)) this.chosen.add(suite);
	}
}

function below(path: readonly string[]): readonly StatsSuite[] {
	return suites.filter((suite) => path.every((name, i) => suite.path[i] === name));
}

function checkName(parents: readonly string[], name: string): void {
	const level = levels[parents.length];
	const parent = parents.at(-1) ?? "top-level";
	if (below(parents).some(({ path }) => path.length === parents.length))
		throw returned(`Error: ${level} ${name} requested inside leaf ${levels[parents.length - 1]} ${parent}`, EINVAL);
	if (below([...parents, name]).length === 0)
		throw returned(`Error: no ${level} named ${name} found inside ${parent}`, EINVAL);
}

function show(ctx: Context, words: Words): number {
	const selection = new Selection();
	let dev: string | undefined;
	for (; words.more; words.skip()) {
		const word = words.need();
		const level = levels.indexOf(word);
		if (word === "dev") dev = needDev(words, dev);
		else if (word === "help") return help(ctx);
		else if (level >= 0) selection.select(level, words.next());
		else throw whatIs(ctx, word);
	}
	selection.close();
	printAll(
		ctx,
		dev,
		suites.filter((suite) => selection.chosen.has(suite)),
	);
	return 0;
}

/** A dump has an empty line after each link. */
function printAll(ctx: Context, dev: string | undefined, chosen: readonly StatsSuite[]): void {
	const index = dev === undefined ? 0 : ctx.links.indexOf(dev);
	if (dev !== undefined && index === 0) throw noDevice(dev);
	const answers = dev === undefined ? dumpStats(ctx) : talk(ctx, { type: "RTM_GETSTATS", flags: 0, index });
	ctx.print([open("array")]);
	for (const answer of answers) {
		const stats = "stats" in answer ? answer.stats : answer;
		if (!("link64" in stats)) continue;
		for (const suite of chosen) ctx.print(describeSuiteOf(ctx, stats, suite));
		if (dev === undefined) ctx.print([softLine]);
	}
	ctx.print([close("array")]);
}

/** The verb is one -s itself, and -d another. */
function showCounting(ctx: Context, words: Words): number {
	const { stats, details } = ctx.options;
	return show({ ...ctx, options: { ...ctx.options, stats: stats + details + 1 } }, words);
}

function set(ctx: Context, words: Words): number {
	let dev: string | undefined;
	let l3Stats: boolean | undefined;
	for (; words.more; words.skip()) {
		const word = words.need();
		if (word === "dev") dev = needDev(words, dev);
		else if (word === "l3_stats") l3Stats = needSwitch(words, l3Stats);
		else if (word === "help") return help(ctx);
		else throw whatIs(ctx, word);
	}
	if (dev === undefined) throw exited('Not enough information: "dev" argument is required.');
	if (l3Stats === undefined) throw exited("Not enough information: stat type to toggle is required.");
	const index = ctx.links.indexOf(dev);
	if (index === 0) throw noDevice(dev);
	talk(ctx, { type: "RTM_SETSTATS", flags: 0, index, l3Stats });
	return 0;
}

function needSwitch(words: Words, before: boolean | undefined): boolean {
	const value = words.next();
	if (before !== undefined) throw returned("A statistics suite to toggle was already given.", EINVAL);
	return parseSwitch("l3_stats", value, EINVAL);
}

export const stats: IpObject = {
	title: "ip stats",
	exactHelp: true,
	verbs: [
		{ word: "help", match: "exact", run: help },
		{ word: "show", match: "exact", run: showCounting },
		{ word: "set", match: "exact", run: set },
	],
	otherwise: show,
	unknown: (_, word) => returned(`Command "${word}" is unknown, try "ip stats help".`),
};
