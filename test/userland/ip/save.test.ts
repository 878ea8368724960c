import { describe, expect, it } from "vitest";
import { bytesOfText } from "../../../src/net/byte.ts";
import type { Ifaddr, Rtmsg } from "../../../src/uapi/message.ts";
import { decodeAddr, encodeAddr } from "../../../src/userland/ip/addr-bytes.ts";
import { decodeRoute, encodeRoute } from "../../../src/userland/ip/route-bytes.ts";
import { runIp } from "../fake-system.ts";

const addr: Ifaddr = {
	family: "inet",
	index: 2,
	prefixlen: 24,
	flags: 0x80,
	scope: 0,
	local: "10.0.0.1",
	address: "10.0.0.1",
	broadcast: "10.0.0.255",
	label: "eth0:s",
	metric: 5,
	validLft: 100,
	preferredLft: 50,
};

const route: Rtmsg = {
	family: "inet6",
	dst: { addr: "2001:db8::", len: 32 },
	tos: 0,
	table: 1000,
	protocol: 4,
	scope: 0,
	type: 1,
	flags: 0,
	priority: 1024,
	metrics: { mtu: 1400, congctl: "cubic", lock: ["mtu"] },
	multipath: [
		{ oif: 2, gateway: "fe80::1", weight: 3, flags: 0 },
		{ oif: 3, weight: 1, flags: 16 },
	],
	pref: 0,
};

describe("ip address save and ip route save", () => {
	it("keep everything of a message", () => {
		expect(decodeAddr(encodeAddr(addr).body)).toEqual(addr);
		expect(decodeRoute(encodeRoute(route).body)).toEqual(route);
		const plain: Rtmsg = { ...route, family: "inet", dst: { addr: "0.0.0.0", len: 0 }, gateway: "fe80::1", oif: 2 };
		expect(decodeRoute(encodeRoute(plain).body)).toMatchObject({
			gateway: "fe80::1",
			dst: { addr: "0.0.0.0", len: 0 },
		});
	});

	it("write messages as the kernel sends them behind a magic number", () => {
		const bytes = [...bytesOfText(runIp("addr save", { addrs: [addr] }).stdout)];
		expect(bytes.slice(0, 12)).toEqual([0x22, 0x12, 0x36, 0x47, 96, 0, 0, 0, 20, 0, 2, 0]);
		expect(bytes.slice(20, 36)).toEqual([2, 24, 0x80, 0, 2, 0, 0, 0, 8, 0, 1, 0, 10, 0, 0, 1]);
		expect(bytes.length).toBe(4 + 96);
	});

	it("send no bytes to a terminal", () => {
		const refusal = { stdout: "", stderr: "Not sending a binary stream to stdout\n", exit: 1 };
		expect(runIp("addr save", {}, { tty: true })).toMatchObject(refusal);
		expect(runIp("route save", {}, { tty: true })).toMatchObject(refusal);
	});
});

describe("showdump and restore", () => {
	const saved = runIp("addr save", { addrs: [addr] }).stdout;

	it("show the addresses of a file", () => {
		expect(runIp("addr showdump", {}, { stdin: saved }).stdout).toBe(
			"if2:\n    inet 10.0.0.1/24 metric 5 brd 10.0.0.255 scope global eth0:s\n" +
				"       valid_lft 100sec preferred_lft 50sec\n",
		);
	});

	it("bring them back, and go on where one is there already", () => {
		const there = { by: "kernel", errno: "EEXIST" } as const;
		const canned = { answer: () => ({ messages: [], error: there }) };
		const { requests, stderr, exit } = runIp("addr restore", canned, { stdin: saved });
		expect(requests).toMatchObject([{ type: "RTM_NEWADDR", flags: 0x400, local: "10.0.0.1", label: "eth0:s" }]);
		expect([stderr, exit]).toEqual(["RTNETLINK answers: File exists\n", 0]);
	});

	it("bring routes back in three passes", () => {
		const hop = { ...route, multipath: undefined };
		const routes = [{ ...hop, gateway: "fe80::1" }, { ...hop, prefsrc: "2001:db8::1" }, hop].map(
			({ multipath: _, ...each }) => each as Rtmsg,
		);
		const { stdout } = runIp("-6 route save table 1000", { routes });
		const { requests } = runIp("route restore", {}, { stdin: stdout });
		expect(requests.map((request) => ["gateway", "prefsrc"].filter((member) => member in request))).toEqual([
			[],
			["prefsrc"],
			["gateway"],
		]);
	});

	it.each([
		["", "Magic mismatch (0 elems, 0 magic)\n"],
		["ab", "Magic mismatch (0 elems, 6261 magic)\n"],
		["garbage\n", "Magic mismatch (1 elems, 62726167 magic)\n"],
		[saved.slice(0, 10), "rtnl-from_file: truncated message\n"],
		[saved.slice(0, 30), "rtnl-from_file: truncated message\n"],
	])("refuse what is no such file: %j", (stdin, stderr) => {
		expect(runIp("addr restore", {}, { stdin })).toMatchObject({ stderr, exit: 255, requests: [] });
	});
});
