/**
 * One OSPF router (RFC 2328) as plain data, and a turn of its work. FRR's ospfd is the model for what the RFC leaves open: timers,
 * costs, the delay of calculations. Read next: interface.ts, neighbour.ts, flood.ts, spf.ts; router.ts puts a turn together.
 */
import type { Addr } from "../../net/addr.ts";
import type { Sending } from "../../uapi/socket.ts";
import type { System } from "../process.ts";
import type { InterfaceConfig, OspfConfig } from "./config.ts";
import { copyInterface, copyNeighbour, copyOspf } from "./copy.ts";
import { type External, keyOf, type Lsa, type LsaHeader, MaxAge } from "./lsa.ts";
import { emptyLsaMap, type LsaKey, type LsaMap, lsaGet, lsaSetAll } from "./lsa-map.ts";
import type { DatabaseDescription } from "./packet.ts";
import type { OspfRoute, RouterRoute } from "./spf.ts";

/** An LSA in the database. */
export interface Entry {
	readonly lsa: Lsa;
	/** Its age in seconds when it was put in, and when that was. */
	readonly age: number;
	readonly since: number;
}

/** 10.1, as far as point-to-point networks go; a neighbour that is down is none. */
export type NeighbourState = "Init" | "2-Way" | "ExStart" | "Exchange" | "Loading" | "Full";

export const neighbourStates: readonly NeighbourState[] = ["Init", "2-Way", "ExStart", "Exchange", "Loading", "Full"];

/** An LSA that went out, and when. */
export interface Unacknowledged {
	readonly lsa: LsaHeader;
	readonly sent: number;
}

export interface Neighbour {
	readonly id: Addr;
	readonly addr: Addr;
	readonly priority: number;
	readonly state: NeighbourState;
	/** When it came up, and when it is given up. */
	readonly since: number;
	readonly deadAt: number;
	/** Of the exchange of databases: is the neighbour the master, and which number counts? */
	readonly master: boolean;
	readonly ddSeq: number;
	/** What we sent last, for when it is lost; what came last, to know it again. */
	readonly ddSent?: DatabaseDescription;
	readonly ddHeard?: DatabaseDescription;
	readonly ddAt?: number;
	/** Keys still to be described, and LSAs still to be asked for, in order. */
	readonly summary: readonly LsaKey[];
	readonly requests: LsaMap<LsaHeader>;
	readonly requestAt?: number;
	/** It has been asked for something: the timer for asking again goes on for ever (ospfd/ospf_packet.c ospf_ls_req_timer()). */
	readonly asked?: true;
	/** What it has not acknowledged yet, each LSA once. */
	readonly unacknowledged: readonly Unacknowledged[];
	readonly retransmitAt?: number;
	/** How often its state has changed, and when last. */
	readonly changes: number;
	readonly changed: number;
}

export type InterfaceState = "Loopback" | "Waiting" | "Point-To-Point" | "DR";

/** struct ospf_interface: one for each address of a link that is up. */
export interface OspfInterface {
	readonly ifindex: number;
	readonly name: string;
	readonly addr: Addr;
	readonly prefixlen: number;
	readonly mtu: number;
	readonly config: InterfaceConfig;
	readonly state: InterfaceState;
	readonly cost: number;
	/** When the next hello is due, and when the interface is done with waiting. */
	readonly helloAt?: number;
	readonly waitUntil?: number;
	/** Acknowledgements that are put off (13.5), and until when. */
	readonly acks: readonly LsaHeader[];
	readonly ackAt?: number;
	readonly neighbour?: Neighbour;
}

export interface Ospf {
	readonly pid: number;
	readonly config: OspfConfig;
	readonly routerId: Addr;
	/** A raw socket of protocol 89. */
	readonly socket: number;
	readonly since: number;
	readonly interfaces: readonly OspfInterface[];
	readonly database: LsaMap<Entry>;
	/** When the next walk for LSAs that are too old is due, and when those that it found go. */
	readonly walkAt: number;
	readonly removeAt?: number;
	/** Networks outside of the AS that this router tells of (external.ts), by link state id. */
	readonly imported?: Readonly<Record<Addr, External>>;
	/** It is to begin anew, with the id that it is configured with (router.ts). */
	readonly anew?: true;
	/** When our own LSA was made last; when it is to be made anew. */
	readonly originated?: number;
	readonly originateAt?: number;
	/** FRR's throttle: the last calculation, the next one, what the hold time is multiplied by, how long the last one waited. */
	readonly spf: { readonly last?: number; readonly at?: number; readonly multiplier: number; readonly runs: number };
	/** When the ways to networks outside of the AS are calculated anew. */
	readonly externalAt?: number;
	readonly routes: readonly OspfRoute[];
	/** The ways to routers at the border of the AS. */
	readonly borderRouters: readonly RouterRoute[];
	readonly ddSeq: number;
}

