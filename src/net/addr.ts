/**
 * An IP address is its canonical text: `===` compares, messages and world files stay readable, printing is free.
 * The text is what inet_ntop of glibc prints (inet.ts); words, predicates and order come from here.
 * parseAddr() is iproute2's lib/utils.c get_addr_1(), which takes more than libc does; the classes of an address are
 * the kernel's: include/linux/in.h for IPv4, net/ipv6/addrconf_core.c __ipv6_addr_type() for IPv6.
 */
import { parse4, parse6, print4, print6 } from "./inet.ts";
import type { Lladdr } from "./lladdr.ts";
import { strtoul } from "./strtoul.ts";

export type Addr = string;
export type AddrFamily = "inet" | "inet6";

export function familyOf(a: Addr): AddrFamily {
	return a.includes(":") ? "inet6" : "inet";
}

export function bitsOf(family: AddrFamily): 32 | 128 {
	return family === "inet" ? 32 : 128;
}

/** The address of all zeros: `0.0.0.0` or `::`. */
export function anyAddr(family: AddrFamily): Addr {
	return family === "inet" ? "0.0.0.0" : "::";
}

/** One (IPv4) or four (IPv6) unsigned 32-bit words. Throws RangeError on text that is no address: an error of ours. */
export function toWords(a: Addr): number[] {
	if (a.includes(":")) {
		const words = parse6(a);
		if (words !== undefined) return words;
	} else {
		const word = parse4(a);
		if (word !== undefined) return [word];
	}
	throw new RangeError(`not an address: ${JSON.stringify(a)}`);
}

export function fromWords(words: readonly number[]): Addr {
	return words.length === 1 ? print4(words[0] ?? 0) : print6(words);
}

/** All hexadecimal digits, as files of /proc/net have them: 8 of an IPv4 address, 32 of an IPv6 one. */
export function hexDigits(a: Addr): string {
	return toWords(a)
		.map((word) => word.toString(16).padStart(8, "0"))
		.join("");
}

/** An IPv6 address with nothing left out: eight groups of four digits. */
export function unabbreviated(a: Addr): string {
	return (hexDigits(a).match(/.{4}/g) ?? []).join(":");
}

/** inet_pton(3): strict, and the answer canonical. */
export function inetPton(text: string, family: AddrFamily): Addr | undefined {
	const words = family === "inet6" ? parse6(text) : parse4(text);
	if (words === undefined) return undefined;
	return typeof words === "number" ? print4(words) : print6(words);
}

/** An address, or a word for "no address at all" (the attribute then goes out empty). */
export type ParsedAddr =
	| { readonly family: AddrFamily; readonly addr: Addr }
	| { readonly family: AddrFamily | "unspec"; readonly any: true };

export function isAnyWord(text: string): text is "default" | "all" | "any" {
	return text === "default" || text === "all" || text === "any";
}

/**
 * lib/utils.c get_addr_1(). `default` is the zero address once the family is known, but `all` and `any` carry no bytes
 * even then: `ip -4 addr add default dev lo` is accepted, `ip -4 addr add any dev lo` breaks the kernel's policy.
 */
export function parseAddr(text: string, family: AddrFamily | "unspec"): ParsedAddr | undefined {
	if (isAnyWord(text))
		return text === "default" && family !== "unspec" ? { family, addr: anyAddr(family) } : { family, any: true };
	const own = familyOf(text);
	if (family !== "unspec" && family !== own) return undefined;
	const addr = own === "inet6" ? inetPton(text, own) : parseLoose4(text);
	return addr === undefined ? undefined : { family: own, addr };
}

/** lib/utils.c get_addr_ipv4(): one to four strtoul numbers between dots; the parts not written are zeros on the right. */
function parseLoose4(text: string): Addr | undefined {
	const strict = parse4(text);
	if (strict !== undefined) return print4(strict);
	const parts = text.split(".");
	if (parts.length > 4) return undefined;
	let word = 0;
	for (let i = 0; i < 4; i++) {
		const part = parts[i] === undefined ? 0 : parseByte(parts[i] ?? "");
		if (part === undefined) return undefined;
		word = word * 256 + part;
	}
	return print4(word);
}

