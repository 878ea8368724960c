import { describe, expect, it } from "vitest";
import type { Ndmsg } from "../../../src/uapi/neighbour.ts";
import { type Canned, runIp } from "../fake-system.ts";
import { eth0, lo } from "../world.ts";

const neigh = (patch: Partial<Ndmsg>): Ndmsg => ({
	family: "inet",
	ifindex: 2,
	state: 0x80,
	flags: 0,
	ndmType: 1,
	dst: "10.0.0.2",
	lladdr: "02:00:00:00:00:22",
	probes: 0,
	cacheinfo: { confirmed: 250, used: 100, updated: 99, refcnt: 1 },
	...patch,
});

const neighs: readonly Ndmsg[] = [
	neigh({}),
	neigh({ dst: "10.0.0.3", state: 0x40, protocol: 4 }),
	neigh({ dst: "10.0.0.4", state: 0x04, flags: 0x80 }),
	neigh({ dst: "10.0.0.5", state: 0x40, flags: 0x10 }),
	neigh({ family: "inet6", dst: "2001:db8::2", state: 0x20 }),
	neigh({ dst: "10.0.0.6", state: 0 }),
];

const world: Canned = {
	links: [lo, eth0],
	answer: ({ type }) =>
		type === "RTM_GETNEIGH" ? { messages: neighs.map((each) => ({ type: "RTM_NEWNEIGH", neigh: each })) } : undefined,
};

const mac = "lladdr 02:00:00:00:00:22";
const firsts = (words: string) => runIp(`neigh ${words}`, world).stdout.match(/^[\d.a-f:]+/gm);

describe("ip neigh show", () => {
	it("leaves out NOARP and the state without a name; learned ones are always there", () => {
		expect(runIp("neigh", world).stdout).toBe(
			[
				`10.0.0.2 dev eth0 ${mac} PERMANENT \n`,
				`10.0.0.4 dev eth0 ${mac} router STALE \n`,
				`10.0.0.5 dev eth0 ${mac} extern_learn NOARP \n`,
				`2001:db8::2 dev eth0 ${mac} FAILED \n`,
			].join(""),
		);
	});

	it("does not name the device that was asked for", () => {
		expect(runIp("neigh show nud permanent dev eth0", world).stdout).toContain(`10.0.0.2 ${mac} PERMANENT \n`);
	});

	it("glues probes to the ages, as 6.1 does", () => {
		expect(runIp("-s neigh show 10.0.0.2", world).stdout).toBe(
			`10.0.0.2 dev eth0 ${mac}  ref 1 used 1/2/0probes 0 PERMANENT \n`,
		);
	});

	it("has columns with -br and arrays with -j", () => {
		expect(runIp("-br neigh show 10.0.0.2", world).stdout).toBe(
			`${"10.0.0.2".padEnd(39)} ${"eth0".padEnd(16)} 02:00:00:00:00:22\n`,
		);
		expect(runIp("-j neigh show 10.0.0.4", world).stdout).toBe(
			'[{"dst":"10.0.0.4","dev":"eth0","lladdr":"02:00:00:00:00:22","router":null,"state":["STALE"]}]\n',
		);
	});

	it.each([
		["show nud noarp", ["10.0.0.3", "10.0.0.5"]],
		["show nud none", ["10.0.0.5", "10.0.0.6"]],
		["show protocol static nud all", ["10.0.0.3"]],
		["show to 10.0.0.4/31", ["10.0.0.4", "10.0.0.5"]],
	])("selects by %s", (words, found) => expect(firsts(words)).toEqual(found));
});

describe("ip neigh add", () => {
	it("is permanent unless it says otherwise", () => {
		expect(runIp(`neigh add 10.0.0.9 ${mac} dev eth0 router`, world).requests).toEqual([
			{
				type: "RTM_NEWNEIGH",
				flags: 0x600,
				family: "inet",
				dst: "10.0.0.9",
				ifindex: 2,
				state: 0x80,
				ndmFlags: 0x80,
				lladdr: "02:00:00:00:00:22",
			},
		]);
	});

	it("needs no device for a proxy", () => {
		expect(runIp("neigh add proxy 2001:db8::9", world).requests[0]).toMatchObject({ ifindex: 0, ndmFlags: 8 });
	});

	it.each([
		["add 10.0.0.9", 255, "Device and destination are required arguments.\n"],
		["get 10.0.0.9", 1, "Device and address are required arguments.\n"],
		["add 10.0.0.9 10.0.0.8 dev eth0", 255, 'Error: either "to" is duplicate, or "10.0.0.8" is a garbage.\n'],
		["add 10.0.0.9 lladdr zz dev eth0", 1, '"zz" is invalid lladdr.\n'],
		["add 10.0.0.9 nud bad dev eth0", 255, 'Error: argument "bad" is wrong: nud state is bad\n'],
		["add 10.0.0.9 dev nosuch", 1, 'Cannot find device "nosuch"\n'],
		["show dev eth0 dev lo", 255, 'Error: duplicate "dev": "lo" is the second value.\n'],
		["flush", 1, "Flush requires arguments.\n"],
	])("refuses %s", (words, exit, stderr) => {
		expect(runIp(`neigh ${words}`, world)).toMatchObject({ exit, stderr });
	});
});

it("gives up a flush that never ends", () => {
	const ran = runIp("neigh flush all", world);
	expect(ran).toMatchObject({ exit: 255, stdout: "*** Flush not complete bailing out after 10 rounds\n", stderr: "" });
});