/** A turn: what the router does between two waits. The router in it belongs to the turn alone, and is changed in place. */
export interface Turn {
	readonly sys: System;
	readonly now: number;
	readonly ospf: Ospf;
	/** LSAs that are new in this turn, and the interfaces whose neighbour knows them already. */
	readonly fresh: Map<LsaKey, OspfInterface[]>;
	/** What is still to be put into the database (store). */
	readonly installed: Map<LsaKey, Entry>;
	/** Packets, which go out together at the end. */
	readonly out: Sending[];
}

export function newOspf(pid: number, socket: number, config: OspfConfig, routerId: Addr, now: number): Ospf {
	return {
		pid,
		config,
		routerId,
		socket,
		since: now,
		interfaces: [],
		database: emptyLsaMap(),
		walkAt: now + walkEvery,
		originateAt: now,
		spf: { multiplier: 1, runs: 0 },
		routes: [],
		borderRouters: [],
		// RFC 2328, 10.8: something unique, such as the time of day.
		ddSeq: Math.floor(now / 1000),
	};
}

/** With a copy that the turn may change: of the router, its interfaces and its neighbours. */
export function beginTurn(sys: System, ospf: Ospf): Turn {
	const own = copyOspf(ospf);
	own.interfaces = ospf.interfaces.map(copyPort);
	return { sys, now: sys.now(), ospf: own, fresh: new Map(), installed: new Map(), out: [] };
}

function copyPort(one: OspfInterface): OspfInterface {
	const own = copyInterface(one);
	if (one.neighbour) own.neighbour = copyNeighbour(one.neighbour);
	return own;
}

/** ospfd/ospf_vty.c clear_ip_ospf_neighbor(): all neighbours are to be met anew. */
export function clearNeighbours(ospf: Ospf): Ospf {
	const interfaces = ospf.interfaces.map(({ neighbour: _, ...one }) => ({ ...one, acks: [] }));
	return { ...ospf, interfaces, originateAt: 0 };
}

/** OSPF_LSA_MAXAGE_CHECK_INTERVAL */
export const walkEvery = 30_000;

type Patch<T> = { readonly [K in keyof T]?: T[K] | undefined };

export function patch(turn: Turn, change: Patch<Ospf>): void {
	Object.assign(turn.ospf, change);
}

/** Of a turn's own interface. */
export function setInterface(one: OspfInterface, change: Patch<OspfInterface>): void {
	Object.assign(one, change);
}

/** Changes the neighbour on an interface; nothing where there is none. */
export function setNeighbour({ neighbour }: OspfInterface, change: Patch<Neighbour>): void {
	if (neighbour) Object.assign(neighbour, change);
}

type Knowing = Pick<Turn, "ospf"> & Partial<Pick<Turn, "installed">>;

export function entryOf({ ospf, installed }: Knowing, key: LsaKey): Entry | undefined {
	return installed?.get(key) ?? lsaGet(ospf.database, key);
}

export function ownEntry(knowing: Knowing): Entry | undefined {
	return entryOf(knowing, keyOf(knowing.ospf.routerId));
}

/** A turn may hear of hundreds of LSAs: the database gets them at once. */
export function store(turn: Turn): void {
	if (turn.installed.size === 0) return;
	patch(turn, { database: lsaSetAll(turn.ospf.database, turn.installed) });
	turn.installed.clear();
}

/** Seconds. */
export function ageOf({ age, since }: Entry, now: number): number {
	return Math.min(MaxAge, age + Math.floor((now - since) / 1000));
}

/** Seconds of an interface's timers, as FRR has them by default. */
export function intervals({ config }: Pick<OspfInterface, "config">) {
	const hello = config.hello ?? 10;
	return {
		hello,
		dead: config.dead ?? 4 * hello,
		retransmit: config.retransmit ?? 5,
		transmitDelay: config.transmitDelay ?? 1,
	};
}

export function isAtLeast(neighbour: Neighbour | undefined, state: NeighbourState): neighbour is Neighbour {
	return neighbour !== undefined && neighbourStates.indexOf(neighbour.state) >= neighbourStates.indexOf(state);
}
