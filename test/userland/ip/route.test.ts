import { describe, expect, it } from "vitest";
import type { Rtmsg } from "../../../src/uapi/message.ts";
import { type Canned, runIp } from "../fake-system.ts";
import { recorded } from "../recording.ts";
import { eth0, lo, routes } from "../world.ts";

const eth1 = { ...eth0, index: 3, ifname: "eth1" };
const world: Canned = { links: [lo, eth0, eth1], routes };
const [fallback, connected] = routes as [Rtmsg, Rtmsg];
const show = (words: string, table: readonly Rtmsg[] = routes) => runIp(words, { ...world, routes: table }).stdout;
const request = (words: string) => runIp(`route ${words}`, world).requests[0];

describe("ip route show", () => {
	it("prints IPv4 routes with a space at the end", () => {
		expect(show("route")).toBe(
			"default via 10.0.0.254 dev eth0 metric 100 \n10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1 \n",
		);
	});

	it("says everything with -d, and numbers with -N", () => {
		expect(show("-d -N route", [fallback])).toBe("1 default via 10.0.0.254 dev eth0 proto 3 scope 0 metric 100 \n");
	});

	it("prints IPv6 routes without one", () => {
		const route: Rtmsg = {
			...connected,
			family: "inet6",
			dst: { addr: "2001:db8::", len: 64 },
			scope: 0,
			priority: 256,
			pref: 0,
		};
		const { prefsrc: _, ...bare } = route;
		expect(show("-6 route", [bare])).toBe("2001:db8::/64 dev eth0 proto kernel metric 256 pref medium\n");
	});

	it("prints the ways of a multipath route each on a line, and -o with backslashes", () => {
		const { oif: _, gateway: __, priority: ___, ...header } = fallback;
		const multipath = [
			{ gateway: "10.0.0.254", oif: 2, weight: 1, flags: 0 },
			{ gateway: "fe80::1", oif: 3, weight: 3, flags: 17 },
		];
		expect(show("route", [{ ...header, multipath }])).toBe(
			"default \n\tnexthop via 10.0.0.254 dev eth0 weight 1 \n\tnexthop via inet6 fe80::1 dev eth1 weight 3 dead linkdown \n",
		);
		expect(show("-o route", [{ ...header, multipath }])).toMatch(/^default \\\tnexthop .* \\\tnexthop /);
		expect(JSON.parse(show("-j route", [{ ...header, multipath }]))[0].nexthops[1]).toEqual({
			via: { family: "inet6", host: "fe80::1" },
			dev: "eth1",
			weight: 3,
			flags: ["dead", "linkdown"],
		});
	});

	it("prints metrics in the kernel's order, times in milliseconds", () => {
		const metrics = {
			mtu: 1300,
			rtt: 2400,
			rto_min: 1500,
			features: 1,
			congctl: "cubic",
			lock: ["mtu", "rto_min"],
		} as const;
		expect(show("route", [{ ...connected, metrics }])).toContain(
			"mtu lock 1300 rtt 300ms features ecn rto_min lock 1.5s congctl cubic \n",
		);
		expect(JSON.parse(show("-j route", [{ ...connected, metrics }]))[0].metrics).toEqual([
			{ mtu: 1300, rtt: 300, ecn: null, rto_min: 1500, congestion: "cubic" },
		]);
	});

	it.each([
		["dev eth0", "default via 10.0.0.254 metric 100 \n10.0.0.0/24 proto kernel scope link src 10.0.0.1 \n"],
		["proto kernel scope link", "10.0.0.0/24 dev eth0 src 10.0.0.1 \n"],
		["src 10.0.0.1", "10.0.0.0/24 dev eth0 proto kernel scope link \n"],
		["via 10.0.0.254 metric 100", "default dev eth0 \n"],
		["default", "default via 10.0.0.254 dev eth0 metric 100 \n"],
		["root 10/8", "10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1 \n"],
		["match 8.8.8.8", "default via 10.0.0.254 dev eth0 metric 100 \n"],
		["10.0.0.0/8", ""],
		["type local", ""],
	])("filters by %s, and leaves out what that fixes", (words, stdout) => {
		expect(show(`route show ${words}`)).toBe(stdout);
	});

	it("asks for IPv4 where one table is meant, for all families with table all", () => {
		const family = (words: string) => runIp(words, world).asked.find(({ type }) => type === "RTM_GETROUTE");
		expect(family("route show 2001:db8::/32")).toMatchObject({ family: "inet", table: 254 });
		expect(family("route show table all")).toMatchObject({ family: "unspec" });
	});

	const missing = (ask: { type: string }) =>
		ask.type === "RTM_GETROUTE"
			? { messages: [], error: { by: "kernel", errno: "ENOENT", extack: "ipv4: FIB table does not exist" } as const }
			: undefined;

	it("fails where a table is missing, unless it is the main one", () => {
		expect(runIp("-j route show table 99", { ...world, answer: missing })).toMatchObject({
			stdout: "[",
			stderr: "Error: ipv4: FIB table does not exist.\nDump terminated\n",
			exit: 2,
		});
		expect(runIp("route", { ...world, answer: missing })).toMatchObject({ stdout: "", stderr: "", exit: 0 });
	});
});

