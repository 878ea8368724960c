/**
 * ping of iputils 20221126: what it prints and the status it leaves with (ping/ping.c, ping_common.c). Echoes go through
 * System.sendEcho(); time passes on the virtual clock, and the round trip it shows is one of the model's own.
 */
import { type Addr, familyOf, inetPton } from "../net/addr.ts";
import { type Errno, strerror } from "../uapi/errno.ts";
import type { Answer, EchoAsk, EchoReply, Process, Program, Wait } from "./process.ts";

interface Options {
	readonly host: string;
	/** Echoes to send; without -c it would go on for ever. */
	readonly count: number;
	/** Milliseconds between two, and to wait for the last answer. */
	readonly interval: number;
	readonly timeout: number;
	readonly size: number;
	readonly ttl: number;
	readonly quiet: boolean;
	readonly numeric: boolean;
	readonly broadcast: boolean;
	readonly family: "inet" | "inet6" | undefined;
	readonly via: string | undefined;
}

/** Options that take a value, and those that do not, as far as a lab needs them. */
const takesValue = new Set(["c", "i", "W", "s", "t", "I", "w"]);
const plainFlags = new Set(["n", "q", "b", "4", "6", "v"]);

class Usage extends Error {}

function readWords(args: readonly string[]): { values: Map<string, string>; flags: Set<string>; hosts: string[] } {
	const values = new Map<string, string>();
	const flags = new Set<string>();
	const hosts: string[] = [];
	for (let i = 0; i < args.length; i++) {
		const word = args[i] as string;
		if (!word.startsWith("-") || word === "-") {
			hosts.push(word);
			continue;
		}
		for (let at = 1; at < word.length; at++) {
			const letter = word[at] as string;
			if (takesValue.has(letter)) {
				const rest = word.slice(at + 1);
				const value = rest !== "" ? rest : args[++i];
				if (value === undefined) throw new Usage(`ping: option requires an argument -- '${letter}'`);
				values.set(letter, value);
				break;
			}
			if (!plainFlags.has(letter)) throw new Usage(`iplab: ping -${letter} is not modelled`);
			flags.add(letter);
		}
	}
	return { values, flags, hosts };
}

function parseOptions(args: readonly string[]): Options {
	const { values, flags, hosts } = readWords(args);
	const host = hosts.at(-1);
	if (host === undefined) throw new Usage("ping: usage error: Destination address required");
	const number = (letter: string, fallback: number) => {
		const value = Number(values.get(letter) ?? fallback);
		if (Number.isNaN(value)) throw new Usage(`ping: invalid argument: '${values.get(letter)}'`);
		return value;
	};
	if (!values.has("c")) throw new Usage("iplab: ping without -c would never end on a virtual clock: give -c COUNT");
	return {
		host,
		count: number("c", 1),
		interval: number("i", 1) * 1000,
		timeout: number("W", 10) * 1000,
		size: number("s", 56),
		ttl: number("t", 64),
		quiet: flags.has("q"),
		numeric: flags.has("n"),
		broadcast: flags.has("b"),
		family: flags.has("4") ? "inet" : flags.has("6") ? "inet6" : undefined,
		via: values.get("I"),
	};
}

interface Target {
	readonly addr: Addr;
	/** `%lo` of a scoped address. */
	readonly zone: string | undefined;
	readonly isName: boolean;
}

