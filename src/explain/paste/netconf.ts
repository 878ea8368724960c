/** Lines of `ip netconf`: `inet eth0 forwarding off rp_filter strict …`. The mirror of ip/ipnetconf.c. */
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import type { PasteRow } from "./row.ts";

const onOff = (word: string): PasteRow => ({
	word,
	key: word,
	value: (next) => next === "on" || next === "off",
	onOff: true,
});

const netconfRows: readonly PasteRow[] = [
	onOff("forwarding"),
	{ word: "rp_filter", key: "rp_filter", value: (next) => /^(off|strict|loose|\d+)$/.test(next), text: true },
	onOff("mc_forwarding"),
	onOff("bc_forwarding"),
	onOff("proxy_neigh"),
	onOff("ignore_routes_with_linkdown"),
	onOff("input"),
];

export const netconfReader: Reader = {
	object: "netconf",
	begins: (words) =>
		/^(inet6?|mpls)$/.test(words.peek()) &&
		netconfRows.some((row) => row.word === words.peek(2) && row.value?.(words.peek(3))),
	read(words): Rest {
		words.field("family", words.peek());
		words.field("interface", words.peek());
		return readRows(words, netconfRows);
	},
};
