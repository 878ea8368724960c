/**
 * C's number text: strtoul(3) on a 64-bit Linux, with its quirks (blanks and a sign in front, base 0 reading `0x10` and
 * `010`, a negative number wrapping, an overflow giving ULONG_MAX). Nearly every number `ip` reads goes through it:
 * lib/utils.c get_unsigned(), get_u32() and get_addr_ipv4() of iproute2.
 */

/** ULONG_MAX: what an overflow gives. */
export const ulongMax = 0xffff_ffff_ffff_ffffn;

export interface CNumber {
	readonly value: bigint;
	/** Index of the first character that was not read: endptr. */
	readonly end: number;
	/** ERANGE */
	readonly overflows?: true;
}

// A prefix `0x` counts only with a digit after it; else the number is the `0`, and the `x` is left over.
const shape = {
	0: /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/,
	10: /^[ \t\n\v\f\r]*([+-]?)([0-9]+)/,
	16: /^[ \t\n\v\f\r]*([+-]?)(?:0[xX])?([0-9a-fA-F]+)/,
} as const;

/** The number at the start of `text`; undefined if there is no digit at all. What follows the number is the caller's. */
export function strtoul(text: string, base: 0 | 10 | 16 = 0): CNumber | undefined {
	const found = shape[base].exec(text);
	if (found === null) return undefined;
	const [whole, sign, digits = ""] = found;
	const magnitude = magnitudeOf(digits, base);
	if (magnitude > ulongMax) return { value: ulongMax, end: whole.length, overflows: true };
	return { value: sign === "-" ? BigInt.asUintN(64, -magnitude) : magnitude, end: whole.length };
}

function magnitudeOf(digits: string, base: 0 | 10 | 16): bigint {
	if (base === 16) return BigInt(`0x${digits}`);
	const octal = base === 0 && /^0[0-7]/.test(digits);
	return BigInt(octal ? `0o${digits}` : digits);
}

/** lib/utils.c get_unsigned(): the whole text is one number that fits 32 bits. */
export function parseUnsigned(text: string, base: 0 | 10 | 16 = 0): number | undefined {
	if (base !== 16 && /^[1-9][0-9]{0,8}$/.test(text)) return Number(text); // what people write, without the bigint
	const number = strtoul(text, base);
	if (number === undefined || number.end !== text.length) return undefined;
	return number.value > 0xffff_ffffn ? undefined : Number(number.value);
}
