/**
 * A turn of a router: what has come and what is due, in this order: links, packets, timers, its own LSA, the spreading of what is
 * new, the calculation. Gives the next router, and its routes.
 */
import type { Addr } from "../../net/addr.ts";
import { contains } from "../../net/prefix.ts";
import type { Received } from "../../uapi/socket.ts";
import type { System } from "../process.ts";
import { afterUpdates, hearDescription, hearRequest } from "./exchange.ts";
import { followImports, type Offered } from "./external.ts";
import { calculateExternals, externalDelay } from "./external-route.ts";
import { floodFresh, flush, hearAck, hearUpdate, removeLater, sendAcks } from "./flood.ts";
import { followLinks, interfaceTimers } from "./interface.ts";
import { keyOf, MaxAge } from "./lsa.ts";
import { emptyLsaMap, lsaDelete, lsaEntries, lsaValues } from "./lsa-map.ts";
import { hearHello, neighbourTimers } from "./neighbour.ts";
import { originate, originateExternal, refresh, refreshDue } from "./originate.ts";
import {
	ageOf,
	beginTurn,
	type Entry,
	type Ospf,
	type OspfInterface,
	patch,
	setInterface,
	store,
	type Turn,
	walkEvery,
} from "./ospf.ts";
import { type OspfPacket, packetOf } from "./packet.ts";
import { calculate } from "./spf.ts";
import { scheduleSpf } from "./throttle.ts";

/** `offered` is missing where nothing about links and routes of others has changed. */
export function takeTurn(sys: System, ospf: Ospf, offered: Offered | undefined): Ospf {
	const turn = beginTurn(sys, ospf);
	if (ospf.anew) beginAnew(turn);
	if (offered) {
		followLinks(turn, offered.connected);
		followImports(turn, offered);
	}
	hearAll(turn);
	timers(turn);
	const { originateAt } = turn.ospf;
	if (originateAt !== undefined && originateAt <= turn.now) originate(turn);
	floodFresh(turn);
	const { spf } = turn.ospf;
	if (spf.at !== undefined && spf.at <= turn.now) runSpf(turn);
	const { externalAt } = turn.ospf;
	if (externalAt !== undefined && externalAt <= turn.now) calculateExternals(turn);
	if (turn.out.length > 0) sys.net.sendAll(turn.ospf.socket, turn.out);
	return turn.ospf;
}

/** ospfd/ospfd.c ospf_process_refresh_data(): what it has said is not so any more, and it knows nothing. */
function beginAnew(turn: Turn): void {
	const { routerId, config, database, imported = {} } = turn.ospf;
	for (const { lsa } of lsaValues(database)) if (lsa.router === routerId) flush(turn, lsa);
	floodFresh(turn);
	for (const one of turn.ospf.interfaces) setInterface(one, { neighbour: undefined, acks: [], ackAt: undefined });
	const forgotten = { database: emptyLsaMap<Entry>(), anew: undefined, removeAt: undefined };
	patch(turn, { ...forgotten, routerId: config.routerId ?? routerId, originateAt: turn.now });
	for (const [id, what] of Object.entries(imported)) originateExternal(turn, id, what);
}

function hearAll(turn: Turn): void {
	const updated = new Set<OspfInterface>();
	for (const received of turn.sys.net.receiveAll(turn.ospf.socket)) {
		const heard = sortOut(turn, received);
		if (!heard) continue;
		hear(turn, heard.one, received, heard.packet);
		if (heard.packet.body.type === "update") updated.add(heard.one);
	}
	for (const one of updated) afterUpdates(turn, one);
}

/** 8.2: which interface a packet is for, if it is for one at all. */
function sortOut(
	turn: Turn,
	{ packet: ip, ifindex }: Received,
): { one: OspfInterface; packet: OspfPacket } | undefined {
	const packet = ip.payload.proto === "ospf" ? packetOf(ip.payload) : undefined;
	if (!packet || packet.router === turn.ospf.routerId) return undefined;
	const one = receiving(turn, ifindex, ip.src);
	return !one || one.config.passive || packet.area !== one.config.area ? undefined : { one, packet };
}

