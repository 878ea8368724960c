/**
 * Commands of just-bash put right where scenarios would notice: a row says how its words must be written for it, or what
 * coreutils prints otherwise. Held against the real tools of Debian 12.
 */
import type { OwnCommand } from "./command.ts";
import { capture, library } from "./execute.ts";

interface Amendment {
	words?(words: readonly string[]): readonly string[];
	stdout?(text: string, words: readonly string[], stderr: string): string;
}

const isFlag = (word: string): boolean => /^-./.test(word);

function inByteOrder(text: string, words: readonly string[]): string {
	const lines = text.replace(/\n$/, "").split("\n");
	const sorted = lines.sort((a, b) => Number(a > b) - Number(a < b));
	const reverse = words.some((word) => /^-u*r/.test(word));
	return text === "" ? text : `${(reverse ? sorted.reverse() : sorted).join("\n")}\n`;
}

/** `-e PATTERN` with what stands before the e, or `--regexp PATTERN`; letters that take a word themselves end a cluster. */
const grepPattern = /^(?:-([^-efmABCDd]*)e|--regexp(?:=|$))(.*)$/s;

/** just-bash's grep takes one pattern, and no -e among other letters: several become one of alternatives. */
function onePattern(words: readonly string[]): readonly string[] {
	const patterns: string[] = [];
	const others: string[] = [];
	for (let i = 0; i < words.length; i++) {
		const word = words[i] as string;
		if (word === "--") {
			others.push(...words.slice(i));
			break;
		}
		const [found, letters = "", pattern] = grepPattern.exec(word) ?? [];
		if (found === undefined) others.push(word);
		else patterns.push(pattern || (words[++i] ?? ""));
		if (letters !== "") others.push(`-${letters}`);
	}
	return patterns.length === 0 ? words : alternatives(patterns, others);
}

/** As the kind of pattern writes them; fixed strings become plain patterns. */
function alternatives(patterns: readonly string[], others: readonly string[]): readonly string[] {
	const fixed = /^-[a-zA-Z]*F|^--fixed-strings$/;
	if (patterns.length > 1 && others.some((word) => fixed.test(word))) {
		const plain = patterns.map((pattern) => pattern.replace(/[.*[\]^$\\]/g, "\\$&"));
		const kept = others.map((word) => (fixed.test(word) ? word.replace(/F|^--fixed-strings$/, "") : word));
		return alternatives(
			plain,
			kept.filter((word) => word !== "-" && word !== ""),
		);
	}
	const extended = others.some((word) => /^-[a-zA-Z]*[EP]|^--(?:extended|perl)-regexp$/.test(word));
	return ["-e", patterns.join(extended ? "|" : "\\|"), ...others];
}

const amendments: Readonly<Record<string, Amendment>> = {
	grep: { words: onePattern },
	// an empty line stands for each file that is not there, and between directories that are only named
	ls: {
		stdout: (text, words, stderr) => {
			if (words.some((word) => /^-[a-z0-9]*d/i.test(word))) return text.replace(/\n+/g, "\n").replace(/^\n/, "");
			return stderr === "" ? text : text.replace(/^\n+|\n+(?=\n$)/g, "");
		},
	},
	// -sd, is -s -d ,; no file is standard input
	paste: {
		words: (words) => {
			const split = words.flatMap((word) => {
				const [, letters = "", delimiter = ""] = /^-(s*)(?:d(.*))?$/s.exec(word) ?? [];
				if (!isFlag(word) || (letters === "" && !word.startsWith("-d"))) return [word];
				return [
					...(letters === "" ? [] : ["-s"]),
					...(word.includes("d") ? ["-d", ...(delimiter === "" ? [] : [delimiter])] : []),
				];
			});
			const files = split.filter((word, i) => !isFlag(word) && split[i - 1] !== "-d");
			return files.length === 0 ? [...split, "-"] : split;
		},
	},
	// in the order of bytes, since no scenario sets a locale (LANG=C)
	sort: {
		stdout: (text, words) =>
			words.every((word) => /^-[ru]+$/.test(word) || !isFlag(word)) ? inByteOrder(text, words) : text,
	},
	// counts stand in seven columns
	uniq: {
		stdout: (text, words) =>
			words.some((word) => /^-[a-z]*c/.test(word) || word === "--count")
				? text.replace(/^ *(\d+) /gm, (_all, count: string) => `${count.padStart(7)} `)
				: text,
	},
	// of a pipe, whose size is not known before
	wc: {
		stdout: (text, words) => {
			const numbers = text.trim().split(/ +/);
			const files = words.filter((word) => !isFlag(word) || word === "-");
			return files.length === 0 && numbers.length > 1 ? `${numbers.map((n) => n.padStart(7)).join(" ")}\n` : text;
		},
	},
	xargs: {
		words: (words) => words.flatMap((word) => (/^-[nPLIsd]./.test(word) ? [word.slice(0, 2), word.slice(2)] : [word])),
	},
};

export const amended: Readonly<Record<string, OwnCommand>> = Object.fromEntries(
	Object.entries(amendments).map(([name, { words, stdout }]): [string, OwnCommand] => [
		name,
		async (host, task, launch) => {
			const given = launch.argv.slice(1);
			const taken = capture();
			const argv = [name, ...(words?.(given) ?? given)];
			const exit = await library(host, task, name, { ...launch, argv, out: taken });
			launch.out.stdout(stdout?.(taken.text.stdout, given, taken.text.stderr) ?? taken.text.stdout);
			launch.out.stderr(taken.text.stderr);
			return exit;
		},
	]),
);
