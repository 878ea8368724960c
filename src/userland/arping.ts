/**
 * arping of iputils 20221126: asks for the link address of an IPv4 address by hand, or looks for a duplicate (-D), or tells its
 * own (-U, -A). arping.c; the questions go through a packet socket, so the host's own ARP knows nothing of them.
 */

import type { Addr } from "../net/addr.ts";
import type { Lladdr } from "../net/lladdr.ts";
import { strerror } from "../uapi/errno.ts";
import { IFF_LOOPBACK, IFF_NOARP, IFF_UP } from "../uapi/link-flags.ts";
import { type Ifinfo, NLM_F_DUMP } from "../uapi/message.ts";
import type { Arp } from "../uapi/packet.ts";
import { Failed } from "./failed.ts";
import { hostAddr } from "./host-name.ts";
import { versionOf } from "./iputils.ts";
import type { Answer, Process, Program, Result, Wait } from "./process.ts";

interface Options {
	readonly host: string;
	readonly device: string | undefined;
	readonly source: string | undefined;
	readonly count: number | undefined;
	/** Milliseconds. */
	readonly deadline: number | undefined;
	readonly interval: number;
	readonly first: boolean;
	readonly quiet: boolean;
	readonly broadcast: boolean;
	/** -D, -U, -A */
	readonly dad: boolean;
	readonly unsolicited: boolean;
	readonly advertise: boolean;
}

class Refused extends Failed {
	readonly stream: "stdout" | "stderr";

	constructor(text: string, exit = 2, stream: "stdout" | "stderr" = "stderr") {
		super(text, exit);
		this.stream = stream;
	}
}

const usage = `
Usage:
  arping [options] <destination>

Options: -I <device>  -c <count>  -w <timeout>  -i <interval>  -s <source>  -f  -q  -b  -D  -U  -A  -V
`;

export const arping: Program = function* (process) {
	try {
		const options = parseOptions(process.args);
		if (options.count === undefined && options.deadline === undefined)
			throw new Refused("iplab: arping without -c or -w would never end on a virtual clock: give -c COUNT", 3);
		return yield* run(process, options);
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		process[error.stream](`${error.message}\n`);
		return error.exit;
	}
};

function parseOptions(args: readonly string[]): Options {
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
			if ("fqbDUAVh".includes(letter)) flags.add(letter);
			else if (!"cwiIs".includes(letter)) throw new Refused(`arping: invalid option -- '${letter}'\n${usage}`);
			else {
				const value = word.slice(at + 1) || args[++i];
				if (value === undefined) throw new Refused(`arping: option requires an argument -- '${letter}'\n${usage}`);
				values.set(letter, value);
				break;
			}
		}
	}
	if (flags.has("V")) throw new Refused(versionOf("arping"), 0, "stdout");
	const [host] = hosts.slice(-1);
	if (flags.has("h") || host === undefined) throw new Refused(usage);
	const number = (letter: string, least: number) => numberOf(values.get(letter), least);
	const deadline = number("w", 0);
	return {
		host,
		device: values.get("I"),
		source: values.get("s"),
		count: number("c", 1),
		deadline: deadline === undefined ? undefined : deadline * 1000,
		interval: (number("i", 0) ?? 1) * 1000,
		first: flags.has("f") || flags.has("D"),
		quiet: flags.has("q"),
		broadcast: flags.has("b"),
		dad: flags.has("D"),
		unsolicited: flags.has("U") || flags.has("A"),
		advertise: flags.has("A"),
	};
}

function numberOf(text: string | undefined, least: number): number | undefined {
	if (text === undefined) return undefined;
	if (!/^[+-]?\d+$/.test(text)) throw new Refused(`arping: invalid argument: '${text}'`, 1);
	const value = Number(text);
	if (value < least || value > 2_147_483_647)
		throw new Refused(`arping: invalid argument: '${text}': out of range: ${least} <= value <= 2147483647`, 1);
	return value;
}

function must<T>(result: Result<T>, what: string): T {
	if ("errno" in result) throw new Refused(`arping: ${what}: ${strerror(result.errno)}`);
	return result.ok;
}

