/**
 * iplab's own options, as rows. The quick way in (leading, for `iplab --world W ip …`) and the full program
 * (command.ts) read the same rows.
 */
import { Failure } from "./failure.ts";

export type KernelName = "6.18" | "6.1";
type Lang = "en" | "fr";

export interface Options {
	readonly world?: string;
	readonly kernel?: KernelName;
	readonly lang: Lang;
	/** `--no-color`; undefined leaves it to the terminal. */
	readonly color?: false;
}

interface OptionRow {
	readonly name: "world" | "kernel" | "lang" | "color";
	readonly flag: string;
	/** What its value is called, or all that it may be; a flag without one takes none. */
	readonly takes?: string;
	readonly help: string;
}

export const optionRows: readonly OptionRow[] = [
	{
		name: "world",
		flag: "--world",
		takes: "W",
		help: "a file that keeps the world between commands, or `fresh` or `host` (IPLAB_WORLD)",
	},
	{ name: "kernel", flag: "--kernel", takes: "6.18|6.1", help: "which Linux a new world has" },
	{ name: "lang", flag: "--lang", takes: "en|fr", help: "language of the explanations" },
	{ name: "color", flag: "--no-color", help: "plain text, also in a terminal (NO_COLOR)" },
];

export type Values = { readonly [name in OptionRow["name"]]?: string | boolean };

/** The options in front of the first other word, and where that word is; undefined where command.ts has to say more. */
export function leading(words: readonly string[]): { values: Values; rest: number } | undefined {
	const values: { [name in OptionRow["name"]]?: string | boolean } = {};
	let at = 0;
	for (let word = words[at]; word?.startsWith("-"); word = words[++at]) {
		if (word === "--") return { values, rest: at + 1 };
		const equals = word.indexOf("=");
		const flag = equals < 0 ? word : word.slice(0, equals);
		const row = optionRows.find((each) => each.flag === flag);
		if (row === undefined || (row.takes === undefined && equals >= 0)) return undefined;
		const value = row.takes === undefined ? false : equals < 0 ? words[++at] : word.slice(equals + 1);
		if (value === undefined) return undefined;
		values[row.name] = value;
	}
	return { values, rest: at };
}

/** Options of their own types; a value that is none of the choices is a Failure. */
export function optionsOf(values: Values): Options {
	for (const { name, flag, takes } of optionRows) {
		const value = values[name];
		if (typeof value === "string" && takes?.includes("|") && !takes.split("|").includes(value)) {
			throw new Failure(`${flag} ${value}: it is one of ${takes.replaceAll("|", ", ")}`);
		}
	}
	if (values.world === "") throw new Failure("--world: it is a file, fresh or host");
	return {
		...(typeof values.world === "string" && { world: values.world }),
		...(values.kernel !== undefined && { kernel: values.kernel as KernelName }),
		lang: (values.lang as Lang | undefined) ?? langOfLocale(),
		...(values.color === false && { color: false }),
	};
}

function langOfLocale(): Lang {
	const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG;
	return locale?.startsWith("fr") ? "fr" : "en";
}
