import { describe, expect, it } from "vitest";
import { type Canned, runIp } from "../fake-system.ts";

const world: Canned = {
	memberships: [
		{ ifindex: 2, ifname: "eth0", family: "packet", addr: "33:33:00:00:00:01", users: 2 },
		{ ifindex: 2, ifname: "eth0", family: "packet", addr: "33:33:00:00:00:99", users: 1, static: true },
		{ ifindex: 1, ifname: "lo", family: "inet", addr: "224.0.0.1", users: 1 },
		{ ifindex: 2, ifname: "eth0", family: "inet", addr: "224.0.0.1", users: 1 },
		{ ifindex: 1, ifname: "lo", family: "inet6", addr: "ff02::1", users: 1 },
	],
};

describe("ip maddress", () => {
	it("lists by device: link addresses, IPv4, IPv6", () => {
		expect(runIp("maddr", world).stdout).toBe(
			[
				"1:\tlo\n",
				"\tinet  224.0.0.1\n",
				"\tinet6 ff02::1\n",
				"2:\teth0\n",
				"\tlink  33:33:00:00:00:01 users 2\n",
				"\tlink  33:33:00:00:00:99 static\n",
				"\tinet  224.0.0.1\n",
			].join(""),
		);
	});

	it("repeats the device under -o", () => {
		expect(runIp("-o maddr show dev lo", world).stdout).toBe("1:\tlo\\\tinet  224.0.0.1\n1:\tlo\\\tinet6 ff02::1\n");
	});

	it("speaks JSON, and of one family where one is asked for", () => {
		expect(JSON.parse(runIp("-j -0 maddr", world).stdout)).toEqual([
			{
				ifindex: 2,
				ifname: "eth0",
				maddr: [
					{ link: "33:33:00:00:00:01", users: 2 },
					{ link: "33:33:00:00:00:99", features: "static" },
				],
			},
		]);
	});

	it.each([
		["add", 255, 'Not enough information: "dev" is required.\n'],
		["add 224.0.0.9 dev eth0", 1, "Error: Invalid address length 4 - must be 6 bytes\n"],
		["add 33:33:00:00:00:98 dev nosuch", 1, "ioctl: No such device\n"],
		["add dev a dev b", 255, 'Error: duplicate "dev": "b" is the second value.\n'],
		["show lo eth0", 255, 'Error: either "dev" is duplicate, or "eth0" is a garbage.\n'],
		["frob", 255, 'Command "frob" is unknown, try "ip maddr help".\n'],
	])("refuses %s", (words, exit, stderr) => {
		expect(runIp(`maddr ${words}`, world)).toMatchObject({ exit, stderr });
	});
});
