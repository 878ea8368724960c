import { describe, expect, test } from "vitest";
import { TestKernel } from "./world.ts";

describe("lo", () => {
	test("is alone in a fresh namespace, down and without addresses or routes", () => {
		const k = new TestKernel();
		expect(k.links().map((l) => [l.index, l.ifname, l.qdisc])).toEqual([[1, "lo", "noop"]]);
		expect([...k.addrs(), ...k.routes()]).toEqual([]);
	});

	test("gets 127.0.0.1/8, ::1/128 and their routes when it comes up", () => {
		const k = new TestKernel();
		k.up("lo");
		expect(k.addrs().map((a) => `${a.address}/${a.prefixlen} ${a.scope}`)).toEqual(["127.0.0.1/8 254", "::1/128 254"]);
		expect(k.routeLines()).toEqual([
			"127.0.0.0/8 dev 1 table 255",
			"127.0.0.1/32 dev 1 table 255",
			"127.255.255.255/32 dev 1 table 255",
			"::1/128 dev 1 table 255",
		]);
	});

	test("keeps IPv4 addresses and local routes when it goes down, and loses IPv6 and the broadcast", () => {
		const k = new TestKernel();
		k.up("lo");
		k.up("lo", false);
		expect(k.addrs().map((a) => a.address)).toEqual(["127.0.0.1"]);
		expect(k.routeLines()).toEqual(["127.0.0.0/8 dev 1 table 255", "127.0.0.1/32 dev 1 table 255"]);
	});

	test("cannot be deleted or enslaved, and may not leave its namespace", () => {
		const k = new TestKernel();
		const none = { flags: 0, family: "unspec", index: 1, ifiFlags: 0, ifiChange: 0 } as const;
		expect(k.refusal({ type: "RTM_DELLINK", ...none, attrs: {} })).toBe("EOPNOTSUPP");
		expect(k.addLink("lo", "dummy").error?.errno).toBe("EEXIST");
		expect(k.refusal({ type: "RTM_NEWLINK", ...none, attrs: { netNsPid: 4711 } })).toBe("ESRCH");
	});

	test("is given 127.0.0.1 again by every up, first in the list", () => {
		const k = new TestKernel();
		k.addAddr("lo", "10.0.0.1", 24);
		k.up("lo");
		expect(k.addrs().map((a) => a.address)).toEqual(["127.0.0.1", "10.0.0.1", "::1"]);
	});

	test("makes a whole prefix local, where another device only makes it reachable", () => {
		const k = new TestKernel();
		k.up("lo");
		k.addLink("d0", "dummy");
		k.up("d0");
		k.addAddr("lo", "10.1.0.1", 24);
		k.addAddr("d0", "10.2.0.1", 24);
		const types = k
			.routes()
			.filter((r) => r.dst.len === 24)
			.map((r) => [r.dst.addr, r.type, r.table]);
		expect(types).toEqual([
			["10.2.0.0", 1, 254],
			["10.1.0.0", 2, 255],
		]);
	});
});

describe("a refused request", () => {
	test("leaves the kernel exactly as it was", () => {
		const k = new TestKernel();
		k.up("lo");
		const before = k.kernel;
		expect(k.addAddr("lo", "127.0.0.1", 8).error?.extack).toBe("ipv4: Address already assigned");
		expect(k.kernel).toEqual(before);
	});
});
