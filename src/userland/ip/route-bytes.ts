/**
 * RTM_NEWROUTE as bytes: struct rtmsg, then attributes in the kernel's order (net/ipv4/fib_semantics.c fib_dump_info(),
 * net/ipv6/route.c rt6_fill_node()). A route of IPv6 always has RTA_CACHEINFO. Recording: route-save-flush-filters.
 */

import { type Addr, type AddrFamily, anyAddr, familyOf } from "../../net/addr.ts";
import type { Prefix } from "../../net/prefix.ts";
import type { Metrics, Rtmsg, Rtnexthop } from "../../uapi/message.ts";
import { metricNames } from "../../uapi/metric.ts";
import * as nlmsg from "./nlmsg.ts";

export const RTM_NEWROUTE = 24;

const RTA_DST = 1;
const RTA_SRC = 2;
const RTA_IIF = 3;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_PRIORITY = 6;
const RTA_PREFSRC = 7;
const RTA_METRICS = 8;
const RTA_MULTIPATH = 9;
const RTA_FLOW = 11;
const RTA_CACHEINFO = 12;
const RTA_TABLE = 15;
const RTA_VIA = 18;
const RTA_PREF = 20;
const RTA_NH_ID = 30;

const RTAX_LOCK = 1;
const RTAX_FIRST = 2;

/** Stands in the old table byte of a table that has no room there. */
const RT_TABLE_COMPAT = 252;

/** Clock ticks in a second, as userland counts them. */
const USER_HZ = 100;

export function encodeRoute(route: Rtmsg): nlmsg.Nlmsg {
	const { family, dst, src, tos, table, protocol, scope, type, flags } = route;
	const head = [nlmsg.familyNumber(family), dst.len, src?.len ?? 0, tos];
	const body = nlmsg.join([
		nlmsg.u8(...head, table < 256 ? table : RT_TABLE_COMPAT, protocol, scope, type),
		nlmsg.u32(flags),
		nlmsg.attr(RTA_TABLE, nlmsg.u32(table)),
		nlmsg.attr(RTA_DST, prefixBytes(dst)),
		nlmsg.attr(
			RTA_SRC,
			nlmsg.some(src, (prefix) => prefixBytes(prefix) ?? nlmsg.u8()),
		),
		nlmsg.attr(RTA_IIF, nlmsg.some(route.iif, nlmsg.u32)),
		...(family === "inet6" ? ofItself(route).reverse() : ofItself(route)),
		nlmsg.attr(RTA_NH_ID, nlmsg.some(route.nhid, nlmsg.u32)),
		gatewayAttr(family, route.gateway),
		nlmsg.attr(RTA_OIF, nlmsg.some(route.oif, nlmsg.u32)),
		nlmsg.attr(RTA_FLOW, nlmsg.some(route.flow, realmBytes)),
		nlmsg.attr(
			RTA_MULTIPATH,
			nlmsg.some(route.multipath, (hops) => nlmsg.join(hops.map((hop) => hopBytes(family, hop)))),
		),
		nlmsg.attr(RTA_CACHEINFO, nlmsg.some(family === "inet6" ? (route.expires ?? 0) : route.expires, cacheBytes)),
		nlmsg.attr(RTA_PREF, nlmsg.some(route.pref, nlmsg.u8)),
	]);
	return { type: RTM_NEWROUTE, body };
}

/** What is the route's and not of a way; IPv6 has it the other way round. */
function ofItself({ priority, metrics, prefsrc }: Rtmsg): Uint8Array[] {
	return [
		nlmsg.attr(RTA_PRIORITY, nlmsg.some(priority, nlmsg.u32)),
		nlmsg.attr(RTA_METRICS, nlmsg.some(metrics, metricBytes)),
		nlmsg.attr(RTA_PREFSRC, nlmsg.some(prefsrc, nlmsg.addrBytes)),
	];
}

function prefixBytes({ addr, len }: Prefix): Uint8Array | undefined {
	return len === 0 ? undefined : nlmsg.addrBytes(addr);
}

/** One of the other family says which it is. */
function gatewayAttr(family: AddrFamily, gateway: Addr | undefined): Uint8Array {
	if (gateway === undefined || familyOf(gateway) === family)
		return nlmsg.attr(RTA_GATEWAY, nlmsg.some(gateway, nlmsg.addrBytes));
	return nlmsg.attr(RTA_VIA, nlmsg.join([nlmsg.u16(nlmsg.familyNumber(familyOf(gateway))), nlmsg.addrBytes(gateway)]));
}

function metricBytes(metrics: Metrics): Uint8Array {
	const lock = (metrics.lock ?? []).reduce((mask, name) => mask | (1 << (metricNames.indexOf(name) + RTAX_FIRST)), 0);
	const attrs = metricNames.map((name, i) => {
		const value = metrics[name];
		if (value === undefined) return nlmsg.u8();
		return nlmsg.attr(i + RTAX_FIRST, typeof value === "string" ? nlmsg.cString(value) : nlmsg.u32(value));
	});
	return nlmsg.join([...(lock === 0 ? [] : [nlmsg.attr(RTAX_LOCK, nlmsg.u32(lock))]), ...attrs]);
}

