/**
 * getopt_long(3) of glibc: short options in one word, long ones by any prefix that is not ambiguous, options also behind other
 * words. `:` after a letter, or a long option with `value`, takes a value.
 */

export interface LongOption {
	readonly name: string;
	/** What it stands for: a letter, or a name of its own. */
	readonly option: string;
	readonly value?: true;
}

/** Thrown at the first word that is wrong; the text is without the program's name. */
export class OptionError extends Error {}

/** Gives the options one by one, so that a program can stop at any; at the end the other words. */
export function* getopt(
	args: readonly string[],
	letters: string,
	long: readonly LongOption[] = [],
): Generator<{ readonly option: string; readonly value: string }, readonly string[]> {
	const words: string[] = [];
	for (let i = 0; i < args.length; i++) {
		const word = args[i] ?? "";
		if (word === "--") return [...words, ...args.slice(i + 1)];
		if (word.startsWith("--")) {
			const { row, value } = longOption(word, long);
			const given = row.value && value === undefined ? args[++i] : value;
			if (row.value && given === undefined) throw new OptionError(`option '--${row.name}' requires an argument`);
			yield { option: row.option, value: given ?? "" };
		} else if (word.startsWith("-") && word !== "-") {
			for (let at = 1; at < word.length; at++) {
				const letter = word.charAt(at);
				const place = letter === ":" ? -1 : letters.indexOf(letter);
				if (place < 0) throw new OptionError(`invalid option -- '${letter}'`);
				if (letters.charAt(place + 1) !== ":") {
					yield { option: letter, value: "" };
					continue;
				}
				const value = word.slice(at + 1) || args[++i];
				if (value === undefined) throw new OptionError(`option requires an argument -- '${letter}'`);
				yield { option: letter, value };
				break;
			}
		} else words.push(word);
	}
	return words;
}

function longOption(word: string, long: readonly LongOption[]): { row: LongOption; value: string | undefined } {
	const [name = "", ...rest] = word.slice(2).split("=");
	const value = rest.length > 0 ? rest.join("=") : undefined;
	const fitting = long.filter((row) => row.name.startsWith(name));
	const exact = fitting.find((row) => row.name === name);
	const meanings = new Set(fitting.map(({ option }) => option));
	const row = exact ?? (meanings.size === 1 ? fitting[0] : undefined);
	if (row === undefined && fitting.length === 0) throw new OptionError(`unrecognized option '--${name}'`);
	if (row === undefined) {
		const names = fitting.map((each) => `'--${each.name}'`).join(" ");
		throw new OptionError(`option '--${name}' is ambiguous; possibilities: ${names}`);
	}
	if (value !== undefined && !row.value) throw new OptionError(`option '--${row.name}' doesn't allow an argument`);
	return { row, value };
}
