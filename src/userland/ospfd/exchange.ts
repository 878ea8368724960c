/**
 * Two neighbours compare their databases (RFC 2328, 10.6 to 10.9): one is the master, the one with the greater id; both
 * describe what they have, and then ask for what is newer on the other side.
 */
import { sendLsas } from "./flood.ts";
import { compareInstances, headerOf, keyOf, type LsaHeader, MaxAge } from "./lsa.ts";
import { emptyLsaMap, lsaCount, lsaEntries, lsaSet, lsaValues } from "./lsa-map.ts";
import {
	ageOf,
	entryOf,
	intervals,
	isAtLeast,
	type Neighbour,
	type OspfInterface,
	patch,
	setNeighbour,
	store,
	type Turn,
} from "./ospf.ts";
import {
	type AgedHeader,
	type DatabaseDescription,
	headerLength,
	type LinkStateRequest,
	lsaHeaderLength,
} from "./packet.ts";
import { roomOf, send } from "./send.ts";
import { changeState } from "./state.ts";

/** To ExStart: who is to be master? Each says that it is. */
export function startExchange(turn: Turn, one: OspfInterface): void {
	const ddSeq = turn.ospf.ddSeq + 1;
	patch(turn, { ddSeq });
	changeState(turn, one, "ExStart", {
		ddSeq,
		master: false,
		summary: [],
		requests: emptyLsaMap(),
		requestAt: undefined,
		asked: undefined,
		ddHeard: undefined,
	});
	describe(turn, one, { init: true, more: true, master: true, headers: [] });
}

type Said = Pick<DatabaseDescription, "init" | "more" | "master" | "headers">;

function describe(turn: Turn, one: OspfInterface, said: Said): void {
	const { ddSeq, master } = one.neighbour as Neighbour;
	const ddSent: DatabaseDescription = { type: "description", mtu: one.mtu, seq: ddSeq, ...said };
	// Only who speaks without being asked says it again.
	const ddAt = master ? undefined : turn.now + 1000 * intervals(one).retransmit;
	setNeighbour(one, { ddSent, ddAt });
	send(turn, one, ddSent);
}

/** 10.6 */
export function hearDescription(turn: Turn, one: OspfInterface, heard: DatabaseDescription): void {
	if (!one.neighbour || heard.mtu > one.mtu) return;
	if (one.neighbour.state === "Init") startExchange(turn, one);
	const neighbour = one.neighbour as Neighbour;
	if (neighbour.state === "ExStart") return negotiate(turn, one, neighbour, heard);
	if (isRepeated(neighbour, heard)) {
		if (neighbour.master && neighbour.ddSent) send(turn, one, neighbour.ddSent);
		return;
	}
	const expected = neighbour.master ? neighbour.ddSeq + 1 : neighbour.ddSeq;
	const fits =
		neighbour.state === "Exchange" && heard.master === neighbour.master && !heard.init && heard.seq === expected;
	if (fits) takeDescription(turn, one, heard);
	else startExchange(turn, one);
}

function isRepeated({ ddHeard }: Neighbour, heard: DatabaseDescription): boolean {
	return (
		ddHeard !== undefined &&
		ddHeard.seq === heard.seq &&
		ddHeard.init === heard.init &&
		ddHeard.more === heard.more &&
		ddHeard.master === heard.master
	);
}

function negotiate(turn: Turn, one: OspfInterface, { id, ddSeq }: Neighbour, heard: DatabaseDescription): void {
	const greater = keyOf(id) > keyOf(turn.ospf.routerId);
	const { init, more, master, headers } = heard;
	if (init && more && master && headers.length === 0 && greater) {
		enterExchange(turn, one, { master: true, ddSeq: heard.seq });
		takeDescription(turn, one, heard);
	} else if (!init && !master && heard.seq === ddSeq && !greater) {
		enterExchange(turn, one, { master: false });
		takeDescription(turn, one, heard);
	}
}

function enterExchange(turn: Turn, one: OspfInterface, more: Pick<Neighbour, "master"> & Partial<Neighbour>): void {
	store(turn);
	const summary = lsaEntries(turn.ospf.database).flatMap(([key, entry]) =>
		ageOf(entry, turn.now) < MaxAge ? [key] : [],
	);
	changeState(turn, one, "Exchange", { summary, ...more });
}

