import { describe, expect, test } from "vitest";
import { LinkWorld } from "./link-world.ts";

const ends = { local: "10.0.0.1", remote: "10.0.0.2" };
const ends6 = { local: "2001:db8::1", remote: "2001:db8::2" };

describe("a tunnel", () => {
	test("has the mtu that its headers leave", () => {
		const k = new LinkWorld();
		k.add("gre1", "gre", { ...ends, iflags: 0x2000, oflags: 0x2000, ikey: 7, okey: 7 });
		k.add("gt1", "gretap", ends);
		k.add("ipip1", "ipip", ends);
		k.add("sit1", "sit", ends);
		k.add("t6", "ip6tnl", ends6);
		k.add("g6", "ip6gre", ends6);
		expect(["gre1", "gt1", "ipip1", "sit1", "t6", "g6"].map((name) => k.link(name).mtu)).toEqual([
			1472, 1462, 1480, 1480, 1452, 1448,
		]);
	});

	test("shows its ends as its addresses, and is named after no other device", () => {
		const k = new LinkWorld();
		k.add("gre1", "gre", ends);
		const { address, broadcast, link, flags } = k.link("gre1");
		expect([address, broadcast, link, flags]).toEqual(["0a:00:00:01", "0a:00:00:02", 0, 0x90]);
	});

	test("is alone with its two ends and its key", () => {
		const k = new LinkWorld();
		k.add("gre1", "gre", ends);
		expect(k.add("gre2", "gre", ends)).toBe("EEXIST");
		expect(k.add("gre2", "gre", { ...ends, iflags: 0x2000, ikey: 1 })).toBe("");
		expect(k.add("vx0", "vxlan", { id: 5, port: 4789 })).toBe("");
		expect(k.add("vx1", "vxlan", { id: 5, port: 4789 })).toBe(
			"EEXIST: A VXLAN device with the specified VNI already exists",
		);
	});
});
