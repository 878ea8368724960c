/**
 * How a setting is written and read back: the proc_do*() handlers of kernel/sysctl.c, as values. The ranges and roundings
 * were tried on the real files, one by one, on a kernel with 250 ticks a second.
 */
import { strtoul } from "../../net/strtoul.ts";

export interface Format {
	readonly min: number;
	readonly max: number;
	/** Times are kept in ticks: what is read back is not always what was written. */
	readonly round?: (value: number) => number;
	/** Values in the range that are refused all the same. */
	readonly not?: readonly number[];
	/** So many numbers with a tab between; those that are not written stay as they are. */
	readonly count?: 2 | 3;
	/** No number at all. */
	readonly text?: true;
	/** The second of two is not below the first. */
	readonly ordered?: true;
	/** Mode 0444. */
	readonly readOnly?: true;
}

/** A setting: how its file is read and written. */
export interface Row {
	readonly format: Format;
	readonly value: number | string;
	/** The kernel that brought it. */
	readonly since?: number;
	/** Another default since some kernel. */
	readonly later?: { readonly since: number; readonly value: number | string };
	/** It would change what is seen here, and the model does not obey it: writing another value is refused. */
	readonly unmodelled?: true;
}

const INT_MAX = 0x7fffffff;
const HZ = 250;
const USER_HZ = 100;

export const range = (min: number, max: number): Format => ({ min, max });

export const int = range(-INT_MAX - 1, INT_MAX);
export const positive = range(0, INT_MAX);
export const u8 = range(0, 255);
export const bool = range(0, 1);
export const u32 = range(0, 0xffffffff);
export const readOnly: Format = { ...int, readOnly: true };
/** proc_dointvec_jiffies(): seconds, kept as ticks in an int. */
export const seconds = range(-Math.floor(INT_MAX / HZ), Math.floor(INT_MAX / HZ));
/** proc_dointvec_ms_jiffies(): up to the next tick. */
export const milliseconds: Format = { ...positive, round: (ms) => Math.ceil((ms * HZ) / 1000) * (1000 / HZ) };
/** proc_dointvec_userhz_jiffies(): hundredths of a second, down to the tick. */
export const hundredths: Format = {
	...positive,
	round: (value) => Math.floor((Math.floor((value * HZ) / USER_HZ) * USER_HZ) / HZ),
};
export const name: Format = { min: 0, max: 0, text: true };
export const names: Format = { ...name, readOnly: true };
export const triple: Format = { min: 1, max: INT_MAX, count: 3 };
export const portRange: Format = { min: 1, max: 65535, count: 2, ordered: true };
export const groupRange: Format = { min: 0, max: 0x7ffffffe, count: 2 };

/** What the kernel makes of written text; undefined is EINVAL. Words after the last number are passed over. */
export function parseSetting(format: Format, text: string, before: string): string | undefined {
	if (format.text) return text.trim();
	const { count = 1 } = format;
	const words = text.trim().split(/[ \t\n]+/);
	words.push(...before.split("\t").slice(words.length, count));
	const numbers = words.slice(0, count).map((word) => parseNumber(format, word));
	if (numbers.includes(undefined)) return undefined;
	const [low = 0, high = 0] = numbers as number[];
	return format.ordered && high < low ? undefined : numbers.join("\t");
}

/** proc_get_long(): a minus and digits in C's notation, no plus. */
function parseNumber({ min, max, not, round }: Format, word: string): number | undefined {
	const digits = word.startsWith("-") ? word.slice(1) : word;
	const number = /^\d/.test(digits) ? strtoul(digits, 0) : undefined;
	if (number === undefined || number.end !== digits.length) return undefined;
	const value = word.startsWith("-") ? -Number(number.value) : Number(number.value);
	if (value < min || value > max || not?.includes(value)) return undefined;
	return round ? round(value) : value;
}
