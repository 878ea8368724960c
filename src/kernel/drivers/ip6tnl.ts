/** Anything in IPv6: net/ipv6/ip6_tunnel.c. Read tunnel.ts first. */
import { ARPHRD_TUNNEL6 } from "../../uapi/link-type.ts";
import { Refusal } from "../refusal.ts";
import { tunnelDriver } from "./tunnel.ts";
import { limitOption } from "./tunnel-mtu.ts";
import { sameEnds } from "./tunnel-sort.ts";

/** IPPROTO_IPV6 */
const ip6 = 41;
const IP_MAX_MTU = 65535;
const IP6_MAX_MTU = IP_MAX_MTU + 40;

export const ip6tnl = tunnelDriver({
	kind: "ip6tnl",
	family: "inet6",
	tellsChange: true,
	type: ARPHRD_TUNNEL6,
	minMtu: 68,
	maxMtu: 65535,
	header: () => 0,
	carries: "ip",
	same: sameEnds,
	keepsExternal: true,
	// ip6_tnl_change_mtu()
	judgeMtu: (mtu, taken, data) => {
		const { proto } = data;
		const most = proto === ip6 || proto === 0 ? IP6_MAX_MTU : IP_MAX_MTU;
		if ((proto === ip6 && mtu < 1280) || mtu > most - taken + limitOption(data)) throw new Refusal("EINVAL");
	},
	info: (data) => ({ ttl: 0, encapLimit: 0, flowinfo: 0, flags: 0, proto: ip6, encapType: "none", ...data }),
	fallback: { name: "ip6tnl0", data: { proto: ip6 } },
});
