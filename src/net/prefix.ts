/**
 * A prefix: an address and how many leading bits of it count. The address may have bits past the length, as the
 * address of an interface has (10.0.0.7/24); maskAddr() drops them.
 * parsePrefix() is iproute2's lib/utils.c get_prefix_1(). Read addr.ts first.
 */
import {
	type Addr,
	type AddrFamily,
	bitsOf,
	familyOf,
	fromWords,
	isAnyWord,
	type ParsedAddr,
	parseAddr,
	toWords,
} from "./addr.ts";
import { parseUnsigned } from "./strtoul.ts";
import type { TrieKey } from "./trie.ts";

export interface Prefix {
	readonly addr: Addr;
	readonly len: number;
}

/** `lenGiven` is PREFIXLEN_SPECIFIED: a length was written (`default` counts, `any` does not). */
export type ParsedPrefix = ParsedAddr & { readonly len: number; readonly lenGiven: boolean };

/** `10/8`, `10.0.0.7/0x18`, `10/255.0.0.0`, `::1`, `default`; no length means the whole address, or 0 for a word. */
export function parsePrefix(text: string, family: AddrFamily | "unspec"): ParsedPrefix | undefined {
	const slash = text.indexOf("/");
	const word = slash < 0 ? text : text.slice(0, slash);
	const parsed = parseAddr(word, family);
	if (parsed === undefined) return undefined;
	if (isAnyWord(word) || "any" in parsed)
		return slash < 0 ? { ...parsed, len: 0, lenGiven: word === "default" } : undefined;
	const bits = bitsOf(parsed.family);
	const len = slash < 0 ? bits : parseLength(text.slice(slash + 1));
	if (len === undefined || len > bits) return undefined;
	return { ...parsed, len, lenGiven: slash >= 0 };
}

/**
 * lib/utils.c get_netmask(): a number, or else a mask, which is read as any IPv4 address is: hence `10/255.255` is
 * 10.0.0.0/16, `::1/255.0.0.0` is ::1/8, and `10/default` is 10.0.0.0/0.
 */
export function parseLength(text: string): number | undefined {
	const number = parseUnsigned(text);
	if (number !== undefined) return number;
	const mask = parseAddr(text, "inet");
	if (mask === undefined) return undefined;
	return "any" in mask ? 0 : maskLength(mask.addr);
}

/** How many bits an IPv4 mask has; undefined if they are not contiguous. lib/utils.c mask2bits(). */
export function maskLength(mask: Addr): number | undefined {
	const len = Math.clz32(~(toWords(mask)[0] ?? 0));
	return netmask(len) === mask ? len : undefined;
}

/** The IPv4 mask of a length: inet_make_mask(). */
export function netmask(len: number): Addr {
	return fromWords([maskWord(len, 0)]);
}

/** The part of a mask of `len` bits that falls into word number `i`, unsigned. */
function maskWord(len: number, i: number): number {
	const bits = Math.min(32, Math.max(0, len - 32 * i));
	return bits === 0 ? 0 : (-1 << (32 - bits)) >>> 0;
}

/** The address with the bits past `len` cleared. */
export function maskAddr(addr: Addr, len: number): Addr {
	const words = toWords(addr);
	if (len >= 32 * words.length) return addr;
	return fromWords(words.map((word, i) => (word & maskWord(len, i)) >>> 0));
}

/** The address with the bits past the length set: for IPv4 the broadcast address of the subnet. */
export function lastAddr(prefix: Prefix): Addr {
	return fromWords(toWords(prefix.addr).map((word, i) => (word | ~maskWord(prefix.len, i)) >>> 0));
}

/** Are there bits past the length? The kernel refuses such an IPv4 route, and clears them in an IPv6 one. */
export function hasHostBits({ addr, len }: Prefix): boolean {
	return toWords(addr).some((word, i) => (word & ~maskWord(len, i)) !== 0);
}

/** Never true across families. */
export function contains(prefix: Prefix, addr: Addr): boolean {
	const left = toWords(prefix.addr);
	const right = toWords(addr);
	if (left.length !== right.length) return false;
	return left.every((word, i) => ((word ^ (right[i] ?? 0)) & maskWord(prefix.len, i)) === 0);
}

export function samePrefix(a: Prefix, b: Prefix): boolean {
	return a.addr === b.addr && a.len === b.len;
}

/** Always with the length; where `ip` leaves out /32 and says `default`, its describe() does so. */
export function formatPrefix(prefix: Prefix): string {
	return `${prefix.addr}/${prefix.len}`;
}

/** Is it one address and no more: /32 or /128? */
export function isHost(prefix: Prefix): boolean {
	return prefix.len === bitsOf(familyOf(prefix.addr));
}

/** The key of a prefix in a trie. Host bits are not part of it. */
export function prefixKey(prefix: Prefix): TrieKey {
	const words = toWords(prefix.addr);
	for (let i = prefix.len >>> 5; i < words.length; i++) words[i] = ((words[i] ?? 0) & maskWord(prefix.len, i)) >>> 0;
	return { words, len: prefix.len };
}

export function keyPrefix(key: TrieKey): Prefix {
	return { addr: fromWords(key.words), len: key.len };
}
