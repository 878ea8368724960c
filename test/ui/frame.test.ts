import fc from "fast-check";
import { expect, test } from "vitest";
import { frameOf } from "../../src/ui/frame.ts";

const size = { width: 10, height: 23 };

test("a short line is one row", () => {
	expect(frameOf("$ ", "ip a", 4, size)).toEqual({ rows: ["$ ip a"], cursor: { x: 6, y: 0 }, prompt: 2 });
});

test("a long line breaks where the terminal breaks it", () => {
	expect(frameOf("$ ", "ip link show", 9, size)).toEqual({
		rows: ["$ ip link ", "show"],
		cursor: { x: 1, y: 1 },
		prompt: 2,
	});
});

test("behind a full row the cursor stands on the next", () => {
	expect(frameOf("$ ", "12345678", 8, size)).toMatchObject({ rows: ["$ 12345678", ""], cursor: { x: 0, y: 1 } });
});

test("a wide character takes two columns and does not break", () => {
	expect(frameOf("", "1234567日9本", 9, size)).toMatchObject({ rows: ["1234567日9", "本"], cursor: { x: 0, y: 1 } });
});

test("a command of several lines shows them as it was typed", () => {
	expect(frameOf("$ ", "for\ndo", 6, size)).toMatchObject({ rows: ["$ for", "> do"], cursor: { x: 4, y: 1 } });
});

test("a screen that is too low shows the rows around the cursor", () => {
	const low = { width: 4, height: 2 };
	expect(frameOf("", "aaaabbbbccccdd", 14, low)).toMatchObject({ rows: ["cccc", "dd"], cursor: { x: 2, y: 1 } });
	expect(frameOf("", "aaaabbbbccccdd", 5, low)).toMatchObject({ rows: ["aaaa", "bbbb"], cursor: { x: 1, y: 1 } });
});

test("no row is wider than the screen, and the cursor is always on it", () => {
	const text = fc.string({ unit: fc.constantFrom("a", " ", "日", "é", "\n") });
	fc.assert(
		fc.property(
			text,
			fc.nat(),
			fc.integer({ min: 2, max: 12 }),
			fc.integer({ min: 1, max: 4 }),
			(line, at, width, height) => {
				const { rows, cursor } = frameOf("$ ", line, at % (line.length + 1), { width, height });
				expect(rows.length).toBeLessThanOrEqual(height);
				for (const row of rows)
					expect([...row].reduce((sum, c) => sum + (c === "日" ? 2 : 1), 0)).toBeLessThanOrEqual(width);
				expect(cursor.x).toBeLessThan(width);
				expect(cursor.y).toBeLessThan(rows.length);
			},
		),
	);
});
