/**
 * Messages about next hop objects: struct nhmsg and NHA_* (include/uapi/linux/nexthop.h). Times are in USER_HZ, 1/100 s.
 */
import type { Addr } from "../net/addr.ts";
import type { Encap } from "./lwtunnel.ts";
import type { Family } from "./message.ts";

export const NEXTHOP_GRP_TYPE_MPATH = 0;
export const NEXTHOP_GRP_TYPE_RES = 1;

/** struct nexthop_grp; the weight as the user writes it, 1…256 (65536 since 6.12). */
export interface NexthopGrp {
	readonly id: number;
	readonly weight: number;
}

/** NHA_RES_GROUP of a resilient group. In a request missing fields take their defaults. */
export interface ResGroup {
	readonly buckets?: number;
	readonly idleTimer?: number;
	readonly unbalancedTimer?: number;
	/** How long the group has been out of balance. */
	readonly unbalancedTime?: number;
}

interface NexthopAttrs {
	/** RTPROT_* */
	readonly protocol: number;
	/** RTNH_F_* */
	readonly nhFlags: number;
	readonly oif?: number;
	readonly gateway?: Addr;
	readonly encap?: Encap;
	readonly blackhole?: boolean;
	/** A next hop of VXLAN's forwarding database, not of routes. */
	readonly fdb?: boolean;
	readonly group?: readonly NexthopGrp[];
	/** NEXTHOP_GRP_TYPE_* */
	readonly groupType?: number;
	readonly resGroup?: ResGroup;
}

/** RTM_NEWNEXTHOP / RTM_DELNEXTHOP as the kernel sends it. A group has family "unspec". */
export interface Nhmsg extends NexthopAttrs {
	readonly family: Family;
	readonly id: number;
	/** RT_SCOPE_* */
	readonly scope: number;
}

export interface NexthopRequest extends NexthopAttrs {
	readonly type: "RTM_NEWNEXTHOP" | "RTM_DELNEXTHOP";
	readonly flags: number;
	readonly family: Family;
	/** Missing or 0: the kernel chooses. */
	readonly id?: number;
}

/** One next hop by id, or a dump with the kernel's filters. */
export interface NexthopQuery {
	readonly type: "RTM_GETNEXTHOP";
	readonly flags: number;
	readonly family: Family;
	readonly id?: number;
	readonly oif?: number;
	readonly master?: number;
	readonly groups?: boolean;
	readonly fdb?: boolean;
}

/** RTM_NEWNEXTHOPBUCKET: one bucket of a resilient group. */
export interface NexthopBucket {
	/** The group. */
	readonly id: number;
	readonly index: number;
	readonly idleTime: number;
	/** The next hop in the bucket. */
	readonly nhid: number;
	readonly nhFlags: number;
}

/** A dump of buckets, or with `index` one bucket of group `id`. */
export interface NexthopBucketQuery {
	readonly type: "RTM_GETNEXTHOPBUCKET";
	readonly flags: number;
	readonly family: Family;
	readonly id?: number;
	readonly index?: number;
	readonly nhid?: number;
	readonly oif?: number;
	readonly master?: number;
}
