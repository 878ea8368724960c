/** sleep(1) of coreutils 9.1, on the virtual clock: it costs nothing. Quotes are those of the C locale. */
import { forever, type Process, type Program } from "./process.ts";

const seconds: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86400 };

/** As strtod() reads it: `2`, `.5`, `1e-2`, `0x10`, `inf`. */
const interval = /^\+?(0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)([smhd]?)$/i;

export const sleep: Program = function* (process) {
	const { args } = process;
	const option = args[0] === "--" ? undefined : args.find((arg) => /^-./.test(arg));
	if (option === "--help") return help(process);
	if (option !== undefined)
		return refuse(
			process,
			option.startsWith("--") ? `unrecognized option '${option}'` : `invalid option -- '${option[1]}'`,
		);
	const operands = args[0] === "--" ? args.slice(1) : args;
	if (operands.length === 0) return refuse(process, "missing operand");
	const times = operands.map((word) => ({ word, ms: milliseconds(word) }));
	const bad = times.filter(({ ms }) => ms === undefined);
	for (const { word } of bad) process.stderr(`sleep: invalid time interval '${word}'\n`);
	if (bad.length > 0) return tryHelp(process);
	yield {
		wait: "sleep",
		ms: Math.min(
			forever,
			times.reduce((sum, { ms }) => sum + (ms ?? 0), 0),
		),
	};
	return 0;
};

function milliseconds(word: string): number | undefined {
	const match = interval.exec(word);
	if (match === null) return undefined;
	const [, text = "", unit = ""] = match;
	const amount = /^inf/i.test(text) ? Number.POSITIVE_INFINITY : Number(text);
	return 1000 * amount * (seconds[unit] ?? 1);
}

function refuse(process: Process, text: string): number {
	process.stderr(`sleep: ${text}\n`);
	return tryHelp(process);
}

function tryHelp(process: Process): number {
	process.stderr("Try 'sleep --help' for more information.\n");
	return 1;
}

function help(process: Process): number {
	process.stdout(
		"Usage: sleep NUMBER[smhd]...\nLets so much time pass on the clock of this machine: seconds, minutes, hours, days.\n",
	);
	return 0;
}
