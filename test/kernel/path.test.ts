import { describe, expect, test } from "vitest";
import { Lab, routerLab } from "../userland/lab.ts";

function pair(): Lab {
	return new Lab().setup(`
		ip netns add a
		ip netns add b
		ip link add eth0 netns a address 02:00:00:00:00:0a type veth peer name eth0 netns b address 02:00:00:00:00:0b
		ip -n a link set eth0 addrgenmode none
		ip -n b link set eth0 addrgenmode none
		ip -n a addr add 10.0.0.1/24 dev eth0
		ip -n b addr add 10.0.0.2/24 dev eth0
		ip -n a link set lo up
		ip -n a link set eth0 up
		ip -n b link set eth0 up
		sleep 2
	`);
}

describe("a packet on one link", () => {
	test("asks for the neighbour first, and counts on both ends with its Ethernet header", () => {
		const lab = pair();
		expect(lab.ping("a", "10.0.0.2")).toBe("1/1");
		expect(lab.counters("a", "eth0")).toEqual([140, 2, 140, 2]);
		expect(lab.counters("b", "eth0")).toEqual([140, 2, 140, 2]);
		expect(lab.says("ip -n a neigh")).toBe("10.0.0.2 dev eth0 lladdr 02:00:00:00:00:0b REACHABLE \n");
		expect(lab.says("ip -n b neigh")).toBe("10.0.0.1 dev eth0 lladdr 02:00:00:00:00:0a DELAY \n");
	});

	test("to an address of its own goes by lo, which counts without header", () => {
		const lab = pair();
		expect(lab.ping("a", "10.0.0.1")).toBe("1/1");
		expect(lab.counters("a", "lo")).toEqual([168, 2, 168, 2]);
		expect(lab.counters("a", "eth0")).toEqual([0, 0, 0, 0]);
	});

	test("to a host that is not there is given up after three questions", () => {
		const lab = pair();
		expect(lab.ping("a", "10.0.0.9", "-c1 -W1 -n")).toBe("0/1");
		expect(lab.says("ip -n a neigh")).toBe("10.0.0.9 dev eth0 INCOMPLETE \n");
		expect(lab.ping("a", "10.0.0.8", "-c1 -W4 -n")).toBe("0/1; From 10.0.0.1 icmp_seq=1 Destination Host Unreachable");
		expect(lab.counters("a", "eth0")).toEqual([0, 0, 6 * 42, 6]);
	});

	test("is cut into pieces where the link is too narrow, and put together again", () => {
		const lab = pair();
		expect(lab.ping("a", "10.0.0.2", "-c1 -W1 -n -s 3000")).toBe("1/1");
		expect(lab.counters("a", "eth0")).toEqual([3152, 4, 3152, 4]);
	});

	test("is answered for an address on another device of the host, unless arp_ignore forbids it", () => {
		const lab = pair().setup("ip -n b addr add 10.9.9.9/32 dev lo\nip -n a route add 10.9.9.9 dev eth0");
		expect(lab.ping("a", "10.9.9.9")).toBe("1/1");
		lab.setup("ip netns exec b sysctl -qw net.ipv4.conf.eth0.arp_ignore=1\nip -n a neigh flush all");
		expect(lab.ping("a", "10.9.9.9")).toBe("0/1");
	});
});

