/**
 * Every command that fails in the recordings, replayed: each has a situation of its own, and each repair that is offered turns
 * the failure into success. `npx vitest run test/session/recorded-failure --reporter=verbose` prints the counts.
 */
import { expect, test } from "vitest";
import { aboutMessage, failurePage } from "../../src/explain/failure/page.ts";
import { explainFailure, type FailureFinding, lineOf } from "../../src/session/failure/explain.ts";
import { run, type Session } from "../../src/session/session.ts";
import { splitWords } from "../../src/session/words.ts";
import { recordings } from "../transcripts/recording.ts";
import { type Failing, failingOf } from "./failing.ts";

interface Told extends Failing {
	readonly name: string;
	readonly found: FailureFinding | undefined;
}

/** The help is no failure. */
const asksHelp = ({ argv, stderr }: Failing) => argv.includes("help") && stderr.startsWith("Usage:");

async function tellAll(): Promise<Told[]> {
	const told: Told[] = [];
	const seen = new Set<string>();
	for (const recording of recordings()) {
		for (const failing of await failingOf(recording)) {
			const { argv, stderr, exit, world, netns, stdin, piped, uid, handedOn } = failing;
			const like = JSON.stringify([recording.name, argv, stderr, exit]);
			if (handedOn || asksHelp(failing) || seen.has(like)) continue;
			seen.add(like);
			const found = explainFailure({ world, netns }, argv, { stdin, piped, uid });
			told.push({ ...failing, name: `${recording.name} on ${recording.kernel}`, found });
		}
	}
	return told;
}

/** Runs what the page says; a line of a batch is not the batch. */
function mends({ argv, world, netns, found }: Told): boolean {
	const { commands = [], same = false } = found?.repair ?? {};
	let session: Session = { world, netns };
	let exit = 0;
	for (const line of same ? [...commands, lineOf(argv)] : commands) {
		const split = splitWords(line);
		if ("error" in split) return false;
		({ session, exit } = run(session, split.words));
	}
	return exit === 0;
}

test("each is explained by the state it failed in, its repairs work, and its message is known by itself", async () => {
	const all = await tellAll();
	const open = all.filter(({ found }) => found?.key === undefined);
	expect(open.map(({ name, argv }) => `${name}: ${lineOf(argv)}`)).toEqual([]);

	const mended = all.filter(({ found, argv }) => found?.repair && !argv.some((word) => /^-b/.test(word)));
	expect(mended.filter((told) => !mends(told)).map(({ name, argv }) => `${name}: ${lineOf(argv)}`)).toEqual([]);

	for (const { found, argv } of all)
		for (const lang of ["en", "fr"] as const) {
			const page = found ? failurePage(found, lang, 80) : "";
			expect(page, lineOf(argv)).not.toContain("undefined");
			const wide = page
				.split("\n")
				.slice(1)
				.filter((line) => line.length > 80 && !line.startsWith("    "));
			expect(wide, lineOf(argv)).toEqual([]);
		}

	// What is not modelled says so itself.
	const said = all.map(({ found }) => found?.message ?? "").filter((message) => !/^(?:$|iplab: )/.test(message));
	const messages = new Set(said);
	expect([...messages].filter((message) => !aboutMessage(message, "en") || !aboutMessage(message, "fr"))).toEqual([]);

	const keys = (list: readonly Told[]) => new Set(list.map(({ found }) => found?.key)).size;
	console.log(
		`${all.length} failing commands, ${keys(all)} situations; ${mended.length} with a repair that works, of ${keys(mended)} situations`,
	);
	expect(all.length).toBeGreaterThan(1400);
	expect(keys(mended)).toBeGreaterThanOrEqual(150);
}, 600_000);
