/**
 * A network namespace (struct net): its devices, names, routing tables and settings. A fresh one holds only `lo`, down,
 * with no address and no IPv4 table at all (net/core/net_namespace.c setup_net, drivers/net/loopback.c loopback_net_init).
 */
import { type IdMap, idSet } from "../net/id-map.ts";
import type { NameMap } from "../net/name-map.ts";
import { emptyTrie } from "../net/trie.ts";
import type { AddrLabel } from "../uapi/addrlabel.ts";
import { type Conf4, type Conf6, defaultConf4, defaultConf6 } from "./conf.ts";
import type { Fib4 } from "./fib4.ts";
import { emptyFib4 } from "./fib4.ts";
import { emptyFib6, type Fib6 } from "./fib6.ts";
import { type Neighbours, noNeighbours } from "./neigh.ts";
import type { Nexthops } from "./nexthop.ts";
import { defaultRules, type Rule } from "./rule.ts";
import { ownKernel, type Task } from "./task.ts";

export interface Netns {
	readonly id: number;
	/** Device ids by index. */
	readonly devices: IdMap<number>;
	/** Device ids by name and alternative name. */
	readonly names: NameMap<number>;
	readonly lastIndex: number;
	/** What this namespace calls others (net/core/net_namespace.c peernet2id). */
	readonly nsids: readonly { readonly nsid: number; readonly netns: number }[];
	readonly fib4: Fib4;
	/** A multipath route of IPv4 has been made here: only those are looked at when an address comes. */
	readonly multipath4?: true;
	readonly fib6: Fib6;
	readonly nexthops: Nexthops;
	readonly neighbours: Neighbours;
	readonly rules4: readonly Rule[];
	readonly rules6: readonly Rule[];
	/** A rule of IPv6 has been added (fib6_has_custom_rules): before that nobody looks at them, not even at one that is gone. */
	readonly ruled6?: true;
	/** A VRF has been made here, and with the first one its rules (drivers/vrf.ts). */
	readonly vrfRules?: true;
	/** net.ipv4.conf.{all,default}, net.ipv6.conf.{all,default} */
	readonly conf4: { readonly all: Conf4; readonly default: Conf4 };
	readonly conf6: { readonly all: Conf6; readonly default: Conf6 };
	/** Other sysctls that were written, by path below /proc/sys. */
	readonly sysctls: NameMap<string>;
	/** Labels of IPv6 prefixes, once they differ from the kernel's own (addrlabel.ts). */
	readonly addrLabels?: readonly AddrLabel[];
	/** Numbers of the sockets that live here, oldest first; missing until there is one. */
	readonly sockets?: readonly number[];
}

/** A new namespace without any device; netns-life.ts adds lo. */
export function createNetns(t: Task): number {
	const id = t.kernel.lastNetns + 1;
	const net: Netns = {
		id,
		devices: emptyTrie(),
		names: emptyTrie(),
		lastIndex: 0,
		nsids: [],
		fib4: emptyFib4,
		fib6: emptyFib6,
		neighbours: noNeighbours,
		nexthops: { objects: emptyTrie(), last: 0 },
		rules4: defaultRules("inet"),
		rules6: defaultRules("inet6"),
		conf4: { all: defaultConf4, default: defaultConf4 },
		conf6: { all: { ...defaultConf6, acceptDad: 0 }, default: defaultConf6 },
		sysctls: emptyTrie(),
	};
	const kernel = ownKernel(t);
	kernel.lastNetns = id;
	kernel.netns = idSet(kernel.netns, id, net);
	return id;
}
