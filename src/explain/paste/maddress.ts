/** Lines of `ip maddress`: a device, and below it the groups it listens to. The mirror of ip/ipmaddr.c. */
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import { isAddr, isLladdr, number, type PasteRow } from "./row.ts";

const maddressRows: readonly PasteRow[] = [number("users"), { word: "static", key: "features", is: "static" }];

export const maddressReader: Reader = {
	object: "maddress",
	begins: (words, { asked, object, text }) =>
		/^\d+:$/.test(words.peek()) &&
		words.left === 2 &&
		/^[^\s:/]+$/.test(words.peek(1)) &&
		(asked === "maddr" || object === "maddress" || /^\d+:\t\S+$/.test(text.trim())),
	read(words): Rest {
		if (/^\d+:$/.test(words.peek())) {
			words.field("ifindex", Number.parseInt(words.peek(), 10));
			words.field("ifname", words.peek());
			return { rows: [] };
		}
		if (words.peek() === "link") words.field("link", words.peek(1), 2);
		else {
			words.field("family", words.peek());
			words.field("address", words.peek());
		}
		return readRows(words, maddressRows);
	},
	goesOn: (words) =>
		(words.peek() === "link" && isLladdr(words.peek(1))) || (/^inet6?$/.test(words.peek()) && isAddr(words.peek(1))),
};
