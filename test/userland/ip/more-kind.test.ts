import { describe, expect, it } from "vitest";
import type { LinkRequest } from "../../../src/uapi/message.ts";
import { runIp } from "../fake-system.ts";
import { lo, v0, v1 } from "../world.ts";

function added(kind: string, words: string) {
	const { requests, stderr } = runIp(`link add x type ${kind} ${words}`, { links: [lo, v1, v0] });
	return stderr === "" ? (requests[0] as LinkRequest).attrs.data : stderr;
}

function line(link: object): string | undefined {
	const { stdout } = runIp("-d link show v0", { links: [lo, v1, { ...v0, ...link }] });
	return stdout
		.split("\n")
		.at(-2)
		?.replace(/addrgenmode .*/, "");
}

describe("a bond", () => {
	it("reads names and numbers of its tables", () => {
		expect(added("bond", "mode 4 lacp_rate fast xmit_hash_policy layer3+4")).toEqual({
			mode: 4,
			adLacpRate: 1,
			xmitHashPolicy: 1,
		});
	});

	it("takes addresses with commas, and none at the end of the line", () => {
		expect(added("bond", "arp_ip_target 10.0.0.1,10.0.0.2")).toEqual({ arpIpTarget: ["10.0.0.1", "10.0.0.2"] });
		expect(added("bond", "mode 1 arp_ip_target")).toEqual({ mode: 1, arpIpTarget: [] });
	});

	it("refuses what it does not know", () => {
		expect(added("bond", "mode bogus")).toBe('Error: argument "bogus" is wrong: invalid mode\n');
		expect(added("bond", "primary nosuch")).toBe('Cannot find device "nosuch"\n');
		expect(added("bond", "bogus 1")).toMatch(/^bond: unknown command "bogus"\?\nUsage: /);
	});

	it("describes itself and its ports", () => {
		const data = { mode: 1, activeSlave: 3, miimon: 100, arpIpTarget: ["10.0.0.1", "10.0.0.2"], arpValidate: 0 };
		expect(line({ kind: "bond", data })).toBe(
			"    bond mode active-backup active_slave v1 miimon 100 arp_ip_target 10.0.0.1,10.0.0.2 arp_validate none ",
		);
		const slaveData = { state: 1, miiStatus: 0, queueId: 3, adActorOperPortState: 0x45 };
		expect(line({ kind: "veth", slaveKind: "bond", slaveData })).toBe(
			"    bond_slave state BACKUP mii_status UP queue_id 3 ad_actor_oper_port_state 69 ad_actor_oper_port_state_str <active,aggregating,defaulted> ",
		);
	});
});

describe("an ipvlan", () => {
	it("has one of three flags, once", () => {
		expect(added("ipvlan", "mode l2 vepa")).toEqual({ mode: "l2", flags: 2 });
		expect(added("ipvlan", "private vepa")).toMatch(/^ipvlan: unknown option "vepa"\?\nUsage: /);
		expect(added("ipvtap", "mode l4")).toBe('Error: argument of "mode" must be either "l2", "l3" or "l3s"\n');
	});

	it("describes itself with two blanks", () => {
		expect(line({ kind: "ipvlan", data: { mode: "l3s", flags: 0 } })).toBe("    ipvlan  mode l3s bridge ");
	});
});

describe("a macsec", () => {
	it("makes its identifier of address and port", () => {
		expect(added("macsec", "address 2:0:0:0:0:d3 port 5 encrypt on")).toEqual({
			sci: "0200000000d30005",
			encrypt: true,
		});
		expect(added("macsec", "port 5 replay on window 3")).toEqual({ port: 5, replayProtect: true, window: 3 });
	});

	it("refuses what does not go together", () => {
		expect(added("macsec", "scb on end_station on")).toBe("invalid combination of send_sci/end_station/scb\n");
		expect(added("macsec", "window 5")).toBe(
			"replay window set, but replay protection not enabled. did you mean 'replay on window 5'?\n",
		);
	});
});

describe("words behind a kind without options", () => {
	it("are passed over where the real tool knows the kind", () => {
		expect(added("dummy", "foo")).toEqual({});
	});

	it("are garbage where it does not", () => {
		expect(added("wireguard", "foo")).toBe('Garbage instead of arguments "foo ...". Try "ip link help".\n');
	});
});

describe("a hardware address", () => {
	it("is an IP address on a tunnel", () => {
		const link = { ...v0, type: 778, flags: 0x91, address: "0a:00:00:01", broadcast: "0a:00:00:02" };
		const { stdout } = runIp("link show v0", { links: [lo, v1, link] });
		expect(stdout.split("\n")[1]).toBe(
			"    link/gre 10.0.0.1 peer 10.0.0.2 link-netnsid 0".replace(/ link-netnsid.*/, ""),
		);
	});
});
