/**
 * The messages between `ip` and the kernel: rtnetlink(7) as plain data, with the field names of the kernel's YNL
 * specifications. Userland builds a Request, the kernel answers with a Reply of Messages; nothing else crosses.
 * Addresses are canonical text (net/addr.ts), numbers are the kernel's (the tables beside this file name them).
 */
import type { Addr } from "../net/addr.ts";
import type { Lladdr } from "../net/lladdr.ts";
import type { Prefix } from "../net/prefix.ts";
import type { AddrLabel, AddrLabelQuery, AddrLabelRequest } from "./addrlabel.ts";
import type {
	BridgeLink,
	BridgeQuery,
	BridgeRequest,
	FdbFlush,
	FdbLookup,
	FdbMessage,
	FdbRequest,
	VlanRequest,
} from "./bridge.ts";
import type { Errno } from "./errno.ts";
import type { Encap } from "./lwtunnel.ts";
import type { MacsecQuery, MacsecRequest, MacsecSecy } from "./macsec.ts";
import type { Ndmsg, NeighQuery, NeighRequest } from "./neighbour.ts";
import type { Netconf, NetconfQuery } from "./netconf.ts";
import type { NexthopBucket, NexthopBucketQuery, NexthopQuery, NexthopRequest, Nhmsg } from "./nexthop.ts";
import type { FibRule, RuleQuery, RuleRequest } from "./rule.ts";
import type { Ifstats, StatsQuery, StatsRequest } from "./stats.ts";

export type Family = "unspec" | "inet" | "inet6" | "packet" | "bridge" | "mpls";

/** include/uapi/linux/netlink.h. DUMP = ROOT|MATCH; the meaning of the others depends on the message. */
export const NLM_F_REPLACE = 0x100;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;
export const NLM_F_APPEND = 0x800;
export const NLM_F_ECHO = 0x08;
export const NLM_F_DUMP = 0x300;

/** IFLA_STATS64: counters since the device was made. */
export interface LinkStats {
	readonly rxBytes: number;
	readonly rxPackets: number;
	readonly rxErrors: number;
	readonly rxDropped: number;
	readonly rxOverErrors: number;
	readonly rxMissedErrors: number;
	readonly rxLengthErrors: number;
	readonly rxCrcErrors: number;
	readonly rxFrameErrors: number;
	readonly rxFifoErrors: number;
	readonly rxNohandler: number;
	readonly multicast: number;
	readonly txBytes: number;
	readonly txPackets: number;
	readonly txErrors: number;
	readonly txDropped: number;
	readonly txCarrierErrors: number;
	readonly txAbortedErrors: number;
	readonly txFifoErrors: number;
	readonly txWindowErrors: number;
	readonly txHeartbeatErrors: number;
	readonly collisions: number;
}

/** IFLA_INFO_DATA / IFLA_INFO_SLAVE_DATA: what a kind of link says of itself; its driver and its describer share the shape. */
export type LinkData = Readonly<Record<string, unknown>>;

/** RTM_NEWLINK / RTM_DELLINK as the kernel sends it. A missing field is an attribute that is not in the message. */
/** IFLA_EVENT_*: why a device is told of, where that is said; as words. */
export type LinkEvent = "FEATURE CHANGE" | "BONDING FAILOVER" | "NOTIFY PEERS" | "RESEND IGMP" | "BONDING OPTION";

