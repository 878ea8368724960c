import { describe, expect, it } from "vitest";
import type { Message } from "../../../src/uapi/message.ts";
import { type Canned, runIp } from "../fake-system.ts";
import { eth0, eth0Addrs, lo, loAddrs } from "../world.ts";

const [loAddr] = loAddrs;
const [eth0Addr] = eth0Addrs;
if (loAddr === undefined || eth0Addr === undefined) throw new Error("no addresses");

const rule = { family: "inet", action: 1, flags: 0, tos: 0, table: 100, priority: 5 } as const;
const netconf = { family: "inet6", ifindex: -1, forwarding: 1 } as const;
const heard: readonly Message[] = [
	{ type: "RTM_NEWLINK", link: { ...eth0, ifname: "new" } },
	{ type: "RTM_DELADDR", addr: eth0Addr },
	{ type: "RTM_NEWADDR", addr: loAddr },
	{ type: "RTM_DELRULE", rule },
	{ type: "RTM_NEWNETCONF", netconf },
	{ type: "RTM_NEWNSID", nsid: { nsid: 3 } },
];
const world: Canned = { links: [lo, eth0], heard };

const lines = (words: string) => runIp(words, world).stdout.split("\n").slice(0, -1);

describe("ip monitor", () => {
	it("prints each notice as its listing does, removals marked, with the name a link first had", () => {
		const shown = lines("-o monitor");
		expect(shown).toHaveLength(heard.length);
		expect(shown[0]).toMatch(/^\d+: new(@\w+)?: <.*group default \\ {4}link\/ether /);
		expect(shown[1]).toMatch(/^Deleted 2: eth0 {4}inet /);
		expect(shown.slice(3)).toEqual(["Deleted 5:\tfrom all lookup 100", "inet6 all forwarding on ", "nsid 3 "]);
	});

	it("hears only the groups and the family that were asked for", () => {
		expect(lines("monitor ru")).toEqual(["Deleted 5:\tfrom all lookup 100"]);
		expect(lines("-6 monitor rule netconf")).toEqual(["inet6 all forwarding on "]);
	});

	it("has labels, also a stray one for what `dev` leaves out", () => {
		expect(lines("monitor label rule netconf dev lo")).toEqual(["[RULE]Deleted 5:\tfrom all lookup 100"]);
		expect(runIp("monitor all netconf dev lo", world).stdout).toBe("[NETCONF]");
	});

	it("says when", () => {
		expect(lines("-ts monitor rule")).toEqual(["[1970-01-01T00:00:00.000000] Deleted 5:\tfrom all lookup 100"]);
		expect(lines("-t monitor rule")[0]).toBe("Timestamp: Thu Jan  1 00:00:00 1970 0 usec");
	});

	it("never speaks JSON", () => {
		expect(lines("-j monitor rule")).toEqual(["Deleted 5:\tfrom all lookup 100"]);
	});

	it.each([
		["bogus", 255, 'Argument "bogus" is unknown, try "ip monitor help".\n'],
		["file /nosuch", 255, "Cannot fopen: No such file or directory\n"],
		["dev nosuch", 255, 'Error: argument "nosuch" is wrong: Device does not exist\n\n'],
	])("refuses %s", (words, exit, stderr) => {
		expect(runIp(`monitor ${words}`, world)).toMatchObject({ exit, stderr });
	});

	it("reads an empty file of messages", () => {
		expect(runIp("monitor file /dev/null", world)).toMatchObject({ exit: 0, stdout: "" });
	});
});
