import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, sanitise } from "../../src/ui/sanitise.ts";

test("text, tabs and ends of lines stay as they are", () => {
	expect(sanitise("lo:\t<UP>\né日👍\n", true)).toBe("lo:\t<UP>\né日👍\n");
});

test("a colour gets through and is ended, or is dropped where nobody wants colours", () => {
	expect(sanitise("\x1b[36mlo\x1b[0m: \x1b[1;32mUP", true)).toBe("\x1b[36mlo\x1b[0m: \x1b[1;32mUP\x1b[0m");
	expect(sanitise("\x1b[36mlo\x1b[0m: \x1b[1;32mUP", false)).toBe("lo: UP");
});

test.each([
	["a screen that is cleared", "\x1b[2J\x1b[H", "^[[2J^[[H"],
	["a title", "\x1b]0;owned\x07", "^[]0;owned^G"],
	["an answer that types", "\x1b[6n\x1bP$q\x1b\\", "^[[6n^[P$q^[\\"],
	["C1 controls", "\x9b31m\x90", "\\x9b31m\\x90"],
	["a line that is overwritten", "rm -rf\rls\b", "rm -rf^Mls^H"],
	["text that runs backwards", "a\u202eb\u2066c", "a<U+202E>b<U+2066>c"],
	["bytes that are no text", "\udcff\udc80", "\\xff\\x80"],
	["half a pair", "\ud83d", "<U+D83D>"],
	["NUL and DEL", "\0\x7f", "^@^?"],
	["lines as DOS has them", "a\r\nb\r\n", "a\nb\n"],
])("%s is made visible", (_, text, safe) => {
	expect(sanitise(text, true)).toBe(safe);
});

test("whatever comes in, nothing but text, tabs, ends of lines and colours comes out", () => {
	const unit = fc.oneof(
		fc.constantFrom("\x1b", "[", "m", "3", "1", ";", "?", "\r", "\n", "\x9b"),
		fc.string({ unit: "binary" }),
	);
	fc.assert(
		fc.property(fc.array(unit), fc.boolean(), (parts, color) => {
			// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
			const rest = sanitise(parts.join(""), color).replace(/\x1b\[[0-9;:]*m/g, color ? "" : "$&");
			// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
			expect(rest).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
		}),
	);
});

test("a long output is cut after a whole line, and says how many are left", () => {
	const most = { lines: 3, characters: 100 };
	expect(cut("1\n2\n3\n", most)).toEqual({ text: "1\n2\n3\n", left: 0 });
	expect(cut("1\n2\n3\n4\n5\n", most)).toEqual({ text: "1\n2\n3\n", left: 2 });
	expect(cut("1\n2\n3\n4", most)).toEqual({ text: "1\n2\n3\n", left: 1 });
	expect(cut("1234\n567\n", { lines: 9, characters: 6 })).toEqual({ text: "1234\n", left: 1 });
	expect(cut("x".repeat(200), most)).toEqual({ text: "x".repeat(100), left: 1 });
});
