/**
 * The database and its spreading (RFC 2328, 13): what is new is put in and goes on to all neighbours but the one it came from,
 * again and again until each has acknowledged it. A turn floods once, at its end, so that what came together goes on together.
 */
import {
	type AgedLsa,
	compareInstances,
	type Lsa,
	type LsaHeader,
	MaxAge,
	makeExternalLsa,
	saysTheSame,
} from "./lsa.ts";
import { type LsaKey, lsaCount, lsaDelete, lsaGet } from "./lsa-map.ts";
import {
	ageOf,
	type Entry,
	entryOf,
	intervals,
	isAtLeast,
	type Neighbour,
	type OspfInterface,
	patch,
	setInterface,
	setNeighbour,
	store,
	type Turn,
	type Unacknowledged,
} from "./ospf.ts";
import { divide, headerLength, type LinkStateAck, type LinkStateUpdate, lsaHeaderLength } from "./packet.ts";
import { roomOf, send } from "./send.ts";
import { scheduleSpf } from "./throttle.ts";

/** Puts an LSA into the database; it is flooded at the end of the turn. What it says anew leads to a new calculation (13.2). */
export function install(turn: Turn, lsa: Lsa, age: number, from?: OspfInterface): void {
	const old = entryOf(turn, lsa.key);
	turn.installed.set(lsa.key, { lsa, age, since: turn.now });
	turn.fresh.set(lsa.key, from === undefined ? [] : [from]);
	if (age >= MaxAge) removeLater(turn);
	const gone = age >= MaxAge || (old && ageOf(old, turn.now) >= MaxAge);
	if (old && !gone && saysTheSame(old.lsa, lsa)) return;
	if (lsa.type === "router") scheduleSpf(turn);
	else patch(turn, { externalAt: turn.now });
}

/** ospfd/ospf_flood.c ospf_lsa_flush(): it goes on with the greatest age, so that all forget it. */
export function flush(turn: Turn, lsa: Lsa): void {
	install(turn, lsa, MaxAge);
}

/** OSPF_LSA_MAXAGE_REMOVE_DELAY_DEFAULT: one time for all that there are then. */
const removeDelay = 60_000;

export function removeLater(turn: Turn): void {
	patch(turn, { removeAt: turn.ospf.removeAt ?? turn.now + removeDelay });
}

/** 13: a Link State Update has come. What it means for the neighbour is put together, and noted once. */
export function hearUpdate(turn: Turn, one: OspfInterface, { lsas }: LinkStateUpdate): void {
	if (!isAtLeast(one.neighbour, "Exchange")) return;
	const { requests, unacknowledged } = one.neighbour;
	const heard: Heard = { one, requests, unacknowledged, acks: [] };
	for (const each of lsas) hearLsa(turn, heard, each);
	setNeighbour(one, { requests: heard.requests, unacknowledged: leftOf(unacknowledged, heard.waiting) });
	if (heard.acks.length === 0) return;
	setInterface(one, { acks: one.acks.concat(heard.acks), ackAt: one.ackAt ?? turn.now + ackDelay });
}

interface Heard {
	readonly one: OspfInterface;
	requests: Neighbour["requests"];
	readonly unacknowledged: Neighbour["unacknowledged"];
	/** The same by key, once that is asked; less what has turned out to be acknowledged. */
	waiting?: Map<LsaKey, Unacknowledged>;
	readonly acks: LsaHeader[];
}

function byKey(list: readonly Unacknowledged[]): Map<LsaKey, Unacknowledged> {
	return new Map(list.map((each) => [each.lsa.key, each]));
}

function leftOf(
	list: readonly Unacknowledged[],
	waiting: ReadonlyMap<LsaKey, Unacknowledged> | undefined,
): readonly Unacknowledged[] {
	return !waiting || waiting.size === list.length ? list : [...waiting.values()];
}

function hearLsa(turn: Turn, heard: Heard, { lsa, age }: AgedLsa): void {
	const { one } = heard;
	const own = entryOf(turn, lsa.key);
	const order = own ? compareInstances(lsa, own.lsa, { a: age, b: ageOf(own, turn.now) }) : 1;
	fulfil(heard, lsa);
	// (4): of what nobody has, there is nothing to forget
	if (!own && age >= MaxAge) {
		heard.acks.push(lsa);
		return;
	}
	if (order > 0) {
		if (own && turn.now - own.since < turn.ospf.config.lsaArrival && own.age === 0 && own.since !== turn.now) return;
		install(turn, lsa, age, one);
		heard.acks.push(lsa);
		if (lsa.router === turn.ospf.routerId) answerOwn(turn, lsa);
	} else if (order === 0) {
		turn.fresh.get(lsa.key)?.push(one);
		heard.waiting ??= byKey(heard.unacknowledged);
		if (!forget(heard.waiting, lsa)) heard.acks.push(lsa);
	} else if (own) sendEntries(turn, one, [own]);
}

/** 13.4: an LSA of one's own from an earlier life. It is made anew, newer; or, where there is nothing to say any more, flushed. */
function answerOwn(turn: Turn, lsa: Lsa): void {
	if (lsa.type === "router") return patch(turn, { originateAt: turn.now });
	const what = turn.ospf.imported?.[lsa.id];
	if (what) install(turn, makeExternalLsa(lsa.router, lsa.id, lsa.seq + 1, what), 0);
	else flush(turn, lsa);
}

