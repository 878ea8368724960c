/**
 * sysctl(8) of procps-ng 4.0.2, src/sysctl.c: shows settings, and sets them, one by one or as files say (sysctl/file.ts).
 */
import type { Process, Program } from "./process.ts";
import { load } from "./sysctl/file.ts";
import { type Options, parse, usage } from "./sysctl/option.ts";
import { invalid, settingLine, show, showAll, write } from "./sysctl/setting.ts";

// biome-ignore lint/correctness/useYield: a program is a generator, and this one waits for nothing
export const sysctl: Program = function* (process) {
	if (process.args.length === 0) {
		process.stderr(usage);
		return 1;
	}
	const parsed = parse(process.args);
	if ("unknown" in parsed) {
		process.stderr(`sysctl: ${parsed.unknown}\n`);
		process.stdout(usage);
		return 0;
	}
	const { options, words } = parsed;
	if (options.help || options.version) {
		process.stdout(options.help ? usage : "sysctl from procps-ng 4.0.2\n");
		return 0;
	}
	if (options.all) return showAll(process, options);
	if (options.files !== undefined) return load(process, options, words.length > 0 ? words : options.files);
	if (words.length === 0) {
		process.stderr("sysctl: no variables specified\nTry `sysctl --help' for more information.\n");
		return 1;
	}
	let exit = 0;
	for (const word of words) {
		if (!options.write && !word.includes("=")) exit += show(process, options, word);
		else exit |= setWord(process, options, word);
	}
	return exit;
};

function setWord(process: Process, options: Options, word: string): number {
	// what is too short to be anything is passed over
	const line = word.length < 2 ? undefined : settingLine(word);
	if (line?.value !== undefined) return write(process, options, line.key, line.value);
	if (line !== undefined) invalid(process, "command line", 0);
	return 1;
}
