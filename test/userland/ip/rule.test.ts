import { describe, expect, it } from "vitest";
import type { FibRule } from "../../../src/uapi/rule.ts";
import { type Canned, runIp } from "../fake-system.ts";

const rule = (patch: Partial<FibRule>): FibRule => ({
	family: "inet",
	action: 1,
	flags: 0,
	tos: 0,
	table: 0,
	...patch,
});

const rules: readonly FibRule[] = [
	rule({ table: 255, protocol: 2 }),
	rule({ priority: 10, iifname: "eth9", flags: 0x0a, table: 100, src: { addr: "10.0.0.0", len: 8 }, protocol: 0 }),
	rule({ priority: 11, fwmark: 5, fwmask: 7, tos: 16, table: 300, suppressPrefixlen: 0, suppressIfgroup: 3 }),
	rule({ priority: 12, ipProto: 6, sportRange: { start: 5, end: 5 }, dportRange: { start: 6, end: 9 }, table: 7 }),
	rule({ priority: 13, l3mdev: true, uidRange: { start: 1, end: 2 }, tunId: "77" }),
	rule({ priority: 14, action: 2, goto: 60, flags: 4 }),
	rule({ priority: 15, action: 7, dst: { addr: "1.2.3.4", len: 32 }, flow: { from: 2, to: 3 }, protocol: 4 }),
];

const world: Canned = {
	answer: ({ type }) =>
		type === "RTM_GETRULE" ? { messages: rules.map((each) => ({ type: "RTM_NEWRULE", rule: each })) } : undefined,
};

function request(words: string) {
	return runIp(`rule ${words}`, world).requests[0];
}

describe("ip rule show", () => {
	it("prints selectors, action and origin, with no space at the end", () => {
		expect(runIp("rule", world).stdout.split("\n")).toEqual([
			"0:\tfrom all lookup local",
			"10:\tnot from 10.0.0.0/8 iif eth9 [detached] lookup 100",
			"11:\tfrom all tos 0x10 fwmark 0x5/0x7 lookup 300 suppress_prefixlength 0 suppress_ifgroup 3",
			"12:\tfrom all ipproto tcp sport 5 dport 6-9 lookup 7",
			"13:\tfrom all lookup [l3mdev-table] uidrange 1-2 tun_id 77",
			"14:\tfrom all goto 60 [unresolved]",
			"15:\tfrom all to 1.2.3.4 realms 2/3 unreachable proto static",
			"",
		]);
	});

	it("speaks JSON with nulls for what is only said", () => {
		expect(JSON.parse(runIp("-j rule show prio 10", world).stdout)).toEqual([
			{ priority: 10, not: null, src: "10.0.0.0", srclen: 8, iif: "eth9", iif_detached: null, table: "100" },
		]);
	});

	it.each([
		["from 10.0.0.0/7", [10]],
		["from 10.1.0.0/16", []],
		["table 300", [11]],
		["fwmark 5", [11]],
		["dport 6-9", [12]],
		["not", [10]],
		["protocol static", [0, 10, 11, 12, 13, 14, 15]],
	])("selects by %s", (words, priorities) => {
		const shown = runIp(`rule show ${words}`, world).stdout.split("\n").slice(0, -1);
		expect(shown.map((line) => Number(line.split(":")[0]))).toEqual(priorities);
	});
});

describe("ip rule add", () => {
	it("sends what was said, to the main table where nothing else is", () => {
		expect(request("add from 10.0.0.0/8 fwmark 1/3 prio 5 iif eth0")).toEqual({
			type: "RTM_NEWRULE",
			flags: 0x600,
			rule: {
				family: "inet",
				flags: 0,
				tos: 0,
				action: 1,
				table: 254,
				src: { addr: "10.0.0.0", len: 8 },
				fwmark: 1,
				fwmask: 3,
				priority: 5,
				iifname: "eth0",
			},
		});
	});

	it("takes t for tun_id, and the actions by their beginnings", () => {
		expect(request("add t 5")).toMatchObject({ rule: { tunId: "5", table: 254 } });
		expect(request("add goto 9 prio 3")).toMatchObject({ rule: { action: 2, goto: 9, table: 0 } });
		expect(request("add unr")).toMatchObject({ rule: { action: 7, table: 0 } });
	});

	it("loses the upper bits of a port, as sscanf does", () => {
		expect(request("add dport 99999")).toMatchObject({ rule: { dportRange: { start: 34463, end: 34463 } } });
	});

	it("forgets a prefix when a later one is any", () => {
		expect(request("add from 10.0.0.0/8 from all")).not.toHaveProperty("rule.src");
	});

	it.each([
		["add", 1, '"ip rule add" requires arguments.\n'],
		["del", 1, '"ip rule del" requires arguments.\n'],
		["add prio abc", 255, 'Error: argument "abc" is wrong: preference value is invalid\n\n'],
		["add fwmark 0x10/foo", 255, 'Error: argument "foo" is wrong: fwmask value is invalid\n\n'],
		["add ipproto bogus", 255, 'Error: argument "bogus" is wrong: Invalid "ipproto" value\n\n'],
		["add uidrange 5", 255, 'Error: argument "5" is wrong: invalid UID range\n\n'],
		["add bogus", 255, 'Error: argument "bogus" is wrong: Failed to parse rule type\n'],
		["add l3mdev table 5", 22, "table can not be specified for l3mdev rules\n"],
		[
			"add iif averyveryverylongname",
			255,
			'Error: argument "averyveryverylongname" is wrong: "iif"/"dev" not a valid ifname\n',
		],
		["show bogus", 1, 'Error: inet prefix is expected rather than "bogus".\n'],
		["save x", 1, '"ip rule save" does not take any arguments.\n'],
		["frob", 255, 'Command "frob" is unknown, try "ip rule help".\n'],
	])("refuses %s in the real tool's words", (words, exit, stderr) => {
		expect(runIp(`rule ${words}`, world)).toMatchObject({ exit, stderr });
	});
});

describe("ip rule flush, save and restore", () => {
	it("deletes every rule whose priority is not 0", () => {
		expect(runIp("rule flush", world).requests).toHaveLength(rules.length - 1);
		expect(runIp("rule flush protocol static", world).requests).toHaveLength(5);
	});

	it("restores what it saved", () => {
		const saved = runIp("rule save", world).stdout;
		const ran = runIp("rule restore", world, { stdin: saved });
		expect(ran.requests.map((each) => "rule" in each && each.rule)).toEqual(rules);
		expect(ran.exit).toBe(0);
	});

	it("refuses a file of something else", () => {
		expect(runIp("rule restore", world)).toMatchObject({ exit: 255, stderr: "Magic mismatch (0 elems, 0 magic)\n" });
	});
});
