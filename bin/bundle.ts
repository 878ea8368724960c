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
	const ready = loaded[name];
	if (ready) return ready;
	const script = compile(name);
	// After compile(): V8 refuses a cache that was made under other flags.
	if (name === "doors") optimizeLater();
	const exports = run(name, script);
	loaded[name] = exports;
	return exports;
}

/**
 * What iplab does in its first second is a little of much code, and V8 spends more on optimising it than it wins: the seven
 * routers of fixtures/scenario take 2.1 s of processor time instead of 3.4 when a function must have run six times as long
 * first, and long runs lose nothing (npm run bench:ospf). Only for the V8 it was measured with, Node 20's: later ones have a
 * compiler between the interpreter and the optimiser.
 */
function optimizeLater(): void {
	if (!process.versions.v8.startsWith("11.")) return;
	process.getBuiltinModule("node:v8").setFlagsFromString("--interrupt-budget=400000");
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
