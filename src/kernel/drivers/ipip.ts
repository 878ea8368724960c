/** IPv4 (and MPLS) in IPv4: net/ipv4/ipip.c. Read tunnel.ts first. */
import { ARPHRD_TUNNEL } from "../../uapi/link-type.ts";
import { tunnelDriver } from "./tunnel.ts";
import { judgeMtu4 } from "./tunnel-mtu.ts";
import { sameEnds } from "./tunnel-sort.ts";

/** IPPROTO_IPIP */
const ip4 = 4;

export const ipip = tunnelDriver({
	kind: "ipip",
	family: "inet",
	setsMtu: true,
	tellsChange: true,
	type: ARPHRD_TUNNEL,
	minMtu: 0,
	maxMtu: 0,
	header: () => 0,
	carries: "ip",
	judgeMtu: judgeMtu4,
	same: sameEnds,
	keepsExternal: true,
	info: (data) => ({ ttl: 0, tos: 0, proto: ip4, pmtudisc: true, encapType: "none", ...data }),
	mtuComesLater: true,
	fallback: { name: "tunl0", data: { proto: 0, pmtudisc: false } },
});
