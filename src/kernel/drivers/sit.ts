/** IPv6 in IPv4: net/ipv6/sit.c, with 6rd and ISATAP. Read tunnel.ts first. */
import { type Addr, fromWords, toWords } from "../../net/addr.ts";
import { maskAddr } from "../../net/prefix.ts";
import { ARPHRD_SIT } from "../../uapi/link-type.ts";
import type { Sixrd } from "../../uapi/tunnel.ts";
import type { Frame } from "../path/packet.ts";
import { Refusal } from "../refusal.ts";
import { tunnelDriver } from "./tunnel.ts";
import { sameEnds } from "./tunnel-sort.ts";

/** IPPROTO_IPV6 */
const ip6 = 41;

/** 2002::/16, what 6to4 uses, unless told otherwise. */
export const sixToFour: Sixrd = { prefix: "2002::", prefixlen: 16, relayPrefix: "0.0.0.0", relayPrefixlen: 0 };

/** try_6rd(): 2002::/16 has the IPv4 address of the other end in it. */
function remoteFor({ packet }: Frame): Addr | undefined {
	if (packet.family !== "inet6" || !packet.dst.startsWith("2002:")) return undefined;
	const [first = 0, second = 0] = toWords(packet.dst);
	return fromWords([((first << 16) | (second >>> 16)) >>> 0]);
}

/** ipip6_tunnel_update_6rd(): both are plain prefixes, and what is not in them leaves room for a network. */
export function judge6rd({ prefix, prefixlen, relayPrefix, relayPrefixlen }: Sixrd): void {
	if (relayPrefixlen > 32 || prefixlen + (32 - relayPrefixlen) > 64) throw new Refusal("EINVAL");
	if (maskAddr(prefix, prefixlen) !== prefix || maskAddr(relayPrefix, relayPrefixlen) !== relayPrefix)
		throw new Refusal("EINVAL");
}

export const sit = tunnelDriver({
	kind: "sit",
	family: "inet",
	tellsChange: true,
	type: ARPHRD_SIT,
	minMtu: 1280,
	maxMtu: 65555,
	header: () => 0,
	mtuNeedsLower: true,
	inherits: ["sixrd"],
	carries: "ip",
	remoteFor,
	same: sameEnds,
	judge: ({ sixrd }) => sixrd && judge6rd(sixrd),
	knowsNoExternal: true,
	keepsPointToPoint: true,
	// ipip6_netlink_parms(): what it is not told.
	info: (data) => ({
		ttl: 64,
		tos: 0,
		proto: ip6,
		flags: 0,
		pmtudisc: true,
		encapType: "none",
		sixrd: sixToFour,
		...data,
	}),
	fallback: { name: "sit0", data: { ttl: 64, pmtudisc: false } },
});
