/**
 * A netlink stream as bytes, as `save` writes it and `restore` reads it: a magic number, then messages as the kernel sends
 * them, little-endian, each and each attribute padded to four bytes. Mirrors lib/libnetlink.c rtnl_from_file() and
 * struct nlmsghdr, struct rtattr of include/uapi/linux. What stands in a message is addr-bytes.ts and route-bytes.ts.
 */
import { type Addr, type AddrFamily, fromWords, toWords } from "../../net/addr.ts";
import { bytesOfText, textOfBytes } from "../../net/byte.ts";
import type { Context } from "./context.ts";

const HEADER = 16;
const NLM_F_MULTI = 2;
/** The buffer of rtnl_from_file(). */
const MAX_MESSAGE = 16384;

export const AF_INET = 2;
export const AF_INET6 = 10;

export interface Nlmsg {
	readonly type: number;
	readonly body: Uint8Array;
}

/** Bytes one after another. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
	const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

function aligned(length: number): number {
	return (length + 3) & ~3;
}

export function u8(...bytes: readonly number[]): Uint8Array {
	return new Uint8Array(bytes);
}

export function u16(value: number): Uint8Array {
	return u8(value & 0xff, (value >>> 8) & 0xff);
}

export function u32(value: number): Uint8Array {
	return u8(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff);
}

/** A string ends in a zero byte. */
export function cString(value: string): Uint8Array {
	return join([bytesOfText(value), u8(0)]);
}

export function addrBytes(addr: Addr): Uint8Array {
	return join(toWords(addr).map((word) => u8(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff)));
}

const nothing = u8();

/** Missing values give no attribute. */
export function attr(type: number, value: Uint8Array | undefined): Uint8Array {
	if (value === undefined) return nothing;
	const length = 4 + value.length;
	return join([u16(length), u16(type), value, new Uint8Array(aligned(length) - length)]);
}

export function some<T>(value: T | undefined, bytes: (value: T) => Uint8Array): Uint8Array | undefined {
	return value === undefined ? undefined : bytes(value);
}

/** One message of a dump, as text that can hold bytes. */
export function writeMessage(ctx: Context, { type, body }: Nlmsg): void {
	const length = HEADER + body.length;
	const seq = Math.floor(ctx.sys.now() / 1000);
	const header = [u32(length), u16(type), u16(NLM_F_MULTI), u32(seq), u32(ctx.sys.pid)];
	ctx.process.stdout(textOfBytes(join([...header, body, new Uint8Array(aligned(length) - length)])));
}

export function writeMagic(ctx: Context, magic: number): void {
	ctx.process.stdout(textOfBytes(u32(magic)));
}

/** Why standard input is no such stream. */
export function refuseMagic(ctx: Context, magic: number): string | undefined {
	const bytes = bytesOfText(ctx.process.stdin);
	const found = reader(join([bytes.subarray(0, 4), u8(0, 0, 0, 0)])).u32(0);
	if (found === magic) return undefined;
	return `Magic mismatch (${bytes.length < 4 ? 0 : 1} elems, ${found.toString(16)} magic)`;
}

/** The messages behind the magic number; a last string is what is wrong with the stream. rtnl_from_file(). */
export function* readMessages(ctx: Context): Generator<Nlmsg, string | undefined> {
	const bytes = bytesOfText(ctx.process.stdin);
	let at = 4;
	while (at < bytes.length) {
		if (bytes.length - at < HEADER) return "rtnl-from_file: truncated message";
		const header = reader(bytes.subarray(at));
		const length = header.u32(0);
		if (length < HEADER || length > MAX_MESSAGE) return `!!!malformed message: len=${length | 0} @${at + HEADER}`;
		if (at + aligned(length) > bytes.length) return "rtnl-from_file: truncated message";
		yield { type: header.u16(4), body: bytes.subarray(at + HEADER, at + length) };
		at += aligned(length);
	}
	return undefined;
}

export interface Reader {
	readonly bytes: Uint8Array;
	u8(at: number): number;
	u16(at: number): number;
	u32(at: number): number;
	/** The attributes from a place on; the last of a type counts. */
	attrs(from: number): ReadonlyMap<number, Reader>;
	addr(family: AddrFamily): Addr;
	text(): string;
}

export function reader(bytes: Uint8Array): Reader {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return {
		bytes,
		u8: (at) => view.getUint8(at),
		u16: (at) => view.getUint16(at, true),
		u32: (at) => view.getUint32(at, true),
		attrs: (from) => readAttrs(bytes, view, from),
		addr: (family) =>
			fromWords(family === "inet" ? [view.getUint32(0)] : [0, 4, 8, 12].map((at) => view.getUint32(at))),
		text: () => textOfBytes(bytes.subarray(0, bytes.indexOf(0) < 0 ? bytes.length : bytes.indexOf(0))),
	};
}

function readAttrs(bytes: Uint8Array, view: DataView, from: number): Map<number, Reader> {
	const attrs = new Map<number, Reader>();
	for (let at = from; at + 4 <= bytes.length; ) {
		const length = view.getUint16(at, true);
		if (length < 4 || at + length > bytes.length) break;
		// The upper bits say that it is a nest, and of which byte order.
		attrs.set(view.getUint16(at + 2, true) & 0x3fff, reader(bytes.subarray(at + 4, at + length)));
		at += aligned(length);
	}
	return attrs;
}

export function familyNumber(family: AddrFamily): number {
	return family === "inet" ? AF_INET : AF_INET6;
}

export function familyName(number: number): AddrFamily {
	return number === AF_INET6 ? "inet6" : "inet";
}
