/** What a row of topics holds, and how rows take their constants from the tables of uapi. */
import type { Row } from "../../uapi/row.ts";

/** What is the same in every language. */
export interface TopicRow {
	/** The kernel's constant, `IFF_UP = 0x1`. */
	readonly constant?: string;
	/** An RFC, or the place in the Linux source. */
	readonly reference?: string;
	readonly major?: true;
}

export function constantOf(rows: readonly Row[], name: string, radix: 10 | 16 = 10): string {
	const row = rows.find((each) => each.name === name);
	if (row === undefined) throw new Error(`no constant for ${name}`);
	return `${row.constant} = ${radix === 16 ? `0x${row.number.toString(16)}` : row.number}`;
}

export const major = true as const;
