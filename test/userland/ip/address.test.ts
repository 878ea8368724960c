import { describe, expect, it } from "vitest";
import { IFA_F_NOPREFIXROUTE } from "../../../src/uapi/addr-flags.ts";
import { type Canned, runIp } from "../fake-system.ts";
import { recorded } from "../recording.ts";
import { eth0, eth0Addrs, lo, loAddrs } from "../world.ts";

const world: Canned = { links: [lo, eth0], addrs: [...loAddrs, ...eth0Addrs], netns: { peer: 0 } };

function request(words: string) {
	return runIp(`address ${words}`, world).requests[0];
}

describe("ip address add", () => {
	it("asks for a new address", () => {
		expect(request("add 10.0.5.1/24 brd + dev eth0 label eth0:1 metric 7 noprefixroute")).toEqual({
			type: "RTM_NEWADDR",
			flags: 0x600,
			family: "inet",
			index: 2,
			prefixlen: 24,
			scope: 0,
			ifaFlags: IFA_F_NOPREFIXROUTE,
			local: "10.0.5.1",
			address: "10.0.5.1",
			broadcast: "10.0.5.255",
			label: "eth0:1",
			metric: 7,
		});
	});

	it("takes length and broadcast from the peer", () => {
		expect(request("add 10.0.5.1/24 peer 10.9.0.2/16 brd + dev eth0")).toMatchObject({
			prefixlen: 16,
			local: "10.0.5.1",
			address: "10.9.0.2",
			broadcast: "10.9.255.255",
		});
	});

	it("leaves broadcast + alone where there is no room for it", () => {
		expect(request("add 10.0.5.1/31 brd + dev eth0")).not.toHaveProperty("broadcast");
	});

	it("gives scope host to 127/8 only", () => {
		expect(request("add 127.5.0.1/8 dev eth0")).toMatchObject({ scope: 254 });
		expect(request("add 169.254.0.1/16 dev eth0")).toMatchObject({ scope: 0 });
	});

	it("drops nodad before an IPv6 address, and keeps it behind one", () => {
		const before = runIp("addr add nodad 2001:db8::9/64 dev eth0", world);
		expect(before.stderr).toBe("Warning: nodad option can be set only for IPv6 addresses\n");
		expect(before.requests[0]).toMatchObject({ ifaFlags: 0 });
		expect(request("add 2001:db8::9/64 nodad dev eth0")).toMatchObject({ ifaFlags: 2 });
	});

	it("sends an attribute without bytes for the word any", () => {
		expect(request("add any dev eth0")).toMatchObject({ family: "unspec", local: "" });
	});

	it("warns of a deletion without a length, and asks for any", () => {
		const ran = runIp("addr del 10.0.0.1 dev eth0", world);
		expect(ran.stderr.split("\n")).toHaveLength(5);
		expect(ran.requests[0]).toMatchObject({ type: "RTM_DELADDR", local: "10.0.0.1", prefixlen: 32 });
		expect(ran.requests[0]).not.toHaveProperty("address");
	});

	// What the tool itself finds wrong needs no kernel.
	const ownWords = [...recorded("addr-errors.host"), ...recorded("addr-scope.host")].filter(
		({ command, exit }) => (exit === 1 || exit === 255) && /^ip (-. )?a/.test(command),
	);

	it.each(ownWords)("refuses $command in the real tool's words", ({ command, stdout, stderr, exit }) => {
		expect(runIp(command.slice("ip ".length), world)).toMatchObject({ stdout, stderr, exit });
	});

	it("prints the kernel's refusals", () => {
		const refusing = (error: object): Canned => ({
			...world,
			answer: ({ type }) => (type === "RTM_NEWADDR" ? { messages: [], error: error as never } : undefined),
		});
		const words = "addr add 10.0.0.1/24 dev eth0";
		expect(runIp(words, refusing({ by: "kernel", errno: "EEXIST" }))).toMatchObject({
			stderr: "RTNETLINK answers: File exists\n",
			exit: 2,
		});
		const extack = "ipv4: Address already assigned";
		expect(runIp(words, refusing({ by: "kernel", errno: "EEXIST", extack }))).toMatchObject({
			stderr: "Error: ipv4: Address already assigned.\n",
			exit: 2,
		});
	});
});

