import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeKeys, type Key } from "../../src/ui/key.ts";

/** Keys as one word each: text in quotes, a paste in brackets. */
const shown = (keys: readonly Key[]) =>
	keys
		.map((key) =>
			key.is === "text"
				? `'${key.text}'`
				: key.is === "paste"
					? `[${key.text}]`
					: key.is === "mouse"
						? `mouse${key.button}@${key.x},${key.y}`
						: key.name,
		)
		.join(" ");

const decoded = (input: string) => shown(decodeKeys(input).keys);

test.each([
	["ip a\r", "'ip a' enter"],
	["\x1b[A\x1bOB\x1b[C\x1b[D", "up down right left"],
	["\x1b[H\x1b[F\x1b[1~\x1b[4~\x1bOH\x1bOF", "home end home end home end"],
	["\x7f\b\x1b[3~\x1b\x7f", "backspace backspace delete M-backspace"],
	["\x01\x05\x0b\x15\x17\x0c\x03\x04", "C-a C-e C-k C-u C-w C-l C-c C-d"],
	["\x1bb\x1bf\x1b[1;5D\x1b[1;3C", "M-b M-f C-left M-right"],
	["é日\t", "'é日' tab"],
	["\x1b[5~\x1b[6~", "pageup pagedown"],
	["\x1b[<0;12;5M\x1b[<0;12;5m\x1b[<65;1;1M\x1b[<0;1M", "mouse0@11,4 mouse65@0,0"],
	["\x1b[24~\x1b[999q\x1b[?1;2c", ""],
])("%j is %s", (input, keys) => {
	expect(decoded(input)).toBe(keys);
});

test("a paste is one key, whatever stands in it", () => {
	expect(decoded("x\x1b[200~ip a\r\x1b[A\x03\x1b[201~y")).toBe("'x' [ip a\r\x1b[A\x03] 'y'");
});

test("a sequence or a paste may come in any pieces", () => {
	const input = "ip\x1b[1;5D\x1b[200~a\nb\x1b[201~\x1bOA\x1bb\r";
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: input.length }), (sizes) => {
			let pending = "";
			let text = "";
			for (let at = 0, i = 0; at < input.length; at += sizes[i++] ?? 1) {
				const decoded = decodeKeys(pending + input.slice(at, at + (sizes[i] ?? 1)));
				pending = decoded.pending;
				text += decoded.keys.map((key) => ("text" in key ? key.text : `<${shown([key])}>`)).join("");
			}
			expect([text, pending]).toEqual(["ip<C-left>a\nb<up><M-b><enter>", ""]);
		}),
	);
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
const control = /[\x00-\x1f\x7f-\x9f]/;

test("no input makes a text with a control character", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), (input) => {
			for (const key of decodeKeys(input).keys) if (key.is === "text") expect(key.text).not.toMatch(control);
		}),
	);
});
