#!/usr/bin/env node
/**
 * The installed command. `iplab [OPTION…] ip …` is the quick way in: no argument parser and no other door is loaded for
 * it, and its own bundle comes with V8's code cache. All else goes to command.ts. bin/build.mjs makes bin/iplab.js of this
 * file; the doors stand in dist/.
 */
import { programNames } from "../src/userland/program-name.ts";
import { loaders } from "../src/userland/set-loaders.ts";
import { loadIp } from "./code-cache.ts";
import { report } from "./failure.ts";
import { leading, optionsOf } from "./option.ts";

const words = process.argv.slice(2);

async function main(): Promise<number> {
	const start = leading(words);
	if (start && programNames.includes(words[start.rest] ?? "")) {
		const annotate = () => import("./door/annotate.ts");
		return loadIp().openIp(words.slice(start.rest), optionsOf(start.values), annotate, loaders);
	}
	const { openCommand } = await import("./command.ts");
	return openCommand(words);
}

process.on("uncaughtException", (error) => process.exit(report(error)));
main()
	.catch(report)
	.then((exit) => process.exit(exit));
