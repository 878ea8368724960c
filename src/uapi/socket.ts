/** What programs say to sockets and hear from them: options, addresses, messages and the queue of errors (linux/errqueue.h). */
import type { Addr } from "../net/addr.ts";
import type { Errno } from "./errno.ts";
import type { Frame, Ip, Payload } from "./packet.ts";

/** `packet` is AF_PACKET: it sends and gets frames of one device as they are. */
export type SocketType = "raw" | "dgram" | "packet";

export type SocketProtocol = "icmp" | "udp" | "tcp" | "arp" | "ospf";

export interface SocketOptions {
	/** IP_TTL, IPV6_UNICAST_HOPS; IP_MULTICAST_TTL. */
	readonly ttl?: number;
	readonly multicastTtl?: number;
	readonly tos?: number;
	/** IP_MULTICAST_LOOP: false keeps what it sends to groups from this host itself. */
	readonly multicastLoop?: boolean;
	readonly broadcast?: boolean;
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
}
