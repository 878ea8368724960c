/**
 * ncat of nmap 7.93: connects or listens, on IPv6 and IPv4 at once where no address is given. ncat/ncat_connect.c,
 * ncat_listen.c. At the end of its input it ends its side of a connection.
 */

import { latin1OfText } from "../../net/byte.ts";
import { type Errno, strerror } from "../../uapi/errno.ts";
import { dial, sendDatagram } from "../dial.ts";
import { Failed } from "../failed.ts";
import { getopt, type LongOption, OptionError } from "../getopt.ts";
import { type HostAddr, hostAddrs, numericHost } from "../host-name.ts";
import { type Answer, forever, type Process, type Program, type Wait } from "../process.ts";
import { relay } from "./relay.ts";

/** bye(): before anything was tried. */
const quitting = (text: string) => new Failed(`Ncat: ${text} QUITTING.`, 2);

export const ncat: Program = function* (process) {
	try {
		const options = parse(process.args);
		const say = (text: string) => options.flags.has("v") && process.stderr(`Ncat: ${text}\n`);
		say("Version 7.93 ( https://nmap.org/ncat )");
		return options.flags.has("l") ? yield* listen(process, options, say) : yield* connect(process, options, say);
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		if (error.message !== "") process.stderr(`${error.message}\n`);
		return error.exit;
	}
};

type Say = (text: string) => void;

interface Options {
	readonly flags: ReadonlySet<string>;
	readonly family: "inet" | "inet6" | undefined;
	readonly protocol: "tcp" | "udp";
	/** ms */
	readonly wait?: number;
	readonly idle?: number;
	readonly source?: string;
	readonly sourcePort: number;
	readonly host?: string;
	readonly port: number;
}

const defaultPort = 31337;
const valued = new Set(["w", "i", "p", "s", "m"]);
const long: readonly LongOption[] = [
	"l listen",
	"u udp",
	"v verbose",
	"k keep-open",
	"n nodns",
	"z zero",
	"w wait",
	"i idle-timeout",
	"p source-port",
	"s source",
	"m max-conns",
	"V version",
	"send-only send-only",
	"recv-only recv-only",
	"no-shutdown no-shutdown",
].map((row): LongOption => {
	const [option = "", name = ""] = row.split(" ");
	return { name, option, ...(valued.has(option) && { value: true as const }) };
});

function parse(args: readonly string[]): Options {
	const flags = new Set<string>();
	const values = new Map<string, string>();
	let words: readonly string[] = [];
	try {
		const given = getopt(args, "46lukvnzw:i:p:s:m:C", long);
		let step = given.next();
		for (; !step.done; step = given.next()) {
			if (step.value.option === "V") throw new Failed("Ncat: Version 7.93 ( https://nmap.org/ncat )", 0);
			flags.add(step.value.option);
			values.set(step.value.option, step.value.value);
		}
		words = step.value;
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Failed(
			`ncat: ${error.message}\nNcat: Try \`--help' or man(1) ncat for more information, usage options and help. QUITTING.`,
			2,
		);
	}
	const listens = flags.has("l");
	const [wait, idle] = [timeOf(values.get("w"), "-w"), timeOf(values.get("i"), "-i")];
	const source = values.get("s");
	return {
		flags,
		family: flags.has("6") ? "inet6" : flags.has("4") ? "inet" : undefined,
		protocol: flags.has("u") ? "udp" : "tcp",
		...(wait !== undefined && { wait }),
		...(idle !== undefined && { idle }),
		...(source !== undefined && { source }),
		sourcePort: portOf(values.get("p") ?? "0", "source port"),
		...place(words, listens, listens ? values.get("p") : undefined),
	};
}

