/**
 * The program `ip`: options, then one object, or a file of such commands. Mirrors ip/ip.c main(), do_cmd() and batch().
 * Read next: object.ts (the objects), verb.ts (how a command finds its handler), grammar.ts (how words are read).
 */
import type { Answer, Process, Program, Wait } from "../process.ts";
import { report, runBatch } from "./batch.ts";
import { contextOf } from "./context.ts";
import { exited, type Failed, unknownObject, unmodelled } from "./failure.ts";
import { switchNetns } from "./netns-file.ts";
import { findObject, objects } from "./object.ts";
import { type OptionEffects, type Options, optionRows, parseOptions } from "./option.ts";
import { EXIT_REFUSED } from "./talk.ts";
import { runObject } from "./verb.ts";
import { Words } from "./words.ts";

const version = "ip utility, iproute2-6.1.0, libbpf 1.1.2";

export const ip: Program = function* (process) {
	const words = new Words(process.args, 0, process.ear);
	try {
		const options = parseOptions(words, effectsOn(process));
		const { batch } = options;
		const run = (line: Words) => runCommand(process, options, line, true);
		if (batch !== undefined) return yield* runBatch(process, { ...options, batch }, { refused: EXIT_REFUSED, run });
		if (!words.more) throw topUsage();
		return yield* runCommand(process, options, words, false);
	} catch (error) {
		return report(process, error, EXIT_REFUSED);
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