function realmBytes({ from, to }: { readonly from: number; readonly to: number }): Uint8Array {
	return nlmsg.u32((from << 16) | to);
}

/** struct rtnexthop: the weight counts from 0 there. */
function hopBytes(family: AddrFamily, { oif, gateway, weight, flags, flow }: Rtnexthop): Uint8Array {
	const attrs = nlmsg.join([gatewayAttr(family, gateway), nlmsg.attr(RTA_FLOW, nlmsg.some(flow, realmBytes))]);
	return nlmsg.join([nlmsg.u16(8 + attrs.length), nlmsg.u8(flags & 0xff, weight - 1), nlmsg.u32(oif ?? 0), attrs]);
}

/** struct rta_cacheinfo, of which only the rest of the lifetime is known. */
function cacheBytes(expires: number): Uint8Array {
	return nlmsg.join([0, 0, expires * USER_HZ, 0, 0, 0, 0, 0].map(nlmsg.u32));
}

export function decodeRoute(body: Uint8Array): Rtmsg {
	const message = nlmsg.reader(body);
	const family = nlmsg.familyName(message.u8(0));
	const attrs = message.attrs(12);
	const number = (type: number) => attrs.get(type)?.u32(0);
	const src = attrs.get(RTA_SRC)?.addr(family);
	const metrics = attrs.get(RTA_METRICS)?.attrs(0);
	const multipath = attrs.get(RTA_MULTIPATH);
	const flow = number(RTA_FLOW);
	return {
		family,
		dst: { addr: attrs.get(RTA_DST)?.addr(family) ?? anyAddr(family), len: message.u8(1) },
		tos: message.u8(3),
		table: number(RTA_TABLE) ?? message.u8(4),
		protocol: message.u8(5),
		scope: message.u8(6),
		type: message.u8(7),
		flags: message.u32(8),
		...given({
			src: src === undefined ? undefined : { addr: src, len: message.u8(2) },
			iif: number(RTA_IIF),
			nhid: number(RTA_NH_ID),
			priority: number(RTA_PRIORITY),
			metrics: metrics === undefined ? undefined : decodeMetrics(metrics),
			prefsrc: attrs.get(RTA_PREFSRC)?.addr(family),
			gateway: decodeGateway(family, attrs),
			oif: number(RTA_OIF),
			flow: flow === undefined ? undefined : { from: flow >>> 16, to: flow & 0xffff },
			multipath: multipath === undefined ? undefined : decodeHops(family, multipath.bytes),
			expires: decodeExpires(attrs.get(RTA_CACHEINFO)),
			pref: attrs.get(RTA_PREF)?.u8(0),
		}),
	};
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that have no value. */
function given<T extends object>(members: T): Given<T> {
	return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}

function decodeGateway(family: AddrFamily, attrs: ReadonlyMap<number, nlmsg.Reader>): Addr | undefined {
	const via = attrs.get(RTA_VIA);
	if (via === undefined) return attrs.get(RTA_GATEWAY)?.addr(family);
	return nlmsg.reader(via.bytes.subarray(2)).addr(nlmsg.familyName(via.u16(0)));
}

function decodeMetrics(attrs: ReadonlyMap<number, nlmsg.Reader>): Metrics {
	const values = metricNames.flatMap((name, i) => {
		const value = attrs.get(i + RTAX_FIRST);
		return value === undefined ? [] : [[name, name === "congctl" ? value.text() : value.u32(0)]];
	});
	const mask = attrs.get(RTAX_LOCK)?.u32(0) ?? 0;
	const lock = metricNames.filter((_, i) => ((mask >>> (i + RTAX_FIRST)) & 1) === 1);
	return { ...Object.fromEntries(values), ...(lock.length === 0 ? {} : { lock }) } as Metrics;
}

function decodeHops(family: AddrFamily, bytes: Uint8Array): Rtnexthop[] {
	const hops: Rtnexthop[] = [];
	for (let at = 0; at + 8 <= bytes.length; ) {
		const length = nlmsg.reader(bytes).u16(at);
		if (length < 8) break;
		const hop = nlmsg.reader(bytes.subarray(at, at + length));
		const attrs = hop.attrs(8);
		const [oif, flow] = [hop.u32(4), attrs.get(RTA_FLOW)?.u32(0)];
		hops.push({
			weight: hop.u8(3) + 1,
			flags: hop.u8(2),
			...given({
				oif: oif === 0 ? undefined : oif,
				gateway: decodeGateway(family, attrs),
				flow: flow === undefined ? undefined : { from: flow >>> 16, to: flow & 0xffff },
			}),
		});
		at += length;
	}
	return hops;
}

function decodeExpires(cache: nlmsg.Reader | undefined): number | undefined {
	const ticks = cache?.u32(8) ?? 0;
	return ticks === 0 ? undefined : Math.floor(ticks / USER_HZ);
}
