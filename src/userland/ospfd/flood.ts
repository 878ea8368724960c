/**
 * The database and its spreading (RFC 2328, 13): what is new is put in and goes on to all neighbours but the one it came from,
 * again and again until each has acknowledged it. A turn floods once, at its end, so that what came together goes on together.
 */
import type { Addr } from "../../net/addr.ts";
import { idDelete, idEntries, idGet, idSet, idValues } from "../../net/id-map.ts";
import { type AgedLsa, compareInstances, type LsaHeader, MaxAge, type RouterLsa, sameLinks } from "./lsa.ts";
import {
	ageOf,
	entryOf,
	interfaceOf,
	intervals,
	isAtLeast,
	type OspfInterface,
	patch,
	setInterface,
	setNeighbour,
	type Turn,
} from "./ospf.ts";
import { divide, headerLength, type LinkStateAck, type LinkStateUpdate, lsaHeaderLength } from "./packet.ts";
import { roomOf, send } from "./send.ts";
import { scheduleSpf } from "./throttle.ts";

/** Puts an LSA into the database; it is flooded at the end of the turn. */
export function install(turn: Turn, lsa: RouterLsa, age: number, from?: Addr): void {
	const old = entryOf(turn.ospf, lsa.key);
	patch(turn, { database: idSet(turn.ospf.database, lsa.key, { lsa, age, since: turn.now }) });
	turn.fresh.set(lsa.key, new Set(from === undefined ? [] : [from]));
	if (!old || changes(old.lsa, lsa)) scheduleSpf(turn);
}

/** 13.2: only what LSAs say leads to a new calculation, not their number. */
function changes(a: RouterLsa, b: RouterLsa): boolean {
	return !sameLinks(a.links, b.links);
}

/** 13: a Link State Update has come. */
export function hearUpdate(turn: Turn, addr: Addr, { lsas }: LinkStateUpdate): void {
	if (!isAtLeast(interfaceOf(turn, addr)?.neighbour, "Exchange")) return;
	for (const each of lsas) hearLsa(turn, addr, each);
}

function hearLsa(turn: Turn, addr: Addr, { lsa, age }: AgedLsa): void {
	const own = entryOf(turn.ospf, lsa.key);
	const order = own ? compareInstances(lsa, own.lsa, { a: age, b: ageOf(own, turn.now) }) : 1;
	fulfil(turn, addr, lsa);
	if (order > 0) {
		if (own && turn.now - own.since < turn.ospf.config.lsaArrival && own.age === 0 && own.since !== turn.now) return;
		install(turn, lsa, age, addr);
		acknowledge(turn, addr, lsa);
		if (lsa.id === turn.ospf.routerId) patch(turn, { originateAt: turn.now });
	} else if (order === 0) {
		turn.fresh.get(lsa.key)?.add(addr);
		if (!forget(turn, addr, lsa)) acknowledge(turn, addr, lsa);
	} else if (own) {
		const one = interfaceOf(turn, addr) as OspfInterface;
		send(turn, one, { type: "update", lsas: [aged(turn, one, own.lsa.key)] });
	}
}

/** It was asked for, and is here: not asked for any more. */
function fulfil(turn: Turn, addr: Addr, lsa: LsaHeader): void {
	const neighbour = interfaceOf(turn, addr)?.neighbour;
	const wanted = neighbour && idGet(neighbour.requests, lsa.key);
	if (!neighbour || !wanted || compareInstances(lsa, wanted, { a: 0, b: 0 }) < 0) return;
	setNeighbour(turn, addr, { requests: idDelete(neighbour.requests, lsa.key) });
}

/** 13.5: acknowledgements are put off for a while, so that one packet has many. */
const ackDelay = 500;

function acknowledge(turn: Turn, addr: Addr, { id, key, seq, checksum }: LsaHeader): void {
	const one = interfaceOf(turn, addr);
	if (!one) return;
	const acks = [...one.acks, { id, key, seq, checksum }];
	setInterface(turn, addr, { acks, ackAt: one.ackAt ?? turn.now + ackDelay });
}

