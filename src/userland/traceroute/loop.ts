/**
 * The loop of traceroute 2.1.2: traceroute.c do_it(), get_timeout(), check_expired(), print_probe(). Up to sixteen probes are on
 * their way before the first answer is looked at, which is why a limit on errors shows as holes. The way takes no time here; a
 * round trip shows a constant.
 */
import type { QueuedError } from "../../uapi/socket.ts";
import { nameOf } from "../host-name.ts";
import type { Answer, Process, Wait } from "../process.ts";
import type { Heard, Prober } from "./method.ts";
import type { Options } from "./option.ts";

export interface Probe {
	sent?: number;
	/** How long the answer took, ms. */
	trip?: number;
	done?: boolean;
	final?: boolean;
	from?: string;
	/** `!H` and its like, and `F=1400`. */
	note?: string;
	/** The time to live that the answer came with. */
	ttl?: number;
}

const roundTrip = 0.03;
/** DEF_WAIT_PREC, ms */
const precision = 1;

interface Trace {
	readonly process: Process;
	readonly options: Options;
	readonly prober: Prober;
	readonly probes: Probe[];
	size: number;
	lastSent: number;
}

export function* trace(
	process: Process,
	options: Options,
	prober: Prober,
	size: number,
): Generator<Wait, void, Answer> {
	const probes = Array.from({ length: options.maxTtl * options.queries }, (): Probe => ({}));
	const run: Trace = { process, options, prober, probes, size, lastSent: Number.NEGATIVE_INFINITY };
	let start = (options.firstTtl - 1) * options.queries;
	let end = probes.length;
	while (start < end) {
		const round = look(run, start, end);
		({ start, end } = round);
		if (round.next === undefined) continue;
		const ms = Math.max(0, Math.ceil(round.next - process.sys.now()));
		let heard = prober.receive();
		if (!heard && ms > 0) yield { wait: "readable", socket: prober.sockets(), ms };
		for (heard ??= prober.receive(); heard; heard = prober.receive()) hear(run, heard);
	}
	process.stdout("\n");
}

interface Round {
	readonly start: number;
	readonly end: number;
	/** Until when to wait for answers. */
	readonly next: number | undefined;
}

/** One round: prints what can be printed, and sends what may be on its way. */
function look(run: Trace, from: number, to: number): Round {
	const { options, probes, process } = run;
	const now = process.sys.now();
	let [start, end, waiting] = [from, to, 0];
	let next: number | undefined;
	for (let n = start; n < end && waiting < options.simultaneous; n++) {
		const probe = probes[n] as Probe;
		if (n === start && !probe.done && probe.sent !== undefined) {
			const until = probe.sent + timeoutOf(run, n);
			if (until > now) next = until;
			else expire(run, n);
		}
		if (probe.done) {
			if (n === start) print(run, start++);
			if (probe.final) end = (Math.floor(n / options.queries) + 1) * options.queries;
			continue;
		}
		if (probe.sent === undefined) {
			if (options.sendWait > 0 && run.lastSent + options.sendWait > now) {
				next = run.lastSent + options.sendWait;
				break;
			}
			send(run, n, now);
		}
		next ??= now + timeoutOf(run, n);
		waiting++;
	}
	return { start, end, next };
}

function send(run: Trace, n: number, now: number): void {
	const probe = run.probes[n] as Probe;
	probe.sent = now;
	run.lastSent = now;
	run.prober.send(probe, Math.floor(n / run.options.queries) + 1, run.size);
}

/** get_timeout(): who has heard from this hop, or from a later one, waits no longer than a few times that. */
function timeoutOf({ probes, options }: Trace, n: number): number {
	const { here, near, wait, queries } = options;
	const first = n - (n % queries);
	const same = probes.slice(first, first + queries).find(isAnswered);
	if (here > 0 && same?.trip !== undefined) return Math.min(wait, (same.trip + precision) * here);
	for (let i = n + 1; near > 0 && i < probes.length && probes[i]?.sent !== undefined; i++) {
		const later = probes[i] as Probe;
		if (isAnswered(later)) return Math.min(wait, ((later.trip ?? 0) + precision) * near);
	}
	return wait;
}

function isAnswered({ done, trip }: Probe): boolean {
	return Boolean(done) && trip !== undefined;
}

function expire(run: Trace, n: number): void {
	const probe = run.probes[n] as Probe;
	run.prober.expire(probe);
	probe.done = true;
	const final = misplaced(run, n);
	if (!final) return;
	Object.assign(probe, final);
	for (const key of Object.keys(final)) delete final[key as keyof Probe];
	final.sent = 1;
}

