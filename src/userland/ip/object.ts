/**
 * The objects of `ip`, in the order in which ip/ip.c tries them: the first that begins with the typed word is meant, so
 * `ip a` is address, `ip n` neighbor, `ip s` sr. A row without an object is one that we do not model.
 */
import { address } from "./address.ts";
import { addrlabel } from "./addrlabel.ts";
import { begins } from "./grammar.ts";
import { link } from "./link.ts";
import { macsec } from "./macsec.ts";
import { maddress } from "./maddress.ts";
import { monitor } from "./monitor.ts";
import { neigh } from "./neigh.ts";
import { netconf } from "./netconf.ts";
import { netns } from "./netns.ts";
import { nexthop } from "./nexthop.ts";
import { route } from "./route.ts";
import { rule } from "./rule.ts";
import { stats } from "./stats.ts";
import { token } from "./token.ts";
import { tunnel } from "./tunnel.ts";
import { tuntap } from "./tuntap.ts";
import type { IpObject } from "./verb.ts";
import { vrf } from "./vrf.ts";
import { xfrm } from "./xfrm.ts";

export interface ObjectRow {
	readonly word: string;
	readonly object?: IpObject;
}

export const objects: readonly ObjectRow[] = [
	{ word: "address", object: address },
	{ word: "addrlabel", object: addrlabel },
	{ word: "maddress", object: maddress },
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
	{ word: "macsec", object: macsec },
	{ word: "tunnel", object: tunnel },
	{ word: "tunl", object: tunnel },
	{ word: "tuntap", object: tuntap },
	{ word: "tap", object: tuntap },
	{ word: "token", object: token },
	{ word: "tcpmetrics" },
	{ word: "tcp_metrics" },
	{ word: "monitor", object: monitor },
	{ word: "xfrm", object: xfrm },
	{ word: "mroute" },
	{ word: "mrule" },
	{ word: "netns", object: netns },
	{ word: "netconf", object: netconf },
	{ word: "vrf", object: vrf },
	{ word: "sr" },
	{ word: "nexthop", object: nexthop },
	{ word: "mptcp" },
	{ word: "ioam" },
	{ word: "help" },
	{ word: "stats", object: stats },
];

export function findObject(typed: string): ObjectRow | undefined {
	return objects.find((row) => begins(typed, row.word));
}
