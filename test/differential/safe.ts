/**
 * What may be said to a real machine: nothing that could leave its world: no process number where a namespace is meant, no
 * command but `ip` inside, not all namespaces at once, nothing that waits for ever, and no proxy neighbour without a device,
 * which in Linux outlives its namespace. Settings are those of a namespace. The lines of a batch come from `printf`.
 */
import type { Command } from "./draw.ts";
import { partsOf } from "./line.ts";

export function isSafe(command: Command): boolean {
	if (command[0] === "sleep") return true;
	if (command[0] === "sysctl") return command.slice(1).every((word) => /^-[wqn]$/.test(word) || isOfNamespace(word));
	const parts = partsOf(command);
	const printed = parts[0]?.[0] === "printf";
	return parts.every((part, i) => (i === 0 && printed ? isSafePrint(part) : isSafeIp(withoutBatch(part, printed))));
}

/** Settings that every network namespace has its own of. */
function isOfNamespace(word: string): boolean {
	return /^net\.ipv[46]\.(?:conf\.|route\.skip|ip_forward|fib_multipath|nexthop_compat)[\w.]*(?:=\d+)?$/.test(word);
}

function isSafePrint([, format, ...batch]: Command): boolean {
	return format === "%s\\n" && batch.every((line) => isSafeIp(["ip", ...line.split(/\s+/)]));
}

/** Of a file of lines, only standard input. */
function withoutBatch(part: Command, printed: boolean): Command {
	const at = part.indexOf("-batch");
	return printed && at > 0 && part[at + 1] === "-" ? [...part.slice(0, at), ...part.slice(at + 2)] : part;
}

function isSafeIp(command: Command): boolean {
	if (command[0] !== "ip") return false;
	// Inside, /run/netns is another mount, which the model does not tell apart.
	if (/ (?:-n\w*|netn\w* ex).* netn/.test(command.join(" "))) return false;
	if (/ n\w* [arc]\w* .*\bpr?o?x?y?\b/.test(command.join(" ")) && !command.includes("dev")) return false;
	return command.every((word, i) => {
		const before = command[i - 1] ?? "";
		if (/^-{0,2}(?:link-)?n(?:e|et|etn|etns)?$/.test(before) && /^\s*[-+]?\d/.test(word)) return false;
		if (/^-{1,2}(?:a|ba|b$|t|rc|l)/.test(word)) return false;
		if (/^(?:at|id)/.test(word) && /^netn/.test(before)) return false;
		if (/^mo?n?i?t?o?r?$/.test(word) && /^(?:netn|ip$|-)/.test(before)) return false;
		if (/^ex?e?c?$/.test(word) && /^netn/.test(before)) return [undefined, "ip"].includes(command[i + 2]);
		return true;
	});
}
