/** The table of `ip vrf show`. The mirror of ip/ipvrf.c. */
import type { Rest } from "./line.ts";
import type { Reader } from "./object.ts";
import { isNumber } from "./row.ts";

export const vrfReader: Reader = {
	object: "vrf",
	begins: (words, { asked, object }) =>
		isHeading(words.peek(), words.peek(1), words.left) ||
		((asked === "vrf" || object === "vrf") && (isRow(words.peek(1), words.left) || /^-{10,}$/.test(words.peek()))),
	read(words): Rest {
		if (words.left === 1) words.topic("silent");
		else if (isNumber(words.peek(1))) {
			words.field("name", words.peek());
			words.field("table", Number(words.peek()));
		} else {
			words.topic("vrf.heading", 2);
		}
		return { rows: [] };
	},
};

const isHeading = (name: string, table: string, left: number) => name === "Name" && table === "Table" && left === 2;
const isRow = (table: string, left: number) => left === 2 && isNumber(table);
