/**
 * What the words of a route come to: one RTM_NEWROUTE or RTM_DELROUTE, with what was not said filled in. ip/iproute.c
 * iproute_modify() behind its loop over the words, which is route-request.ts.
 */
import { type Addr, anyAddr } from "../../net/addr.ts";
import type { Prefix } from "../../net/prefix.ts";
import type { Encap } from "../../uapi/lwtunnel.ts";
import { type Family, NLM_F_ECHO, type RouteRequest, RTNH_F_ONLINK, type Rtnexthop } from "../../uapi/message.ts";
import { RTPROT_BOOT, RTPROT_UNSPEC } from "../../uapi/protocol.ts";
import {
	RTN_ANYCAST,
	RTN_BROADCAST,
	RTN_LOCAL,
	RTN_MULTICAST,
	RTN_NAT,
	RTN_UNICAST,
	RTN_UNSPEC,
} from "../../uapi/route-type.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RT_SCOPE_NOWHERE, RT_SCOPE_UNIVERSE } from "../../uapi/scope.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { Context } from "./context.ts";
import { noDevice } from "./failure.ts";
import { usage } from "./help.ts";
import { type MetricsDraft, metricsOf } from "./metric.ts";
import { parseNexthops } from "./route-nexthop.ts";
import type { Words } from "./words.ts";

export interface Draft {
	readonly ctx: Context;
	family: Family;
	dst?: Prefix | "any";
	src?: Prefix;
	routeType?: number;
	tos: number;
	table?: number;
	protocol?: number;
	scope?: number;
	dev?: string;
	gateway?: Addr;
	via?: Family;
	prefsrc?: Addr;
	priority?: number;
	expires?: number;
	pref?: number;
	nhid?: number;
	encap?: Encap;
	flow?: { readonly from: number; readonly to: number };
	onlink: boolean;
	readonly metrics: MetricsDraft;
	/** Stand behind the first `nexthop`. */
	nexthops?: Words;
	multipath?: Rtnexthop[];
}

export type RouteChange = Pick<RouteRequest, "type" | "flags">;

export function requestOf(draft: Draft, change: RouteChange): RouteRequest {
	const { dev, dst } = draft;
	if (dst === undefined) throw usage(draft.ctx.object);
	const oif = dev === undefined ? undefined : draft.ctx.links.indexOf(dev);
	if (oif === 0) throw noDevice(dev ?? "");
	if (draft.nexthops) {
		draft.nexthops.skip(-1);
		draft.multipath = parseNexthops(draft, draft.nexthops);
	}
	const family = draft.family === "unspec" ? "inet" : draft.family;
	const adding = change.type === "RTM_NEWROUTE";
	const routeType = draft.routeType ?? (adding ? RTN_UNICAST : RTN_UNSPEC);
	const metrics = metricsOf(draft.metrics);
	const request: { -readonly [K in keyof RouteRequest]: RouteRequest[K] } = {
		type: change.type,
		flags: change.flags | (draft.ctx.options.echo ? NLM_F_ECHO : 0),
		family,
		dst: dst === "any" ? { addr: anyAddr(family === "inet6" ? "inet6" : "inet"), len: 0 } : dst,
		tos: draft.tos,
		table: draft.table ?? defaultTable(routeType),
		protocol: draft.protocol ?? (adding ? RTPROT_BOOT : RTPROT_UNSPEC),
		scope: draft.scope ?? defaultScope(draft, family, routeType, adding),
		routeType,
		rtmFlags: draft.onlink ? RTNH_F_ONLINK : 0,
	};
	for (const name of optional) give(request, name, draft[name]);
	give(request, "oif", oif);
	give(request, "metrics", metrics);
	return request;
}

const optional = [
	"src",
	"gateway",
	"via",
	"prefsrc",
	"priority",
	"expires",
	"pref",
	"nhid",
	"encap",
	"flow",
	"multipath",
] as const;

/** Only what was said goes out. Set one by one, since a full table passes here and spreads would be half of the work. */
function give<K extends keyof RouteRequest>(
	request: { -readonly [M in keyof RouteRequest]: RouteRequest[M] },
	name: K,
	value: RouteRequest[K] | undefined,
): void {
	if (value !== undefined) request[name] = value;
}

/** Routes of the kernel's own kinds live in the local table. */
function defaultTable(type: number): number {
	const local = type === RTN_LOCAL || type === RTN_BROADCAST || type === RTN_NAT || type === RTN_ANYCAST;
	return local ? RT_TABLE_LOCAL : RT_TABLE_MAIN;
}

/** How far away the destination is: on the link, where nothing says by which way. NOWHERE deletes any. */
function defaultScope(draft: Draft, family: Family, type: number, adding: boolean): number {
	if (family === "inet6" || family === "mpls") return RT_SCOPE_UNIVERSE;
	if (type === RTN_LOCAL || type === RTN_NAT) return RT_SCOPE_HOST;
	if (type === RTN_BROADCAST || type === RTN_MULTICAST || type === RTN_ANYCAST) return RT_SCOPE_LINK;
	if (!adding) return RT_SCOPE_NOWHERE;
	// iproute_modify(): nhid 0 is sent, and counts as none
	const direct = draft.gateway === undefined && draft.multipath === undefined && !draft.nhid;
	return type === RTN_UNICAST && direct ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
}
