/** The tables were taken from `ip link set lo address TEXT` of iproute2 6.1.0, which tells the length or quotes the part. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	bytesOf,
	formatLladdr,
	isBroadcastLladdr,
	isMulticastLladdr,
	isValidEther,
	isZeroLladdr,
	parseLladdr,
	randomLladdr,
} from "../../src/net/lladdr.ts";

describe("a link address typed into ip", () => {
	test.each([
		["1:2:3:4:5:6", "01:02:03:04:05:06"],
		["00:1B:aF:44:55:66", "00:1b:af:44:55:66"],
		["foo", "0f"],
		["all", "0a"],
		["a b:c d", "0a:0c"],
		["1-2-3-4-5-6", "01"],
		[" 1", "01"],
		["+1", "01"],
		["-0", "00"],
		["0x1", "01"],
		["0X1F:2", "1f:02"],
		["0xzz", "00"],
		["1:0x:2", "01:00:02"],
		["010:08", "10:08"],
		["00x1", "00"],
		["100000001", "01"],
		["-ffffffff", "01"],
		["-ffffffffffffffff", "01"],
		["1.2.3.4", "01:02:03:04"],
		["1.2", "01:02:00:00"],
	])("%j is %s", (text, lladdr) => {
		const parsed = parseLladdr(text);
		expect("bytes" in parsed && formatLladdr(parsed.bytes)).toBe(lladdr);
	});

	test.each([
		["zz", "zz"],
		["", ""],
		[":", ""],
		["1:", ""],
		["1::2", ""],
		["1:2:zz:4", "zz"],
		["1:100:x", "100"],
		["fff", "fff"],
		["-1", "-1"],
		["-", "-"],
		["- 1", "- 1"],
		["x1", "x1"],
		["80000000", "80000000"],
		["100000100", "100000100"],
		["ffffffffffffffff", "ffffffffffffffff"],
		["10000000000000001", "10000000000000001"],
		["default", "default"],
		["1.2.x", "1.2.x"],
		["1.2:3", "1.2:3"],
		["1122.3344.5566", "1122.3344.5566"],
		["1g:2h:3-:4.5", "1g:2h:3-:4.5"],
	])("%j is refused, quoting %j", (text, invalid) => {
		expect(parseLladdr(text)).toEqual({ invalid });
	});

	test("more parts than the buffer has room for give one byte too many", () => {
		const forty = Array.from({ length: 40 }, () => "7").join(":");
		expect(parseLladdr(forty)).toEqual({ bytes: [...Array(32).fill(7), 0] });
		expect(parseLladdr("1:2:3:zz", 2)).toEqual({ bytes: [1, 2, 0] });
		expect(parseLladdr("1:2", 2)).toEqual({ bytes: [1, 2] });
	});

	test("law: what is formatted is read back", () => {
		const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(bytes, (some) => {
				expect(parseLladdr(formatLladdr(some))).toEqual({ bytes: some });
				expect(bytesOf(formatLladdr(some))).toEqual(some);
			}),
		);
		expect(bytesOf("")).toEqual([]);
	});
});

test("classes of link addresses", () => {
	expect(["01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff", "02:00:00:00:00:01"].map(isMulticastLladdr)).toEqual([
		true,
		true,
		false,
	]);
	expect(["ff:ff:ff:ff:ff:ff", "ff:ff:ff:ff:ff:fe"].map(isBroadcastLladdr)).toEqual([true, false]);
	expect(["00:00:00:00:00:00", "00:00:00:00", "00:00:00:00:00:01"].map(isZeroLladdr)).toEqual([true, true, false]);
	const valid = ["02:00:00:00:00:01", "00:00:00:00:00:01"];
	const invalid = ["01:00:00:00:00:00", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "02:00:00:01", ""];
	expect([...valid, ...invalid].filter(isValidEther)).toEqual(valid);
});

test("law: a random address is locally administered and fit for Ethernet", () => {
	const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
	fc.assert(
		fc.property(fc.infiniteStream(unit), (stream) => {
			const lladdr = randomLladdr(() => stream.next().value);
			expect(isValidEther(lladdr)).toBe(true);
			expect((bytesOf(lladdr)[0] ?? 0) & 3).toBe(2);
		}),
	);
});
