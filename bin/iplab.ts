#!/usr/bin/env node
/**
 * The installed command. `iplab [OPTION…] ip …` is the quick way in: no argument parser and no other door is loaded for
 * it. All else goes to the bundle of doors.ts, but for the terminal. bin/build.mjs makes bin/iplab.js of this file; the bundles
 * stand in dist/.
 */
import { programNames } from "../src/userland/program-name.ts";
import { loadBundle } from "./bundle.ts";
import type { Elsewhere } from "./door/ip.ts";
import { report } from "./failure.ts";
import { leading, optionsOf } from "./option.ts";

const words = process.argv.slice(2);

const elsewhere: Elsewhere = {
	programs: {
		frr: () => loadBundle("doors").loaders.frr(),
		tools: () => loadBundle("doors").loaders.tools(),
	},
	annotate: () => loadBundle("doors").annotate(),
	network: () => loadBundle("doors").network(),
};

async function main(): Promise<number> {
	const start = leading(words);
	if (start && programNames.includes(words[start.rest] ?? ""))
		return loadBundle("ip").openIp(words.slice(start.rest), optionsOf(start.values), elsewhere);
	return loadBundle("doors").openCommand(words, () => import("./door/sandbox.ts"));
}

process.on("uncaughtException", (error) => process.exit(report(error)));
main()
	.catch(report)
	.then((exit) => process.exit(exit));
