/**
 * Light-weight tunnels of next hops: which this kernel has, and what one is when all that was not said is filled in.
 * net/core/lwtunnel.c lwtunnel_valid_encap_type(), net/ipv4/ip_tunnel_core.c ip_tun_build_state(), net/mpls/mpls_iptunnel.c
 * mpls_build_state(), net/ipv6/seg6_iptunnel.c seg6_build_state(). Packets do not go into a tunnel here: those of MPLS and of
 * segment routing are lost, as by a neighbour that speaks neither.
 */
import type { AddrFamily } from "../net/addr.ts";
import type { Encap, IpEncap } from "../uapi/lwtunnel.ts";
import type { RouteRequest } from "../uapi/message.ts";
import type { NexthopRequest } from "../uapi/nexthop.ts";
import { profiles } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import type { Task } from "./task.ts";

/** Judged as soon as the attribute is read. */
export function checkEncaps(t: Task, request: RouteRequest | NexthopRequest): void {
	checkEncap(t, request.encap);
	if ("multipath" in request) for (const { encap } of request.multipath ?? []) checkEncap(t, encap);
}

function checkEncap(t: Task, encap: Encap | undefined): void {
	if (encap?.type === "mpls" && !profiles[t.kernel.profile].mplsEncap)
		throw new Refusal("EOPNOTSUPP", "lwt encapsulation type not supported");
}

/** lwtunnel_build_state() */
export function buildEncap(encap: Encap, family: AddrFamily): Encap {
	switch (encap.type) {
		case "ip":
		case "ip6":
			return withDefaults(encap);
		case "seg6":
			if (encap.mode === "inline" && family === "inet") throw new Refusal("EINVAL");
			return encap;
		case "mpls":
			return encap;
		default:
			return encap satisfies never;
	}
}

function withDefaults({ type, key, csum, seq, id = "0", ttl = 0, tos = 0, ...ends }: IpEncap): Encap {
	const none = type === "ip" ? "0.0.0.0" : "::";
	const { src = none, dst = none } = ends;
	return { type, id, src, dst, ttl, tos, ...(key && { key }), ...(csum && { csum }), ...(seq && { seq }) };
}

/** lwtunnel_cmp_encap() */
export function sameEncap(a: Encap | undefined, b: Encap | undefined): boolean {
	return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Whether packets leave as they are. */
export function isPlain(encap: Encap | undefined): boolean {
	return encap === undefined || encap.type === "ip" || encap.type === "ip6";
}