/**
 * check_expired(): of probes sent together a host that counts its errors may answer only later ones. Where that is likely, such
 * an answer stands for this one.
 */
function misplaced({ probes, options: { queries } }: Trace, n: number): Probe | undefined {
	const before = probes.slice(n - (n % queries), n);
	if (before.some(({ done, final }) => !done || !final)) return undefined;
	const sent = probes.slice(n + 1).findIndex((probe) => probe.done || probe.sent === undefined);
	const at = n + 1 + sent;
	const found = sent < 0 ? undefined : probes[at];
	if (!found?.done || !found.final || !found.note) return undefined;
	if (before.length > 0 || (n % queries) + (at - n) < queries) return found;
	if (probes.slice(0, n).some(({ from }) => from !== undefined && from === found.from)) return found;
	if (found.ttl === undefined) return undefined;
	const nearest = probes
		.slice(0, n)
		.findLast((p) => p.done && !p.final && p.ttl !== undefined && hops(p) < hops(found));
	const back = nearest ? hops(found) - hops(nearest) + Math.floor(probes.indexOf(nearest) / queries) + 1 : hops(found);
	return back <= Math.floor(n / queries) + 1 ? found : undefined;
}

/** ttl2hops(): how far an answer has come, if it began with one of the usual values. */
function hops({ ttl = 0 }: Probe): number {
	return (ttl <= 64 ? 65 : ttl <= 128 ? 129 : 256) - ttl;
}

/** recv_reply() */
function hear(run: Trace, { probe, error, reply, at }: Heard): void {
	const { prober, options } = run;
	if (probe.done) return;
	probe.trip = roundTrip + at - (probe.sent ?? at);
	prober.expire(probe);
	probe.done = true;
	if (reply) return void Object.assign(probe, { from: reply.src, ttl: reply.ttl, final: true });
	if (!error) return;
	if (error.origin === "icmp") {
		probe.from = error.offender ?? "";
		if (error.ttl !== undefined) probe.ttl = error.ttl;
		Object.assign(probe, meaning(error));
	} else Object.assign(probe, { note: `!F-${error.info}`, final: true });
	if (!options.mtu || error.info < prober.header || error.info >= run.size) return;
	run.size = error.info;
	for (const key of Object.keys(probe)) delete probe[key as keyof Probe];
	probe.note = `F=${error.info}`;
}

const marks4: Readonly<Record<number, string>> = {
	...{ 0: "!N", 1: "!H", 2: "!P", 3: "", 5: "!S", 6: "!N", 7: "!H", 8: "!N", 9: "!X", 10: "!X" },
	...{ 11: "!N", 12: "!H", 13: "!X", 14: "!V", 15: "!C" },
};
const marks6: Readonly<Record<number, string>> = { 0: "!N", 1: "!X", 2: "!H", 3: "!H", 4: "" };

/** parse_icmp_res(): only that the time ran out on the way leaves something to be found. */
function meaning({ icmpType, code, info, about }: QueuedError): Pick<Probe, "final" | "note"> {
	const six = about?.family === "inet6";
	if (icmpType === (six ? 3 : 11) && code === 0) return {};
	const unreachable = icmpType === (six ? 1 : 3);
	const tooBig = six ? icmpType === 2 : unreachable && code === 4;
	const known = tooBig ? `!F-${info}` : unreachable ? ((six ? marks6 : marks4)[code] ?? `!<${code}>`) : undefined;
	const note = known ?? `!<${icmpType}-${code}>`;
	return { final: true, ...(note !== "" && { note }) };
}

/** print_probe() */
function print({ process: { sys, stdout }, options, probes }: Trace, n: number): void {
	const { from, trip, note } = probes[n] as Probe;
	const { queries, numeric, back } = options;
	const at = n % queries;
	const hop = Math.floor(n / queries) + 1;
	if (at === 0) stdout(`\n${String(hop).padStart(2)} `);
	if (from === undefined) stdout(" *");
	else if (probes.slice(n - at, n).findLast((probe) => probe.from !== undefined)?.from !== from) {
		stdout(` ${numeric ? from : `${nameOf(sys, from) ?? from} (${from})`}`);
		const probe = probes[n] as Probe;
		if (back && probe.ttl !== undefined && hops(probe) !== hop) stdout(` '-${hops(probe)}'`);
	}
	if (trip !== undefined) stdout(`  ${trip.toFixed(3)} ms`);
	if (note !== undefined) stdout(` ${note}`);
}
