/**
 * nc: OpenBSD's netcat as Debian 12 has it (1.219). Connects to one port or looks through several, or listens for one client.
 * netcat.c main(), remote_connect(), local_listen(), udptest().
 */

import { type Errno, strerror } from "../../uapi/errno.ts";
import { dial, sendDatagram } from "../dial.ts";
import { Failed } from "../failed.ts";
import { getopt, OptionError } from "../getopt.ts";
import { type HostAddr, hostAddrs, nameOf, numericHost } from "../host-name.ts";
import { type Answer, forever, type Process, type Program, type Wait } from "../process.ts";
import { serviceByName, serviceByPort } from "../service-name.ts";
import { relay } from "./relay.ts";

export const nc: Program = function* (process) {
	try {
		const options = parse(process.args);
		return options.flags.has("l") ? yield* listen(process, options) : yield* connect(process, options);
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		process.stderr(`${error.message}\n`);
		return error.exit;
	}
};

interface Options {
	readonly flags: ReadonlySet<string>;
	readonly family: "inet" | "inet6" | undefined;
	readonly protocol: "tcp" | "udp";
	/** ms; missing for ever. */
	readonly timeout?: number;
	readonly quit?: number;
	readonly sourcePort?: string;
	readonly source?: string;
	readonly host?: string;
	readonly ports: readonly string[];
}

