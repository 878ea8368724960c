/** `fail` and `heal`: words that mean nothing, and the answers that a failure is told with. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runScenario } from "../../../src/shell/scenario.ts";

const scenario = readFileSync(join(import.meta.dirname, "../../../fixtures/scenario/seven-routers.cmds"), "utf8");
const setup = scenario.split("# == healthy")[0] as string;
let answers: ReadonlyMap<string, string>;

const commands = [
	"fail R9",
	"fail R1-End",
	"fail R1-End --lang fr",
	"fail",
	"fail --nonsense R2",
	"fail R2 --lang de",
	"fail R2 R9",
	"heal R2",
	"fail R2 --show R1",
	"fail R2-End --show",
	"fail R2-End",
	"fail End-R2",
	"heal End-R2",
	"heal R2-End",
	"fail R2 --show Source-End --lang fr",
	"heal R2 --show Source-End",
	"frr_kill R1; fail End --show Source-End",
];

beforeAll(async () => {
	const asked = commands.map((command, i) => `echo "== ${i}"; ${command} 2>&1; echo "status $?"\n`).join("");
	const { stdout } = await runScenario(`${setup}${asked}`, { name: "fail" });
	const parts = stdout.split(/^== \d+\n/m).slice(1);
	answers = new Map(commands.map((command, i) => [command, parts[i] ?? ""]));
});

test.each([
	["fail R9", "fail: R9: no node of that name; there are: Source R1 R2 R3 R4 R5 R6 R7 End"],
	["fail R1-End", "fail: R1-End: no link between them; R1 is linked to: Source R2 R3 R5"],
	["fail R1-End --lang fr", "fail: R1-End\u00a0: aucun lien entre eux\u00a0; R1 est relié à\u00a0: Source R2 R3 R5"],
	["fail", "usage: fail NODE|NODE-NODE ... [--show [FROM-TO ...]] [--picture|--svg]; --help"],
	["fail --nonsense R2", "usage: fail NODE|NODE-NODE ... [--show [FROM-TO ...]] [--picture|--svg]; --help"],
	["fail R2 --lang de", "fail: --lang: en or fr, not 'de'"],
	["fail R2 R9", "fail: R9: no node of that name; there are: Source R1 R2 R3 R4 R5 R6 R7 End"],
	["heal R2", "heal: R2: nothing of it has failed"],
	["fail R2 --show R1", "fail: R1: after --show stand two nodes each, FROM-TO"],
	["fail R2-End", "fail: R2-End: has failed already"],
	["fail End-R2", "fail: End-R2: has failed already"],
	["heal R2-End", "heal: R2-End: nothing of it has failed"],
])("%s is refused in one line", (command, line) => {
	expect(answers.get(command)).toBe(`${line}\nstatus 1\n`);
});

test("a link that was cut is mended from either end", () => {
	expect(answers.get("heal End-R2")).toBe("status 0\n");
});

test.each(["fail R2-End --show", "fail R2 --show Source-End --lang fr"])("%s answers in 80 columns", (command) => {
	const lines = answers.get(command)?.split("\n") ?? [];
	expect(lines.filter((line) => line.length > 80)).toEqual([]);
	expect(lines.filter((line) => /\?/.test(line)).length).toBeGreaterThanOrEqual(5);
});

test("what zebra leaves as it was after a link has come back is told", () => {
	const text = answers.get("heal R2 --show Source-End")?.replace(/\n +/g, " ");
	expect(text).toMatch(/Is all as OSPF has it\? Not yet: [\w, ]+ fewer next hops/);
});

test("of a packet that does not arrive it is said how far it gets, and of a node without daemons that its table decides", () => {
	const text = answers.get("frr_kill R1; fail End --show Source-End")?.replace(/\n +/g, " ");
	expect(text).toMatch(/after +Source \(and no further: no route\)|after +Source > R1[^(]*\(and no further: [\w ]+\)/);
	expect(text).toMatch(/Neither does: it gets as far as \w+\./);
});

test("of a node that is off it is said that its address is nobody's", () => {
	const text = answers.get("fail R2 --show Source-End --lang fr")?.replace(/\n +/g, " ");
	expect(text).toContain("Et 10.255.0.2\u00a0? Elle était sur R2 seul. Sans R2, elle n'est plus à personne");
	expect(text).toMatch(/R2 +ses \d+ routes ont toutes disparu/);
});
