import { describe, expect, it } from "vitest";
import type { LinkData } from "../../../src/uapi/message.ts";
import { runIp } from "../fake-system.ts";
import { lo, v0, v1 } from "../world.ts";

/** The line of -d that begins with the kind, up to what every link has. */
function line(kind: string, data: LinkData, slave?: { slaveKind: string; slaveData: LinkData }) {
	const link = { ...v0, kind, data, ...slave };
	const { stdout } = runIp("-d link show v0", { links: [lo, v1, link] });
	return stdout
		.split("\n")
		.at(-2)
		?.replace(/addrgenmode .*/, "");
}

function json(kind: string, data: LinkData) {
	const { stdout } = runIp("-d -j link show v0", { links: [lo, v1, { ...v0, kind, data }] });
	return JSON.parse(stdout)[0].linkinfo;
}

const bridgeId = { priority: 0x8000, address: "02:00:00:00:00:10" };

describe("the -d line of a kind of link", () => {
	it("is the bare name for a veth", () => {
		expect(line("veth", {})).toBe("    veth ");
		expect(json("veth", {})).toEqual({ info_kind: "veth" });
	});

	it("has a bridge's ids without padding, and its own as designated root", () => {
		const root = { priority: 0, address: "02:00:00:00:00:11" };
		expect(
			line("bridge", { stpState: 0, bridgeId, rootId: root, gcTimer: 1234, groupFwdMask: 8, mcastRouter: 1 }),
		).toBe(
			"    bridge stp_state 0 bridge_id 8000.2:0:0:0:0:10 designated_root 8000.2:0:0:0:0:10 " +
				"gc_timer   12.34 group_fwd_mask 0x8 mcast_router 1 ",
		);
	});

	it("has a port's options behind its own kind", () => {
		const slaveData = {
			state: 3,
			cost: 2,
			hairpinMode: true,
			id: 0x8001,
			holdTimer: 0,
			fastLeave: false,
			groupFwdMask: 0x4008,
		};
		expect(line("veth", {}, { slaveKind: "bridge", slaveData })).toBe(
			"    bridge_slave state forwarding cost 2 hairpin on fastleave off port_id 0x8001 hold_timer    0.00 " +
				"mcast_fast_leave off group_fwd_mask 0x4008 group_fwd_mask_str 0x8,lldp ",
		);
	});

	it("has a vlan's protocol, number and flags", () => {
		expect(line("vlan", { protocol: 0x8100, id: 5, flags: 3 })).toBe(
			"    vlan protocol 802.1Q id 5 <REORDER_HDR,GVRP> ",
		);
	});

	it("has a macvlan's mode and queue lengths", () => {
		const data = { mode: "source", flags: 2, bcQueueLen: 1000, bcQueueLenUsed: 1000, macaddrs: ["02:00:00:00:00:31"] };
		expect(line("macvlan", data)).toBe(
			"    macvlan mode source nodst bcqueuelen 1000 usedbcqueuelen 1000 remotes (1) 02:00:00:00:00:31 ",
		);
		expect(json("macvlan", data).info_data.macaddr_data).toEqual(["02:00:00:00:00:31"]);
	});

	it("has a vxlan's ends, ports and switches", () => {
		const data = {
			id: 5,
			group: "239.1.1.1",
			link: 3,
			portLow: 0,
			portHigh: 0,
			port: 4789,
			learning: false,
			ttl: 0,
			df: "unset",
			ageing: 300,
			udpCsum: true,
			udpZeroCsum6Tx: false,
		};
		expect(line("vxlan", data)).toBe(
			"    vxlan id 5 group 239.1.1.1 dev v1 srcport 0 0 dstport 4789 nolearning ttl auto ageing 300 udpcsum noudp6zerocsumtx ",
		);
		expect(json("vxlan", data).info_data).toMatchObject({ port_range: { low: 0, high: 0 }, ttl: 0, df: "unset" });
	});

	it("has a tap's owner by name", () => {
		const data = { type: "tap", pi: false, vnetHdr: false, multiQueue: false, persist: true, owner: 0, group: 9999 };
		expect(line("tun", data)).toBe("    tun type tap pi off vnet_hdr off persist on user root group 9999 ");
	});

	it("is the name alone for a kind that is not described", () => {
		expect(line("vcan", { secret: 1 })).toBe("    vcan ");
	});
});
