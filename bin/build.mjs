/**
 * Bundles the doors (npm run prepare, so also `npm ci`): bin/iplab.js is the entry, dist/ip-*.cjs the quick way to
 * one `ip` command; dist/ has the other doors too, which share chunks, and the library. Everything they use is bundled: an
 * installed iplab has no dependencies.
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
	define: { "process.env.NODE_ENV": '"production"' },
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

/** One `ip` command. ASCII, since V8 reads text of one-byte characters faster. */
export const ip = {
	...node,
	charset: "ascii",
	entryPoints: ["bin/door/ip.ts"],
	entryNames: "[name]-[hash]",
	outExtension: { ".js": ".cjs" },
	outdir: "dist",
	metafile: true,
	format: "cjs",
};

export const entry = {
	...node,
	entryPoints: ["bin/iplab.ts"],
	outfile: "bin/iplab.js",
	metafile: true,
	format: "cjs",
	plugins: [doorsElsewhere],
};

export const doors = {
	...node,
	entryPoints: ["bin/command.ts", "bin/door/annotate.ts", "src/userland/frr/frr.ts", "src/userland/tools.ts"],
	entryNames: "[name]",
	chunkNames: "chunk/[name]-[hash]",
	outdir: "dist",
	metafile: true,
	format: "esm",
	splitting: true,
	// CommonJS packages ask for node's own modules with require().
	banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
	// ink only loads it under DEV=true; just-bash's native helpers are overridden away in package.json.
	external: ["react-devtools-core", "@mongodb-js/zstd", "node-liblzma"],
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
async function licenses({ inputs }) {
	const folders = Object.keys(inputs).flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
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

/** dist/ip-HASH.cache: made by running what most commands run. */
async function codeCache(define) {
	await build({ ...node, define, entryPoints: ["bin/code-cache.ts"], outfile: "dist/code-cache.cjs", format: "cjs" });
	const words = [
		["ip", "addr"],
		["ip", "-br", "link"],
		["ip", "route"],
	];
	const use = `door => ${JSON.stringify(words)}.map(each => door.openIp(each, { lang: "en", world: "host" }))`;
	const script = `fs.writeFileSync(process.argv[1], require("./dist/code-cache.cjs").cacheAfter(${use}))`;
	const file = join("dist", `${JSON.parse(define.IP_BUNDLE)}.cache`);
	await once(spawn(process.execPath, ["-e", script, file], { cwd: root, stdio: "ignore" }), "close");
	await rm(join(root, "dist/code-cache.cjs"));
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
	const builds = [ip, doors].map((options) => build({ ...options, define: { ...common.define, ...hosts } }));
	const [{ metafile }, { metafile: shared }] = await Promise.all([...builds, declarations()]);
	const define = {
		...common.define,
		IP_BUNDLE: JSON.stringify(basename(Object.keys(metafile.outputs)[0] ?? "", ".cjs")),
	};
	await Promise.all([build({ ...entry, define }), codeCache(define), licenses(shared)]);
	await forgetOlder(started);
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