/** 10.8: notes what is newer there, and answers (the slave) or goes on (the master). */
function takeDescription(turn: Turn, one: OspfInterface, heard: DatabaseDescription): void {
	const neighbour = one.neighbour as Neighbour;
	let { requests } = neighbour;
	for (const { header, age } of heard.headers)
		if (isNewer(turn, header, age)) requests = lsaSet(requests, header.key, header);
	setNeighbour(one, { requests, ddHeard: heard });
	if (neighbour.master) answer(turn, one, heard);
	else goOn(turn, one, heard);
	if (neighbour.requestAt === undefined) ask(turn, one);
}

function isNewer(turn: Turn, header: LsaHeader, age: number): boolean {
	const own = entryOf(turn, header.key);
	return !own || compareInstances(header, own.lsa, { a: age, b: ageOf(own, turn.now) }) > 0;
}

function answer(turn: Turn, one: OspfInterface, heard: DatabaseDescription): void {
	setNeighbour(one, { ddSeq: heard.seq });
	const headers = nextHeaders(turn, one);
	const more = left(one) > 0;
	describe(turn, one, { init: false, more, master: false, headers });
	if (!more && !heard.more) exchangeDone(turn, one);
}

function goOn(turn: Turn, one: OspfInterface, heard: DatabaseDescription): void {
	const { ddSent, ddSeq = 0 } = one.neighbour ?? {};
	if (ddSent && !ddSent.more && !heard.more) return exchangeDone(turn, one);
	setNeighbour(one, { ddSeq: ddSeq + 1 });
	const headers = nextHeaders(turn, one);
	describe(turn, one, { init: false, more: left(one) > 0, master: true, headers });
}

function left({ neighbour }: OspfInterface): number {
	return neighbour?.summary.length ?? 0;
}

/** As many as fit into one packet. */
function nextHeaders(turn: Turn, one: OspfInterface): AgedHeader[] {
	const count = Math.max(1, Math.floor((roomOf(one) - headerLength - 8) / lsaHeaderLength));
	const { summary } = one.neighbour as Neighbour;
	setNeighbour(one, { summary: summary.slice(count) });
	return summary.slice(0, count).flatMap((key) => {
		const entry = entryOf(turn, key);
		if (!entry) return [];
		return [{ header: headerOf(entry.lsa), age: ageOf(entry, turn.now) }];
	});
}

function exchangeDone(turn: Turn, one: OspfInterface): void {
	const neighbour = one.neighbour as Neighbour;
	changeState(turn, one, lsaCount(neighbour.requests) > 0 ? "Loading" : "Full", { ddAt: undefined });
}

/** 10.9: asks for what is missing. */
function ask(turn: Turn, one: OspfInterface): void {
	const { neighbour } = one;
	if (!isAtLeast(neighbour, "Exchange") || lsaCount(neighbour.requests) === 0) return;
	const count = Math.floor((roomOf(one) - headerLength) / 12);
	const keys = lsaValues(neighbour.requests)
		.slice(0, count)
		.map(({ key }) => key);
	setNeighbour(one, { requestAt: turn.now + 1000 * intervals(one).retransmit, asked: true });
	send(turn, one, { type: "request", keys });
}

/** 10.7 */
export function hearRequest(turn: Turn, one: OspfInterface, { keys }: LinkStateRequest): void {
	if (!isAtLeast(one.neighbour, "Exchange")) return;
	if (keys.some((key) => !entryOf(turn, key))) return startExchange(turn, one);
	sendLsas(turn, one, keys);
}

/** Updates have come: all is there, or more is to be asked for. */
export function afterUpdates(turn: Turn, one: OspfInterface): void {
	const { neighbour } = one;
	if (!isAtLeast(neighbour, "Exchange")) return;
	if (lsaCount(neighbour.requests) > 0) return ask(turn, one);
	setNeighbour(one, { requestAt: undefined });
	if (neighbour.state === "Loading") changeState(turn, one, "Full");
}

export function exchangeTimers(turn: Turn, one: OspfInterface): void {
	const { neighbour } = one;
	if (!neighbour) return;
	const { ddAt, ddSent, requestAt } = neighbour;
	if (ddAt !== undefined && ddAt <= turn.now && ddSent) {
		setNeighbour(one, { ddAt: turn.now + 1000 * intervals(one).retransmit });
		send(turn, one, ddSent);
	}
	if (requestAt !== undefined && requestAt <= turn.now) ask(turn, one);
}
