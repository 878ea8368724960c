/**
 * Packets and the frames they travel in, as devices and programs see them: plain data. Lengths are those of the network layer,
 * as counters and mtus count them; what an Ethernet header adds is in kernel/path/transmit.ts.
 */
import type { Addr } from "../net/addr.ts";
import type { Lladdr } from "../net/lladdr.ts";
import type { LacpEnd } from "./bonding.ts";

/** What goes over a wire. */
export interface Frame {
	/** Destination and source; "" where the link has no addresses. */
	readonly dst: Lladdr;
	readonly src: Lladdr;
	readonly packet: Packet;
	/** An 802.1Q or 802.1ad tag, the outermost first. */
	readonly tags?: readonly VlanTag[];
}

export interface VlanTag {
	readonly protocol: "802.1Q" | "802.1ad";
	readonly id: number;
	readonly priority: number;
}

export type Packet = Ip | Arp | Lacp;

/** net/ipv4/arp.c: who has `tpa`? */
export interface Arp {
	readonly family: "arp";
	readonly op: "request" | "reply";
	readonly sha: Lladdr;
	readonly spa: Addr;
	readonly tha: Lladdr;
	readonly tpa: Addr;
	readonly length: number;
}

/** What two ends of a link that may be bundled tell each other (802.3ad 43.4.2.2). */
export interface Lacp {
	readonly family: "lacp";
	readonly actor: LacpEnd;
	readonly partner: LacpEnd;
	readonly length: number;
}

/** IPv4 and IPv6. */
export interface Ip {
	readonly family: "inet" | "inet6";
	readonly src: Addr;
	readonly dst: Addr;
	/** Time to live, hop limit. */
	readonly ttl: number;
	/** Type of service, traffic class. */
	readonly tos: number;
	/** IPv4: must not be fragmented. */
	readonly df: boolean;
	/** Bytes with the IP header. */
	readonly length: number;
	readonly payload: Payload;
	/** A piece of a longer packet; all pieces carry the whole payload. */
	readonly fragment?: Fragment;
	/** IPv4: its number; 0 where it needs none. */
	readonly id?: number;
	/** IPv6: what marks the packets of one conversation. */
	readonly flowLabel?: number;
	/** The addresses it has passed, where it is to keep them (IPOPT_RR). */
	readonly recordRoute?: readonly Addr[];
}

export interface Fragment {
	readonly id: number;
	/** Where its data begin, in bytes. */
	readonly offset: number;
	readonly more: boolean;
}

export type Payload = IcmpEcho | IcmpError | Ndisc | Redirect | ListenerReport | Udp | Tcp | Ospf | Encapsulated;

/** ICMP and ICMPv6 echo and its reply. */
export interface IcmpEcho {
	readonly proto: "icmp";
	readonly type: "echo" | "echo-reply";
	readonly id: number;
	readonly seq: number;
}

/** ICMP and ICMPv6 errors: numbers as in the header. `info` is the mtu, or the gateway of a redirect. */
export interface IcmpError {
	readonly proto: "icmp";
	readonly type: "error";
	readonly icmpType: number;
	readonly code: number;
	readonly mtu?: number;
	readonly gateway?: Addr;
	/** The packet it is about. */
	readonly about: Ip;
}

/** Neighbour discovery and router solicitation (RFC 4861). */
export interface Ndisc {
	readonly proto: "icmp";
	readonly type: "solicitation" | "advertisement" | "router-solicitation";
	/** "" in a router solicitation. */
	readonly target: Addr | "";
	/** The option with the sender's (solicitation) or the target's (advertisement) link-layer address. */
	readonly lladdr?: Lladdr;
	/** The nonce option by which a host knows its own question (RFC 7527): six bytes in hexadecimal. */
	readonly nonce?: string;
	readonly router?: boolean;
	readonly solicited?: boolean;
	readonly override?: boolean;
}

/** A router of IPv6 tells of a better first hop (RFC 4861). IPv4's is an error. */
export interface Redirect {
	readonly proto: "icmp";
	readonly type: "redirect";
	/** The better hop: the destination itself where that is on the link. */
	readonly target: Addr;
	readonly dest: Addr;
	/** The target's link address. */
	readonly lladdr?: Lladdr;
	/** The packet it is about. */
	readonly about: Ip;
}

/** Which groups a host listens to: MLDv2 and IGMPv3 (RFC 3810, RFC 3376). */
export interface ListenerReport {
	readonly proto: "icmp" | "igmp";
	readonly type: "listener-report";
	readonly records: readonly GroupRecord[];
}

export interface GroupRecord {
	/** CHANGE_TO_INCLUDE_MODE without sources: left; CHANGE_TO_EXCLUDE_MODE: joined. */
	readonly type: "to_in" | "to_ex";
	readonly group: Addr;
}

export interface Udp {
	readonly proto: "udp";
	readonly sport: number;
	readonly dport: number;
	readonly data?: string;
	/** VXLAN, GENEVE, FOU: the frame inside, and its network identifier. */
	readonly inner?: Frame;
	readonly vni?: number;
}

export interface Tcp {
	readonly proto: "tcp";
	readonly sport: number;
	readonly dport: number;
	readonly flags: readonly ("syn" | "ack" | "fin" | "rst" | "psh")[];
	readonly seq: number;
	readonly ack: number;
	/** The window as it stands in the header, not scaled. */
	readonly win?: number;
	/** Options: mss and wscale only with SYN, time stamps in ms with all that belongs to a connection. */
	readonly mss?: number;
	readonly wscale?: number;
	readonly ts?: { readonly val: number; readonly ecr: number };
	/** One character for each byte. */
	readonly data?: string;
}

/** Protocol 89: what is in it only routing daemons know (userland/ospfd/packet.ts). */
export interface Ospf {
	readonly proto: "ospf";
	readonly body: unknown;
}

/** A packet in a packet (protocols 4, 41) or in GRE (47). A bare packet inside is a frame without addresses. */
export interface Encapsulated {
	readonly proto: "ipip" | "ipv6" | "gre";
	readonly inner: Frame;
	readonly key?: number;
	/** Of ERSPAN, which is GRE of its own protocol. */
	readonly session?: number;
}

export function isIp(packet: Packet): packet is Ip {
	return packet.family === "inet" || packet.family === "inet6";
}

/** What happened to a packet at a function of the kernel (kernel/path/step.ts). */
export type What =
	| "sent"
	| "received"
	| "routed"
	| "delivered"
	| "forwarded"
	| "answered"
	| "queued"
	| "dropped"
	| "refused";
