import { describe, expect, test } from "vitest";
import * as syscall from "../../src/kernel/syscall.ts";
import { NLM_F_DUMP } from "../../src/uapi/message.ts";
import { LinkWorld } from "./link-world.ts";

const mac = (last: string) => `02:00:00:00:00:${last}`;

function withDummy(): LinkWorld {
	const k = new LinkWorld();
	k.add("d1", "dummy", undefined, { address: mac("d1") });
	return k;
}

describe("a geneve device", () => {
	test("is alone with its identifier and its other end", () => {
		const k = new LinkWorld();
		expect(k.add("g0", "geneve", { id: 5, remote: "10.0.0.1" })).toBe("");
		expect(k.add("g1", "geneve", { id: 5, remote: "10.0.0.1" })).toMatch(/^E(EXIST|BUSY)/);
		expect(k.add("g1", "geneve", { id: 5, remote: "10.0.0.2" })).toBe("");
	});

	test("knows no namespace of its way out", () => {
		const k = new LinkWorld();
		k.add("g0", "geneve", { id: 5, remote: "10.0.0.1" });
		expect([k.link("g0").link, k.link("g0").linkNetnsid]).toEqual([undefined, undefined]);
	});
});

describe("a macsec device", () => {
	test("leaves room for its header and the check value, and is named after the address below", () => {
		const k = withDummy();
		expect(k.add("m0", "macsec", {}, { link: k.link("d1").index })).toBe("");
		expect([k.link("m0").mtu, k.info("m0").sci]).toEqual([1468, "0200000000d10001"]);
	});

	test("does not change what it is named by", () => {
		const k = withDummy();
		k.add("m0", "macsec", {}, { link: k.link("d1").index });
		expect(k.set("m0", { kind: "macsec", data: { port: 9 } })).toBe("EINVAL");
		expect(k.set("m0", { kind: "macsec", data: { encrypt: true } })).toBe("");
		expect(k.info("m0").encrypt).toBe(true);
	});

	test("keeps an association in use, and lets go of one that is not", () => {
		const k = withDummy();
		k.add("m0", "macsec", {}, { link: k.link("d1").index });
		const { index } = k.link("m0");
		const key = { id: "01".padEnd(32, "0"), bytes: 16 };
		const ask = (type: "ADD" | "UPD" | "DEL", sa: object) =>
			k.refusal({ type: `MACSEC_CMD_${type}_TXSA`, flags: 0, index, sa: { an: 0, ...sa } });
		expect(ask("ADD", { pn: 1, active: true, key: { ...key, bytes: 32 } })).toBe("EINVAL");
		expect(ask("ADD", { pn: 1, active: true, key })).toBeUndefined();
		expect(ask("ADD", { pn: 1, active: true, key })).toBe("EBUSY");
		expect(ask("DEL", {})).toBe("EBUSY");
		expect(ask("UPD", { active: false })).toBeUndefined();
		expect(ask("DEL", {})).toBeUndefined();
		expect(ask("DEL", {})).toBe("ENODEV");
	});
});

describe("a team", () => {
	test("takes no port that is up, and opens the one that it takes", () => {
		const k = withDummy();
		k.add("d2", "dummy");
		k.add("t0", "team");
		k.up("d2");
		expect(k.enslave("d2", "t0")).toMatch(/^EBUSY/);
		expect([k.enslave("d1", "t0"), k.isUp("d1"), k.link("d1").address]).toEqual(["", true, mac("d1")]);
	});
});

describe("a vrf", () => {
	test("needs a table, and its ports tell it", () => {
		const k = withDummy();
		expect(k.add("r1", "vrf")).toMatch(/^EINVAL/);
		expect(k.add("r1", "vrf", { table: 10 })).toBe("");
		k.enslave("d1", "r1");
		expect(k.portInfo("d1")).toEqual({ table: 10 });
	});
});

describe("a tun device", () => {
	test("is made by ioctl only, and has no carrier without a program", () => {
		const k = new LinkWorld();
		expect(k.add("tun0", "tun", {})).toBe("EOPNOTSUPP: tun/tap creation via rtnetlink is not supported");
		const request = { op: "add", ifname: "tap0", mode: "tap", pi: false, oneQueue: false, vnetHdr: false } as const;
		const { kernel } = syscall.call(k.kernel, k.netns, (t) => syscall.tuntap(t, { ...request, multiQueue: false }));
		k.kernel = kernel;
		expect([k.link("tap0").kind, k.carrier("tap0")]).toEqual(["tun", false]);
	});
});

describe("an xfrm device", () => {
	test("needs an identifier, which no two have", () => {
		const k = withDummy();
		expect(k.add("x0", "xfrm", {})).toMatch(/^EINVAL/);
		expect(k.add("x0", "xfrm", { ifId: 7 })).toBe("");
		expect(k.add("x1", "xfrm", { ifId: 7 })).toBe("EEXIST");
	});
});

describe("a bond of 802.3ad without a partner", () => {
	test("uses one port, and a wider one rather than one of unknown speed", () => {
		const k = withDummy();
		k.veth("v0", "v1");
		k.add("b0", "bond", { mode: 4, miimon: 100 });
		for (const port of ["d1", "v0"]) k.enslave(port, "b0");
		k.set("b0", {});
		const up = (ifname: string) => k.up(ifname);
		up("b0");
		k.sleep(1000);
		expect([k.portInfo("d1").state, k.portInfo("v0").state]).toEqual([0, 1]);
		up("v1");
		k.sleep(1000);
		expect([k.portInfo("d1").state, k.portInfo("v0").state]).toEqual([1, 0]);
		expect(k.info("b0").adInfo).toMatchObject({ aggregator: 2, actorKey: 15 });
	});
});

describe("counters of a link", () => {
	test("tell of a port's spanning tree messages once there are any", () => {
		const k = new LinkWorld();
		k.veth("v0", "v1");
		k.add("br0", "bridge", { stpState: 1 });
		k.enslave("v0", "br0");
		for (const ifname of ["br0", "v0", "v1"]) k.up(ifname);
		k.sleep(3000);
		const { messages } = k.ask({ type: "RTM_GETSTATS", flags: NLM_F_DUMP, index: 0 });
		const stp = messages.flatMap((m) => ("stats" in m && m.stats.xstatsSlave ? [m.stats.xstatsSlave] : []));
		expect(stp).toMatchObject([{ kind: "bridge", mcast: "zero", stp: { rxBpdu: 0, transitionFwd: 0 } }]);
		expect(stp[0]?.kind === "bridge" && (stp[0].stp?.txBpdu ?? 0) > 0).toBe(true);
	});
});
