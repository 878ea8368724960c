/** Lines of `ip nexthop`: `id 1 via 10.0.0.2 dev eth0 scope link`. The mirror of ip/ipnexthop.c. */
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import { devRow, flagRows, protoRow, scopeRow, viaRow } from "./route.ts";
import { anyWord, isNumber, name, number, type PasteRow, rowFor } from "./row.ts";
import type { Words } from "./word.ts";

const time = (word: string): PasteRow => ({ word, key: word, value: (next) => /^[\d.]+$/.test(next) });

/** `group 1/2,5`: ids, and a weight where it is not 1. */
function group(words: Words): boolean {
	if (!/^\d+(,\d+)?(\/\d+(,\d+)?)*$/.test(words.peek(1))) return false;
	words.fields.push({ open: "array", key: "group" });
	const text = words.take(2);
	const start = text.search(/\d/);
	let before = text.slice(0, start);
	for (const piece of text.slice(start).split(/(?=\/)/)) {
		const [id = "", weight] = piece.split(",");
		words.fields.push({ open: "object" }, { key: "id", text: before + id, value: Number(id.replace("/", "")) });
		if (weight !== undefined) words.fields.push({ key: "weight", text: `,${weight}`, value: Number(weight) });
		words.fields.push({ close: "object" });
		before = "";
	}
	words.fields.push({ close: "array" });
	return true;
}

const nexthopRows: readonly PasteRow[] = [
	{ word: "group", key: "group", value: anyWord, read: group },
	name("type"),
	number("buckets"),
	time("idle_timer"),
	time("unbalanced_timer"),
	time("unbalanced_time"),
	viaRow,
	devRow,
	scopeRow,
	{ word: "blackhole", key: "blackhole", is: null },
	protoRow,
	...flagRows,
	{ word: "fdb", key: "fdb", is: null },
	number("index"),
	time("idle_time"),
	number("nhid"),
];

export const nexthopReader: Reader = {
	object: "nexthop",
	begins: (words) =>
		words.peek() === "id" &&
		isNumber(words.peek(1)) &&
		(words.left === 2 || rowFor(nexthopRows, words.peek(2)) !== undefined),
	read(words): Rest {
		words.field("id", Number(words.peek(1)), 2);
		return readRows(words, nexthopRows);
	},
};
