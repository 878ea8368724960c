import { describe, expect, it } from "vitest";
import { boot, run, type Session } from "../../../src/session/session.ts";

/** The answers of one line after another, as a person sees them. */
function told(lines: readonly string[]): string[] {
	let session: Session = boot({ kernel: "6.1", fallbackTunnels: true });
	return lines.map((line) => {
		const answer = run(session, line);
		session = answer.session;
		return answer.stdout + answer.stderr;
	});
}

describe("ip tunnel", () => {
	it("makes, changes, shows and removes a tunnel through the fallback device of its kind", () => {
		expect(
			told([
				"ip tunnel add gre1 mode gre remote 10.0.0.2 local 10.0.0.1 ttl 64 key 7",
				"ip tunnel change gre1 ttl 5 tos inherit",
				"ip tunnel show gre1",
				"ip tunnel add gre2 mode gre remote 10.0.0.2 local 10.0.0.1 key 7",
				"ip tunnel change gre1 remote any",
				"ip tunnel del gre1",
				"ip tunnel show gre1",
			]),
		).toEqual([
			"",
			"",
			"gre1: gre/ip remote 10.0.0.2 local 10.0.0.1 ttl 5 tos inherit key 7\n",
			'add tunnel "gre0" failed: File exists\n',
			'add tunnel "gre1" failed: Invalid argument\n',
			"",
			'get tunnel "gre1" failed: No such device\n',
		]);
	});

	it("is of IPv6 with -6, or by its mode, and does not end the line of one tunnel", () => {
		expect(
			told([
				"ip tunnel add t6 mode ipip6 remote 2001:db8::2 local 2001:db8::1 encaplimit none",
				"ip -6 tunnel show t6",
				"ip -6 tunnel foo",
				"ip tunnel foo",
			]),
		).toEqual([
			"",
			"t6: ip/ipv6 remote 2001:db8::2 local 2001:db8::1 encaplimit none hoplimit 64 tclass 0x00 " +
				"flowlabel 0x00000 (flowinfo 0x00000000)",
			'Command "foo" is unknown, try "ip -f inet6 tunnel help".\n',
			'Command "foo" is unknown, try "ip tunnel help"\n',
		]);
	});

	it("lists what GRE does to packets, and forgets about JSON at the end of a line", () => {
		expect(
			told([
				"ip tunnel add g mode gre remote 10.0.0.4 iseq ocsum",
				"ip tunnel show remote 10.0.0.4",
				"ip -j tunnel show remote 10.0.0.4",
			]).slice(1),
		).toEqual([
			"g: gre/ip remote 10.0.0.4 local any ttl inherit\n  Drop packets out of sequence.\n  Checksum output packets.\n",
			'[{"ifname":"g","mode":"gre/ip","remote":"10.0.0.4","local":"0.0.0.0","flags":["rx_drop_ooseq","tx_csum"]}\n]\n',
		]);
	});
});

describe("ip tuntap", () => {
	it("makes and lists devices", () => {
		expect(
			told([
				"ip tuntap add t0 mode tun pi",
				"ip tuntap add t1 mode tap user 0 one_queue",
				"ip tuntap add t0 mode tun",
				"ip tuntap",
				"ip tuntap del t0 mode tap",
				"ip tuntap add t2",
			]),
		).toEqual([
			"",
			"",
			"ioctl(TUNSETIFF): Device or resource busy\n",
			"t0: tun pi persist filter\nt1: tap one_queue persist user 0\n",
			"ioctl(TUNSETIFF): Invalid argument\n",
			"You failed to specify a tunnel mode\n",
		]);
	});
});

describe("ip vrf", () => {
	it("lists tables", () => {
		expect(
			told(["ip vrf", "ip link add red type vrf table 100", "ip vrf", "ip vrf show red", "ip vrf show lo"]),
		).toEqual([
			"Name              Table\n-----------------------\nNo VRF has been configured\n",
			"",
			"Name              Table\n-----------------------\nred                100\n",
			"red 100\n",
			"Invalid VRF\n",
		]);
	});
});