describe("a router", () => {
	test("passes packets on and takes one from their time to live", () => {
		const lab = routerLab();
		expect(lab.says("ip netns exec a ping -c1 -W1 -n 10.0.2.2")).toContain("64 bytes from 10.0.2.2: icmp_seq=1 ttl=63");
		lab.setup("ip netns exec r sysctl -qw net.ipv4.ip_forward=0");
		expect(lab.ping("a", "10.0.2.2")).toBe("0/1");
	});

	test("says why it cannot", () => {
		const lab = routerLab().setup(`
			ip -n r route add prohibit 10.0.8.0/24
			ip -n r route add blackhole 10.0.7.0/24
			ip -n r link set rb mtu 1400
		`);
		const from = "0/1; From 10.0.1.1 icmp_seq=1 ";
		expect(lab.ping("a", "10.0.2.2", "-c1 -W1 -n -t 1")).toBe(`${from}Time to live exceeded`);
		expect(lab.ping("a", "10.0.9.9")).toBe(`${from}Destination Net Unreachable`);
		expect(lab.ping("a", "10.0.8.1")).toBe(`${from}Packet filtered`);
		expect(lab.ping("a", "10.0.7.1")).toBe("0/1");
		expect(lab.ping("a", "10.0.2.99", "-c1 -W4 -n")).toBe(`${from}Destination Host Unreachable`);
		expect(lab.ping("a", "10.0.2.2", "-c1 -W1 -n -M do -s 1400")).toBe(`${from}Frag needed and DF set (mtu = 1400)`);
		expect(lab.says("ip -n a route get 10.0.2.2")).toContain("cache expires 600sec mtu 1400");
		expect(lab.ping("a", "10.0.2.2", "-c1 -W1 -n -M do -s 1400")).toBe(
			"0/1; ping: local error: message too long, mtu=1400",
		);
	});

	test("in a ring with others ends a packet's way when its time to live is over", () => {
		const lab = routerLab().setup(
			"ip -n r route add default via 10.0.1.2\nip netns exec a sysctl -qw net.ipv4.ip_forward=1",
		);
		expect(lab.ping("a", "10.0.9.9", "-c1 -W1 -n -t 9")).toContain("Redirect Host(New nexthop: 10.0.1.2)");
	});

	test("in a row of a hundred each takes one", () => {
		const lab = new Lab();
		const lines = Array.from(
			{ length: 100 },
			(_, i) => `ip netns add n${i}\nip netns exec n${i} sysctl -qw net.ipv4.ip_forward=1 net.ipv4.ip_default_ttl=200`,
		);
		for (let i = 0; i < 99; i++) {
			lines.push(
				`ip link add east netns n${i} type veth peer name west netns n${i + 1}`,
				`ip -n n${i} addr add 10.0.${i}.1/24 dev east`,
				`ip -n n${i + 1} addr add 10.0.${i}.2/24 dev west`,
				`ip -n n${i} link set east up`,
				`ip -n n${i + 1} link set west up`,
			);
			if (i < 98) lines.push(`ip -n n${i} route add 10.0.98.0/24 via 10.0.${i}.2`);
			if (i > 0) lines.push(`ip -n n${i + 1} route add 10.0.0.0/24 via 10.0.${i}.1`);
		}
		lab.setup(lines.join("\n"));
		expect(lab.ping("n0", "10.0.98.2", "-c1 -W1 -n -t 99")).toBe("1/1");
		expect(lab.ping("n0", "10.0.98.2", "-c1 -W1 -n -t 98")).toContain("Time to live exceeded");
	});
});

describe("a bridge", () => {
	test("floods, learns, and keeps isolated ports apart", () => {
		const lab = new Lab().setup(`
			ip netns add a
			ip netns add b
			ip link add br0 type bridge
			ip link add va type veth peer name eth0 netns a
			ip link add vb type veth peer name eth0 netns b
			ip link set va master br0
			ip link set vb master br0
			ip link set br0 up
			ip link set va up
			ip link set vb up
			ip -n a addr add 10.0.0.1/24 dev eth0
			ip -n b addr add 10.0.0.2/24 dev eth0
			ip -n a link set eth0 up
			ip -n b link set eth0 up
			sleep 2
		`);
		expect(lab.ping("a", "10.0.0.2")).toBe("1/1");
		lab.setup("ip link set va type bridge_slave isolated on\nip link set vb type bridge_slave isolated on");
		expect(lab.ping("a", "10.0.0.2")).toBe("0/1");
	});
});
