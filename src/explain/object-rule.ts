/**
 * From a word of a route, a rule, a neighbour … to its topics, where the value decides and not the key alone (which.ts
 * does the rest). Keys are `object.key`; `*` is every object that has the word.
 */
import { classOf } from "./fact.ts";
import { pick, type Rule } from "./pick.ts";
import type { Place } from "./place.ts";
import type { Topic } from "./topic.ts";

const table: Rule = ({ value }) => pick("table", value, "table.other");
const protocol: Rule = ({ value }) => pick("rtproto", value, "rtproto.other");

function destination({ value, link }: Place) {
	if (value === "default" || /^(0\.0\.0\.0|::)?\/?0$/.test(value)) return "route.default" as const;
	if (!/^[0-9a-f.:]+(\/\d+)?$/i.test(value)) return "unreadable" as const;
	const own = value.includes("/") && !/\/(32|128)$/.test(value);
	if (/^(224|ff[0-9a-f]{2}:)/i.test(value)) return "route.multicast" as const;
	return own ? ("route.dst" as const) : link.ifname === "lo" ? ("route.host.lo" as const) : ("route.host" as const);
}

/** What kind of address a neighbour or a sender has is said with it. */
const address = (topic: "neigh.dst" | "route.prefsrc"): Rule => {
	return ({ value }) => (classOf(value) === "unreadable" ? "unreadable" : topic);
};

/** The JSON words for what text says in sentences (ip/iptunnel.c print_tunnel()). */
const tunnelFlags: Readonly<Record<string, Topic>> = {
	rx_drop_ooseq: "setting.iseq",
	rx_csum: "setting.icsum",
	tx_seq: "setting.oseq",
	tx_csum: "setting.ocsum",
};

/** The words of a light-weight tunnel are told together. */
function encapRules(object: string, keys: string): Readonly<Record<string, Rule>> {
	return Object.fromEntries(keys.split(" ").map((key) => [`${object}.${key}`, "route.encap"]));
}

/** Where a program waits: for this machine alone, for all, or at one address. */
function listens({ value }: Place): Topic {
	const addr = value.replace(/(?:%[^:\]]+)?\]?:[^:]*$/, "").replace("[", "");
	if (addr.startsWith("127.") || addr === "::1") return "socket.listens.loopback";
	return /^(?:0\.0\.0\.0|::|\*)$/.test(addr) ? "socket.listens.any" : "socket.listens.one";
}

export const objectRules: Readonly<Record<string, Rule | undefined>> = {
	"*.dev": ({ value }) => (value === "lo" ? "dev.lo" : "dev"),
	"*.iif": "dev.iif",
	"*.ifindex": "ifindex",
	"*.ifname": ({ value }) => (value === "lo" ? "name.lo" : "name"),
	"*.protocol": protocol,
	"*.host": "route.gateway",
	"*.family": ({ object }) => (object === "maddress" ? "maddress.family" : "family.other"),
	"route.dst": destination,
	"route.type": ({ value }) => pick("rtype", value, "rtype.other"),
	"route.scope": ({ value }) => pick("rscope", value, "rscope.other"),
	"nexthop.scope": ({ value }) => pick("rscope", value, "rscope.other"),
	"route.flags": ({ value }) => pick("rtflag", value, "unknown"),
	"nexthop.flags": ({ value }) => pick("rtflag", value, "unknown"),
	"route.cache": ({ value }) => pick("rtcache", value, "unknown"),
	"route.table": table,
	"route.prefsrc": address("route.prefsrc"),
	"nexthop.gateway": "route.gateway",
	"route.from": ({ path, value }) =>
		path.includes("flow") ? "route.realm" : value === "::" ? "route.from.none" : "route.from",
	"route.to": "route.realm",
	"route.ecn": "route.features",
	...encapRules("route", "id src ttl tc mode segs hmac key csum seq"),
	...encapRules("nexthop", "encap src dst ttl tos hoplimit tc mode segs hmac key csum seq"),
	"rule.table": table,
	"rule.src": ({ value }) => (value === "all" ? "rule.all" : "rule.src"),
	"rule.action": ({ value }) => pick("rtype", value, "rtype.other"),
	"neigh.dst": address("neigh.dst"),
	"neigh.state": ({ value }) => pick("nud", value, "unknown"),
	"neigh.used": "neigh.used",
	"nexthop.id": ({ path }) => (path.includes("group") ? "nexthop.group" : "nexthop.id"),
	"vrf.table": "table.other",
	"tunnel.flags": ({ value }) => tunnelFlags[value] ?? "unknown",
	"socket.state": ({ value }) => pick("sockstate", value, "unknown"),
	"socket.listens": listens,
	"socket.peer": ({ value }) => (/^(?:0\.0\.0\.0|\[::\]|\*):\*$/.test(value) ? "socket.peer.any" : "socket.peer"),
	"tuntap.flags": ({ value }) => pick("tun", value, "unknown"),
	"tuntap.user": "tun.user",
	"tuntap.group": "tun.group",
};
