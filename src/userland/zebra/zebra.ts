/**
 * zebra as plain data: what it has heard of links, addresses and routes from the kernel, and the routes that it has put there. It
 * stands between the kernel and routing protocols (FRR zebra/). Read next: listen.ts, rib.ts, nexthop.ts.
 */
import type { Addr } from "../../net/addr.ts";
import type { IdMap } from "../../net/id-map.ts";
import type { Prefix } from "../../net/prefix.ts";
import { emptyTrie } from "../../net/trie.ts";
import type { Whole } from "../../net/whole.ts";
import type { Reply, Request, RouteRequest } from "../../uapi/message.ts";
import { type OspfRoute, routeKey } from "../ospfd/spf.ts";
import type { System } from "../process.ts";

export interface Link {
	readonly index: number;
	readonly name: string;
	readonly mtu: number;
	/** IFF_UP and carrier (`link-detect`). */
	readonly up: boolean;
	/** IFF_UP alone. */
	readonly adminUp: boolean;
	readonly loopback: boolean;
	/** How often the kernel has told of it while it was up, and while it was down, since zebra knows it; and when last. */
	readonly ups?: Turns;
	readonly downs?: Turns;
	/** It was made, or named, while zebra ran. */
	readonly madeAt?: number;
	/** What the end of a veth was taken for at the start: the name of a link, or a number that no link has. */
	readonly parent?: string | number;
	/** Of a bridge: speed.ts. */
	readonly speed?: Speed;
}

/** What a bridge's speed was when zebra last asked, when it asks again, and how often it has. */
export interface Speed {
	readonly mbps: number;
	readonly askAt?: number;
	readonly asked: number;
}

export interface Turns {
	readonly count: number;
	readonly last: number;
}

export interface LinkAddr {
	readonly ifindex: number;
	readonly addr: Addr;
	readonly prefixlen: number;
	readonly peer?: Addr;
	readonly label?: string;
	readonly since: number;
}

/** What protocols are told: an address and the link it is on. */
export interface Connected extends Omit<LinkAddr, "since" | "label"> {
	readonly name: string;
	readonly mtu: number;
	readonly up: boolean;
	readonly adminUp: boolean;
	readonly loopback: boolean;
	/** Another address of the link stands in the same network before it. */
	readonly secondary?: true;
}

/** A route that someone else has put into the kernel. */
export interface KernelRoute {
	readonly dst: Prefix;
	readonly metric: number;
	readonly ways: readonly { readonly ifindex?: number; readonly via?: Addr; readonly weight: number }[];
	/** `blackhole` and its kin. */
	readonly special?: string;
	readonly since: number;
}

/** A route of OSPF, and the next hop object it was given to the kernel with. */
export interface RibRoute {
	readonly route: OspfRoute;
	readonly since: number;
	readonly nhid?: number;
	/** The object where the kernel does not have the route. */
	readonly object?: number | undefined;
}

/** struct nhg_hash_entry, once the kernel has it. */
export interface Nexthop {
	readonly id: number;
	/** What it is: nexthop.ts. */
	readonly key: string;
	readonly ifindexes: readonly number[];
	/** Ids of a group's members. */
	readonly members?: readonly number[];
	/** The kernel has it; it drops what goes through a link that is down. */
	readonly installed: boolean;
	/** When it is taken away, if nobody uses it till then (`zebra nexthop-group keep 180`). */
	readonly endsAt?: number;
}

export interface Zebra {
	readonly pid: number;
	readonly hostname: string;
	readonly links: IdMap<Link>;
	readonly addrs: readonly LinkAddr[];
	/** Of IPv6: route6.ts. */
	readonly addrs6?: readonly LinkAddr[];
	readonly kernelRoutes6?: readonly KernelRoute[];
	/** Names of links that `shutdown` has set down. */
	readonly shutdown?: readonly string[];
	/** `description`, by name of a link. */
	readonly descriptions?: Readonly<Record<string, string>>;
	/** When each link came up, by index. */
	readonly upSince: IdMap<number>;
	readonly kernelRoutes: readonly KernelRoute[];
	readonly rib: readonly RibRoute[];
	readonly nexthops: readonly Nexthop[];
	readonly lastNexthop: number;
	/** Changes that the kernel has told of: whoever waits for quiet looks at this. */
	readonly heard: number;
}

export function newZebra(pid: number, hostname: string): Zebra {
	return {
		pid,
		hostname,
		links: emptyTrie(),
		addrs: [],
		upSince: emptyTrie(),
		kernelRoutes: [],
		rib: [],
		nexthops: [],
		lastNexthop: 0,
		heard: 0,
	};
}

function copyZebra(zebra: Zebra): Whole<Zebra> {
	return {
		pid: zebra.pid,
		hostname: zebra.hostname,
		links: zebra.links,
		addrs: zebra.addrs,
		addrs6: zebra.addrs6,
		kernelRoutes6: zebra.kernelRoutes6,
		shutdown: zebra.shutdown,
		descriptions: zebra.descriptions,
		upSince: zebra.upSince,
		kernelRoutes: zebra.kernelRoutes,
		rib: zebra.rib,
		nexthops: zebra.nexthops,
		lastNexthop: zebra.lastNexthop,
		heard: zebra.heard,
	};
}

/** zebra at work. */
export interface ZebraTurn {
	readonly sys: System;
	readonly now: number;
	zebra: Zebra;
	/** Links or addresses have changed. */
	moved: boolean;
	/** Routes that the kernel is to be given, all in one packet (zebra/kernel_netlink.c nl_batch_add_msg). */
	readonly batch: RouteRequest[];
	/** Keys of those that it did not take. */
	readonly refused: Set<number>;
}

export function beginZebra(sys: System, zebra: Zebra): ZebraTurn {
	return { sys, now: sys.now(), zebra, moved: false, batch: [], refused: new Set() };
}

/** What is said to the kernel comes after what has been said before. */
export function say(turn: ZebraTurn, request: Request): Reply {
	sendBatch(turn);
	return turn.sys.netlink(request);
}

export function sendBatch({ sys, batch, refused }: ZebraTurn): void {
	if (batch.length === 0) return;
	for (const [i, { error }] of sys.netlinkAll(batch).entries())
		if (error) refused.add(routeKey((batch[i] as RouteRequest).dst));
	batch.length = 0;
}

export function patch(turn: ZebraTurn, change: Partial<Zebra>): void {
	turn.zebra = Object.assign(copyZebra(turn.zebra), change);
}
