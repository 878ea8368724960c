/** `iplab why A B` on broken labs: the cause it names, and the command that mends it, which is then run. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { run, type Session } from "../../src/session/session.ts";
import { why } from "../../src/session/why.ts";
import { worldOf } from "./world.ts";

const folder = new URL("../../fixtures/lab/", import.meta.url);
const names = readdirSync(folder).flatMap((file) => /^(.*)\.cmds$/.exec(file)?.[1] ?? []);
const style = { width: 80, color: false } as const;

interface Lab {
	readonly session: Session;
	/** What is asked. */
	readonly words: readonly string[];
}

function built(name: string): Lab {
	const { session, question } = worldOf(new URL(`${name}.cmds`, folder));
	return { session, words: question.split(" ").slice(2) };
}

/** The command of the answer, which stands alone and indented. */
function mendOf(answer: string): string | undefined {
	return /^ {4}(\S.*)$/m.exec(answer)?.[1];
}

/** The ping or the connection itself, as anybody would try it: the namespace, and the command. */
function tryIt([from = "", to = ""]: readonly string[]): string[] {
	const [, netns = "", source] = /^([^:]*):?(.*)$/.exec(from) ?? [];
	const port = /(?:\]|\.\d+):(\d+)$/.exec(to)?.[1];
	const target = to.replace(/^[^:]*:/, "");
	if (port === undefined) return [netns, "ping", "-c1", "-W1", ...(source ? ["-I", source] : []), target];
	return [netns, "hold", "me", "tcp", "-", "-", target.slice(0, -port.length - 1), port];
}

describe.each(names)("%s", (name) => {
	const { session, words } = built(name);

	test.each(["en", "fr"] as const)("the answer (%s)", (lang) => {
		const { stdout, stderr, exit } = why(session, words, { ...style, lang });
		const file = new URL(`${name}.${lang}.txt`, folder);
		if (!existsSync(file)) writeFileSync(file, stdout + stderr);
		expect(stdout + stderr).toBe(readFileSync(file, "utf8"));
		expect(exit).toBe(name === "reachable" ? 0 : 1);
	});

	test.runIf(name !== "reachable")("mended by the command it names", () => {
		const command = mendOf(why(session, words, { ...style, lang: "en" }).stdout);
		expect(command).toBeDefined();
		const mended = run(session, command ?? "");
		expect({ stderr: mended.stderr, exit: mended.exit }).toEqual({ stderr: "", exit: 0 });
		expect(why(mended.session, words, { ...style, lang: "en" }).exit).toBe(0);
		expect(run(run(mended.session, "sleep 3").session, ["ip", "netns", "exec", ...tryIt(words)]).exit).toBe(0);
	});
});

test("asking changes nothing", () => {
	const { session, words } = built("no-route");
	const before = JSON.stringify(session.world);
	why(session, words, { ...style, lang: "en" });
	expect(JSON.stringify(session.world)).toBe(before);
});

test("what cannot be asked is one line", () => {
	const { session } = built("no-route");
	const ask = (...words: string[]) => why(session, words, { ...style, lang: "en" });
	const refused = (text: string) => ({ stdout: "", stderr: `iplab: ${text}\n`, exit: 3 });
	expect(ask("nobody", "b:10.0.2.2")).toEqual(refused("nobody: neither an address nor a network namespace"));
	expect(ask("a:10.0.1.2", "x:10.0.2.2")).toEqual(refused("x: no such network namespace"));
	expect(ask("a:10.0.1.2", "b:::1")).toEqual(refused("10.0.1.2 and ::1 are not of one family"));
});
