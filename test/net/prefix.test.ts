/** The tables were taken from `ip addr add TEXT dev lo` of iproute2 6.1.0 and what `ip addr` then printed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { familyOf, fromWords, toWords } from "../../src/net/addr.ts";
import {
	contains,
	formatPrefix,
	hasHostBits,
	isHost,
	keyPrefix,
	lastAddr,
	maskAddr,
	maskLength,
	netmask,
	parsePrefix,
	prefixKey,
	samePrefix,
} from "../../src/net/prefix.ts";
import { addr4, anAddr, aPrefix, prefix4 } from "./arbitrary.ts";

describe("a prefix typed into ip", () => {
	test.each([
		["10/8", "10.0.0.0/8"],
		["10.0.0.7/24", "10.0.0.7/24"],
		["10.0.0.7/0x18", "10.0.0.7/24"],
		["10/010", "10.0.0.0/8"],
		["10/ 8", "10.0.0.0/8"],
		["10/+8", "10.0.0.0/8"],
		["10/-0", "10.0.0.0/0"],
		["10/-18446744073709551608", "10.0.0.0/8"],
		["10/255.255.255.0", "10.0.0.0/24"],
		["10/255.255.255.255", "10.0.0.0/32"],
		["10/255.255", "10.0.0.0/16"],
		["10/0xff.0xff", "10.0.0.0/16"],
		["10/0377.0377", "10.0.0.0/16"],
		["10/0.0.0.0", "10.0.0.0/0"],
		["10/default", "10.0.0.0/0"],
		["10/any", "10.0.0.0/0"],
		["10/all", "10.0.0.0/0"],
		["::1/128", "::1/128"],
		["::1/0x40", "::1/64"],
		["::1/255.0.0.0", "::1/8"],
		["::1/0.0.0.0", "::1/0"],
	])("%j is %s", (text, wanted) => {
		const parsed = parsePrefix(text, "unspec");
		expect(parsed).toMatchObject({ lenGiven: true });
		expect(parsed && "addr" in parsed && formatPrefix(parsed)).toBe(wanted);
		expect(parsePrefix(text, wanted.includes(":") ? "inet" : "inet6")).toBeUndefined();
	});

	test.each([
		...["", "/", "/8", "10/", "10/33", "10/-1", "10/8/8", "10/255", "10/8 ", "10/08", "10/0x", "10/128", "10/1."],
		...["10/255.0.255.0", "10/0.0.0.255", "10/1.2.3.4", "10/255.255.255.256", "10/0xff000000", "10/4294967304"],
		...["10/::ffff", "10/128.", "::1/129", "::1/ffff::", "::1/", "default/0", "any/0", "all/0"],
	])("%j is refused", (text) => {
		expect(parsePrefix(text, "unspec")).toBeUndefined();
	});

	test("without a length it is one address, or nothing at all for a word", () => {
		expect(parsePrefix("10", "unspec")).toEqual({ family: "inet", addr: "10.0.0.0", len: 32, lenGiven: false });
		expect(parsePrefix("::1", "inet6")).toEqual({ family: "inet6", addr: "::1", len: 128, lenGiven: false });
		expect(parsePrefix("default", "inet")).toEqual({ family: "inet", addr: "0.0.0.0", len: 0, lenGiven: true });
		expect(parsePrefix("default", "unspec")).toEqual({ family: "unspec", any: true, len: 0, lenGiven: true });
		expect(parsePrefix("any", "inet6")).toEqual({ family: "inet6", any: true, len: 0, lenGiven: false });
	});

	test("law: what is formatted is read back", () => {
		fc.assert(
			fc.property(aPrefix, (prefix) => {
				const family = familyOf(prefix.addr);
				expect(parsePrefix(formatPrefix(prefix), "unspec")).toEqual({ ...prefix, family, lenGiven: true });
				expect(keyPrefix(prefixKey(prefix))).toEqual(prefix);
			}),
		);
	});
});

describe("bits and masks", () => {
	test("masks", () => {
		expect([0, 1, 8, 24, 31, 32].map(netmask)).toEqual(
			["0.0.0.0", "128.0.0.0", "255.0.0.0", "255.255.255.0", "255.255.255.254", "255.255.255.255"], // one each
		);
		expect(["0.0.0.0", "255.255.128.0", "255.0.255.0", "0.0.0.255"].map(maskLength)).toEqual([
			0,
			17,
			undefined,
			undefined,
		]);
	});

	test("clearing and setting what is past the length", () => {
		expect(maskAddr("10.1.2.3", 8)).toBe("10.0.0.0");
		expect(maskAddr("255.255.255.255", 0)).toBe("0.0.0.0");
		expect(maskAddr("2001:db8:ffff::1", 33)).toBe("2001:db8:8000::");
		expect(lastAddr({ addr: "10.1.2.3", len: 24 })).toBe("10.1.2.255");
		expect(lastAddr({ addr: "2001:db8::", len: 64 })).toBe("2001:db8::ffff:ffff:ffff:ffff");
		expect(hasHostBits({ addr: "10.0.0.7", len: 24 })).toBe(true);
		expect(hasHostBits({ addr: "10.0.0.7", len: 32 })).toBe(false);
		expect([isHost({ addr: "::1", len: 32 }), isHost({ addr: "1.2.3.4", len: 32 })]).toEqual([false, true]);
		expect(prefixKey({ addr: "10.0.0.7", len: 24 })).toEqual({ words: [0x0a000000], len: 24 });
		expect(samePrefix({ addr: "10.0.0.0", len: 8 }, { addr: "10.0.0.0", len: 9 })).toBe(false);
	});

	test("law: a prefix contains its first and its last address, and what masks to it", () => {
		fc.assert(
			fc.property(aPrefix, anAddr, (prefix, addr) => {
				expect(contains(prefix, prefix.addr)).toBe(true);
				expect(contains(prefix, lastAddr(prefix))).toBe(true);
				const same = familyOf(addr) === familyOf(prefix.addr);
				expect(contains(prefix, addr)).toBe(same && maskAddr(addr, prefix.len) === prefix.addr);
			}),
		);
	});

	test("law: masking by length is masking by netmask", () => {
		fc.assert(
			fc.property(addr4, prefix4, (addr, { len }) => {
				const [a = 0] = toWords(addr);
				const [mask = 0] = toWords(netmask(len));
				expect(maskAddr(addr, len)).toBe(fromWords([(a & mask) >>> 0]));
				expect(maskLength(netmask(len))).toBe(len);
			}),
		);
	});
});
