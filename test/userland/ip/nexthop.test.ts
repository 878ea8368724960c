import { describe, expect, it } from "vitest";
import type { Nhmsg } from "../../../src/uapi/nexthop.ts";
import { type Canned, runIp } from "../fake-system.ts";
import { eth0, lo } from "../world.ts";

const hop = (patch: Partial<Nhmsg>): Nhmsg => ({ family: "inet", id: 1, scope: 0, protocol: 0, nhFlags: 0, ...patch });

const hops: readonly Nhmsg[] = [
	hop({ oif: 2, gateway: "10.0.0.2", scope: 253 }),
	hop({ id: 2, blackhole: true, protocol: 4 }),
	hop({
		id: 3,
		family: "unspec",
		group: [
			{ id: 1, weight: 1 },
			{ id: 2, weight: 5 },
		],
		groupType: 0,
	}),
	hop({
		id: 4,
		family: "unspec",
		group: [{ id: 1, weight: 1 }],
		groupType: 1,
		resGroup: { buckets: 8, idleTimer: 12000, unbalancedTimer: 0, unbalancedTime: 47 },
	}),
	hop({ id: 5, gateway: "10.0.0.5", scope: 253, fdb: true }),
];

const world: Canned = {
	links: [lo, eth0],
	answer: ({ type }) => {
		if (type === "RTM_GETNEXTHOP") return { messages: hops.map((nexthop) => ({ type: "RTM_NEWNEXTHOP", nexthop })) };
		if (type !== "RTM_GETNEXTHOPBUCKET") return undefined;
		return {
			messages: [{ type: "RTM_NEWNEXTHOPBUCKET", bucket: { id: 4, index: 0, idleTime: 47, nhid: 1, nhFlags: 0 } }],
		};
	},
};

function request(words: string) {
	return runIp(`nexthop ${words}`, world).requests[0];
}

describe("ip nexthop show", () => {
	it("prints ways, holes, groups and their weights", () => {
		expect(runIp("nexthop", world).stdout.split("\n")).toEqual([
			"id 1 via 10.0.0.2 dev eth0 scope link ",
			"id 2 blackhole proto static ",
			"id 3 group 1/2,5 ",
			"id 4 group 1 type resilient buckets 8 idle_timer 120 unbalanced_timer 0 unbalanced_time 0.47 ",
			"id 5 via 10.0.0.5 scope link fdb",
			"",
		]);
	});

	it("speaks JSON", () => {
		const shown = JSON.parse(runIp("-j nexthop", world).stdout);
		expect(shown[0]).toEqual({ id: 1, gateway: "10.0.0.2", dev: "eth0", scope: "link", flags: [] });
		expect(shown[2]).toEqual({ id: 3, group: [{ id: 1 }, { id: 2, weight: 5 }], flags: [] });
		expect(shown[3].resilient_args).toEqual({
			buckets: 8,
			idle_timer: 120,
			unbalanced_timer: 0,
			unbalanced_time: 0.47,
		});
	});

	it("lists buckets", () => {
		expect(runIp("nexthop bucket", world).stdout).toBe("id 4 index 0 idle_time 0.47 nhid 1 \n");
	});
});

describe("ip nexthop add", () => {
	it("takes the family from the gateway", () => {
		expect(request("add id 8 via fe80::5 dev eth0 onlink proto static")).toEqual({
			type: "RTM_NEWNEXTHOP",
			flags: 0x600,
			family: "inet6",
			id: 8,
			gateway: "fe80::5",
			oif: 2,
			nhFlags: 4,
			protocol: 4,
		});
	});

	it("reads groups and what a resilient one takes", () => {
		expect(request("add id 9 group 1/2,5 type resilient buckets 4 idle_timer 3 proto 7")).toMatchObject({
			group: [
				{ id: 1, weight: 1 },
				{ id: 2, weight: 5 },
			],
			groupType: 1,
			resGroup: { buckets: 4, idleTimer: 300 },
			protocol: 7,
		});
	});

	it.each([
		["add foo", 255, 'Error: argument "foo" is wrong: \n'],
		["add id foo", 255, 'Error: argument "foo" is wrong: invalid id value\n'],
		["add dev nosuch", 255, 'Error: argument "nosuch" is wrong: Device does not exist\n\n'],
		["add group 1/x", 255, 'Error: argument "1" is wrong: "group" value is invalid\n\n'],
		["add group 1,0", 255, 'Error: argument "0" is wrong: "weight" is invalid\n\n'],
		["add type foo", 255, 'Error: argument "foo" is wrong: "type" value is invalid\n\n'],
		["show proto static", 255, 'Error: argument "static" is wrong: invalid protocol value\n'],
		["bucket frob", 255, 'Command "frob" is unknown, try "ip nexthop help".\n'],
	])("refuses %s", (words, exit, stderr) => {
		expect(runIp(`nexthop ${words}`, world)).toMatchObject({ exit, stderr });
	});
});

it("flushes groups first and says how many were removed", () => {
	expect(runIp("nexthop flush", world)).toMatchObject({ stdout: "Flushed 10 nexthops\n", exit: 0 });
	expect(runIp("nexthop flush proto 9", world).stdout).toBe("Nothing to flush\n");
});
