import { expect, it } from "vitest";
import { annotate } from "../../src/explain/annotate.ts";
import { en } from "../../src/explain/en.ts";
import { unusualKinds } from "../../src/explain/unusual/notice.ts";
import { fixture } from "./fixture.ts";

const lo =
	"1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n";
const lo4 = `${lo}    inet 127.0.0.1/8 scope host lo\n`;
const whole = `${lo4}    inet6 ::1/128 scope host \n`;
const eth = (flags: string, rest = "", index = 2) =>
	`${index}: eth${index}: <BROADCAST,MULTICAST,${flags}> mtu 1500 state UP\n${rest}`;
const up = (rest: string, index = 2) => eth("UP,LOWER_UP", rest, index);

const kinds = (text: string) => annotate(text, { lang: "en" }).unusual.map(({ kind }) => kind);

/** What each kind is told of, and what it says. */
const cases: readonly (readonly [kind: string, paste: string, what: string])[] = [
	["lo.down", "1: lo: <LOOPBACK> mtu 65536 state DOWN\n", "lo is switched off."],
	["lo.down", "lo               DOWN           127.0.0.1/8 \n", "lo is switched off."],
	["lo.no127", `${lo}    inet 127.0.0.2/8 scope host lo\n    inet6 ::1/128 scope host \n`, "lo has no 127.0.0.1."],
	["lo.no6", lo4, "lo has no ::1."],
	["lo.only4", lo4 + up("    inet6 fe80::1/64 scope link \n"), "lo has no ::1, though eth2 has IPv6."],
	[
		"lo.global",
		`${whole}    inet 10.0.0.1/32 scope global lo\n`,
		"lo carries 10.0.0.1, which is good beyond this machine.",
	],
	[
		"lo.wsl",
		`${lo4}    inet 10.255.255.254/32 brd 10.255.255.254 scope global lo\n    inet6 ::1/128 scope host \n`,
		"lo carries 10.255.255.254: this is Windows' subsystem for Linux (WSL).",
	],
	["lo.mtu", whole.replace("65536", "1500"), "lo has an mtu of 1500, not 65536."],
	["lo.prefix", whole.replace("127.0.0.1/8", "127.0.0.1/24"), "127.0.0.1 has a prefix of /24 here, not /8."],
	["addr.127", up("    inet 127.0.0.5/8 scope host eth2\n"), "127.0.0.5 is on eth2, not on lo."],
	[
		"addr.127scope",
		whole.replace("scope host lo", "scope global lo"),
		"An address of 127/8 on lo has scope global, not host.",
	],
	["addr.host", up("    inet 10.0.0.5/24 scope host eth2\n"), "10.0.0.5 on eth2 has scope host."],
	[
		"addr.scope6",
		up("    inet6 fe80::1/64 scope global \n"),
		"fe80::1 is a link-local address, but scope global is written.",
	],
	[
		"addr.apipa",
		up("    inet 169.254.7.9/16 brd 169.254.255.255 scope link eth2\n"),
		"169.254.7.9 on eth2 is an address that a machine gives itself when no DHCP server answers.",
	],
	[
		"addr.down",
		"2: eth2: <BROADCAST,MULTICAST> mtu 1500 state DOWN\n    inet 10.0.0.5/24 scope global eth2\n",
		"eth2 has 10.0.0.5, but is switched off.",
	],
	["addr.label", up("    inet 10.0.0.5/24 scope global eth9\n"), "An address on eth2 is labelled eth9."],
	[
		"addr.dadfailed",
		up("    inet6 2001:db8::1/64 scope global dadfailed tentative \n"),
		"2001:db8::1 is taken: somebody else on the link of eth2 has it (dadfailed).",
	],
	[
		"addr.tentative",
		up("    inet6 2001:db8::1/64 scope global tentative \n"),
		"2001:db8::1 on eth2 is still being checked (tentative).",
	],
	[
		"addr.deprecated",
		up("    inet 10.0.0.5/24 scope global deprecated dynamic eth2\n"),
		"10.0.0.5 on eth2 is deprecated.",
	],
	[
		"addr.overlap",
		up("    inet 10.0.0.5/16 scope global eth2\n") + up("    inet 10.0.7.9/24 scope global eth3\n", 3),
		"The subnet of 10.0.7.9 on eth3 overlaps with that of eth2 (10.0.0.5/16).",
	],
	[
		"addr.twice",
		up("    inet 10.0.0.5/24 scope global eth2\n") + up("    inet 10.0.0.5/24 scope global eth3\n", 3),
		"10.0.0.5 is on eth3 and on eth2 as well.",
	],
	[
		"addr.alone",
		up("    inet 10.0.0.5/32 scope global eth2\n"),
		"10.0.0.5 on eth2 is a /32: an address without neighbours.",
	],
	[
		"addr.vip",
		up("    inet 10.0.0.5/24 scope global eth2\n    inet 10.0.0.9/32 scope global eth2\n"),
		"10.0.0.9 on eth2 is a /32 beside 10.0.0.5/24, in the same subnet.",
	],
	[
		"addr.broadcast",
		up("    inet 10.0.0.5/24 brd 10.0.255.255 scope global eth2\n"),
		"The broadcast address 10.0.255.255 does not fit its subnet, whose last address is 10.0.0.255.",
	],
	["link.nocarrier", eth("NO-CARRIER,UP"), "eth2 is switched on, but has no signal (NO-CARRIER)."],
	[
		"link.nomember",
		"3: docker0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 state DOWN\n",
		"docker0 is a bridge with nobody in it that has a signal (NO-CARRIER).",
	],
	["link.nosignal", whole + eth("UP"), "eth2 is UP, but not LOWER_UP."],
	[
		"link.lowerdown",
		"4: eth0.7@eth0: <BROADCAST,MULTICAST,UP,M-DOWN> mtu 1500 state LOWERLAYERDOWN\n",
		"eth0.7 stands on eth0, which is switched off (M-DOWN).",
	],
	["link.mtu4", up("").replace("1500", "60"), "eth2 has an mtu of 60: too small even for IPv4, which needs 68."],
	[
		"link.mtu6",
		"2: eth0: <BROADCAST,UP,LOWER_UP> mtu 576 state UP\n    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n",
		"eth0 has an mtu of 576: too small for IPv6, which needs 1280.",
	],
	[
		"link.mtulower",
		"2: eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 state UP\n3: eth0.7@eth0: <BROADCAST,UP,LOWER_UP> mtu 9000 state UP\n",
		"eth0.7 has an mtu of 9000, larger than that of eth0 (1500) below it.",
	],
	[
		"link.mtupeer",
		"2: v0@v1: <BROADCAST,UP,LOWER_UP> mtu 1500 state UP\n3: v1@v0: <BROADCAST,UP,LOWER_UP> mtu 9000 state UP\n",
		"v1 has an mtu of 9000, its other end has another: v0 (1500).",
	],
	[
		"link.mac",
		up("    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n") +
			up("    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n", 3),
		"eth3 and eth2 have the same hardware address, 02:00:00:00:00:01.",
	],
	[
		"stats.errors",
		up(
			"    RX: bytes  packets  errors  dropped missed  mcast   \n    1000       10       7       0       0       0       \n",
		),
		"eth2 counts 7 errors.",
	],
	[
		"route.linkdown",
		"10.0.0.0/24 dev eth2 proto kernel scope link src 10.0.0.5 linkdown \n",
		"The route to 10.0.0.0/24 leads over eth2 without a signal (linkdown).",
	],
	[
		"route.dead",
		"10.0.0.0/24 via 10.1.0.1 dev eth2 dead linkdown \n",
		"The route to 10.0.0.0/24 is dead: eth2 is switched off.",
	],
	[
		"route.anyip",
		"local 192.0.2.0/24 dev lo scope host \n",
		"All of 192.0.2.0/24 is local: this machine takes each of its addresses for its own.",
	],
	[
		"route.defaults",
		"default via 10.0.0.1 dev eth0 metric 600 \ndefault via 10.1.0.1 dev eth1 metric 100 \n",
		"There is more than one default route; the one via 10.1.0.1 dev eth1 is taken, for its smaller metric.",
	],
	[
		"route.samedefaults",
		"default via 10.0.0.1 dev eth0 \ndefault via 10.1.0.1 dev eth1 \n",
		"Two default routes have the same metric.",
	],
	["neigh.failed", "10.0.0.9 dev eth0  FAILED\n", "10.0.0.9 does not answer on eth0 (FAILED)."],
	[
		"rule.asleep",
		"100:\tfrom all iif eth9 [detached] lookup 100\n",
		"Rule 100 is not in force: what it names is not there.",
	],
];

