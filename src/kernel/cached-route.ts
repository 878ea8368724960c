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
import { type Exception, listExceptions } from "./path/exception.ts";
import type { Task } from "./task.ts";

export function secondsUntil(t: Task, { expires }: Exception): number {
	return Math.floor((expires - t.kernel.now) / 1000);
}

/** The mtu that was learnt stands in the place of the route's. */
export function withMtu(metrics: Metrics | undefined, exception: Exception | undefined): Metrics | undefined {
	if (exception?.mtu === undefined) return metrics;
	return { ...metrics, mtu: exception.mtu, ...(exception.locked && { lock: ["mtu"] }) };
}

/** `ip route show cache`; IPv6 has the routes of exceptions in its tables, but shows none of them here. */
export function dumpExceptions(t: Task, { family, table = RT_TABLE_MAIN }: RouteQuery): Rtmsg[] {
	const rows: Rtmsg[] = [];
	if (table !== RT_TABLE_UNSPEC && table !== RT_TABLE_MAIN) return rows;
	for (const exception of listExceptions(t, t.netns)) {
		const { daddr, oif, via, gateway = via } = exception;
		const own = daddr.includes(":") ? "inet6" : "inet";
		if (family !== "unspec" && family !== own) continue;
		const metrics = withMtu(undefined, exception);
		rows.push({
			family: own,
			dst: { addr: daddr, len: own === "inet" ? 32 : 128 },
			tos: 0,
			table: RT_TABLE_MAIN,
			protocol: RTPROT_UNSPEC,
			scope: RT_SCOPE_UNIVERSE,
			type: RTN_UNICAST,
			flags: RTM_F_CLONED + (exception.gateway === undefined ? 0 : RTCF_REDIRECTED),
			oif,
			...(gateway !== undefined && { gateway }),
			...(metrics && { metrics }),
			expires: secondsUntil(t, exception),
		});
	}
	return rows;
}
