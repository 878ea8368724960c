/**
 * ping of iputils 20221126: what it prints and the status it leaves with (ping/ping.c ping4_run(), ping6_common.c ping6_run()).
 * It asks a throw-away socket which source and way there would be, then sends echoes through a raw one: ping/loop.ts.
 */
import { isMulticast } from "../net/addr.ts";
import { type Errno, strerror } from "../uapi/errno.ts";
import type { SocketAddr } from "../uapi/socket.ts";
import { type HostAddr, hostAddr, nameOf, numericHost } from "./host-name.ts";
import { echoes } from "./ping/loop.ts";
import { type Options, parseOptions, Usage } from "./ping/option.ts";
import type { Answer, Process, Program, Result, Wait } from "./process.ts";

/** What ping knows when it begins. */
export interface Target {
	readonly family: "inet" | "inet6";
	/** As it is called: ai_canonname with IPv4, the word itself with IPv6. */
	readonly name: string;
	readonly to: SocketAddr;
	readonly source: SocketAddr;
	readonly socket: number;
	/** A broadcast or a group: several may answer. */
	readonly many: boolean;
	readonly numeric: boolean;
}

/** Ends the program with a message on standard error. */
class Failed extends Error {}

export const ping = named("ping", []);
export const ping4 = named("ping4", ["-4"]);
export const ping6 = named("ping6", ["-6"]);

/** main(): the name by which it is called chooses the family, and begins what it says on standard error. */
function named(name: string, words: readonly string[]): Program {
	return function* (process) {
		return yield* main({
			...process,
			args: [...words, ...process.args],
			stderr: (text) => process.stderr(text.replace(/^ping(?=: )/gm, name)),
		});
	};
}

function* main(process: Process): Generator<Wait, number, Answer> {
	try {
		const options = parseOptions(process.args);
		if (options.count === undefined && options.deadline === undefined)
			throw new Usage("iplab: ping without -c or -w would never end on a virtual clock: give -c COUNT", 3);
		return yield* run(process, options);
	} catch (error) {
		if (!(error instanceof Usage) && !(error instanceof Failed)) throw error;
		const exit = error instanceof Usage ? error.exit : 2;
		if (exit === 0) process.stdout(`${error.message}\n`);
		else process.stderr(`${error.message}\n`);
		return exit;
	}
}

/**
 * Starting takes a moment, and a neighbour that does not answer takes a little more than its three seconds: so one ping of three
 * seconds is over before the neighbour is given up, while three of one second see it.
 */
const moment = 1;

function* run(process: Process, options: Options): Generator<Wait, number, Answer> {
	yield { wait: "sleep", ms: moment };
	for (const warning of options.warnings) process.stderr(`${warning}\n`);
	if (options.verbose) process.stderr(socketsText(options.family));
	const host = hostAddr(process.sys, options.host, options.family);
	if ("error" in host) throw new Failed(`ping: ${options.host}: ${host.error}`);
	if (options.verbose) {
		const family = host.addr.includes(":") ? "AF_INET6" : "AF_INET";
		process.stdout(`ai->ai_family: ${family}, ai->ai_canonname: '${host.name}'\n`);
	}
	const target = host.addr.includes(":") ? open6(process, options, host) : open4(process, options, host);
	if (options.pattern !== undefined) process.stdout(`PATTERN: 0x${options.pattern}\n`);
	process.stdout(header(process, options, target));
	return yield* echoes(process, options, target);
}

/** -v: the raw sockets that it has opened, one for each family it may need. */
function socketsText(family: Options["family"]): string {
	const four = family === "inet6" ? "-1 (socktype: 0)" : "3 (socktype: SOCK_RAW)";
	const six = family === "inet" ? "-1 (socktype: 0)" : `${family ? 3 : 4} (socktype: SOCK_RAW)`;
	const hints = family === "inet" ? "AF_INET" : family === "inet6" ? "AF_INET6" : "AF_UNSPEC";
	return `ping: sock4.fd: ${four}, sock6.fd: ${six}, hints.ai_family: ${hints}\n\n`;
}

/** The value of a call that must not fail. */
function must<T>(result: Result<T>, what: string): T {
	if ("errno" in result) throw new Failed(`ping: ${what}: ${strerror(result.errno)}`);
	return result.ok;
}