export interface Ifinfo {
	readonly family: Family;
	readonly index: number;
	/** ARPHRD_*: uapi/link-type.ts */
	readonly type: number;
	/** IFF_*: uapi/link-flags.ts */
	readonly flags: number;
	readonly ifname: string;
	readonly mtu?: number;
	readonly qdisc?: string;
	readonly operstate?: number;
	readonly linkmode?: number;
	readonly group?: number;
	/** In notices only. */
	readonly event?: LinkEvent;
	/** Of a device that moves away: where to, and its number there. */
	readonly newNetnsid?: number;
	readonly newIndex?: number;
	readonly txqlen?: number;
	readonly master?: number;
	/** Index of the peer or lower device; 0 prints as `@NONE`. */
	readonly link?: number;
	/** The namespace `link` is an index in, as an id of the asking namespace; -1 is unknown. */
	readonly linkNetnsid?: number;
	readonly address?: Lladdr;
	readonly broadcast?: Lladdr;
	readonly permaddr?: Lladdr;
	readonly alias?: string;
	readonly altnames?: readonly string[];
	readonly promiscuity?: number;
	readonly allmulti?: number;
	readonly minMtu?: number;
	readonly maxMtu?: number;
	readonly numTxQueues?: number;
	readonly numRxQueues?: number;
	readonly gsoMaxSize?: number;
	readonly gsoMaxSegs?: number;
	readonly tsoMaxSize?: number;
	readonly tsoMaxSegs?: number;
	readonly groMaxSize?: number;
	readonly protoDown?: boolean;
	/** IFLA_PROTO_DOWN_REASON: bits, where there are any. */
	readonly protoDownReason?: number;
	readonly carrierChanges?: number;
	readonly kind?: string;
	readonly data?: LinkData;
	readonly slaveKind?: string;
	readonly slaveData?: LinkData;
	readonly stats?: LinkStats;
	/** IFLA_AF_SPEC / AF_INET6 / IFLA_INET6_ADDR_GEN_MODE: 0 eui64, 1 none, 2 stable_secret, 3 random. */
	readonly addrGenMode?: number;
	/** IFLA_PROTINFO / IFLA_INET6_TOKEN, in messages of IPv6. */
	readonly inet6Token?: Addr;
}

/** 2^32-1: a lifetime that does not end. */
export const INFINITY_LIFE_TIME = 0xffffffff;

/** RTM_NEWADDR / RTM_DELADDR as the kernel sends it. */
export interface Ifaddr {
	readonly family: "inet" | "inet6";
	readonly index: number;
	readonly prefixlen: number;
	/** IFA_F_*: uapi/addr-flags.ts */
	readonly flags: number;
	/** RT_SCOPE_*: uapi/scope.ts */
	readonly scope: number;
	/** IFA_LOCAL; missing in IPv6 unless there is a peer. */
	readonly local?: Addr;
	/** IFA_ADDRESS: the peer where there is one, else the address itself. */
	readonly address?: Addr;
	readonly broadcast?: Addr;
	readonly anycast?: Addr;
	readonly label?: string;
	/** IFA_RT_PRIORITY */
	readonly metric?: number;
	/** IFA_PROTO: who made it, where the kernel says; this tool does not print it. */
	readonly proto?: number;
	/** Seconds left. */
	readonly validLft: number;
	readonly preferredLft: number;
}

/** RTAX_*: metrics of a route in the kernel's own units, with the mask of locked ones as names. */
export type Metrics = Readonly<Partial<Record<MetricName, number | string>>> & {
	readonly lock?: readonly MetricName[];
};
export type MetricName =
	| "mtu"
	| "window"
	| "rtt"
	| "rttvar"
	| "ssthresh"
	| "cwnd"
	| "advmss"
	| "reordering"
	| "hoplimit"
	| "initcwnd"
	| "features"
	| "rto_min"
	| "initrwnd"
	| "quickack"
	| "congctl"
	| "fastopen_no_cookie";

/** One way out of a route (struct rtnexthop, or the single RTA_GATEWAY/RTA_OIF of a plain one). */
export interface Rtnexthop {
	readonly oif?: number;
	/** A gateway of the other family (`via inet6 …`) is known by its text. */
	readonly gateway?: Addr;
	/** The family of a gateway that is told by family (RTA_VIA), where the text does not tell it: labels, no bytes. */
	readonly via?: Family;
	/** Another one is told by its family beside this one, which is not. */
	readonly both?: true;
	/** 1…256, as the user writes it. */
	readonly weight: number;
	/** RTNH_F_*: below. */
	readonly flags: number;
	/** Realms of this way. */
	readonly flow?: { readonly from: number; readonly to: number };
	readonly encap?: Encap;
}

