/**
 * Why the kernel decided as it did: what a lookup says of itself step by step, when someone asks (kernel/because.ts). No
 * attribute of netlink carries this; it is this model's own, and the same code that decides says it.
 */
import type { Addr } from "../net/addr.ts";
import type { Prefix } from "../net/prefix.ts";
import type { Errno } from "./errno.ts";
import type { FibRule } from "./rule.ts";

/** One way of a route. */
export interface WayFact {
	readonly dev?: string;
	readonly gateway?: Addr;
	/** How far the next hop itself is (IPv4). */
	readonly scope?: number;
	/** Its share among others: 1…256. */
	readonly weight: number;
	/** Its device is down: it has no share. */
	readonly dead?: true;
}

export interface RouteFact {
	readonly table: number;
	/** RTN_* */
	readonly type: number;
	readonly dst: Prefix;
	/** Only packets from here (IPv6). */
	readonly src?: Prefix;
	readonly tos: number;
	readonly metric: number;
	readonly prefsrc?: Addr;
	readonly ways: readonly WayFact[];
}

/** What became of a route that contains the destination. */
export type Fate =
	/** The first of its table that fits. */
	| "fits"
	/** It is for another tos, or for other sources. */
	| "tos"
	| "source"
	/** It reaches further than is allowed here. */
	| "scope"
	/** Its device is down, is not the one that was asked for, or has no carrier. */
	| "dead"
	| "device"
	| "linkdown"
	| "expired"
	/** Of the same prefix, behind the one that fits. */
	| "behind"
	/** A longer prefix has answered. */
	| "shorter";

/** What of a rule did not fit, in the words of `ip rule`. */
export type Selector =
	| "from"
	| "to"
	| "iif"
	| "oif"
	| "fwmark"
	| "tos"
	| "uidrange"
	| "ipproto"
	| "sport"
	| "dport"
	| "tun_id"
	| "l3mdev"
	| "not";

/** What became of an address that could be the source. */
export type SourceFate =
	| "chosen"
	/** IPv4: not a primary one; good for less far than the route goes; an earlier one was good enough. */
	| "secondary"
	| "narrow"
	| "later"
	/** IPv6: not yet sure to be unique, a multicast address. */
	| "tentative"
	/** IPv6, the rules of RFC 6724 section 5: by which one it lost. */
	| "itself"
	| "scope6"
	| "deprecated"
	| "interface"
	| "label"
	| "prefix"
	| "order";

export interface SourceFact {
	readonly addr: Addr;
	readonly dev: string;
	readonly fate: SourceFate;
}

/** Checks that end a decision, each with the errno that it gives. */
export type Check =
	| "source.invalid"
	| "source.foreign"
	| "source.loopback"
	| "source.own"
	| "source.martian"
	| "destination.zero"
	| "destination.loopback"
	| "device.none"
	| "device.vrf"
	| "device.down"
	| "device.noAddress"
	| "forwarding"
	| "group";

export type Reason =
	| {
			readonly step: "lookup";
			readonly daddr: Addr;
			readonly saddr?: Addr;
			readonly iif?: string;
			readonly oif?: string;
	  }
	/** No rule was ever made in this namespace: local and main are one trie. */
	| { readonly step: "merged" }
	/** It selects this packet, or `mismatch` is why it does not. */
	| { readonly step: "rule"; readonly rule: FibRule; readonly mismatch?: Selector }
	| { readonly step: "table"; readonly tables: readonly number[]; readonly exists: boolean }
	| { readonly step: "route"; readonly route: RouteFact; readonly fate: Fate }
	/** What the table answers; an error of the route's type, or `next` to go on. */
	| { readonly step: "chosen"; readonly route: RouteFact; readonly error?: Errno | "next" }
	| { readonly step: "suppressed"; readonly by: "prefixlength" | "ifgroup" }
	| { readonly step: "nothing"; readonly errno: Errno }
	| { readonly step: "way"; readonly way: WayFact; readonly among: readonly WayFact[] }
	/** The packet is for this host: the device that has the address, and the one that carries it. */
	| { readonly step: "local"; readonly owner: string; readonly dev: string; readonly isDown?: true }
	/** The sender has named its source; the device that has it. */
	| { readonly step: "given"; readonly addr: Addr; readonly owner: string }
	/** The route names the source, or it is the destination itself. */
	| { readonly step: "source"; readonly addr: Addr; readonly by: "prefsrc" | "itself" }
	| {
			readonly step: "select";
			readonly dev: string;
			/** How far the route goes (IPv4). */
			readonly scope?: number;
			/** The next hop, in whose network an address is sought first (IPv4). */
			readonly toward?: Addr;
			readonly sources: readonly SourceFact[];
	  }
	/** The sender has named a device, and what no table knows is taken to be on its link. */
	| { readonly step: "assumed"; readonly dev: string }
	/** Is the source of what arrived believable (rp_filter)? Its way back is looked up where that has to be known. */
	| {
			readonly step: "believe";
			readonly saddr: Addr;
			readonly dev: string;
			readonly rpFilter: number;
			readonly asks: boolean;
	  }
	| { readonly step: "back"; readonly ok: boolean; readonly dev?: string; readonly rpFilter: number }
	| { readonly step: "refused"; readonly check: Check; readonly errno: Errno; readonly dev?: string };
