/**
 * What can be said to an object of `ip`, as rows. The first row that matches wins, as in the real tool's chains of
 * strcmp() and matches(), so the order of the rows is part of the language: `ip link s` is set and not show.
 * One engine parses with them; help texts (help.ts), completion and random commands read the same rows.
 */
import { duplicate, type Failed, garbage } from "./failure.ts";
import type { Words } from "./words.ts";

/** What stands after a keyword. Upper case as in the help text; a list is a choice of literal words. */
export type Takes =
	| "ADDR"
	| "ALTNAME"
	| "BOOL"
	| "CLOCK"
	| "DEV"
	| "FILE"
	| "GROUP"
	| "ID"
	| "KIND"
	| "LABEL"
	| "LIFETIME"
	| "LLADDR"
	| "NAME"
	| "NEXTHOP"
	| "NETNS"
	| "NUMBER"
	| "PATTERN"
	| "PID"
	| "PREFIX"
	| "PROTOCOL"
	| "REALM"
	| "SCOPE"
	| "STRING"
	| "TABLE"
	| "TIME"
	| "TOS"
	| "TYPE"
	| "UID"
	| "VRF"
	| readonly string[];

export type Match = "prefix" | "exact";

/** Spellings of a keyword. `match` is for `word`; `also` are exact ones, `alsoPrefix` may be shortened. */
export interface Keyword {
	readonly word: string;
	readonly match: Match;
	readonly also?: readonly string[];
	readonly alsoPrefix?: readonly string[];
}

export interface Row<S> extends Keyword {
	/** The kind of value that follows; nothing follows a flag. */
	readonly takes?: Takes;
	/** A second one is refused under this name, as a duplicate (duparg) or, with `only`, as garbage (duparg2). */
	readonly once?: string;
	readonly only?: string;
	/** The repeat is noticed at the keyword already, and the keyword named as the second value. */
	readonly early?: true;
	/** What the keyword alone may be refused for, before its value is looked for. */
	readonly before?: (state: S) => void;
	/** Nothing of this grammar comes after it. */
	readonly ends?: true;
	/** Known to the real tool, not to us: the command is refused in our own name (failure.ts unmodelled). */
	readonly unmodelled?: true;
	/** What it does to the request in the making. `value` is the word itself for a flag. */
	readonly to: (state: S, value: string, words: Words) => void;
}

/** The word that needs no keyword, such as the device of `ip link set`: what is left when no row matches. */
export interface Positional<S> {
	readonly keyword?: Keyword;
	readonly takes: Takes;
	/** Where `help` (or the start of it) is a question: always, only without the keyword, or nowhere. */
	readonly help: "always" | "bare" | "never";
	readonly to: (state: S, value: string, words: Words) => void;
}

export interface Grammar<S> {
	readonly rows: readonly Row<S>[];
	readonly positional?: Positional<S>;
}

/** lib/utils.c matches(): a beginning of the word. An empty one begins nothing. */
export function begins(typed: string, word: string): boolean {
	return typed !== "" && word.startsWith(typed);
}

export function matches(keyword: Keyword, typed: string): boolean {
	if (keyword.match === "prefix" ? begins(typed, keyword.word) : typed === keyword.word) return true;
	if (keyword.also?.includes(typed)) return true;
	return keyword.alsoPrefix?.some((word) => begins(typed, word)) ?? false;
}

export function find<K extends Keyword>(rows: readonly K[], typed: string): K | undefined {
	return rows.find((row) => matches(row, typed));
}

/** What an object does where its rows end: help, an unmodelled option, a word that fits nowhere. */
export interface Answers {
	readonly help: () => Failed;
	readonly unmodelled: (row: Keyword) => Failed;
	readonly unknown?: (word: string) => Failed;
}

/** Reads words into `state` until they end or a row ends it; `words` then stands after the last one read. */
export function parse<S>(grammar: Grammar<S>, words: Words, state: S, answers: Answers): void {
	const seen = new Set<string>();
	while (words.more) {
		const row = find(grammar.rows, words.need());
		if (row === undefined) parsePositional(grammar, words, state, answers);
		else if (parseRow(row, words, state, answers, seen)) return;
	}
}

function parseRow<S>(row: Row<S>, words: Words, state: S, answers: Answers, seen: Set<string>): boolean {
	if (row.unmodelled) throw answers.unmodelled(row);
	const mark = words.mark("row", row.word);
	if (row.early) refuseAgain(row, words.need(), seen);
	row.before?.(state);
	const value = row.takes === undefined ? words.need() : words.next();
	if (!row.early) refuseAgain(row, value, seen);
	if (row.ends) {
		words.skip();
		row.to(state, value, words);
		words.close(mark);
		return true;
	}
	row.to(state, value, words);
	words.skip();
	words.close(mark);
	return false;
}

function refuseAgain<S>(row: Row<S>, value: string, seen: Set<string>): void {
	const name = row.once ?? row.only;
	if (name === undefined) return;
	if (seen.has(name)) throw again(row, name, value);
	seen.add(name);
}

/** Of a flag the typed word itself is named: `noproxy` after `proxy` is a second `noproxy`. */
function again<S>(row: Row<S>, name: string, value: string): Failed {
	return row.once === undefined ? garbage(row.takes === undefined ? value : name, value) : duplicate(name, value);
}

function parsePositional<S>(grammar: Grammar<S>, words: Words, state: S, answers: Answers): void {
	const { positional } = grammar;
	if (positional === undefined) throw answers.unknown?.(words.need()) ?? answers.help();
	const bare = positional.keyword === undefined || !matches(positional.keyword, words.need());
	const mark = words.mark("value", positional.keyword?.word ?? "");
	if (!bare) words.next();
	const asks = positional.help === "always" || (positional.help === "bare" && bare);
	if (asks && begins(words.need(), "help")) throw answers.help();
	positional.to(state, words.need(), words);
	words.skip();
	words.close(mark);
}