export const RTNH_F_DEAD = 1;
export const RTNH_F_PERVASIVE = 2;
export const RTNH_F_ONLINK = 4;
export const RTNH_F_OFFLOAD = 8;
export const RTNH_F_LINKDOWN = 16;
export const RTNH_F_UNRESOLVED = 32;
export const RTNH_F_TRAP = 64;
/** rtm_flags beyond the next hop's own. */
export const RTM_F_NOTIFY = 0x100;
export const RTM_F_CLONED = 0x200;
export const RTM_F_LOOKUP_TABLE = 0x1000;
export const RTM_F_FIB_MATCH = 0x2000;
export const RTM_F_OFFLOAD_FAILED = 0x20000000;
/** Flags of a cached answer to `route get` (RTCF_*), in rtm_flags. */
export const RTCF_REDIRECTED = 0x00040000;
export const RTCF_DOREDIRECT = 0x01000000;
export const RTCF_BROADCAST = 0x10000000;
export const RTCF_MULTICAST = 0x20000000;
export const RTCF_LOCAL = 0x80000000;

/** RTM_NEWROUTE / RTM_DELROUTE: a route as stored, or the answer to a lookup. */
export interface Rtmsg {
	readonly family: "inet" | "inet6";
	readonly dst: Prefix;
	readonly src?: Prefix;
	readonly tos: number;
	readonly table: number;
	readonly protocol: number;
	readonly scope: number;
	readonly type: number;
	readonly flags: number;
	readonly oif?: number;
	readonly iif?: number;
	readonly gateway?: Addr;
	readonly priority?: number;
	readonly prefsrc?: Addr;
	readonly metrics?: Metrics;
	readonly multipath?: readonly Rtnexthop[];
	readonly encap?: Encap;
	readonly nhid?: number;
	readonly mark?: number;
	readonly uid?: number;
	/** Realms, `from`/`to`. */
	readonly flow?: { readonly from: number; readonly to: number };
	/** Router preference of IPv6: 0 medium, 1 high, 3 low. */
	readonly pref?: number;
	/** Seconds left (IPv6, or a cached answer), and what -s adds. */
	readonly expires?: number;
	readonly cacheUsers?: number;
	readonly cacheAge?: number;
}

/** RTM_NEWNSID: what the asking namespace calls another one. */
export interface Nsid {
	readonly nsid: number;
	/** An open file of the namespace, when asked by file. */
	readonly fd?: NetnsFd;
	/** What the asking namespace itself calls it, when another one's ids were asked for (NETNSA_CURRENT_NSID). */
	readonly currentNsid?: number;
}

/** An open /run/netns/NAME or /proc/PID/ns/net: opaque to userland. */
export type NetnsFd = number & { readonly netns: unique symbol };

/** What is open, but no namespace: a directory, or a file that nothing is mounted on. */
export const NO_NETNS = -1 as NetnsFd;

/** What a link request may carry (IFLA_*), for RTM_NEWLINK, RTM_SETLINK and RTM_DELLINK. */
export interface LinkAttrs {
	readonly ifname?: string;
	readonly mtu?: number;
	/** Raw bytes as colon hex; the kernel judges its length. */
	readonly address?: Lladdr;
	readonly broadcast?: Lladdr;
	readonly txqlen?: number;
	/** 0 releases. */
	readonly master?: number;
	readonly link?: number;
	/** The index to have in another namespace (IFLA_NEW_IFINDEX). */
	readonly newIfindex?: number;
	readonly netNsPid?: number;
	readonly netNsFd?: NetnsFd;
	readonly linkNetnsid?: number;
	readonly alias?: string;
	readonly group?: number;
	readonly linkmode?: number;
	/** Numbers of the virtual functions of which something is asked (IFLA_VFINFO_LIST). */
	readonly vfinfo?: readonly number[];
	readonly operstate?: number;
	readonly carrier?: number;
	readonly protoDown?: boolean;
	/** IFLA_XDP without a program: what was loaded is to go. */
	readonly xdp?: "off";
	/** Bits of IFLA_PROTO_DOWN_REASON: which are meant, which are set. */
	readonly protoDownReason?: { readonly mask: number; readonly value: number };
	readonly numTxQueues?: number;
	readonly numRxQueues?: number;
	readonly gsoMaxSize?: number;
	readonly gsoMaxSegs?: number;
	readonly groMaxSize?: number;
	readonly addrGenMode?: number;
	/** Empty where the word stood for no address at all. */
	readonly inet6Token?: Addr;
	readonly kind?: string;
	readonly data?: LinkData;
	readonly slaveKind?: string;
	readonly slaveData?: LinkData;
	readonly altnames?: readonly string[];
}

