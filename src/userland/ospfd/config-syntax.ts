/**
 * The syntax of some lines below `router ospf`, so that FRR's own complaint about one can be told from what is not modelled here
 * (lib/command_match.c): words may be shortened as long as they are clear. Recordings: ospf-redistribute, ospf-max-metric, ospf-maximum-paths.
 */

/** A number within limits, a word of the user's own, or words to choose from. */
type Value = readonly [low: number, high: number] | "word" | readonly string[];

interface Row {
	readonly words: readonly string[];
	/** What comes next, once. */
	readonly value?: Value;
	/** What may follow, in any order, and its value if it has one. */
	readonly options?: Readonly<Record<string, Value | undefined>>;
}

const told = { metric: [0, 0xfffffe], "metric-type": [1, 2], "route-map": "word" } as const;

/** Those that have instances, `ospf 1` and `table 1`, are not complete without a number. */
const sources = "babel bgp connected eigrp isis kernel nhrp openfabric ospf rip sharp static table vnc".split(" ");

const rows: readonly Row[] = [
	{ words: ["redistribute"], value: sources, options: told },
	{ words: ["default-information", "originate"], options: { always: undefined, ...told } },
	{ words: ["default-metric"], value: [0, 0xfffffe] },
	{ words: ["maximum-paths"], value: [1, 256] },
	{ words: ["max-metric", "router-lsa"], value: ["administrative", "on-startup", "on-shutdown"] },
	{ words: ["log-adjacency-changes"], options: { detail: undefined } },
];

/** The line in full; or what FRR says of it; or undefined where its first word is none of these. */
export type Reading = { readonly full: string } | { readonly wrong: "Unknown command" | "Command incomplete" };

const unknown: Reading = { wrong: "Unknown command" };
const incomplete: Reading = { wrong: "Command incomplete" };

/** `firsts` are all words that a line may begin with. */
export function readSyntax(line: string, firsts: readonly string[]): Reading | undefined {
	const [no, ...rest] = line.split(" ");
	const given = no === "no" ? rest : [no ?? "", ...rest];
	const first = pick(firsts, given[0] ?? "");
	const row = rows.find(({ words }) => words[0] === first);
	if (!row) return undefined;
	const read = readRow(row, given, no === "no");
	return "full" in read && no === "no" ? { full: `no ${read.full}` } : read;
}

/** The word that is meant: the very one, or the only one that begins so. */
function pick(words: readonly string[], given: string): string | undefined {
	if (words.includes(given)) return given;
	const found = words.filter((word) => word.startsWith(given));
	return found.length === 1 ? found[0] : undefined;
}

function readRow({ words, value, options = {} }: Row, given: readonly string[], no: boolean): Reading {
	const full: string[] = [];
	for (const [i, word] of words.entries()) {
		const next = given[i];
		if (next === undefined) return incomplete;
		if (i > 0 && !word.startsWith(next)) return unknown;
		full.push(word);
	}
	const left = given.slice(words.length);
	if (value !== undefined && !(no && left.length === 0 && !isChoice(value))) {
		const word = left.shift();
		if (word === undefined) return incomplete;
		const read = readValue(value, word);
		if (read === undefined) return unknown;
		full.push(read);
		if (/^(?:ospf|table|on-startup|on-shutdown)$/.test(read)) {
			const n = left.shift();
			if (n === undefined) return no ? { full: full.join(" ") } : incomplete;
			if (!/^\d+$/.test(n)) return unknown;
			full.push(n);
		}
	}
	return readOptions(full, left, options);
}

function readOptions(full: string[], left: string[], options: NonNullable<Row["options"]>): Reading {
	for (let word = left.shift(); word !== undefined; word = left.shift()) {
		const name = pick(Object.keys(options), word);
		if (name === undefined || full.includes(name)) return unknown;
		full.push(name);
		const value = options[name];
		if (value === undefined) continue;
		const given = left.shift();
		if (given === undefined) return incomplete;
		const read = readValue(value, given);
		if (read === undefined) return unknown;
		full.push(read);
	}
	return { full: full.join(" ") };
}

const isChoice = (value: Value) => value !== "word" && typeof value[0] === "string";

function readValue(value: Value, word: string): string | undefined {
	if (value === "word") return word;
	const [low, high] = value;
	if (typeof low === "string") return pick(value as readonly string[], word);
	return /^\d+$/.test(word) && Number(word) >= Number(low) && Number(word) <= Number(high) ? word : undefined;
}
