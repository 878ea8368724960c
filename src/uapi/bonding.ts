/** What /proc/net/bonding/NAME tells of a bond beyond what messages do (drivers/net/bonding/bond_procfs.c). */
import type { Lladdr } from "../net/lladdr.ts";
import type { BondData } from "./link-data.ts";

/** LACP_STATE_* of include/net/bond_3ad.h. */
export const LACP_ACTIVITY = 0x01;
export const LACP_TIMEOUT = 0x02;
export const LACP_AGGREGATION = 0x04;
export const LACP_SYNCHRONIZATION = 0x08;
export const LACP_COLLECTING = 0x10;
export const LACP_DISTRIBUTING = 0x20;
export const LACP_DEFAULTED = 0x40;
export const LACP_EXPIRED = 0x80;

export interface LacpSystem {
	readonly priority: number;
	readonly mac: Lladdr;
}

/** One end of a link, as it describes itself in LACP: the actor's or the partner's parameters (802.3ad 43.4.2.2). */
export interface LacpEnd {
	readonly system: LacpSystem;
	readonly key: number;
	readonly priority: number;
	readonly port: number;
	/** LACP_* */
	readonly state: number;
}

/** A port of 802.3ad, once it has chosen an aggregator. */
export interface LacpPort {
	readonly aggregator: number;
	readonly actor: LacpEnd;
	readonly partner: LacpEnd;
	/** `monitoring` for a minute; then whether this end, and the other, have come to agree. */
	readonly actorChurn: string;
	readonly partnerChurn: string;
	readonly actorChurned: number;
	readonly partnerChurned: number;
}

export interface BondingSlave {
	readonly name: string;
	/** BOND_LINK_* */
	readonly link: number;
	/** Mbit/s, where it is known. */
	readonly speed?: number;
	readonly failures: number;
	readonly permHwaddr: Lladdr;
	readonly queueId: number;
	readonly lacp?: LacpPort;
}

export interface Bonding {
	/** Of the kernel, which the driver calls its version. */
	readonly release: string;
	readonly name: string;
	readonly data: BondData;
	readonly carrier: boolean;
	readonly primary?: string;
	readonly active?: string;
	/** Of a bond that has never had a port its parts are zero. */
	readonly system: LacpSystem;
	readonly slaves: readonly BondingSlave[];
}