/** ospf_if_lookup_recv_if(): of those on a link, the one whose network the sender is in; a /32 has a peer, or borrows its address. */
function receiving({ ospf }: Turn, ifindex: number, src: Addr): OspfInterface | undefined {
	let found: OspfInterface | undefined;
	for (const one of ospf.interfaces) {
		if (one.ifindex !== ifindex || one.state !== "Point-To-Point") continue;
		if (one.prefixlen !== 32 && !contains({ addr: one.addr, len: one.prefixlen }, src)) continue;
		if (!found || found.prefixlen < one.prefixlen) found = one;
	}
	return found;
}

function hear(turn: Turn, one: OspfInterface, { packet: ip }: Received, { router, body }: OspfPacket): void {
	if (body.type === "hello") return hearHello(turn, one, ip.src, router, body);
	if (one.neighbour?.id !== router) return;
	switch (body.type) {
		case "description":
			return hearDescription(turn, one, body);
		case "request":
			return hearRequest(turn, one, body);
		case "update":
			return hearUpdate(turn, one, body);
		case "ack":
			return hearAck(one, body);
		default:
			body satisfies never;
	}
}

function timers(turn: Turn): void {
	for (const one of turn.ospf.interfaces) {
		interfaceTimers(turn, one);
		neighbourTimers(turn, one);
		if (one.ackAt !== undefined && one.ackAt <= turn.now) sendAcks(turn, one);
	}
	refresh(turn);
	if (turn.ospf.walkAt <= turn.now) walk(turn);
	const { removeAt } = turn.ospf;
	if (removeAt !== undefined && removeAt <= turn.now) removeOld(turn);
}

/** 14: what nobody refreshes is not to be counted on when it is an hour old, and goes a while later. */
function walk(turn: Turn): void {
	store(turn);
	patch(turn, { walkAt: turn.now + walkEvery });
	if (turn.ospf.removeAt !== undefined) return;
	for (const entry of lsaValues(turn.ospf.database)) {
		if (ageOf(entry, turn.now) < MaxAge || entry.lsa.key === keyOf(turn.ospf.routerId)) continue;
		removeLater(turn);
		if (entry.lsa.type === "router") scheduleSpf(turn);
		else patch(turn, { externalAt: turn.now });
	}
}

/** ospfd/ospf_flood.c ospf_maxage_lsa_remover() */
function removeOld(turn: Turn): void {
	store(turn);
	let { database } = turn.ospf;
	for (const [key, entry] of lsaEntries(database))
		if (ageOf(entry, turn.now) >= MaxAge && key !== keyOf(turn.ospf.routerId)) database = lsaDelete(database, key);
	patch(turn, { database, removeAt: undefined });
}

/** Ways to networks outside are as they were until they are calculated themselves, but for what is inside now. */
function runSpf(turn: Turn): void {
	const { spf, routes: old } = turn.ospf;
	const { at: _, ...rest } = spf;
	const { routes, borderRouters } = calculate(turn.ospf, turn.now);
	const inside = new Set(routes.map(({ key }) => key));
	const outside = old.filter(({ external, key }) => external && !inside.has(key));
	const all = outside.length === 0 ? routes : [...routes, ...outside].sort((a, b) => a.key - b.key);
	const externalAt = turn.ospf.database.externals.size > 0 ? turn.now + externalDelay : undefined;
	patch(turn, { spf: { ...rest, last: turn.now, runs: spf.runs + 1 }, routes: all, borderRouters, externalAt });
}

/** When the router wants its next turn. */
export function dueOf(ospf: Ospf): number {
	let due = Math.min(ospf.walkAt, refreshDue({ ospf }));
	const sooner = (at: number | undefined) => {
		if (at !== undefined && at < due) due = at;
	};
	sooner(ospf.originateAt);
	sooner(ospf.spf.at);
	sooner(ospf.externalAt);
	sooner(ospf.removeAt);
	for (const { helloAt, waitUntil, ackAt, neighbour } of ospf.interfaces) {
		sooner(helloAt);
		sooner(waitUntil);
		sooner(ackAt);
		if (!neighbour) continue;
		sooner(neighbour.deadAt);
		sooner(neighbour.ddAt);
		sooner(neighbour.requestAt);
		sooner(neighbour.retransmitAt);
	}
	return due;
}
