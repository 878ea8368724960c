/**
 * The loop of ping: sends when it is time, waits for answers and errors, and sums up. iputils ping/ping_common.c main_loop(),
 * pinger(), gather_statistics(), finish(). The way itself takes no time in the model; a round trip shows a constant.
 */
import { type Errno, strerror } from "../../uapi/errno.ts";
import type { IcmpEcho } from "../../uapi/packet.ts";
import type { QueuedError, Received } from "../../uapi/socket.ts";
import { nameOf, numericHost } from "../host-name.ts";
import type { Target } from "../ping.ts";
import type { Answer, Process, Wait } from "../process.ts";
import type { Options } from "./option.ts";
import { icmpText4, icmpText6, percent, tripTime } from "./text.ts";

/** Round trip of a way that takes no time, ms. */
const roundTrip = 0.03;

/** pinger(): with all sent, it looks once a second whether it is over; an error of its own sending ends nothing before. */
const lookAgain = 1000;

/** Data that can hold the time of sending. */
const timed = 16;

interface Tally {
	readonly process: Process;
	readonly options: Options;
	readonly target: Target;
	readonly id: number;
	readonly start: number;
	sent: number;
	received: number;
	repeats: number;
	errors: number;
	acked: number;
	pipe: number;
	/** When the last echo was sent, and each of them. */
	last: number;
	readonly sentAt: Map<number, number>;
	readonly seen: Set<number>;
	readonly trips: number[];
	/** The last route that was printed (-R). */
	route?: string;
	/** How often in a row there was no room to send, and when it is tried again. */
	full: number;
	retry?: number | undefined;
}

export function* echoes(process: Process, options: Options, target: Target): Generator<Wait, number, Answer> {
	const start = process.sys.now();
	const tally: Tally = {
		...{ process, options, target, start, id: options.id ?? process.sys.pid & 0xffff, last: start },
		...{ sent: 0, received: 0, repeats: 0, errors: 0, acked: 0, pipe: 0, full: 0 },
		...{ sentAt: new Map(), seen: new Set(), trips: [] },
	};
	const { count, deadline } = options;
	let end = deadline === undefined ? Number.POSITIVE_INFINITY : start + deadline;
	let alarmed = deadline !== undefined;
	let due = start;
	const now = () => process.sys.now();
	while (now() < end && !isOver(tally)) {
		const enough = () => count !== undefined && tally.sent >= count && deadline === undefined;
		const pause = enough() ? lookAgain : options.interval;
		for (let preload = tally.sent === 0 ? options.preload : 1; preload > 0 && now() >= due && !enough(); preload--)
			send(tally);
		if (now() >= due) due = tally.retry ?? now() + (isQuick(tally) ? floodInterval(tally) : pause);
		if (enough() && !alarmed) {
			alarmed = true;
			end = now() + lingerOf(tally);
		}
		const until = Math.min(end, due);
		if (until > now()) yield { wait: "readable", socket: target.socket, ms: until - now() };
		receiveAll(tally);
	}
	process.stdout(summary(tally));
	return tally.received === 0 || (deadline !== undefined && tally.received < (count ?? 0)) ? 1 : 0;
}

function isOver({ received, errors, options: { count, deadline } }: Tally): boolean {
	if (count !== undefined && received + errors >= count) return true;
	return deadline !== undefined && errors > 0;
}

/** __schedule_exit(): who has answered once will do so as quickly again. */
function lingerOf({ received, trips, options }: Tally): number {
	return received > 0 ? Math.max(2 * Math.max(...trips, 0), options.interval) : options.linger;
}

/** update_interval(): what is adapted begins with the usual interval, until there is an answer to go by. */
function isQuick({ options, received }: Tally): boolean {
	return options.interval === 0 || (options.adaptive && received > 0);
}

/** As fast as answers come, else a hundred a second; but time must pass. */
function floodInterval(tally: Tally): number {
	return inFlight(tally) > 0 ? 10 : 1;
}

function inFlight({ sent, acked }: Tally): number {
	return sent - acked;
}

