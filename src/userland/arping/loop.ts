/** Asking and hearing: arping.c event_loop(), send_pack(), recv_pack(), finish(). */
import type { Addr } from "../../net/addr.ts";
import type { Lladdr } from "../../net/lladdr.ts";
import type { Ifinfo } from "../../uapi/message.ts";
import type { Arp } from "../../uapi/packet.ts";
import type { Answer, Process, Wait } from "../process.ts";
import { must, type Options, Refused } from "./option.ts";

export interface Asked {
	readonly socket: number;
	readonly link: Ifinfo;
	readonly source: Addr;
	readonly target: Addr;
}

const everyone = "ff:ff:ff:ff:ff:ff";
const nobody = "00:00:00:00:00:00";

/** A first answer that never comes would be waited for without end, in no time: so many questions are enough to say so. */
const patience = 60;

/** event_loop(): a question each interval, until as many intervals as questions are over, or the time. */
export function* ask(process: Process, options: Options, asked: Asked): Generator<Wait, number, Answer> {
	const { now } = process.sys;
	const { count = Number.POSITIVE_INFINITY, deadline, interval } = options;
	if (asked.source === "0.0.0.0" && !options.dad) throw new Refused("arping: no source address in not-DAD mode");
	const start = now();
	const end = deadline ? start + deadline : Number.POSITIVE_INFINITY;
	let to: Lladdr = everyone;
	const sums: Sums = { sent: 0, broadcasts: 0, received: 0, requests: 0, heard: 0 };
	send(process, options, asked, to, sums);
	for (let expired = 1; ; ) {
		const due = interval > 0 ? start + expired * interval : end;
		const until = Math.min(due, end);
		if (until === Number.POSITIVE_INFINITY || (expired > patience && count === Number.POSITIVE_INFINITY && !deadline))
			throw new Refused("iplab: arping: no answer so far, and without -c or -w this would never end", 3);
		if (now() < until) yield { wait: "readable", socket: asked.socket, ms: until - now() };
		const answer = nextAnswer(process, options, asked);
		if (answer) {
			sums.received++;
			if (deadline && sums.received === count) break;
			if (!answer.unicast) sums.heard++;
			if (answer.arp.op === "request") sums.requests++;
			if (options.first) break;
			if (!options.broadcast) to = answer.arp.sha;
		} else if (now() >= until) {
			if (now() >= due && ++expired > count) break;
			if (now() >= due) send(process, options, asked, to, sums);
			if (now() >= end) break;
		}
	}
	return finish(process, options, sums);
}

function send({ sys }: Process, options: Options, asked: Asked, to: Lladdr, sums: Sums): void {
	must(sys.net.sendFrame(asked.socket, asked.link.index, question(options, asked, to)), "sendto");
	sums.sent++;
	if (to === everyone) sums.broadcasts++;
}

interface Heard {
	readonly arp: Arp;
	readonly unicast: boolean;
}

function nextAnswer({ sys, stdout }: Process, options: Options, asked: Asked): Heard | undefined {
	const got = sys.net.receiveFrame(asked.socket);
	if ("errno" in got || got.ok.frame.packet.family !== "arp") return undefined;
	const heard = { arp: got.ok.frame.packet, unicast: got.ok.type === "host" };
	if (!isAnswer(options, asked, heard.arp)) return undefined;
	if (!options.quiet) stdout(answerLine(asked, heard));
	return heard;
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

function answerLine({ link, source }: Asked, { arp: { op, spa, sha, tpa, tha }, unicast }: Heard): string {
	const what = `${unicast ? "Unicast" : "Broadcast"} ${op} from ${spa} [${sha.toUpperCase()}]`;
	const other = tpa === source ? "" : `for ${tpa} `;
	const elsewhere = tha === link.address ? "" : `${other ? "" : "for "}[${tha.toUpperCase()}]`;
	return `${what} ${other}${elsewhere} 0.530ms\n`;
}

interface Sums {
	sent: number;
	broadcasts: number;
	received: number;
	/** Of these, as far as they were not the last one that was asked for. */
	requests: number;
	heard: number;
}

/** A count without a time means as many answers as questions. */
function finish({ stdout }: Process, options: Options, sums: Sums): number {
	const { sent, broadcasts, received, requests, heard } = sums;
	const kinds = [...(requests ? [`${requests} request(s)`] : []), ...(heard ? [`${heard} broadcast(s)`] : [])].join(
		", ",
	);
	const of = kinds && ` (${kinds})`;
	if (!options.quiet)
		stdout(`Sent ${sent} probes (${broadcasts} broadcast(s))\nReceived ${received} response(s)${of}\n`);
	if (options.unsolicited) return 0;
	if (options.dad) return received > 0 ? 1 : 0;
	if (options.deadline && options.count === undefined) return received > 0 ? 0 : 1;
	return received > 0 && sent === received ? 0 : 1;
}
