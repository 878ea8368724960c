/**
 * One line of ip's text output read by the rows of row.ts: the first line of a link, its second, an address, lifetimes.
 * Each reader starts at its own first word and stops where another reader's begins, so that lines that were joined
 * are read all the same. What is no word of ip becomes `unknown`, and nothing is made up for it.
 */
import { familyOf, inetPton } from "../../net/addr.ts";
import type { Json } from "../../print/field.ts";
import { linkFlags } from "../../uapi/link-flags.ts";
import { asDigits } from "../misread.ts";
import { addrRows, headerRows, isLladdr, isNumber, lifeRows, linkRows, type PasteRow, rowFor } from "./row.ts";
import type { Words } from "./word.ts";

/** Where a line stopped, for one that goes on in the next line. */
export interface Rest {
	readonly rows: readonly PasteRow[];
	/** A key word whose value has not come yet. */
	readonly pending?: PasteRow;
}

/** Reads what is there of one or more pieces of output; undefined if it does not begin like any. */
export function readPieces(words: Words, device: string | undefined): Rest | undefined {
	let rest: Rest | undefined;
	while (!words.done) {
		const next = readPiece(words, device);
		if (next === undefined) break;
		rest = next;
	}
	if (rest === undefined) return undefined;
	while (!words.done) unknownWord(words);
	return rest;
}

function readPiece(words: Words, device: string | undefined): Rest | undefined {
	const word = words.peek();
	if (/^\d+:$/.test(word)) return readHeader(words);
	if (/^[lIO\d]+:$/.test(word) && beginsFlags(words.peek(2))) return readHeader(words);
	if (macFlags.test(words.peek(1))) return readMacHeader(words);
	if (word === "ether" && device !== undefined && isLladdr(words.peek(1))) return readEther(words);
	if (word.startsWith("link/")) return readLink(words);
	if (word === "inet" || word === "inet6") return readAddr(words, device);
	if (rowFor(lifeRows, word)?.value?.(words.peek(1)) === true) return readRows(words, lifeRows);
	return undefined;
}

const beginsPiece = (word: string) => /^(\d+:|link\/\S*|inet6?)$/.test(word);

