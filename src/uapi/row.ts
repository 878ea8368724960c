/**
 * Names <-> numbers as rows. Every table of constants of the house is an array of these.
 * Read next: scope.ts, the smallest table and the one the project is about.
 */

/** One constant: its number, the kernel's name for it, and what `ip` prints. */
export interface Row {
	readonly number: number;
	/** The kernel's own constant, e.g. `RT_SCOPE_UNIVERSE`. */
	readonly constant: string;
	/** What `ip` prints and reads, e.g. `global`. */
	readonly name: string;
}

/** The row with this number, if the table names it. */
export function rowOf<R extends Row>(rows: readonly R[], number: number): R | undefined {
	return rows.find((row) => row.number === number);
}

/** The number of an exact printed name (no prefixes: lib/rt_names.c compares whole words). */
export function numberOf(rows: readonly Row[], name: string): number | undefined {
	return rows.find((row) => row.name === name)?.number;
}
