/** Words that `ip rule add` and `ip rule show` read alike: marks, ranges of ports and users, names of devices. */
import { bytesOfText } from "../../net/byte.ts";
import type { Range } from "../../uapi/rule.ts";
import type { Context } from "./context.ts";
import { wrong } from "./failure.ts";
import { u32 } from "./number.ts";

/** `MARK` or `MARK/MASK`. */
export function needMark(value: string): { readonly fwmark: number; readonly fwmask?: number } {
	const [mark = "", ...rest] = value.split("/");
	const fwmark = u32(mark);
	if (fwmark === undefined) throw wrong(mark, "fwmark value is invalid\n");
	if (rest.length === 0) return { fwmark };
	const mask = rest.join("/");
	const fwmask = u32(mask);
	if (fwmask === undefined) throw wrong(mask, "fwmask value is invalid\n");
	return { fwmark, fwmask };
}

/** sscanf("%hu-%hu"): what follows the numbers is not looked at, and a number too large loses its upper bits. */
export function needPorts(value: string, message: string): Range {
	const { start, end } = scanRange(value, 16);
	if (start === undefined) throw wrong(value, message);
	return { start, end: end ?? start };
}

/** sscanf("%u-%u"): both have to be there. */
export function needUids(value: string): Range {
	const { start, end } = scanRange(value, 32);
	if (start === undefined || end === undefined) throw wrong(value, "invalid UID range\n");
	return { start, end };
}

function scanRange(value: string, bits: number): { readonly start?: number; readonly end?: number } {
	const [, start, end] = /^\s*([+-]?\d+)(?:-\s*([+-]?\d+))?/.exec(value) ?? [];
	const read = (digits: string) => Number(BigInt.asUintN(bits, BigInt(digits.replace("+", ""))));
	return { ...(start !== undefined && { start: read(start) }), ...(end !== undefined && { end: read(end) }) };
}

/** lib/utils.c check_ifname(): a rule may name a device that is not there, but none that could never be. */
export function needIfname(value: string, key: string): string {
	const long = bytesOfText(value).length > 15;
	if (value === "" || long || /[/\s]/.test(value)) throw wrong(value, `${key} not a valid ifname`);
	return value;
}

export function needPref(value: string): number {
	const pref = u32(value);
	if (pref === undefined) throw wrong(value, "preference value is invalid\n");
	return pref;
}

export function needTos(ctx: Context, value: string): number {
	const tos = ctx.names.numberOf("dsfield", value);
	if (tos === undefined) throw wrong(value, "TOS value is invalid\n");
	return tos;
}
