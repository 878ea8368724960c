/**
 * Messages about neighbours: struct ndmsg and NDA_* (include/uapi/linux/neighbour.h), with the names of
 * Documentation/netlink/specs/rt_neigh.yaml. The states are in nud.ts.
 */
import type { Addr } from "../net/addr.ts";
import type { Lladdr } from "../net/lladdr.ts";
import type { Family } from "./message.ts";

export const NTF_USE = 0x01;
/** The device itself, or the bridge above it, is asked (PF_BRIDGE). */
export const NTF_SELF = 0x02;
export const NTF_MASTER = 0x04;
/** An entry of the proxy table: this host answers for the address. */
export const NTF_PROXY = 0x08;
export const NTF_EXT_LEARNED = 0x10;
export const NTF_OFFLOADED = 0x20;
/** It stays behind its port, wherever its frames come from (PF_BRIDGE). */
export const NTF_STICKY = 0x40;
export const NTF_ROUTER = 0x80;
/** NDA_FLAGS_EXT */
export const NTF_EXT_MANAGED = 0x01;

/** struct nda_cacheinfo: ages in USER_HZ, 1/100 s. */
export interface NeighbourCacheinfo {
	readonly confirmed: number;
	readonly used: number;
	readonly updated: number;
	readonly refcnt: number;
}

/** RTM_NEWNEIGH / RTM_DELNEIGH as the kernel sends it. */
export interface Ndmsg {
	readonly family: "inet" | "inet6";
	/** 0 for a proxy entry of every device. */
	readonly ifindex: number;
	/** NUD_* */
	readonly state: number;
	/** NTF_* */
	readonly flags: number;
	/** NTF_EXT_*; missing for none. */
	readonly flagsExt?: number;
	/** RTN_* of the address. */
	readonly ndmType: number;
	readonly dst: Addr;
	readonly lladdr?: Lladdr;
	/** These two are missing in proxy entries. */
	readonly probes?: number;
	readonly cacheinfo?: NeighbourCacheinfo;
	/** RTPROT_*; missing for none. */
	readonly protocol?: number;
}

/** `ip neigh add` and its kin: NLM_F_* say which. */
export interface NeighRequest {
	readonly type: "RTM_NEWNEIGH" | "RTM_DELNEIGH";
	readonly flags: number;
	readonly family: Family;
	readonly ifindex: number;
	readonly state: number;
	/** NTF_* */
	readonly ndmFlags: number;
	readonly flagsExt?: number;
	readonly dst?: Addr;
	readonly lladdr?: Lladdr;
	readonly protocol?: number;
}

/** One neighbour (`ip neigh get`), or with NLM_F_DUMP all of them with the kernel's filters. */
export interface NeighQuery {
	readonly type: "RTM_GETNEIGH";
	readonly flags: number;
	readonly family: Family;
	/** Dump: only this device (NDA_IFINDEX). Get: the device. */
	readonly ifindex?: number;
	/** Dump: only devices of this master; 0 is those without one, as `nomaster`. */
	readonly master?: number;
	/** NTF_PROXY asks for the proxy table. */
	readonly ndmFlags: number;
	readonly dst?: Addr;
}