function parseByte(text: string): number | undefined {
	const number = strtoul(text);
	if (number === undefined || number.end !== text.length || number.value > 255n) return undefined;
	return Number(number.value);
}

/** IPv4 before IPv6, then by number. */
export function compareAddr(a: Addr, b: Addr): number {
	if (a === b) return 0;
	const left = toWords(a);
	const right = toWords(b);
	if (left.length !== right.length) return left.length - right.length;
	for (let i = 0; i < left.length; i++) {
		const difference = (left[i] ?? 0) - (right[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

export function isUnspecified(a: Addr): boolean {
	return a === "0.0.0.0" || a === "::";
}

/** 127.0.0.0/8 or ::1. */
export function isLoopback(a: Addr): boolean {
	return a === "::1" || a.startsWith("127.");
}

/** 224.0.0.0/4 or ff00::/8. */
export function isMulticast(a: Addr): boolean {
	return /^(?:22[4-9]\.|23[0-9]\.|ff[0-9a-f]{2}:)/.test(a);
}

/** fe80::/10. IPv4 has none here: for the kernel 169.254.0.0/16 is an address as any other. */
export function isLinkLocal(a: Addr): boolean {
	return /^fe[89ab][0-9a-f]:/.test(a);
}

/** fec0::/10. */
export function isSiteLocal(a: Addr): boolean {
	return /^fe[c-f][0-9a-f]:/.test(a);
}

export function isLimitedBroadcast(a: Addr): boolean {
	return a === "255.255.255.255";
}

/** include/linux/in.h ipv4_is_zeronet(): the rest of 0.0.0.0/8 is as any other. */
export function isZeronet(a: Addr): boolean {
	return a === "0.0.0.0";
}

/** ::ffff:0:0/96, an IPv4 address inside IPv6. */
export function isV4Mapped(a: Addr): boolean {
	return a.startsWith("::ffff:") && a.includes(".");
}

/**
 * The scope of an IPv6 address as RT_SCOPE_*: 254 host, 253 link, 200 site, 0 universe. `ip` cannot choose it.
 * net/ipv6/addrconf.c rt_scope() over __ipv6_addr_type(); a multicast address carries its scope in its second byte.
 */
export function scope6(a: Addr): number {
	const multicast = /^ff[0-9a-f]([0-9a-f]):/.exec(a)?.[1];
	if (a === "::1" || multicast === "1") return 254;
	if (isLinkLocal(a) || multicast === "2") return 253;
	if (isSiteLocal(a) || multicast === "5") return 200;
	return 0;
}

/**
 * How far an IPv6 address reaches, IPV6_ADDR_SCOPE_*: 2 link, 5 site, 14 universe; 0 for `::`. A multicast address carries it, and
 * `::1` counts as link-local (RFC 6724 3.4). net/ipv6/addrconf_core.c __ipv6_addr_type(), ipv6_addr_src_scope().
 */
export function sourceScope6(a: Addr): number {
	if (a === "::") return 0;
	if (isMulticast(a)) return Number.parseInt(a.charAt(3), 16);
	if (isLinkLocal(a) || a === "::1") return 2;
	return isSiteLocal(a) ? 5 : 14;
}

/** The link-local address of a 6-byte link address: net/ipv6/addrconf.c addrconf_ifid_eui48() under fe80::/64. */
export function eui64(lladdr: Lladdr): Addr {
	const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = lladdr.split(":").map((byte) => Number.parseInt(byte, 16));
	const high = (((a ^ 2) << 24) | (b << 16) | (c << 8) | 0xff) >>> 0;
	return print6([0xfe80_0000, 0, high, ((0xfe << 24) | (d << 16) | (e << 8) | f) >>> 0]);
}