describe("ip address show", () => {
	const show = (words: string) => runIp(words, world).stdout;

	it("prints links with their addresses", () => {
		expect(
			show("addr"),
		).toBe(`1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host${" "}
       valid_lft forever preferred_lft forever
2: eth0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff link-netns peer
    inet 10.0.0.1/24 metric 5 brd 10.0.0.255 scope global eth0
       valid_lft forever preferred_lft forever
    inet 10.0.0.2 peer 10.0.0.9/24 scope link secondary dynamic eth0:x
       valid_lft 100sec preferred_lft 50sec
    inet6 2001:db8::1/64 scope global nodad${" "}
       valid_lft forever preferred_lft forever
`);
	});

	it("leaves out the link line with a family, and the link without such an address", () => {
		expect(show("-6 -o addr")).toBe(
			"1: lo    inet6 ::1/128 scope host \\       valid_lft forever preferred_lft forever\n" +
				"2: eth0    inet6 2001:db8::1/64 scope global nodad \\       valid_lft forever preferred_lft forever\n",
		);
		expect(show("-4 addr show eth0").split("\n")[0]).toMatch(/qlen 1000 link-netns peer$/);
	});

	it("is brief", () => {
		expect(show("-br addr")).toBe(
			"lo               UNKNOWN        127.0.0.1/8 ::1/128 \n" +
				"eth0@if2         UP             10.0.0.1/24 metric 5 10.0.0.2 peer 10.0.0.9/24 2001:db8::1/64 \n",
		);
	});

	it("leaves empty objects in JSON for filtered addresses of a shown link", () => {
		const shown = JSON.parse(show("-j addr show scope global"));
		expect(shown).toHaveLength(1);
		expect(shown[0].addr_info.map((addr: object) => Object.keys(addr).length > 0)).toEqual([true, false, true]);
	});

	it.each([
		["to 10.0.0.0/8", ["eth0"]],
		["to 127.0.0.1", ["lo"]],
		["scope host", ["lo"]],
		["secondary", ["eth0"]],
		["-secondary dynamic", []],
		["label eth0:?", []],
	])("filters by %s", (words, names) => {
		const shown = show(`-br addr show ${words}`)
			.split("\n")
			.map((line) => line.split(/[ @]/, 1)[0]);
		expect(shown.filter((name) => name !== "" && !name?.includes("."))).toEqual(names);
	});

	it("prints no link lines with label", () => {
		expect(show("addr show label eth0:*")).toBe(
			"    inet 10.0.0.2 peer 10.0.0.9/24 scope link secondary dynamic eth0:x\n" +
				"       valid_lft 100sec preferred_lft 50sec\n",
		);
	});
});

describe("ip address flush", () => {
	it("deletes what the filter accepts and looks again", () => {
		let left = [...eth0Addrs];
		const ran = runIp("-s -4 addr flush dev eth0", {
			...world,
			answer: (ask) => {
				if (ask.type === "RTM_DELADDR") left = [];
				return ask.type === "RTM_GETADDR"
					? { messages: left.map((addr) => ({ type: "RTM_NEWADDR", addr })) }
					: undefined;
			},
		});
		expect(ran.requests).toHaveLength(2);
		expect(ran.stdout).toBe("\n*** Round 1, deleting 2 addresses ***\n*** Flush is complete after 1 round ***\n");
	});

	it("gives up after ten rounds", () => {
		expect(runIp("-4 addr flush dev eth0", world)).toMatchObject({
			stderr: "*** Flush remains incomplete after 10 rounds. ***\n",
			// ipaddr_flush() returns 1, and ip/ip.c do_cmd() makes it -1
			exit: 255,
		});
	});
});
