/**
 * What may be said to a real machine: nothing that could leave its world: no process number where a namespace is meant, no
 * command but `ip` inside, not all namespaces at once, nothing that waits for ever.
 */
import type { Command } from "./draw.ts";

export function isSafe(command: Command): boolean {
	// Inside, /run/netns is another mount, which the model does not tell apart.
	if (/ netn\w* ex.* netn/.test(command.join(" "))) return false;
	return command.every((word, i) => {
		const before = command[i - 1] ?? "";
		if (/^-{0,2}(?:link-)?n(?:e|et|etn|etns)?$/.test(before) && /^\s*[-+]?\d/.test(word)) return false;
		if (/^-{1,2}(?:a|ba|b$|t|rc|l)/.test(word)) return false;
		if (/^(?:at|id)/.test(word) && /^netn/.test(before)) return false;
		if (/^m/.test(word) && /^(?:netn|ip$|-)/.test(before)) return false;
		if (/^ex?e?c?$/.test(word) && /^netn/.test(before)) return [undefined, "ip"].includes(command[i + 2]);
		return true;
	});
}
