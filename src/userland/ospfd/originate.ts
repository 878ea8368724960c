/** A router's own LSAs: what it says of its links (RFC 2328, 12.4.1; ospfd/ospf_lsa.c router_lsa_link_set()) and of networks outside, and when it says it anew. */
import type { Addr } from "../../net/addr.ts";
import { maskAddr, netmask } from "../../net/prefix.ts";
import { isAsbr } from "./config.ts";
import { install } from "./flood.ts";
import {
	type External,
	externalKey,
	InitialSequenceNumber,
	type Link,
	LSRefreshTime,
	makeExternalLsa,
	makeRouterLsa,
} from "./lsa.ts";
import { ageOf, type Entry, entryOf, type OspfInterface, ownEntry, patch, type Turn } from "./ospf.ts";

/** Something that the LSA tells has changed: at most every so often a new one is made (`timers throttle lsa all`). */
export function touchLsa(turn: Turn): void {
	const { originated, originateAt, config } = turn.ospf;
	if (originateAt !== undefined) return;
	const earliest = originated === undefined ? turn.now : originated + config.lsaInterval;
	patch(turn, { originateAt: Math.max(turn.now, earliest) });
}

export function originate(turn: Turn): void {
	const { routerId, config, interfaces } = turn.ospf;
	const links = interfaces.flatMap((one) => linksOf(one, config.maxMetric));
	patch(turn, { originateAt: undefined, originated: turn.now });
	install(turn, makeRouterLsa(routerId, nextSeq(ownEntry(turn)), links, isAsbr(config)), 0);
}

function nextSeq(old: Entry | undefined): number {
	return old === undefined ? InitialSequenceNumber : old.lsa.seq + 1;
}

/** LSInfinity for a router that carries nothing for others (RFC 6987): its links are there, and any other way is shorter. */
const LSInfinity = 0xffff;

function linksOf({ state, addr, prefixlen, cost, neighbour }: OspfInterface, maxMetric: boolean): Link[] {
	const stub: Link = { type: "stub", id: maskAddr(addr, prefixlen), data: netmask(prefixlen), metric: cost };
	if (state === "Loopback") return [{ type: "stub", id: addr, data: "255.255.255.255", metric: 0 }];
	if (neighbour?.state !== "Full") return [stub];
	return [{ type: "point-to-point", id: neighbour.id, data: addr, metric: maxMetric ? LSInfinity : cost }, stub];
}

/** Tells of a network outside of the AS; of one that it tells of already once more, with a greater number. */
export function originateExternal(turn: Turn, id: Addr, what: External): void {
	const { routerId } = turn.ospf;
	const old = entryOf(turn, externalKey(id, routerId));
	install(turn, makeExternalLsa(routerId, id, nextSeq(old), what), 0);
}

/** Every turn asks, and hardly a router has any. */
function importedEntries(turn: Pick<Turn, "ospf">): readonly { id: Addr; what: External; entry: Entry }[] {
	const { imported, routerId } = turn.ospf;
	if (!imported) return [];
	return Object.entries(imported).flatMap(([id, what]) => {
		const entry = entryOf(turn, externalKey(id, routerId));
		return entry ? [{ id, what, entry }] : [];
	});
}

/** An LSA is made anew before it is too old. */
export function refresh(turn: Turn): void {
	const own = ownEntry(turn);
	if (own && ageOf(own, turn.now) >= LSRefreshTime) touchLsa(turn);
	for (const { id, what, entry } of importedEntries(turn))
		if (ageOf(entry, turn.now) >= LSRefreshTime) originateExternal(turn, id, what);
}

export function refreshDue(turn: Pick<Turn, "ospf">): number {
	const due = ({ since, age }: Entry) => since + 1000 * (LSRefreshTime - age);
	const own = ownEntry(turn);
	const first = own ? due(own) : Number.POSITIVE_INFINITY;
	return importedEntries(turn).reduce((least, { entry }) => Math.min(least, due(entry)), first);
}
