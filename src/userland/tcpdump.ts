/**
 * tcpdump 4.99 on the packets of the model: tcpdump.c. What it prints of each is in tcpdump/packet.ts and its neighbours, what it
 * takes in tcpdump/filter.ts. It ends after -c packets, or when it is stopped, as one in the background is.
 */

import { strerror } from "../uapi/errno.ts";
import {
	ARPHRD_ETHER,
	ARPHRD_LOOPBACK,
	ARPHRD_NONE,
	ARPHRD_SIT,
	ARPHRD_TUNNEL,
	ARPHRD_TUNNEL6,
} from "../uapi/link-type.ts";
import type { Ifinfo } from "../uapi/message.ts";
import type { ReceivedFrame } from "../uapi/socket.ts";
import { Failed } from "./failed.ts";
import { hostAddrs } from "./host-name.ts";
import { type Answer, forever, type Process, type Program, type Wait } from "./process.ts";
import { deviceList } from "./tcpdump/device.ts";
import { parseFilter } from "./tcpdump/filter.ts";
import { FilterError } from "./tcpdump/filter-error.ts";
import { etherText, frameText, type LinkKind, linkNames } from "./tcpdump/link.ts";
import type { Printer } from "./tcpdump/packet.ts";
import type { Filter } from "./tcpdump/primitive.ts";
import type { Style } from "./tcpdump/style.ts";

interface Options {
	readonly device: string | undefined;
	readonly count: number;
	readonly style: Style;
	readonly direction: "in" | "out" | "inout";
	/** Bytes that are kept of a packet. */
	readonly snapshot: number;
	readonly filter: readonly string[];
	/** -D: only what can be listened to. */
	readonly list: boolean;
}

export const tcpdump: Program = function* (process) {
	try {
		return yield* run(process, parseOptions(process.args));
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		process[error.exit === 0 ? "stdout" : "stderr"](`${error.message}\n`);
		return error.exit;
	}
};

const version = `tcpdump version 4.99.3
libpcap version 1.10.3 (with TPACKET_V3)
OpenSSL 3.0.19 27 Jan 2026`;

const takesValue = "icsQBCEFGjmMrTVwWyz";
/** They change nothing here: no name, no promiscuity, no buffer, no other user. */
const ignored = "nNlpUKOZ#";

function parseOptions(args: readonly string[]): Options {
	const times = new Map<string, number>();
	const values = new Map<string, string>();
	let at = 0;
	for (; at < args.length && /^-./.test(args[at] as string) && args[at] !== "--"; at++) {
		const word = args[at] as string;
		if (word.startsWith("--")) {
			const [name = "", value] = word.slice(2).split("=");
			if (name === "interface" || name === "direction")
				values.set(name === "interface" ? "i" : "Q", value ?? args[++at] ?? "");
			else if (name === "immediate-mode" || name === "count") continue;
			else if (name === "list-interfaces") times.set("D", 1);
			else if (name === "version") throw new Failed(version, 0);
			else throw new Failed(`iplab: 'tcpdump ${word}' is not modelled`, 3);
			continue;
		}
		for (let i = 1; i < word.length; i++) {
			const letter = word[i] as string;
			if (letter === "Z") {
				if (word.length === i + 1) at++;
				break;
			}
			if (takesValue.includes(letter)) {
				const value = word.slice(i + 1) || args[++at];
				if (value === undefined) throw new Failed(`tcpdump: option requires an argument -- '${letter}'`);
				values.set(letter, value);
				break;
			}
			if (!`${ignored}evqtSD`.includes(letter)) throw new Failed(`iplab: 'tcpdump -${letter}' is not modelled`, 3);
			times.set(letter, (times.get(letter) ?? 0) + 1);
		}
	}
	for (const letter of values.keys())
		if (!"icsQ".includes(letter)) throw new Failed(`iplab: 'tcpdump -${letter}' is not modelled`, 3);
	const count = values.get("c");
	if (count !== undefined && !(Number(count) > 0)) throw new Failed(`tcpdump: invalid packet count ${count}`);
	const direction = values.get("Q") ?? "inout";
	if (direction !== "in" && direction !== "out" && direction !== "inout")
		throw new Failed(`tcpdump: unknown capture direction \`${direction}'`);
	return {
		device: values.get("i"),
		count: count === undefined ? Number.POSITIVE_INFINITY : Number(count),
		direction,
		snapshot: snapshotOf(values.get("s")),
		style: {
			verbose: times.get("v") ?? 0,
			link: times.has("e"),
			quiet: times.has("q"),
			absolute: times.has("S"),
			numeric: times.has("n"),
			time: times.get("t") ?? 0,
		},
		list: times.has("D"),
		filter: args.slice(args[at] === "--" ? at + 1 : at),
	};
}

