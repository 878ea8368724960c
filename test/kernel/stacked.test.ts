import { describe, expect, test } from "vitest";
import { LinkWorld } from "./link-world.ts";

function withLower(kind = "dummy"): { k: LinkWorld; link: number } {
	const k = new LinkWorld();
	k.add("d1", kind, undefined, { address: "02:00:00:00:00:d1" });
	return { k, link: k.link("d1").index };
}

describe("a vlan", () => {
	test("follows the admin state of the device below, also one that was never set up", () => {
		const { k, link } = withLower();
		k.add("d1.5", "vlan", { id: 5 }, { link });
		k.up("d1.5");
		expect(k.isUp("d1.5")).toBe(false);
		k.up("d1");
		expect([k.isUp("d1.5"), k.carrier("d1.5")]).toEqual([true, true]);
		k.up("d1", false);
		expect(k.isUp("d1.5")).toBe(false);
	});

	test("takes the address from below until it is given one", () => {
		const { k, link } = withLower();
		k.add("d1.5", "vlan", { id: 5 }, { link });
		k.up("d1");
		k.set("d1", { address: "02:00:00:00:00:d9" });
		expect(k.link("d1.5").address).toBe("02:00:00:00:00:d9");
		k.set("d1.5", { address: "02:00:00:00:00:55" });
		k.set("d1", { address: "02:00:00:00:00:d1" });
		expect([k.link("d1.5").address, k.link("d1").promiscuity]).toEqual(["02:00:00:00:00:55", 1]);
	});

	test("is refused with the kernel's own words", () => {
		const { k, link } = withLower();
		k.add("d1.5", "vlan", { id: 5 }, { link });
		expect(k.add("x", "vlan", { id: 5 }, { link })).toBe("EEXIST: 8021q: VLAN device already exists");
		expect(k.add("x", "vlan", { id: 4095 }, { link })).toBe("ERANGE: 8021q: Invalid VLAN id");
		expect(k.add("x", "vlan", {}, { link })).toBe("EINVAL: 8021q: VLAN id not specified");
		expect(k.add("x", "vlan", { id: 7 })).toBe("EINVAL: 8021q: link not specified");
		expect(k.add("x", "vlan", { id: 7 }, { link: 1 })).toBe("EOPNOTSUPP: 8021q: VLANs not supported on device");
		expect(k.set("d1.5", { mtu: 1600 })).toBe("ERANGE");
	});

	test("goes when the device below goes", () => {
		const { k, link } = withLower();
		k.add("d1.5", "vlan", { id: 5 }, { link });
		k.del("d1");
		expect(k.names()).toEqual(["lo"]);
	});
});

describe("a macvlan", () => {
	test("may be up while the device below is not, and then has no carrier", () => {
		const { k, link } = withLower("veth");
		k.add("m0", "macvlan", undefined, { link });
		k.up("m0");
		expect([k.isUp("m0"), k.carrier("m0"), k.link("m0").operstate]).toEqual([true, false, 3]);
	});

	test("shares no address with another that is up", () => {
		const { k, link } = withLower();
		const address = "02:00:00:00:00:30";
		k.add("m0", "macvlan", undefined, { link, address });
		k.add("m1", "macvlan", undefined, { link, address });
		k.up("m0");
		k.up("m1");
		expect([k.isUp("m0"), k.isUp("m1")]).toEqual([true, false]);
		expect(k.set("m0", { address: "02:00:00:00:00:d1" })).toBe("EADDRINUSE");
	});

	test("in passthru mode is alone, has the address from below and makes it promiscuous", () => {
		const { k, link } = withLower();
		k.add("m0", "macvlan", { mode: "passthru" }, { link });
		k.up("m0");
		expect(k.link("m0").address).toBe("02:00:00:00:00:d1");
		expect(k.link("d1").promiscuity).toBe(1);
		expect(k.add("m1", "macvlan", undefined, { link })).toBe("EINVAL");
	});
});

describe("an ipvlan", () => {
	test("has the address from below and changes its mode with all others", () => {
		const { k, link } = withLower();
		k.add("i0", "ipvlan", { mode: "l2" }, { link });
		k.add("i1", "ipvlan", { mode: "l3" }, { link });
		expect([k.info("i0").mode, k.link("i0").address]).toEqual(["l3", "02:00:00:00:00:d1"]);
	});
});
