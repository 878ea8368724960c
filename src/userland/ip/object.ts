/**
 * The objects of `ip`, in the order in which ip/ip.c tries them: the first that begins with the typed word is meant, so
 * `ip a` is address, `ip n` neighbor, `ip s` sr. A row without an object is one that we do not model.
 */
import { address } from "./address.ts";
import { begins } from "./grammar.ts";
import { link } from "./link.ts";
import { neigh } from "./neigh.ts";
import { netns } from "./netns.ts";
import { nexthop } from "./nexthop.ts";
import { route } from "./route.ts";
import { rule } from "./rule.ts";
import type { IpObject } from "./verb.ts";

export interface ObjectRow {
	readonly word: string;
	readonly object?: IpObject;
}

export const objects: readonly ObjectRow[] = [
	{ word: "address", object: address },
	{ word: "addrlabel" },
	{ word: "maddress" },
	{ word: "route", object: route },
	{ word: "rule", object: rule },
	{ word: "neighbor", object: neigh },
	{ word: "neighbour", object: neigh },
	{ word: "ntable" },
	{ word: "ntbl" },
	{ word: "link", object: link },
	{ word: "l2tp" },
	{ word: "fou" },
	{ word: "ila" },
	{ word: "macsec" },
	{ word: "tunnel" },
	{ word: "tunl" },
	{ word: "tuntap" },
	{ word: "tap" },
	{ word: "token" },
	{ word: "tcpmetrics" },
	{ word: "tcp_metrics" },
	{ word: "monitor" },
	{ word: "xfrm" },
	{ word: "mroute" },
	{ word: "mrule" },
	{ word: "netns", object: netns },
	{ word: "netconf" },
	{ word: "vrf" },
	{ word: "sr" },
	{ word: "nexthop", object: nexthop },
	{ word: "mptcp" },
	{ word: "ioam" },
	{ word: "help" },
	{ word: "stats" },
];

export function findObject(typed: string): ObjectRow | undefined {
	return objects.find((row) => begins(typed, row.word));
}
