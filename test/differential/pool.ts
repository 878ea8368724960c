/**
 * Words to say, by the kind of value that a grammar row takes: good ones, odd ones and bad ones. The good stand first and
 * are drawn most often. No word here is a bare number where a process could be meant: `netns 1` is somebody else's world.
 */
import type { Takes } from "../../src/userland/ip/grammar.ts";

export interface Pool {
	readonly good: readonly string[];
	readonly odd: readonly string[];
}

/** Links of the opening commands (command.ts), and names that no link has yet. */
const dev: Pool = {
	good: ["v0", "v1", "br0", "lo", "v0", "v1", "br0"],
	odd: ["m0", "alt0", "vx0", "i0", "m1", "nope", "if1", "if2", "if77", "veth0", "averylongnameofalink", ""],
};
/** Names that are taken, and such as no link can have. */
const nameOdds = [
	"v0",
	"br0",
	"alt0",
	"p%d",
	"all",
	"default",
	"up",
	"a/b",
	"a b",
	"12345678901234567",
	".",
	"",
	"x:1",
	"é",
];
const name: Pool = {
	good: ["m1", "vx0", "i0", "br1", "v2", "eth7"],
	odd: [...nameOdds, "a%s", "%d", "v%d%d", "123456789012345", "1234567890123456", "-x", "help", "dev"],
};
const netns: Pool = { good: ["n1", "n1", "n2"], odd: ["nope", "", ".", "a/b"] };