/** Behind the output somebody wrote what he thinks of it. */
const remark = /^(#|\/\/|;|<[-=<]|←|⟵|'|"|--|\.\.\.|…|\[\.\.\.)/;

const isCut = (rows: readonly PasteRow[], word: string) =>
	rows.some((row) => row.word !== word && row.word.startsWith(word));

/** `fallback` may take a word that no row knows; it says whether it did. */
export function readRows(
	words: Words,
	rows: readonly PasteRow[],
	fallback: (words: Words) => boolean = () => false,
): Rest {
	while (!words.done && !beginsPiece(words.peek())) {
		const row = rowFor(rows, words.peek());
		if (row?.read !== undefined) {
			if (!row.read(words)) unknownWord(words);
		} else if (row !== undefined) {
			if (row.value !== undefined && words.left === 1) {
				words.topic("silent");
				return { rows, pending: row };
			}
			readRow(words, row);
		} else if (remark.test(words.peek())) words.topic("silent", words.left);
		else if (!fallback(words)) {
			// the terminal, or the mail, ended before the word did
			if (words.left === 1 && isCut(rows, words.peek())) words.topic("unreadable");
			else unknownWord(words);
		}
	}
	return { rows };
}

function readRow(words: Words, row: PasteRow): void {
	if (row.value === undefined) return words.field(row.key, row.is === undefined ? true : row.is);
	const value = words.peek(1);
	if (row.value(value)) return words.field(row.key, jsonOf(row, value), 2);
	if (row.key === "operstate" && portStates.has(value))
		return void words.fields.push({ topic: "state.port", text: words.take(2), value });
	if (isMasked(value) || row.value(asDigits(value))) return words.topic("unreadable", 2);
	words.silent();
	unknownWord(words);
}

/** A value that comes on the line after its key word. */
export function readPending(words: Words, row: PasteRow): void {
	words.field(row.key, jsonOf(row, words.peek()));
}

const portStates = new Set(["disabled", "listening", "learning", "forwarding", "blocking"]);

export function jsonOf(row: PasteRow, value: string): Json {
	if (row.text === true) return value;
	if (/_timer$/.test(row.key) && /^\d+\.\d+$/.test(value)) return Number(value);
	if (row.onOff === true && (value === "on" || value === "off")) return value === "on";
	if (isNumber(value) || (row.hex === true && value.startsWith("0x"))) return Number(value);
	return /^-?\d+sec$/.test(value) ? Number.parseInt(value, 10) : value;
}

/** A word nobody knows, with its value if that is a number. */
export function unknownWord(words: Words): void {
	words.topic("unknown", isNumber(words.peek(1)) ? 2 : 1);
}

/** `10.x.x.x`, `**:**`, `REDACTED`: somebody took it out before pasting. */
export const isMasked = (word: string) => /x{1,4}[.:]|[.:]x|\*|redacted|hidden|masked/i.test(word);

// ---- the first line of a link

const nameLink = /^([^\s:@/][^\s/]*?)(?:@([^\s:@/]+))?(:?)$/;

/** `1: lo: <LOOPBACK,UP,LOWER_UP> mtu …`, or `1: lo    inet …` of -o. */
function readHeader(words: Words): Rest | undefined {
	const found = nameLink.exec(words.peek(1));
	if (found === null) return undefined;
	const [, name = "", link, colon = ""] = found;
	const then = words.peek(2);
	const oneline = colon === "" && (/^inet6?$/.test(then) || then.startsWith("link/"));
	if (!oneline && (colon === "" || !(beginsFlags(then) || (then === "mtu" && isNumber(words.peek(3))))))
		return undefined;
	const number = Number(words.peek().slice(0, -1));
	if (/^inet/.test(then) && link === undefined) {
		// ip/ipaddress.c print_addrinfo() has keys of its own for them
		words.field("index", number);
		words.field("dev", name);
		return { rows: [] };
	}
	if (Number.isNaN(number)) words.topic("unreadable");
	else words.field("ifindex", number);
	nameFields(words, name, link);
	if (oneline) return { rows: [] };
	if (beginsFlags(words.peek())) readFlags(words);
	return readRows(words, headerRows, xdp);
}

/** iproute2mac before 1.5 shows `lo0: flags=8049<UP,…> mtu 16384`, and an address below it as ifconfig does. */
const macFlags = /^flags=[0-9a-f]+<[A-Z0-9_,]*>$/;

function readMacHeader(words: Words): Rest | undefined {
	const name = /^([^\s:]+):$/.exec(words.peek())?.[1];
	if (name === undefined) return undefined;
	nameFields(words, name, undefined);
	readFlags(words);
	return readRows(words, headerRows);
}

function readEther(words: Words): Rest {
	words.field("address", words.peek(1), 2);
	return readRows(words, linkRows);
}

/** `eth0@if5: ` as name, link and the rest. */
export function nameFields(words: Words, name: string, link: string | undefined): void {
	const text = words.take();
	const at = link === undefined ? -1 : text.lastIndexOf(`@`);
	const nameEnd = at < 0 ? name.length : at;
	words.fields.push({ key: "ifname", text: text.slice(0, nameEnd), value: name });
	let end = nameEnd;
	if (link !== undefined && at >= 0) {
		end = at + 1 + link.length;
		const piece = text.slice(at, end);
		const index = /^if(\d+)$/.exec(link)?.[1];
		if (index !== undefined) words.fields.push({ key: "link_index", text: piece, value: Number(index) });
		else words.fields.push({ key: "link", text: piece, value: link === "NONE" ? null : link });
	}
	words.fields.push({ text: text.slice(end) });
}

const beginsFlags = (word: string) => /^(<|&lt;)[A-Z0-9_,\\-]*(>|&gt;)?$/.test(word);
/** Of macOS's own, those that most of its interfaces have. */
const foreignFlags = ["RUNNING", "SMART", "SIMPLEX"];
const flagNames = new Set([...linkFlags.map(({ name }) => name), "NO-CARRIER", "M-DOWN", ...foreignFlags]);

/** `<LOOPBACK,UP,LOWER_UP>`; also cut off, and as HTML wrote it. */
export function readFlags(words: Words, names: ReadonlySet<string> = flagNames): void {
	const whole = words.take();
	const [number = ""] = /^\s*flags=[0-9a-f]+/.exec(whole) ?? [];
	if (number !== "") words.fields.push({ topic: "silent", text: number });
	const text = whole.slice(number.length);
	const open = /^(<|&lt;)/.exec(text)?.[0] ?? "";
	const close = /(>|&gt;)?\s*$/.exec(text)?.[0] ?? "";
	const inner = text.slice(open.length, text.length - close.length);
	if (inner === "")
		return void words.fields.push({ open: "array", key: "flags" }, { close: "array" }, { topic: "flag.none", text });
	words.fields.push({ open: "array", key: "flags", text: open });
	const pieces = inner.split(/(,)/);
	for (const [i, piece] of pieces.entries()) {
		const name = piece.replaceAll("\\", "");
		if (piece === "" || piece === ",") words.fields.push({ text: piece });
		else if (names.has(name)) words.fields.push({ text: piece, value: name });
		else if (/^(0x)?[0-9a-f]+$/i.test(name)) words.fields.push({ topic: "flag.hex", text: piece, value: name });
		else
			words.fields.push({
				topic: close.trim() === "" && i === pieces.length - 1 ? "unreadable" : "unknown",
				text: piece,
			});
	}
	words.fields.push({ close: "array", text: close });
}

function xdp(words: Words): boolean {
	if (!/^xdp(generic|drv|offload|multi)?(\/id:\d+)?$/.test(words.peek())) return false;
	words.topic("xdp");
	return true;
}

// ---- its second line

function readLink(words: Words): Rest {
	words.field("link_type", words.peek().slice("link/".length));
	const next = words.peek();
	if (isLladdr(next)) words.field("address", next.toLowerCase());
	else if (isMasked(next) || (/[.:]/.test(next) && rowFor(linkRows, next) === undefined)) words.topic("unreadable");
	return readRows(words, linkRows);
}

// ---- an address

const addrLen = /^([^/]+)(?:\/(\d+))?$/;

/** `inet 127.0.0.1/8 scope host lo`; what ifconfig writes (`inet 127.0.0.1 netmask …`) is not it. */
function readAddr(words: Words, device: string | undefined): Rest | undefined {
	const [, text = "", len] = addrLen.exec(words.peek(1)) ?? [];
	const family = words.peek() === "inet" ? "inet" : "inet6";
	const good = familyOf(text) === family && inetPton(text, family) !== undefined;
	const then = words.peek(2);
	if (good && len === undefined && !["peer", "scope", "brd"].includes(then)) return undefined;
	if (!good && then !== "scope" && then !== "brd") return undefined;
	words.field("family", family);
	if (good) withLength(words, "local", text, len);
	else words.topic("unreadable");
	if (words.peek() === "peer") readPeer(words);
	return readRows(words, addrRows, (rest) => hexFlags(rest) || label(rest, family, device));
}

/** `127.0.0.1/8 ` as an address and a length. */
export function withLength(words: Words, key: string, addr: string, len: string | undefined, before = ""): void {
	const text = before + words.take();
	const slash = len === undefined ? text.length : text.lastIndexOf("/");
	words.fields.push({ key, text: text.slice(0, slash), value: addr });
	if (len !== undefined) words.fields.push({ key: "prefixlen", text: text.slice(slash), value: Number(len) });
}

export function readPeer(words: Words): void {
	const [, text = "", len] = addrLen.exec(words.peek(1)) ?? [];
	const before = words.take();
	if (inetPton(text, familyOf(text)) !== undefined) return withLength(words, "address", text, len, before);
	words.fields.push({ text: before });
	words.topic("unreadable");
}

function hexFlags(words: Words): boolean {
	const value = words.peek(1);
	if (words.peek() !== "flags" || !/^[0-9a-f]+$/i.test(value)) return false;
	words.fields.push({ topic: "addrflag.hex", text: words.take(2), value });
	return true;
}

/** The last word of an IPv4 address; its device's name anywhere. */
function label(words: Words, family: string, device: string | undefined): boolean {
	const word = words.peek();
	const last = words.left === 1 || words.peek(1) === "valid_lft";
	if (family !== "inet" || !(last || word === device)) return false;
	words.field("label", word);
	return true;
}
