/**
 * RTM_NEWSTATS: counters of a link beyond those of IFLA_STATS64 (include/uapi/linux/if_link.h IFLA_STATS_*). Of those that
 * nothing in this world can make differ from zero only their being there is told.
 */
import type { LinkStats } from "./message.ts";

/** struct bridge_stp_xstats */
export interface StpXstats {
	readonly rxBpdu: number;
	readonly txBpdu: number;
	readonly rxTcn: number;
	readonly txTcn: number;
	readonly transitionBlk: number;
	readonly transitionFwd: number;
}

/** What the driver of a link (or of its master) counts: LINK_XSTATS_TYPE_BRIDGE, LINK_XSTATS_TYPE_BOND. */
export type Xstats =
	| {
			readonly kind: "bridge";
			/** Whether the counters of multicast (all zero) are the truth; those of one that is counted are not kept here. */
			readonly mcast: "zero" | "unknown";
			readonly stp?: StpXstats;
	  }
	| {
			readonly kind: "bond";
			/** Only in mode 802.3ad: LACP messages. */
			readonly lacp?: { readonly received: number; readonly sent: number };
	  };

export interface Ifstats {
	readonly index: number;
	readonly link64: LinkStats;
	readonly xstats?: Xstats;
	readonly xstatsSlave?: Xstats;
	/** Counters of routed packets that hardware would keep (IFLA_OFFLOAD_XSTATS_L3_STATS): asked for; no hardware has them. */
	readonly l3Stats: boolean;
}

export interface StatsQuery {
	readonly type: "RTM_GETSTATS";
	readonly flags: number;
	/** 0 for a dump. */
	readonly index: number;
}

export interface StatsRequest {
	readonly type: "RTM_SETSTATS";
	readonly flags: number;
	readonly index: number;
	readonly l3Stats: boolean;
}
