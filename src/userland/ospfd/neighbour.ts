/**
 * The neighbour at the other end of a point-to-point link (RFC 2328, 10): hellos find it, databases are compared and made
 * equal, and as long as hellos come it is Full. exchange.ts has the databases.
 */
import type { Addr } from "../../net/addr.ts";
import { exchangeTimers, startExchange } from "./exchange.ts";
import { retransmit } from "./flood.ts";
import { emptyLsaMap } from "./lsa-map.ts";
import { touchLsa } from "./originate.ts";
import { intervals, type Neighbour, type OspfInterface, setInterface, type Turn } from "./ospf.ts";
import type { Hello } from "./packet.ts";
import { changeState } from "./state.ts";

/** 10.5. Both ends must mean the same by silence. */
export function hearHello(turn: Turn, one: OspfInterface, src: Addr, id: Addr, hello: Hello): void {
	const { hello: every, dead } = intervals(one);
	// On point-to-point networks the mask need not agree (10.5).
	if (hello.helloInterval !== every || hello.deadInterval !== dead) return;
	const deadAt = turn.now + 1000 * dead;
	const known = one.neighbour?.id === id ? one.neighbour : undefined;
	if (one.neighbour && !known) dropNeighbour(turn, one);
	const neighbour = { ...(known ?? newNeighbour(turn, id)), addr: src, priority: hello.priority, deadAt };
	setInterface(one, { neighbour });
	const both = hello.neighbours.includes(turn.ospf.routerId);
	if (both && neighbour.state === "Init") startExchange(turn, one);
	else if (!both && neighbour.state !== "Init") backToInit(turn, one);
}

function newNeighbour(turn: Turn, id: Addr): Neighbour {
	return {
		id,
		addr: "0.0.0.0",
		priority: 1,
		state: "Init",
		since: turn.now,
		deadAt: 0,
		master: false,
		ddSeq: 0,
		summary: [],
		requests: emptyLsaMap(),
		unacknowledged: [],
		changes: 1,
		changed: turn.now,
	};
}

/** 1-WayReceived: it does not know us (any more). */
function backToInit(turn: Turn, one: OspfInterface): void {
	changeState(turn, one, "Init", {
		summary: [],
		requests: emptyLsaMap(),
		unacknowledged: [],
		retransmitAt: undefined,
		requestAt: undefined,
		asked: undefined,
		ddAt: undefined,
		ddSent: undefined,
		ddHeard: undefined,
	});
}

/** KillNbr, InactivityTimer */
export function dropNeighbour(turn: Turn, one: OspfInterface): void {
	const { neighbour } = one;
	if (!neighbour) return;
	setInterface(one, { neighbour: undefined });
	if (neighbour.state === "Full") touchLsa(turn);
}

export function neighbourTimers(turn: Turn, one: OspfInterface): void {
	const { neighbour } = one;
	if (!neighbour) return;
	if (neighbour.deadAt <= turn.now) return dropNeighbour(turn, one);
	if (neighbour.retransmitAt !== undefined && neighbour.retransmitAt <= turn.now) retransmit(turn, one);
	exchangeTimers(turn, one);
}
