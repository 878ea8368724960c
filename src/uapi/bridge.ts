/**
 * Messages about bridges: rtnetlink's table has rows of its own for PF_BRIDGE, so the family is part of the type here.
 * include/uapi/linux/if_bridge.h (IFLA_BRIDGE_*), neighbour.h (NDA_*).
 */
import type { Addr } from "../net/addr.ts";
import type { Lladdr } from "../net/lladdr.ts";
import type { BridgePortData } from "./link-data.ts";
import type { Ifinfo } from "./message.ts";

export interface BridgeQuery {
	readonly type: "PF_BRIDGE RTM_GETLINK" | "PF_BRIDGE RTM_GETNEIGH";
	readonly flags: number;
	/** Only this bridge with its ports, only this device. */
	readonly master?: number;
	readonly index?: number;
	/** NTF_*; a listing takes none. */
	readonly ndmFlags?: number;
}

/** What is set at a port (or, with `self`, a bridge): options, and a range of VLANs to add or to take away. */
export interface BridgeRequest {
	readonly type: "PF_BRIDGE RTM_SETLINK" | "PF_BRIDGE RTM_DELLINK";
	readonly flags: number;
	readonly index: number;
	readonly self: boolean;
	readonly protinfo?: BridgePortData;
	readonly vlans?: {
		readonly first: number;
		readonly last: number;
		readonly pvid: boolean;
		readonly untagged: boolean;
	};
}

/** Where a VXLAN device finds an address: the other end, and what of it is not the device's own. */
export interface FdbRemote {
	readonly dst?: Addr;
	readonly port?: number;
	readonly vni?: number;
	readonly srcVni?: number;
	/** Index of the device towards it (NDA_IFINDEX). */
	readonly via?: number;
}

/** An address behind a port of a bridge, or (NTF_SELF) one that a device listens to or knows where to find; to add or to take away. */
export interface FdbRequest extends FdbRemote {
	readonly type: "PF_BRIDGE RTM_NEWNEIGH" | "PF_BRIDGE RTM_DELNEIGH";
	readonly flags: number;
	readonly index: number;
	readonly lladdr: Lladdr;
	readonly state: number;
	/** NTF_* */
	readonly ndmFlags: number;
	/** Without one it is meant in all of the port's. */
	readonly vlan?: number;
}

/** NLM_F_BULK: all entries that are as they should be, where the masks have a bit. */
export interface FdbFlush {
	readonly type: "PF_BRIDGE RTM_DELNEIGH bulk";
	readonly flags: number;
	readonly index: number;
	/** NTF_*, and which of them count. */
	readonly ndmFlags: number;
	readonly flagsMask: number;
	/** NUD_*, and which of them count. */
	readonly state: number;
	readonly stateMask: number;
	readonly vlan?: number;
	readonly brport?: number;
}

/** One entry (`bridge fdb get`). */
export interface FdbLookup {
	readonly type: "PF_BRIDGE RTM_GETNEIGH one";
	readonly flags: number;
	readonly lladdr: Lladdr;
	readonly ndmFlags: number;
	readonly index?: number;
	readonly master?: number;
	readonly vlan?: number;
	readonly vni?: number;
}

/** Options of VLANs that are there (RTM_NEWVLAN with BRIDGE_VLAN_INFO_ONLY_OPTS). */
export interface VlanRequest {
	readonly type: "PF_BRIDGE RTM_NEWVLAN";
	readonly flags: number;
	readonly index: number;
	readonly first: number;
	readonly last: number;
	readonly state?: number;
	readonly mcastRouter?: number;
}

export interface BridgeVlanInfo {
	readonly vid: number;
	readonly pvid: boolean;
	readonly untagged: boolean;
	/** BR_STATE_*; missing is forwarding. */
	readonly state?: number;
	/** MDB_RTR_TYPE_*; missing is 1, as queries come. */
	readonly mcastRouter?: number;
}

/** A port, or a bridge with the VLANs it has itself. */
export interface BridgeLink {
	readonly link: Ifinfo;
	readonly port?: BridgePortData;
	readonly vlans: readonly BridgeVlanInfo[];
	/** The bridge counts what passes in each VLAN, and something may have. */
	readonly counts?: true;
}

/** An entry of a forwarding database, or (NTF_SELF) an address that a device listens to. */
export interface FdbMessage extends FdbRemote {
	readonly lladdr: Lladdr;
	readonly ifindex: number;
	readonly state: number;
	/** NTF_* */
	readonly flags: number;
	readonly vlan?: number;
	readonly master?: number;
	readonly linkNetnsid?: number;
	/** NDA_CACHEINFO, seconds. */
	readonly used?: number;
	readonly updated?: number;
}
