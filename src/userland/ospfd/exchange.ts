/**
 * Two neighbours compare their databases (RFC 2328, 10.6 to 10.9): one is the master, the one with the greater id; both
 * describe what they have, and then ask for what is newer on the other side.
 */
import type { Addr } from "../../net/addr.ts";
import { idEntries, idSet, idValues } from "../../net/id-map.ts";
import { emptyTrie } from "../../net/trie.ts";
import { sendLsas } from "./flood.ts";
import { compareInstances, keyOf, type LsaHeader, MaxAge } from "./lsa.ts";
import {
	ageOf,
	entryOf,
	interfaceOf,
	intervals,
	isAtLeast,
	type Neighbour,
	type OspfInterface,
	patch,
	setNeighbour,
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
export function startExchange(turn: Turn, addr: Addr): void {
	const ddSeq = turn.ospf.ddSeq + 1;
	patch(turn, { ddSeq });
	changeState(turn, addr, "ExStart", {
		ddSeq,
		master: false,
		summary: [],
		requests: emptyTrie(),
		requestAt: undefined,
		ddHeard: undefined,
	});
	describe(turn, addr, { init: true, more: true, master: true, headers: [] });
}

type Said = Pick<DatabaseDescription, "init" | "more" | "master" | "headers">;

function describe(turn: Turn, addr: Addr, said: Said): void {
	const one = interfaceOf(turn, addr) as OspfInterface;
	const { ddSeq, master } = one.neighbour as Neighbour;
	const ddSent: DatabaseDescription = { type: "description", mtu: one.mtu, seq: ddSeq, ...said };
	// Only who speaks without being asked says it again.
	const ddAt = master ? undefined : turn.now + 1000 * intervals(one).retransmit;
	setNeighbour(turn, addr, { ddSent, ddAt });
	send(turn, one, ddSent);
}

/** 10.6 */
export function hearDescription(turn: Turn, addr: Addr, heard: DatabaseDescription): void {
	const one = interfaceOf(turn, addr) as OspfInterface;
	if (!one.neighbour || heard.mtu > one.mtu) return;
	if (one.neighbour.state === "Init") startExchange(turn, addr);
	const neighbour = interfaceOf(turn, addr)?.neighbour as Neighbour;
	if (neighbour.state === "ExStart") return negotiate(turn, addr, neighbour, heard);
	if (isRepeated(neighbour, heard)) {
		if (neighbour.master && neighbour.ddSent) send(turn, one, neighbour.ddSent);
		return;
	}
	const expected = neighbour.master ? neighbour.ddSeq + 1 : neighbour.ddSeq;
	const fits =
		neighbour.state === "Exchange" && heard.master === neighbour.master && !heard.init && heard.seq === expected;
	if (fits) takeDescription(turn, addr, heard);
	else startExchange(turn, addr);
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

function negotiate(turn: Turn, addr: Addr, { id, ddSeq }: Neighbour, heard: DatabaseDescription): void {
	const greater = keyOf(id) > keyOf(turn.ospf.routerId);
	const { init, more, master, headers } = heard;
	if (init && more && master && headers.length === 0 && greater) {
		enterExchange(turn, addr, { master: true, ddSeq: heard.seq });
		takeDescription(turn, addr, heard);
	} else if (!init && !master && heard.seq === ddSeq && !greater) {
		enterExchange(turn, addr, { master: false });
		takeDescription(turn, addr, heard);
	}
}

function enterExchange(turn: Turn, addr: Addr, more: Pick<Neighbour, "master"> & Partial<Neighbour>): void {
	const summary = [...idEntries(turn.ospf.database)].flatMap(([key, entry]) =>
		ageOf(entry, turn.now) < MaxAge ? [key] : [],
	);
	changeState(turn, addr, "Exchange", { summary, ...more });
}

/** 10.8: notes what is newer there, and answers (the slave) or goes on (the master). */
function takeDescription(turn: Turn, addr: Addr, heard: DatabaseDescription): void {
	const neighbour = interfaceOf(turn, addr)?.neighbour as Neighbour;
	let { requests } = neighbour;
	for (const { header, age } of heard.headers)
		if (isNewer(turn, header, age)) requests = idSet(requests, header.key, header);
	setNeighbour(turn, addr, { requests, ddHeard: heard });
	if (neighbour.master) answer(turn, addr, heard);
	else goOn(turn, addr, heard);
	if (neighbour.requestAt === undefined) ask(turn, addr);
}

function isNewer(turn: Turn, header: LsaHeader, age: number): boolean {
	const own = entryOf(turn.ospf, header.key);
	return !own || compareInstances(header, own.lsa, { a: age, b: ageOf(own, turn.now) }) > 0;
}

function answer(turn: Turn, addr: Addr, heard: DatabaseDescription): void {
	setNeighbour(turn, addr, { ddSeq: heard.seq });
	const headers = nextHeaders(turn, addr);
	const more = left(turn, addr) > 0;
	describe(turn, addr, { init: false, more, master: false, headers });
	if (!more && !heard.more) exchangeDone(turn, addr);
}

function goOn(turn: Turn, addr: Addr, heard: DatabaseDescription): void {
	const { ddSent, ddSeq = 0 } = interfaceOf(turn, addr)?.neighbour ?? {};
	if (ddSent && !ddSent.more && !heard.more) return exchangeDone(turn, addr);
	setNeighbour(turn, addr, { ddSeq: ddSeq + 1 });
	const headers = nextHeaders(turn, addr);
	describe(turn, addr, { init: false, more: left(turn, addr) > 0, master: true, headers });
}

function left(turn: Turn, addr: Addr): number {
	return interfaceOf(turn, addr)?.neighbour?.summary.length ?? 0;
}

/** As many as fit into one packet. */
function nextHeaders(turn: Turn, addr: Addr): AgedHeader[] {
	const one = interfaceOf(turn, addr) as OspfInterface;
	const count = Math.max(1, Math.floor((roomOf(one) - headerLength - 8) / lsaHeaderLength));
	const { summary } = one.neighbour as Neighbour;
	setNeighbour(turn, addr, { summary: summary.slice(count) });
	return summary.slice(0, count).flatMap((key) => {
		const entry = entryOf(turn.ospf, key);
		if (!entry) return [];
		const { id, seq, checksum } = entry.lsa;
		return [{ header: { id, key, seq, checksum }, age: ageOf(entry, turn.now) }];
	});
}

function exchangeDone(turn: Turn, addr: Addr): void {
	const neighbour = interfaceOf(turn, addr)?.neighbour as Neighbour;
	changeState(turn, addr, neighbour.requests.size > 0 ? "Loading" : "Full", { ddAt: undefined });
}

/** 10.9: asks for what is missing. */
function ask(turn: Turn, addr: Addr): void {
	const one = interfaceOf(turn, addr);
	const { neighbour } = one ?? {};
	if (!one || !isAtLeast(neighbour, "Exchange") || neighbour.requests.size === 0) return;
	const count = Math.floor((roomOf(one) - headerLength) / 12);
	const keys = [...idValues(neighbour.requests)].slice(0, count).map(({ key }) => key);
	setNeighbour(turn, addr, { requestAt: turn.now + 1000 * intervals(one).retransmit });
	send(turn, one, { type: "request", keys });
}

/** 10.7 */
export function hearRequest(turn: Turn, addr: Addr, { keys }: LinkStateRequest): void {
	const one = interfaceOf(turn, addr) as OspfInterface;
	if (!isAtLeast(one.neighbour, "Exchange")) return;
	if (keys.some((key) => !entryOf(turn.ospf, key))) return startExchange(turn, addr);
	sendLsas(turn, one, keys);
}

/** Updates have come: all is there, or more is to be asked for. */
export function afterUpdates(turn: Turn, addr: Addr): void {
	const neighbour = interfaceOf(turn, addr)?.neighbour;
	if (!isAtLeast(neighbour, "Exchange")) return;
	if (neighbour.requests.size > 0) return ask(turn, addr);
	setNeighbour(turn, addr, { requestAt: undefined });
	if (neighbour.state === "Loading") changeState(turn, addr, "Full");
}

export function exchangeTimers(turn: Turn, addr: Addr): void {
	const one = interfaceOf(turn, addr);
	const { neighbour } = one ?? {};
	if (!one || !neighbour) return;
	const { ddAt, ddSent, requestAt } = neighbour;
	if (ddAt !== undefined && ddAt <= turn.now && ddSent) {
		setNeighbour(turn, addr, { ddAt: turn.now + 1000 * intervals(one).retransmit });
		send(turn, one, ddSent);
	}
	if (requestAt !== undefined && requestAt <= turn.now) ask(turn, addr);
}
