/** The shapes that words of a -d line can have with their values: what setting.ts makes its rows of. */
import type { Json } from "../../print/field.ts";
import { jsonOf } from "./line.ts";
import { anyWord, isAddr, isNumber, type PasteRow } from "./row.ts";
import type { Words } from "./word.ts";
export interface SettingRow extends PasteRow {
	/** The kind, or `bond_slave`. */
	readonly only?: string;
}

export const isHex = (word: string) => /^(0x[0-9a-f]+|\d+)$/i.test(word);

export const isTime = (word: string) => /^\d+(\.\d+)?$/.test(word);

export const isOnOff = (word: string) => word === "on" || word === "off" || /^[01]$/.test(word);

export const words = (list: string) => list.trim().split(/\s+/);

const named = (entry: string): [word: string, key: string] => {
	const [word = "", key = word] = entry.split("=");
	return [word, key];
};

/** `word=key` where JSON names it otherwise. */
export const rows = (list: string, value: (word: string) => boolean, more: Partial<SettingRow> = {}): SettingRow[] =>
	words(list).map((entry) => {
		const [word, key] = named(entry);
		return { word, key, value, ...more };
	});

export const flags = (list: string, is: boolean, only?: string): SettingRow[] =>
	words(list).map((entry) => {
		const [word, key] = named(entry);
		return { word, key, is, ...(only === undefined ? {} : { only }) };
	});

/** `arp_ip_target 10.0.0.1,10.0.0.2`, `<active,short_timeout>`: members of an array. */
export function list(word: string): SettingRow {
	return {
		word,
		key: word,
		value: anyWord,
		read: (words) => {
			const [, open = "", inner = ""] = /^(<?)([^<>]*)>?$/.exec(words.peek(1)) ?? [];
			if (inner === "" && open === "") return false;
			if (inner === "") {
				words.topic("silent", 2);
				return true;
			}
			const text = words.take(2);
			const start = text.indexOf(open + inner, word.length) + open.length;
			words.fields.push({ open: "array", key: word, text: text.slice(0, start) });
			for (const piece of inner.split(/(,)/).filter((each) => each !== ""))
				words.fields.push(piece === "," ? { text: piece } : { text: piece, value: piece });
			words.fields.push({ close: "array", text: text.slice(start + inner.length) });
			return true;
		},
	};
}

/** A value that may be the word `inherit` (or `auto`, `none`), which JSON says as a number or not at all. */
export function inheritable(
	word: string,
	key: string,
	spoken: Readonly<Record<string, Json>>,
	only?: string,
): SettingRow {
	return {
		word,
		key,
		value: anyWord,
		...(only === undefined ? {} : { only }),
		read: (words) => {
			const value = words.peek(1);
			if (words.left < 2) return false;
			words.field(key, spoken[value] ?? jsonOf({ word, key }, value), 2);
			return true;
		},
	};
}

/** `id 10`, `remote 10.0.0.2` or `remote6`: the key says the family. */
export function end(word: string, six = false): SettingRow {
	return {
		word,
		key: word,
		value: anyWord,
		read: (words) => {
			const value = words.peek(1);
			if (value !== "any" && !isAddr(value)) return false;
			words.field(value.includes(":") && six ? `${word}6` : word, value, 2);
			return true;
		},
	};
}

/** `srcport 0 0`. */
export function sourcePorts(words: Words): boolean {
	if (!isNumber(words.peek(1)) || !isNumber(words.peek(2))) return false;
	words.fields.push({ open: "object", key: "port_range" });
	words.field("low", Number(words.peek(1)), 2);
	words.field("high", Number(words.peek()));
	words.fields.push({ close: "object" });
	return true;
}

/** `(flowinfo 0x00000000)`. */
export function flowinfo(words: Words): boolean {
	words.field("flowinfo", words.peek(1).replace(/\)$/, ""), 2);
	return true;
}

/** `peer policy forward`, `peer scrub default` of a netkit. */
export function ofPeer(words: Words): boolean {
	const what = words.peek(1);
	if (words.left < 3 || (what !== "policy" && what !== "scrub")) return false;
	words.field(`peer_${what}`, words.peek(2), 3);
	return true;
}

/** `remotes (2) 02:… 02:…` of a macvlan in source mode. */
export function remotes(words: Words): boolean {
	const count = Number(/^\((\d+)\)$/.exec(words.peek(1))?.[1] ?? Number.NaN);
	if (Number.isNaN(count)) return false;
	words.field("macaddr_count", count, 2);
	words.fields.push({ open: "array", key: "macaddr_data" });
	for (let i = 0; i < count && !words.done; i++) {
		const value = words.peek();
		words.fields.push({ text: words.take(), value });
	}
	words.fields.push({ close: "array" });
	return true;
}

/** `encap fou encap-sport auto encap-dport 5555 noencap-csum …`: the last words belong to it. */
export function encap(words: Words): boolean {
	words.fields.push({ open: "object", key: "encap" });
	words.field("type", words.peek(1), 2);
	while (/^(no)?encap-/.test(words.peek())) {
		const word = words.peek();
		const key = word.replace(/^(no)?encap-/, "");
		if (key === "sport" || key === "dport")
			words.field(key, words.peek(1) === "auto" ? 0 : jsonOf({ word, key }, words.peek(1)), 2);
		else words.field(key, !word.startsWith("no"));
	}
	words.fields.push({ close: "object" });
	return true;
}
