/**
 * How mtr asks the way: ui/net.c net_send_batch(), net_process_return(), ui/select.c. Echoes with a growing time to live, one after
 * the other round a cycle, which begins anew where the host has answered.
 */
import type { Addr } from "../../net/addr.ts";
import type { IcmpEcho, Ip } from "../../uapi/packet.ts";
import type { SocketAddr } from "../../uapi/socket.ts";
import type { Answer, Process, Wait } from "../process.ts";
import type { Options } from "./option.ts";

/** What is known of one distance. */
export interface Hop {
	addr?: Addr;
	/** It said that the packet could go no further. */
	refused?: true;
	sent: number;
	/** Round trips, ms. */
	readonly trips: number[];
}

/** Round trip of a way that takes no time, ms. */
const roundTrip = 0.03;

interface Round {
	readonly process: Process;
	readonly options: Options;
	readonly to: SocketAddr;
	readonly socket: number;
	readonly hops: Hop[];
	/** Echoes in flight, by number: which distance, and when. */
	readonly flying: Map<number, { readonly at: number; readonly since: number }>;
}

export function* probe(
	process: Process,
	options: Options,
	socket: number,
	to: SocketAddr,
): Generator<Wait, readonly Hop[], Answer> {
	const hops = Array.from({ length: options.maxTtl }, (): Hop => ({ sent: 0, trips: [] }));
	const round: Round = { process, options, to, socket, hops, flying: new Map() };
	let [at, hosts] = [options.firstTtl - 1, 10];
	for (let cycle = 0; cycle < options.cycles; ) {
		send(round, at);
		const over = isRoundOver(round, at);
		if (over) [hosts, cycle] = [at + 1, cycle + 1];
		at = over ? options.firstTtl - 1 : at + 1;
		yield* listen(round, options.interval / hosts);
	}
	yield* listen(round, options.grace);
	return hops.slice(0, lastHop(round));
}

function send({ process, options, to, socket, hops, flying }: Round, at: number): void {
	const seq = flying.size + 1;
	const payload: IcmpEcho = { proto: "icmp", type: "echo", id: process.sys.pid & 0xffff, seq };
	const header = to.addr.includes(":") ? 40 : 20;
	flying.set(seq, { at, since: process.sys.now() });
	(hops[at] as Hop).sent++;
	process.sys.net.send(socket, { to, payload, size: Math.max(8, options.size - header), ttl: at + 1 });
}

/** The host is reached, or too many say nothing, or there is no further to go. */
function isRoundOver({ hops, to, options }: Round, at: number): boolean {
	const before = hops.slice(options.firstTtl - 1, at);
	if (hops[at]?.addr === to.addr || before.some(({ addr }) => addr === to.addr)) return true;
	return before.filter(({ addr }) => addr === undefined).length > options.maxUnknown || at >= options.maxTtl - 1;
}

/** Time passes, and what comes is taken in. */
function* listen(round: Round, ms: number): Generator<Wait, void, Answer> {
	const { process, socket } = round;
	const end = process.sys.now() + ms;
	while (process.sys.now() < end) {
		yield { wait: "readable", socket, ms: end - process.sys.now() };
		for (let got = process.sys.net.receive(socket); "ok" in got; got = process.sys.net.receive(socket))
			hear(round, got.ok.packet, got.ok.at);
	}
}

function hear({ process, hops, flying }: Round, { payload, src }: Ip, now: number): void {
	if (payload.proto !== "icmp") return;
	const about = payload.type === "error" ? payload.about.payload : payload;
	if (about.proto !== "icmp" || (about.type !== "echo" && about.type !== "echo-reply")) return;
	if (payload.type === "echo" || about.id !== (process.sys.pid & 0xffff)) return;
	const flight = flying.get(about.seq);
	const hop = flight && hops[flight.at];
	if (!hop) return;
	hop.addr = src;
	hop.trips.push(roundTrip + now - flight.since);
	const exceeded = src.includes(":") ? 3 : 11;
	if (payload.type === "error" && payload.icmpType !== exceeded) hop.refused = true;
}

/** net_max(): up to the host, or to who refused, or one further than who is known. */
function lastHop({ hops, to }: Round): number {
	const end = hops.findIndex(({ addr, refused }) => addr === to.addr || refused);
	if (end >= 0) return end + 1;
	const known = hops.findLastIndex(({ addr }) => addr !== undefined);
	return known < 0 ? 0 : Math.min(known + 2, hops.length);
}
