/**
 * tracepath of iputils 20221126: tracepath.c. One UDP socket that must not fragment; each hop is asked with a packet as long as
 * the path is believed to take, and the errors that come back tell the hop, or a smaller mtu, which starts the hop over.
 */

import { strerror } from "../uapi/errno.ts";
import type { QueuedError, SocketAddr } from "../uapi/socket.ts";
import { Failed } from "./failed.ts";
import { hostAddr, nameOf } from "./host-name.ts";
import { versionOf } from "./iputils.ts";
import type { Answer, Process, Program, Result, Wait } from "./process.ts";

interface Options {
	readonly host: string;
	readonly family: "inet" | "inet6" | undefined;
	readonly numeric: boolean;
	readonly both: boolean;
	readonly length: number;
	readonly hops: number;
	readonly port: number;
}

const overhead = { inet: 28, inet6: 48 } as const;
/** What is tried without -l: more than any path takes. */
const longest = { inet: 65_535, inet6: 128_000 } as const;
const hostColumn = 52;
const roundTrip = 0.03;
const tries = 10;

export const tracepath: Program = function* (process) {
	try {
		return yield* run(process, parseOptions(process.args));
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		if (error.exit === 0) process.stdout(`${error.message}\n`);
		else process.stderr(`${error.message}\n`);
		return error.exit;
	}
};

const usage = `
Usage
  tracepath [options] <destination>

Options:
  -4 -6  -b  -l <length>  -m <hops>  -n  -p <port>  -V`;

function parseOptions(args: readonly string[]): Options {
	const flags = new Set<string>();
	const values = new Map<string, number>();
	const hosts: string[] = [];
	const most: Readonly<Record<string, number>> = { l: 2_147_483_647, m: 255, p: 65_535 };
	for (let i = 0; i < args.length; i++) {
		const word = args[i] as string;
		if (!/^-./.test(word)) hosts.push(word);
		for (let at = 1; /^-./.test(word) && at < word.length; at++) {
			const letter = word[at] as string;
			const max = most[letter];
			if (!"46bnV?h".includes(letter) && max === undefined)
				throw new Failed(`tracepath: invalid option -- '${letter}'\n${usage}`, 255);
			if (max === undefined) flags.add(letter);
			else {
				const text = word.slice(at + 1) || args[++i];
				if (text === undefined)
					throw new Failed(`tracepath: option requires an argument -- '${letter}'\n${usage}`, 255);
				values.set(letter, integer(text, max));
				break;
			}
			if (letter === "V") throw new Failed(versionOf("tracepath"), 0);
			if (flags.has("4") && flags.has("6")) throw new Failed("tracepath: Only one -4 or -6 option may be specified", 2);
		}
	}
	const [host, ...more] = hosts;
	if (host === undefined || more.length > 0 || flags.has("h") || flags.has("?")) throw new Failed(usage, 255);
	return {
		host,
		family: flags.has("4") ? "inet" : flags.has("6") ? "inet6" : undefined,
		numeric: flags.has("n"),
		both: flags.has("b"),
		length: values.get("l") ?? 0,
		hops: values.get("m") ?? 30,
		port: values.get("p") || 44_444,
	};
}

/** strtol_or_err() */
function integer(text: string, max: number): number {
	if (!/^\s*[+-]?(?:0x[0-9a-f]+|\d+)$/i.test(text)) throw new Failed(`tracepath: invalid argument: '${text}'`, 1);
	const value = Number(text);
	if (value < 0 || value > max)
		throw new Failed(`tracepath: invalid argument: '${text}': out of range: 0 <= value <= ${max}`, 1);
	return value;
}

/** What is known of the path so far. */
interface Path {
	readonly process: Process;
	readonly options: Options;
	readonly to: SocketAddr;
	readonly socket: number;
	readonly family: "inet" | "inet6";
	ttl: number;
	mtu: number;
	/** Which hop the packet to each port was sent for, and when. */
	readonly sent: Map<number, { readonly ttl: number; readonly at: number }>;
	nextPort: number;
	hopsTo?: number;
	hopsBack?: number;
}

function must<T>(result: Result<T>, what: string): T {
	if ("errno" in result) throw new Failed(`tracepath: ${what}: ${strerror(result.errno)}`, 1);
	return result.ok;
}

function* run(process: Process, options: Options): Generator<Wait, number, Answer> {
	const { net } = process.sys;
	const found = hostAddr(process.sys, options.host, options.family);
	if ("error" in found) throw new Failed(`tracepath: ${options.host}: ${found.error}`, 1);
	const family = found.addr.includes(":") ? "inet6" : "inet";
	const socket = must(net.socket(family, "dgram", "udp"), "socket/connect");
	const mtu = options.length || longest[family];
	if (mtu <= overhead[family])
		throw new Failed(`tracepath: pktlen must be within: ${overhead[family]} < value <= 2147483647`, 1);
	// Seen with strace: this version asks for what the kernel has learnt (IP_PMTUDISC_DO), later ones for the device.
	must(net.setOptions(socket, { mtuDiscover: "do", recvErr: true }), "setsockopt");
	const to = { addr: found.addr, scopeId: found.scopeId };
	const path: Path = { process, options, to, socket, family, ttl: 1, mtu, sent: new Map(), nextPort: 0 };
	const done = yield* walk(path);
	if (!done) process.stdout(`     Too many hops: pmtu ${path.mtu}\n`);
	const to_ = path.hopsTo === undefined ? "" : `hops ${path.hopsTo} `;
	const back = path.hopsBack === undefined ? "" : `back ${path.hopsBack} `;
	process.stdout(`     Resume: pmtu ${path.mtu} ${to_}${back}\n`);
	return 0;
}

