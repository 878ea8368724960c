/**
 * Lines of `ip route`, and of `ip route get`. The mirror of ip/iproute.c print_route(). A listing leaves out what its filter
 * fixed, so hardly a word has to be there: a destination, and after it a word of a route with a value that fits.
 */
import { protocols } from "../../uapi/protocol.ts";
import { routeTypes } from "../../uapi/route-type.ts";
import { devRow, encapRow, flagRows, protoRow, scopeRow, viaRow } from "./hop.ts";
import { isMasked, type Rest, readRows } from "./line.ts";
import { metricRows } from "./metric.ts";
import { groupRows } from "./nexthop-group.ts";
import type { Before, Reader } from "./object.ts";
import { anyWord, isAddr, isNumber, name, number, type PasteRow, rowFor } from "./row.ts";
import type { Words } from "./word.ts";

const types = new Set(routeTypes.map(({ name }) => name));
const seconds = (word: string) => /^-?\d+sec$/.test(word);
/** `realm 5`, `realms 3/5`. */
function realms(words: Words): boolean {
	const [from = "", to, ...more] = words.peek(1).split("/");
	if (from === "" || more.length > 0 || words.left < 2) return false;
	words.fields.push({ open: "object", key: "flow" });
	if (to === undefined) words.field("to", from, 2);
	else {
		const text = words.take(2);
		const slash = text.indexOf("/") + 1;
		words.fields.push({ key: "from", text: text.slice(0, slash), value: from });
		words.fields.push({ key: "to", text: text.slice(slash), value: to });
	}
	words.fields.push({ close: "object" });
	return true;
}

export const routeRows: readonly PasteRow[] = [
	viaRow,
	devRow,
	{ word: "from", key: "from", value: (word) => isDestination(word), text: true },
	number("nhid"),
	name("tos"),
	name("table"),
	protoRow,
	scopeRow,
	{ word: "src", key: "prefsrc", value: isAddr, text: true },
	number("metric"),
	...flagRows,
	{ word: "mark", key: "mark", value: (word) => /^(0x[0-9a-f]+|\d+)$/.test(word), hex: true },
	{ word: "realm", key: "flow", value: anyWord, read: realms },
	{ word: "realms", key: "flow", value: anyWord, read: realms },
	number("uid"),
	{ word: "expires", key: "expires", value: seconds },
	number("users"),
	{ word: "age", key: "age", value: seconds },
	{ word: "used", key: "used", value: anyWord },
	{ word: "ref", key: "refcnt", value: isNumber },
	{ word: "error", key: "error", value: isNumber },
	...metricRows,
	name("iif"),
	name("oif"),
	{ word: "pref", key: "pref", value: (word) => /^(low|medium|high|\d+)$/.test(word), text: true },
	{ word: "weight", key: "weight", value: isNumber },
	encapRow,
	{ word: "nexthop", key: "nexthop", read: nexthopWord },
	{ word: "cache", key: "cache", read: cache },
];

function nexthopWord(words: Words): boolean {
	words.topic("route.nexthop");
	return true;
}

/** `cache <local,brd> `, `cache expires 10sec`, `cache mtu 1300`. */
function cache(words: Words): boolean {
	words.topic("route.cache");
	const [, inner] = /^<([a-z,_-]*)>$/.exec(words.peek()) ?? [];
	if (inner === undefined) return true;
	const text = words.take();
	words.fields.push({ open: "array", key: "cache", text: "<" });
	for (const piece of inner.split(/(,)/))
		words.fields.push(piece === "," ? { text: piece } : { text: piece, value: piece });
	words.fields.push({ close: "array", text: text.slice(inner.length + 1) });
	return true;
}

/** Words of a next hop object below a route. */
const infoRows: readonly PasteRow[] = [{ word: "blackhole", key: "blackhole", is: null }, ...groupRows, ...routeRows];

const isDestination = (word: string) => {
	const [addr = "", len, ...more] = word.split("/");
	return isAddr(addr) && more.length === 0 && (len === undefined || /^\d{1,3}$/.test(len));
};

const protocolNames = new Set(protocols.map(({ name }) => name));

/** A word of a route whose value fits: prose does not have both. */
function isClause(words: Words, at: number): boolean {
	const row = rowFor(routeRows, words.peek(at));
	if (row === undefined) return false;
	const next = words.peek(at + 1);
	if (row.word === "via") return isAddr(next) || next === "inet6" || next === "inet" || /^[\dx*.]+$/i.test(next);
	if (row.word === "proto") return protocolNames.has(next) || isNumber(next) || words.left > at + 2;
	if (row.word === "scope") return /^(link|host|global|site|nowhere|\d+)$/.test(next);
	return row.value === undefined || row.value(next);
}

export const routeReader: Reader = {
	object: "route",
	begins(words, before) {
		const typed = isType(words, before) ? 1 : 0;
		const dst = words.peek(typed);
		if (isMasked(dst) && /^[\dx*]+\.[\dx*.]+(\/\d+)?$/i.test(dst)) return isClause(words, typed + 1);
		if (dst !== "default" && !isDestination(dst)) return false;
		if (words.left === typed + 2 && dst.includes("/") && rowFor(routeRows, words.peek(typed + 1)) !== undefined)
			return true;
		if (words.left === typed + 1) return isWanted(before) || (typed === 1 && dst !== "default");
		return isClause(words, typed + 1);
	},
	read(words): Rest {
		if (words.peek() === "nexthop" || words.peek() === "cache") return readRows(words, routeRows);
		if (words.peek() === "nh_info") return nexthopInfo(words);
		if (types.has(words.peek()) || (/^\d+$/.test(words.peek()) && words.left > 1)) words.field("type", words.peek());
		words.field("dst", words.peek());
		return readRows(words, routeRows);
	},
	goesOn: (words) =>
		(words.peek() === "nh_info" && words.peek(1) === "id") ||
		(words.peek() === "nexthop" && isClause(words, 1)) ||
		(words.peek() === "cache" && (words.left === 1 || words.peek(1).startsWith("<") || isClause(words, 1))),
};

/** `nh_info id 5 via 10.0.0.2 dev eth0 …`: -d tells what the object is that a route names. */
function nexthopInfo(words: Words): Rest {
	words.topic("route.nh_info");
	words.fields.push({ open: "object", key: "nh_info" });
	words.field("id", Number(words.peek(1)), 2);
	const rest = readRows(words, infoRows);
	words.fields.push({ close: "object" });
	return rest;
}

/** With -N a type is a number; without a command above it, that would be the number of a line. */
function isType(words: Words, { asked, text }: Before): boolean {
	const type = words.peek();
	if (types.has(type)) return true;
	if (asked !== "route" || !/^([1-9]|1[01])$/.test(type)) return false;
	return isDestination(words.peek(1)) || /^\d+ default /.test(text);
}

/** A bare address is a route only where routes were asked for. */
function isWanted({ asked, object }: Before): boolean {
	return asked === "route" || object === "route";
}
