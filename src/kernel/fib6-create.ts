import { idGet } from "../net/id-map.ts";
import { maskAddr, type Prefix } from "../net/prefix.ts";
import { type RouteRequest, RTNH_F_LINKDOWN, RTNH_F_ONLINK, type Rtnexthop } from "../uapi/message.ts";
import { RTPROT_BOOT } from "../uapi/protocol.ts";
import { RTN_ANYCAST, RTN_XRESOLVE } from "../uapi/route-type.ts";
import { RT_TABLE_MAIN } from "../uapi/table.ts";
import { isOwn6 } from "./check-address6.ts";
import { type Info6, type Nexthop6, newTable6, type Route6 } from "./fib6.ts";
import { checkGiven6, checkNexthop6 } from "./fib6-nexthop.ts";
import { carriesNothing, isHostRoute6 } from "./fib6-type.ts";
import { buildEncap } from "./lwtunnel.ts";
import { checkMetrics } from "./metric.ts";
import { checkForRoute6, nexthops6 } from "./nexthop-route.ts";
import { has } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { deviceByIndex, keep, netnsOf, setNetns, type Task } from "./task.ts";

/** IP6_RT_PRIO_USER */
const prioUser = 1024;

export const forever = 0xffffffff;

export function prefixOf({ addr, len }: Prefix): Prefix {
	return { addr: maskAddr(addr, len), len };
}

type Way = Pick<Rtnexthop, "oif" | "gateway" | "encap"> & { readonly weight?: number };

/** ip6_route_info_create(): the route through one next hop, as it will be stored. */
export function toRoute(t: Task, request: RouteRequest, hop: Way): Route6 {
	const { prefsrc, expires, routeType: type } = request;
	if (type > RTN_XRESOLVE) throw new Refusal("EINVAL", "Invalid route type");
	// fib6_config_validate() came with ip6_route_info_create_nh(), which looks at the object when the table is there.
	const validated = has(t.kernel.profile, "validatedRoute6");
	if (request.nhid && request.src?.len && validated)
		throw new Refusal("EINVAL", "Nexthops can not be used with source routing");
	const table = request.table || RT_TABLE_MAIN;
	if (!validated) checkObject(t, request);
	makeTable(t, table);
	const metrics = checkMetrics(request.metrics);
	if (validated) checkObject(t, request);
	const protocol = request.protocol || RTPROT_BOOT;
	const base: Info6 = {
		priority: request.priority || prioUser,
		type,
		protocol,
		pref: prefOf(request.pref),
		nexthops: [],
	};
	const way = request.nhid
		? { nhid: request.nhid, ...nexthops6(t, t.netns, request.nhid) }
		: { nexthops: [wayOf(t, request, hop, base)] };
	const device = deviceByIndex(t, t.netns, way.nexthops[0]?.oif ?? 0);
	if (prefsrc !== undefined && prefsrc !== "::" && !isOwn6(t, t.netns, prefsrc, device))
		throw new Refusal("EINVAL", "Invalid source address");
	// A route that carries nothing has lost these flags.
	const nothing = !request.nhid && carriesNothing({ ...base, ...way }, way.nexthops[0]?.oif);
	const ends = !nothing && expires !== undefined && expires < forever;
	return {
		...base,
		...way,
		...(nothing && { pref: 0 }),
		table,
		dst: prefixOf(request.dst),
		...(request.src && request.src.len > 0 && { src: prefixOf(request.src) }),
		...(prefsrc !== undefined && prefsrc !== "::" && { prefsrc }),
		...(metrics && { metrics }),
		...(ends && { expires: t.kernel.now + expires * 1000 }),
	};
}

function checkObject(t: Task, { nhid, src }: RouteRequest): void {
	if (nhid) checkForRoute6(t, t.netns, nhid, src?.len ?? 0);
}

/** fib6_new_table(), before the next hop is judged: the table stays even if the route is refused. */
function makeTable(t: Task, table: number): void {
	const { fib6 } = netnsOf(t, t.netns);
	if (idGet(fib6.tables, table)) return;
	setNetns(t, t.netns, { fib6: newTable6(fib6, table) });
	keep(t);
}

/** Anything but low and high is medium. */
function prefOf(pref: number | undefined): number {
	return pref === 1 || pref === 3 ? pref : 0;
}

function wayOf(t: Task, request: RouteRequest, hop: Way, info: Info6): Nexthop6 {
	const { oif, gateway, weight = 1, encap } = hop;
	const flags = request.rtmFlags & RTNH_F_ONLINK;
	checkGiven6(t, flags, oif);
	if (carriesNothing(info, undefined)) return { oif: 1, weight, flags };
	const way = { ...(oif !== undefined && { oif }), ...(gateway !== undefined && { gateway }) };
	const device = checkNexthop6(t, { table: request.table || RT_TABLE_MAIN, flags }, way);
	const linkdown = device.carrier || (isHostRoute6(info) && info.type !== RTN_ANYCAST) ? 0 : RTNH_F_LINKDOWN;
	return {
		oif: device.index,
		weight,
		flags: flags | linkdown,
		...(gateway !== undefined && { gateway }),
		...(encap && { encap: buildEncap(encap, "inet6") }),
	};
}
