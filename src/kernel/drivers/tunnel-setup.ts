/** What a fresh tunnel is: the setup functions of net/ipv4/ip_gre.c, ipip.c, net/ipv6/sit.c, ip6_tunnel.c, ip6_gre.c and their kin. */
import { anyAddr, isMulticast } from "../../net/addr.ts";
import type { TunnelData } from "../../uapi/link-data.ts";
import { IFF_BROADCAST, IFF_NOARP, IFF_POINTOPOINT } from "../../uapi/link-flags.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import { lladdrOf } from "../interface-id.ts";
import type { Setup } from "./driver.ts";
import { etherSetup } from "./ether.ts";
import { isV6, reachesBoth, type TunnelSort } from "./tunnel-sort.ts";

export function flagsOf(sort: TunnelSort, data: TunnelData): number {
	if (sort.type === ARPHRD_ETHER) return etherSetup.flags;
	const { remote, local, link = 0 } = data;
	if (isV6(sort)) return IFF_NOARP | (reachesBoth(local, remote, link) ? IFF_POINTOPOINT : 0);
	if (remote === undefined) return IFF_NOARP;
	return IFF_POINTOPOINT | (sort.broadcasts && isMulticast(remote) ? IFF_BROADCAST : IFF_NOARP);
}

/** ip_tunnel_changelink(): the flags that a change may not change, as it takes them to be. */
export function endFlags(sort: TunnelSort, { remote }: TunnelData): number {
	if (remote === undefined) return 0;
	return !sort.keepsPointToPoint && isMulticast(remote) ? IFF_BROADCAST : IFF_POINTOPOINT;
}

export function setupOf(sort: TunnelSort, data: TunnelData, mtu: number): Setup {
	const { minMtu, maxMtu } = sort;
	// ether_setup() gives a queue's length, so the device gets a queue, though it needs none (alloc_netdev_mqs).
	if (sort.type === ARPHRD_ETHER) return { ...etherSetup, mtu, minMtu, maxMtu, liveAddress: true, noQueue: false };
	const any = anyAddr(sort.family);
	return {
		type: data.external ? (sort.externalType ?? sort.type) : sort.type,
		flags: flagsOf(sort, data),
		mtu,
		minMtu,
		maxMtu,
		txqlen: 1000,
		address: lladdrOf(data.local ?? any),
		broadcast: lladdrOf(data.remote ?? any),
		noQueue: true,
		tsoMaxSize: 65536,
	};
}
