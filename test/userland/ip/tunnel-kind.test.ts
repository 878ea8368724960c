import { describe, expect, it } from "vitest";
import type { TunnelData } from "../../../src/uapi/link-data.ts";
import type { LinkRequest } from "../../../src/uapi/message.ts";
import { runIp } from "../fake-system.ts";
import { lo, v0, v1 } from "../world.ts";

function added(kind: string, words = "") {
	const { requests, stderr } = runIp(`link add x type ${kind} ${words}`, { links: [lo, v1, v0] });
	return stderr === "" ? (requests[0] as LinkRequest).attrs.data : stderr;
}

function line(kind: string, data: TunnelData): string | undefined {
	const link = { ...v0, kind, data: { ...data } };
	const { stdout } = runIp("-d link show v0", { links: [lo, v1, link] });
	return stdout
		.split("\n")
		.at(-2)
		?.replace(/addrgenmode .*/, "");
}

const noEnvelope = { encapType: "none", encapFlags: 0, encapSport: 0, encapDport: 0 };

describe("a tunnel that is asked for", () => {
	it("says everything of a gre, asked or not", () => {
		expect(added("gre", "remote 10.0.0.2 local 10.0.0.1 key 1.2.3.4 oseq ttl 5 tos inherit")).toEqual({
			remote: "10.0.0.2",
			local: "10.0.0.1",
			ikey: 0x01020304,
			okey: 0x01020304,
			iflags: 0x2000,
			oflags: 0x3000,
			pmtudisc: true,
			tos: 1,
			ttl: 5,
			fwmark: 0,
			...noEnvelope,
		});
	});

	it("takes the address of a group for its key", () => {
		expect(added("gretap", "remote 239.0.0.1 local 10.0.0.1")).toMatchObject({ ikey: 0xef000001, okey: 0xef000001 });
		expect(added("gretap", "remote 239.0.0.1")).toBe("A broadcast tunnel requires a source address.\n");
	});

	it("is external and nothing else", () => {
		expect(added("gre", "ttl 5 external")).toEqual({ external: true });
		expect(added("ipip", "ttl 5 external")).toEqual({ proto: 0, external: true });
	});

	it("has traffic class and flow label in one number, in IPv6", () => {
		expect(added("ip6tnl", "remote 2001:db8::2 tclass 20 flowlabel 12345 encaplimit none mode ipip6")).toEqual({
			remote: "2001:db8::2",
			ttl: 64,
			encapLimit: 4,
			flowinfo: 0x02012345,
			flags: 1,
			fwmark: 0,
			proto: 4,
			link: 0,
			...noEnvelope,
			encapFlags: 2,
		});
	});

	it("is refused with the sentence of its kind", () => {
		const refusals: [string, string][] = [
			["gre ttl 256", 'Error: argument "256" is wrong: invalid TTL\n\n'],
			["gre key x", 'invalid value for "key": "x"; it should be an unsigned integer\n'],
			["gre key 1.x", 'Error: an IP address is expected rather than "1.x"\n'],
			["gre encap x", 'Error: argument "x" is wrong: Invalid encap type.\n'],
			["gre dev nosuch", 'Cannot find device "nosuch"\n'],
			["erspan erspan 0", 'Error: argument "0" is wrong: erspan index must be > 0 and <= 20-bit\n\n'],
			["ipip mode ip6ip", 'Error: argument "ip6ip" is wrong: Cannot guess tunnel mode.\n'],
			["sit ttl 5 nopmtudisc", "ttl != 0 and nopmtudisc are incompatible\n"],
			["ip6gre hoplimit 256", 'Error: argument "256" is wrong: invalid HLIM\n\n'],
			["ip6tnl dscp x", 'Error: argument "x" is wrong: not inherit\n'],
			["vti6 remote 10.0.0.1", 'Error: inet6 address is expected rather than "10.0.0.1".\n'],
			["geneve id 5", "geneve: remote link partner not specified\n"],
			["xfrm dev lo", 'Error: argument "IF_ID" is required\n'],
		];
		expect(refusals.map(([words]) => [words, added(words)])).toEqual(refusals);
	});

	it("answers an unknown word with its usage alone", () => {
		expect(added("vti", "bogus")).toMatch(/^Usage: \.\.\. vti .*\n$/);
	});
});

describe("a change of a tunnel", () => {
	it("starts from what the tunnel is", () => {
		const data = { local: "10.0.0.1", remote: "10.0.0.2", iflags: 0x2000, oflags: 0x2000, ikey: 7, okey: 7, ttl: 64 };
		const links = [lo, v1, { ...v0, kind: "gre", data }];
		const { requests } = runIp("link set v0 type gre ttl 5", { links });
		expect((requests[0] as LinkRequest).attrs.data).toMatchObject({ ...data, ttl: 5 });
	});

	it("needs a tunnel", () => {
		expect(runIp("link set lo type sit ttl 5", { links: [lo] })).toMatchObject({
			stderr: "Failed to get existing tunnel info.\n",
			exit: 1,
		});
	});
});

describe("the -d line of a tunnel", () => {
	it("names both ends, open or not", () => {
		expect(line("vti", { ikey: 5, okey: 0 })).toBe("    vti remote any local any ikey 0.0.0.5 ");
	});

	it("has the header of a gre and its envelope", () => {
		const data: TunnelData = {
			remote: "10.0.0.2",
			link: 3,
			ttl: 0,
			tos: 1,
			pmtudisc: false,
			ignoreDf: true,
			iflags: 0x3000,
			oflags: 0xa000,
			ikey: 7,
			okey: 256,
			fwmark: 9,
			encapType: "gue",
			encapFlags: 1,
			encapDport: 6,
		};
		expect(line("gre", data)).toBe(
			"    gre remote 10.0.0.2 local any dev v1 ttl inherit tos inherit nopmtudisc ignore-df ikey 0.0.0.7 okey 0.0.1.0 " +
				"iseq ocsum fwmark 0x9 encap gue encap-sport auto encap-dport 6 encap-csum noencap-csum6 noencap-remcsum ",
		);
	});

	it("has the flow of a tunnel in IPv6, or that it is inherited", () => {
		expect(line("ip6tnl", { proto: 41, ttl: 64, encapLimit: 4, flowinfo: 0x02000012, flags: 0x40 })).toBe(
			"    ip6tnl ip6ip6 remote any local any hoplimit 64 encaplimit 4 tclass 0x20 flowlabel 0x00012 allow-localremote ",
		);
		expect(line("ip6gre", { ttl: 0, flowinfo: 0, flags: 0x37 })).toBe(
			"    ip6gre remote any local any hoplimit inherit encaplimit none tclass inherit flowlabel inherit dscp inherit " +
				"fwmark inherit ",
		);
	});
});
