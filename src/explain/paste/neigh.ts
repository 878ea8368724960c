/** Lines of `ip neigh`: `10.0.0.2 dev eth0 lladdr 02:00:00:00:00:22 REACHABLE`. The mirror of ip/ipneigh.c print_neigh(). */
import { nudStates } from "../../uapi/nud.ts";
import { devRow, protoRow } from "./hop.ts";
import { isMasked, type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import { isAddr, isLladdr, isNumber, lladdr, number, type PasteRow, rowFor } from "./row.ts";
import type { Words } from "./word.ts";

const states = new Set(nudStates.map(({ name }) => name.toUpperCase()));
const flags = ["router", "proxy", "managed", "extern_learn", "extern_valid", "offload"];

/** ` used 10/5/3probes 1`: iproute2 6.1 forgets the blank before `probes`, and of an entry that was never asked before its state. */
function used(words: Words): boolean {
	const [, first, second, third, rest] = /^(\d+)(\/\d+)(\/\d+)(probes|[A-Z]+)?$/.exec(words.peek(1)) ?? [];
	if (first === undefined || second === undefined || third === undefined) return false;
	if (rest !== undefined && rest !== "probes" && !states.has(rest)) return false;
	const text = words.take(rest === "probes" ? 3 : 2);
	const one = text.indexOf(second);
	const two = one + second.length;
	const end = rest === undefined ? text.length : two + third.length;
	words.fields.push({ key: "used", text: text.slice(0, one), value: Number(first) });
	words.fields.push({ key: "confirmed", text: second, value: Number(second.slice(1)) });
	words.fields.push({ key: "updated", text: text.slice(two, end), value: Number(third.slice(1)) });
	if (rest === "probes")
		words.fields.push({ key: "probes", text: text.slice(end), value: Number.parseInt(text.slice(end + 6), 10) });
	else if (rest !== undefined)
		words.fields.push({ open: "array", key: "state" }, { text: text.slice(end), value: rest }, { close: "array" });
	return true;
}

function state(words: Words): boolean {
	words.fields.push({ open: "array", key: "state" });
	const value = words.peek();
	words.fields.push({ text: words.take(), value }, { close: "array" });
	return true;
}

const neighRows: readonly PasteRow[] = [
	devRow,
	lladdr("lladdr", "lladdr"),
	...flags.map((word) => ({ word, key: word, is: null })),
	{ word: "ref", key: "refcnt", value: isNumber },
	{ word: "used", key: "used", read: used },
	number("probes"),
	protoRow,
	...[...states].map((word) => ({ word, key: "state", read: state })),
];

export const neighReader: Reader = {
	object: "neigh",
	begins(words, { asked }) {
		if (asked === "neigh" && isFdb(words)) return true;
		if (!isAddr(words.peek()) && !isMasked(words.peek())) return false;
		const rest = Array.from({ length: words.left - 1 }, (_, i) => words.peek(1 + i));
		if (
			isBriefNeigh(rest) ||
			(asked === "neigh" && rest.length === 1 && rowFor(neighRows, rest[0] ?? "") === undefined)
		)
			return true;
		if (rowFor(neighRows, rest[0] ?? "") === undefined) return false;
		return (
			// a route may be offloaded, too
			rest.some((word) => word === "lladdr" || states.has(word) || (flags.includes(word) && word !== "offload")) ||
			(asked === "neigh" && rest.length === 2)
		);
	},
	read(words): Rest {
		if (isFdb(words)) return readFdb(words);
		words.field("dst", words.peek());
		if (isLladdr(words.peek(1)) && words.left === 2) {
			words.field("dev", words.peek());
			words.field("lladdr", words.peek());
		} else if (words.left === 1 && rowFor(neighRows, words.peek()) === undefined) words.field("dev", words.peek());
		return readRows(words, neighRows);
	},
};

/** `ip -B neigh`: no address but that of the link, behind its device or not; with -br without their words. */
function isFdb(words: Words): boolean {
	if (words.left <= 2) return isLladdr(words.peek(words.left - 1));
	return isLladdr(words.peek(1)) || (words.peek() === "dev" && isLladdr(words.peek(3)));
}

function readFdb(words: Words): Rest {
	if (words.left > 2) return readRows(words, neighRows);
	if (words.left === 2) words.field("dev", words.peek());
	words.field("lladdr", words.peek());
	return { rows: [] };
}

/** -br: address, device, MAC, in columns. */
function isBriefNeigh(rest: readonly string[]): boolean {
	return rest.length === 2 && /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(rest[1] ?? "");
}
