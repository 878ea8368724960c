/**
 * mtr 0.95 as a report: which way packets go, and how many of them come back from each hop. ui/report.c; its screen is not
 * modelled. The times of a way that takes none are constants.
 */
import { strerror } from "../../uapi/errno.ts";
import { Failed } from "../failed.ts";
import { type HostAddr, hostAddr, nameOf } from "../host-name.ts";
import type { Process, Program } from "../process.ts";
import { type Options, parseOptions } from "./option.ts";
import { type Hop, probe } from "./probe.ts";

export const mtr: Program = function* (process) {
	try {
		const options = parseOptions(process.args);
		const host = hostAddr(process.sys, options.host, options.family);
		if ("error" in host) throw new Failed(`mtr: Failed to resolve host: ${options.host}: ${host.error}`, 0);
		const socket = open(process, options, host);
		const start = process.sys.now();
		const hops = yield* probe(process, options, socket, host);
		process.stdout(report(process, options, hops, start));
		return 0;
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		const says = error.exit === 0 && !error.message.startsWith("mtr: ");
		(says ? process.stdout : process.stderr)(`${error.message}\n`);
		return error.exit;
	}
};

/** net_find_local_address(): a datagram socket that is connected tells whether there is a way at all. */
function open({ sys: { net } }: Process, options: Options, { addr, scopeId }: HostAddr): number {
	const family = addr.includes(":") ? "inet6" : "inet";
	const asked = net.socket(family, "dgram", "udp");
	const connected = "ok" in asked ? net.connect(asked.ok, { addr, scopeId, port: 1 }) : asked;
	if ("errno" in connected) throw new Failed(`mtr: udp socket connect failed: ${strerror(connected.errno)}`, 1);
	if ("ok" in asked) net.close(asked.ok);
	const socket = net.socket(family, "raw", "icmp");
	if ("errno" in socket) throw new Failed(`mtr: Failure to start mtr-packet: ${strerror(socket.errno)}`, 1);
	// the program makes IPv4's header itself
	net.setOptions(socket.ok, { ...(family === "inet" && { headerIncluded: true }), tos: options.tos });
	return socket.ok;
}

const columns = "Loss%   Snt   Last   Avg  Best  Wrst StDev";
/** Room for a host, and for what stands before it in a line. */
const room = 33;

function report(process: Process, options: Options, hops: readonly Hop[], start: number): string {
	const names = hops.map(({ addr }) => nameFor(process, options, addr));
	const widest = options.wide ? Math.max(...names.map((name) => name.length), 0) : room;
	const local = process.sys.readFile("/etc/hostname");
	const head = `HOST: ${("ok" in local ? local.ok.trim() : "localhost").padEnd(widest)}`;
	const cut = (text: string) => (options.wide ? text : text.slice(0, room));
	const lines = hops.flatMap((hop, i) => {
		if (i < options.firstTtl - 1) return [];
		const left = `${String(i + 1).padStart(3)}.|-- ${(names[i] ?? "").padEnd(widest)}`;
		return [`${cut(left)}${numbers(hop)}`];
	});
	return `Start: ${new Date(start).toISOString().slice(0, 19)}+0000\n${[`${cut(head)} ${columns}`, ...lines].join("\n")}\n`;
}

function nameFor({ sys }: Process, { numeric }: Options, addr: string | undefined): string {
	if (addr === undefined) return "???";
	return (numeric ? undefined : nameOf(sys, addr)) ?? addr;
}

/** data_fields: a value that is too wide for its column loses its end. */
function numbers({ sent, trips }: Hop): string {
	const loss = sent === 0 ? 0 : (100 * (sent - trips.length)) / sent;
	const mean = trips.reduce((sum, trip) => sum + trip, 0) / Math.max(1, trips.length);
	const square = trips.reduce((sum, trip) => sum + (trip - mean) ** 2, 0);
	const deviation = trips.length > 1 ? Math.sqrt(square / (trips.length - 1)) : 0;
	const [best, worst] = [Math.min(...trips), Math.max(...trips)].map((n) => (Number.isFinite(n) ? n : 0));
	const times = [trips.at(-1) ?? 0, mean, best, worst, deviation].map((time) => field((time ?? 0).toFixed(1)));
	return `${field(`${loss.toFixed(1)}%`)}${field(String(sent))} ${times.join("")}`;
}

function field(text: string): string {
	return text
		.padStart(6)
		.slice(0, text.length > 5 ? 5 : 6)
		.padStart(6);
}
