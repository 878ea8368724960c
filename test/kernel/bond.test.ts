import { describe, expect, test } from "vitest";
import { LinkWorld } from "./link-world.ts";

const activeBackup = { mode: 1, miimon: 100 };

describe("a bond", () => {
	test("gives its address and mtu to its ports, sets them up, and gives theirs back", () => {
		const k = new LinkWorld();
		k.add("d1", "dummy", undefined, { address: "02:00:00:00:00:d1" });
		k.add("bond0", "bond", activeBackup, { address: "02:00:00:00:00:b0", mtu: 1400 });
		k.enslave("d1", "bond0");
		expect([k.link("d1").address, k.link("d1").mtu, k.isUp("d1")]).toEqual(["02:00:00:00:00:b0", 1400, true]);
		k.enslave("d1", "");
		expect([k.link("d1").address, k.link("d1").mtu, k.isUp("d1")]).toEqual(["02:00:00:00:00:d1", 1500, false]);
	});

	test("takes the address of its first port when it has none of its own", () => {
		const k = new LinkWorld();
		k.add("d1", "dummy", undefined, { address: "02:00:00:00:00:d1" });
		k.add("bond0", "bond");
		k.enslave("d1", "bond0");
		expect(k.link("bond0").address).toBe("02:00:00:00:00:d1");
	});

	test("changes to another port when the monitor sees that the active one has no carrier", () => {
		const k = new LinkWorld();
		k.add("bond0", "bond", activeBackup);
		k.up("bond0");
		for (const n of [0, 1]) {
			k.veth(`e${n}`, `p${n}`);
			k.enslave(`e${n}`, "bond0");
			k.up(`p${n}`);
		}
		k.sleep(200);
		expect([k.info("bond0").activeSlave, k.carrier("bond0")]).toEqual([k.link("e0").index, true]);
		k.up("p0", false);
		expect(k.info("bond0").activeSlave).toBe(k.link("e0").index);
		k.sleep(200);
		expect([k.info("bond0").activeSlave, k.portInfo("e0").linkFailureCount]).toEqual([k.link("e1").index, 1]);
		k.up("p1", false);
		k.sleep(200);
		expect(k.carrier("bond0")).toBe(false);
	});

	test("refuses what its mode or its ports do not allow", () => {
		const k = new LinkWorld();
		k.add("d1", "dummy");
		k.add("bond0", "bond", activeBackup);
		k.up("d1");
		expect(k.enslave("d1", "bond0")).toBe("EPERM: Device can not be enslaved while up");
		k.up("d1", false);
		k.enslave("d1", "bond0");
		const change = (data: object) => k.set("bond0", { kind: "bond", data: data as Record<string, unknown> });
		expect(change({ mode: 4 })).toBe("ENOTEMPTY: unable to set option because the bond device has slaves");
		expect(change({ packetsPerSlave: 2 })).toBe("EACCES: option not supported in mode");
		expect(change({ resendIgmp: 300 })).toBe("EINVAL: invalid option value");
	});
});
