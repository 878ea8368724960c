/** The options before the object, in the order in which bridge/bridge.c main() tests them. */
import { exited, type Failed, wrong } from "../ip/failure.ts";
import { begins } from "../ip/grammar.ts";
import { switchNetns } from "../ip/netns-file.ts";
import { colorOf, defaults, type Options } from "../ip/option.ts";
import type { Words } from "../ip/words.ts";
import type { Process } from "../process.ts";

export interface BridgeOptions extends Options {
	compressVlans: boolean;
}

interface OptionRow {
	readonly option: string;
	readonly exact?: true;
	readonly takes?: true;
	readonly to: (options: BridgeOptions, value: string, process: Process) => void;
}

const rows: readonly OptionRow[] = [
	{ option: "-help", to: () => raise(topUsage()) },
	{ option: "-Version", to: (_, __, process) => raise(version(process)) },
	{ option: "-stats", to: (o) => o.stats++ },
	{ option: "-statistics", to: (o) => o.stats++ },
	{ option: "-details", to: (o) => o.details++ },
	{ option: "-oneline", to: (o) => (o.oneline = true) },
	{ option: "-timestamp", to: (o) => (o.timestamp = true) },
	{ option: "-family", takes: true, to: setFamily },
	{ option: "-4", exact: true, to: (o) => (o.family = "inet") },
	{ option: "-6", exact: true, to: (o) => (o.family = "inet6") },
	{ option: "-netns", takes: true, to: (_, name, process) => enterNetns(process, name) },
	{ option: "-color", to: (o, typed) => (o.color = colorOf(typed) ?? "never") },
	{ option: "-compressvlans", to: (o) => (o.compressVlans = true) },
	{ option: "-force", to: (o) => (o.force = true) },
	{ option: "-json", to: (o) => (o.json = true) },
	{ option: "-pretty", to: (o) => (o.pretty = true) },
	{ option: "-batch", takes: true, to: (o, file) => (o.batch = file) },
];

export function topUsage(): Failed {
	return exited(
		[
			"Usage: bridge [ OPTION ]... OBJECT [ COMMAND ]",
			"       bridge [ -force ] -batch FILE",
			"where OBJECT is one of link fdb mdb vlan monitor",
			`      OPTION is one of ${rows.map(({ option, takes }) => `${option}${takes ? " VALUE" : ""}`).join(" | ")}`,
		].join("\n"),
	);
}

export function parseOptions(process: Process, words: Words): BridgeOptions {
	const options = { ...defaults(), compressVlans: false };
	while (words.word?.startsWith("-")) {
		if (words.word === "--") {
			words.skip();
			break;
		}
		const typed = words.need().replace(/^--/, "-");
		const row = rows.find((each) => fits(each, typed));
		if (row === undefined) throw exited(`Option "${typed}" is unknown, try "bridge help".`);
		words.skip();
		if (!row.takes) {
			row.to(options, typed, process);
			continue;
		}
		if (!words.more && row.option !== "-netns") throw topUsage();
		row.to(options, words.need(), process);
		words.skip();
	}
	return options;
}

function fits({ option, exact }: OptionRow, typed: string): boolean {
	if (option === "-color") return begins(typed.split("=", 1)[0] ?? "", "-color") && colorOf(typed) !== undefined;
	return exact ? typed === option : begins(typed, option);
}

function setFamily(options: Options, value: string): void {
	if (value === "help") throw topUsage();
	if (value !== "inet" && value !== "inet6") throw wrong(value, "invalid protocol family");
	options.family = value;
}

function enterNetns({ sys }: Process, name: string): void {
	const why = switchNetns(sys, name);
	if (why !== undefined) throw exited(why);
}

function version(process: Process): Failed {
	process.stdout("bridge utility, 6.1.0\n");
	return exited("", 0);
}

function raise(error: Error): never {
	throw error;
}
