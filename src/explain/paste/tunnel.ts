/** Lines of `ip tunnel`: `gre1: gre/ip remote 10.0.0.2 local 10.0.0.1 ttl 64`. The mirror of ip/iptunnel.c and ip/ip6tunnel.c. */

import type { Topic } from "../topic.ts";
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import type { PasteRow } from "./row.ts";
import { settingRows } from "./setting.ts";
import type { Words } from "./word.ts";

const end = (word: string): PasteRow => ({ word, key: word, value: (next) => next !== "", text: true });
const tunnelRows: readonly PasteRow[] = [
	end("remote"),
	end("local"),
	end("dev"),
	...settingRows.filter(({ only }) => only === undefined || only === "tunnel"),
];

/** What -s and the flags of a GRE tunnel say in whole sentences. */
const sentences: readonly (readonly [string, Topic])[] = [
	["Drop packets out of sequence.", "setting.iseq"],
	["Checksum in received packet is required.", "setting.icsum"],
	["Sequence packets on output.", "setting.oseq"],
	["Checksum output packets.", "setting.ocsum"],
];

function sentenceOf(words: Words): Topic | undefined {
	const text = Array.from({ length: Math.min(words.left, 7) }, (_, i) => words.peek(i)).join(" ");
	return sentences.find(([sentence]) => sentence === text)?.[1];
}

export const tunnelReader: Reader = {
	object: "tunnel",
	begins: (words) =>
		/^[^\s:]+:$/.test(words.peek()) && /^(any|gre|ip|ipv6|unknown)\/(ip|ipv6)$/.test(words.peek(1)) && words.left > 2,
	read(words): Rest {
		const sentence = sentenceOf(words);
		if (sentence !== undefined) {
			words.topic(sentence, words.left);
			return { rows: [] };
		}
		words.field("ifname", words.peek().replace(/:$/, ""));
		words.field("mode", words.peek());
		return readRows(words, tunnelRows);
	},
	goesOn: (words) => sentenceOf(words) !== undefined,
};
