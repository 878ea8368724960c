/**
 * Messages about a few settings of devices: struct netconfmsg and NETCONFA_* (include/uapi/linux/netconf.h). A notice holds
 * only what changed.
 */
import type { Family } from "./message.ts";

export const NETCONFA_IFINDEX_ALL = -1;
export const NETCONFA_IFINDEX_DEFAULT = -2;

export interface Netconf {
	readonly family: "inet" | "inet6";
	/** A device, or one of the two above. */
	readonly ifindex: number;
	readonly forwarding?: number;
	/** IPv4 alone. */
	readonly rpFilter?: number;
	readonly mcForwarding?: number;
	/** proxy_arp of IPv4, proxy_ndp of IPv6. */
	readonly proxyNeigh?: number;
	readonly ignoreRoutesWithLinkdown?: number;
}

/** One device (or all, or default), or with NLM_F_DUMP every one of a family. */
export interface NetconfQuery {
	readonly type: "RTM_GETNETCONF";
	readonly flags: number;
	readonly family: Family;
	readonly ifindex?: number;
}
