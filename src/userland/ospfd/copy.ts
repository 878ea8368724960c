/** Copies that a turn may change: of a router, an interface, a neighbour (net/whole.ts says why they are written out). */
import type { Whole } from "../../net/whole.ts";
import type { Neighbour, Ospf, OspfInterface } from "./ospf.ts";

export function copyOspf(ospf: Ospf): Whole<Ospf> {
	return {
		pid: ospf.pid,
		config: ospf.config,
		routerId: ospf.routerId,
		socket: ospf.socket,
		since: ospf.since,
		interfaces: ospf.interfaces,
		database: ospf.database,
		walkAt: ospf.walkAt,
		removeAt: ospf.removeAt,
		imported: ospf.imported,
		anew: ospf.anew,
		originated: ospf.originated,
		originateAt: ospf.originateAt,
		spf: ospf.spf,
		externalAt: ospf.externalAt,
		routes: ospf.routes,
		borderRouters: ospf.borderRouters,
		ddSeq: ospf.ddSeq,
	};
}

export function copyInterface(one: OspfInterface): Whole<OspfInterface> {
	return {
		ifindex: one.ifindex,
		name: one.name,
		addr: one.addr,
		prefixlen: one.prefixlen,
		mtu: one.mtu,
		config: one.config,
		state: one.state,
		cost: one.cost,
		helloAt: one.helloAt,
		waitUntil: one.waitUntil,
		acks: one.acks,
		ackAt: one.ackAt,
		neighbour: one.neighbour,
	};
}

export function copyNeighbour(neighbour: Neighbour): Whole<Neighbour> {
	return {
		id: neighbour.id,
		addr: neighbour.addr,
		priority: neighbour.priority,
		state: neighbour.state,
		since: neighbour.since,
		deadAt: neighbour.deadAt,
		master: neighbour.master,
		ddSeq: neighbour.ddSeq,
		ddSent: neighbour.ddSent,
		ddHeard: neighbour.ddHeard,
		ddAt: neighbour.ddAt,
		summary: neighbour.summary,
		requests: neighbour.requests,
		requestAt: neighbour.requestAt,
		asked: neighbour.asked,
		unacknowledged: neighbour.unacknowledged,
		retransmitAt: neighbour.retransmitAt,
		changes: neighbour.changes,
		changed: neighbour.changed,
	};
}
