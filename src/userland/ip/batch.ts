/**
 * The lines of `ip -batch FILE`: comments, continuation lines and quotes. lib/utils.c getcmdline() and makeargs() of
 * iproute2. A `#` cuts its line anywhere, even inside quotes.
 */
import { strerror } from "../../uapi/errno.ts";
import type { Answer, Process, Wait } from "../process.ts";
import { exited, Failed, returned } from "./failure.ts";
import { complaint } from "./talk.ts";
import { Words } from "./words.ts";

type Running = Generator<Wait, number, Answer>;

/** What the tools that take a file of commands differ in: ip and bridge. */
export interface BatchTool {
	/** The status it leaves with when the kernel has refused. */
	readonly refused: number;
	/** One line of the file. */
	run(words: Words): number | Running;
}

export interface BatchLine {
	readonly words: readonly string[];
	/** Of the last physical line that was read for it; errors name it. */
	readonly number: number;
}

/** `complain` hears of a continuation line that is not there; the batch ends then as at its end. */
export function* batchLines(text: string, complain: (line: string) => void): Generator<BatchLine> {
	let number = 0;
	let at = 0;
	const next = (): string | undefined => {
		if (at >= text.length) return undefined;
		const end = text.indexOf("\n", at) + 1 || text.length;
		const line = text.slice(at, end);
		at = end;
		number++;
		return uncommented(line);
	};
	for (let line = next(); line !== undefined; line = next()) {
		for (let end = line.indexOf("\\\n"); end >= 0; end = line.indexOf("\\\n")) {
			const more = next();
			if (more === undefined) return complain("Missing continuation line");
			line = line.slice(0, end) + more;
		}
		const words = splitWords(line);
		if (words.length > 0) yield { words, number };
	}
}

function uncommented(line: string): string {
	const comment = line.indexOf("#");
	return comment < 0 ? line : line.slice(0, comment);
}

const tooMany = () => exited("Too many arguments to command", 1);

/** A quote at the start of a word holds it together to the next such quote; there are no escapes. */
function splitWords(line: string): string[] {
	const words = /["']/.test(line) ? splitQuoted(line) : (line.match(/[^ \t\r\n]+/g) ?? []);
	if (words.length > 511) throw tooMany();
	return words;
}

function splitQuoted(line: string): string[] {
	const words: string[] = [];
	for (const [, opening, quoted, closing, bare] of line.matchAll(/(["'])((?:(?!\1).)*)(\1?)|([^ \t\r\n]+)/gs)) {
		if (opening !== undefined && closing === "")
			throw words.length > 511 ? tooMany() : exited("Unterminated quoted string", 1);
		words.push(quoted ?? bare ?? "");
	}
	return words;
}

/** A line that fails spoils the status; one that exits ends everything, -force or not. */
export function* runBatch(
	process: Process,
	{ batch, force }: { readonly batch: string; readonly force: boolean },
	tool: BatchTool,
): Running {
	let exit = 0;
	for (const line of batchLines(readBatch(process, batch), (words) => process.stderr(`${words}\n`))) {
		const status = yield* runLine(process, line.words, tool);
		if (status === 0) continue;
		process.stderr(`Command failed ${batch}:${line.number}\n`);
		exit = 1;
		if (!force) break;
	}
	return exit;
}

function* runLine(process: Process, words: readonly string[], tool: BatchTool): Running {
	try {
		const result = tool.run(new Words(words));
		return typeof result === "number" ? result : yield* result;
	} catch (error) {
		if (error instanceof Failed && error.ends) throw error;
		return report(process, error, tool.refused);
	}
}

function readBatch(process: Process, file: string): string {
	if (file === "-") return process.stdin;
	if (file === "/dev/null") return "";
	const text = process.sys.readFile(file);
	if ("ok" in text) return text.ok;
	// A directory can be opened, and has no lines.
	if (text.errno === "EISDIR" && file !== "") return "";
	throw returned(`Cannot open file "${file}" for reading: ${strerror(file === "" ? "ENOENT" : text.errno)}`);
}

/** Says why, on standard error, and gives the exit status. Anything but a failure is an error of ours. */
export function report(process: Process, error: unknown, refused: number): number {
	if (!(error instanceof Failed)) throw error;
	const { failure } = error;
	process.stderr(failure.by === "kernel" ? `${complaint(failure)}\n` : failure.text);
	return failure.by === "kernel" ? refused : failure.exit;
}
