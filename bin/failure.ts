/**
 * How iplab itself fails, as opposed to the `ip` it emulates: one line on stderr that starts with `iplab:`, and an exit
 * status that `ip` never gives (it has 0, 1, 2 and 255).
 */
import { type Errno, errnos } from "../src/uapi/errno.ts";
import { write } from "./stream.ts";

export const FAILURE = 3;

/** Something the user can mend; its message is the line without `iplab: `. Known by its name, since each bundle has this class. */
export class Failure extends Error {
	override readonly name = "Failure";
}

/** `FILE: No such file or directory`, from an error of node:fs. */
export function fileFailure(file: string, error: unknown): Failure {
	const { code } = error as NodeJS.ErrnoException;
	const text = code !== undefined && code in errnos ? errnos[code as Errno][1] : messageOf(error);
	return new Failure(`${file}: ${text}`, { cause: error });
}

/** Prints why, and gives the exit status. Never a stack trace, unless IPLAB_DEBUG=1 asks for it. */
export function report(error: unknown): number {
	if (process.env.IPLAB_DEBUG === "1") write(2, `${stackOf(error)}\n`);
	write(2, `${lineOf(error)}\n`);
	return FAILURE;
}

function stackOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause === undefined ? String(error.stack) : stackOf(error.cause);
}

/** One line that cannot drive a terminal, whatever a file's name or content brought into it. */
export function lineOf(error: unknown): string {
	const known = error instanceof Error && error.name === "Failure";
	const text = known
		? error.message
		: `internal error: ${messageOf(error)} (a bug in iplab: IPLAB_DEBUG=1 shows where)`;
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
	const controls = /[\x00-\x1f\x7f-\x9f]/g;
	return `iplab: ${text.replace(/\s*\n\s*/g, " ").replace(controls, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`)}`;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
