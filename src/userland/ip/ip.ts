/**
 * The program `ip`: options, then one object, or a file of such commands. Mirrors ip/ip.c main(), do_cmd() and batch().
 * Read next: object.ts (the objects), verb.ts (how a command finds its handler), grammar.ts (how words are read).
 */
import { strerror } from "../../uapi/errno.ts";
import type { Answer, Process, Program, Wait } from "../process.ts";
import { batchLines } from "./batch.ts";
import { contextOf } from "./context.ts";
import { exited, Failed, returned, unknownObject, unmodelled } from "./failure.ts";
import { switchNetns } from "./netns-file.ts";
import { findObject, objects } from "./object.ts";
import { type OptionEffects, type Options, optionRows, parseOptions } from "./option.ts";
import { complaint, EXIT_REFUSED } from "./talk.ts";
import { runObject } from "./verb.ts";
import { Words } from "./words.ts";

const version = "ip utility, iproute2-6.1.0, libbpf 1.1.2";

export const ip: Program = function* (process) {
	const words = new Words(process.args, 0, process.ear);
	try {
		const options = parseOptions(words, effectsOn(process));
		if (options.batch !== undefined) return yield* runBatch(process, options, options.batch);
		if (!words.more) throw topUsage();
		return yield* runCommand(process, options, words, false);
	} catch (error) {
		return report(process, error);
	}
};

function effectsOn(process: Process): OptionEffects {
	return {
		usage: topUsage,
		version: () => {
			process.stdout(`${version}\n`);
			return exited("", 0);
		},
		netns: (name) => enterNetns(process, name),
	};
}

/** A missing name is the C library's (null). */
function enterNetns(process: Process, name = "(null)"): void {
	const why = switchNetns(process.sys, name);
	if (why !== undefined) throw exited(why);
}

function* runCommand(
	process: Process,
	options: Options,
	words: Words,
	batch: boolean,
): Generator<Wait, number, Answer> {
	const typed = words.need();
	const row = findObject(typed);
	if (row === undefined) throw unknownObject(typed);
	words.mark("object", row.word);
	if (row.word === "help") throw topUsage();
	if (row.object === undefined) throw unmodelled(row.word);
	words.skip();
	const result = runObject(contextOf(process, options, row.object, batch), words);
	return typeof result === "number" ? result : yield* result;
}

/** A line that fails spoils the status; one that exits ends everything, -force or not. */
function* runBatch(process: Process, options: Options, file: string): Generator<Wait, number, Answer> {
	const text = readBatch(process, file);
	let exit = 0;
	for (const line of batchLines(text, (words) => process.stderr(`${words}\n`))) {
		const status = yield* runLine(process, options, line.words);
		if (status === 0) continue;
		process.stderr(`Command failed ${file}:${line.number}\n`);
		exit = 1;
		if (!options.force) break;
	}
	return exit;
}

function* runLine(process: Process, options: Options, words: readonly string[]): Generator<Wait, number, Answer> {
	try {
		return yield* runCommand(process, options, new Words(words), true);
	} catch (error) {
		if (error instanceof Failed && error.ends) throw error;
		return report(process, error);
	}
}

function readBatch(process: Process, file: string): string {
	if (file === "-") return process.stdin;
	const text = process.sys.readFile(file);
	if ("ok" in text) return text.ok;
	throw returned(`Cannot open file "${file}" for reading: ${strerror(text.errno)}`);
}

/** Says why, on standard error, and gives the exit status. Anything but a failure is an error of ours. */
function report(process: Process, error: unknown): number {
	if (!(error instanceof Failed)) throw error;
	const { failure } = error;
	if (failure.by === "kernel") process.stderr(`${complaint(failure)}\n`);
	else process.stderr(failure.text);
	return failure.by === "kernel" ? EXIT_REFUSED : failure.exit;
}

function topUsage(): Failed {
	const options = optionRows.map((row) => (row.takes === undefined ? row.option : `${row.option} ${row.takes}`));
	const names = objects.map((row) => row.word);
	return exited(
		[
			"Usage: ip [ OPTION ]... OBJECT [ COMMAND ]",
			"       ip [ -force ] -batch FILE",
			`where OBJECT is one of ${names.join(" ")}`,
			`      OPTION is one of ${options.join(" | ")}`,
		].join("\n"),
	);
}
