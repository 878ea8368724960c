/** Worlds of fixtures: commands that all work, and last of all a question. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { boot, run, type Session } from "../../src/session/session.ts";
import { addPrograms } from "../../src/userland/programs.ts";
import { tools } from "../../src/userland/tools.ts";

addPrograms(tools);

/** The first line says what the file shows. */
export function worldOf(file: URL): { readonly session: Session; readonly question: string } {
	const lines = readFileSync(file, "utf8").trimEnd().split("\n");
	const session = lines.slice(1, -1).reduce(
		(before, line) => {
			const { session: after, stderr } = run(before, line);
			expect(`${line}: ${stderr}`).toBe(`${line}: `);
			return after;
		},
		boot({ world: "fresh" }),
	);
	return { session, question: lines.at(-1) ?? "" };
}
