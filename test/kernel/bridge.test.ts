import { describe, expect, test } from "vitest";
import { LinkWorld } from "./link-world.ts";

describe("a bridge", () => {
	test("takes the lowest address of its ports, and none when the last is gone", () => {
		const k = new LinkWorld();
		k.add("d1", "dummy", undefined, { address: "02:00:00:00:00:05" });
		k.add("d2", "dummy", undefined, { address: "02:00:00:00:00:03" });
		k.add("br0", "bridge");
		k.enslave("d1", "br0");
		expect(k.link("br0").address).toBe("02:00:00:00:00:05");
		k.enslave("d2", "br0");
		expect(k.link("br0").address).toBe("02:00:00:00:00:03");
		k.enslave("d2", "");
		k.enslave("d1", "");
		expect(k.link("br0").address).toBe("00:00:00:00:00:00");
	});

	test("keeps an address and an mtu that a user gave it", () => {
		const k = new LinkWorld();
		k.add("d1", "dummy", undefined, { mtu: 1400 });
		k.add("br0", "bridge", undefined, { address: "02:00:00:00:00:10" });
		k.set("br0", { mtu: 1300 });
		k.enslave("d1", "br0");
		expect([k.link("br0").address, k.link("br0").mtu]).toEqual(["02:00:00:00:00:10", 1300]);
	});

	test("has a carrier as long as one port forwards, and before it ever had to think about ports", () => {
		const k = new LinkWorld();
		k.add("br0", "bridge");
		k.add("d1", "dummy");
		k.up("br0");
		expect(k.carrier("br0")).toBe(true);
		k.enslave("d1", "br0");
		k.up("d1");
		expect([k.carrier("br0"), k.portInfo("d1").state]).toEqual([true, 3]);
		k.up("d1", false);
		expect([k.carrier("br0"), k.portInfo("d1").state]).toEqual([false, 0]);
	});

	test("is never the port of another, and takes neither lo nor what a macvlan has", () => {
		const k = new LinkWorld();
		k.add("br0", "bridge");
		k.add("br1", "bridge");
		k.add("d1", "dummy");
		k.add("m0", "macvlan", undefined, { link: k.link("d1").index });
		expect(k.enslave("br1", "br0")).toBe("ELOOP: Can not enslave a bridge to a bridge");
		expect(k.enslave("lo", "br0")).toBe("EINVAL");
		expect(k.enslave("d1", "br0")).toBe("EBUSY");
		expect(k.enslave("d1", "m0")).toBe("EOPNOTSUPP");
	});

	test("with STP listens and learns for its forward delay each before it forwards", () => {
		const k = new LinkWorld();
		k.add("br0", "bridge", { stpState: 1, forwardDelay: 200 });
		k.add("d1", "dummy");
		k.enslave("d1", "br0");
		k.up("br0");
		k.up("d1");
		const states = [k.portInfo("d1").state];
		for (const ms of [2000, 2000]) {
			k.sleep(ms);
			states.push(k.portInfo("d1").state);
		}
		expect(states).toEqual([1, 2, 3]);
	});

	test("with STP blocks one end of a loop and opens it when the other way is gone", () => {
		const k = new LinkWorld();
		k.add("br0", "bridge", { stpState: 1, forwardDelay: 200 }, { address: "02:00:00:00:00:10" });
		k.add("br1", "bridge", { stpState: 1, forwardDelay: 200 }, { address: "02:00:00:00:00:11" });
		k.veth("a0", "a1");
		k.veth("b0", "b1");
		for (const [port, bridge] of [
			["a0", "br0"],
			["b0", "br0"],
			["a1", "br1"],
			["b1", "br1"],
		] as const) {
			k.enslave(port, bridge);
			k.up(port);
		}
		k.up("br0");
		k.up("br1");
		k.sleep(12000);
		expect(["a0", "b0", "a1", "b1"].map((port) => k.portInfo(port).state)).toEqual([3, 3, 3, 4]);
		expect([k.info("br1").rootPort, k.info("br1").rootPathCost]).toEqual([1, 2]);
		k.up("a0", false);
		k.sleep(8000);
		expect([k.portInfo("b1").state, k.info("br1").rootPort]).toEqual([3, 2]);
	});

	test("rounds times to jiffies and refuses those out of range", () => {
		const k = new LinkWorld();
		k.add("br0", "bridge");
		expect(k.set("br0", { kind: "bridge", data: { ageingTime: 5, mcastQuerierIntvl: 9 } })).toBe("");
		expect([k.info("br0").ageingTime, k.info("br0").mcastQuerierIntvl]).toEqual([4, 8]);
		expect(k.set("br0", { kind: "bridge", data: { helloTime: 5 } })).toBe("ERANGE");
	});
});
