/** The tables were taken from `ip addr add TEXT/32 dev lo` of iproute2 6.1.0 and what `ip addr` then printed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	bitsOf,
	compareAddr,
	eui64,
	familyOf,
	fromWords,
	inetPton,
	isLimitedBroadcast,
	isLinkLocal,
	isLoopback,
	isMulticast,
	isSiteLocal,
	isUnspecified,
	isV4Mapped,
	isZeronet,
	parseAddr,
	scope6,
	toWords,
} from "../../src/net/addr.ts";
import { anAddr, words4, words6 } from "./arbitrary.ts";

describe("an address typed into ip", () => {
	test.each([
		["10", "10.0.0.0"],
		["010", "8.0.0.0"],
		["00000010", "8.0.0.0"],
		["0x0a", "10.0.0.0"],
		["0X10", "16.0.0.0"],
		["0x0a.0.0.9", "10.0.0.9"],
		["0xfF.0X1", "255.1.0.0"],
		["010.1", "8.1.0.0"],
		["1.0377", "1.255.0.0"],
		[" 1", "1.0.0.0"],
		["\t1", "1.0.0.0"],
		["1. 2", "1.2.0.0"],
		["+1", "1.0.0.0"],
		["+0x5", "5.0.0.0"],
		["1.+2", "1.2.0.0"],
		["-0", "0.0.0.0"],
		["-18446744073709551615", "1.0.0.0"],
		["-0xffffffffffffffff", "1.0.0.0"],
		["1.2.3.-18446744073709551615", "1.2.3.1"],
		["::1", "::1"],
		["0:0:0:0:0:0:0:1", "::1"],
		["::00", "::"],
		["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
		["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
		["::1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7"],
		["::1.2.3.4", "::1.2.3.4"],
		["::0.0.1.2", "::102"],
		["::0.1.0.0", "::0.1.0.0"],
		["::ffff:0", "::255.255.0.0"],
		["::1:2", "::0.1.0.2"],
		["::ffff", "::ffff"],
		["::ffff:1.2.3.4", "::ffff:1.2.3.4"],
		["::FFFF:0:0", "::ffff:0.0.0.0"],
		["::5:1.2.3.4", "::5:102:304"],
		["1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"],
		["1::0:0:2", "1::2"],
		["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"],
		["2001:0:0:1:0:0:1:1", "2001::1:0:0:1:1"],
		["1:0:0:2:3:4:5:6", "1::2:3:4:5:6"],
		["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"],
	])("%j is %s", (text, addr) => {
		expect(parseAddr(text, "unspec")).toEqual({ family: familyOf(addr), addr });
		expect(parseAddr(text, familyOf(addr))).toEqual({ family: familyOf(addr), addr });
		expect(parseAddr(text, addr.includes(":") ? "inet" : "inet6")).toBeUndefined();
	});

	test.each([
		...["", ".", "1.", ".1", "1..2", "1.2.3.", "1.2.3.4.", "1.2.3.4.5", "1.2.3.256", "256", "4294967297", "-1", "-255"],
		...["08", "0x", "0x.1", "0x1.0x", "0b11", "1 .2", "1.2.3.4a", "1.2.3.4\t", "- 0", "0x+5", "-18446744073709551616"],
		...["DEFAULT", "foo", ":", ":::", "1:", ":1", "::1:", "::00000", "00001::", "::12345", "::0x1", "1::2::3"],
		...["1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::8", "::1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:1.2.3.4"],
		...["fe80::1%lo", "::1.2", "::ffff:1.2.3", "::1.2.3.04", "::256.1.1.1", "::1.2.3.4.5", "::1.2.3.4:5", "1.2.3.4::"],
	])("%j is refused", (text) => {
		expect(parseAddr(text, "unspec")).toBeUndefined();
	});

	test("default is the zero address of a known family; any and all are no address", () => {
		expect(parseAddr("default", "inet")).toEqual({ family: "inet", addr: "0.0.0.0" });
		expect(parseAddr("default", "inet6")).toEqual({ family: "inet6", addr: "::" });
		expect(parseAddr("default", "unspec")).toEqual({ family: "unspec", any: true });
		expect(parseAddr("any", "inet")).toEqual({ family: "inet", any: true });
		expect(parseAddr("all", "unspec")).toEqual({ family: "unspec", any: true });
	});
});

describe("text and words", () => {
	test("a strict address is four plain decimal parts", () => {
		expect(inetPton("10.0.0.1", "inet")).toBe("10.0.0.1");
		for (const text of ["10", "010.0.0.1", "10.0.0.1 ", "10.0.0.256", "10.0.0.01", "::1"])
			expect(inetPton(text, "inet")).toBeUndefined();
		expect(inetPton("FE80::A", "inet6")).toBe("fe80::a");
		expect(inetPton("10.0.0.1", "inet6")).toBeUndefined();
	});

	test("law: words -> text -> words loses nothing", () => {
		fc.assert(
			fc.property(fc.oneof(words4, words6), (words) => {
				expect(toWords(fromWords(words))).toEqual(words);
			}),
		);
	});

	test("law: the text is canonical, so every reader gives it back unchanged", () => {
		fc.assert(
			fc.property(anAddr, (addr) => {
				expect(inetPton(addr, familyOf(addr))).toBe(addr);
				expect(parseAddr(addr, "unspec")).toEqual({ family: familyOf(addr), addr });
				expect(toWords(addr)).toHaveLength(bitsOf(familyOf(addr)) / 32);
			}),
		);
	});

	test("what is no address has no words", () => {
		expect(() => toWords("foo")).toThrow('not an address: "foo"');
		expect(() => toWords("fe80:::")).toThrow(RangeError);
	});

	test("order is by family, then by number and not by text", () => {
		const sorted = ["9.0.0.0", "10.0.0.0", "200.0.0.1", "::", "::1", "2::", "10::", "fe80::1"];
		expect(sorted.toReversed().sort(compareAddr)).toEqual(sorted);
		expect(compareAddr("::1", "::1")).toBe(0);
	});
});

describe("classes of addresses", () => {
	test.each([
		[isUnspecified, ["0.0.0.0", "::"], ["0.0.0.1", "::1"]],
		[isLoopback, ["127.0.0.1", "127.255.255.255", "::1"], ["126.0.0.1", "128.0.0.1", "::2", "1270::1"]],
		[
			isMulticast,
			["224.0.0.0", "239.255.255.255", "ff02::1", "ffff::"],
			["223.0.0.1", "240.0.0.1", "ff::1", "fe80::1"],
		],
		[isLinkLocal, ["fe80::1", "febf::"], ["fec0::1", "fe7f::", "fe8::1", "169.254.0.1"]],
		[isSiteLocal, ["fec0::1", "feff::"], ["fe80::1", "ff00::", "fec::", "10.0.0.1"]],
		[isLimitedBroadcast, ["255.255.255.255"], ["255.255.255.0"]],
		[isZeronet, ["0.0.0.0"], ["0.255.255.255", "1.0.0.0", "::"]],
		[isV4Mapped, ["::ffff:1.2.3.4", "::ffff:0.0.0.0"], ["::ffff", "::1.2.3.4", "::fffe:102:304"]],
	])("%o", (is, members, others) => {
		expect(members.filter(is)).toEqual(members);
		expect(others.filter(is)).toEqual([]);
	});

	/** As `ip -N addr` shows after `ip addr add ADDR/128 dev lo` (for multicast with autojoin). */
	test.each([
		...[
			["::1", 254],
			["ff01::1", 254],
		],
		...[
			["fe80::1", 253],
			["febf::1", 253],
			["ff02::1", 253],
			["ff12::1", 253],
		],
		...[
			["fec0::1", 200],
			["feff::1", 200],
			["ff05::1", 200],
		],
		...[
			["::2", 0],
			["fc00::1", 0],
			["fe00::1", 0],
			["2001:db8::1", 0],
			["e000::1", 0],
			["::ffff:1.2.3.4", 0],
		],
		...[
			["::1.2.3.4", 0],
			["ff00::1", 0],
			["ff03::1", 0],
			["ff08::1", 0],
			["ff0e::1", 0],
		],
	] as [string, number][])("the scope of %s is %i", (addr, scope) => {
		expect(scope6(addr)).toBe(scope);
	});

	test("the link-local address comes from the MAC with one bit turned", () => {
		expect(eui64("00:11:22:33:44:55")).toBe("fe80::211:22ff:fe33:4455");
		expect(eui64("fe:ff:fd:01:02:03")).toBe("fe80::fcff:fdff:fe01:203");
	});
});
