/**
 * Routes as JSON: `show ip route … json` (zebra/zebra_vty.c vty_show_ip_route_json(), show_nexthop_json_helper()). Recording:
 * ospf-routes-json.
 */
import { full, type Hop, type RouteKind, type Row } from "./row.ts";
import { networkNamed, rowsAt, rowsFor } from "./show.ts";
import { uptime } from "./uptime.ts";
import type { Zebra } from "./zebra.ts";

/** Entries by network; undefined where the number of an object is not known, as of a route by several ways that somebody else made. */
export function routesJson(
	zebra: Zebra,
	now: number,
	what: "route" | "fib" = "route",
	kind?: RouteKind,
): unknown | undefined {
	return byNetwork(rowsFor(zebra, what, kind), now);
}

/** Of an address or a network: nothing at all where there is no such network, an empty default route where no route fits. */
export function routeJson(
	zebra: Zebra,
	now: number,
	word: string,
	what: "route" | "fib" = "route",
): unknown | undefined {
	const asked = networkNamed(word);
	if (!asked) return undefined;
	const rows = rowsAt(rowsFor(zebra, what), word, asked);
	if (!rows) return "{}\n";
	return rows.length === 0 ? { "0.0.0.0/0": [] } : byNetwork(rows, now);
}

function byNetwork(rows: readonly Row[], now: number): unknown | undefined {
	if (rows.some(({ object }) => object === undefined)) return undefined;
	const networks: Record<string, unknown[]> = {};
	for (const row of rows) networks[full(row.dst)] = [...(networks[full(row.dst)] ?? []), routeEntry(row, now)];
	return networks;
}

/** ROUTE_ENTRY_INSTALLED and ZEBRA_FLAG_SELECTED are all that is ever set here. */
function routeEntry({ kind, dst, distance, metric, selected, since, hops, object }: Row, now: number): unknown {
	return {
		prefix: full(dst),
		prefixLen: dst.len,
		protocol: kind,
		vrfId: 0,
		vrfName: "default",
		...(selected && { selected: true, destSelected: true }),
		distance,
		metric,
		...(selected && { installed: true }),
		table: 254,
		internalStatus: selected ? 16 : 0,
		internalFlags: selected ? 8 : 0,
		internalNextHopNum: hops.length,
		internalNextHopActiveNum: hops.length,
		nexthopGroupId: object,
		...(selected && { installedNexthopGroupId: object }),
		uptime: uptime(now - since),
		nexthops: hops.map((hop) => nexthop(hop, selected)),
	};
}

function nexthop({ via, ifindex, ifname, weight, special, duplicate }: Hop, selected: boolean): unknown {
	const link = { interfaceIndex: ifindex, interfaceName: ifname };
	return {
		flags: (selected ? 3 : 1) + (duplicate ? 16 : 0),
		...(duplicate && { duplicate }),
		...(selected && { fib: true }),
		...(special !== undefined
			? { unreachable: true, [reasons[special] ?? special]: true }
			: via === undefined
				? { directlyConnected: true, ...link }
				: { ip: via, afi: "ipv4", ...link }),
		active: true,
		...(weight !== undefined && { weight }),
	};
}

const reasons: Readonly<Record<string, string>> = {
	"ICMP unreachable": "reject",
	"ICMP admin-prohibited": "adminProhibited",
};
