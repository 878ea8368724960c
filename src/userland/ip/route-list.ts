/**
 * `ip route show` and `flush`. Without a family one table is one of IPv4, whatever prefix is asked for; all tables are
 * those of every family. ip/iproute.c iproute_list_flush_or_save(), iproute_flush().
 */
import { close, open } from "../../print/field.ts";
import type { Family, KernelError, Message, RouteQuery, RouteRequest, Rtmsg } from "../../uapi/message.ts";
import { RTM_F_CLONED } from "../../uapi/message.ts";
import { RTN_UNREACHABLE } from "../../uapi/route-type.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { Context } from "./context.ts";
import { type Failed, returned } from "./failure.ts";
import { flush } from "./flush.ts";
import { parse } from "./grammar.ts";
import { answers } from "./help.ts";
import {
	acceptsRoute,
	emptyRouteFilter,
	fixedColumns,
	type RouteFilter,
	resolveDevices,
	routeFilterGrammar,
} from "./route-filter.ts";
import { describeRoute } from "./rtmsg.ts";
import { dump, EXIT_REFUSED } from "./talk.ts";
import type { Words } from "./words.ts";

export function listRoutes(ctx: Context, words: Words): number {
	const filter = parseRouteFilter(ctx, words);
	const view = { fixed: fixedColumns(filter) };
	ctx.print([open("array")]);
	dumpRoutes(ctx, filter, returned("Dump terminated", EXIT_REFUSED), (route) => {
		ctx.print([open("object"), ...describeRoute(ctx, route, view), close("object")]);
	});
	ctx.print([close("array")]);
	return 0;
}

export function parseRouteFilter(ctx: Context, words: Words): RouteFilter {
	const filter = emptyRouteFilter(ctx);
	parse(routeFilterGrammar, words, filter, answers(ctx));
	resolveDevices(filter);
	return filter;
}

export function dumpRoutes(
	ctx: Context,
	filter: RouteFilter,
	last: Failed,
	each: (route: Rtmsg) => void,
	flushes = false,
): void {
	const { cloned, table } = filter;
	const query: RouteQuery = {
		type: "RTM_GETROUTE",
		flags: 0,
		family: familyOf(filter),
		...(!ctx.batch && chosenByKernel(filter)),
		...(cloned ? { rtmFlags: RTM_F_CLONED } : {}),
	};
	const isShown = (route: Rtmsg) => acceptsRoute(filter, route) && !(ctx.batch && cloned && route.family === "inet");
	const keep = (message: Message) => message.type === "RTM_NEWROUTE" && isShown(message.route) && each(message.route);
	// A main table that was never used is not there yet, which is no error but to a flush (save_route_errhndlr()).
	dump(ctx, query, keep, last, table === RT_TABLE_MAIN && !flushes ? "ENOENT" : undefined);
}

/**
 * iproute_dump_filter(): the kernel leaves the rest out itself, and refuses a table that is not there. Not in a batch: ip.c
 * batch() opens a socket of its own, without rtnl_set_strict_dump(). Exceptions of IPv4 then are not dumped at all. Recording:
 * batch-not-strict.
 */
function chosenByKernel({ protocol, oifIndex, table }: RouteFilter): Partial<RouteQuery> {
	return {
		...(table === 0 ? {} : { table }),
		...(protocol === undefined ? {} : { protocol }),
		...(oifIndex === undefined ? {} : { oif: oifIndex }),
	};
}

/** Without a family one table is one of IPv4. */
function familyOf({ family, table }: RouteFilter): Family {
	return family === "unspec" && table !== 0 ? "inet" : family;
}

export function flushRoutes(ctx: Context, words: Words): number {
	if (!words.more) throw returned('"ip route flush" requires arguments.');
	const filter = parseRouteFilter(ctx, words);
	const { cloned } = filter;
	const family = familyOf(filter);
	if (cloned && family !== "inet6") flushCache(ctx);
	if (cloned && family === "inet") return 0;
	const view = { fixed: fixedColumns(filter) };
	return flush(ctx, {
		nouns: "entries",
		rounds: 0,
		failure: EXIT_REFUSED,
		...(cloned && family !== "inet6" && { nothing: "*** Flush is complete after 0 round ***" }),
		find: () => {
			const found: Rtmsg[] = [];
			dumpRoutes(
				ctx,
				filter,
				returned("Flush terminated", EXIT_REFUSED),
				(route) => isLast(route) || found.push(route),
				true,
			);
			return found;
		},
		describe: (route) => describeRoute(ctx, route, view),
		remove: (route) => removeRoute(ctx, route),
	});
}

function flushCache(ctx: Context): void {
	ctx.sys.writeSysctl("net/ipv4/route/flush", "-1");
	if (ctx.options.stats > 0) ctx.process.stdout("*** IPv4 routing cache is flushed.\n");
}

/** The unreachable default at the very end of an IPv6 table cannot be flushed. */
function isLast({ family, dst, type, priority }: Rtmsg): boolean {
	return family === "inet6" && dst.len === 0 && type === RTN_UNREACHABLE && priority === 0xffffffff;
}

/** The route goes back to the kernel as it came. */
function removeRoute(ctx: Context, route: Rtmsg): KernelError | undefined {
	const { type, flags, ...rest } = route;
	const request: RouteRequest = { ...rest, type: "RTM_DELROUTE", flags: 0, routeType: type, rtmFlags: flags };
	return ctx.sys.netlink(request).error;
}
