/**
 * Messages about bridges: rtnetlink's table has rows of its own for PF_BRIDGE, so the family is part of the type here.
 * include/uapi/linux/if_bridge.h (IFLA_BRIDGE_*), neighbour.h (NDA_*).
 */
import type { Lladdr } from "../net/lladdr.ts";
import type { BridgePortData } from "./link-data.ts";
import type { Ifinfo } from "./message.ts";

export interface BridgeQuery {
	readonly type: "PF_BRIDGE RTM_GETLINK" | "PF_BRIDGE RTM_GETNEIGH";
	readonly flags: number;
	/** Only this bridge with its ports, only this device. */
	readonly master?: number;
	readonly index?: number;
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

/** An address behind a port of a bridge, to add or to take away; without a VLAN in all of the port's. */
export interface FdbRequest {
	readonly type: "PF_BRIDGE RTM_NEWNEIGH" | "PF_BRIDGE RTM_DELNEIGH";
	readonly flags: number;
	readonly index: number;
	readonly lladdr: Lladdr;
	readonly state: number;
	readonly vlan?: number;
}

/** A port, or a bridge with the VLANs it has itself. */
export interface BridgeLink {
	readonly link: Ifinfo;
	readonly port?: BridgePortData;
	readonly vlans: readonly { readonly vid: number; readonly pvid: boolean; readonly untagged: boolean }[];
}

/** An entry of a forwarding database, or (`self`) an address that a device listens to. */
export interface FdbMessage {
	readonly lladdr: Lladdr;
	readonly ifindex: number;
	readonly state: number;
	readonly self: boolean;
	readonly vlan?: number;
	readonly master?: number;
	/** NDA_CACHEINFO, seconds. */
	readonly updated?: number;
}
