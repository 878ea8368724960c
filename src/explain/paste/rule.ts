/** Lines of `ip rule`: `32765:	from 10.0.0.0/8 lookup 100`. The mirror of ip/iprule.c print_rule(). */
import { routeTypes } from "../../uapi/route-type.ts";
import { protoRow } from "./hop.ts";
import { type Rest, readRows } from "./line.ts";
import type { Reader } from "./object.ts";
import { anyWord, isAddr, isNumber, name, number, type PasteRow } from "./row.ts";
import type { Words } from "./word.ts";

const flag = (word: string, key = word): PasteRow => ({ word, key, is: null });

/** Two values with a mark between them: `fwmark 0x1/0xff`, `sport 10-20`; the second may be missing. */
function pair(word: string, mark: string, first: string, second: string, alone = first): PasteRow {
	return {
		word,
		key: first,
		value: anyWord,
		read: (words) => {
			if (words.left < 2) return false;
			const text = words.take(2);
			const at = text.indexOf(mark, word.length);
			const json = (piece: string) => (/^\s*\d+\s*$/.test(piece) ? Number(piece) : piece.trim());
			const value = text.slice(word.length);
			if (at < 0) words.fields.push({ key: alone, text, value: json(value) });
			else {
				words.fields.push({ key: first, text: text.slice(0, at), value: json(text.slice(word.length, at)) });
				words.fields.push({ key: second, text: text.slice(at), value: json(text.slice(at + 1)) });
			}
			return true;
		},
	};
}

/** `from all`, `from 10.0.0.0/8`. */
function end(word: string, key: string): PasteRow {
	return {
		word,
		key,
		value: anyWord,
		read: (words) => {
			const [addr = "", len] = words.peek(1).split("/");
			if (addr !== "all" && !isAddr(addr)) return false;
			const text = words.take(2);
			const slash = len === undefined ? text.length : text.lastIndexOf("/");
			words.fields.push({ key, text: text.slice(0, slash), value: addr });
			if (len !== undefined) words.fields.push({ key: `${key}len`, text: text.slice(slash), value: Number(len) });
			return true;
		},
	};
}

/** `oif eth0`, and `[detached]` behind it while no device has that name: of the two of a rule, the word is of the one before it. */
function device(word: "iif" | "oif"): PasteRow {
	return {
		word,
		key: word,
		value: anyWord,
		read: (words) => {
			if (words.left < 2) return false;
			words.field(word, words.peek(1), 2);
			if (words.peek() === "[detached]") words.field(`${word}_detached`, null);
			return true;
		},
	};
}

const lookup: PasteRow = {
	word: "lookup",
	key: "table",
	value: anyWord,
	read: (words) => {
		if (words.peek(1) === "[l3mdev-table]") words.field("l3mdev", null, 2);
		else if (words.left < 2) return false;
		else words.field("table", words.peek(1), 2);
		return true;
	},
};

const ruleRows: readonly PasteRow[] = [
	flag("not"),
	end("from", "src"),
	end("to", "dst"),
	name("tos"),
	name("dscp"),
	pair("flowlabel", "/", "flowlabel", "flowlabel_mask"),
	pair("fwmark", "/", "fwmark", "fwmask"),
	device("iif"),
	device("oif"),
	flag("[unresolved]", "unresolved"),
	pair("uidrange", "-", "uid_start", "uid_end"),
	name("ipproto"),
	pair("sport", "-", "sport_start", "sport_end", "sport"),
	pair("dport", "-", "dport_start", "dport_end", "dport"),
	number("tun_id"),
	lookup,
	{ ...lookup, word: "table" },
	number("suppress_prefixlength", "suppress_prefixlen"),
	name("suppress_ifgroup"),
	pair("realms", "/", "flow_from", "flow_to", "flow_to"),
	{ word: "goto", key: "goto", value: (word) => isNumber(word) || word === "none" },
	flag("nop"),
	flag("masquerade"),
	...routeTypes.map(({ name: word }) => ({ word, key: "action", read: action })),
	// with -N
	...routeTypes.map(({ number }) => ({ word: String(number), key: "action", read: action })),
	protoRow,
];

function action(words: Words): boolean {
	words.field("action", words.peek());
	return true;
}

/** -N: the action is a number of its own. */
function numbered(words: Words): boolean {
	if (!/^\d+$/.test(words.peek()) || !(words.left === 1 || words.peek(1) === "proto")) return false;
	words.field("action", words.peek());
	return true;
}

export const ruleReader: Reader = {
	object: "rule",
	begins: (words) =>
		/^\d+:$/.test(words.peek()) && (words.peek(1) === "from" || (words.peek(1) === "not" && words.peek(2) === "from")),
	read(words): Rest {
		words.field("priority", Number.parseInt(words.peek(), 10));
		return readRows(words, ruleRows, numbered);
	},
};
