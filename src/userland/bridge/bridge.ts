/**
 * The program `bridge` of iproute2 6.1.0 (bridge/bridge.c main()): options, then link, fdb or vlan. It shares words, context and
 * talk with `ip`, but leaves with 255 where the kernel refuses.
 */
import { type Context, contextOf } from "../ip/context.ts";
import { exited, Failed, returned } from "../ip/failure.ts";
import { begins } from "../ip/grammar.ts";
import { switchNetns } from "../ip/netns-file.ts";
import { defaults, type Options } from "../ip/option.ts";
import { complaint } from "../ip/talk.ts";
import { Words } from "../ip/words.ts";
import type { Process, Program } from "../process.ts";
import { changeFdb, showFdb } from "./fdb.ts";
import { setLink, showLinks } from "./link.ts";
import { changeVlan, showVlans } from "./vlan.ts";

const EXIT_USAGE = 255;

type Run = (ctx: Context, words: Words) => number;

interface ObjectRow {
	readonly word: string;
	/** Missing: the real tool has it, we do not model it. */
	readonly verbs?: Readonly<Record<string, Run | undefined>>;
}

const objects: readonly ObjectRow[] = [
	{ word: "link", verbs: { set: setLink, show: showLinks, lst: showLinks, list: showLinks } },
	{
		word: "fdb",
		verbs: {
			...{
				add: changeFdb("add"),
				append: changeFdb("append"),
				replace: changeFdb("replace"),
				delete: changeFdb("del"),
				get: undefined,
			},
			...{ show: showFdb, lst: showFdb, list: showFdb, flush: undefined },
		},
	},
	{ word: "mdb" },
	{
		word: "vlan",
		verbs: {
			...{ add: changeVlan("add"), delete: changeVlan("del"), show: showVlans, lst: showVlans, list: showVlans },
			...{ tunnelshow: undefined, set: undefined, global: undefined },
		},
	},
	{ word: "monitor" },
];

export const bridge: Program = function* (process) {
	yield* [];
	try {
		const words = new Words(process.args);
		return runObject(process, parseOptions(process, words), words);
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		const { failure } = error;
		process.stderr(failure.by === "kernel" ? `${complaint(failure)}\n` : failure.text);
		return failure.by === "kernel" ? EXIT_USAGE : failure.exit;
	}
};

function usage(title: string): Failed {
	return exited(`Usage: ${title}\n       bridge [ -s | -d | -j | -p | -o | -n NETNS ] link | fdb | vlan`);
}

function unmodelled(words: string): Failed {
	return returned(`iplab: 'bridge ${words}' is not modelled`, 3);
}

const flags: Readonly<Record<string, (options: Options) => void>> = {
	"-stats": (o) => o.stats++,
	"-statistics": (o) => o.stats++,
	"-details": (o) => o.details++,
	"-oneline": (o) => (o.oneline = true),
	"-timestamp": (o) => (o.timestamp = true),
	"-json": (o) => (o.json = true),
	"-pretty": (o) => (o.pretty = true),
};

function parseOptions(process: Process, words: Words): Options {
	const options = defaults();
	while (words.word?.startsWith("-")) {
		const typed = words.need().replace(/^--/, "-");
		words.skip();
		const flag = Object.keys(flags).find((name) => begins(typed, name));
		if (begins(typed, "-help")) throw usage("bridge [ OPTIONS ] OBJECT { COMMAND | help }");
		if (begins(typed, "-Version")) {
			process.stdout("bridge utility, 6.1.0\n");
			throw exited("", 0);
		} else if (flag) flags[flag]?.(options);
		else if (begins(typed, "-netns")) enterNetns(process, words);
		else if (typed !== "-4" && typed !== "-6") throw exited(`Option "${typed}" is unknown, try "bridge help".`);
	}
	return options;
}

function enterNetns({ sys }: Process, words: Words): void {
	const name = words.need();
	const why = switchNetns(sys, name);
	if (why !== undefined) throw exited(why);
	words.skip();
}

function runObject(process: Process, options: Options, words: Words): number {
	const typed = words.word;
	const row = typed === undefined ? undefined : objects.find(({ word }) => begins(typed, word));
	if (typed === undefined || begins(typed, "help")) throw usage("bridge [ OPTIONS ] OBJECT { COMMAND | help }");
	if (row === undefined) throw exited(`Object "${typed}" is unknown, try "bridge help".`);
	if (row.verbs === undefined) throw unmodelled(row.word);
	words.skip();
	const verb = words.word ?? "show";
	const name = Object.keys(row.verbs).find((each) => begins(verb, each));
	if (name === undefined && begins(verb, "help")) throw usage(`bridge ${row.word}`);
	if (name === undefined) throw exited(`Command "${verb}" is unknown, try "bridge ${row.word} help".`);
	const run = row.verbs[name];
	if (run === undefined) throw unmodelled(`${row.word} ${name}`);
	words.skip();
	const object = { title: `bridge ${row.word}`, verbs: [], otherwise: run };
	return run(contextOf(process, options, object, false), words);
}