/** What asking a hop has brought: the path's mtu when someone on the way answered, "end", or nothing. */
type Progress = number | "end" | undefined;

/** True when the end was reached, or no way there. */
function* walk(path: Path): Generator<Wait, boolean, Answer> {
	for (path.ttl = 1; path.ttl <= path.options.hops; path.ttl++) {
		must(path.process.sys.net.setOptions(path.socket, { ttl: path.ttl }), "IP_TTL");
		const got = yield* hop(path);
		if (got === "end") return true;
		if (got === undefined) path.process.stdout(`${number(path.ttl)}:  no reply\n`);
	}
	return false;
}

/** Asks a hop three times at most, and anew when the mtu turns out smaller. */
function* hop(path: Path): Generator<Wait, Progress, Answer> {
	for (let i = 0; i < 3; i++) {
		const { mtu } = path;
		const got = yield* probe(path);
		if (path.mtu !== mtu) i = -1;
		else if (got !== undefined) return got;
	}
	return undefined;
}

/** probe_ttl() */
function* probe(path: Path): Generator<Wait, Progress, Answer> {
	const { process, to, socket, options, family } = path;
	const { net } = process.sys;
	const port = (options.port + path.nextPort) & 0xffff;
	for (let i = 0; i < tries; i++) {
		path.sent.set(port, { ttl: path.ttl, at: process.sys.now() });
		const payload = { proto: "udp", sport: 0, dport: port } as const;
		const sent = net.send(socket, { to: { ...to, port }, payload, size: path.mtu - overhead[family] + 8 });
		if ("ok" in sent) {
			path.nextPort = (path.nextPort + 1) % 64;
			return yield* listen(path);
		}
		const got = hearErrors(path);
		path.sent.delete(port);
		if (got === "end") return got;
		if (got !== undefined) i = -1;
	}
	path.nextPort = (path.nextPort + 1) % 64;
	process.stdout(`${number(path.ttl)}:  send failed\n`);
	return "end";
}

/** data_wait(): a second at most, and less when something comes. */
function* listen(path: Path): Generator<Wait, Progress, Answer> {
	const { process, socket } = path;
	yield { wait: "readable", socket, ms: 1000 };
	if ("ok" in process.sys.net.receive(socket)) {
		process.stdout(`${number(path.ttl)}?: reply received 8)\n`);
		return "end";
	}
	return hearErrors(path);
}

/** recverr(): all that the socket was told. */
function hearErrors(path: Path): Progress {
	let progress: Progress;
	for (;;) {
		const got = path.process.sys.net.receiveError(path.socket);
		if ("errno" in got) return progress;
		progress = path.mtu;
		const said = hear(path, got.ok);
		if (said === "end") return said;
		progress = said ?? progress;
	}
}

function number(ttl: number): string {
	return String(ttl).padStart(2);
}

function hear(path: Path, error: QueuedError): Progress {
	const { process } = path;
	const { origin, about, at, errno, info } = error;
	// Of what the kernel itself refuses only IPv6 tells the port, and with it when that was sent.
	const port =
		about?.payload.proto === "udp" ? about.payload.dport : path.family === "inet6" ? portInUse(path) : undefined;
	const probed = port === undefined ? undefined : path.sent.get(port);
	if (port !== undefined) path.sent.delete(port);
	const where = origin === "local" ? "[LOCALHOST]".padEnd(32).concat(" ") : hostOf(path, error.offender ?? "");
	const label = origin === "icmp" && probed ? `${number(probed.ttl)}:  ` : `${number(path.ttl)}?: `;
	const trip = probed ? `${(at - probed.at + roundTrip).toFixed(3).padStart(7)}ms ` : "";
	process.stdout(`${label}${where}${trip}`);
	const back = backHops(error.ttl ?? -1);
	switch (errno) {
		case "EMSGSIZE":
			process.stdout(`pmtu ${info}\n`);
			path.mtu = info;
			return path.mtu;
		case "ECONNREFUSED":
			process.stdout("reached\n");
			path.hopsTo = probed?.ttl ?? path.ttl;
			path.hopsBack = back;
			return "end";
		case "EHOSTUNREACH":
			if (!isTimeExceeded(error)) return end(process, "!H");
			process.stdout(`${back === (probed?.ttl ?? path.ttl) ? "" : `asymm ${number(back)} `}\n`);
			return undefined;
		case "EPROTO":
			return end(process, "!P");
		case "ENETUNREACH":
			return end(process, "!N");
		case "EACCES":
			return end(process, "!A");
		default:
			process.stdout("\n");
			process.stderr(`tracepath: NET ERROR: ${strerror(errno)}\n`);
			return "end";
	}
}

function end(process: Process, mark: string): "end" {
	process.stdout(`${mark}\n`);
	return "end";
}

function portInUse({ options, nextPort }: Path): number {
	return (options.port + nextPort) & 0xffff;
}

function isTimeExceeded({ icmpType, code, about, origin }: QueuedError): boolean {
	return origin === "icmp" && code === 0 && icmpType === (about?.family === "inet6" ? 3 : 11);
}

/** How far an answer has come, if it began with one of the usual values. */
function backHops(ttl: number): number {
	return (ttl <= 64 ? 65 : ttl <= 128 ? 129 : 256) - ttl;
}

/** print_host(): a name where there is one, and the column filled up. */
function hostOf({ process: { sys }, options: { numeric, both } }: Path, addr: string): string {
	const name = nameOf(sys, addr) ?? "???";
	const [first, second] = numeric ? [addr, name] : [name, addr];
	const text = both ? `${first} (${second})` : first;
	return text + " ".repeat(Math.max(1, hostColumn - text.length));
}
