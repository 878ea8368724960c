/** What a group of next hops says of itself: `group 1/2,5 type resilient buckets 8 …`. The mirror of ip/ipnexthop.c print_nh_group(). */
import { anyWord, name, number, type PasteRow } from "./row.ts";
import type { Words } from "./word.ts";

export const time = (word: string): PasteRow => ({ word, key: word, value: (next) => /^[\d.]+$/.test(next) });

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

export const groupRows: readonly PasteRow[] = [
	{ word: "group", key: "group", value: anyWord, read: group },
	name("type"),
	number("buckets"),
	time("idle_timer"),
	time("unbalanced_timer"),
	time("unbalanced_time"),
];
