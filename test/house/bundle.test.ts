/** What the bundles hold: the library runs where there is nothing but the language, and one `ip` command loads only what it needs. */
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { entry, ip, library } from "../../bin/build.mjs";

const root = new URL("../..", import.meta.url).pathname;

async function bundle(options: object) {
	const result = await build({ ...options, absWorkingDir: root, write: false, metafile: true, logLevel: "silent" });
	const outside = Object.values(result.metafile.outputs).flatMap(({ imports }) =>
		imports.filter((each) => each.external),
	);
	return {
		code: result.outputFiles.map(({ text }) => text).join(""),
		inputs: Object.keys(result.metafile.inputs),
		outside: outside.map(({ path }) => path),
	};
}

test("the library bundles for a browser and asks for nothing from outside", async () => {
	const { inputs, outside } = await bundle({ ...library, platform: "browser" });
	expect(outside).toEqual([]);
	expect(inputs.filter((name) => !name.startsWith("src/"))).toEqual([]);
});

test("the library boots and answers in an empty global scope: no process, no Buffer, no console", async () => {
	const { code } = await bundle({ ...library, format: "iife", globalName: "iplab" });
	const answer = runInNewContext(`${code}; iplab.run(iplab.boot({ world: "fresh" }), "ip -br link").stdout`);
	expect(answer).toMatch(/^lo +DOWN /);
});

test("one ip command loads no package, and of node only what files need", async () => {
	const [start, door] = [await bundle(entry), await bundle({ ...ip, outdir: "nowhere" })];
	const [inputs, outside] = [
		[...start.inputs, ...door.inputs],
		[...start.outside, ...door.outside],
	];
	expect(inputs.filter((name) => name.includes("node_modules") || /src\/(shell|ui|explain)\//.test(name))).toEqual([]);
	expect([...new Set(outside)].filter((name) => !name.startsWith("../dist/")).sort()).toEqual([
		"node:fs",
		"node:path",
		"node:vm",
	]);
});
