/**
 * How probes are sent and answers told apart: mod-udp.c, mod-icmp.c, mod-tcp.c of traceroute 2.1.2. UDP has a socket for each
 * probe; ICMP and TCP have one raw socket, and know their probes by number or port.
 */
import { strerror } from "../../uapi/errno.ts";
import type { Ip, Payload } from "../../uapi/packet.ts";
import type { QueuedError, SocketAddr } from "../../uapi/socket.ts";
import { Failed } from "../failed.ts";
import type { Process, Result } from "../process.ts";
import type { Probe } from "./loop.ts";
import type { Options } from "./option.ts";

/** What an answer is, whichever way it came. */
export interface Heard {
	readonly probe: Probe;
	readonly error?: QueuedError;
	/** An answer that is no error: from the host itself. */
	readonly reply?: Ip;
	readonly at: number;
}

export interface Prober {
	/** Bytes that the method puts before its data, IP header and all. */
	readonly header: number;
	/** False when the network's queue is full. */
	send(probe: Probe, ttl: number, size: number): void;
	/** The sockets to wait at. */
	sockets(): readonly number[];
	/** One that has arrived, of any probe. */
	receive(): Heard | undefined;
	/** Nobody waits for it any more. */
	expire(probe: Probe): void;
}

const ipHeader = { inet: 20, inet6: 40 } as const;

function must<T>(result: Result<T>, what: string): T {
	if ("errno" in result) throw new Failed(`\n${what}: ${strerror(result.errno)}`, 1);
	return result.ok;
}

type Family = "inet" | "inet6";

/** tune_socket(), bind_socket() */
function tune({ sys: { net } }: Process, options: Options, socket: number): void {
	const { device, source, dontFragment, tos, mark, onLink } = options;
	if (device !== undefined) must(net.bindToDevice(socket, device), "setsockopt SO_BINDTODEVICE");
	if (source !== undefined) must(net.bind(socket, { addr: source }), "bind");
	const discover = { mtuDiscover: dontFragment ? "probe" : "dont" } as const;
	const asked = { ...(tos && { tos }), ...(mark && { mark }), ...(onLink && { dontRoute: true }) };
	must(net.setOptions(socket, { ...discover, ...asked }), "setsockopt");
}

/** do_send(): what a full queue or an error that will be told does not let through is no mistake. */
function dispatch({ sys: { net } }: Process, socket: number, payload: Payload, size: number): void {
	const sent = net.send(socket, { payload, size });
	if ("errno" in sent && sent.errno !== "EMSGSIZE" && sent.errno !== "EHOSTUNREACH")
		throw new Failed(`\nsend: ${strerror(sent.errno)}`, 1);
}

export function openProber(process: Process, options: Options, family: Family, to: SocketAddr): Prober {
	switch (options.method) {
		case "icmp":
			return raw(process, options, family, to, "icmp");
		case "tcp":
			return raw(process, options, family, to, "tcp");
		default:
			return udp(process, options, family, to);
	}
}

/** The default method takes the next port for each probe, -U always the same one. */
function udp(process: Process, options: Options, family: Family, to: SocketAddr): Prober {
	const { net } = process.sys;
	const open = new Map<Probe, number>();
	let port = options.port ?? (options.method === "udp" ? 53 : 33434);
	const header = ipHeader[family] + 8;
	return {
		header,
		send(probe, ttl, size) {
			const socket = must(net.socket(family, "dgram", "udp"), "socket");
			tune(process, options, socket);
			must(net.setOptions(socket, { ttl, recvErr: true }), "setsockopt");
			must(net.connect(socket, { ...to, port }), "connect");
			const { port: sport = 0 } = must(net.name(socket), "getsockname");
			open.set(probe, socket);
			dispatch(process, socket, { proto: "udp", sport, dport: port }, size - header + 8);
			if (options.method !== "udp") port++;
		},
		sockets: () => [...open.values()],
		receive() {
			for (const [probe, socket] of open) {
				const got = net.receiveError(socket);
				if ("ok" in got) return { probe, error: got.ok, at: got.ok.at };
				const reply = net.receive(socket);
				if ("ok" in reply) return { probe, reply: reply.ok.packet, at: reply.ok.at };
			}
			return undefined;
		},
		expire(probe) {
			const socket = open.get(probe);
			if (socket !== undefined) net.close(socket);
			open.delete(probe);
		},
	};
}

/** A raw socket that all probes share: each has its number, as an ICMP sequence or as the source port of a segment. */
function raw(process: Process, options: Options, family: Family, to: SocketAddr, proto: "icmp" | "tcp"): Prober {
	const { sys } = process;
	const { net } = sys;
	const socket = must(net.socket(family, "raw", proto), "socket");
	tune(process, options, socket);
	must(net.setOptions(socket, { recvErr: true, ...(proto === "icmp" && { icmpTypes: ["echo-reply"] }) }), "setsockopt");
	must(net.connect(socket, to), "connect");
	const open = new Map<number, Probe>();
	const id = sys.pid & 0xffff;
	const header = ipHeader[family] + (proto === "icmp" ? 8 : 20);
	let last = proto === "icmp" ? (options.port ?? 1) - 1 : 32_768 + (sys.pid % 28_000);
	const dport = options.port ?? 80;
	const payload = (number: number): Payload =>
		proto === "icmp"
			? { proto, type: "echo", id, seq: number }
			: { proto, sport: number, dport, flags: ["syn"], seq: 1, ack: 0 };
	const numberOf = (sent: Payload): number | undefined =>
		sent.proto === "icmp" && "seq" in sent && sent.id === id
			? sent.seq
			: sent.proto === "tcp" && sent.dport === dport
				? sent.sport
				: undefined;
	const answerTo = (got: Payload): number | undefined =>
		got.proto === "icmp" && got.type === "echo-reply" && got.id === id
			? got.seq
			: got.proto === "tcp" && got.sport === dport
				? got.dport
				: undefined;
	return {
		header: ipHeader[family] + (proto === "icmp" ? 8 : 40),
		send(probe, ttl, size) {
			must(net.setOptions(socket, { ttl }), "setsockopt IP_TTL");
			last++;
			open.set(last, probe);
			dispatch(process, socket, payload(last), size - header + (proto === "icmp" ? 8 : 20));
		},
		sockets: () => [socket],
		receive() {
			for (;;) {
				const got = net.receiveError(socket);
				const reply = "ok" in got ? undefined : net.receive(socket);
				if (reply && !("ok" in reply)) return undefined;
				const number =
					"ok" in got
						? got.ok.about && numberOf(got.ok.about.payload)
						: reply && "ok" in reply && reply.ok.packet.src === to.addr
							? answerTo(reply.ok.packet.payload)
							: undefined;
				const probe = number === undefined ? onlyOne(open, got) : open.get(number);
				if (!probe) continue;
				if ("ok" in got) return { probe, error: got.ok, at: got.ok.at };
				if (reply && "ok" in reply) return { probe, reply: reply.ok.packet, at: reply.ok.at };
			}
		},
		expire(probe) {
			for (const [number, each] of open) if (each === probe) open.delete(number);
		},
	};
}

/** This host itself says that a probe is too long: it does not say which one. */
function onlyOne(open: ReadonlyMap<number, Probe>, got: Result<QueuedError>): Probe | undefined {
	return "ok" in got && got.ok.origin === "local" ? [...open.values()].at(-1) : undefined;
}
