/** What programs say to sockets and hear from them: options, addresses, messages and the queue of errors (linux/errqueue.h). */
import type { Addr, AddrFamily } from "../net/addr.ts";
import type { Errno } from "./errno.ts";
import type { Frame, Ip, Payload } from "./packet.ts";

/** `packet` is AF_PACKET: it sends and gets frames as they are, of one device or, with ETH_P_ALL (`all`), what leaves too. */
export type SocketType = "raw" | "dgram" | "packet" | "stream";

export type SocketProtocol = "icmp" | "udp" | "tcp" | "arp" | "ospf" | "all";

/** include/net/tcp_states.h */
export type TcpState =
	| "ESTABLISHED"
	| "SYN_SENT"
	| "SYN_RECV"
	| "FIN_WAIT1"
	| "FIN_WAIT2"
	| "TIME_WAIT"
	| "CLOSE"
	| "CLOSE_WAIT"
	| "LAST_ACK"
	| "LISTEN"
	| "CLOSING";

export interface SocketOptions {
	/** IP_TTL, IPV6_UNICAST_HOPS; IP_MULTICAST_TTL. */
	readonly ttl?: number;
	readonly multicastTtl?: number;
	readonly tos?: number;
	/** SO_MARK: rules may choose by it. */
	readonly mark?: number;
	/** SO_DONTROUTE: IPv4 takes no way by a router; IPv6 does not care. */
	readonly dontRoute?: boolean;
	/** IPV6_FLOWINFO_SEND: the label of its packets, which are else given one by where they go. */
	readonly flowLabel?: number;
	/** IP_MULTICAST_LOOP: false keeps what it sends to groups from this host itself. */
	readonly multicastLoop?: boolean;
	readonly broadcast?: boolean;
	/** IP_OPTIONS with an empty IPOPT_RR: nine addresses find room. */
	readonly recordRoute?: boolean;
	/** IP_HDRINCL */
	readonly headerIncluded?: boolean;
	/** SO_REUSEADDR */
	readonly reuseAddr?: boolean;
	/** IPV6_V6ONLY; net.ipv6.bindv6only where it is not said. */
	readonly v6only?: boolean;
	/** IP_RECVERR */
	readonly recvErr?: boolean;
	/** IP_MTU_DISCOVER */
	readonly mtuDiscover?: "dont" | "want" | "do" | "probe";
	/** IPV6_PKTINFO: the device to leave by, without being bound to it. */
	readonly pktinfo?: number;
	/** ICMP_FILTER: the only messages that are wanted. */
	readonly icmpTypes?: readonly string[];
}

/** A packet for a program. */
export interface Received {
	readonly packet: Ip;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Index of the device it came in by. */
	readonly ifindex: number;
}

/** A frame for a program, and for whom it was on the link (PACKET_*). */
export interface ReceivedFrame {
	readonly frame: Frame;
	readonly type: "host" | "broadcast" | "multicast" | "otherhost" | "loopback" | "outgoing";
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly ifindex: number;
}

/** struct sock_extended_err */
export interface QueuedError {
	readonly errno: Errno;
	readonly origin: "local" | "icmp";
	readonly icmpType: number;
	readonly code: number;
	/** The mtu. */
	readonly info: number;
	/** Who said so. */
	readonly offender?: Addr;
	readonly ifindex: number;
	/** What was left of its time to live (IP_RECVTTL). */
	readonly ttl?: number;
	/** The packet it is about. */
	readonly about?: Ip;
	readonly at: number;
}

export interface SocketAddr {
	readonly addr: Addr;
	readonly port?: number;
	/** sin6_scope_id */
	readonly scopeId?: number;
}

/** One message to send. */
export interface Sending {
	/** Without it to the peer. */
	readonly to?: SocketAddr;
	readonly payload: Payload;
	/** Bytes of the payload with its own header. */
	readonly size: number;
	/** Options of this packet alone (control messages). */
	readonly ttl?: number;
	/** IP_PKTINFO: the device to leave by, an index. */
	readonly ifindex?: number;
	/** IP_HDRINCL: the source in the header, which is as the program wrote it. */
	readonly from?: Addr;
}

/** What sock_diag says of one socket (struct inet_diag_msg), and what /proc says of whose it is. */
export interface SocketInfo {
	readonly id: number;
	readonly type: SocketType;
	readonly protocol: SocketProtocol;
	readonly family: AddrFamily;
	readonly state: TcpState;
	readonly local: Addr;
	readonly port: number;
	readonly peer: Addr;
	readonly peerPort: number;
	/** SO_BINDTODEVICE: an index, 0 for none. */
	readonly ifindex: number;
	readonly recvQ: number;
	readonly sendQ: number;
	readonly uid: number;
	/** 0 where no file stands for it any more. */
	readonly inode: number;
	readonly cookie: number;
	/** SO_MARK, where there is one. */
	readonly mark?: number;
	/** Only of IPv6 sockets that listen or are not connected. */
	readonly v6only?: boolean;
	/** Bits 1: does not receive, 2: does not send; missing where it is only remembered (TIME_WAIT). */
	readonly shutdown?: number;
	readonly timer?: {
		readonly kind: "on" | "keepalive" | "timewait";
		readonly ms: number;
		readonly retransmits: number;
	};
	/** bind() was asked for this port. */
	readonly portLocked?: true;
	/** TCP alone: how it would avoid congestion. */
	readonly congestion?: string;
	readonly owner?: { readonly pid: number; readonly comm: string; readonly fd: number };
}

/** /proc/net/sockstat, sockstat6 and the line `Tcp:` of snmp, as far as `ss -s` asks. */
export interface SocketCounts {
	readonly used: number;
	readonly tcp: { readonly inet: number; readonly inet6: number };
	readonly udp: { readonly inet: number; readonly inet6: number };
	readonly raw: { readonly inet: number; readonly inet6: number };
	readonly established: number;
	readonly orphans: number;
	readonly timeWait: number;
	/** Of all namespaces. */
	readonly allocated: number;
}