const longest = 262_144;
/** No packet here is longer. */
const enough = 65_535;

/** MAXIMUM_SNAPLEN; what cuts packets off is refused. */
function snapshotOf(text: string | undefined): number {
	if (text === undefined || text === "0") return longest;
	const length = Number(text);
	if (!(length >= 0 && length <= longest)) throw new Failed(`tcpdump: invalid snaplen ${text}`);
	if (length < enough) throw new Failed(`iplab: 'tcpdump -s' below ${enough} is not modelled`, 3);
	return length;
}

function links({ sys }: Process): Ifinfo[] {
	const { messages } = sys.netlink({ type: "RTM_GETLINK", flags: 0x300, family: "unspec" });
	return messages.flatMap((message) => (message.type === "RTM_NEWLINK" ? [message.link] : []));
}

/** pcap_activate(): `any`, or a device that is there and up. */
function openDevice(process: Process, name: string | undefined): { socket: number; kind: LinkKind; name: string } {
	const all = links(process);
	const isUp = ({ flags }: Ifinfo) => (flags & 1) !== 0;
	const chosen = name ?? deviceList(all)[0]?.split(" ")[0] ?? "any";
	const { net } = process.sys;
	const socket = net.socket("inet", "packet", "all");
	if ("errno" in socket)
		throw new Failed(
			`tcpdump: ${chosen}: You don't have permission to capture on that device\n(socket: ${strerror(socket.errno)})`,
		);
	// who did not ask for it by name gets the older form
	if (chosen === "any") return { socket: socket.ok, kind: name === undefined ? "cooked" : "any", name: chosen };
	const link = all.find(({ ifname }) => ifname === chosen);
	if (!link) throw new Failed(`tcpdump: ${chosen}: No such device exists\n(No such device exists)`);
	if (!isUp(link)) throw new Failed(`tcpdump: ${chosen}: That device is not up`);
	net.bindToDevice(socket.ok, chosen);
	return { socket: socket.ok, kind: kindOf(link), name: chosen };
}

/** map_arphrd_to_dlt() */
function kindOf({ type: iftype }: Ifinfo): LinkKind {
	if (iftype === ARPHRD_ETHER || iftype === ARPHRD_LOOPBACK) return "ethernet";
	return [ARPHRD_NONE, ARPHRD_TUNNEL, ARPHRD_TUNNEL6, ARPHRD_SIT].includes(iftype) ? "raw" : "cooked";
}

function compile({ sys }: Process, words: readonly string[]): Filter {
	try {
		return parseFilter(words, (name) => {
			const found = hostAddrs(sys, name, undefined);
			return "error" in found ? [] : found.map(({ addr }) => addr);
		});
	} catch (error) {
		if (!(error instanceof FilterError)) throw error;
		throw error.isModelled
			? new Failed(`tcpdump: ${error.message}`)
			: new Failed(`iplab: tcpdump: ${error.message}`, 3);
	}
}

