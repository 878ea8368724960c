/**
 * Words of routes and of what decides about them, of one family each: prefixes that lie in one another, gateways on the links
 * of the opening commands and beyond them, and wrong ones. Shared by route.ts, rule.ts, nexthop.ts and neigh.ts.
 */
import type { Arbitrary } from "fast-check";
import { type Command, lines, nothing, weighted } from "../draw.ts";

/** Mostly one of the first, now and then one of the second. */
export function usually(good: readonly string[], odd: readonly string[], often = 9): Arbitrary<Command> {
	return weighted([often, lines(...good)], [1, lines(...odd)]);
}

/** What a family's words are. */
export interface FamilyWords {
	/** Option in front of the object, where the words do not say it. */
	readonly option: Arbitrary<Command>;
	readonly prefix: Arbitrary<Command>;
	readonly gateway: Arbitrary<Command>;
	/** Addresses of this host and near it. */
	readonly addr: Arbitrary<Command>;
}

export const v4: FamilyWords = {
	option: weighted([6, nothing], [1, lines("-4")]),
	prefix: usually(
		[
			"default",
			"10.0.0.0/8",
			"10.1.0.0/16",
			"10.1.2.0/24",
			"10.1.2.3",
			"10.0.0.0/8",
			"10.1.0.0/16",
			"192.0.2.0/24",
			"192.0.2.128/25",
			"198.51.100.0/24",
			"203.0.113.0/24",
			"203.0.113.7",
		],
		[
			"0.0.0.0/1",
			"224.0.0.0/4",
			"239.1.1.1",
			"255.255.255.255",
			"127.0.0.0/8",
			"127.1.2.3",
			"192.0.2.1",
			"192.0.2.255",
			"0.0.0.0",
			"0.0.0.0/0",
			"10/8",
			"10.0.0.1/8",
			"10.0.0.0/33",
			"any",
			"all",
			"x",
			"2001:db8:a::/48",
		],
		6,
	),
	gateway: usually(
		["192.0.2.9", "192.0.2.10", "198.51.100.9", "192.0.2.9", "192.0.2.10", "198.51.100.9", "inet6 2001:db8::9"],
		[
			"203.0.113.9",
			"10.1.2.9",
			"192.0.2.1",
			"192.0.2.255",
			"198.51.100.1",
			"127.0.0.5",
			"224.0.0.9",
			"255.255.255.255",
			"0.0.0.0",
			"0.1.2.3",
			"inet 192.0.2.9",
			"inet6 fe80::9",
			"inet6 192.0.2.9",
			"2001:db8::9",
			"any",
			"x",
		],
		4,
	),
	addr: usually(
		["192.0.2.1", "198.51.100.1", "192.0.2.9", "10.1.2.3", "203.0.113.7", "10.9.9.9"],
		[
			"127.0.0.1",
			"127.0.0.5",
			"0.0.0.0",
			"192.0.2.255",
			"192.0.2.0",
			"255.255.255.255",
			"224.0.0.1",
			"239.1.1.1",
			"0.1.2.3",
			"240.0.0.1",
			"10.1.2.0/24",
			"any",
			"default",
			"x",
			"2001:db8::1",
		],
		4,
	),
};

export const v6: FamilyWords = {
	option: weighted([1, nothing], [4, lines("-6")]),
	prefix: usually(
		[
			"default",
			"2001:db8:a::/48",
			"2001:db8:a:b::/64",
			"2001:db8:a:b::5",
			"2001:db8:a::/48",
			"2001:db8:a:b::/64",
			"2001:db8::/64",
			"2001:db8:1::/64",
			"2001:db8:c::/48",
			"2001:db8:c::7",
		],
		[
			"::/1",
			"::/0",
			"fe80::/64",
			"fe80::9",
			"ff00::/8",
			"ff02::5",
			"::1",
			"::",
			"2001:db8::1",
			"2001:db8::",
			"2001:db8:a::5/48",
			"2001:db8::/129",
			"::ffff:10.0.0.0/104",
			"any",
			"all",
			"x",
			"10.0.0.0/8",
		],
		6,
	),
	gateway: usually(
		["2001:db8::9", "2001:db8::a", "2001:db8:1::9", "2001:db8::9", "2001:db8::a", "2001:db8:1::9", "fe80::9"],
		[
			"2001:db8:f::9",
			"2001:db8:a:b::9",
			"2001:db8::1",
			"2001:db8:1::1",
			"2001:db8::",
			"::1",
			"::",
			"ff02::9",
			"inet6 2001:db8::9",
			"inet 192.0.2.9",
			"192.0.2.9",
			"::ffff:10.0.0.1",
			"any",
			"x",
		],
		4,
	),
	addr: usually(
		["2001:db8::1", "2001:db8:1::1", "2001:db8::9", "2001:db8:a:b::5", "2001:db8:c::7", "2001:db8:f::f"],
		["::1", "::", "fe80::9", "ff02::1", "ff02::5", "ff05::5", "2001:db8::", "2001:db8:a::/48", "any", "x", "192.0.2.1"],
		4,
	),
};

export const dev = usually(["v0", "v1", "v0", "v1", "br0", "lo"], ["m0", "alt0", "nope", "if2", "if99", ""]);
export const table = usually(
	["main", "local", "default", "100", "200", "100"],
	["0", "all", "cache", "255", "4294967295", "4294967296", "-1", "nope", "0x64", "help", ""],
	6,
);
export const tos = usually(
	["0x10", "0x20", "16"],
	["0", "1", "0x1e", "256", "AF11", "default", "CS1", "lowdelay", "x", ""],
	4,
);
export const protocol = usually(
	["static", "kernel", "boot", "ra", "bgp", "99"],
	["0", "unspec", "redirect", "256", "all", "x", ""],
	4,
);
export const metric = usually(
	["0", "5", "10", "100", "1024"],
	["256", "4294967295", "4294967296", "-1", "0x10", "x", ""],
	6,
);
export const mark = usually(["1", "5", "0x10"], ["0", "0x1/0xf", "4294967295", "-1", "x", ""], 4);
export const realms = usually(["5", "3/5", "0"], ["300", "0x10005", "3/", "/5", "x", "x/y", "256/1", ""], 4);
export const uid = usually(["0", "1000"], ["4294967295", "-1", "x", ""], 4);
export const ipproto = usually(
	["tcp", "udp", "icmp", "6", "ipv6-icmp"],
	["sctp", "gre", "0", "255", "256", "x", ""],
	4,
);
export const port = usually(["80", "443"], ["0", "65535", "65536", "-1", "80-90", "x", ""], 4);

/** What stands behind `encap`. */
export const encap = usually(
	[
		"ip id 5 dst 203.0.113.5",
		"ip id 5 dst 203.0.113.6",
		"ip id 6 src 192.0.2.1 dst 203.0.113.5 ttl 9 tos 4",
		"ip dst 203.0.113.5 key csum seq",
		"ip6 id 5 dst 2001:db8::5",
		"ip6 dst 2001:db8::5 src 2001:db8::1 hoplimit 3 tc 4",
		"seg6 mode encap segs 2001:db8::5",
		"seg6 mode inline segs 2001:db8::5,2001:db8::6",
		"mpls 100",
	],
	[
		"ip",
		"ip id x",
		"ip ttl 256",
		"ip id 5 id 6",
		"ip6 dst 192.0.2.1",
		"seg6 mode x",
		"mpls x",
		"mpls 100/200 ttl 5",
		"x",
		"",
	],
	6,
);
