/**
 * Whether both outputs of a command go to one place (`2>&1`, `&>`, `|&`), where they stand in the order in which they were
 * written. just-bash keeps one text for each and joins them in the end; so what goes to one place is kept as one text.
 */
import type { ExecResult } from "just-bash";
import { latin1OfText } from "../net/byte.ts";
import type { RedirectionNode } from "./syntax-tree.ts";

/** `outer`: whether they do before these redirections. */
export function isMerged(redirections: readonly RedirectionNode[], outer: boolean): boolean {
	let one: unknown = 1;
	let two: unknown = outer ? 1 : 2;
	for (const { operator, fd, target } of redirections) {
		const word = target.type === "Word" && target.parts[0]?.type === "Literal" ? target.parts[0].value : undefined;
		const isCopy = operator === ">&" && /^\d+$/.test(word ?? "");
		const place = !isCopy ? {} : word === "1" ? one : word === "2" ? two : `fd ${word}`;
		if (operator.startsWith("&>") || (operator === ">&" && !isCopy && fd === null)) one = two = place;
		else if (operator.startsWith(">") && (fd ?? 1) === 1) one = place;
		else if (operator.startsWith(">") && fd === 2) two = place;
	}
	return one === two;
}

/**
 * Whether standard input comes from a pipe and not from a file: bash 5.2 also gives a here-document by one, and `<(…)` is one.
 * `outer`: whether it does before these redirections.
 */
export function isFromPipe(redirections: readonly RedirectionNode[], outer: boolean): boolean {
	const own = redirections.filter(({ operator, fd }) => operator.startsWith("<") && (fd ?? 0) === 0).at(-1);
	if (own === undefined || own.operator === "<&") return outer;
	const { operator, target } = own;
	return operator.startsWith("<<") || (target.type === "Word" && target.parts[0]?.type === "ProcessSubstitution");
}

/** All on standard output. What a pipeline's first commands complain of comes before what its last one prints. */
export function joined(result: ExecResult, first: "stdout" | "stderr" = "stdout"): ExecResult {
	if (result.stderr === "") return result;
	const stderr = result.stdoutKind === "bytes" ? latin1OfText(result.stderr) : result.stderr;
	const stdout = first === "stdout" ? result.stdout + stderr : stderr + result.stdout;
	const { internalOutputAccounting: counted } = result as Counted;
	const recounted = counted && { internalOutputAccounting: { stdout: counted.stdout + counted.stderr, stderr: 0 } };
	return { ...result, stdout, stderr: "", ...recounted };
}

/** How many bytes of each just-bash has set against its limit already. */
type Counted = ExecResult & { internalOutputAccounting?: { stdout: number; stderr: number } };
