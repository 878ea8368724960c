/**
 * The next hops of an IPv4 route as they are asked for, by one way or by a list: net/ipv4/fib_frontend.c fib_gw_from_via(),
 * net/ipv4/fib_semantics.c fib_get_nhs(). What is zero is nothing. Whether there is such a way is fib4-nexthop.ts.
 */
import type { Addr } from "../net/addr.ts";
import {
	type Family,
	type RouteRequest,
	RTNH_F_DEAD,
	RTNH_F_LINKDOWN,
	RTNH_F_ONLINK,
	type Rtnexthop,
} from "../uapi/message.ts";
import { buildEncap } from "./lwtunnel.ts";
import { Refusal } from "./refusal.ts";

type Realms = NonNullable<RouteRequest["flow"]>;
export type Single = Pick<Rtnexthop, "oif" | "gateway" | "flow" | "encap">;

/** The single way of a request, where zero is nothing. */
export function singleOf({ oif, gateway, flow, encap }: RouteRequest): Single {
	const [way, realms] = [gatewayOf(gateway), flowOf(flow)];
	return {
		...(oif !== undefined && { oif }),
		...(way !== undefined && { gateway: way }),
		...(realms && { flow: realms }),
		...(encap && { encap }),
	};
}

/** The next hops as they are asked for. `via 0.0.0.0` is no gateway. */
export function waysOf(request: RouteRequest): Rtnexthop[] {
	const { multipath, rtmFlags } = request;
	const single = singleOf(request);
	if (!multipath) return [built({ weight: 1, flags: rtmFlags & RTNH_F_ONLINK, ...single })];
	const { oif, gateway, flow } = single;
	const ways = multipath.map((hop) => {
		if (hop.flags & (RTNH_F_DEAD | RTNH_F_LINKDOWN))
			throw new Refusal("EINVAL", "Invalid flags for nexthop - can not contain DEAD or LINKDOWN");
		checkGateway(hop);
		return built(withoutZero(hop));
	});
	// What is said beside the list must be what the first of the list says (fib_get_nhs).
	const [first] = ways;
	if (oif && first?.oif !== oif) throw new Refusal("EINVAL", "Nexthop device index does not match RTA_OIF");
	if (gateway !== undefined && first?.gateway !== gateway)
		throw new Refusal("EINVAL", "Nexthop gateway does not match RTA_GATEWAY or RTA_VIA");
	if (flow && !sameFlow(first?.flow, flow)) throw new Refusal("EINVAL", "Nexthop class id does not match RTA_FLOW");
	return ways;
}

/** fib_nh_init(): a tunnel is judged as soon as its next hop is read. */
function built({ encap, ...way }: Rtnexthop): Rtnexthop {
	return encap ? { ...way, encap: buildEncap(encap, "inet") } : way;
}

/** What a list of next hops may not say of a gateway. */
export function checkGateway({ gateway, via, both }: Rtnexthop): void {
	if (both) throw new Refusal("EINVAL", "Nexthop configuration can not contain both GATEWAY and VIA");
	if (gateway !== "") return;
	throw via ? viaError(via) : new Refusal("EINVAL", "Invalid IPv4 address in RTA_GATEWAY");
}

export function gatewayOf(gateway: Addr | undefined): Addr | undefined {
	return gateway === "0.0.0.0" ? undefined : gateway;
}

/** Realms that are zero are none. */
function flowOf(flow: Realms | undefined): Realms | undefined {
	return flow?.from || flow?.to ? flow : undefined;
}

export function sameFlow(a: Realms | undefined, b: Realms | undefined): boolean {
	return (a?.from ?? 0) === (b?.from ?? 0) && (a?.to ?? 0) === (b?.to ?? 0);
}

function withoutZero({ gateway, flow, ...rest }: Rtnexthop): Rtnexthop {
	const way = gatewayOf(gateway);
	const realms = flowOf(flow);
	return { ...rest, ...(way !== undefined && { gateway: way }), ...(realms && { flow: realms }) };
}

/** fib_gw_from_via() */
export function viaError(family: Family): Refusal {
	const known = family === "inet6" ? "Invalid IPv6 address in RTA_VIA" : "Unsupported address family in RTA_VIA";
	return new Refusal("EINVAL", known);
}
