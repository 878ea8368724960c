/** A router's own LSA: what it says of its links (RFC 2328, 12.4.1; ospfd/ospf_lsa.c router_lsa_link_set()), and when it says it anew. */
import { maskAddr, netmask } from "../../net/prefix.ts";
import { install } from "./flood.ts";
import { InitialSequenceNumber, type Link, LSRefreshTime, makeRouterLsa } from "./lsa.ts";
import { ageOf, type OspfInterface, ownEntry, patch, type Turn } from "./ospf.ts";

/** Something that the LSA tells has changed: at most every so often a new one is made (`timers throttle lsa all`). */
export function touchLsa(turn: Turn): void {
	const { originated, originateAt, config } = turn.ospf;
	if (originateAt !== undefined) return;
	const earliest = originated === undefined ? turn.now : originated + config.lsaInterval;
	patch(turn, { originateAt: Math.max(turn.now, earliest) });
}

export function originate(turn: Turn): void {
	const old = ownEntry(turn);
	const seq = old === undefined ? InitialSequenceNumber : old.lsa.seq + 1;
	const links = turn.ospf.interfaces.flatMap(linksOf);
	patch(turn, { originateAt: undefined, originated: turn.now });
	install(turn, makeRouterLsa(turn.ospf.routerId, seq, links), 0);
}

function linksOf({ state, addr, prefixlen, cost, neighbour }: OspfInterface): Link[] {
	const stub: Link = { type: "stub", id: maskAddr(addr, prefixlen), data: netmask(prefixlen), metric: cost };
	if (state === "Down") return [];
	if (state === "Loopback") return [{ type: "stub", id: addr, data: "255.255.255.255", metric: 0 }];
	if (neighbour?.state !== "Full") return [stub];
	return [{ type: "point-to-point", id: neighbour.id, data: addr, metric: cost }, stub];
}

/** An LSA is made anew before it is too old. */
export function refresh(turn: Turn): void {
	const own = ownEntry(turn);
	if (own && ageOf(own, turn.now) >= LSRefreshTime) touchLsa(turn);
}

export function refreshDue(turn: Pick<Turn, "ospf">): number {
	const own = ownEntry(turn);
	return own ? own.since + 1000 * (LSRefreshTime - own.age) : Number.POSITIVE_INFINITY;
}