function open4(process: Process, options: Options, host: HostAddr): Target {
	const { net } = process.sys;
	if (options.timeStamps) throw new Usage("iplab: ping -T is not modelled", 3);
	const socket = must(net.socket("inet", "raw", "icmp"), "socket");
	// ping4_run() looks at an IPv4 source alone, ping6_run() at one of IPv6
	const given = options.source?.includes(":") ? undefined : options.source;
	if (options.device !== undefined) must(net.bindToDevice(socket, options.device), `SO_BINDTODEVICE ${options.device}`);
	const source = given === undefined ? sourceByProbe4(process, options, host) : { addr: given };
	const to = host.addr === "0.0.0.0" ? { addr: source.addr } : { addr: host.addr };
	const many = options.broadcast || isMulticast(to.addr);
	const mtuDiscover = options.mtuDiscover ?? (many ? ("do" as const) : undefined);
	if (mtuDiscover) must(net.setOptions(socket, { mtuDiscover }), "IP_MTU_DISCOVER");
	if (given !== undefined) must(net.bind(socket, source), "bind");
	must(
		net.setOptions(socket, {
			recvErr: true,
			broadcast: options.broadcast,
			icmpTypes: ["echo-reply", "redirect"],
			...(options.recordRoute && { recordRoute: true }),
			...(options.dontRoute && { dontRoute: true }),
			...(options.quietGroup && { multicastLoop: false }),
		}),
		"setsockopt",
	);
	// recorded: it has laid down the capability for that by then
	if (options.sourceRoute) throw new Failed(`ping: record route: ${strerror("EPERM")}`);
	setHeader(process, socket, options, "time-to-live");
	return { family: "inet", name: host.name, to, source, socket, many, numeric: options.numeric || host.numeric };
}

function setHeader({ sys }: Process, socket: number, { ttl, tos, mark }: Options, what: string): void {
	if (mark !== undefined) must(sys.net.setOptions(socket, { mark }), "setting mark");
	if (tos !== undefined) must(sys.net.setOptions(socket, { tos }), "error setting QOS sockopts");
	if (ttl !== undefined) must(sys.net.setOptions(socket, { ttl, multicastTtl: ttl }), `cannot set unicast ${what}`);
}

/** connect() of a UDP socket says which source would be taken, and refuses what cannot be reached. */
function sourceByProbe4(process: Process, options: Options, host: HostAddr): SocketAddr {
	const { net } = process.sys;
	const probe = must(net.socket("inet", "dgram", "udp"), "socket");
	if (options.device !== undefined) must(net.bindToDevice(probe, options.device), `SO_BINDTODEVICE ${options.device}`);
	const { mark, tos } = options;
	if (tos !== undefined) must(net.setOptions(probe, { tos }), "warning: QOS sockopts");
	if (mark !== undefined) must(net.setOptions(probe, { mark }), "setting mark");
	const to = { addr: host.addr, port: 1025 };
	const connected = net.connect(probe, to);
	if ("errno" in connected) connectBroadcast(process, options, probe, to, connected.errno);
	const source = must(net.name(probe), "getsockname");
	net.close(probe);
	warnOfDevice(process, options, source);
	return { addr: source.addr };
}

function connectBroadcast(process: Process, options: Options, probe: number, to: SocketAddr, errno: Errno): void {
	if (errno !== "EACCES") throw new Failed(`ping: connect: ${strerror(errno)}`);
	if (!options.broadcast)
		throw new Failed("ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules");
	process.stderr("WARNING: pinging broadcast address\n");
	must(process.sys.net.setOptions(probe, { broadcast: true }), "cannot set broadcasting");
	must(process.sys.net.connect(probe, to), "connect");
}

/** getifaddrs(): is the source an address of the device that was named? */
function warnOfDevice({ sys, stderr }: Process, { device }: Options, { addr }: SocketAddr): void {
	if (device === undefined) return;
	const index = sys.net.indexOf(device);
	const { messages } = sys.netlink({
		type: "RTM_GETADDR",
		flags: 0x300,
		family: addr.includes(":") ? "inet6" : "inet",
	});
	const own = messages.some(
		(m) =>
			m.type === "RTM_NEWADDR" &&
			"ok" in index &&
			m.addr.index === index.ok &&
			(m.addr.local ?? m.addr.address) === addr,
	);
	if (!own) stderr(`ping: Warning: source address might be selected on device other than: ${device}\n`);
}

