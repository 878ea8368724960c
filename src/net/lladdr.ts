/**
 * A link-layer address is its text: lower-case hexadecimal bytes with colons, as lib/ll_addr.c ll_addr_n2a() of iproute2
 * prints it. Ethernet has six bytes, an IPv4 tunnel four, an IPv6 tunnel sixteen; they all keep the colon form here.
 * The classes are Linux's include/linux/etherdevice.h.
 */
import { parseAddr, toWords } from "./addr.ts";
import { strtoul } from "./strtoul.ts";

export type Lladdr = string;

/** The bytes, or the text that stands in the tool's complaint `"zz" is invalid lladdr.` */
export type ParsedLladdr = { readonly bytes: readonly number[] } | { readonly invalid: string };

/**
 * lib/ll_addr.c ll_addr_a2n(). Each part is scanned as a hexadecimal number and the rest of the part ignored: `foo` is the one
 * byte 0f, and `1-2-3-4-5-6` the one byte 01. A dot makes it an IPv4 address. Only the part that failed is quoted, but
 * an IPv4 one whole. `max` is the room of the caller's buffer (32 in `ip link`, 20 in `ip neigh`, 14 in `ip maddr`);
 * text with more parts gives max + 1 bytes, the last of them never read (zero here): `Invalid address length 33`.
 */
export function parseLladdr(text: string, max = 32): ParsedLladdr {
	if (text.includes(".")) return parseQuad(text);
	const parts = text.split(":");
	const bytes: number[] = [];
	for (const part of parts.slice(0, max)) {
		const byte = parseByte(part);
		if (byte === undefined) return { invalid: part };
		bytes.push(byte);
	}
	if (parts.length > max) bytes.push(0);
	return { bytes };
}

function parseQuad(text: string): ParsedLladdr {
	const parsed = parseAddr(text, "inet");
	if (parsed === undefined || "any" in parsed) return { invalid: text };
	const word = toWords(parsed.addr)[0] ?? 0;
	return { bytes: [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255] };
}

/** sscanf("%x") into an int: 64 bits are read and 32 kept, so that `100000001` is 1. */
function parseByte(text: string): number | undefined {
	const number = strtoul(text, 16);
	if (number === undefined) return undefined;
	const low = BigInt.asIntN(32, number.value);
	return low < 0n || low > 255n ? undefined : Number(low);
}

export function formatLladdr(bytes: readonly number[]): Lladdr {
	return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

export function bytesOf(lladdr: Lladdr): number[] {
	return lladdr === "" ? [] : lladdr.split(":").map((byte) => Number.parseInt(byte, 16));
}

/** The group bit of the first byte; the broadcast address has it too. is_multicast_ether_addr(). */
export function isMulticastLladdr(lladdr: Lladdr): boolean {
	return (Number.parseInt(lladdr.slice(0, 2), 16) & 1) === 1;
}

export function isBroadcastLladdr(lladdr: Lladdr): boolean {
	return /^ff(?::ff)*$/.test(lladdr);
}

export function isZeroLladdr(lladdr: Lladdr): boolean {
	return /^00(?::00)*$/.test(lladdr);
}

/** Fit to be the address of an Ethernet device: is_valid_ether_addr(). */
export function isValidEther(lladdr: Lladdr): boolean {
	return lladdr.length === 17 && !isMulticastLladdr(lladdr) && !isZeroLladdr(lladdr);
}

/** eth_random_addr(): locally administered, unicast. `next` gives numbers in [0, 1), as Math.random does. */
export function randomLladdr(next: () => number): Lladdr {
	const bytes = Array.from({ length: 6 }, () => Math.floor(next() * 256));
	bytes[0] = ((bytes[0] ?? 0) & 0xfe) | 0x02;
	return formatLladdr(bytes);
}
