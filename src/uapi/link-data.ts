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
	/** The one of `add` and `del`, and of `set` one before the list. */
	readonly macaddr?: Lladdr;
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
	readonly vnifilter?: boolean;
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
	/** With multiQueue: how many programs are attached. */
	readonly numQueues?: number;
	readonly numDisabledQueues?: number;
}

/** linkinfo-vrf-attrs; its port says the same of its master. */
export interface VrfData {
	readonly table?: number;
}

export const IPVLAN_F_PRIVATE = 1;
export const IPVLAN_F_VEPA = 2;

/** linkinfo ipvlan, ipvtap: without a flag it is a bridge. */
export interface IpvlanData {
	readonly mode?: "l2" | "l3" | "l3s";
	/** IPVLAN_F_* */
	readonly flags?: number;
}

export const bondModes = [
	"balance-rr",
	"active-backup",
	"balance-xor",
	"broadcast",
	"802.3ad",
	"balance-tlb",
	"balance-alb",
] as const;

/** linkinfo-bond-attrs. What is a table of names in iproute2 is its number here; times are ms. */
export interface BondData {
	/** Place in bondModes. */
	readonly mode?: number;
	/** Index of a link; 0 in a request takes it away. */
	readonly activeSlave?: number;
	readonly miimon?: number;
	readonly updelay?: number;
	readonly downdelay?: number;
	readonly peerNotifDelay?: number;
	readonly useCarrier?: number;
	readonly arpInterval?: number;
	readonly missedMax?: number;
	readonly arpIpTarget?: readonly Addr[];
	readonly nsIp6Target?: readonly Addr[];
	/** none active backup all filter filter_active filter_backup */
	readonly arpValidate?: number;
	/** any all */
	readonly arpAllTargets?: number;
	/** Index of a link; 0 in a request takes it away. */
	readonly primary?: number;
	/** always better failure */
	readonly primaryReselect?: number;
	/** none active follow */
	readonly failOverMac?: number;
	/** layer2 layer3+4 layer2+3 encap2+3 encap3+4 vlan+srcmac */
	readonly xmitHashPolicy?: number;
	readonly resendIgmp?: number;
	readonly numPeerNotif?: number;
	readonly allSlavesActive?: number;
	readonly minLinks?: number;
	readonly lpInterval?: number;
	readonly packetsPerSlave?: number;
	readonly adLacpActive?: number;
	/** slow fast */
	readonly adLacpRate?: number;
	/** stable bandwidth count */
	readonly adSelect?: number;
	/** IFLA_BOND_AD_INFO, while an aggregator is active. */
	readonly adInfo?: {
		readonly aggregator: number;
		readonly numPorts: number;
		readonly actorKey: number;
		readonly partnerKey: number;
		readonly partnerMac: Lladdr;
	};
	readonly adActorSysPrio?: number;
	readonly adUserPortKey?: number;
	readonly adActorSystem?: Lladdr;
	readonly tlbDynamicLb?: number;
}

/** linkinfo-bond-slave-attrs. */
export interface BondSlaveData {
	/** 0 ACTIVE, 1 BACKUP */
	readonly state?: number;
	/** 0 UP, 1 GOING_DOWN, 2 DOWN, 3 GOING_BACK */
	readonly miiStatus?: number;
	readonly linkFailureCount?: number;
	readonly permHwaddr?: Lladdr;
	readonly queueId?: number;
	readonly prio?: number;
	readonly adAggregatorId?: number;
	readonly adActorOperPortState?: number;
	readonly adPartnerOperPortState?: number;
}

/**
 * Tunnels: gre, gretap, erspan, ipip, sit, vti and their IPv6 sisters ip6gre, ip6gretap, ip6erspan, ip6tnl, vti6. Each tells the
 * members that it knows. IFLA_GRE_*, IFLA_IPTUN_*, IFLA_VTI_*.
 */