function open6(process: Process, options: Options, host: HostAddr): Target {
	const { net } = process.sys;
	const socket = must(net.socket("inet6", "raw", "icmp"), "socket");
	const to: SocketAddr = { addr: host.addr, scopeId: host.scopeId };
	const source =
		options.source?.includes(":") !== true
			? sourceByProbe6(process, options, socket, to)
			: bind6(process, options, socket);
	const many = isMulticast(to.addr);
	const mtuDiscover = options.mtuDiscover ?? (many ? ("do" as const) : undefined);
	if (mtuDiscover) must(net.setOptions(socket, { mtuDiscover }), "IPV6_MTU_DISCOVER");
	must(
		net.setOptions(socket, {
			recvErr: true,
			icmpTypes: ["echo-reply"],
			...(options.quietGroup && { multicastLoop: false }),
			...(options.flowLabel !== undefined && { flowLabel: options.flowLabel }),
		}),
		"setsockopt",
	);
	setHeader(process, socket, options, "hop limit");
	return { family: "inet6", name: options.host, to, source, socket, many, numeric: options.numeric || host.numeric };
}

/** A link-local destination is not asked about: ping gives connect() no family then, which does nothing. */
function sourceByProbe6(process: Process, options: Options, socket: number, to: SocketAddr): SocketAddr {
	const { net } = process.sys;
	const probe = must(net.socket("inet6", "dgram", "udp"), "socket");
	if (options.device !== undefined) {
		const index = net.indexOf(options.device);
		if ("errno" in index) throw new Failed(`ping: unknown iface: ${options.device}`);
		for (const each of [probe, socket]) {
			must(net.setOptions(each, { pktinfo: index.ok }), "IPV6_PKTINFO");
			must(net.bindToDevice(each, options.device), `SO_BINDTODEVICE ${options.device}`);
		}
	}
	if (options.mark !== undefined) must(net.setOptions(probe, { mark: options.mark }), "setting mark");
	if (!/^f(?:e[89ab]|f[0-9a-f]2)/.test(to.addr)) must(net.connect(probe, { ...to, port: 1025 }), "connect");
	const { addr, scopeId } = must(net.name(probe), "getsockname");
	net.close(probe);
	warnOfDevice(process, options, { addr });
	return { addr, ...(scopeId !== undefined && { scopeId }) };
}

function bind6(process: Process, { source = "::", device }: Options, socket: number): SocketAddr {
	const { net } = process.sys;
	let scopeId = 0;
	if (device !== undefined) {
		const index = net.indexOf(device);
		if ("errno" in index) throw new Failed(`ping: unknown iface: ${device}`);
		scopeId = index.ok;
		must(net.bindToDevice(socket, device), `SO_BINDTODEVICE ${device}`);
	}
	const addr = { addr: source, scopeId };
	must(net.bind(socket, addr), "bind icmp socket");
	return addr;
}

function header({ sys }: Process, options: Options, { family, name: host, to, source, numeric }: Target): string {
	const { size, device } = options;
	const from = source.addr.includes(":") ? numericHost(sys, source.addr, source.scopeId ?? 0) : source.addr;
	const way =
		device !== undefined || options.source !== undefined || options.strictSource
			? `from ${from} ${device ?? ""}: `
			: "";
	if (family === "inet")
		return `PING ${host} (${to.addr}) ${way}${size}(${size + 28 + (options.recordRoute ? 40 : 0)}) bytes of data.\n`;
	const addr = numericHost(sys, to.addr, to.scopeId ?? 0);
	const name = numeric ? undefined : nameOf(sys, to.addr);
	const flow = options.flowLabel === undefined ? "" : `, flow 0x${options.flowLabel.toString(16).padStart(5, "0")}, `;
	return `PING ${host}(${name === undefined ? addr : `${name} (${addr})`}) ${flow}${way}${size} data bytes\n`;
}
