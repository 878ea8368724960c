/** What `npm ci` does on a machine with nothing but Node: no compiler, no questions, any registry. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));
const packages = Object.entries<Record<string, unknown>>(lock.packages);

test("the lock names no registry", () => {
	expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([name]) => name)).toEqual([]);
});

test("only esbuild has a script at install, and it can do without", () => {
	expect(packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name)).toEqual([
		"node_modules/esbuild",
	]);
});

/** Missing ones make `npm ci` fail on those systems; it happens when a registry has not got all of them yet. */
test("the lock has the binaries of every system", () => {
	const missing = packages.flatMap(([name, { optionalDependencies }]) =>
		Object.keys(optionalDependencies ?? {})
			.filter(
				(each) => !(`node_modules/${each}` in lock.packages) && !(`${name}/node_modules/${each}` in lock.packages),
			)
			.map((each) => `${name} lacks ${each}`),
	);
	expect(missing).toEqual([]);
});
