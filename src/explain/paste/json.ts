/**
 * Output of ip -j and ip -j -p. It stays JSON on the page: who reads it will ask for its keys with jq, so the keys are
 * what wants explaining, and the text form would hide them. What came as one long line is laid out as -p does it, one
 * member a line with its note below; nothing but blanks and newlines is added to it.
 */
import type { Field, Json } from "../../print/field.ts";
import { clean } from "./clean.ts";
import { objectMark } from "./object.ts";

const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]|\s+|./gu;
const plausible = /^\s*(["{}[\],\d-]|true|false|null)/;
const quoted = /^(?:\s*>)+\s?/;

export interface JsonBlock {
	/** How many lines of the paste it takes. */
	readonly count: number;
	readonly fields: readonly Field[];
	/** Lines it has on the page. */
	readonly lines: number;
}

/** The block of JSON that begins at a line, if one does and if it is about links or addresses. */
export function readJson(lines: readonly string[], from: number): JsonBlock | undefined {
	const first = lines[from] ?? "";
	const mark = quoted.exec(first)?.[0] ?? "";
	if (!/^\s*[[{]/.test(first.slice(mark.length))) return undefined;
	const count = blockLength(lines, from, mark);
	if (count === 0) return undefined;
	const block = lines.slice(from, from + count).map((line) => line.slice(mark.length));
	const objects = objectsOf(block.join("\n"));
	if (objects === undefined) return undefined;
	const shown = count <= 2 ? layout(block.join(" ")) : block;
	return { count, lines: shown.length, fields: fieldsOf(shown, mark, objects) };
}

/** Lines until all brackets are closed; 0 if that never happens. */
function blockLength(lines: readonly string[], from: number, mark: string): number {
	let depth = 0;
	for (let i = from; i < lines.length; i++) {
		const line = lines[i] ?? "";
		if (!line.startsWith(mark.trimEnd()) || !plausible.test(line.slice(mark.length))) return 0;
		for (const [word] of line.slice(mark.length).matchAll(token)) {
			if (word === "{" || word === "[") depth++;
			if (word === "}" || word === "]") depth--;
		}
		if (depth <= 0) return i - from + 1;
	}
	return 0;
}

/** What each object of the outermost array speaks of; undefined where none is output of ip. */
function objectsOf(text: string): readonly string[] | undefined {
	try {
		const value: unknown = JSON.parse(text);
		const objects: unknown[] = Array.isArray(value) ? value : [value];
		const names = objects.map((each) => (typeof each === "object" && each !== null ? nameOf(each) : undefined));
		return names.some((name) => name !== undefined) ? names.map((name) => name ?? "link") : undefined;
	} catch {
		return undefined;
	}
}

/** Keys that only one object has; the first row that fits wins. */
const signs: readonly (readonly [object: string, keys: readonly string[]])[] = [
	["maddress", ["maddr"]],
	["rule", ["priority", "src"]],
	["tunnel", ["mode", "remote"]],
	["addrlabel", ["address", "label"]],
	["token", ["token"]],
	["link", ["ifindex"]],
	["link", ["addr_info"]],
	["link", ["operstate"]],
	["neigh", ["dst", "state"]],
	["neigh", ["dst", "lladdr"]],
	["neigh", ["lladdr", "state"]],
	["neigh", ["dst", "proxy"]],
	["route", ["dst"]],
	["nexthop", ["id", "bucket"]],
	["netns", ["name", "id"]],
	["nexthop", ["id"]],
	["netconf", ["interface"]],
	["netns", ["nsid"]],
	["vrf", ["name", "table"]],
	["netns", ["name"]],
	["link", ["ifname"]],
];

function nameOf(object: object): string | undefined {
	if ("flags" in object && Array.isArray(object.flags) && object.flags.some((flag) => flag === "tun" || flag === "tap"))
		return "tuntap";
	return signs.find(([, keys]) => keys.every((key) => Object.hasOwn(object, key)))?.[0];
}

/** One member a line; arrays of plain values stay on theirs. */
function layout(text: string): string[] {
	const words = [...text.matchAll(token)].map(([word]) => word).filter((word) => word.trim() !== "");
	const open: boolean[] = [];
	let out = "";
	const newline = () => {
		out += `\n${"    ".repeat(open.filter(Boolean).length)}`;
	};
	for (const [i, word] of words.entries()) {
		const next = words[i + 1] ?? "";
		if (word === "{") {
			open.push(true);
			out += word;
			if (next !== "}") newline();
		} else if (word === "}") {
			open.pop();
			if (words[i - 1] !== "{") newline();
			out += word;
		} else if (word === "[") {
			open.push(false);
			out += next === "]" ? word : "[ ";
		} else if (word === "]") {
			open.pop();
			out += words[i - 1] === "[" ? word : " ]";
		} else if (word === ",") {
			out += word;
			if (open.at(-1) === true) newline();
		} else out += word === ":" ? ": " : word;
	}
	return out.split("\n");
}

function fieldsOf(lines: readonly string[], mark: string, objects: readonly string[]): Field[] {
	const fields: Field[] = [];
	let depth = 0;
	let next = 0;
	let held = "";
	let key: string | undefined;
	for (const line of lines) {
		if (mark !== "") fields.push({ text: mark });
		const words = [...line.matchAll(token)].map(([word]) => word);
		for (const [i, word] of words.entries()) {
			const named = key === undefined ? {} : { key };
			if (word.startsWith('"') && nextWord(words, i) === ":") {
				held = word;
				key = parse(word) as string;
				continue;
			}
			if (key !== undefined && (word === ":" || word.trim() === "")) {
				held += word;
				continue;
			}
			if (word === "{" && depth++ === 0) fields.push(objectMark(objects[next++] ?? "link"));
			if (word === "}") depth--;
			if (word === "{" || word === "[")
				fields.push({ open: word === "{" ? "object" : "array", ...named, text: held + word });
			else if (word === "}" || word === "]") fields.push({ close: word === "}" ? "object" : "array", text: word });
			else if (word === "," || word.trim() === "") fields.push({ text: word });
			else fields.push({ ...named, text: held + word, value: parse(word) });
			held = "";
			key = undefined;
		}
		if (held !== "") fields.push({ text: held });
		held = "";
		fields.push({ nl: "hard" });
	}
	return fields;
}

function nextWord(words: readonly string[], i: number): string | undefined {
	return words.slice(i + 1, i + 3).find((word) => word.trim() !== "");
}

/** A string may hold escapes (\u001b) that only appear now: they are made harmless as all else. */
function parse(word: string): Json {
	try {
		const value = JSON.parse(word) as Json;
		return typeof value === "string" ? clean(value) : value;
	} catch {
		return word;
	}
}
