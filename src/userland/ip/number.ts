/**
 * The numbers that `ip` reads: lib/utils.c get_unsigned(), get_u32(), get_integer() and their kin, all C strtoul or
 * strtol with base 0, so that `0x10` and `010` count and blanks or a sign may stand before. Each answers undefined
 * where the real one returns -1; the sentence is the caller's.
 */
import { parseUnsigned, strtoul } from "../../net/strtoul.ts";

export type Base = 0 | 10 | 16;

export function u32(text: string, base: Base = 0): number | undefined {
	return parseUnsigned(text, base);
}

export function u16(text: string, base: Base = 0): number | undefined {
	return below(0x10000, parseUnsigned(text, base));
}

export function u8(text: string, base: Base = 0): number | undefined {
	return below(0x100, parseUnsigned(text, base));
}

/** get_u64(), as far as JavaScript counts exactly; the few 64-bit options of `ip` stay far below. */
export function u64(text: string, base: Base = 0): number | undefined {
	const value = bits64(text, base);
	return value === undefined ? undefined : Number(value);
}

/** All 64 bits, in decimal. */
export function u64Text(text: string): string | undefined {
	return bits64(text, 0)?.toString();
}

function bits64(text: string, base: Base): bigint | undefined {
	const number = strtoul(text, base);
	return number === undefined || number.end !== text.length || number.overflows ? undefined : number.value;
}

/** get_integer(), get_s32(): strtol into an int. */
export function integer(text: string, base: Base = 0): number | undefined {
	const signed = strtol(text, base);
	return signed === undefined || signed !== BigInt.asIntN(32, signed) ? undefined : Number(signed);
}

/** strtol into an int, of which only the lower half is looked at (rtnl_group_a2n). */
export function lowInteger(text: string): number | undefined {
	const signed = strtol(text, 0);
	return signed === undefined ? undefined : Number(BigInt.asIntN(32, signed));
}

function strtol(text: string, base: Base): bigint | undefined {
	const number = strtoul(text, base);
	if (number === undefined || number.end !== text.length) return undefined;
	const signed = BigInt.asIntN(64, number.value);
	const negative = /^\s*-/.test(text);
	return signed < 0n !== negative && signed !== 0n ? undefined : signed; // past LONG_MAX
}

/** atoi(3): as many digits as there are, else 0. */
export function atoi(text: string): number {
	const number = strtoul(text, 10);
	return number === undefined ? 0 : Number(BigInt.asIntN(32, number.value));
}

/** printf("%g"): six digits that count, and an exponent where there are more before the point. */
export function shortest(value: number): string {
	const [mantissa = "", exponent] = value.toPrecision(6).split("e");
	const digits = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
	return exponent === undefined ? digits : `${digits}e${exponent.replace(/^([+-])(\d)$/, "$10$2")}`;
}

function below(limit: number, number: number | undefined): number | undefined {
	return number === undefined || number >= limit ? undefined : number;
}
