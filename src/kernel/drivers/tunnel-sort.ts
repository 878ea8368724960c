/**
 * A kind of tunnel as a row: what gre.ts, ipip.ts, sit.ts, ip6tnl.ts … say of themselves, and what is asked of two ends. What is
 * done with the row: tunnel.ts.
 */
import { type Addr, type AddrFamily, isLinkLocal, isMulticast } from "../../net/addr.ts";
import type { TunnelData } from "../../uapi/link-data.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import type { Device } from "../device.ts";
import type { Frame } from "../path/packet.ts";

export const GRE_CSUM = 0x8000;
export const GRE_KEY = 0x2000;
export const GRE_SEQ = 0x1000;

export interface TunnelSort {
	readonly kind: string;
	readonly family: AddrFamily;
	/** ARPHRD_*; an Ethernet tunnel has a MAC address of its own. */
	readonly type: number;
	readonly minMtu: number;
	readonly maxMtu: number;
	/** Bytes between the outer IP header and what is carried. */
	header(data: TunnelData): number;
	/** What two tunnels of the kind may not have in common. */
	same(a: TunnelData, b: TunnelData): boolean;
	validate?(attrs: LinkAttrs): void;
	/** Members that the kernel tells, with those a user left out. */
	info(data: TunnelData): TunnelData;
	/** Judges what is asked beside what is there (`old`, of a change): the part of newlink and changelink that is the kind's own. */
	judge?(data: TunnelData, old: TunnelData | undefined): void;
	/** Another kind whose tunnels stand in the same table, so that a twin among them counts. */
	readonly twinKind?: string;
	/** Of a change: without a route to the other end the mtu stays, whatever device was named. */
	readonly mtuNeedsRoute?: true;
	/** Its mtu is that of a fresh one, without what FOU and GUE add, as long as the way out is not known (ipip6_tunnel_bind_dev). */
	readonly mtuNeedsLower?: true;
	/** A change of what stands in its header changes its mtu by as much (ipgre_link_update). */
	readonly mtuFollowsHeader?: true;
	/** Its mtu where it is not what the headers leave. */
	readonly mtu?: (lower: Device | undefined) => number;
	/** ip_tunnel_change_mtu() and its like. */
	readonly judgeMtu?: (mtu: number, headers: number, data: TunnelData) => void;
	/** One that is `external` takes no change (ipip_changelink, ip6_tnl_changelink: collect_md). */
	readonly keepsExternal?: true;
	/** To be `external` is nothing it knows of. */
	readonly knowsNoExternal?: true;
	/** What the refusal of a change to `external` says (ipgre_changelink, erspan_changelink). Recording: tunnel-change-kept. */
	readonly externalRefusal?: string;
	/** Of a change: any other end will do where there was one (ipip6_changelink); else a group must stay a group. */
	readonly keepsPointToPoint?: true;
	/** Hardware type of one that is `external`. */
	readonly externalType?: number;
	/** One with a multicast end is a shared link: it broadcasts, and has neighbours (ipgre_tunnel_init). */
	readonly broadcasts?: true;
	/** What a new one has from the fallback device, if that is there (ipip6_tunnel_clone_6rd). */
	readonly inherits?: readonly (keyof TunnelData)[];
	/** Its mtu is set when it is there already, so listeners hear of it twice. */
	readonly setsMtu?: true;
	/** A change is told as one of its state (ip_tunnel_update and its like; not ip6gre_tnl_change). */
	readonly tellsChange?: true;
	/** The fallback device has no mtu when it is registered. */
	readonly mtuComesLater?: true;
	/** IP packets as they are, in GRE, or in GRE as mirrored frames. Missing: nothing, as IPsec does without a policy. */
	readonly carries?: "ip" | "gre" | "erspan";
	/** The other end, told by the packet, where the tunnel has none. */
	readonly remoteFor?: (frame: Frame) => Addr | undefined;
	/** Name and data of the device that is in every namespace once the module is loaded. */
	readonly fallback?: { readonly name: string; readonly data: TunnelData };
}

export interface Tunnel extends TunnelData {
	/** Namespace its packets travel in. */
	readonly net: number;
	readonly isFallback?: true;
}

export function tunnelOf(device: Device): Tunnel {
	return device.data as unknown as Tunnel;
}

export function sameEnds(a: TunnelData, b: TunnelData): boolean {
	return a.local === b.local && a.remote === b.remote && (a.link ?? 0) === (b.link ?? 0);
}

/** ip_tunnel_key_match() */
export function sameKey(a: TunnelData, b: TunnelData): boolean {
	const keyOf = ({ iflags = 0, ikey = 0 }: TunnelData) => (iflags & GRE_KEY ? ikey : undefined);
	return keyOf(a) === keyOf(b);
}

export function isV6(sort: TunnelSort): boolean {
	return sort.family === "inet6";
}

/** ip6_tnl_get_cap(): with both ends known, what has an address of its own may send and be heard; of a link's own, by that link. */
function capabilities(local: Addr | undefined, remote: Addr | undefined, link: number) {
	const fits = (addr: Addr | undefined) =>
		addr !== undefined && !isOwn(addr) && (!addr.startsWith("ff02:") || link > 0) && (!isLinkLocal(addr) || link > 0);
	const known = fits(local) && fits(remote);
	return { sends: known && !isMulticast(local ?? ""), receives: known && !isMulticast(remote ?? "") };
}

/** IPV6_ADDR_LOOPBACK of ipv6_addr_type(): the group of a machine's own links too. */
function isOwn(addr: Addr): boolean {
	return addr === "::1" || addr.startsWith("ff01:");
}

/** IP6_TNL_F_CAP_XMIT: it has a way out, which tells its mtu. */
export function maySend(local: Addr | undefined, remote: Addr | undefined, link: number): boolean {
	return capabilities(local, remote, link).sends;
}

export function reachesBoth(local: Addr | undefined, remote: Addr | undefined, link: number): boolean {
	const { sends, receives } = capabilities(local, remote, link);
	return sends && receives;
}