/** An address with or without a zone, or a name of /etc/hosts. */
function resolve(process: Process, { host, family }: Options): Target | undefined {
	const [text = "", zone] = host.split("%");
	const addr = inetPton(text, "inet") ?? inetPton(text, "inet6");
	if (addr !== undefined) return family === undefined || familyOf(addr) === family ? { addr, zone, isName: false } : undefined;
	const hosts = process.sys.readFile("/etc/hosts");
	if ("errno" in hosts) return undefined;
	const found = hosts.ok
		.split("\n")
		.map((line) => line.replace(/#.*/, "").trim().split(/\s+/))
		.filter(([, ...names]) => names.includes(host))
		.map(([a]) => a as string)
		.filter((a) => family === undefined || familyOf(a) === family);
	// getaddrinfo() puts ::1 before 127.0.0.1 (RFC 6724).
	const [first] = found.sort((a, b) => Number(b.includes(":")) - Number(a.includes(":")));
	return first === undefined ? undefined : { addr: first, zone: undefined, isName: true };
}

/** Round trip of the model's loopback, ms. */
const roundTrip = 0.03;

export const ping: Program = function* (process) {
	try {
		const options = parseOptions(process.args);
		const target = resolve(process, options);
		if (!target) return fail(process, `ping: ${options.host}: Name or service not known`);
		return yield* pingTarget(process, options, target);
	} catch (error) {
		if (!(error instanceof Usage)) throw error;
		return fail(process, error.message);
	}
};

function fail(process: Process, text: string): number {
	process.stderr(`${text}\n`);
	return 2;
}

/** EACCES to a broadcast is told as a question (ping.c). */
function connectError(errno: Errno, family: "inet" | "inet6"): string {
	if (errno === "EACCES" && family === "inet")
		return "ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules";
	return `ping: connect: ${strerror(errno)}`;
}

function* pingTarget(process: Process, options: Options, target: Target): Generator<Wait, number, Answer> {
	const device = target.zone ?? (options.via !== undefined && !/[.:]/.test(options.via) ? options.via : undefined);
	const src = options.via !== undefined && device !== options.via ? options.via : undefined;
	const ask: EchoAsk = {
		dst: target.addr,
		broadcast: options.broadcast,
		...(src !== undefined && { src }),
		...(device !== undefined && { device }),
	};
	const family = familyOf(target.addr);
	const route = process.sys.connectEcho(ask);
	if ("errno" in route) return fail(process, connectError(route.errno, family));
	if (route.ok.kind === "broadcast") process.stderr("WARNING: pinging broadcast address\n");
	process.stdout(header(options, target, route.ok.dst));
	const tally = yield* echoes(process, options, ask);
	if (typeof tally === "string") return fail(process, tally);
	process.stdout(summary(options, tally));
	return tally.received > 0 ? 0 : 1;
}

function header(options: Options, target: Target, dst: Addr): string {
	if (familyOf(dst) === "inet6") {
		const shown = target.isName ? `${options.host} (${dst})` : options.host;
		return `PING ${options.host}(${shown}) ${options.size} data bytes\n`;
	}
	return `PING ${options.host} (${dst}) ${options.size}(${options.size + 28}) bytes of data.\n`;
}

interface Tally {
	readonly sent: number;
	readonly received: number;
	/** Milliseconds from the first echo to the end. */
	readonly time: number;
}

function* echoes(process: Process, options: Options, ask: EchoAsk): Generator<Wait, Tally | string, Answer> {
	const length = options.size + (familyOf(ask.dst) === "inet" ? 28 : 48);
	let received = 0;
	let time = 0;
	for (let seq = 1; seq <= options.count; seq++) {
		const { id, ttl } = { id: process.sys.pid, ttl: options.ttl };
		const outcome = process.sys.sendEcho({ ...ask, id, seq, length, ttl });
		if ("unmodelled" in outcome) return `iplab: ping: ${outcome.unmodelled} is not modelled yet`;
		if ("errno" in outcome) process.stderr(`ping: sendmsg: ${strerror(outcome.errno)}\n`);
		else if (outcome.ok) {
			received++;
			if (!options.quiet) process.stdout(answerLine(options, seq, outcome.ok));
		}
		const last = seq === options.count;
		const answered = "ok" in outcome && outcome.ok !== undefined;
		const ms = last ? (answered ? 0 : options.timeout) : options.interval;
		if (ms > 0) yield { wait: "sleep", ms };
		if (!last) time += ms;
	}
	return { sent: options.count, received, time };
}

function answerLine(options: Options, seq: number, reply: EchoReply): string {
	return `${options.size + 8} bytes from ${reply.from}: icmp_seq=${seq} ttl=${reply.ttl} time=${roundTrip.toFixed(3)} ms\n`;
}

function summary({ host }: Options, { sent, received, time }: Tally): string {
	const loss = Math.floor(((sent - received) * 100) / sent);
	const line = `${sent} packets transmitted, ${received} received, ${loss}% packet loss, time ${time}ms\n`;
	const rtt = roundTrip.toFixed(3);
	const times = received > 0 ? `rtt min/avg/max/mdev = ${rtt}/${rtt}/${rtt}/0.000 ms\n` : "\n";
	return `\n--- ${host} ping statistics ---\n${line}${times}`;
}
