/** Choosing words of an output: what the page shows, and which word each key and click leads to. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { choiceOf } from "../../src/explain/choice.ts";
import { boot, run } from "../../src/session/session.ts";
import { decodeKeys } from "../../src/ui/key.ts";
import { newPicker, type Picker, pickerRows, pressPicker } from "../../src/ui/picker.ts";
import { fixture } from "../explain/fixture.ts";

const size = { width: 80, height: 24 };
const keys = "the keys";

function open(text: string): Picker {
	const choice = choiceOf(text, "en");
	if (choice === undefined) throw new Error("no word");
	return newPicker(choice, keys);
}

function pressed(picker: Picker, input: string, at = size): Picker {
	return decodeKeys(input).keys.reduce((now, key) => {
		const next = pressPicker(now, key, at);
		return "picker" in next ? next.picker : now;
	}, picker);
}

const word = ({ choice, at }: Picker) => choice.words[at]?.word.replace(/:$/, "");
const addr = run(boot({ world: "host" }), "ip addr").stdout;

test("arrows go from word to word and from row to row, and stay where there is no more", () => {
	const picker = open(addr);
	expect(word(picker)).toBe("1");
	expect(word(pressed(picker, "\x1b[D\x1b[A"))).toBe("1");
	expect(word(pressed(picker, "\x1b[C"))).toBe("lo");
	expect(word(pressed(picker, "\x1b[C\x1b[C\x1b[B\x1b[B"))).toBe("link/loopback");
	expect(word(pressed(picker, "\x1b[F"))).toBe("preferred_lft forever");
	expect(word(pressed(picker, "\x1b[F\x1b[H"))).toBe("1");
});

test("the chosen word stays in sight", () => {
	const last = pressed(open(addr), "\x1b[F");
	expect(pickerRows(last, size).join("\n")).toContain("\x1b[7mpreferred_lft forever\x1b[27m");
});

test("a click chooses the word under it, also after the wheel, and nothing where there is none", () => {
	const picker = open(addr);
	expect(word(pressed(picker, "\x1b[<0;12;4M"))).toBe("127.0.0.1");
	expect(word(pressed(picker, "\x1b[<0;2;4M"))).toBe("1");
	expect(word(pressed(picker, "\x1b[<65;1;1M\x1b[<0;12;1M"))).toBe("127.0.0.1");
	expect(word(pressed(picker, "\x1b[<0;1;20M"))).toBe("1");
});

test("what is said fills the rest of the screen and is read on with PgDn", () => {
	const small = { width: 60, height: 12 };
	const picker = pressed(open(addr), "\x1b[C\x1b[C", small);
	const rows = pickerRows(picker, small);
	expect(rows).toHaveLength(12);
	expect(rows.at(-1)).toBe("…");
	const on = pressed(picker, "\x1b[6~\x1b[6~\x1b[6~\x1b[6~", small);
	expect(pickerRows(on, small).at(-1)).not.toBe("…");
	expect(pickerRows(pressed(on, "\x1b[5~\x1b[5~\x1b[5~\x1b[5~", small), small)).toEqual(rows);
});

test("Enter keeps what is said of the word where it stands; Escape, q and Ctrl-C keep nothing", () => {
	const picker = pressed(open(addr), "\x1b[<0;12;4M");
	const kept = pressPicker(picker, { is: "key", name: "enter" }, size);
	expect(kept).toEqual({ leave: true, keep: expect.stringMatching(/^ {4}inet 127\.0\.0\.1\/8[\s\S]*“Myself”/) });
	for (const name of ["escape", "C-c"])
		expect(pressPicker(picker, { is: "key", name }, size)).toEqual({ leave: true, keep: "" });
	expect(pressPicker(picker, { is: "text", text: "q" }, size)).toEqual({ leave: true, keep: "" });
});

test("on any screen and after any keys no row is wider than the screen, and a word is chosen", () => {
	const inputs = [
		"\x1b[A",
		"\x1b[B",
		"\x1b[C",
		"\x1b[D",
		"\x1b[6~",
		"\x1b[5~",
		"\x1b[<65;3;2M",
		"\x1b[<64;3;9M",
		"\x1b[<0;9;3M",
	];
	const texts = [addr, fixture("addr-scopes"), run(boot({ world: "host" }), "ip -s -d link").stdout];
	fc.assert(
		fc.property(
			fc.constantFrom(...texts),
			fc.integer({ min: 20, max: 120 }),
			fc.integer({ min: 3, max: 40 }),
			fc.array(fc.constantFrom(...inputs), { maxLength: 30 }),
			(text, width, height, typed) => {
				const picker = pressed(open(text), typed.join(""), { width, height });
				const rows = pickerRows(picker, { width, height });
				expect(rows.length).toBeLessThanOrEqual(height);
				// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks of the chosen word
				for (const row of rows) expect(row.replace(/\x1b\[\d*m/g, "").length).toBeLessThanOrEqual(width);
				expect(word(picker)).toBeDefined();
			},
		),
		{ numRuns: 60 },
	);
});
