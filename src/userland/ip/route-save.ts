/**
 * `ip route save`, `showdump` and `restore`: routes as the kernel's own messages, in a file. They are restored in three
 * passes: local addresses, networks on a link, and what lies behind a gateway. ip/iproute.c iproute_restore().
 */

import { close, open } from "../../print/field.ts";
import { strerror } from "../../uapi/errno.ts";
import { type KernelError, NLM_F_CREATE, type RouteRequest, type Rtmsg } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { type Failed, returned, unmodelled } from "./failure.ts";
import { readMessages, refuseMagic, writeMagic, writeMessage } from "./nlmsg.ts";
import { decodeRoute, encodeRoute, RTM_NEWROUTE } from "./route-bytes.ts";
import { dumpRoutes, parseRouteFilter } from "./route-list.ts";
import { describeRoute } from "./rtmsg.ts";
import { complaint, EXIT_REFUSED } from "./talk.ts";
import type { Words } from "./words.ts";

const MAGIC = 0x45311224;

/** The magic number is out before a word is read. */
export function saveRoutes(ctx: Context, words: Words): number {
	if (ctx.process.tty) throw returned("Not sending a binary stream to stdout");
	writeMagic(ctx, MAGIC);
	const filter = parseRouteFilter(ctx, words);
	dumpRoutes(ctx, filter, returned("Dump terminated", EXIT_REFUSED), (route) => {
		if (route.encap || route.multipath?.some((hop) => hop.encap)) throw unmodelled("route save … encap");
		writeMessage(ctx, encodeRoute(route));
	});
	return 0;
}

/** Text also under -j: the real tool opens no document here. */
export function showRouteDump(ctx: Context): number {
	needMagic(ctx);
	const { family } = ctx.options;
	const broken = forEachRoute(ctx, (route) => {
		if (family !== "unspec" && family !== route.family) return undefined;
		ctx.printText([open("object"), ...describeRoute(ctx, route, { fixed: new Set() }), close("object")]);
		return undefined;
	});
	if (broken !== undefined) throw broken;
	return 0;
}

/** A route that is there already is announced, and no failure. */
export function restoreRoutes(ctx: Context): number {
	needMagic(ctx);
	// for each pass the tool goes back to where it stood
	if (ctx.process.piped) throw returned(`Failed to restore: ftell: ${strerror("ESPIPE")}`);
	for (const pass of [0, 1, 2]) {
		const broken = forEachRoute(ctx, (route) => (passOf(route) === pass ? restore(ctx, route) : undefined));
		if (broken !== undefined) throw broken;
	}
	return 0;
}

/** Several ways, and a gateway of the other family, count as none here. */
function passOf({ family, gateway, prefsrc, dst }: Rtmsg): 0 | 1 | 2 {
	if (gateway !== undefined && gateway.includes(":") === (family === "inet6")) return 2;
	return prefsrc === undefined || prefsrc === dst.addr ? 0 : 1;
}

function restore(ctx: Context, route: Rtmsg): Failed | undefined {
	// The kernel tells the time that is left in one attribute and takes it from another.
	const { type, flags, expires: _, ...rest } = route;
	const request: RouteRequest = {
		...rest,
		type: "RTM_NEWROUTE",
		flags: NLM_F_CREATE,
		routeType: type,
		rtmFlags: flags,
	};
	const error: KernelError | undefined = ctx.sys.netlink(request).error;
	if (error === undefined) return undefined;
	ctx.complain(complaint(error));
	return error.errno === "EEXIST" ? undefined : returned("", EXIT_REFUSED);
}

function needMagic(ctx: Context): void {
	const refusal = refuseMagic(ctx, MAGIC);
	if (refusal !== undefined) throw returned(refusal);
}

function forEachRoute(ctx: Context, each: (route: Rtmsg) => Failed | undefined): Failed | undefined {
	const messages = readMessages(ctx);
	let next = messages.next();
	for (; !next.done; next = messages.next()) {
		const failure = next.value.type === RTM_NEWROUTE ? each(decodeRoute(next.value.body)) : undefined;
		if (failure !== undefined) return failure;
	}
	return next.value === undefined ? undefined : returned(next.value, EXIT_REFUSED);
}
