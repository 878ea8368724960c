/**
 * What kinds of link say of themselves: IFLA_INFO_DATA and IFLA_INFO_SLAVE_DATA, one interface for each kind, with the
 * names of the kernel's YNL specification (rt_link.yaml). Describers (userland/ip/kind/) and drivers (kernel/drivers/)
 * share them; in a request every member may be missing. Times are clock ticks of 1/100 s unless said otherwise.
 */
import type { Addr } from "../net/addr.ts";
import type { Lladdr } from "../net/lladdr.ts";
import type { LinkAttrs } from "./message.ts";

/** The other end, in a request; without it the kernel makes one up. */
export interface VethData {
	readonly peer?: {
		readonly ifiFlags: number;
		readonly ifiChange: number;
		readonly index: number;
		readonly attrs: LinkAttrs;
	};
}

/** A bridge or port id: priority (0…65535) and the address, e.g. 8000.2:0:0:0:0:10. */
export interface BridgeId {
	readonly priority: number;
	readonly address: Lladdr;
}

/** linkinfo-bridge-attrs. Switches are numbers, as in the kernel: 0, 1, and whatever else a user writes. */
export interface BridgeData {
	readonly forwardDelay?: number;
	readonly helloTime?: number;
	readonly maxAge?: number;
	readonly ageingTime?: number;
	readonly stpState?: number;
	readonly priority?: number;
	readonly vlanFiltering?: number;
	/** ETH_P_8021Q 0x8100 or ETH_P_8021AD 0x88a8. */
	readonly vlanProtocol?: number;
	readonly bridgeId?: BridgeId;
	readonly rootId?: BridgeId;
	readonly rootPort?: number;
	readonly rootPathCost?: number;
	readonly topologyChange?: number;
	readonly topologyChangeDetected?: number;
	readonly helloTimer?: number;
	readonly tcnTimer?: number;
	readonly topologyChangeTimer?: number;
	readonly gcTimer?: number;
	readonly vlanDefaultPvid?: number;
	readonly vlanStatsEnabled?: number;
	readonly vlanStatsPerPort?: number;
	readonly groupFwdMask?: number;
	readonly groupAddr?: Lladdr;
	readonly fdbFlush?: true;
	/** IFLA_BR_MULTI_BOOLOPT bits, one member each. */
	readonly noLinklocalLearn?: number;
	readonly mcastVlanSnooping?: number;
	readonly mcastRouter?: number;
	readonly mcastSnooping?: number;
	readonly mcastQueryUseIfaddr?: number;
	readonly mcastQuerier?: number;
	readonly mcastHashElasticity?: number;
	readonly mcastHashMax?: number;
	readonly mcastLastMemberCnt?: number;
	readonly mcastStartupQueryCnt?: number;
	readonly mcastLastMemberIntvl?: number;
	readonly mcastMembershipIntvl?: number;
	readonly mcastQuerierIntvl?: number;
	readonly mcastQueryIntvl?: number;
	readonly mcastQueryResponseIntvl?: number;
	readonly mcastStartupQueryIntvl?: number;
	readonly mcastStatsEnabled?: number;
	readonly mcastIgmpVersion?: number;
	readonly mcastMldVersion?: number;
	readonly nfCallIptables?: number;
	readonly nfCallIp6tables?: number;
	readonly nfCallArptables?: number;
}