const pools: Readonly<Record<Exclude<Takes, readonly string[]>, Pool>> = {
	ADDR: {
		good: ["192.0.2.255", "192.0.2.1", "10.0.0.1", "2001:db8::9", "+", "-"],
		odd: ["10.1", "239.1.1.1", "ff02::1", "any", "default", "::", "0.0.0.0", "10.0.0.256", "::ffff:1.2.3.4", "x", ""],
	},
	ALTNAME: {
		good: ["alt0", "alt1"],
		odd: ["v0", "a-rather-long-alternative-name", "y".repeat(127), "y".repeat(128), ...nameOdds, "help", "dev"],
	},
	BOOL: { good: ["on", "off"], odd: ["o", "1", "yes"] },
	CLOCK: { good: ["100"], odd: ["x"] },
	DEV: dev,
	FILE: { good: ["-"], odd: ["/nope"] },
	GROUP: {
		good: ["default", "0", "7"],
		odd: ["nope", "-1", "0x10", "07", "4294967295", "4294967296", "", " 7", "Default"],
	},
	ID: { good: ["5", "0"], odd: ["-1", "x"] },
	KIND: {
		good: ["veth", "bridge", "macvlan", "ifb", "vxlan", "bridge_slave"],
		odd: ["tun", "nope", "macvtap", "veth_slave", "ether", ""],
	},
	LABEL: {
		good: ["v0:a", "v0", "lo:x", "br0:1"],
		odd: ["x", "v0:123456789012", "v1:é", "", "v0:", "v0:1234567890a", "V0:a"],
	},
	LIFETIME: {
		good: ["forever", "1000", "500"],
		odd: [
			"0",
			"4294967295",
			"4294967296",
			"-1",
			"0x100",
			"x",
			"1e3",
			"010",
			" 5",
			"5 ",
			"4294967294",
			"Forever",
			"for",
		],
	},
	LLADDR: {
		good: ["02:00:00:00:00:0a", "02:00:00:00:00:0b", "2:0:0:0:0:c"],
		odd: [
			"ff:ff:ff:ff:ff:ff",
			"01:00:5e:00:00:01",
			"00:00:00:00:00:00",
			"02:00:00:00:00",
			"1.2.3.4",
			"gg:00",
			"",
			"::1",
			"02:00:00:00:00:00:01",
			"2",
			"02-00-00-00-00-01",
			"02:00:00:00:00:100",
			"02:00:00:00:00:0a:",
			"1:2:3:4:5:-6",
			"0x2:0:0:0:0:1",
			" 2:0:0:0:0:1",
			":",
			"10.1",
			"x.y",
		],
	},
	NAME: name,
	NEXTHOP: { good: ["192.0.2.9"], odd: ["x"] },
	NETNS: netns,
	NUMBER: {
		good: ["1", "5", "100", "1500", "2000"],
		odd: [
			"0",
			"68",
			"1280",
			"67",
			"65536",
			"-1",
			"4294967295",
			"4294967296",
			"0x20",
			"010",
			"x",
			"",
			"1.5",
			" 7",
			"7 ",
			"+7",
			"255",
			"256",
			"65535",
			"2147483647",
			"2147483648",
			"-2147483648",
			"99999999999999999999",
			"0x",
			"00",
		],
	},
	PATTERN: { good: ["v*", "lo", "v0:a"], odd: ["*", "[a-v]0", "", "?", "[", "[!l]*", "\\v0", "v\\*"] },
	PID: { good: [], odd: ["x"] },
	PREFIX: {
		good: [
			"192.0.2.1/24",
			"192.0.2.2/24",
			"10.0.0.1/8",
			"192.0.2.1",
			"2001:db8::1/64",
			"2001:db8::2/64",
			"2001:db8::1",
			"10.0.0.1/32",
			"127.0.0.5/8",
		],
		odd: [
			"10.0.0.1/31",
			"10.1/16",
			"192.0.2.0/24",
			"192.0.2.1/255.255.255.0",
			"192.0.2.1/255.0.255.0",
			"192.0.2.1/33",
			"192.0.2.1/0",
			"2001:db8::1/129",
			"2001:db8::/64",
			"2001:db8::1/0",
			"fe80::5/64",
			"::1/128",
			"ff02::5/64",
			"::ffff:1.2.3.4/96",
			"::/0",
			"0.0.0.0/0",
			"255.255.255.255",
			"224.0.0.5/4",
			"240.0.0.1/4",
			"0.1.2.3/8",
			"any",
			"default",
			"all",
			"1.2.3.4.5",
			"10.0.0.1/08",
			"10.0.0.1/0x8",
			"10.0.0.1/+8",
			"10.0.0.1/8x",
			"10.0.0.1/ 8",
			"10.0.0.1/-1",
			"10.0.0.1/0.0.0.255",
			"2001:db8::1/ffff::",
			"1.2.3.4/8/9",
			"0x0a.1.2.3/8",
			"010.1.2.3/8",
			"10..1/8",
			"10.0.0.1.",
			"256/8",
			"1/8",
			"fe80::1%v0",
			"::1.2.3.4/96",
			"1:2:3:4:5:6:7:8:9",
			"1::2::3",
			"inet:10.0.0.1/8",
			" 10.0.0.1/8",
			"192.0.2.1/",
			"/24",
			"x",
			"",
		],
	},
	PROTOCOL: { good: ["kernel", "static"], odd: ["x"] },
	REALM: { good: ["1"], odd: ["x"] },
	SCOPE: {
		good: ["global", "link", "host", "site"],
		odd: ["nowhere", "253", "300", "-1", "all", "0x10", "", "255", "256", "010", "Global", " link", "lin"],
	},
	STRING: { good: ["word", "two words"], odd: ["", "ü", "x".repeat(255), "x".repeat(256)] },
	TABLE: { good: ["main"], odd: ["x"] },
	TIME: { good: ["1s"], odd: ["x"] },
	TOS: { good: ["0x10", "inherit"], odd: ["x", "256"] },
	TYPE: { good: ["unicast"], odd: ["x"] },
	UID: { good: ["0"], odd: ["x"] },
	VRF: { good: [], odd: ["v0", "nope"] },
};

export function poolOf(takes: Takes): Pool {
	return typeof takes === "string" ? pools[takes] : { good: takes, odd: ["o", "nope", "0", "9", ""] };
}

/** In place of a word that belongs there. */
export const wrongWords: readonly string[] = ["dev", "help", "show", "nope", "up", "type", "", "-4", "v0", "192.0.2.1"];
