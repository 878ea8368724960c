/** Lines of `ip token` and `ip addrlabel`. The mirrors of ip/iptoken.c and ip/ipaddrlabel.c. */
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import { isAddr, name, number } from "./row.ts";

const owner = name("dev", "ifname");

/** `token ::1 dev eth0`. */
export const tokenReader: Reader = {
	object: "token",
	begins: (words) => words.peek() === "token" && isAddr(words.peek(1)),
	read(words): Rest {
		words.field("token", words.peek(1), 2);
		return readRows(words, [owner]);
	},
};

/** `prefix ::1/128 label 0`. */
export const addrlabelReader: Reader = {
	object: "addrlabel",
	begins: (words) => words.peek() === "prefix" && isAddr(words.peek(1).split("/")[0] ?? "") && words.left > 2,
	read(words): Rest {
		const text = words.take(2);
		const slash = text.lastIndexOf("/");
		const [, addr = "", len = ""] = /(\S+)\/(\d+)/.exec(text) ?? [];
		words.fields.push({ key: "address", text: text.slice(0, slash), value: addr });
		words.fields.push({ key: "prefixlen", text: text.slice(slash), value: Number(len) });
		return readRows(words, [owner, number("label")]);
	},
};
