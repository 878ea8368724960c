/** Lines of `ip tunnel`: `gre1: gre/ip remote 10.0.0.2 local 10.0.0.1 ttl 64`. The mirror of ip/iptunnel.c and ip/ip6tunnel.c. */
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import type { PasteRow } from "./row.ts";
import { settingRows } from "./setting.ts";

const end = (word: string): PasteRow => ({ word, key: word, value: (next) => next !== "", text: true });
const tunnelRows: readonly PasteRow[] = [
	end("remote"),
	end("local"),
	end("dev"),
	...settingRows.filter(({ only }) => only === undefined || only === "tunnel"),
];

export const tunnelReader: Reader = {
	object: "tunnel",
	begins: (words) =>
		/^[^\s:]+:$/.test(words.peek()) && /^(any|gre|ip|ipv6|unknown)\/(ip|ipv6)$/.test(words.peek(1)) && words.left > 2,
	read(words): Rest {
		words.field("ifname", words.peek().replace(/:$/, ""));
		words.field("mode", words.peek());
		return readRows(words, tunnelRows);
	},
};
