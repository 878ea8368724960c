import { expect, test } from "vitest";
import { parseUnsigned, strtoul, ulongMax } from "../../src/net/strtoul.ts";

test.each([
	["10", 0, 10n, 2],
	["010", 0, 8n, 3],
	["0x1F", 0, 31n, 4],
	["08", 0, 0n, 1],
	["0x", 0, 0n, 1],
	["0xg", 16, 0n, 1],
	[" \t+7z", 0, 7n, 4],
	["-1", 0, ulongMax, 2],
	["-18446744073709551615", 0, 1n, 21],
	["010", 10, 10n, 3],
	["foo", 16, 15n, 1],
] as const)("strtoul reads %j in base %i as C does", (text, base, value, end) => {
	expect(strtoul(text, base)).toEqual({ value, end });
});

test.each([
	["18446744073709551616", 20],
	["-18446744073709551616", 21],
])("strtoul says that %j is out of range, and gives ULONG_MAX", (text, end) => {
	expect(strtoul(text)).toEqual({ value: ulongMax, end, overflows: true });
});

test.each(["", " ", "-", "+ 1", "x1", "foo"])("strtoul finds no digit in %j", (text) => {
	expect(strtoul(text)).toBeUndefined();
});

test.each([
	["24", 24],
	["0x18", 24],
	["030", 24],
	[" 24", 24],
	["4294967295", 4294967295],
	["4294967296", undefined],
	["-1", undefined],
	["24 ", undefined],
	["08", undefined],
	["", undefined],
])("get_unsigned takes %j as %j", (text, value) => {
	expect(parseUnsigned(text)).toBe(value);
});