describe("ip route add", () => {
	it.each([
		["add 10.5.0.0/24 dev eth0", { scope: 253, table: 254, protocol: 3, routeType: 1, oif: 2 }],
		["add 10.5.0.0/24 via 10.0.0.2", { scope: 0, gateway: "10.0.0.2" }],
		["add local 10.5.0.0/24 dev lo", { scope: 254, table: 255, routeType: 2 }],
		["add blackhole 10.5.0.0/24", { scope: 0, routeType: 6 }],
		["add multicast 224.5.0.0/16 dev eth0", { scope: 253, table: 254 }],
		["add 2001:db8:5::/48 dev eth0", { family: "inet6", scope: 0 }],
		["del 10.5.0.0/24", { type: "RTM_DELROUTE", scope: 255, protocol: 0, routeType: 0 }],
		["add default via inet6 fe80::1 dev eth0 onlink", { family: "inet6", gateway: "fe80::1", rtmFlags: 4 }],
		["add 10.5.0.0/24 via inet6 fe80::1 dev eth0", { family: "inet", gateway: "fe80::1" }],
		["add to 10.5.0.0/24 dev eth0 p 5 t 9 pro static d 8", { priority: 5, table: 9, protocol: 4, tos: 8 }],
		[
			"add 10.5.0.0/24 dev eth0 mtu lock 1300 rtt 300ms rttvar 3",
			{ metrics: { mtu: 1300, rtt: 2400, rttvar: 3, lock: ["mtu"] } },
		],
		[
			"add default nexthop via 10.0.0.2 weight 5 nexthop dev eth1 onlink",
			{
				multipath: [
					{ gateway: "10.0.0.2", weight: 5, flags: 0 },
					{ oif: 3, weight: 1, flags: 4 },
				],
			},
		],
	])("%s", (words, expected) => {
		expect(request(words)).toMatchObject(expected);
	});

	const ownWords = [...recorded("route-options.host"), ...recorded("route-multipath.host")].filter(
		({ command, exit }) => (exit === 1 || exit === 255) && /^ip route/.test(command),
	);

	it.each(ownWords)("refuses $command in the real tool's words", ({ command, stdout, stderr, exit }) => {
		expect(runIp(command.slice("ip ".length), world)).toMatchObject({ stdout, stderr, exit });
	});

	it.each([
		["add 1.2.3.0/24 dev nosuch", 'Cannot find device "nosuch"\n', 1],
		[
			"add 1.2.3.0/24 via 1.1.1.1 via 1.1.1.2",
			'Error: argument "via" is wrong: use nexthop syntax to specify multiple via\n\n',
			255,
		],
		["add 1.2.3.0/24 dev eth0 p static", 'Error: argument "static" is wrong: "metric" value is invalid\n\n', 255],
		["add any via 10.0.0.1", 'Error: any valid prefix is expected rather than "via".\n', 1],
		["add default nexthop dev nosuch", 'Cannot find device "nosuch"\nError: cannot parse nexthop\n', 255],
		["flush", '"ip route flush" requires arguments.\n', 1],
		["get", "need at least a destination address\n", 1],
	])("refuses %s", (words, stderr, exit) => {
		expect(runIp(`route ${words}`, world)).toMatchObject({ stdout: "", stderr, exit, requests: [] });
	});
});

describe("ip route get", () => {
	const answer: Rtmsg = { ...fallback, dst: { addr: "8.8.8.8", len: 32 }, prefsrc: "10.0.0.1", flags: 0x200, uid: 0 };
	const { priority: _, ...cached } = answer;

	it("prints the cache line of IPv4", () => {
		expect(show("route get 8.8.8.8", [cached])).toBe(
			"8.8.8.8 via 10.0.0.254 dev eth0 src 10.0.0.1 uid 0 \n    cache \n",
		);
		const local = { ...cached, type: 2, flags: 0x80000200 };
		expect(show("route get 8.8.8.8", [local])).toContain("    cache <local> \n");
	});

	it("asks for the way of one address", () => {
		const { asked, stderr } = runIp("route get 8.8.8.8/24 from 10.0.0.1 iif eth1 mark 5 ipproto tcp dport 80", world);
		expect(stderr).toBe("Warning: /24 as prefix is invalid, only /32 (or none) is supported.\n");
		expect(asked.find(({ type }) => type === "RTM_GETROUTE")).toMatchObject({
			dst: { addr: "8.8.8.8", len: 32 },
			src: "10.0.0.1",
			iif: 3,
			mark: 5,
			ipproto: 6,
			dport: 80,
			rtmFlags: 0x1000,
		});
	});
});

describe("ip route flush", () => {
	it("sends each route back as it came", () => {
		let left: readonly Rtmsg[] = routes;
		const ran = runIp("-s -s route flush dev eth0", {
			...world,
			answer: (ask) => {
				if (ask.type === "RTM_DELROUTE") left = [];
				return ask.type === "RTM_GETROUTE"
					? { messages: left.map((route) => ({ type: "RTM_NEWROUTE", route })) }
					: undefined;
			},
		});
		expect(ran.requests).toHaveLength(2);
		expect(ran.requests[1]).toMatchObject({ type: "RTM_DELROUTE", routeType: 1, protocol: 2, prefsrc: "10.0.0.1" });
		expect(ran.stdout).toBe(
			"default via 10.0.0.254 metric 100 \n10.0.0.0/24 proto kernel scope link src 10.0.0.1 \n" +
				"\n*** Round 1, deleting 2 entries ***\n*** Flush is complete after 1 round ***\n",
		);
	});
});