function send(tally: Tally): void {
	const { process, options, target, id } = tally;
	const seq = (tally.sent + 1) & 0xffff;
	if (options.outstanding && tally.sent > 0 && !tally.seen.has(tally.sent))
		print(tally, `no answer yet for icmp_seq=${tally.sent}\n`);
	tally.last = process.sys.now();
	const payload: IcmpEcho = { proto: "icmp", type: "echo", id, seq };
	tally.sentAt.set(seq, tally.last);
	const outcome = process.sys.net.send(target.socket, { to: target.to, payload, size: options.size + 8 });
	tally.retry = "errno" in outcome && outcome.errno === "ENOBUFS" ? retryAt(tally) : undefined;
	if (tally.retry !== undefined) return;
	tally.sent++;
	if ("ok" in outcome) tally.full = 0;
	if ("errno" in outcome) refused(tally, outcome.errno);
	else if (options.flood && !options.quiet) process.stdout(".");
}

/** pinger(): a device that takes nothing is tried again, at least twice a second, for as long as one would wait for an answer. */
function retryAt(tally: Tally): number | undefined {
	const { interval, linger } = tally.options;
	const ms = Math.min(500, interval / 2);
	tally.full++;
	return tally.full * ms < linger ? tally.process.sys.now() + ms : undefined;
}

function print({ process, options }: Tally, text: string): void {
	const now = process.sys.now();
	const stamp = options.timestamps
		? `[${Math.floor(now / 1000)}.${String((now % 1000) * 1000).padStart(6, "0")}] `
		: "";
	process.stdout(`${stamp}${text}`);
}

/** Reads what has come, until nothing is in flight or nothing is there. */
function receiveAll(tally: Tally): void {
	const { net } = tally.process.sys;
	for (;;) {
		const got = net.receive(tally.target.socket);
		if ("ok" in got) hear(tally, got.ok);
		else if (!receiveErrors(tally)) return;
		if (inFlight(tally) === 0) return;
	}
}

function hear(tally: Tally, received: Received): void {
	const { payload, src, ttl, length } = received.packet;
	const { options, target } = tally;
	if (payload.proto !== "icmp") return;
	if (payload.type === "error") return hearRedirect(tally, received);
	if (payload.type !== "echo-reply" || payload.id !== tally.id) return;
	const { seq } = payload;
	acknowledge(tally, seq);
	const trip = roundTrip + received.at - (tally.sentAt.get(seq) ?? received.at);
	const repeated = tally.seen.has(seq);
	if (repeated) tally.repeats++;
	else tally.received++;
	tally.seen.add(seq);
	tally.trips.push(trip);
	if (options.quiet) return;
	if (options.flood) return tally.process.stdout("\b \b");
	const { recordRoute } = received.packet;
	const header = target.family === "inet" ? (recordRoute ? 60 : 20) : 40;
	const time = options.size >= timed ? ` time=${tripTime(trip)} ms` : "";
	const dup = repeated && (!target.many || options.verbose) ? " (DUP!)" : "";
	const ident = options.verbose ? ` ident=${payload.id}` : "";
	const elsewhere = target.family === "inet" && !target.many && src !== target.to.addr ? " (DIFFERENT ADDRESS!)" : "";
	const line = `${length - header} bytes from ${show(tally, src, received.ifindex)}: icmp_seq=${seq}${ident} ttl=${ttl}${time}${dup}${elsewhere}${options.audible ? "\x07" : ""}${routeText(tally, recordRoute)}\n`;
	print(tally, line);
}

/** pr_options(): the recorded route, or that it is the one before. */
function routeText(tally: Tally, route: readonly string[] | undefined): string {
	if (!route || route.length === 0) return "";
	const rows = route.map((addr) => show(tally, addr, 0)).join("\n\t");
	if (tally.route === rows) return "\t(same route)";
	tally.route = rows;
	return `\nRR: \t${rows}\n`;
}

/** A redirect comes as a packet, not as an error. */
function hearRedirect(tally: Tally, { packet }: Received): void {
	const { payload, src } = packet;
	if (payload.proto !== "icmp" || payload.type !== "error") return;
	const { about, icmpType, code, gateway, mtu = 0 } = payload;
	if (!isOurs(tally, about.dst, about.payload) || tally.options.quiet || tally.options.flood) return;
	const seq = (about.payload as IcmpEcho).seq;
	const said = icmpText4({ icmpType, code, mtu, ...(gateway !== undefined && { gateway }) });
	print(tally, `From ${show(tally, src, 0)}: icmp_seq=${seq} ${said}\n`);
}

function isOurs({ id, target }: Tally, dst: string, payload: { proto: string; type?: string; id?: number }): boolean {
	const to = target.to.addr === "::" ? "::1" : target.to.addr;
	return payload.proto === "icmp" && payload.type === "echo" && payload.id === id && dst === to;
}

