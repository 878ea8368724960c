import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { coverageTable } from "./coverage.ts";

test("README's table says what is modelled and what is not", () => {
	const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
	expect(readme).toContain(coverageTable());
});