export function sendAcks(turn: Turn, one: OspfInterface): void {
	const room = roomOf(one) - headerLength;
	for (const headers of divide(one.acks, room, () => lsaHeaderLength)) send(turn, one, { type: "ack", headers });
	setInterface(turn, one.addr, { acks: [], ackAt: undefined });
}

/** 13.7 */
export function hearAck(turn: Turn, addr: Addr, { headers }: LinkStateAck): void {
	const neighbour = interfaceOf(turn, addr)?.neighbour;
	if (!isAtLeast(neighbour, "Exchange")) return;
	let { unacknowledged } = neighbour;
	for (const { key, seq } of headers)
		if (idGet(unacknowledged, key)?.header.seq === seq) unacknowledged = idDelete(unacknowledged, key);
	setNeighbour(turn, addr, { unacknowledged });
}

/** The neighbour has this very instance; true when we were waiting to hear that. */
function forget(turn: Turn, addr: Addr, { key, seq }: LsaHeader): boolean {
	const neighbour = interfaceOf(turn, addr)?.neighbour;
	if (!neighbour || idGet(neighbour.unacknowledged, key)?.header.seq !== seq) return false;
	setNeighbour(turn, addr, { unacknowledged: idDelete(neighbour.unacknowledged, key) });
	return true;
}

/** 13.3: at the end of a turn. */
export function floodFresh(turn: Turn): void {
	if (turn.fresh.size === 0) return;
	const fresh = [...turn.fresh];
	turn.fresh.clear();
	for (const one of turn.ospf.interfaces) {
		if (!isAtLeast(one.neighbour, "Exchange")) continue;
		const keys = fresh.flatMap(([key, knows]) => (knows.has(one.addr) ? [] : [key]));
		if (keys.length === 0) continue;
		const { unacknowledged, requests } = one.neighbour;
		let waiting = unacknowledged;
		let wanted = requests;
		for (const key of keys) {
			const { lsa } = entryOf(turn.ospf, key) ?? {};
			if (lsa) waiting = idSet(waiting, key, { header: lsa, sent: turn.now });
			wanted = idDelete(wanted, key);
		}
		const retransmitAt = one.neighbour.retransmitAt ?? turn.now + 1000 * intervals(one).retransmit;
		setNeighbour(turn, one.addr, { unacknowledged: waiting, requests: wanted, retransmitAt });
		sendLsas(turn, one, keys);
	}
}

export function sendLsas(turn: Turn, one: OspfInterface, keys: readonly number[]): void {
	const lsas = keys.flatMap((key) => (entryOf(turn.ospf, key) ? [aged(turn, one, key)] : []));
	const room = roomOf(one) - headerLength - 4;
	for (const run of divide(lsas, room, ({ lsa }) => lsa.length)) send(turn, one, { type: "update", lsas: run });
}

/** 13.3: the time that the link takes is added to its age. */
function aged(turn: Turn, one: OspfInterface, key: number): AgedLsa {
	const entry = entryOf(turn.ospf, key);
	if (!entry) throw new RangeError(`no LSA ${key}`);
	return { lsa: entry.lsa, age: Math.min(MaxAge, ageOf(entry, turn.now) + intervals(one).transmitDelay) };
}

/** 13.6: what has waited for the whole interval goes out again. */
export function retransmit(turn: Turn, one: OspfInterface): void {
	const { neighbour } = one;
	if (!neighbour) return;
	const ms = 1000 * intervals(one).retransmit;
	const late = [...idEntries(neighbour.unacknowledged)].filter(([, { sent }]) => sent + ms <= turn.now);
	let { unacknowledged } = neighbour;
	for (const [key, { header }] of late) unacknowledged = idSet(unacknowledged, key, { header, sent: turn.now });
	const next = Math.min(...[...idValues(unacknowledged)].map(({ sent }) => sent + ms));
	setNeighbour(turn, one.addr, { unacknowledged, retransmitAt: Number.isFinite(next) ? next : undefined });
	sendLsas(
		turn,
		one,
		late.map(([key]) => key),
	);
}