/** The device that was named, or the first that can ask. */
function findDevice({ sys }: Process, name: string | undefined): Ifinfo {
	const { messages } = sys.netlink({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" });
	const links = messages.flatMap((m) => (m.type === "RTM_NEWLINK" ? [m.link] : []));
	const can = ({ flags }: Ifinfo) => (flags & IFF_UP) !== 0 && !(flags & (IFF_NOARP | IFF_LOOPBACK));
	const link = name === undefined ? links.find(can) : links.find(({ ifname }) => ifname === name);
	if (!link) {
		if (name !== undefined) throw new Refused(`arping: Device ${name} not available.`);
		throw new Refused("arping: no suitable device found");
	}
	if (!(link.flags & IFF_UP)) throw new Refused(`Interface "${link.ifname}" is down`, 2, "stdout");
	if (!can(link)) throw new Refused(`Interface "${link.ifname}" is not ARPable`, 2, "stdout");
	return link;
}

function* run(process: Process, options: Options): Generator<Wait, number, Answer> {
	const { net } = process.sys;
	const link = findDevice(process, options.device);
	const target = hostAddr(process.sys, options.host, "inet");
	if ("error" in target) throw new Refused(`arping: ${options.host}: ${target.error}`);
	const source = sourceOf(process, options, link, target.addr);
	const socket = must(net.socket("inet", "packet", "arp"), "socket");
	must(net.bindToDevice(socket, link.ifname ?? ""), "bind");
	if (!options.quiet) process.stdout(`ARPING ${target.addr} from ${source} ${link.ifname}\n`);
	return yield* ask(process, options, { socket, link, source, target: target.addr });
}

/** A UDP socket tells which source would be taken; for one's own news it is the address itself. */
function sourceOf(
	{ sys }: Process,
	{ source, dad, unsolicited }: Options,
	{ ifname = "" }: Ifinfo,
	target: Addr,
): Addr {
	if (dad && source === undefined) return "0.0.0.0";
	if (unsolicited && source === undefined) return target;
	const probe = must(sys.net.socket("inet", "dgram", "udp"), "socket");
	must(sys.net.bindToDevice(probe, ifname), "WARNING: interface is ignored");
	if (source !== undefined) must(sys.net.bind(probe, { addr: source }), "bind");
	else must(sys.net.connect(probe, { addr: target, port: 1025 }), "connect");
	const { addr } = must(sys.net.name(probe), "getsockname");
	sys.net.close(probe);
	return addr;
}

interface Asked {
	readonly socket: number;
	readonly link: Ifinfo;
	readonly source: Addr;
	readonly target: Addr;
}

const everyone = "ff:ff:ff:ff:ff:ff";
const nobody = "00:00:00:00:00:00";

function* ask(process: Process, options: Options, asked: Asked): Generator<Wait, number, Answer> {
	const { net } = process.sys;
	const { count = Number.POSITIVE_INFINITY, deadline, interval } = options;
	const start = process.sys.now();
	const end = deadline ? start + deadline : Number.POSITIVE_INFINITY;
	let [sent, broadcasts, received] = [0, 0, 0];
	let to: Lladdr = everyone;
	if (asked.source === "0.0.0.0" && !options.dad) throw new Refused("arping: no source address in not-DAD mode");
	for (let due = start; process.sys.now() < end; due += interval) {
		if (sent >= count && (deadline === undefined || received > 0 || options.unsolicited)) break;
		if (sent < count) {
			must(net.sendFrame(asked.socket, asked.link.index, question(options, asked, to)), "sendto");
			sent++;
			if (to === everyone) broadcasts++;
		}
		for (const until = Math.min(end, due + interval); process.sys.now() < until; ) {
			yield { wait: "readable", socket: asked.socket, ms: until - process.sys.now() };
			const got = net.receiveFrame(asked.socket);
			if ("errno" in got || got.ok.frame.packet.family !== "arp") continue;
			const arp = got.ok.frame.packet;
			if (!isAnswer(options, asked, arp)) continue;
			received++;
			if (!options.quiet) process.stdout(answerLine(asked, arp, got.ok.type === "host"));
			if (!options.broadcast) to = arp.sha;
			if (options.first || received >= count) return finish(process, options, { sent, broadcasts, received });
		}
	}
	return finish(process, options, { sent, broadcasts, received });
}

/** send_pack(): -A says it as an answer. */
function question({ advertise }: Options, { link, source, target }: Asked, to: Lladdr) {
	const src = link.address ?? nobody;
	const tha = advertise ? src : to;
	const packet: Arp = {
		family: "arp",
		op: advertise ? "reply" : "request",
		sha: src,
		spa: source,
		tha,
		tpa: target,
		length: 28,
	};
	return { dst: to, src, packet };
}

/** recv_pack(): from whom was asked, and to us. */
function isAnswer({ dad }: Options, { link, source, target }: Asked, { spa, sha, tpa, tha }: Arp): boolean {
	if (spa !== target) return false;
	if (!dad) return tpa === source && tha === link.address;
	return sha !== link.address && (source === "0.0.0.0" || tpa === source);
}

function answerLine({ link }: Asked, { op, spa, sha, tpa, tha }: Arp, unicast: boolean): string {
	const what = op === "request" ? "request" : "reply";
	const elsewhere = tha === link.address || tha === nobody ? "" : ` for [${tha}]`;
	return `${unicast ? "Unicast" : "Broadcast"} ${what} from ${spa} [${sha}]${op === "request" && tpa !== spa ? ` for ${tpa}` : ""}${elsewhere}  0.530ms\n`;
}

interface Sums {
	readonly sent: number;
	readonly broadcasts: number;
	readonly received: number;
}

function finish(
	{ stdout }: Process,
	{ quiet, dad, unsolicited }: Options,
	{ sent, broadcasts, received }: Sums,
): number {
	if (!quiet) stdout(`Sent ${sent} probes (${broadcasts} broadcast(s))\nReceived ${received} response(s)\n`);
	if (dad) return received > 0 ? 1 : 0;
	return unsolicited || received > 0 ? 0 : 1;
}
