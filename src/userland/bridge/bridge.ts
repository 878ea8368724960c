/**
 * The program `bridge` of iproute2 6.1.0 (bridge/bridge.c main()): options, then link, fdb or vlan, or a file of such commands. It
 * shares words, context and talk with `ip`, but leaves with 255 where the kernel refuses.
 */
import { report, runBatch } from "../ip/batch.ts";
import { contextOf } from "../ip/context.ts";
import { exited, type Failed, returned } from "../ip/failure.ts";
import { begins } from "../ip/grammar.ts";
import { Words } from "../ip/words.ts";
import type { Process, Program } from "../process.ts";
import type { BridgeContext } from "./device.ts";
import { changeFdb, flushFdb, getFdb } from "./fdb.ts";
import { showFdb } from "./fdb-list.ts";
import { setLink, showLinks } from "./link.ts";
import { type BridgeOptions, parseOptions, topUsage } from "./option.ts";
import { changeVlan, setVlan } from "./vlan.ts";
import { showVlans } from "./vlan-list.ts";

const EXIT_USAGE = 255;

type Run = (ctx: BridgeContext, words: Words) => number;

interface Verb {
	readonly word: string;
	readonly exact?: true;
	/** Missing: the real tool has it, we do not model it. */
	readonly run?: Run;
}

interface ObjectRow {
	readonly word: string;
	readonly verbs?: readonly Verb[];
}

const lists = (run: Run): readonly Verb[] => ["show", "lst", "list"].map((word) => ({ word, run }));

const objects: readonly ObjectRow[] = [
	{ word: "link", verbs: [{ word: "set", run: setLink }, { word: "change", run: setLink }, ...lists(showLinks)] },
	{
		word: "fdb",
		verbs: [
			{ word: "add", run: changeFdb("add") },
			{ word: "append", run: changeFdb("append") },
			{ word: "replace", run: changeFdb("replace") },
			{ word: "delete", run: changeFdb("del") },
			{ word: "get", run: getFdb },
			...lists(showFdb),
			{ word: "flush", exact: true, run: flushFdb },
		],
	},
	{ word: "mdb" },
	{
		word: "vlan",
		verbs: [
			{ word: "add", run: changeVlan("add") },
			{ word: "delete", run: changeVlan("del") },
			...lists(showVlans),
			{ word: "tunnelshow" },
			{ word: "set", run: setVlan },
			{ word: "global", exact: true },
		],
	},
	{ word: "vni" },
	{ word: "monitor" },
];

export const bridge: Program = function* (process) {
	try {
		const words = new Words(process.args);
		const options = parseOptions(process, words);
		const { batch } = options;
		const run = (line: Words) => runObject(process, options, line, true);
		if (batch !== undefined) return yield* runBatch(process, { ...options, batch }, { refused: EXIT_USAGE, run });
		if (!words.more) throw topUsage();
		return runObject(process, options, words, false);
	} catch (error) {
		return report(process, error, EXIT_USAGE);
	}
};

function unmodelled(words: string): Failed {
	return returned(`iplab: 'bridge ${words}' is not modelled`, 3);
}

function runObject(process: Process, options: BridgeOptions, words: Words, batch: boolean): number {
	const typed = words.need();
	const row = objects.find(({ word }) => begins(typed, word));
	if (row === undefined && begins(typed, "help")) throw topUsage();
	if (row === undefined) throw returned(`Object "${typed}" is unknown, try "bridge help".`, EXIT_USAGE);
	if (row.verbs === undefined) throw unmodelled(row.word);
	words.skip();
	const given = words.word ?? "show";
	const verb = row.verbs.find(({ word, exact }) => (exact ? given === word : begins(given, word)));
	if (verb === undefined && begins(given, "help")) throw exited(`Usage: bridge ${row.word}`);
	if (verb === undefined) throw exited(`Command "${given}" is unknown, try "bridge ${row.word} help".`);
	if (verb.run === undefined) throw unmodelled(`${row.word} ${verb.word}`);
	words.skip();
	const object = { title: `bridge ${row.word}`, verbs: [], otherwise: () => 0 };
	return verb.run({ ...contextOf(process, options, object, batch), compressVlans: options.compressVlans }, words);
}
