/**
 * Bundles the doors (npm run prepare, so also `npm ci`): bin/iplab.js is the entry, dist/ip-*.cjs the quick way to one `ip`
 * command, dist/doors-*.cjs all other doors, each of the two with a code cache; dist/sandbox.js the terminal, and dist/index.js
 * the library. Everything they use is bundled: an installed iplab has no dependencies.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const common = {
	absWorkingDir: root,
	bundle: true,
	minify: true,
	charset: "utf8",
	legalComments: "none",
	logLevel: "warning",
	define: {
		"process.env.NODE_ENV": '"production"',
		// just-bash's own curl alone uses it, which is not here (src/shell/), and to touch it loads Node's fetch: 25 ms.
		"globalThis.Headers": "undefined",
	},
};

const node = { ...common, platform: "node", target: "node20.19" };

/** In the entry every `import()` leads to another door, which stands in dist/. */
const doorsElsewhere = {
	name: "doors-elsewhere",
	setup(build) {
		build.onResolve({ filter: /\.tsx?$/ }, ({ kind, path }) =>
			kind === "dynamic-import"
				? { path: `../dist/${path.replace(/^.*\/|\.tsx?$/g, "")}.js`, external: true }
				: undefined,
		);
	},
};

/** What bin/bundle.ts loads. ASCII, since V8 reads text of one-byte characters faster. */
const cached = {
	...node,
	charset: "ascii",
	entryNames: "[name]-[hash]",
	outExtension: { ".js": ".cjs" },
	outdir: "dist",
	metafile: true,
	format: "cjs",
	// ink only loads the first under DEV=true; just-bash's native helpers are overridden away in package.json.
	external: ["react-devtools-core", "@mongodb-js/zstd", "node-liblzma"],
};

/** One `ip` command. */
export const ip = { ...cached, entryPoints: ["bin/door/ip.ts"] };

const doors = {
	...cached,
	entryPoints: ["bin/doors.ts"],
	define: { "import.meta.url": "moduleUrl" },
	banner: { js: 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
	// A script that is loaded with a cache cannot import().
	supported: { "dynamic-import": false },
};

export const entry = {
	...node,
	entryPoints: ["bin/iplab.ts"],
	outfile: "bin/iplab.js",
	metafile: true,
	format: "cjs",
	plugins: [doorsElsewhere],
};

const terminal = {
	...node,
	entryPoints: ["bin/door/sandbox.ts"],
	entryNames: "[name]",
	chunkNames: "chunk/[name]-[hash]",
	outdir: "dist",
	metafile: true,
	format: "esm",
	splitting: true,
	// CommonJS packages ask for node's own modules with require().
	banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
	external: cached.external,
};

export const library = {
	...common,
	entryPoints: ["src/index.ts"],
	outfile: "dist/index.js",
	platform: "neutral",
	target: "es2023",
	format: "esm",
};

/** dist/licenses.txt: the packages whose code is in the bundles, each with its licence. */
async function licenses(made) {
	const files = made.flatMap(({ inputs }) => Object.keys(inputs));
	const folders = files.flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
	const texts = [...new Set(folders)].sort().map(async (folder) => {
		const { name, version, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
		const file = (await readdir(join(root, folder))).find((each) => /^licen[cs]e/i.test(each));
		const text = file === undefined ? "" : await readFile(join(root, folder, file), "utf8");
		return `${name} ${version} (${license})\n\n${text.trim()}\n`;
	});
	await writeFile(join(root, "dist/licenses.txt"), (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`));
}

/** dist/types: what TypeScript users of the library see. Type errors are for `npm run types` to tell. */
function declarations() {
	const tsc = join(root, "node_modules/typescript/bin/tsc");
	const child = spawn(process.execPath, [tsc, "-p", "bin/library.tsconfig.json"], { cwd: root, stdio: "ignore" });
	return once(child, "close");
}

/** dist/*-HASH.cache */
async function codeCaches(define) {
	const outfile = "dist/code-cache.cjs";
	await build({ ...node, define, entryPoints: ["bin/code-cache.ts"], outfile, format: "cjs" });
	// Nothing that is run for it may meet a world of the user.
	const env = { ...process.env, IPLAB_WORLD: "" };
	const child = spawn(process.execPath, [outfile], { cwd: root, stdio: "ignore", env });
	const [exit] = await once(child, "close");
	await rm(join(root, outfile));
	if (exit !== 0) throw new Error(`no code caches: ${outfile} ended with ${exit}`);
}

/** The built-in world `host` as it is after its start-up, for each kernel (bin/world.ts). */
async function hostKernels() {
	const { boot } = await import(pathToFileURL(join(root, "dist/index.js")));
	const kernels = ["6.18", "6.1"].map((kernel) => [
		kernel,
		JSON.stringify(boot({ world: "host", kernel }).world.kernel),
	]);
	return { HOST_KERNELS: JSON.stringify(Object.fromEntries(kernels)) };
}

async function all() {
	const started = Date.now();
	await build(library);
	const hosts = await hostKernels();
	const builds = [ip, doors, terminal].map((options) =>
		build({ ...options, define: { ...common.define, ...options.define, ...hosts } }),
	);
	const made = (await Promise.all([...builds, declarations()])).flatMap(({ metafile }) => metafile ?? []);
	const define = { ...common.define, BUNDLES: JSON.stringify(bundleNames(made)) };
	await Promise.all([build({ ...entry, define }), codeCaches(define), licenses(made)]);
	await forgetOlder(started);
}

/** For bin/bundle.ts: `{ ip: "ip-HASH" }` */
function bundleNames(made) {
	const files = made.flatMap(({ outputs }) => Object.keys(outputs)).filter((file) => file.endsWith(".cjs"));
	return Object.fromEntries(files.map((file) => [basename(file).replace(/-.*/, ""), basename(file, ".cjs")]));
}

/** Nothing is removed before the new files stand, so that a command may run meanwhile. */
async function forgetOlder(started) {
	for (const name of await readdir(join(root, "dist"), { recursive: true })) {
		const file = join(root, "dist", name);
		const { mtimeMs } = await stat(file);
		if (mtimeMs < started - 1000 && /\.(c?js|cache)$/.test(name)) await rm(file);
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await all();
