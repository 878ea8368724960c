import { describe, expect, it } from "vitest";
import { noStats } from "../../../src/kernel/counter.ts";
import { objects } from "../../../src/userland/ip/object.ts";
import { type Canned, runIp } from "../fake-system.ts";
import { recorded } from "../recording.ts";
import { eth0, lo, v0, v1 } from "../world.ts";

const world: Canned = { links: [lo, eth0, v1, v0], netns: { peer: 0 } };
const show = (words: string, canned = world) => runIp(words, canned).stdout;
const request = (words: string) => runIp(`link ${words}`, world).requests[0];

describe("ip link show", () => {
	it("prints lo in every format as the real tool does", () => {
		const wanted = recorded("lo-output-formats.host")
			.filter(({ command }) => /^ip (?!.*[|]).*link/.test(command))
			.slice(1);
		const ours = wanted.map(({ command }) => ({ command, stdout: show(command.slice("ip ".length), { links: [lo] }) }));
		expect(ours).toEqual(wanted.map(({ command, stdout }) => ({ command, stdout })));
	});

	it("names the other end, and tells that it is down", () => {
		expect(
			show("link show v1"),
		).toBe(`3: v1@v0: <NO-CARRIER,BROADCAST,MULTICAST,UP,M-DOWN> mtu 1500 qdisc noqueue state LOWERLAYERDOWN mode DEFAULT group default qlen 1000
    link/ether 02:00:00:00:00:02 brd ff:ff:ff:ff:ff:ff
    alias to v0
    altname lan
    altname uplink
`);
	});

	it("finds a link by its alternative name", () => {
		expect(show("-br link show uplink")).toMatch(/^v1@v0 {12}LOWERLAYERDOWN 02:00:00:00:00:02 /);
	});

	it("says unknown and numbers where a namespace has no name", () => {
		const link = (linkNetnsid: number) => ({ ...eth0, linkNetnsid });
		expect(show("link show eth0", { links: [link(-1)] })).toContain(" link-netnsid unknown\n");
		expect(show("link show eth0", { links: [link(4)] })).toContain(" link-netnsid 4\n");
		expect(show("link show eth0", { links: [{ ...eth0, link: 0 }] })).toContain("2: eth0@NONE: ");
	});

	it("ends in a space where the queue has no length or the link no address", () => {
		const { address: _, broadcast: __, ...bare } = lo;
		const lines = show("link", { links: [{ ...bare, txqlen: 0, type: 0xfffe }] }).split("\n");
		expect(lines[0]).toMatch(/group default $/);
		expect(lines[1]).toBe("    link/none ");
	});

	it("widens the columns of its counters", () => {
		const busy = { ...lo, stats: { ...noStats, rxBytes: 12345678901234, rxPackets: 123456789, txDropped: 12345678 } };
		expect(
			show("-s link show lo", { links: [busy] })
				.split("\n")
				.slice(2, 6),
		).toEqual([
			"    RX:      bytes   packets errors  dropped  missed   mcast           ",
			"    12345678901234 123456789      0        0       0       0 ",
			"    TX:      bytes   packets errors  dropped carrier collsns           ",
			"                 0         0      0 12345678       0       0 ",
		]);
		expect(show("-s -h link show lo", { links: [busy] }).split("\n")[3]).toBe(
			"         12.3T    123M      0       0       0       0 ",
		);
	});

	it("leaves an empty object in JSON for a link that the filter takes out", () => {
		expect(show("-j link show v1 type bridge")).toBe("[{}]\n");
		expect(runIp("-j link show nosuch", world)).toMatchObject({ stdout: "", exit: 1 });
	});
});