export interface TunnelData {
	/** Index of the link it goes out by. */
	readonly link?: number;
	readonly local?: Addr;
	readonly remote?: Addr;
	/** 0 is inherit (IPv4); hop limit of IPv6. */
	readonly ttl?: number;
	/** 1 is inherit. */
	readonly tos?: number;
	readonly pmtudisc?: boolean;
	readonly ignoreDf?: boolean;
	/** GRE_* flags as the header has them: CSUM 0x8000, KEY 0x2000, SEQ 0x1000. */
	readonly iflags?: number;
	readonly oflags?: number;
	/** Keys as numbers. */
	readonly ikey?: number;
	readonly okey?: number;
	/** COLLECT_METADATA */
	readonly external?: boolean;
	readonly encapType?: "none" | "fou" | "gue" | "mpls";
	/** TUNNEL_ENCAP_FLAG_*: CSUM 1, CSUM6 2, REMCSUM 4. */
	readonly encapFlags?: number;
	readonly encapSport?: number;
	readonly encapDport?: number;
	readonly fwmark?: number;
	/** IPPROTO_* inside: 4 ipip, 41 IPv6, 137 MPLS, 0 any. */
	readonly proto?: number;
	/** sit: SIT_ISATAP 1. ip6tnl: IP6_TNL_F_*. */
	readonly flags?: number;
	readonly encapLimit?: number;
	/** Traffic class and flow label of IPv6, as one number. */
	readonly flowinfo?: number;
	readonly sixrd?: {
		readonly prefix: Addr;
		readonly prefixlen: number;
		readonly relayPrefix: Addr;
		readonly relayPrefixlen: number;
	};
	/** Routers that ISATAP may ask, newest first; told by ioctl only. */
	readonly prl?: readonly { readonly addr: Addr; readonly isDefault: boolean }[];
	readonly erspanVer?: number;
	readonly erspanIndex?: number;
	/** 0 ingress, 1 egress */
	readonly erspanDir?: number;
	readonly erspanHwid?: number;
}

export const IP6_TNL_F_IGN_ENCAP_LIMIT = 0x1;
export const IP6_TNL_F_USE_ORIG_TCLASS = 0x2;
export const IP6_TNL_F_USE_ORIG_FLOWLABEL = 0x4;
export const IP6_TNL_F_MIP6_DEV = 0x8;
export const IP6_TNL_F_RCV_DSCP_COPY = 0x10;
export const IP6_TNL_F_USE_ORIG_FWMARK = 0x20;
export const IP6_TNL_F_ALLOW_LOCAL_REMOTE = 0x40;

/** linkinfo-geneve-attrs. */
export interface GeneveData {
	readonly id?: number;
	readonly remote?: Addr;
	readonly external?: boolean;
	/** 0 is auto. */
	readonly ttl?: number;
	readonly ttlInherit?: boolean;
	readonly tos?: number;
	readonly label?: number;
	readonly port?: number;
	readonly df?: "unset" | "set" | "inherit";
	readonly udpCsum?: boolean;
	readonly udpZeroCsum6Tx?: boolean;
	readonly udpZeroCsum6Rx?: boolean;
	readonly innerProtoInherit?: boolean;
}

/** linkinfo xfrm. */
export interface XfrmData {
	readonly ifId?: number;
	/** Index of the link below. */
	readonly link?: number;
	readonly external?: boolean;
}

/** linkinfo gtp: IFLA_GTP_*. */
export interface GtpData {
	/** GTP_ROLE_GGSN 0, GTP_ROLE_SGSN 1 */
	readonly role?: number;
	readonly hsize?: number;
	readonly restartCount?: number;
}

/** linkinfo-macsec-attrs. */
export interface MacsecData {
	/** 16 hexadecimal digits. */
	readonly sci?: string;
	/** Only in a request: the lower half of the SCI. */
	readonly port?: number;
	/** MACSEC_CIPHER_ID_*. */
	readonly cipher?: "gcm-aes-128" | "gcm-aes-256" | "gcm-aes-xpn-128" | "gcm-aes-xpn-256";
	readonly icvLen?: number;
	readonly encodingSa?: number;
	/** 0 disabled, 1 check, 2 strict */
	readonly validation?: number;
	readonly encrypt?: boolean;
	readonly protect?: boolean;
	readonly incSci?: boolean;
	readonly es?: boolean;
	readonly scb?: boolean;
	readonly replayProtect?: boolean;
	readonly window?: number;
	/** 0 off, 1 phy, 2 mac */
	readonly offload?: number;
}
