/** Settings below /proc/sys/net that decide about routes, lookups and what a link that goes down takes with it. */
import { type Drawn, joined, lines } from "../draw.ts";

const per4 =
	"ignore_routes_with_linkdown rp_filter accept_local route_localnet forwarding promote_secondaries bc_forwarding".split(
		" ",
	);
const per6 = "ignore_routes_with_linkdown keep_addr_on_down disable_ipv6 forwarding".split(" ");
const keys = [
	...per4.flatMap((name) => ["all", "v0", "v1"].map((dev) => `net.ipv4.conf.${dev}.${name}`)),
	...per6.flatMap((name) => ["all", "v1"].map((dev) => `net.ipv6.conf.${dev}.${name}`)),
	"net.ipv4.ip_forward",
	"net.ipv4.fib_multipath_hash_policy",
	"net.ipv4.fib_multipath_use_neigh",
	"net.ipv4.nexthop_compat_mode",
	"net.ipv6.route.skip_notify_on_dev_down",
];

const set = lines(...keys.flatMap((key) => [`${key}=1`, `${key}=1`, `${key}=0`]));

export const settings: Drawn = {
	name: "setting",
	draws: [],
	pipes: [
		[3, joined(lines("sysctl -w"), set)],
		[1, joined(lines("sysctl"), lines(...keys))],
	],
};
