/** Why a command failed, by the state it failed in; and repairs, which have to be true. */
import { describe, expect, test } from "vitest";
import { aboutMessage, failurePage } from "../../src/explain/failure/page.ts";
import { explainFailure } from "../../src/session/failure/explain.ts";
import { distance, nearest } from "../../src/session/failure/near.ts";
import { boot, run, type Session } from "../../src/session/session.ts";
import { splitWords } from "../../src/session/words.ts";
import { addPrograms } from "../../src/userland/programs.ts";
import { tools } from "../../src/userland/tools.ts";
import { cases } from "./failure-case.ts";

addPrograms(tools);

const kernels = ["6.18", "6.1"] as const;
const setup = ["ip link set lo up", "ip link add v0 type veth peer name v1", "ip netns add n1"];

function after(session: Session, lines: readonly string[]): Session {
	return lines.reduce((now, line) => run(now, line).session, session);
}

function wordsOf(line: string): readonly string[] {
	const split = splitWords(line);
	if ("error" in split) throw new Error(split.error);
	return split.words;
}

function stateOf(kernel: (typeof kernels)[number], row: string): { session: Session; line: string } {
	const lines = row.split(" ;; ");
	const line = lines.pop() as string;
	return { session: after(boot({ kernel }), [...setup, ...lines]), line };
}

describe.each(kernels)("on %s", (kernel) => {
	test.each(cases)("%s: its cause is told, and its repair works", (row) => {
		const { session, line } = stateOf(kernel, row);
		const found = explainFailure(session, wordsOf(line));
		expect(found?.key).toBeDefined();
		if (!found?.repair) return;
		const { commands, same } = found.repair;
		const lines = same ? [...commands, line] : commands;
		const last = run(after(session, lines.slice(0, -1)), lines.at(-1) as string);
		expect(last).toMatchObject({ exit: 0 });
	});
});

test("at least 60 situations have a repair that was tried", () => {
	const mended = cases.flatMap((row) => {
		const { session, line } = stateOf("6.18", row);
		const found = explainFailure(session, wordsOf(line));
		return found?.repair && found.key ? [found.key] : [];
	});
	expect(new Set(mended).size).toBeGreaterThanOrEqual(60);
});

test("every text has all its facts, in both languages, and fits 80 columns", () => {
	for (const row of cases) {
		const { session, line } = stateOf("6.18", row);
		const found = explainFailure(session, wordsOf(line));
		if (!found) continue;
		for (const lang of ["en", "fr"] as const) {
			const page = failurePage(found, lang, 80);
			expect(page).not.toContain("undefined");
			const said = page
				.split("\n")
				.slice(1)
				.filter((text) => !text.startsWith("    "));
			expect(said.filter((text) => text.length > 80)).toEqual([]);
		}
	}
});

test("a failure names what is there", () => {
	const session = after(boot(), [...setup, "ip link set v0 up", "ip route add 10.5.0.0/16 dev v0 metric 7"]);
	const found = explainFailure(session, wordsOf("ip route add 10.5.0.0/16 dev v0 metric 7"));
	expect(found && failurePage(found, "en", 80)).toBe(`RTNETLINK answers: File exists
  There is a route to 10.5.0.0/16 already: 10.5.0.0/16 dev v0 metric 7. Two
  routes to one destination in one table differ by their metric: replace changes
  the one that is there, metric 107 puts a second one behind it.

  This works:
    ip route replace 10.5.0.0/16 dev v0 metric 7
`);
	expect(explainFailure(session, wordsOf("ip addr show"))).toBeUndefined();
});

test("a message by itself has a text in both languages", () => {
	expect(aboutMessage("RTNETLINK answers: File exists", "en")).toContain("is there already");
	expect(aboutMessage("RTNETLINK answers: File exists", "fr")).toContain("est déjà là");
	expect(aboutMessage("bonjour", "en")).toBeUndefined();
});

test("the nearest word is the one with the fewest slips", () => {
	expect(distance("shwo", "show")).toBe(1);
	expect(distance("", "abc")).toBe(3);
	expect(nearest("dumy", ["veth", "dummy", "ifb"])).toEqual(["dummy"]);
	expect(nearest("x", ["quite", "other"])).toEqual([]);
});

describe("bridge", () => {
	const world = after(boot(), [...setup, "ip link add br0 type bridge", "ip link set v0 master br0"]);
	const why = (line: string) => explainFailure(world, wordsOf(line));

	test.each([
		["bridge link set dev nowhere state 3", "deviceUnknown", { name: "nowhere", all: "lo, v1, v0, br0" }],
		["bridge link set dev lo state 3", "bridgeNoPort", { dev: "lo", all: "v0" }],
		["bridge link set dev v0 priority 100", "valueRange", { word: "priority 100", min: "0", max: "63" }],
		["bridge vlan add dev v0 vid 5000", "valueRange", { word: "vid 5000", min: "1", max: "4094" }],
		["bridge fdb add 00:11 dev v0", "bridgeLladdr", { typed: "00:11" }],
		["bridge fdb del 02:00:00:00:00:09 dev v0 master", "bridgeNoEntry", { lladdr: "02:00:00:00:00:09" }],
		["bridge vlan add vid 10", "bridgeMissing", { words: "device and vlan id" }],
		["bridge lnik", "bridgeWord", { word: "lnik", all: "link, fdb, mdb, vlan, vni, monitor" }],
	])("%s", (line, key, facts) => {
		expect(why(line)).toMatchObject({ key, facts });
	});

	test("the nearest word is offered where it works", () => {
		expect(why("bridge lnik")?.repair?.commands).toEqual(["bridge link"]);
	});
});

test("what iplab itself refuses is not told as the real tool's failure", () => {
	for (const line of ["ping 127.0.0.1", "arping -I v0 10.0.0.1", "bridge monitor", "ip mroute"]) {
		const found = explainFailure(after(boot(), setup), wordsOf(line));
		expect({ line, key: found?.key, exit: found?.exit }).toEqual({ line, key: "notModelled", exit: 3 });
	}
});

test("a program that stopped before it sent anything has lost no packet", () => {
	const found = explainFailure(after(boot(), setup), wordsOf("traceroute -i nowhere 127.0.0.1"));
	expect(found).toMatchObject({ key: "deviceUnknown", facts: { name: "nowhere" } });
});