it.each(cases)("stops at %s", (kind, paste, what) => {
	const { unusual } = annotate(paste, { lang: "en" });
	expect(unusual.filter((each) => each.kind === kind).map((each) => each.what)).toEqual([what]);
});

it("has a case here for each kind", () => {
	expect(unusualKinds.filter((kind) => !cases.some(([each]) => each === kind))).toEqual([]);
	expect(Object.keys(en.unusual)).toEqual([...unusualKinds]);
});

it("is silent where all is ordinary", () => {
	for (const name of [
		"addr-container",
		"addr-lo",
		"o-addr-container",
		"br-addr-container",
		"old-3.10-addr",
		"jp-addr-container",
	])
		expect(kinds(fixture(name)), name).toEqual([]);
	expect(kinds("default via 10.0.0.1 dev eth0 \n10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.5 \n")).toEqual(
		[],
	);
	expect(annotate(fixture("addr-lo"), { lang: "en", brief: true }).text).toBe("Nothing unusual.\n");
});

it("compares within the output of one command only", () => {
	const one = up("    inet 10.0.0.5/24 scope global eth2\n");
	expect(kinds(`a$ ip addr\n${one}b$ ip addr\n${one.replaceAll("eth2", "eth3")}`)).toEqual([]);
});

it("takes -4, a bond's members and a VLAN's card for what they are", () => {
	expect(kinds("1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN\n    inet 127.0.0.1/8 scope host lo\n")).toEqual(
		[],
	);
	const member = (index: number, more: string) =>
		`${index}: eth${index}: <BROADCAST,${more}UP,LOWER_UP> mtu 1500 master bond0 state UP\n    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n`;
	expect(kinds(member(2, "SLAVE,") + member(3, "SLAVE,"))).toEqual([]);
	const vlan = up("    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n");
	expect(kinds(`${vlan}${vlan.replaceAll(/^2: eth2/gm, "3: eth2.7@eth2")}`)).toEqual([]);
});

it("says it first, with why and how to look further, in both languages", () => {
	const paste = "1: lo: <LOOPBACK> mtu 65536 state DOWN\n";
	expect(annotate(paste, { lang: "en", brief: true }).text).toBe(
		[
			"Unusual here",
			"  ! lo is switched off. (line 1)",
			"    This machine cannot reach any address of its own: not 127.0.0.1, and not",
			"    those of its cards.",
			"    Look further: ip link set lo up",
			"",
		].join("\n"),
	);
	expect(annotate(paste, { lang: "fr" }).text).toMatch(/^Inhabituel ici\n {2}! lo est désactivée\. \(ligne 1\)\n/);
});
