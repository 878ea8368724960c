import fc from "fast-check";
import { expect, test } from "vitest";
import { canRedo, canUndo, emptyHistory, type History, record, redo, undo } from "../../src/session/history.ts";

/** Lines a, b, c over the states 0, 1, 2, 3. */
function recorded(lines: readonly string[]): History<number> {
	return lines.reduce((history, line, i) => record(history, { line, before: i, after: i + 1 }), emptyHistory<number>());
}

const linesOf = (entries: readonly { line: string }[]) => entries.map(({ line }) => line);

test("there is nothing to undo or redo at first", () => {
	const history = emptyHistory();
	expect([canUndo(history), canRedo(history)]).toEqual([false, false]);
	expect([undo(history), redo(history)]).toEqual([undefined, undefined]);
});

test("undo gives what was before the last line, and redo what was after it", () => {
	const back = undo(recorded(["a", "b"]));
	expect(back).toMatchObject({ snapshot: 1, entries: [{ line: "b" }] });
	expect(back && redo(back.history)).toMatchObject({ snapshot: 2, entries: [{ line: "b" }] });
});

test("several lines are undone newest first, and redone oldest first", () => {
	const back = undo(recorded(["a", "b", "c"]), 2);
	expect([back?.snapshot, linesOf(back?.entries ?? [])]).toEqual([1, ["c", "b"]]);
	const forth = back && redo(back.history, 2);
	expect([forth?.snapshot, linesOf(forth?.entries ?? [])]).toEqual([3, ["b", "c"]]);
});

test("more than there is undoes all there is", () => {
	expect(undo(recorded(["a", "b"]), 99)?.snapshot).toBe(0);
	expect(undo(recorded(["a", "b"]), Number.POSITIVE_INFINITY)?.snapshot).toBe(0);
});

test("a new line after an undo drops what was undone", () => {
	const back = undo(recorded(["a", "b"]));
	const other = back && record(back.history, { line: "x", before: 1, after: 7 });
	expect(other).toMatchObject({ done: [{ line: "a" }, { line: "x" }], undone: [] });
});

test("ten thousand lines are kept, and no more", () => {
	const many = recorded(Array.from({ length: 10_003 }, (_, i) => String(i)));
	expect([many.done.length, undo(many, Number.POSITIVE_INFINITY)?.snapshot]).toEqual([10_000, 3]);
});

test("law: any walk through history ends in the state that the lines done up to there have made", () => {
	const step = fc.oneof(
		fc.record({ is: fc.constant("line" as const) }),
		fc.record({ is: fc.constantFrom("undo" as const, "redo" as const), count: fc.integer({ min: 1, max: 4 }) }),
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
			let history = emptyHistory<string>();
			let state = "";
			for (const [i, each] of steps.entries()) {
				if (each.is === "line") {
					const next = `${state}.${i}`;
					history = record(history, { line: String(i), before: state, after: next });
					state = next;
				} else {
					const moved = (each.is === "undo" ? undo : redo)(history, each.count);
					if (moved !== undefined) ({ history, snapshot: state } = moved);
				}
				expect(state).toBe(history.done.map(({ line }) => `.${line}`).join(""));
			}
		}),
	);
});
