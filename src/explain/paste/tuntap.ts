/** Lines of `ip tuntap`: `tap0: tap persist user 1000`. The mirror of ip/iptuntap.c. */
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import { name, type PasteRow } from "./row.ts";
import type { Words } from "./word.ts";

const flags = ["tun", "tap", "pi", "one_queue", "multi_queue", "vnet_hdr", "persist", "filter"];

function flag(words: Words): boolean {
	words.fields.push({ open: "array", key: "flags" });
	const value = words.peek();
	words.fields.push({ text: words.take(), value }, { close: "array" });
	return true;
}

const tuntapRows: readonly PasteRow[] = [
	...flags.map((word) => ({ word, key: "flags", read: flag })),
	name("user"),
	name("group"),
];

export const tuntapReader: Reader = {
	object: "tuntap",
	begins: (words) => /^[^\s:]+:$/.test(words.peek()) && /^(tun|tap)$/.test(words.peek(1)),
	read(words): Rest {
		if (words.peek() === "Attached") {
			words.topic("tuntap.processes", words.left);
			return { rows: [] };
		}
		words.field("ifname", words.peek().replace(/:$/, ""));
		return readRows(words, tuntapRows);
	},
	goesOn: (words) => words.peek() === "Attached" && words.peek(2) === "processes:",
};