/** `2`, `500ms`, `1m`. */
function timeOf(text: string | undefined, option: string): number | undefined {
	if (text === undefined) return undefined;
	const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
	const ms = Number(amount || "0") * ({ ms: 1, "": 1000, s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? 1000);
	if (ms <= 0) throw quitting(`Invalid ${option} timeout "${text}" (must be greater than 0 and less than 2147483s).`);
	return ms;
}

function portOf(text: string, what = "port number"): number {
	if (!/^\d+$/.test(text) || Number(text) > 65535) throw quitting(`Invalid ${what} "${text}".`);
	return Number(text);
}

/** A server may be given a port alone. */
function place(words: readonly string[], listens: boolean, given: string | undefined) {
	const [first, second, third] = words;
	if (third !== undefined) throw quitting(`Got more than one port specification: ${second} ${third}.`);
	if (listens) {
		if (second !== undefined) return { host: first as string, port: portOf(second) };
		if (first !== undefined && /^\d+$/.test(first)) return { port: portOf(first) };
		const port = given === undefined ? defaultPort : portOf(given);
		return { port, ...(first !== undefined && { host: first }) };
	}
	if (first === undefined) throw quitting("You must specify a host to connect to.");
	return { host: first, port: second === undefined ? defaultPort : portOf(second) };
}

function resolve({ sys }: Process, host: string, family: Options["family"]): readonly HostAddr[] {
	const found = hostAddrs(sys, host, family);
	if ("error" in found) throw quitting(`Could not resolve hostname "${host}": ${found.error}.`);
	return found;
}

function must<T>(result: { readonly ok: T } | { readonly errno: Errno }): T {
	if ("errno" in result) throw new Failed(`Ncat: ${strerror(result.errno)}.`, 1);
	return result.ok;
}

function* connect(process: Process, options: Options, say: Say): Generator<Wait, number, Answer> {
	const { sys } = process;
	const { protocol, flags, port, host = "" } = options;
	const found = resolve(process, host, options.family);
	for (const [i, to] of found.entries()) {
		const family = to.addr.includes(":") ? "inet6" : "inet";
		const socket = must(sys.net.socket(family, protocol === "tcp" ? "stream" : "dgram", protocol));
		bindSource(process, options, socket, family);
		const errno = yield* dial(sys, socket, { ...to, port }, options.wait ?? 10_000);
		const shown = numericHost(sys, to.addr, to.scopeId);
		if (errno === undefined) {
			say(`Connected to ${shown}:${port}.`);
			return flags.has("z") ? yield* zero(process, options, socket) : yield* talk(process, options, socket, say);
		}
		const text = errno === "EINPROGRESS" ? "TIMEOUT" : strerror(errno);
		// -z is about the status alone
		if (i === found.length - 1) throw new Failed(flags.has("z") && !flags.has("v") ? "" : `Ncat: ${text}.`, 1);
		sys.net.close(socket);
		say(`Connection to ${shown} failed: ${text}.`);
		say("Trying next address...");
	}
	return 1;
}

/** A source that cannot be had is complained of, and done without (nsock mksock_bind_addr()). */
function bindSource(process: Process, { source, sourcePort }: Options, socket: number, family: "inet" | "inet6"): void {
	if (source === undefined && sourcePort === 0) return;
	const any = family === "inet" ? "0.0.0.0" : "::";
	const [from] = source === undefined ? [{ addr: any, scopeId: 0 }] : resolve(process, source, family);
	const addr = from?.addr ?? any;
	const bound = process.sys.net.bind(socket, { addr, port: sourcePort });
	if ("ok" in bound) return;
	const number = { EADDRINUSE: 98, EADDRNOTAVAIL: 99, EACCES: 13 }[bound.errno as string] ?? 22;
	process.stderr(
		`libnsock mksock_bind_addr(): Bind to ${addr}:${sourcePort} failed (IOD #1): ${strerror(bound.errno)} (${number})\n`,
	);
}

/** -z: a connection is enough; a datagram is sent, and nobody must say within two seconds that it is not wanted. */
function* zero({ sys }: Process, { protocol }: Options, socket: number): Generator<Wait, number, Answer> {
	if (protocol === "tcp") return 0;
	sendDatagram(sys, socket, "\0");
	yield { wait: "readable", socket, ms: 2000 };
	const got = sys.net.receive(socket);
	return "errno" in got && got.errno !== "EAGAIN" ? 1 : 0;
}

/** At the end of its input it stops listening to datagrams too: it leaves at once, unless nobody was there. */
function sendAlone({ sys, stdin }: Process, socket: number): number {
	if (stdin !== "") must(sendDatagram(sys, socket, latin1OfText(stdin)));
	const got = sys.net.receive(socket);
	if ("errno" in got && got.errno !== "EAGAIN") throw new Failed(`Ncat: ${strerror(got.errno)}.`, 1);
	return 0;
}

function* talk(process: Process, options: Options, socket: number, say: Say): Generator<Wait, number, Answer> {
	const { flags, protocol, idle } = options;
	const begin = process.sys.now();
	if (protocol === "udp") return sendAlone(process, socket);
	const { sent, received, why } = yield* relay(process, {
		socket,
		datagrams: false,
		input: flags.has("recv-only") ? "" : process.stdin,
		shutdown: !flags.has("no-shutdown"),
		...(flags.has("send-only") && { quitAfter: 0 }),
		...(idle !== undefined && { idle }),
	});
	if (why === "idle") throw new Failed(`Ncat: Idle timeout expired (${idle} ms).`, 1);
	if (why !== "end" && why !== "quit") throw new Failed(`Ncat: ${strerror(why)}.`, 1);
	say(`${sent} bytes sent, ${received} bytes received in ${((process.sys.now() - begin) / 1000).toFixed(2)} seconds.`);
	return 0;
}

function* listen(process: Process, options: Options, say: Say): Generator<Wait, number, Answer> {
	const { sys } = process;
	const { host, family, port, protocol, flags } = options;
	const both = [
		{ addr: "::", scopeId: 0 },
		{ addr: "0.0.0.0", scopeId: 0 },
	];
	const wanted = both.filter(({ addr }) => family === undefined || addr.includes(":") === (family === "inet6"));
	const places = host === undefined ? wanted : resolve(process, host, family).slice(0, 1);
	const sockets = places.map((at) => bound(process, options, at));
	for (const { addr } of places) say(`Listening on ${addr}:${port}`);
	if (protocol === "udp") return yield* firstDatagram(process, sockets, say, options);
	for (;;) {
		const client = yield* accept(process, sockets, say);
		if (!flags.has("k")) for (const socket of sockets) sys.net.close(socket);
		yield* relay(process, { socket: client, datagrams: false, input: process.stdin, shutdown: true });
		sys.net.close(client);
		if (!flags.has("k")) return 0;
	}
}

function bound(
	{ sys }: Process,
	{ protocol, port }: Options,
	{ addr, scopeId }: Pick<HostAddr, "addr" | "scopeId">,
): number {
	const family = addr.includes(":") ? "inet6" : "inet";
	const socket = must(sys.net.socket(family, protocol === "tcp" ? "stream" : "dgram", protocol));
	sys.net.setOptions(socket, { reuseAddr: true, v6only: true });
	const result = sys.net.bind(socket, { addr, port, scopeId });
	const listens = "ok" in result && protocol === "tcp" ? sys.net.listen(socket, 10) : result;
	if ("errno" in listens) throw quitting(`bind to ${addr}:${port}: ${strerror(listens.errno)}.`);
	return socket;
}

function* accept({ sys }: Process, sockets: readonly number[], say: Say): Generator<Wait, number, Answer> {
	for (;;) {
		for (const socket of sockets) {
			const client = sys.net.accept(socket);
			if ("errno" in client) continue;
			const peer = sys.net.peer(client.ok);
			if ("ok" in peer) {
				say(`Connection from ${peer.ok.addr}.`);
				say(`Connection from ${peer.ok.addr}:${peer.ok.port}.`);
			}
			return client.ok;
		}
		yield { wait: "readable", socket: sockets, ms: forever };
	}
}

function* firstDatagram(
	process: Process,
	sockets: readonly number[],
	say: Say,
	options: Options,
): Generator<Wait, number, Answer> {
	const { sys } = process;
	for (;;) {
		for (const socket of sockets) {
			const got = sys.net.receive(socket);
			if ("errno" in got || got.ok.packet.payload.proto !== "udp") continue;
			const { src, payload } = got.ok.packet;
			sys.net.connect(socket, { addr: src, port: payload.sport, scopeId: got.ok.ifindex });
			say(`Connection from ${src}.`);
			process.stdout(payload.data ?? "");
			return yield* talk(process, options, socket, () => {});
		}
		yield { wait: "readable", socket: sockets, ms: forever };
	}
}
