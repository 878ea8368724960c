/** Two lists of lines as steps from one to the other: the longest common subsequence by the textbook's table. */

export interface LineStep {
	readonly kind: "same" | "removed" | "added";
	readonly line: string;
}

export function diffLines(before: readonly string[], after: readonly string[]): LineStep[] {
	const table = lengths(before, after);
	const at = (i: number, j: number): number => table[i]?.[j] ?? 0;
	const steps: LineStep[] = [];
	let [i, j] = [0, 0];
	while (i < before.length || j < after.length) {
		const [left, right] = [before[i], after[j]];
		if (left !== undefined && left === right) {
			steps.push({ kind: "same", line: left });
			i++;
			j++;
		} else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
			steps.push({ kind: "removed", line: left });
			i++;
		} else if (right !== undefined) {
			steps.push({ kind: "added", line: right });
			j++;
		}
	}
	return steps;
}

/** How much the rests from i and from j have in common. */
function lengths(before: readonly string[], after: readonly string[]): number[][] {
	const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
	for (let i = before.length - 1; i >= 0; i--) {
		const [row = [], below = []] = [table[i], table[i + 1]];
		for (let j = after.length - 1; j >= 0; j--)
			row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
	}
	return table;
}