/** linkinfo-brport-attrs. */
export interface BridgePortData {
	/** BR_STATE_*: 0 disabled, 1 listening, 2 learning, 3 forwarding, 4 blocking. */
	readonly state?: number;
	readonly priority?: number;
	readonly cost?: number;
	readonly hairpinMode?: boolean;
	readonly guard?: boolean;
	/** IFLA_BRPORT_PROTECT */
	readonly rootBlock?: boolean;
	readonly fastLeave?: boolean;
	readonly learning?: boolean;
	readonly unicastFlood?: boolean;
	readonly id?: number;
	readonly no?: number;
	readonly designatedPort?: number;
	readonly designatedCost?: number;
	readonly bridgeId?: BridgeId;
	readonly rootId?: BridgeId;
	readonly holdTimer?: number;
	readonly messageAgeTimer?: number;
	readonly forwardDelayTimer?: number;
	readonly topologyChangeAck?: number;
	readonly configPending?: number;
	readonly proxyarp?: boolean;
	readonly proxyarpWifi?: boolean;
	readonly multicastRouter?: number;
	readonly mcastFlood?: boolean;
	readonly bcastFlood?: boolean;
	readonly mcastToUcast?: boolean;
	readonly neighSuppress?: boolean;
	readonly groupFwdMask?: number;
	readonly vlanTunnel?: boolean;
	readonly isolated?: boolean;
	readonly locked?: boolean;
	/** Index of a link; 0 in a request takes it away. */
	readonly backupPort?: number;
	/** A request to forget what was learned behind this port. */
	readonly flush?: true;
}

export const VLAN_FLAG_REORDER_HDR = 0x1;
export const VLAN_FLAG_GVRP = 0x2;
export const VLAN_FLAG_LOOSE_BINDING = 0x4;
export const VLAN_FLAG_MVRP = 0x8;
export const VLAN_FLAG_BRIDGE_BINDING = 0x10;

/** linkinfo-vlan-attrs. */
export interface VlanData {
	readonly id?: number;
	/** ETH_P_8021Q 0x8100 or ETH_P_8021AD 0x88a8. */
	readonly protocol?: number;
	/** VLAN_FLAG_*, and in a request which of them are meant. */
	readonly flags?: number;
	readonly flagsMask?: number;
	readonly ingressQos?: readonly (readonly [from: number, to: number])[];
	readonly egressQos?: readonly (readonly [from: number, to: number])[];
}

export const MACVLAN_FLAG_NOPROMISC = 1;
export const MACVLAN_FLAG_NODST = 2;

/** linkinfo-macvlan-attrs; macvtap has the same. */
export interface MacvlanData {
	readonly mode?: "private" | "vepa" | "bridge" | "passthru" | "source";
	readonly flags?: number;
	readonly bcQueueLen?: number;
	readonly bcQueueLenUsed?: number;
	readonly macaddrMode?: "add" | "del" | "flush" | "set";
	readonly macaddrs?: readonly Lladdr[];
}

/** linkinfo-vxlan-attrs. */
export interface VxlanData {
	readonly id?: number;
	/** COLLECT_METADATA */
	readonly external?: boolean;
	/** Group or remote address, of either family. */
	readonly group?: Addr;
	readonly local?: Addr;
	/** Index of the lower link. */
	readonly link?: number;
	readonly portLow?: number;
	readonly portHigh?: number;
	readonly port?: number;
	readonly learning?: boolean;
	readonly proxy?: boolean;
	readonly rsc?: boolean;
	readonly l2miss?: boolean;
	readonly l3miss?: boolean;
	/** 1 is inherit. */
	readonly tos?: number;
	/** 0 is auto. */
	readonly ttl?: number;
	readonly ttlInherit?: boolean;
	readonly df?: "unset" | "set" | "inherit";
	/** IPv6 flow label. */
	readonly label?: number;
	/** Seconds. */
	readonly ageing?: number;
	/** Most addresses; 0 is no limit. */
	readonly limit?: number;
	readonly udpCsum?: boolean;
	readonly udpZeroCsum6Tx?: boolean;
	readonly udpZeroCsum6Rx?: boolean;
	readonly remcsumTx?: boolean;
	readonly remcsumRx?: boolean;
	readonly gbp?: boolean;
	readonly gpe?: boolean;
}

/** linkinfo-tun-attrs: tun and tap are told apart by `type` alone. */
export interface TunData {
	readonly type?: "tun" | "tap";
	readonly pi?: boolean;
	readonly vnetHdr?: boolean;
	readonly multiQueue?: boolean;
	readonly persist?: boolean;
	readonly owner?: number;
	readonly group?: number;
}
