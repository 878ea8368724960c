/** Tunnels of IPsec: net/ipv4/ip_vti.c, net/ipv6/ip6_vti.c. Their keys mark what belongs to them. Read tunnel.ts first. */
import type { TunnelData } from "../../uapi/link-data.ts";
import { ARPHRD_TUNNEL, ARPHRD_TUNNEL6 } from "../../uapi/link-type.ts";
import { tunnelDriver } from "./tunnel.ts";
import { judgeMtu4 } from "./tunnel-mtu.ts";
import { sameEnds } from "./tunnel-sort.ts";

function info({ link, local, remote, ikey = 0, okey = 0, fwmark }: TunnelData): TunnelData {
	const given = { link, local, remote, fwmark };
	return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), ikey, okey };
}

export const vti = tunnelDriver({
	kind: "vti",
	family: "inet",
	setsMtu: true,
	tellsChange: true,
	type: ARPHRD_TUNNEL,
	minMtu: 0,
	maxMtu: 0,
	header: () => 0,
	judgeMtu: judgeMtu4,
	same: sameEnds,
	info,
	mtuComesLater: true,
	fallback: { name: "ip_vti0", data: {} },
});

export const vti6 = tunnelDriver({
	kind: "vti6",
	family: "inet6",
	tellsChange: true,
	type: ARPHRD_TUNNEL6,
	minMtu: 68,
	maxMtu: 65495,
	header: () => 0,
	// vti6_link_config(): room for any lower header where the way is not known.
	mtu: (lower) => Math.max(1280, lower ? lower.mtu - 40 : 1500 - 128 - 40),
	same: (a, b) => a.local === b.local && a.remote === b.remote,
	info,
	fallback: { name: "ip6_vti0", data: {} },
});
