/** A command as one types it in a shell, and the parts of one that is joined by bars. */
import type { Command } from "./draw.ts";

/** In single quotes where a shell would see more than a word in it. */
export function quoted(word: string): string {
	return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A bar by itself stays one. */
export function lineOf(command: Command): string {
	return command.map((word) => (word === "|" ? word : quoted(word))).join(" ");
}

export function partsOf(command: Command): Command[] {
	const at = command.indexOf("|");
	return at < 0 ? [command] : [command.slice(0, at), ...partsOf(command.slice(at + 1))];
}

/** Whether this means `neigh` as the object of `ip`. */
export function isNeighWord(object: string): boolean {
	return object !== "" && ["neighbor", "neighbour"].some((word) => word.startsWith(object));
}

/** The word behind the options, in another namespace too. */
export function objectOf(command: Command): string {
	const inside = command.indexOf("ip", 1);
	const words = inside < 0 ? command.slice(1) : command.slice(inside + 1);
	return (
		words.find((word, i) => !word.startsWith("-") && !/^-(?:f(?:amily)?|n(?:etns)?)$/.test(words[i - 1] ?? "")) ?? ""
	);
}
