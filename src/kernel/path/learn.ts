/**
 * What ICMP errors teach the routes: net/ipv4/route.c __ip_rt_update_pmtu() and __ip_do_redirect(), net/ipv6/route.c
 * __ip6_rt_update_pmtu(). Both end as exceptions of a next hop for one destination (exception.ts).
 */
import { isLimitedBroadcast, isMulticast, isZeronet } from "../../net/addr.ts";
import { NUD_VALID } from "../../uapi/nud.ts";
import { RTN_UNICAST } from "../../uapi/route-type.ts";
import type { Conf4 } from "../conf.ts";
import type { Device } from "../device.ts";
import { addrType4 } from "../fib4-lookup.ts";
import { createNeighbour } from "../neigh.ts";
import { useNeighbour } from "../neigh-timer.ts";
import { routeOutput4 } from "../output4.ts";
import { type Ask6, routeOutput6 } from "../output6.ts";
import { sysctlNumber } from "../sysctl.ts";
import { netnsOf, type Task } from "../task.ts";
import { exceptionFor6, updateException, wayBy4, wayBy6 } from "./exception.ts";
import { portsOf } from "./flow.ts";
import { wayOf4, wayOf6 } from "./output.ts";
import type { IcmpError, Ip } from "./packet.ts";
import type { Skb } from "./skb.ts";

/** ip_rt_gc_timeout */
const redirectExpires = 300_000;
const leastMtu6 = 1280;

/** A path to where that packet was going is narrower than was thought. */
export function updatePmtu(t: Task, netns: number, { src, dst, tos, ...about }: Ip, told: number): void {
	const ask = { daddr: dst, saddr: src, tos, oif: 0, ...portsOf({ src, dst, tos, ...about }) };
	if (dst.includes(":")) return updatePmtu6(t, netns, ask, told);
	const decision = routeOutput4(t, netns, ask);
	if (typeof decision === "string" || !decision.found) return;
	const { mtu, mtuLocked } = wayOf4(t, decision, 0);
	if (mtuLocked || mtu < told) return;
	const least = sysctlNumber(t, netns, "net/ipv4/route/min_pmtu");
	const patch = told < least ? { mtu: Math.min(mtu, least), locked: true as const } : { mtu: told, locked: undefined };
	const seconds = sysctlNumber(t, netns, "net/ipv4/route/mtu_expires");
	updateException(t, netns, wayBy4(decision.found, dst), patch, seconds * 1000);
}

/**
 * __ip6_rt_update_pmtu(): what is learnt ends no later than its route, or than it was to end when less was known already
 * (rt6_update_expires). Recording: route-pmtu-expires-six.
 */
function updatePmtu6(t: Task, netns: number, ask: Ask6, mtu: number): void {
	const decision = routeOutput6(t, netns, ask);
	if (typeof decision === "string" || mtu < leastMtu6 || mtu >= wayOf6(t, decision).mtu) return;
	const end = t.kernel.now + 1000 * sysctlNumber(t, netns, "net/ipv6/route/mtu_expires");
	const before = exceptionFor6(t, decision)?.expires ?? decision.found.route.expires;
	const expires = before === undefined ? end : Math.min(before, end);
	updateException(t, netns, wayBy6(decision.found, ask.daddr), { mtu, expires });
}

/** The next hop says that another one is better; believed only from the one in use, and once the new one's link address is known. */
export function doRedirect(t: Task, skb: Skb, { about, gateway }: IcmpError): void {
	const { device, packet } = skb;
	const { netns } = device;
	const decision = routeOutput4(t, netns, {
		daddr: about.dst,
		saddr: about.src,
		tos: about.tos,
		oif: 0,
		...portsOf(about),
	});
	if (typeof decision === "string" || !decision.found || gateway === undefined) return;
	if (wayOf4(t, decision, 0).nexthop !== packet.src || decision.gateway === undefined) return;
	if (gateway === packet.src || !accepts(t, device)) return;
	if (isMulticast(gateway) || isLimitedBroadcast(gateway) || isZeronet(gateway)) return;
	if (addrType4(t, netnsOf(t, netns), gateway) !== RTN_UNICAST) return;
	if (createNeighbour(t, decision.device, gateway).state & NUD_VALID)
		updateException(t, netns, wayBy4(decision.found, about.dst), { gateway }, redirectExpires);
	else useNeighbour(t, decision.device, gateway);
}

/** IN_DEV_RX_REDIRECTS(): a router wants both switches on, a host one. */
function accepts(t: Task, device: Device): boolean {
	const all = netnsOf(t, device.netns).conf4.all;
	const { inet } = device;
	const on = (conf: Conf4 | undefined) => Boolean(conf?.acceptRedirects);
	return inet?.conf.forwarding ? on(all) && on(inet.conf) : on(all) || on(inet?.conf);
}
