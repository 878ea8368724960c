/**
 * Where each thing of a field stream stands in the text, and what belongs together: the first pass of an explanation.
 * Both streams come through here, what our own `ip` describes and what paste/ reads out of somebody's terminal; the
 * JSON keys say where a link and an address begin.
 */
import { familyOf, inetPton } from "../net/addr.ts";
import type { Bracket, Field, Value } from "../print/field.ts";
import type { AddrContext, LinkContext } from "./context.ts";

export interface Place {
	/** Number of the line, from 0. */
	readonly line: number;
	/** Columns of the words, without blanks around them: UTF-16 units from 0. */
	readonly start: number;
	readonly end: number;
	readonly word: string;
	/** The JSON key, or that of the array it stands in (`flags`). */
	readonly key?: string;
	/** Keys of the objects around it, outermost first: `stats64`, `rx`. */
	readonly path: readonly string[];
	readonly value: string;
	readonly topic?: string;
	/** What kind of thing the word speaks of: `route`, `neigh` …; a link and its addresses are `link`. */
	readonly object: string;
	readonly link: LinkContext;
	readonly addr: AddrContext;
	/** Whether an address has begun: some keys mean another thing then. */
	readonly inAddr: boolean;
}

export interface Reading {
	readonly lines: readonly string[];
	readonly places: readonly Place[];
}

interface Cursor {
	lines: string[];
	text: string;
	/** A key word that came before its value as text of its own. */
	lead: string;
	path: string[];
	link: LinkContext;
	addr: AddrContext;
	inAddr: boolean;
	object: string;
	places: Place[];
}

/** `oneline`: how a soft line end is shown; -o has it as a backslash. */
export function readFields(fields: Iterable<Field>, oneline = false): Reading {
	const at: Cursor = {
		lines: [],
		text: "",
		lead: "",
		path: [],
		link: {},
		addr: {},
		inAddr: false,
		object: "link",
		places: [],
	};
	for (const field of fields) {
		if ("nl" in field) newline(at, oneline && field.nl === "soft");
		else if (isBracket(field)) bracket(at, field);
		else value(at, field);
	}
	if (at.text !== "") at.lines.push(at.text);
	return { lines: at.lines, places: at.places };
}

function isBracket(field: Bracket | Value): field is Bracket {
	return "open" in field || "close" in field;
}

function newline(at: Cursor, backslash: boolean): void {
	if (backslash) {
		at.text += "\\";
		return;
	}
	at.lines.push(at.text);
	at.text = "";
}

function bracket(at: Cursor, field: Bracket): void {
	if (field.open !== undefined) {
		at.path.push(field.key ?? "");
		if (field.key === "flags") at.link.flags ??= new Set();
	}
	if (field.close !== undefined && at.path.pop() === "addr_info") at.inAddr = false;
	at.text += field.text ?? "";
	// `arp_ip_target ` of `arp_ip_target 10.0.0.1`: the word that names an array belongs to its first member
	at.lead = /\S+\s+<?$/.exec(field.open === undefined ? "" : (field.text ?? ""))?.[0] ?? "";
}

/** With these an address is over. */
const linkKeys = new Set(["ifindex", "index", "ifname", "dev", "link_type"]);

/** Keys with which another link begins, unless it is the same one again (-o repeats it on each line). */
function beginsLink(at: Cursor, key: string, text: string): boolean {
	if (key === "ifindex" || key === "index") return at.link.ifindex !== text;
	if (key === "ifname" || key === "dev") return at.link.ifname !== undefined && at.link.ifname !== text;
	return false;
}

function value(at: Cursor, whole: Value): void {
	for (const field of pieces(whole)) {
		const text = field.text ?? "";
		const bare = field.value === undefined ? (field.raw ?? text.trim()) : String(field.value);
		const around = at.path.findLast((key) => key !== "");
		const member = field.topic === undefined && field.value !== undefined;
		const key = field.key ?? (member ? around : undefined);
		if (field.topic === "object") {
			begin(at, String(field.value));
			continue;
		}
		const topic = field.topic ?? (key === undefined ? title(bare) : undefined);
		if (topic === "command") forget(at);
		if (key !== undefined) learn(at, key, bare, field.value);
		if (key !== undefined || topic !== undefined) place(at, text, bare, key, topic);
		at.lead = key === undefined && topic === undefined ? (keyWord.exec(text)?.[0] ?? "") : "";
		at.text += text;
	}
}

