/**
 * Exceptions of routes as messages show them (`ip route get`, `ip route show cache`): net/ipv4/route.c rt_fill_info(),
 * fnhe_dump_bucket(), net/ipv6/route.c rt6_dump_route().
 */
import type { Metrics, RouteQuery, Rtmsg } from "../uapi/message.ts";
import { RTCF_REDIRECTED, RTM_F_CLONED } from "../uapi/message.ts";
import { RTPROT_UNSPEC } from "../uapi/protocol.ts";
import { RTN_UNICAST } from "../uapi/route-type.ts";
import { RT_SCOPE_UNIVERSE } from "../uapi/scope.ts";
import { RT_TABLE_MAIN, RT_TABLE_UNSPEC } from "../uapi/table.ts";
import { type Exception, type Learnt, listExceptions } from "./path/exception.ts";
import { sharedGet } from "./shared.ts";
import { netnsOf, type Task } from "./task.ts";

export function expiryOf(t: Task, exception: Learnt | undefined): { readonly expires?: number } {
	const { expires } = exception ?? {};
	return expires === undefined ? {} : { expires: Math.floor((expires - t.kernel.now) / 1000) };
}

/** The mtu that was learnt stands in the place of the route's. */
export function withMtu(metrics: Metrics | undefined, exception: Learnt | undefined): Metrics | undefined {
	if (exception?.mtu === undefined) return metrics;
	return { ...metrics, mtu: exception.mtu, ...(exception.locked && { lock: ["mtu"] }) };
}

/** rt6_fill_node(): an exception has its route's metric and preference. */
function keptOf6(t: Task, netns: number, { info }: Exception): Pick<Rtmsg, "priority" | "pref"> {
	const { priority, pref } = sharedGet(netnsOf(t, netns).fib6.infos, info);
	return { priority, pref };
}

/** `ip route show cache`. */
export function dumpExceptions(t: Task, { family, table = RT_TABLE_MAIN }: RouteQuery): Rtmsg[] {
	const rows: Rtmsg[] = [];
	if (table !== RT_TABLE_UNSPEC && table !== RT_TABLE_MAIN) return rows;
	for (const exception of listExceptions(t, t.netns)) {
		const { daddr, oif, via, onLink } = exception;
		const own = daddr.includes(":") ? "inet6" : "inet";
		if (family !== "unspec" && family !== own) continue;
		const shown = own === "inet6" ? exception : exception.flushed ? undefined : exception.kept;
		if (!shown) continue;
		const gateway = onLink ? undefined : (shown.gateway ?? via);
		const metrics = withMtu(undefined, shown);
		rows.push({
			family: own,
			dst: { addr: daddr, len: own === "inet" ? 32 : 128 },
			tos: 0,
			table: RT_TABLE_MAIN,
			protocol: RTPROT_UNSPEC,
			scope: RT_SCOPE_UNIVERSE,
			type: RTN_UNICAST,
			flags: RTM_F_CLONED + (own === "inet" && shown.gateway !== undefined ? RTCF_REDIRECTED : 0),
			oif,
			...(gateway !== undefined && { gateway }),
			...(metrics && { metrics }),
			...expiryOf(t, shown),
			...(own === "inet6" && keptOf6(t, t.netns, exception)),
		});
	}
	return rows;
}
