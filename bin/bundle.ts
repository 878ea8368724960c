/**
 * Loads a bundle of dist/ with V8's code cache, which saves half of what it costs: its functions need not be parsed and
 * compiled again. bin/build.mjs makes the caches with the Node that installs iplab. Another Node refuses them and compiles,
 * and without the files all is the same but slower.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

export interface Bundles {
	/** One `ip` command. */
	readonly ip: typeof import("./door/ip.ts");
	readonly doors: typeof import("./doors.ts");
}

/** Their names in dist/, with a hash of the content: a cache can only meet the code it was made of. */
declare const BUNDLES: Readonly<Record<keyof Bundles, string>>;

const loaded: Partial<Bundles> = {};

export function loadBundle<Name extends keyof Bundles>(name: Name): Bundles[Name] {
	const exports = loaded[name] ?? run(name, compile(name));
	loaded[name] = exports;
	return exports;
}

/** For bin/build.mjs: the cache holds what was compiled until now, so `use` should run what most commands run. */
export async function cacheAfter<Name extends keyof Bundles>(
	name: Name,
	use: (bundle: Bundles[Name]) => Promise<unknown>,
): Promise<Buffer> {
	const script = compile(name);
	await use(run(name, script));
	return script.createCachedData();
}

function compile(name: keyof Bundles): Script {
	const file = fileOf(name, "cjs");
	const cachedData = readIfThere(fileOf(name, "cache"));
	// The bundle is ASCII, and V8 reads one-byte text fastest.
	const code = readFileSync(file, "latin1");
	return new Script(`(function(module,exports,require,__filename){${code}\n})`, {
		filename: file,
		...(cachedData && { cachedData }),
	});
}

function run<Name extends keyof Bundles>(name: Name, script: Script): Bundles[Name] {
	const module = { exports: {} as Bundles[Name] };
	script.runInThisContext()(module, module.exports, require, fileOf(name, "cjs"));
	return module.exports;
}

export function fileOf(name: keyof Bundles, ending: "cjs" | "cache"): string {
	return join(__dirname, "../dist", `${BUNDLES[name]}.${ending}`);
}

function readIfThere(file: string): Buffer | undefined {
	try {
		return readFileSync(file);
	} catch {
		return undefined;
	}
}