export interface LinkRequest {
	readonly type: "RTM_NEWLINK" | "RTM_SETLINK" | "RTM_DELLINK" | "RTM_NEWLINKPROP" | "RTM_DELLINKPROP";
	readonly flags: number;
	readonly family: Family;
	/** 0: by attrs.ifname, or a new one. */
	readonly index: number;
	/** ifi_flags and ifi_change: which bits are asked for, which of them are meant. */
	readonly ifiFlags: number;
	readonly ifiChange: number;
	readonly attrs: LinkAttrs;
}

export interface LinkQuery {
	readonly type: "RTM_GETLINK";
	readonly flags: number;
	readonly family: Family;
	/** One link, by index or (also alternative) name; neither for a dump. */
	readonly index?: number;
	readonly ifname?: string;
	/** Filters of a dump. */
	readonly master?: number;
	readonly kind?: string;
}

export interface AddrRequest {
	readonly type: "RTM_NEWADDR" | "RTM_DELADDR";
	readonly flags: number;
	readonly family: Family;
	readonly index: number;
	readonly prefixlen: number;
	readonly scope: number;
	readonly ifaFlags: number;
	readonly local?: Addr;
	readonly address?: Addr;
	readonly broadcast?: Addr;
	readonly anycast?: Addr;
	readonly label?: string;
	readonly metric?: number;
	/** IFA_CACHEINFO, sent only when the user gave a lifetime. */
	readonly lifetimes?: { readonly validLft: number; readonly preferredLft: number };
}

export interface AddrQuery {
	readonly type: "RTM_GETADDR";
	readonly flags: number;
	readonly family: Family;
	readonly index?: number;
}

/** A route to make or to take away; a missing field was not given. */
export interface RouteRequest {
	readonly type: "RTM_NEWROUTE" | "RTM_DELROUTE";
	readonly flags: number;
	readonly family: Family;
	readonly dst: Prefix;
	readonly src?: Prefix;
	readonly tos: number;
	readonly table: number;
	readonly protocol: number;
	readonly scope: number;
	readonly routeType: number;
	/** RTNH_F_ONLINK, RTM_F_* */
	readonly rtmFlags: number;
	readonly oif?: number;
	readonly gateway?: Addr;
	readonly via?: Family;
	readonly priority?: number;
	readonly prefsrc?: Addr;
	readonly metrics?: Metrics;
	readonly multipath?: readonly Rtnexthop[];
	readonly encap?: Encap;
	readonly nhid?: number;
	readonly flow?: { readonly from: number; readonly to: number };
	readonly pref?: number;
	readonly expires?: number;
}

/** A dump of routes (NLM_F_DUMP), or a lookup (`ip route get`). */
export interface RouteQuery {
	readonly type: "RTM_GETROUTE";
	readonly flags: number;
	readonly family: Family;
	/** Dump: only this table; 0 or missing is all. */
	readonly table?: number;
	/** Dump: RTM_F_CLONED asks for cached routes only. Lookup: RTM_F_LOOKUP_TABLE, RTM_F_FIB_MATCH, RTM_F_NOTIFY. */
	readonly rtmFlags?: number;
	readonly dst?: Prefix;
	readonly src?: Addr;
	/** rtm_src_len; that of a whole address where it is missing. */
	readonly srcLen?: number;
	readonly oif?: number;
	readonly iif?: number;
	readonly mark?: number;
	readonly tos?: number;
	readonly uid?: number;
	readonly ipproto?: number;
	readonly sport?: number;
	readonly dport?: number;
	/** RTA_NEWDST was given. */
	readonly newDst?: true;
	/** Dump filters the kernel knows in strict mode. */
	readonly protocol?: number;
	readonly routeType?: number;
}

