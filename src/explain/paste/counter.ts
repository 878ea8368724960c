/** The heads of `ip stats show`: `1: lo: group offload subgroup l3_stats off used off`. The mirror of ip/ipstats.c. */
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import { name, type PasteRow } from "./row.ts";
import type { Words } from "./word.ts";

/** `subgroup l3_stats off`: its state stands beside its name. */
function subgroup(words: Words): boolean {
	words.field("subgroup", words.peek(1), 2);
	if (/^(?:on|off)$/.test(words.peek())) words.field("l3_stats", words.peek());
	return true;
}

const own: readonly PasteRow[] = [
	name("group"),
	{ word: "subgroup", key: "subgroup", read: subgroup },
	name("suite"),
	name("l3_stats"),
	name("used"),
];

export const counterReader: Reader = {
	object: "counter",
	begins: (words) => /^\d+:$/.test(words.peek()) && /^\S+:$/.test(words.peek(1)) && words.peek(2) === "group",
	read(words): Rest {
		if (words.peek() === "l3_stats") return readRows(words, own);
		words.field("ifindex", Number(words.peek().replace(":", "")));
		words.field("ifname", words.peek().replace(/:$/, ""));
		return readRows(words, own);
	},
	goesOn: (words) => words.peek() === "l3_stats" && words.peek(2) === "used",
};
