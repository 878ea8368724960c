/**
 * Usage texts, made from the grammar rows: what can be said is what is parsed. The real tool prints its own prose for
 * help and for a word it cannot place, on standard error with status 255; only the first word, `Usage:`, is the same.
 */
import type { Context } from "./context.ts";
import { exited, type Failed, unmodelled } from "./failure.ts";
import type { Answers, Grammar, Keyword, Positional, Row, Takes } from "./grammar.ts";
import type { IpObject, Verb } from "./verb.ts";

const width = 100;

/** What every parser of an object answers with where its own rows end. */
export function answers(ctx: Context): Answers {
	const title = ctx.object.title.slice("ip ".length);
	return { help: () => usage(ctx.object), unmodelled: (row) => unmodelled(`${title} … ${row.word}`) };
}

export function usage(object: IpObject): Failed {
	return exited(helpText(object));
}

/** One paragraph for each grammar, with the verbs that share it. */
export function helpText(object: IpObject): string {
	const named = object.verbs.filter(({ word }) => word !== "help");
	const groups = new Map<unknown, Verb[]>();
	for (const verb of named) groups.set(verb.grammar ?? verb, [...(groups.get(verb.grammar ?? verb) ?? []), verb]);
	const lines = [...groups.values()].flatMap((verbs) => wrap(`${object.title} ${describeVerbs(verbs)}`));
	if (object.grammar !== undefined) lines.push(...wrap(`${object.title} ${describeGrammar(object.grammar)}`));
	return `Usage: ${[...lines, `       ${object.title} help`].join("\n").trimStart()}`;
}

function describeVerbs(verbs: readonly Verb[]): string {
	const names = choice(verbs.flatMap(words));
	const grammar = verbs[0]?.grammar;
	return grammar === undefined ? names : `${names} ${describeGrammar(grammar)}`;
}

export function describeGrammar(grammar: Grammar<never>): string {
	const words = grammar.rows.map(describeRow);
	return [...(grammar.positional === undefined ? [] : [describePositional(grammar.positional)]), ...words].join(" ");
}

function describeRow(row: Row<never>): string {
	return row.takes === undefined ? `[ ${spellings(row)} ]` : `[ ${spellings(row)} ${describeValue(row.takes)} ]`;
}

function describePositional(positional: Positional<never>): string {
	const value = describeValue(positional.takes);
	return positional.keyword === undefined ? value : `[ ${positional.keyword.word} ] ${value}`;
}

function describeValue(takes: Takes): string {
	return typeof takes === "string" ? takes : choice(takes);
}

/** `[-]tentative` for a word that may be denied. */
function spellings(keyword: Keyword): string {
	const all = words(keyword);
	return all.includes(`-${keyword.word}`) ? `[-]${keyword.word}` : choice(all);
}

function words({ word, also = [], alsoPrefix = [] }: Keyword): string[] {
	return [word, ...also, ...alsoPrefix];
}

function choice(words: readonly string[]): string {
	return words.length === 1 ? words.join() : `{ ${words.join(" | ")} }`;
}

/** Lines of at most `width` characters, broken between bracketed pieces where that is possible. */
function wrap(text: string): string[] {
	const pieces = text.match(/\[ (?:[^[\]]|\{[^}]*\})* \]|\S+/g) ?? [];
	const lines: string[] = [];
	let line = "      ";
	for (const piece of pieces) {
		if (line.length + piece.length + 1 > width && line.trim() !== "") {
			lines.push(line);
			line = "             ";
		}
		line += ` ${piece}`;
	}
	return [...lines, line];
}
