/** A line of -br: NAME[@LINK] STATE, then addresses, or a MAC and flags. Only if the whole line is of that form. */
import { familyOf, inetPton } from "../../net/addr.ts";
import { operstates } from "../../uapi/operstate.ts";
import { nameFields, readFlags, readPeer, withLength } from "./line.ts";
import { isLladdr, isNumber } from "./row.ts";
import type { Words } from "./word.ts";

const states = new Set(operstates.map(({ name }) => name));
const nameLink = /^([^\s:@/<>"',.]\S*?)(?:@([^\s:@/]+))?$/;

/** `text` is the same line: a name and a state alone are only believed if they stand in columns. */
export function isBrief(words: Words, text: string): boolean {
	if (!nameLink.test(words.peek()) || !states.has(words.peek(1))) return false;
	const rest = Array.from({ length: words.left - 2 }, (_, i) => words.peek(2 + i));
	if (rest.length === 0) return /^\s*\S+(\s{2,}[A-Z]+\s*|\s+[A-Z]+\s{2,})$/.test(text) || /\S@if\d+\s/.test(text);
	if (isLladdr(rest[0] ?? "") && rest.length <= 2) return rest.length === 1 || (rest[1] ?? "").startsWith("<");
	if (rest.length === 1 && /^<[A-Z0-9_,-]+>$/.test(rest[0] ?? "")) return true;
	return rest.every((word, i) => isPrefix(word) || word === "peer" || word === "metric" || isAfter(rest, i));
}

function isAfter(rest: readonly string[], i: number): boolean {
	const word = rest[i] ?? "";
	if (rest[i - 1] === "metric") return isNumber(word);
	return rest[i + 1] === "peer" && inetPton(word, familyOf(word)) !== undefined;
}

function isPrefix(word: string): boolean {
	const [addr = "", len = "", ...more] = word.split("/");
	return more.length === 0 && /^\d{1,3}$/.test(len) && inetPton(addr, familyOf(addr)) !== undefined;
}

export function readBrief(words: Words): void {
	const [, name = "", link] = nameLink.exec(words.peek()) ?? [];
	nameFields(words, name, link);
	words.field("operstate", words.peek());
	while (!words.done) {
		const word = words.peek();
		const [addr = "", len] = word.split("/");
		if (word.startsWith("<")) readFlags(words);
		else if (word === "peer") readPeer(words);
		else if (word === "metric") words.field("metric", Number(words.peek(1)), 2);
		else if (isPrefix(word) || words.peek(1) === "peer") withLength(words, "local", addr, len);
		else words.field("address", word.toLowerCase());
	}
}
