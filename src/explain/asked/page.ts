/** The page about a command that has not run: its words, what it leaves unsaid, what it would change. */

import { wrap } from "../../print/wrap.ts";
import type { Lang } from "../text.ts";
import { typeset } from "../typeset.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { meaningOf } from "./meaning.ts";
import type { Default, Effect, Item } from "./text.ts";

export interface Asked {
	readonly items: readonly Item[];
	readonly whole: string;
	readonly typed: string;
	readonly defaults: readonly Default[];
	/** Missing where the command would fail or only shows. */
	readonly effect?: Effect;
	/** The page about its failure. */
	readonly failure?: string;
	readonly shows: boolean;
	/** The world is not the reader's own. */
	readonly ordinary: boolean;
}

const mostLines = 40;

export function askedPage(asked: Asked, lang: Lang, width: number): string {
	const { page, defaults } = lang === "fr" ? fr : en;
	const { items, whole, typed, effect, failure, shows, ordinary } = asked;
	const say = (text: string) => wrap(typeset(text, lang), width);
	const lines = whole === typed ? [] : [...say(`${page.whole}${whole}`), ""];
	lines.push(...items.flatMap((item) => itemLines(item, items, lang, width)));
	const unsaid = asked.defaults.map(({ key, value = "" }) => defaults[key].replaceAll("{value}", value));
	if (unsaid.length > 0) lines.push("", ...say(page.unsaid), ...unsaid.flatMap((text) => indented(text, lang, width)));
	const world = ordinary ? indented(page.onWorld, lang, width) : [];
	if (failure !== undefined) lines.push("", ...say(page.fails), ...world, ...failure.trimEnd().split("\n"));
	else if (shows) lines.push("", ...say(page.prints));
	else if (effect) lines.push("", ...effectLines(effect, world, lang, width));
	return lines.map((line) => `${line}\n`).join("");
}

/** What is said about a program that is not `ip`: there is no reading of its words, only what it would do. */
export function programPage(
	{ stdout, failure, effect, ordinary }: Pick<Asked, "failure" | "ordinary"> & { stdout: string; effect: Effect },
	lang: Lang,
	width: number,
): string {
	const { page } = lang === "fr" ? fr : en;
	const say = (text: string) => wrap(typeset(text, lang), width);
	const world = ordinary ? indented(page.onWorld, lang, width) : [];
	const printed = stdout.trimEnd().split("\n").slice(0, mostLines);
	const verdict = failure !== undefined ? page.fails : stdout === "" ? page.silent : page.works;
	const lines = [...say(verdict), ...world];
	if (failure !== undefined) lines.push(...failure.trimEnd().split("\n"));
	else if (stdout !== "") lines.push(...printed.map((line) => `  ${line}`.trimEnd()));
	if (effect.changes.length > 0) lines.push("", ...effectLines(effect, [], lang, width));
	return lines.map((line) => `${line}\n`).join("");
}

export function effectPage(effect: Effect, lang: Lang, width: number): string {
	return effectLines(effect, [], lang, width)
		.map((line) => `${line}\n`)
		.join("");
}

function indented(text: string, lang: Lang, width: number): string[] {
	return wrap(typeset(text, lang), width - 2).map((line) => `  ${line}`);
}

/** The words on the left, what they mean on the right. */
function itemLines(item: Item, items: readonly Item[], lang: Lang, width: number): string[] {
	const left = Math.min(28, Math.max(...items.map(({ words }) => words.join(" ").length)) + 2);
	const words = item.words.map((word) => (word === "" ? "''" : word)).join(" ");
	const text = wrap(typeset(meaningOf(item, lang) ?? "", lang), Math.max(24, width - 2 - left));
	const beside = words.length < left;
	const rows = beside
		? [`${words.padEnd(left)}${text[0] ?? ""}`, ...text.slice(1).map((line) => " ".repeat(left) + line)]
		: [words, ...text.map((line) => " ".repeat(left) + line)];
	return rows.map((row) => `  ${row}`.trimEnd());
}

function effectLines(
	{ changes, lost, won, broken, noDefault }: Effect,
	world: readonly string[],
	lang: Lang,
	width: number,
): string[] {
	const { page } = lang === "fr" ? fr : en;
	const say = (text: string) => wrap(typeset(text, lang), width);
	if (changes.length === 0) return [...say(page.nothing), ...world];
	const lines = changes.flatMap(({ ns, gone, come }) => [
		...(ns === "" ? [] : [`  ${ns}:`]),
		...gone.map((line) => `  - ${line}`),
		...come.map((line) => `  + ${line}`),
	]);
	const cut = lines.length > mostLines ? [...lines.slice(0, mostLines), `  … (${lines.length - mostLines})`] : lines;
	return [
		...say(page.changes),
		...world,
		...cut,
		...(noDefault ? say(page.noDefault) : []),
		...(lost.length > 0 ? say(`${page.lost}${lost.join(", ")}`) : []),
		...(won.length > 0 ? say(`${page.won}${won.join(", ")}`) : []),
		...(broken.length > 0 ? say(`${page.broken}${broken.join(", ")}`) : []),
	];
}
