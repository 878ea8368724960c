/**
 * Random words for fast-check, drawn from the rows of the tool's own grammar: a few rows in any order, and for each what it
 * takes (pool.ts). One file of object/ for each object of `ip` makes commands of them.
 */
import fc, { type Arbitrary } from "fast-check";
import { find, type Grammar, type Keyword, type Row, type Takes } from "../../src/userland/ip/grammar.ts";
import type { IpObject, Verb } from "../../src/userland/ip/verb.ts";
import { poolOf } from "./pool.ts";

/** A command is its words; a word `|` by itself joins two commands (real.ts lineOf). */
export type Command = readonly string[];

/** What an object of `ip` brings into a sequence. */
export interface Drawn {
	/** As `--objects` names it. */
	readonly name: string;
	/** Words behind `ip` and its options, and how often to draw them. */
	readonly draws: readonly (readonly [weight: number, arbitrary: Arbitrary<Command>])[];
	/** Whole commands that are more than one `ip` with its words. */
	readonly pipes?: readonly (readonly [weight: number, arbitrary: Arbitrary<Command>])[];
	/** Whole commands for the beginning, each there or not, so that there is something to change. */
	readonly opening?: readonly Command[];
	/** Whole commands that look at everything the object can change, after the last drawn one. */
	readonly closing?: readonly Command[];
}

export const nothing: Arbitrary<Command> = fc.constant([]);

export function words(line: string): Command {
	return line.split(" ");
}

/** One of these lines, as words; an empty line is no word. */
export function lines(...all: readonly string[]): Arbitrary<Command> {
	return fc.constantFrom(...all.map((line) => (line === "" ? [] : words(line))));
}

export function weighted<T>(...rows: readonly (readonly [weight: number, arbitrary: Arbitrary<T>])[]): Arbitrary<T> {
	return fc.oneof(...rows.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

export function joined(...parts: readonly Arbitrary<Command>[]): Arbitrary<Command> {
	return fc.tuple(...parts).map((lists) => lists.flat());
}

export function perhaps(arbitrary: Arbitrary<Command>, often = 1, seldom = 1): Arbitrary<Command> {
	return weighted([seldom, nothing], [often, arbitrary]);
}

/** One word of a pool. */
export function one(takes: Takes): Arbitrary<Command> {
	const { good, odd } = poolOf(takes);
	const drawn = good.length === 0 ? fc.constantFrom(...odd) : weighted([11, anyOf(good)], [2, anyOf(odd)]);
	return drawn.map((word) => [word]);
}

function anyOf(list: readonly string[]): Arbitrary<string> {
	return fc.constantFrom(...list);
}

/** The keyword, one of its other spellings, or a beginning of it that is still understood as this row. */
function spellings<K extends Keyword>(rows: readonly K[], row: K): Arbitrary<Command> {
	const full = [row.word, ...(row.also ?? []), ...(row.alsoPrefix ?? [])];
	const starts = full.flatMap((word) => [...word].map((_, i) => word.slice(0, i + 1)));
	const understood = starts.filter((start) => find(rows, start) === row);
	return weighted([4, fc.constant(row.word)], [1, fc.constantFrom(...full, ...understood)]).map((word) => [word]);
}

/** Values that a row reads behind its own. */
const further: Readonly<Record<string, Arbitrary<Command>>> = {
	protodown_reason: lines("on", "off", "x"),
	macaddr: perhaps(one("LLADDR")),
};

function rowWords(rows: readonly Row<never>[], row: Row<never>, given?: Arbitrary<Command>): Arbitrary<Command> {
	const value = given ?? (row.takes === undefined ? nothing : one(row.takes));
	return joined(spellings(rows, row), value, further[row.word] ?? nothing);
}

/** Values of rows that are not those of the pools, by keyword. */
export type Values = Readonly<Record<string, Arbitrary<Command>>>;

/** Up to `most` rows that these words name, as often as they do. */
export function someRows(
	grammar: Grammar<never>,
	often: readonly string[],
	values: Values,
	most: number,
): Arbitrary<Command> {
	const rows = often.map((word) => grammar.rows.find((row) => row.word === word) ?? missing(word));
	const any = fc.constantFrom(...rows).chain((row) => rowWords(grammar.rows, row, values[row.word]));
	return fc.array(any, { maxLength: most }).map((lists) => lists.flat());
}

function missing(word: string): never {
	throw new Error(`no row ${word}`);
}

/** Up to `most` rows of a grammar, in any order; those that end it have their own arbitraries. */
export function rowsOf(grammar: Grammar<never>, most: number, leaveOut: readonly string[] = []): Arbitrary<Command> {
	const rows = grammar.rows.filter((row) => !row.ends && !row.unmodelled && !leaveOut.includes(row.word));
	if (rows.length === 0) return nothing;
	const any: Arbitrary<Command> = fc.constantFrom(...rows).chain((row) => rowWords(grammar.rows, row));
	return fc.array(any, { maxLength: most }).map((lists) => lists.flat());
}

/** The object's name: in full, or one of these. */
export function objectWord(full: string, ...short: string[]): Arbitrary<Command> {
	return weighted([3, lines(full)], [1, lines(...short)]);
}

function verb(object: IpObject, word: string): Verb {
	const found = object.verbs.find((row) => row.word === word);
	if (found === undefined) throw new Error(`${object.title} has no ${word}`);
	return found;
}

export function verbWord(object: IpObject, word: string): Arbitrary<Command> {
	return spellings(object.verbs, verb(object, word));
}

export function grammarOf(object: IpObject, word: string): Grammar<never> {
	return verb(object, word).grammar ?? { rows: [] };
}

export const device = one("DEV");
export const devOrBare = joined(perhaps(lines("dev")), device);

/** A listing, of one device or all, and up to `most` words to select by. */
export function show(
	object: IpObject,
	word: Arbitrary<Command>,
	verbs: Arbitrary<Command>,
	most: number,
): Arbitrary<Command> {
	return joined(word, verbs, perhaps(devOrBare, 2), rowsOf(grammarOf(object, "show"), most));
}