interface Capture {
	readonly process: Process;
	readonly options: Options;
	readonly kind: LinkKind;
	readonly socket: number;
	readonly accepts: Filter;
	readonly printer: Printer;
	readonly names: Map<number, string>;
	captured: number;
	filtered: number;
	last: number | undefined;
}

function* run(process: Process, options: Options): Generator<Wait, number, Answer> {
	if (options.list) {
		process.stdout(
			deviceList(links(process))
				.map((each, i) => `${i + 1}.${each}\n`)
				.join(""),
		);
		return 0;
	}
	const { socket, kind, name } = openDevice(process, options.device);
	const accepts = compile(process, options.filter);
	if (kind === "any") process.stderr("tcpdump: data link type LINUX_SLL2\n");
	const quiet = "tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n";
	const head = options.style.verbose > 0 ? "tcpdump: " : quiet;
	process.stderr(
		`${head}listening on ${name}, link-type ${linkNames[kind]}, snapshot length ${options.snapshot} bytes\n`,
	);
	const printer: Printer = {
		style: options.style,
		conversations: new Map(),
		ethernet: (frame) => etherText(frame, printer),
	};
	const names = new Map(links(process).map((link) => [link.index, link.ifname ?? ""]));
	const capture: Capture = {
		process,
		options,
		kind,
		socket,
		accepts,
		printer,
		names,
		captured: 0,
		filtered: 0,
		last: undefined,
	};
	const { net } = process.sys;
	let isOver = false;
	try {
		while (capture.captured < options.count) {
			const got = net.receiveFrame(socket);
			if ("ok" in got) take(capture, got.ok);
			else yield { wait: "readable", socket, ms: forever };
		}
		// What else has come by then was received, but not captured.
		for (let got = net.receiveFrame(socket); "ok" in got; got = net.receiveFrame(socket))
			if (accepts(got.ok.frame)) capture.filtered++;
		isOver = true;
		return 0;
	} finally {
		// a line may have been cut off by the signal
		if (!isOver) process.stdout("\n");
		process.stderr(sums(capture));
		// biome-ignore lint/correctness/noUnsafeFinally: cleanup(): who is stopped by a signal has done all it should
		if (!isOver) return 0;
	}
}

/** On lo every packet comes by twice; libpcap leaves out the one that goes. */
function isWanted({ options: { direction }, names, kind }: Capture, { type, ifindex }: ReceivedFrame): boolean {
	const outgoing = type === "outgoing";
	if (outgoing && names.get(ifindex) === "lo") return false;
	return kind === "any" || direction === "inout" || (direction === "out") === outgoing;
}

function take(capture: Capture, received: ReceivedFrame): void {
	const { process, options, kind, accepts, printer, names } = capture;
	if (!accepts(received.frame)) return;
	capture.filtered++;
	if (!isWanted(capture, received)) return;
	capture.captured++;
	const time = timeText(options.style.time, received.at, capture.last);
	capture.last = received.at;
	process.stdout(`${time}${frameText(kind, received, names.get(received.ifindex) ?? "", printer)}\n`);
}

/** ts_print(): the time of day, or with one, two … -t: none, seconds, since the last, with the date, since the first. */
function timeText(style: number, at: number, last: number | undefined): string {
	const iso = new Date(at).toISOString();
	const clock = `${iso.slice(11, 23)}000`;
	switch (style) {
		case 0:
			return `${clock} `;
		case 1:
			return "";
		case 2:
			return `${Math.floor(at / 1000)}.${String(at % 1000).padStart(3, "0")}000 `;
		case 3:
		case 5:
			return ` ${new Date(at - (last ?? at)).toISOString().slice(11, 23)}000 `;
		default:
			return `${iso.slice(0, 10)} ${clock} `;
	}
}

function sums({ captured, filtered }: Capture): string {
	const count = (n: number) => `${n} packet${n === 1 ? "" : "s"}`;
	return `${count(captured)} captured\n${count(Math.max(captured, filtered))} received by filter\n0 packets dropped by kernel\n`;
}