/** pinger(): sendmsg() failed. */
function refused(tally: Tally, errno: Errno): void {
	if (errno === "ENOBUFS") {
		if (!tally.options.quiet) tally.process.stderr(`ping: sendmsg: ${strerror(errno)}\n`);
		return;
	}
	const got = tally.process.sys.net.receiveError(tally.target.socket);
	// With nothing in the queue of errors it says nothing at all: receive_error_msg() counts that as a local error.
	const told = "ok" in got && got.ok.origin === "icmp";
	if (told && !tally.options.quiet) tally.process.stderr(`ping: sendmsg: ${strerror(errno)}\n`);
	if ("ok" in got) hearError(tally, got.ok);
}

/** ping4_receive_error_msg(), ping6_receive_error_msg(): one of the queue; false when it is empty. */
function receiveErrors(tally: Tally): boolean {
	const got = tally.process.sys.net.receiveError(tally.target.socket);
	if ("errno" in got) return false;
	hearError(tally, got.ok);
	return true;
}

function hearError(tally: Tally, error: QueuedError): void {
	if (error.origin === "local") localError(tally, error);
	else remoteError(tally, error);
}

function localError(tally: Tally, { info }: QueuedError): void {
	const { process, options, target } = tally;
	if (options.quiet) return;
	tally.errors++;
	if (options.flood) return process.stdout("E");
	process.stderr(`ping: local error: message too long, mtu${target.family === "inet" ? "=" : ": "}${info}\n`);
}

function remoteError(tally: Tally, { about, icmpType, code, info, offender = "", ifindex }: QueuedError): void {
	const { options, target } = tally;
	if (!about || !isOurs(tally, about.dst, about.payload)) return;
	const { seq } = about.payload as IcmpEcho;
	acknowledge(tally, seq);
	tally.errors++;
	if (options.quiet) return;
	if (options.flood) return tally.process.stdout("\bE");
	const text = target.family === "inet" ? icmpText4 : icmpText6;
	print(tally, `From ${show(tally, offender, ifindex)} icmp_seq=${seq} ${text({ icmpType, code, mtu: info })}\n`);
}

function acknowledge(tally: Tally, seq: number): void {
	const behind = tally.sent - seq;
	if (behind < 0) return;
	tally.pipe = Math.max(tally.pipe, behind + 1);
	if (seq > tally.acked) tally.acked = seq;
}

/** pr_addr(): a link-local address with its zone, and the name that it has. */
function show({ process, target }: Tally, addr: string, ifindex: number): string {
	const { sys } = process;
	const scoped = /^f(?:e[89ab]|f[0-9a-f]2)/.test(addr);
	const text = numericHost(sys, addr, scoped ? ifindex : 0);
	const name = target.numeric ? undefined : nameOf(sys, addr);
	return name === undefined ? text : `${name} (${text})`;
}

function summary({ target, sent, options, received, repeats, errors, trips, pipe, last, start }: Tally): string {
	const loss = sent > 0 ? `, ${percent(sent - received, sent)}% packet loss, time ${last - start}ms` : "";
	const extra = `${repeats > 0 ? `, +${repeats} duplicates` : ""}${errors > 0 ? `, +${errors} errors` : ""}`;
	const line = `${sent} packets transmitted, ${received} received${extra}${loss}\n`;
	const notes = [
		...(received > 0 && options.size >= timed ? [rtt(trips)] : []),
		...(pipe > 1 ? [`pipe ${pipe}`] : []),
		...(received > 0 && sent > 1 && (options.interval === 0 || options.flood || options.adaptive)
			? [`ipg/ewma 0.000/${roundTrip.toFixed(3)} ms`]
			: []),
	];
	return `\n--- ${target.name} ping statistics ---\n${line}${notes.join(", ")}\n`;
}

function rtt(trips: readonly number[]): string {
	const sum = trips.reduce((a, b) => a + b, 0);
	const mean = sum / trips.length;
	const squares = trips.reduce((a, b) => a + b * b, 0) / trips.length;
	const mdev = Math.sqrt(Math.max(0, squares - mean * mean));
	const [min, max] = [Math.min(...trips), Math.max(...trips)];
	return `rtt min/avg/max/mdev = ${[min, mean, max, mdev].map((n) => n.toFixed(3)).join("/")} ms`;
}