/** Word for word the real one's: it names more than is modelled. */
const usage = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
	  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
	  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
	  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
	  [destination] [port]`;

const letters = "46bCDdFhI:i:klM:m:NnO:P:p:q:rSs:T:tUuV:vW:w:X:x:Zz";
const modelled = new Set("46bCDdhklNnp:q:s:uvw:z");

function parse(args: readonly string[]): Options {
	const flags = new Set<string>();
	const values = new Map<string, string>();
	let words: readonly string[] = [];
	try {
		const given = getopt(args, letters);
		let step = given.next();
		for (; !step.done; step = given.next()) {
			const { option, value } = step.value;
			if (!modelled.has(option)) throw new Failed(`iplab: 'nc -${option}' is not modelled`, 3);
			if (option === "h") throw new Failed(`OpenBSD netcat (Debian patchlevel 1.219-1)\n${usage}`, 0);
			flags.add(option);
			values.set(option, value);
		}
		words = step.value;
	} catch (error) {
		if (error instanceof OptionError) throw new Failed(`nc: ${error.message}\n${usage}`);
		throw error;
	}
	const timeout = numberOf(values.get("w"), "timeout", 2147483);
	const quit = values.has("q") ? quitTime(values.get("q") ?? "") : undefined;
	const sourcePort = values.get("p");
	const source = values.get("s");
	return {
		flags,
		family: flags.has("6") ? "inet6" : flags.has("4") ? "inet" : undefined,
		protocol: flags.has("u") ? "udp" : "tcp",
		...(timeout !== undefined && { timeout: timeout * 1000 }),
		...(quit !== undefined && { quit }),
		...(sourcePort !== undefined && { sourcePort }),
		...(source !== undefined && { source }),
		...place(words, flags, sourcePort),
	};
}

/** strtonum() */
function numberOf(text: string | undefined, what: string, most: number, least = 0): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\s*[-+]?\d+$/.test(text)) throw new Failed(`nc: ${what} invalid: ${text}`);
	if (Number(text) < least) throw new Failed(`nc: ${what} too small: ${text}`);
	if (Number(text) > most) throw new Failed(`nc: ${what} too large: ${text}`);
	return Number(text);
}

/** A negative time is to wait for ever. */
function quitTime(text: string): number | undefined {
	const seconds = numberOf(text, "quit timer", 2147483, -2147483648) ?? 0;
	return seconds < 0 ? undefined : seconds * 1000;
}

function place(words: readonly string[], flags: ReadonlySet<string>, sourcePort: string | undefined) {
	const [first, ...rest] = words;
	if (flags.has("l")) {
		if (flags.has("z")) throw new Failed("nc: cannot use -z and -l");
		if (rest.length > 0) return { host: first as string, ports: rest };
		if (first !== undefined && sourcePort === undefined) return { ports: [first] };
		if (sourcePort === undefined) throw new Failed(first === undefined ? "nc: missing port number" : usage);
		return { ...(first !== undefined && { host: first }), ports: [sourcePort] };
	}
	if (first === undefined) throw new Failed(usage);
	if (rest.length === 0) throw new Failed("nc: missing port number");
	return { host: first, ports: rest };
}

/** build_ports(): `80`, `http`, `20-25`. */
function portsOf({ ports, protocol }: Options): number[] {
	return ports.flatMap((word) => {
		const named = serviceByName(word, protocol);
		if (named !== undefined) return [named];
		const [low = "", high] = word.includes("-") ? word.split("-", 2) : [word];
		const limits = [low, high ?? low].map((part) => numberOf(part, "port number", 65535, 1) as number);
		const [from = 0, to = 0] = limits.sort((a, b) => a - b);
		return Array.from({ length: to - from + 1 }, (_, i) => from + i);
	});
}

function* connect(process: Process, options: Options): Generator<Wait, number, Answer> {
	const { flags, protocol, host = "" } = options;
	let exit = 1;
	for (const port of portsOf(options)) {
		const found = hostAddrs(process.sys, host, options.family);
		if ("error" in found) throw new Failed(`nc: getaddrinfo for host "${host}" port ${port}: ${found.error}`);
		const made = yield* remoteConnect(process, options, found, port);
		if (!made) continue;
		const { socket, to } = made;
		exit = 0;
		if (flags.has("v") && protocol === "udp" && !(yield* probe(process, options, socket))) {
			process.sys.net.close(socket);
			exit = 1;
			continue;
		}
		if (flags.has("v"))
			process.stderr(
				`Connection to ${target(process, options, to)} ${port} port ${service(options, port)} succeeded!\n`,
			);
		if (!flags.has("z")) yield* talk(process, options, socket);
		process.sys.net.close(socket);
	}
	return exit;
}

/** The host, and its address where that says more. */
function target({ sys }: Process, { host = "", flags }: Options, { addr, scopeId }: HostAddr): string {
	const shown = numericHost(sys, addr, scopeId);
	return shown === host || flags.has("n") ? host : `${host} (${shown})`;
}

function service({ protocol, flags }: Options, port: number): string {
	return `[${protocol}/${(flags.has("n") ? undefined : serviceByPort(port, protocol)) ?? "*"}]`;
}

function* remoteConnect(
	process: Process,
	options: Options,
	found: readonly HostAddr[],
	port: number,
): Generator<Wait, { socket: number; to: HostAddr } | undefined, Answer> {
	const { sys, stderr } = process;
	for (const to of found) {
		const socket = open(process, options, to.addr.includes(":") ? "inet6" : "inet");
		if (options.flags.has("b")) sys.net.setOptions(socket, { broadcast: true });
		const errno = yield* dial(sys, socket, { ...to, port }, options.timeout);
		if (errno === undefined) return { socket, to };
		sys.net.close(socket);
		if (!options.flags.has("v")) continue;
		const how = errno === "EINPROGRESS" ? "timed out" : "failed";
		stderr(
			`nc: connect to ${target(process, options, to)} port ${port} (${options.protocol}) ${how}: ${strerror(errno)}\n`,
		);
	}
	return undefined;
}

function open({ sys }: Process, options: Options, family: "inet" | "inet6"): number {
	const { protocol, source, sourcePort } = options;
	const made = sys.net.socket(family, protocol === "tcp" ? "stream" : "dgram", protocol);
	if ("errno" in made) throw new Failed(`nc: ${strerror(made.errno)}`);
	if (source === undefined && sourcePort === undefined) return made.ok;
	const port = sourcePort === undefined ? 0 : sourcePortOf(sourcePort, protocol);
	const found = hostAddrs(sys, source ?? (family === "inet" ? "0.0.0.0" : "::"), family);
	if ("error" in found) throw new Failed(`nc: getaddrinfo: ${found.error}`);
	const bound = sys.net.bind(made.ok, { ...(found[0] as HostAddr), port });
	if ("errno" in bound) throw new Failed(`nc: bind failed: ${strerror(bound.errno)}`);
	return made.ok;
}

function sourcePortOf(word: string, protocol: string): number {
	const port = serviceByName(word, protocol) ?? (/^\d+$/.test(word) ? Number(word) & 0xffff : undefined);
	if (port === undefined) throw new Failed("nc: getaddrinfo: Servname not supported for ai_socktype");
	return port;
}

/** udptest(): an X, one more, then one each second; an error that came back says that nobody is there. */
function* probe({ sys }: Process, { timeout = 3000 }: Options, socket: number): Generator<Wait, boolean, Answer> {
	for (let i = -1; i <= timeout / 1000; i++) {
		if (i > 0) yield { wait: "sleep", ms: 1000 };
		if ("errno" in sendDatagram(sys, socket, "X")) return false;
	}
	return true;
}

function* talk(process: Process, options: Options, socket: number): Generator<Wait, void, Answer> {
	const { flags, protocol, quit, timeout } = options;
	const input = flags.has("d") ? "" : process.stdin;
	yield* relay(process, {
		socket,
		datagrams: protocol === "udp",
		input: flags.has("C") ? input.replaceAll("\n", "\r\n") : input,
		shutdown: flags.has("N"),
		...(quit !== undefined && { quitAfter: quit }),
		...(timeout !== undefined && { idle: timeout }),
	});
}

function* listen(process: Process, options: Options): Generator<Wait, number, Answer> {
	const { sys, stderr } = process;
	const { flags, protocol } = options;
	const [port = 0] = portsOf(options);
	const family = options.family ?? "inet";
	const found = hostAddrs(sys, options.host ?? (family === "inet6" ? "::" : "0.0.0.0"), options.family);
	if ("error" in found) throw new Failed(`nc: getaddrinfo: ${found.error}`);
	const [at] = found as readonly [HostAddr];
	for (;;) {
		const socket = bound(process, options, at, port);
		if (flags.has("v")) stderr(`Listening on ${nameFor(process, options, at)} ${port}\n`);
		const client = protocol === "udp" ? yield* firstDatagram(process, options, socket) : yield* accept(process, socket);
		if (protocol === "tcp" && !flags.has("k")) sys.net.close(socket);
		const peer = sys.net.peer(client);
		if (flags.has("v") && "ok" in peer)
			stderr(`Connection received on ${nameFor(process, options, { scopeId: 0, ...peer.ok })} ${peer.ok.port}\n`);
		yield* talk(process, options, client);
		sys.net.close(client);
		sys.net.close(socket);
		if (!flags.has("k")) return 0;
	}
}

function nameFor({ sys }: Process, { flags }: Options, { addr, scopeId }: Pick<HostAddr, "addr" | "scopeId">): string {
	return (flags.has("n") ? undefined : nameOf(sys, addr)) ?? numericHost(sys, addr, scopeId);
}

/** local_listen(): the backlog is one. */
function bound({ sys }: Process, { protocol }: Options, at: HostAddr, port: number): number {
	const family = at.addr.includes(":") ? "inet6" : "inet";
	const made = sys.net.socket(family, protocol === "tcp" ? "stream" : "dgram", protocol);
	if ("errno" in made) throw new Failed(`nc: ${strerror(made.errno)}`);
	sys.net.setOptions(made.ok, { reuseAddr: true });
	must(sys.net.bind(made.ok, { ...at, port }));
	if (protocol === "tcp") must(sys.net.listen(made.ok, 1));
	return made.ok;
}

function must(result: { readonly ok: unknown } | { readonly errno: Errno }): void {
	if ("errno" in result) throw new Failed(`nc: ${strerror(result.errno)}`);
}

function* accept({ sys }: Process, socket: number): Generator<Wait, number, Answer> {
	for (;;) {
		const client = sys.net.accept(socket);
		if ("ok" in client) return client.ok;
		yield { wait: "readable", socket, ms: forever };
	}
}

/** The first who sends is the one that is talked to; what it sent is shown. */
function* firstDatagram(process: Process, _options: Options, socket: number): Generator<Wait, number, Answer> {
	const { sys } = process;
	for (;;) {
		const got = sys.net.receive(socket);
		if ("ok" in got && got.ok.packet.payload.proto === "udp") {
			const { src, payload } = got.ok.packet;
			const scope = src.includes(":") ? { scopeId: got.ok.ifindex } : {};
			sys.net.connect(socket, { addr: src, port: payload.sport, ...scope });
			process.stdout(payload.data ?? "");
			return socket;
		}
		yield { wait: "readable", socket, ms: forever };
	}
}