function place(at: Cursor, text: string, value: string, key: string | undefined, topic: string | undefined): void {
	const word = text.replace(/^[\s,]+/, "").trimEnd();
	if (word === "") return;
	const column = at.text.length + text.indexOf(word);
	const lead = text.startsWith(word) ? at.lead : "";
	at.places.push({
		line: at.lines.length,
		start: column - lead.length,
		end: column + word.length,
		word: lead + word,
		path: [...at.path],
		value,
		link: at.link,
		addr: at.addr,
		inAddr: at.inAddr,
		object: at.object,
		...(key === undefined ? {} : { key }),
		...(topic === undefined ? {} : { topic }),
	});
}

const keyWord = /(?<=^|\s)(brd|peer|any|permaddr|state|via|dev|src|iif|oif|lladdr|from|to|remote|local)\s$/;

/** `eth0@if5: ` in one piece is two things. */
function pieces(field: Value): readonly Value[] {
	const { key, text = "", value } = field;
	const name = String(value);
	if (key !== "ifname" || !text.startsWith(`${name}@`)) return [field];
	const [lower = ""] = /^@[^\s:]*/.exec(text.slice(name.length)) ?? [];
	const index = /^@if(\d+)$/.exec(lower)?.[1];
	return [
		{ key, text: name, value: name },
		index === undefined
			? { key: "link", text: lower, value: lower.slice(1) }
			: { key: "link_index", text: lower, value: Number(index) },
		{ text: text.slice(name.length + lower.length) },
	];
}

/** The headings `RX:` and `TX errors:` have no key. */
function title(word: string): string | undefined {
	const [, direction, errors = ""] = /^(RX|TX)( errors)?:$/.exec(word) ?? [];
	return direction === undefined ? undefined : `stats.${direction.toLowerCase()}${errors.replace(" ", "-")}`;
}

/** Another thing begins than the one before: what was learnt of a link is not true of it. */
function begin(at: Cursor, object: string): void {
	if (object !== "link" || at.object !== "link") forget(at);
	at.object = object;
}

function forget(at: Cursor): void {
	at.link = {};
	at.addr = {};
	at.inAddr = false;
	at.object = "link";
}

function learn(at: Cursor, key: string, text: string, raw: Value["value"]): void {
	if (at.object !== "link") return learnLink(at.link, key, text);
	if (at.path.some((name) => name.startsWith("info_") && name.endsWith("data"))) return;
	if (beginsLink(at, key, text)) forget(at);
	if (linkKeys.has(key)) at.inAddr = false;
	if (key === "family") {
		at.addr = { family: text === "inet6" ? "inet6" : "inet" };
		at.inAddr = true;
	} else if (key === "local" && (!at.inAddr || at.addr.local !== undefined)) {
		at.addr = { family: familyOf(text) };
		at.inAddr = true;
	}
	if (at.inAddr) learnAddr(at.addr, key, text, raw);
	else learnLink(at.link, key, text);
}

function learnLink(link: LinkContext, key: string, text: string): void {
	if (key === "ifindex" || key === "index") link.ifindex = text;
	else if (key === "ifname" || key === "dev") link.ifname = text;
	else if (key === "link_index") link.foreignPeer = true;
	else if (key === "flags") link.flags = withWord(link.flags, text);
	else if (key === "link_type") link.type = text;
	else if (key === "operstate") link.operstate = text;
	else if (key === "master") link.master = text;
	else if (key === "info_kind") link.kind = text;
	else if (key === "info_slave_kind") link.portKind = text;
}

function learnAddr(addr: AddrContext, key: string, text: string, raw: Value["value"]): void {
	if (key === "local") {
		const canonical = inetPton(text, familyOf(text));
		if (canonical !== undefined) addr.local = canonical;
	} else if (key === "address") addr.peer = text;
	else if (key === "prefixlen") addr.prefixlen = Number(text);
	else if (key === "scope") addr.scope = text;
	else if (key === "label") addr.label = text;
	else if (raw === true) addr.flags = withWord(addr.flags, key);
}

function withWord(words: Set<string> | undefined, word: string): Set<string> {
	return (words ?? new Set()).add(word);
}
