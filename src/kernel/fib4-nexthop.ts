/**
 * Whether a next hop can be one: net/ipv4/fib_semantics.c fib_check_nh(). The rule the whole system of scopes rests on is
 * in throughGateway(): the way to a gateway must be shorter than the way it opens. Next hop objects are checked here too.
 */
import type { Addr } from "../net/addr.ts";
import { idGet } from "../net/id-map.ts";
import { RTNH_F_LINKDOWN, RTNH_F_ONLINK, RTNH_F_PERVASIVE, type Rtnexthop } from "../uapi/message.ts";
import { RTN_LOCAL, RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_NOWHERE } from "../uapi/scope.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../uapi/table.ts";
import { type Device, isUp } from "./device.ts";
import type { Nexthop4 } from "./fib4.ts";
import { addrType4, type Flow4, fibLookup4, tableLookup } from "./fib4-lookup.ts";
import { checkNexthop6 } from "./fib6-nexthop.ts";
import { l3mdevTable } from "./l3mdev.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, netnsOf, type Task } from "./task.ts";

/** Where a next hop turned out to be. */
interface Place {
	readonly device: Device;
	/** How far it is. */
	readonly scope: number;
}

/** What the next hop is for: a route of this scope in this table. */
export interface Purpose {
	readonly table: number;
	readonly scope: number;
}

export function checkNexthop4(t: Task, purpose: Purpose, hop: Rtnexthop): Nexthop4 {
	const { gateway } = hop;
	if (gateway === undefined) return placed(hop, onLink(t, hop));
	// fib_check_nh_v6_gw() does not ask for a carrier.
	if (gateway.includes(":")) return { ...placed(hop, throughGateway6(t, purpose, hop)), flags: hop.flags };
	if (hop.flags & RTNH_F_ONLINK) return placed(hop, asserted(t, purpose, hop, gateway));
	return placed(hop, throughGateway(t, purpose, hop, gateway));
}

function placed({ gateway, weight, flags, flow, encap }: Rtnexthop, { device, scope }: Place): Nexthop4 {
	return {
		oif: device.index,
		scope,
		weight,
		flags: flags | (device.carrier ? 0 : RTNH_F_LINKDOWN),
		...(gateway !== undefined && { gateway }),
		...(flow && { flow }),
		...(encap && { encap }),
	};
}

/** A route of scope host: the destination is this host, so there is no way to it (fib_create_info). */
export function hostNexthop4(t: Task, hops: readonly Rtnexthop[]): Nexthop4 {
	const [hop] = hops;
	if (hops.length !== 1 || !hop) throw new Refusal("EINVAL", "Route with host scope can not have multiple nexthops");
	if (hop.gateway !== undefined) throw new Refusal("EINVAL", "Route with host scope can not have a gateway");
	if (!hop.oif || !deviceByIndex(t, t.netns, hop.oif)) throw new Refusal("ENODEV");
	const { oif, weight, flags, flow, encap } = hop;
	return { oif, scope: RT_SCOPE_NOWHERE, weight, flags, ...(flow && { flow }), ...(encap && { encap }) };
}

/** fib_check_nh_nongw() */
function onLink(t: Task, hop: Rtnexthop): Place {
	if (hop.flags & (RTNH_F_PERVASIVE | RTNH_F_ONLINK))
		throw new Refusal("EINVAL", "Invalid flags for nexthop - PERVASIVE and ONLINK can not be set");
	const device = hop.oif ? deviceByIndex(t, t.netns, hop.oif) : undefined;
	if (!device?.inet) throw new Refusal("ENODEV");
	if (!isUp(device)) throw new Refusal("ENETDOWN", "Device for nexthop is not up");
	return { device, scope: RT_SCOPE_HOST };
}

/** fib_check_nh_v4_gw(), `onlink`: the user vouches that the gateway is on the device's link. */
function asserted(t: Task, purpose: Purpose, hop: Rtnexthop, gateway: Addr): Place {
	if (purpose.scope >= RT_SCOPE_LINK) throw new Refusal("EINVAL", "Nexthop has invalid scope");
	const device = hop.oif ? deviceByIndex(t, t.netns, hop.oif) : undefined;
	if (!device) throw new Refusal("ENODEV", "Nexthop device required for onlink");
	if (!isUp(device)) throw new Refusal("ENETDOWN", "Nexthop device is not up");
	const table = l3mdevTable(t, device) ?? RT_TABLE_LOCAL;
	if (addrType4(t, netnsOf(t, t.netns), gateway, table) !== RTN_UNICAST) throw invalid();
	return { device, scope: RT_SCOPE_LINK };
}

function invalid(): Refusal {
	return new Refusal("EINVAL", "Nexthop has invalid gateway");
}

/** The gateway must be found by a route that reaches less far than the new one (fib_check_nh_v4_gw). */
function throughGateway(t: Task, purpose: Purpose, hop: Rtnexthop, gateway: Addr): Place {
	const scope = Math.max(purpose.scope + 1, RT_SCOPE_LINK);
	const flow: Flow4 = { daddr: gateway, oif: hop.oif ?? 0, iif: 1, tos: 0, scope, ignoreLinkstate: true };
	const net = netnsOf(t, t.netns);
	const { table } = purpose;
	const own = table !== RT_TABLE_MAIN && idGet(net.fib4.tables, table) ? tableLookup(t, net, table, flow) : undefined;
	const found = typeof own === "object" ? own : fibLookup4(t, t.netns, flow);
	if (typeof found === "string") throw new Refusal(found, "Nexthop has invalid gateway");
	const { type, scope: reach } = found.route;
	if (type !== RTN_UNICAST && type !== RTN_LOCAL) throw invalid();
	const device = deviceByIndex(t, t.netns, found.hop.oif);
	if (!device) throw new Refusal("EINVAL", "No egress device for nexthop gateway");
	if (!isUp(device)) throw new Refusal("ENETDOWN");
	return { device, scope: reach };
}

/** fib_check_nh_v6_gw() */
function throughGateway6(t: Task, { table }: Purpose, hop: Rtnexthop): Place {
	return { device: checkNexthop6(t, { table, flags: hop.flags }, hop), scope: RT_SCOPE_LINK };
}
