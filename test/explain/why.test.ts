/** `iplab why ADDRESS`: whole answers, in both languages, each told by the code that decides. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { boot, run, type Session } from "../../src/session/session.ts";
import { parsePlace, whyDecision } from "../../src/session/why.ts";

const folder = new URL("../../fixtures/why/", import.meta.url);
const names = readdirSync(folder).flatMap((file) => /^(.*)\.cmds$/.exec(file)?.[1] ?? []);

function prepared(name: string): { session: Session; words: string[] } {
	const lines = readFileSync(new URL(`${name}.cmds`, folder), "utf8")
		.trimEnd()
		.split("\n");
	const last = lines.pop() ?? "";
	const session = lines.reduce(
		(before, line) => {
			const { session: after, stderr } = run(before, line);
			expect(stderr).toBe("");
			return after;
		},
		boot({ world: "host" }),
	);
	return { session, words: last.split(" ").slice(1) };
}

describe.each(names)("%s", (name) => {
	test.each(["en", "fr"] as const)("%s", (lang) => {
		const { session, words } = prepared(name);
		const { stdout, stderr } = whyDecision(session, words, { lang, width: 80, color: false });
		const file = new URL(`${name}.${lang}.txt`, folder);
		if (!existsSync(file)) writeFileSync(file, stdout + stderr);
		expect(stdout + stderr).toBe(readFileSync(file, "utf8"));
		const told = stdout.slice(stdout.indexOf("\n\n"));
		expect(Math.max(...told.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
	});

	test("asking why changes nothing about the answer", () => {
		const { session, words } = prepared(name);
		const plain = run(session, ["ip", "route", "get", ...words]);
		const told = whyDecision(session, words, { lang: "en", width: 80, color: false });
		expect(told.stdout.startsWith(plain.stdout)).toBe(true);
		expect({ stderr: told.stderr, exit: told.exit }).toEqual({ stderr: plain.stderr, exit: plain.exit });
	});
});

test("an address may stand behind a namespace", () => {
	const words = ["10.0.0.1", "blue:10.0.0.1", "blue:fe80::1", "fe80::1", "blue", "blue:x", "a:fd00::1", "b:fd00::1"];
	expect(words.map((word) => parsePlace(word, (name) => name === "a"))).toEqual([
		{ addr: "10.0.0.1" },
		{ netns: "blue", addr: "10.0.0.1" },
		{ netns: "blue", addr: "fe80::1" },
		{ addr: "fe80::1" },
		undefined,
		undefined,
		{ netns: "a", addr: "fd00::1" },
		{ addr: "b:fd00::1" },
	]);
});
