/**
 * Where a job's command writes while it still runs. just-bash delivers a command's output when it has ended, which is too
 * late for `ip monitor > file &`: what such a command writes goes to its file at once.
 */

import type { Out } from "./execute.ts";
import type { Host } from "./host.ts";
import type { Call } from "./override.ts";
import type { ShellState } from "./shell-state.ts";
import type { RedirectionNode, WordNode, WordPart } from "./syntax-tree.ts";

type Sink = (text: string) => void;

/** undefined: a redirection is of a kind that has to wait. just-bash has opened (and emptied) the files already. */
export function redirected(host: Host, call: Call, out: Out): Out | undefined {
	let sinks: { stdout: Sink; stderr: Sink } = out;
	for (const redirection of (call.node?.redirections ?? []) as readonly RedirectionNode[]) {
		const next = apply(host, call.state, sinks, redirection);
		if (next === undefined) return undefined;
		sinks = next;
	}
	return { stdout: sinks.stdout, stderr: sinks.stderr };
}

function apply(
	host: Host,
	state: ShellState,
	sinks: { stdout: Sink; stderr: Sink },
	{ operator, fd, target }: RedirectionNode,
): { stdout: Sink; stderr: Sink } | undefined {
	if (operator.startsWith("<")) return sinks;
	const word = target.type === "Word" ? wordOf(state, target) : undefined;
	if (word === undefined) return undefined;
	if (operator === ">&" && /^[12]$/.test(word)) {
		const from = word === "1" ? sinks.stdout : sinks.stderr;
		return (fd ?? 1) === 2 ? { ...sinks, stderr: from } : { ...sinks, stdout: from };
	}
	const path = host.fs.resolvePath(state.cwd, word);
	const file: Sink = (text) => host.fs.storeText(path, text, true);
	if (operator === "&>" || operator === "&>>" || (operator === ">&" && fd === null))
		return { stdout: file, stderr: file };
	return (fd ?? 1) === 2 ? { ...sinks, stderr: file } : { ...sinks, stdout: file };
}

/** A word whose expansion has no effect and needs no shell; undefined for any other. */
function wordOf(state: ShellState, word: WordNode): string | undefined {
	let text = "";
	for (const part of word.parts) {
		const piece = partOf(state, part);
		if (piece === undefined) return undefined;
		text += piece;
	}
	return text;
}

function partOf(state: ShellState, part: WordPart): string | undefined {
	switch (part.type) {
		case "Literal":
		case "SingleQuoted":
		case "Escaped":
			return part.value;
		case "DoubleQuoted":
			return wordOf(state, { type: "Word", parts: part.parts });
		case "ParameterExpansion":
			return part.operation === null ? (state.env.get(part.parameter) ?? "") : undefined;
		default:
			return undefined;
	}
}
