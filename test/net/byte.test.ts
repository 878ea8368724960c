/** Text that can hold any bytes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOfText, textOfBytes } from "../../src/net/byte.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | undefined {
	try {
		return utf8.decode(bytes);
	} catch {
		return undefined;
	}
}

const nearUtf8 = fc.array(
	fc.constantFrom(0x41, 0x80, 0xa0, 0x90, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff),
);

test("any bytes come back as they were", () => {
	fc.assert(
		fc.property(fc.oneof(fc.uint8Array(), nearUtf8), (bytes) => {
			expect([...bytesOfText(textOfBytes(Uint8Array.from(bytes)))]).toEqual([...bytes]);
		}),
		{ numRuns: 2000 },
	);
});

test("UTF-8 is its own text", () => {
	fc.assert(
		fc.property(nearUtf8, (bytes) => {
			const text = decoded(Uint8Array.from(bytes));
			if (text !== undefined) expect(textOfBytes(Uint8Array.from(bytes))).toBe(text);
			else expect(textOfBytes(Uint8Array.from(bytes))).toMatch(/[\udc80-\udcff]/);
		}),
		{ numRuns: 2000 },
	);
	fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => textOfBytes(bytesOfText(text)) === text));
});
