import { describe, expect, test } from "vitest";
import { Lab } from "./lab.ts";

describe("ping", () => {
	const lab = new Lab().setup("ip link set lo up");

	test("prints each answer and sums up", () => {
		expect(lab.says("ping -c2 -n 127.0.0.1")).toBe(`PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.030 ms
64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.030 ms

--- 127.0.0.1 ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time 1000ms
rtt min/avg/max/mdev = 0.030/0.030/0.030/0.000 ms
`);
	});

	test.each([
		["ping", "ping: usage error: Destination address required\n", 1],
		["ping -c0 127.0.0.1", "ping: invalid argument: '0': out of range: 1 <= value <= 9223372036854775807\n", 1],
		["ping -c1 -t 0 127.0.0.1", "ping: cannot set unicast time-to-live: Invalid argument\n", 2],
		["ping -c1 -4 ::1", "ping: ::1: Address family for hostname not supported\n", 2],
		["ping -c1 nowhere.example", "ping: nowhere.example: Temporary failure in name resolution\n", 2],
		["ping -c1 10.1.1.1", "ping: connect: Network is unreachable\n", 2],
		["ping -c1 -I eth9 127.0.0.1", "ping: SO_BINDTODEVICE eth9: No such device\n", 2],
		["ping -c1 -I 10.9.9.9 127.0.0.1", "ping: bind: Cannot assign requested address\n", 2],
		[
			"ping -c1 127.255.255.255",
			"ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules\n",
			2,
		],
	])("%s is refused", (line, stderr, exit) => {
		expect(lab.do(line)).toEqual({ stdout: "", stderr, exit });
	});

	test("ends when the deadline of -w is over", () => {
		const { stdout, exit } = lab.do("ping -q -n -w 3 -b 127.255.255.255");
		expect(stdout).toContain("3 packets transmitted, 0 received, 100% packet loss, time 2000ms");
		expect(exit).toBe(1);
	});
});