describe("ip link set and add", () => {
	it("sends what is said", () => {
		expect(request("set v0 up mtu 1400 address 2:0:0:0:0:7 promisc on arp off alias x nomaster")).toEqual({
			type: "RTM_NEWLINK",
			flags: 0,
			family: "unspec",
			index: 4,
			ifiFlags: 0x181,
			ifiChange: 0x181,
			attrs: { mtu: 1400, address: "02:00:00:00:00:07", alias: "x", master: 0 },
		});
	});

	it("takes s for set", () => {
		expect(request("s v0 down")).toMatchObject({ ifiFlags: 0, ifiChange: 1 });
	});

	it("describes the peer of a veth with the words behind it", () => {
		const attrs = { ifname: "x", kind: "veth", mtu: 1300 };
		const peer = {
			ifiFlags: 1,
			ifiChange: 1,
			index: 9,
			attrs: { ifname: "y", netNsFd: 10, address: "02:00:00:00:00:09" },
		};
		expect(request("add x mtu 1300 type veth peer name y index 9 netns peer address 2:0:0:0:0:9 up")).toMatchObject({
			flags: 0x600,
			index: 0,
			ifiFlags: 0,
			attrs: { ...attrs, data: { peer } },
		});
	});

	it("sends a port's options with the kind of its master", () => {
		expect(request("set v0 type bridge_slave hairpin on cost 5 mcast_flood of")).toMatchObject({
			attrs: { kind: "bridge_slave", slaveData: { hairpinMode: true, cost: 5, mcastFlood: false } },
		});
	});

	it("sends an unknown kind by its name", () => {
		expect(request("add x type nosuch")).toMatchObject({ attrs: { kind: "nosuch" } });
		expect(runIp("link add x type nosuch y", world)).toMatchObject({
			stderr: 'Garbage instead of arguments "y ...". Try "ip link help".\n',
			exit: 1,
		});
	});

	it("passes over the words behind a kind that has none", () => {
		expect(request("add x type dummy some words")).toMatchObject({ attrs: { kind: "dummy", data: {} } });
	});

	it("names a device by name alone, and renames with both", () => {
		expect(request("set name v0 up")).toMatchObject({ index: 4, attrs: {} });
		expect(request("set v0 name w0")).toMatchObject({ index: 4, attrs: { ifname: "w0" } });
		expect(request("set name w0 dev v0")).toMatchObject({ index: 4, attrs: { ifname: "w0" } });
	});

	it("speaks to a whole group", () => {
		expect(request("set group 5 down")).toMatchObject({ index: 0, attrs: { group: 5 } });
	});

	it.each([
		["set v0 mtu x", 'Error: argument "x" is wrong: Invalid "mtu" value\n\n', 255],
		["set v0 mtu 1 mtu 2", 'Error: duplicate "mtu": "2" is the second value.\n', 255],
		["set v0 arp of", 'Error: argument of "arp" must be "on" or "off", not "of"\n', 1],
		["set v0 carrier x", 'Error: argument of "carrier" must be one of "off", "on", not "x"\n', 22],
		["set v0 address 1:2", "Invalid address length 2 - must be 6 bytes\n", 1],
		["set v0 address zz", '"zz" is invalid lladdr.\n', 1],
		["set v0 index 9", "index can be used only when creating devices or when moving device to another netns.\n", 255],
		["set v0 master x", 'Error: argument "x" is wrong: Device does not exist\n\n', 255],
		["set v0 x", 'Error: either "dev" is duplicate, or "x" is a garbage.\n', 255],
		["set", 'Not enough information: "dev" argument is required.\n', 255],
		["add x", 'Not enough information: "type" argument is required\n', 1],
		["add name x dev y type veth", 'both "name" and "dev" cannot be used when creating devices.\n', 255],
		["add group 5 type veth", "group cannot be used when creating devices.\n", 255],
		["add x type vxlan dstport 1", "vxlan: missing virtual network identifier\n", 1],
		[
			"add x type macvlan mode x",
			'Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "x"\n',
			1,
		],
		["add x type bridge stp_state x", 'Error: argument "x" is wrong: invalid stp_state\n', 255],
		["add x type vlan id 70000", 'Error: argument "70000" is wrong: id is invalid\n', 255],
		["property add v0 altname", 'Command line is not complete. Try option "help"\n', 255],
	])("refuses %s", (words, stderr, exit) => {
		expect(runIp(`link ${words}`, world)).toMatchObject({ stdout: "", stderr, exit, requests: [] });
	});
});

describe("help", () => {
	it.each(objects.filter(({ object }) => object !== undefined))("of ip $word has every keyword", ({ word, object }) => {
		const { stdout, stderr, exit } = runIp(`${word} help`);
		// ip/ipstats.c do_ipstats() is content with having shown it
		expect({ stdout, exit }).toEqual({ stdout: "", exit: word === "stats" ? 0 : 255 });
		expect(stderr).toMatch(new RegExp(`^Usage: ${object?.title} `));
		const keywords =
			object?.verbs.flatMap((verb) => [verb, ...(verb.grammar?.rows ?? [])]).map((row) => row.word) ?? [];
		expect(keywords.filter((keyword) => !stderr.includes(keyword))).toEqual([]);
	});

	it("of a kind of link goes to standard output", () => {
		expect(runIp("link help bridge")).toMatchObject({ stderr: "", exit: 0 });
		expect(show("link help bridge")).toContain("[ stp_state NUMBER ]");
	});
});
