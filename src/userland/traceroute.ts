/**
 * traceroute of Dmitry Butskoy, as Debian has it (2.1.2): UDP to a rising port with a rising time to live, each probe through a
 * socket of its own. Several are on their way at once; the way itself takes no time in the model.
 */

import { strerror } from "../uapi/errno.ts";
import type { QueuedError, SocketAddr } from "../uapi/socket.ts";
import { hostAddr, nameOf } from "./host-name.ts";
import type { Answer, Process, Program, Result, Wait } from "./process.ts";

interface Options {
	readonly host: string;
	readonly family: "inet" | "inet6" | undefined;
	readonly numeric: boolean;
	readonly queries: number;
	readonly wait: number;
	readonly firstTtl: number;
	readonly maxTtl: number;
	readonly port: number;
	readonly size: number | undefined;
}

interface Probe {
	readonly ttl: number;
	readonly socket: number;
	/** Session time until which an answer counts. */
	readonly until: number;
	answer?: QueuedError;
}

class Failed extends Error {
	readonly exit: number;

	constructor(text: string, exit: number) {
		super(text);
		this.exit = exit;
	}
}

const header = { inet: 28, inet6: 48 } as const;
const defaultSize = { inet: 60, inet6: 80 } as const;
const roundTrip = "0.030";

export const traceroute: Program = function* (process) {
	try {
		return yield* run(process, parseOptions(process.args));
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		process.stderr(`${error.message}\n`);
		return error.exit;
	}
};

function parseOptions(args: readonly string[]): Options {
	const values = new Map<string, string>();
	const words: string[] = [];
	for (let i = 0; i < args.length; i++) {
		const word = args[i] as string;
		if (!word.startsWith("-") || word === "-") words.push(word);
		else if (/^-[46n]+$/.test(word)) for (const letter of word.slice(1)) values.set(letter, "");
		else if (/^-[qwmfp]/.test(word)) {
			const value = word.slice(2) || args[++i];
			if (value === undefined) throw new Failed(`Option \`${word}' (argc ${i}) requires an argument`, 2);
			values.set(word.charAt(1), value);
		} else throw new Failed(`iplab: 'traceroute ${word}' is not modelled`, 3);
	}
	const [host, size] = words;
	if (host === undefined) throw new Failed('Specify "host" missing argument.', 2);
	return {
		host,
		family: values.has("6") ? "inet6" : values.has("4") ? "inet" : undefined,
		numeric: values.has("n"),
		queries: within(values.get("q") ?? "3", 1, 10, "no more than 10 probes per hop"),
		wait: Number.parseFloat(values.get("w") ?? "5") * 1000,
		firstTtl: within(values.get("f") ?? "1", 1, 255, "first hop out of range"),
		maxTtl: within(values.get("m") ?? "30", 1, 255, "max hops cannot be more than 255"),
		port: Number(values.get("p") ?? 33434),
		size: size === undefined ? undefined : Number(size),
	};
}

function within(text: string, least: number, most: number, sentence: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < least || value > most) throw new Failed(sentence, 2);
	return value;
}

function must<T>(result: Result<T>, what: string): T {
	if ("errno" in result) throw new Failed(`\n${what}: ${strerror(result.errno)}`, 1);
	return result.ok;
}

function* run(process: Process, options: Options): Generator<Wait, number, Answer> {
	const found = hostAddr(process.sys, options.host, options.family);
	if ("error" in found)
		throw new Failed(
			`${options.host}: ${found.error}\nCannot handle "host" cmdline arg \`${options.host}' on position 1 (argc ${process.args.indexOf(options.host) + 1})`,
			2,
		);
	const family = found.addr.includes(":") ? "inet6" : "inet";
	if (options.firstTtl > options.maxTtl) throw new Failed("first hop out of range", 2);
	const size = Math.max(options.size ?? defaultSize[family], header[family]);
	process.stdout(`traceroute to ${options.host} (${found.addr}), ${options.maxTtl} hops max, ${size} byte packets`);
	const probes = sendAll(process, options, { addr: found.addr, scopeId: found.scopeId }, size - header[family] + 8);
	for (const [i, probe] of probes.entries()) {
		yield* hear(process, probe);
		print(process, options, probes, i);
		if (probe.answer && isFinal(probe.answer)) {
			const hop = Math.floor(i / options.queries);
			probes.splice((hop + 1) * options.queries);
		}
	}
	process.stdout("\n");
	return 0;
}

