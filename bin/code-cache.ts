/**
 * Loads the bundle of the ip door with V8's code cache, which saves half of what the door costs: its functions need not be
 * parsed and compiled again. bin/build.mjs makes the cache with the Node that installs iplab. Another Node refuses it
 * and compiles, and without the file all is the same but slower.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

type IpDoor = typeof import("./door/ip.ts");

/** Name of the bundle in dist/, with a hash of its content: a cache can only meet the code it was made of. */
declare const IP_BUNDLE: string;

export function loadIp(): IpDoor {
	return run(compile()).exports;
}

/** For bin/build.mjs: the cache holds what was compiled until now, so `use` should run what most commands run. */
export function cacheAfter(use: (door: IpDoor) => void): Buffer {
	const script = compile();
	use(run(script).exports);
	return script.createCachedData();
}

function compile(): Script {
	const file = bundle("cjs");
	const cachedData = readIfThere(bundle("cache"));
	// The bundle is ASCII, and V8 reads one-byte text fastest.
	const code = readFileSync(file, "latin1");
	return new Script(`(function(module,exports,require){${code}\n})`, {
		filename: file,
		...(cachedData && { cachedData }),
	});
}

function run(script: Script): { exports: IpDoor } {
	const module = { exports: {} as IpDoor };
	script.runInThisContext()(module, module.exports, require);
	return module;
}

function bundle(ending: string): string {
	return join(__dirname, "../dist", `${IP_BUNDLE}.${ending}`);
}

function readIfThere(file: string): Buffer | undefined {
	try {
		return readFileSync(file);
	} catch {
		return undefined;
	}
}
