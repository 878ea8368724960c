/**
 * The options before the object: `ip -4 -br addr`. Rows in the order in which ip/ip.c main() tests them; all but a few may
 * be shortened to any beginning, and the first row that fits wins: `-h` is human, `-f` is family, `-b` is batch.
 */
import type { Family } from "../../uapi/message.ts";
import { exited, type Failed, unknownOption, wrong } from "./failure.ts";
import { begins } from "./grammar.ts";
import { atoi, integer } from "./number.ts";
import type { Words } from "./words.ts";

export interface Options {
	/** preferred_family: what -4, -6, -0, -M, -B and -family say. */
	family: Family;
	human: boolean;
	iec: boolean;
	/** How often -s was given. */
	stats: number;
	details: number;
	resolve: boolean;
	oneline: boolean;
	timestamp: boolean;
	tshort: boolean;
	force: boolean;
	batch: string | undefined;
	brief: boolean;
	json: boolean;
	pretty: boolean;
	color: "always" | "auto" | "never";
	numeric: boolean;
	all: boolean;
	echo: boolean;
	/** Most rounds of a flush; 0 is no limit. */
	loops: number;
}

export function defaults(): Options {
	return {
		family: "unspec",
		human: false,
		iec: false,
		stats: 0,
		details: 0,
		resolve: false,
		oneline: false,
		timestamp: false,
		tshort: false,
		force: false,
		batch: undefined,
		brief: false,
		json: false,
		pretty: false,
		color: "never",
		numeric: false,
		all: false,
		echo: false,
		loops: 10,
	};
}

/** What an option can ask of the program besides setting a value. */
export interface OptionEffects {
	readonly usage: () => Failed;
	readonly version: () => Failed;
	/** -n: at once, in the order of the options. */
	readonly netns: (name: string | undefined) => void;
}

export interface OptionRow {
	readonly option: string;
	readonly match: "prefix" | "exact";
	readonly takes?: "NUMBER" | "FAMILY" | "FILE" | "NETNS";
	readonly to: (options: Options, value: string, effects: OptionEffects) => void;
}

const families: Readonly<Record<string, Family>> = {
	inet: "inet",
	inet6: "inet6",
	link: "packet",
	mpls: "mpls",
	bridge: "bridge",
};

export const optionRows: readonly OptionRow[] = [
	{ option: "-loops", match: "prefix", takes: "NUMBER", to: (o, value) => (o.loops = atoi(value)) },
	{ option: "-family", match: "prefix", takes: "FAMILY", to: setFamily },
	{ option: "-4", match: "exact", to: (o) => (o.family = "inet") },
	{ option: "-6", match: "exact", to: (o) => (o.family = "inet6") },
	{ option: "-0", match: "exact", to: (o) => (o.family = "packet") },
	{ option: "-M", match: "exact", to: (o) => (o.family = "mpls") },
	{ option: "-B", match: "exact", to: (o) => (o.family = "bridge") },
	{ option: "-human-readable", match: "prefix", to: (o) => (o.human = true) },
	{ option: "-iec", match: "prefix", to: (o) => (o.iec = true) },
	{ option: "-stats", match: "prefix", to: (o) => o.stats++ },
	{ option: "-statistics", match: "prefix", to: (o) => o.stats++ },
	{ option: "-details", match: "prefix", to: (o) => o.details++ },
	{ option: "-resolve", match: "prefix", to: (o) => (o.resolve = true) },
	{ option: "-oneline", match: "prefix", to: (o) => (o.oneline = true) },
	{ option: "-timestamp", match: "prefix", to: (o) => (o.timestamp = true) },
	{ option: "-tshort", match: "prefix", to: (o) => (o.timestamp = o.tshort = true) },
	{ option: "-Version", match: "prefix", to: (_, __, effects) => fail(effects.version()) },
	{ option: "-force", match: "prefix", to: (o) => (o.force = true) },
	{ option: "-batch", match: "prefix", takes: "FILE", to: (o, value) => (o.batch = value) },
	{ option: "-brief", match: "prefix", to: (o) => (o.brief = true) },
	{ option: "-json", match: "prefix", to: (o) => (o.json = true) },
	{ option: "-pretty", match: "prefix", to: (o) => (o.pretty = true) },
	{ option: "-rcvbuf", match: "prefix", takes: "NUMBER", to: checkRcvbuf },
	{ option: "-color", match: "prefix", to: setColor },
	{ option: "-help", match: "prefix", to: (_, __, effects) => fail(effects.usage()) },
	{ option: "-netns", match: "prefix", takes: "NETNS", to: (_, value, effects) => effects.netns(value) },
	{ option: "-Numeric", match: "prefix", to: (o) => (o.numeric = true) },
	{ option: "-all", match: "prefix", to: (o) => (o.all = true) },
	{ option: "-echo", match: "exact", to: (o) => (o.echo = true) },
];

/** Reads the options in front; `words` then stands at the object. */
export function parseOptions(words: Words, effects: OptionEffects): Options {
	const options = defaults();
	while (words.word?.startsWith("-")) {
		if (words.word === "--") {
			words.skip();
			break;
		}
		parseOption(words, options, effects);
	}
	return options;
}

function parseOption(words: Words, options: Options, effects: OptionEffects): void {
	const typed = words.need().replace(/^--/, "-");
	const row = optionRows.find((row) => fits(row, typed));
	if (row === undefined) throw unknownOption(typed);
	const mark = words.mark("option", row.option);
	words.skip();
	if (row.takes === undefined) return row.to(options, typed, effects);
	const value = words.word;
	if (value === undefined && row.takes !== "NETNS") throw effects.usage();
	words.skip();
	words.close(mark);
	// -n at the end of the line opens the name NULL, and says so.
	if (value === undefined) return effects.netns(undefined);
	row.to(options, value, effects);
}

function fits(row: OptionRow, typed: string): boolean {
	if (row.option === "-color") return begins(typed.split("=", 1)[0] ?? "", "-color") && colorOf(typed) !== undefined;
	return row.match === "exact" ? typed === row.option : begins(typed, row.option);
}

function setFamily(options: Options, value: string, effects: OptionEffects): void {
	if (value === "help") throw effects.usage();
	const family = families[value];
	if (family === undefined) throw wrong(value, "invalid protocol family");
	options.family = family;
}

function setColor(options: Options, typed: string): void {
	options.color = colorOf(typed) ?? "never";
}

/** lib/color.c matches_color(): nothing after the option means always. */
export function colorOf(typed: string): Options["color"] | undefined {
	const equals = typed.indexOf("=");
	if (equals < 0) return "always";
	const when = typed.slice(equals + 1);
	if (when === "") return "always";
	return when === "always" || when === "auto" || when === "never" ? when : undefined;
}

function checkRcvbuf(_: Options, value: string): void {
	if (integer(value) === undefined) throw exited(`Invalid rcvbuf size '${value}'`);
}

function fail(failed: Failed): never {
	throw failed;
}