/** Nothing that comes after a hop whose answer is final is sent. */
function sendAll(process: Process, options: Options, to: SocketAddr, size: number): Probe[] {
	const probes: Probe[] = [];
	for (let ttl = options.firstTtl; ttl <= options.maxTtl; ttl++) {
		for (let query = 0; query < options.queries; query++)
			probes.push(send(process, options, { ...to, port: options.port + probes.length }, size, ttl));
		if (probes.slice(-options.queries).some(({ answer }) => answer && isFinal(answer))) break;
	}
	return probes;
}

function send({ sys }: Process, { wait }: Options, to: SocketAddr, size: number, ttl: number): Probe {
	const { net } = sys;
	const socket = must(net.socket(to.addr.includes(":") ? "inet6" : "inet", "dgram", "udp"), "socket");
	must(net.setOptions(socket, { ttl, recvErr: true, mtuDiscover: "dont" }), "setsockopt");
	must(net.connect(socket, to), "connect");
	const { port = 0 } = must(net.name(socket), "getsockname");
	const payload = { proto: "udp", sport: port, dport: to.port ?? 0 } as const;
	const sent = net.send(socket, { payload, size });
	const probe: Probe = { ttl, socket, until: sys.now() + wait };
	const got = net.receiveError(socket);
	if ("ok" in got && got.ok.origin === "icmp") probe.answer = got.ok;
	else if ("errno" in sent && sent.errno === "EMSGSIZE") throw new Failed(`\nsend: ${strerror(sent.errno)}`, 1);
	return probe;
}

function* hear({ sys }: Process, probe: Probe): Generator<Wait, void, Answer> {
	while (!probe.answer) {
		const got = sys.net.receiveError(probe.socket);
		if ("ok" in got) {
			if (got.ok.origin !== "icmp") break;
			probe.answer = got.ok;
		} else if (sys.now() >= probe.until) break;
		else yield { wait: "readable", socket: probe.socket, ms: probe.until - sys.now() };
	}
	sys.net.close(probe.socket);
}

/** Only that the time ran out on the way leaves something to be found. */
function isFinal({ about, icmpType }: QueuedError): boolean {
	return icmpType !== (about?.family === "inet6" ? 3 : 11);
}

function print({ sys, stdout }: Process, { numeric, queries }: Options, probes: readonly Probe[], i: number): void {
	const { ttl, answer } = probes[i] as Probe;
	if (i % queries === 0) stdout(`\n${String(ttl).padStart(2)} `);
	if (!answer) return stdout(" *");
	const before = i % queries === 0 ? undefined : probes[i - 1]?.answer?.offender;
	const from = answer.offender ?? "";
	const name = numeric ? from : `${nameOf(sys, from) ?? from} (${from})`;
	stdout(`${from === before ? "" : ` ${name}`}  ${roundTrip} ms${mark(answer)}`);
}

const marks4: Readonly<Record<number, string>> = {
	...{ 0: "!N", 1: "!H", 2: "!P", 3: "", 5: "!S", 6: "!N", 7: "!H", 8: "!N", 9: "!X", 10: "!X" },
	...{ 11: "!N", 12: "!H", 13: "!X", 14: "!V", 15: "!C" },
};
const marks6: Readonly<Record<number, string>> = { 0: "!N", 1: "!X", 2: "!S", 3: "!H", 4: "" };

/** handle_extensions() aside, what module udp says of an unreachable destination. */
function mark(error: QueuedError): string {
	const { icmpType, code, info, about } = error;
	if (!isFinal(error)) return "";
	if (about?.family === "inet6" ? icmpType === 2 : icmpType === 3 && code === 4) return ` !F-${info}`;
	const known = (about?.family === "inet6" ? marks6 : marks4)[code] ?? `!<${code}>`;
	return known === "" ? "" : ` ${known}`;
}