export interface NsidRequest {
	readonly type: "RTM_NEWNSID";
	readonly flags: number;
	readonly fd: NetnsFd;
	/** -1: the kernel chooses. */
	readonly nsid: number;
}

export interface NsidQuery {
	readonly type: "RTM_GETNSID";
	readonly flags: number;
	readonly fd?: NetnsFd;
	readonly nsid?: number;
	/** Whose ids to tell; without it the asking namespace's own. */
	readonly targetNsid?: number;
}

export type Request =
	| LinkRequest
	| LinkQuery
	| AddrRequest
	| AddrQuery
	| RouteRequest
	| RouteQuery
	| RuleRequest
	| RuleQuery
	| NexthopRequest
	| NexthopQuery
	| NexthopBucketQuery
	| NeighRequest
	| NeighQuery
	| NetconfQuery
	| StatsQuery
	| MacsecQuery
	| MacsecRequest
	| StatsRequest
	| NsidRequest
	| NsidQuery
	| AddrLabelRequest
	| AddrLabelQuery
	| BridgeQuery
	| BridgeRequest
	| FdbRequest
	| FdbFlush
	| FdbLookup
	| VlanRequest;

/** What the kernel says, in answers and to listeners (RTM_DEL* only to listeners). */
export type Message =
	| ({ readonly type: "RTM_NEWLINK" | "RTM_DELLINK" } & { readonly link: Ifinfo })
	| ({ readonly type: "RTM_NEWADDR" | "RTM_DELADDR" } & { readonly addr: Ifaddr })
	| ({ readonly type: "RTM_NEWROUTE" | "RTM_DELROUTE" } & { readonly route: Rtmsg })
	| ({ readonly type: "RTM_NEWRULE" | "RTM_DELRULE" } & { readonly rule: FibRule })
	| ({ readonly type: "RTM_NEWNEXTHOP" | "RTM_DELNEXTHOP" } & { readonly nexthop: Nhmsg })
	| { readonly type: "PF_BRIDGE RTM_NEWLINK" | "PF_BRIDGE RTM_DELLINK"; readonly brport: BridgeLink }
	| { readonly type: "PF_BRIDGE RTM_NEWNEIGH" | "PF_BRIDGE RTM_DELNEIGH"; readonly fdb: FdbMessage }
	| { readonly type: "RTM_NEWNEXTHOPBUCKET"; readonly bucket: NexthopBucket }
	| ({ readonly type: "RTM_NEWNEIGH" | "RTM_DELNEIGH" } & { readonly neigh: Ndmsg })
	| { readonly type: "MACSEC_CMD_GET_TXSC"; readonly secy: MacsecSecy }
	| { readonly type: "RTM_NEWSTATS"; readonly stats: Ifstats }
	| ({ readonly type: "RTM_NEWNETCONF" | "RTM_DELNETCONF" } & { readonly netconf: Netconf })
	| { readonly type: "RTM_NEWADDRLABEL"; readonly addrLabel: AddrLabel }
	| ({ readonly type: "RTM_NEWNSID" | "RTM_DELNSID" } & { readonly nsid: Nsid });

/** NLMSG_ERROR: the errno, and the kernel's own sentence where it sends one (NLMSGERR_ATTR_MSG, no final stop). */
export interface KernelError {
	readonly by: "kernel";
	readonly errno: Errno;
	readonly extack?: string;
	/** No handler took the request: a dump is refused by NLMSG_ERROR, and not ended by NLMSG_DONE with an errno in it. */
	readonly unhandled?: true;
}

/** Warnings (an extack without an errno) may come with success. A failed dump keeps what came before. */
export interface Reply {
	readonly messages: readonly Message[];
	/** The rest of a dump that may be long, made while it is read (as netlink_dump() fills one buffer after the other). */
	readonly more?: Iterable<Message>;
	readonly error?: KernelError;
	readonly warning?: string;
}
