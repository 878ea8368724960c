import { describe, expect, test } from "vitest";
import { Lab } from "../userland/lab.ts";

/** Namespaces a and b with a link between them; eth0 has no address unless the case gives one. */
function pair(more: string): Lab {
	return new Lab().setup(`
		ip netns add a
		ip netns add b
		ip link add eth0 netns a address 02:00:00:00:00:0a type veth peer name eth0 netns b address 02:00:00:00:00:0b
		ip -n a link set eth0 addrgenmode none
		ip -n b link set eth0 addrgenmode none
		ip -n a link set eth0 up
		ip -n b link set eth0 up
		${more}
	`);
}

const tunnel = (kind: string) => `
	ip -n a addr add 10.0.0.1/24 dev eth0
	ip -n b addr add 10.0.0.2/24 dev eth0
	ip -n a link add x0 type ${kind} local 10.0.0.1 remote 10.0.0.2
	ip -n b link add x0 type ${kind} local 10.0.0.2 remote 10.0.0.1
	ip -n a addr add 10.9.0.1/24 dev x0
	ip -n b addr add 10.9.0.2/24 dev x0
	ip -n a link set x0 up
	ip -n b link set x0 up
	sleep 2
`;

describe("a packet through a device on another", () => {
	test("of a VLAN reaches only the same VLAN, and its tag is not counted", () => {
		const lab = pair(`
			ip -n a link add v5 link eth0 type vlan id 5
			ip -n b link add v5 link eth0 type vlan id 5
			ip -n b link add v6 link eth0 type vlan id 6
			ip -n a link set v5 addrgenmode none
			ip -n b link set v5 addrgenmode none
			ip -n b link set v6 addrgenmode none
			ip -n a addr add 10.5.0.1/24 dev v5
			ip -n b addr add 10.5.0.2/24 dev v5
			ip -n b addr add 10.6.0.2/24 dev v6
			ip -n a link set v5 up
			ip -n b link set v5 up
			ip -n b link set v6 up
		`);
		expect(lab.ping("a", "10.5.0.2")).toBe("1/1");
		expect(lab.counters("a", "v5")).toEqual([112, 2, 140, 2]);
		expect(lab.counters("a", "eth0")).toEqual([140, 2, 140, 2]);
		expect(lab.counters("b", "v6")).toEqual([0, 0, 0, 0]);
	});

	test("reaches another macvlan in mode bridge only, and never the host below", () => {
		const lab = pair(`
			ip netns add c
			ip -n a link add mv1 link eth0 netns c type macvlan mode bridge
			ip -n a link add mv2 link eth0 netns b type macvlan mode bridge
			ip -n a addr add 10.0.0.9/24 dev eth0
			ip -n c addr add 10.0.0.1/24 dev mv1
			ip -n b addr add 10.0.0.2/24 dev mv2
			ip -n c link set mv1 up
			ip -n b link set mv2 up
		`);
		expect(lab.ping("c", "10.0.0.2")).toBe("1/1");
		expect(lab.ping("c", "10.0.0.9", "-c1 -W1 -n")).toBe("0/1");
		lab.setup("ip -n c link set mv1 type macvlan mode private\nip -n c neigh flush dev mv1");
		expect(lab.ping("c", "10.0.0.2", "-c1 -W1 -n")).toBe("0/1");
	});
});

describe("a packet through a tunnel", () => {
	test.each(["ipip", "gre", "gre key 7", "gretap", "vxlan id 7 dstport 4789"])(
		"of kind %s comes out at the other end",
		(kind) => {
			expect(pair(tunnel(kind)).ping("a", "10.9.0.2")).toBe("1/1");
		},
	);

	test("of another key does not", () => {
		const lab = pair(tunnel("gre key 7"));
		lab.setup("ip -n b link set x0 type gre local 10.0.0.2 remote 10.0.0.1 key 8");
		expect(lab.ping("a", "10.9.0.2", "-c1 -W1 -n")).toBe("0/1");
	});

	test("whose other end is behind the tunnel itself goes nowhere", () => {
		const lab = pair(`${tunnel("ipip")}\nip -n a route add 10.0.0.2/32 dev x0`);
		expect(lab.ping("a", "10.9.0.2", "-c1 -W1 -n")).toBe("0/1");
	});
});
