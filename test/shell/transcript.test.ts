/** The transcript format, and how two are held against each other. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { normaliser } from "../../src/shell/normalise.ts";
import { checkTranscript, formatStep, formatTranscript, parseTranscript } from "../../src/shell/transcript.ts";

test("a step is written as the oracle writes it", () => {
	expect(formatStep({ command: "x", stdout: "a\n\nno newline", stderr: "e \n", exit: 2 })).toBe(
		"$ x\n| a\n| \n|\\ no newline\n! e \n? 2\n",
	);
	expect(formatStep({ command: "true", stdout: "", stderr: "", exit: 0 })).toBe("$ true\n? 0\n");
	expect(formatStep({ command: "echo", stdout: "\n", stderr: "", exit: 0 })).toBe("$ echo\n| \n? 0\n");
});

test("what is written is read back, whatever was printed", () => {
	const text = fc.string({ unit: fc.constantFrom("a", "|", "!", "\\", " ", "$", "?", "#", "\n", "é") });
	const step = fc.record({ command: fc.constantFrom("ip a", "| x"), stdout: text, stderr: text, exit: fc.nat(255) });
	fc.assert(
		fc.property(fc.array(step), (steps) => {
			const rows = parseTranscript(`# scenario: x\n\n${steps.map(formatStep).join("")}`);
			expect(rows.flatMap((row) => ("step" in row ? [row.step] : []))).toEqual(steps);
		}),
	);
});

test("comments, blank rows and headers stay where they are", () => {
	const text = "# scenario: s\n\n# why\n$ true\n? 0\n\n# end\n";
	expect(formatTranscript(parseTranscript(text))).toBe(text);
});

const recorded = "# kernel: 6.1\n\n$ ip link\n| 1: lo\n| 2: eth0\n? 0\n$ true\n? 0\n";

test("the same commands with the same answers differ in nothing, whatever the headers say", () => {
	expect(checkTranscript("# kernel: 6.18\n\n$ ip link\n| 1: lo\n| 2: eth0\n? 0\n$ true\n? 0\n", recorded)).toBe("");
});

test("a difference is shown within its command", () => {
	expect(checkTranscript("$ ip link\n| 1: lo\n| 3: eth0\n! oops\n? 1\n", recorded)).toBe(`@@ line 3 @@
 $ ip link
 | 1: lo
-| 2: eth0
-? 0
+| 3: eth0
+! oops
+? 1
@@ line 7 @@
-$ true
-? 0
2 of 2 commands differ (- recorded, + here)
`);
});

test("random addresses and measured times can be made equal, and only those", () => {
	const step = (mac: string, rtt: string): string =>
		`$ ip link\n| ether ${mac} inet6 fe80::5054:ff:fe12:${mac.slice(-5).replace(":", "")}\n| time=${rtt} ms\n? 0\n`;
	const normalise = normaliser("ip link add d0 address 02:00:00:00:00:01 type dummy");
	const [one, other] = [step("aa:bb:cc:dd:ee:ff", "0.04"), step("12:34:56:78:9a:bc", "1.5")];
	expect(checkTranscript(one, other)).not.toBe("");
	expect(checkTranscript(one, other, { normalise })).toBe("");
	expect(checkTranscript(step("02:00:00:00:00:01", "1"), one, { normalise })).not.toBe("");
});