/** It was asked for, and is here: not asked for any more. */
function fulfil(heard: Heard, lsa: LsaHeader): void {
	const wanted = lsaCount(heard.requests) === 0 ? undefined : lsaGet(heard.requests, lsa.key);
	if (!wanted || compareInstances(lsa, wanted, { a: 0, b: 0 }) < 0) return;
	heard.requests = lsaDelete(heard.requests, lsa.key);
}

/** The neighbour has this very instance; true when we were waiting to hear that. */
function forget(waiting: Map<LsaKey, Unacknowledged>, { key, seq }: LsaHeader): boolean {
	return waiting.get(key)?.lsa.seq === seq && waiting.delete(key);
}

/** 13.5: acknowledgements are put off for a while, so that one packet has many. */
const ackDelay = 500;

export function sendAcks(turn: Turn, one: OspfInterface): void {
	const room = roomOf(one) - headerLength;
	for (const headers of divide(one.acks, room, () => lsaHeaderLength)) send(turn, one, { type: "ack", headers });
	setInterface(one, { acks: [], ackAt: undefined });
}

/** 13.7 */
export function hearAck(one: OspfInterface, { headers }: LinkStateAck): void {
	const { neighbour } = one;
	if (!isAtLeast(neighbour, "Exchange") || neighbour.unacknowledged.length === 0) return;
	const waiting = byKey(neighbour.unacknowledged);
	for (const header of headers) forget(waiting, header);
	setNeighbour(one, { unacknowledged: leftOf(neighbour.unacknowledged, waiting) });
}

/** 13.3: at the end of a turn. Nobody is to have an older one any more (13, 5c). */
export function floodFresh(turn: Turn): void {
	if (turn.fresh.size === 0) return;
	const fresh = [...turn.fresh].flatMap(([key, knows]) => {
		const entry = entryOf(turn, key);
		return entry ? [{ entry, knows }] : [];
	});
	store(turn);
	for (const one of turn.ospf.interfaces) {
		withdraw(one, turn.fresh);
		if (!isAtLeast(one.neighbour, "Exchange")) continue;
		const entries = fresh.flatMap(({ entry, knows }) => (knows.includes(one) ? [] : [entry]));
		if (entries.length > 0) flood(turn, one, one.neighbour, entries);
	}
	turn.fresh.clear();
}

function withdraw(one: OspfInterface, keys: Turn["fresh"]): void {
	const { unacknowledged = [] } = one.neighbour ?? {};
	if (unacknowledged.some(({ lsa }) => keys.has(lsa.key)))
		setNeighbour(one, { unacknowledged: unacknowledged.filter(({ lsa }) => !keys.has(lsa.key)) });
}

function flood(turn: Turn, one: OspfInterface, neighbour: Neighbour, entries: readonly Entry[]): void {
	let { requests } = neighbour;
	if (lsaCount(requests) > 0) for (const { lsa } of entries) requests = lsaDelete(requests, lsa.key);
	const sent = entries.map(({ lsa }): Unacknowledged => ({ lsa, sent: turn.now }));
	const unacknowledged = neighbour.unacknowledged.concat(sent);
	const retransmitAt = neighbour.retransmitAt ?? turn.now + 1000 * intervals(one).retransmit;
	setNeighbour(one, { unacknowledged, requests, retransmitAt });
	sendEntries(turn, one, entries);
}

export function sendLsas(turn: Turn, one: OspfInterface, keys: readonly LsaKey[]): void {
	sendEntries(
		turn,
		one,
		keys.flatMap((key) => entryOf(turn, key) ?? []),
	);
}

function sendEntries(turn: Turn, one: OspfInterface, entries: readonly Entry[]): void {
	const { transmitDelay } = intervals(one);
	const lsas = entries.map((entry) => aged(entry, turn.now, transmitDelay));
	const room = roomOf(one) - headerLength - 4;
	for (const run of divide(lsas, room, ({ lsa }) => lsa.length)) send(turn, one, { type: "update", lsas: run });
}

/** 13.3: the time that the link takes is added to its age. */
function aged(entry: Entry, now: number, transmitDelay: number): AgedLsa {
	return { lsa: entry.lsa, age: Math.min(MaxAge, ageOf(entry, now) + transmitDelay) };
}

/** 13.6: what has waited for the whole interval goes out again, if nothing newer is about to. */
export function retransmit(turn: Turn, one: OspfInterface): void {
	const { neighbour } = one;
	if (!neighbour) return;
	const ms = 1000 * intervals(one).retransmit;
	const isLate = ({ lsa, sent }: Unacknowledged) => sent + ms <= turn.now && !turn.fresh.has(lsa.key);
	const late = neighbour.unacknowledged.filter(isLate);
	const unacknowledged =
		late.length === 0
			? neighbour.unacknowledged
			: neighbour.unacknowledged.map((each) => (isLate(each) ? { lsa: each.lsa, sent: turn.now } : each));
	const next = unacknowledged.reduce((least, { sent }) => Math.min(least, sent + ms), Number.POSITIVE_INFINITY);
	setNeighbour(one, { unacknowledged, retransmitAt: Number.isFinite(next) ? next : undefined });
	sendLsas(
		turn,
		one,
		late.map(({ lsa }) => lsa.key),
	);
}
