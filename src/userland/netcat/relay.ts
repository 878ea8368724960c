/**
 * From standard input to the other end and from there to standard output: readwrite() of netcat.c. All input is there at once in
 * the model; what comes is written as it comes.
 */
import { latin1OfText, textOfLatin1 } from "../../net/byte.ts";
import type { Errno } from "../../uapi/errno.ts";
import type { SocketAddr } from "../../uapi/socket.ts";
import { sendDatagram } from "../dial.ts";
import { type Answer, forever, type Process, type System, type Wait } from "../process.ts";

export interface Relay {
	readonly socket: number;
	readonly datagrams: boolean;
	/** What is sent. */
	readonly input: string;
	/** After the end of the input: says so to the other end; quits in so many ms, however far it is. */
	readonly shutdown?: boolean;
	readonly quitAfter?: number;
	/** Quits when nothing has come for so long. */
	readonly idle?: number;
	/** A datagram socket that is not connected answers whom it has heard. */
	readonly to?: SocketAddr;
}

export interface Relayed {
	readonly sent: number;
	readonly received: number;
	readonly why: "end" | "idle" | "quit" | Errno;
}

export function* relay(process: Process, given: Relay): Generator<Wait, Relayed, Answer> {
	const { sys } = process;
	const { socket, datagrams, idle = forever } = given;
	const input = latin1OfText(given.input);
	let received = 0;
	const failed = input === "" ? undefined : send(sys, given, input);
	if (given.shutdown && !datagrams && !failed) sys.net.shutdown(socket);
	const quit = given.quitAfter === undefined ? Number.POSITIVE_INFINITY : sys.now() + given.quitAfter;
	const sent = failed ? 0 : input.length;
	if (failed) return { sent, received, why: failed };
	for (;;) {
		for (;;) {
			const got = datagrams ? receive(sys, socket) : sys.net.read(socket);
			if ("errno" in got && got.errno === "EAGAIN") break;
			if ("errno" in got) return { sent, received, why: got.errno };
			if (got.ok === "" && !datagrams) return { sent, received, why: "end" };
			received += got.ok.length;
			process.stdout(textOfLatin1(got.ok));
		}
		const until = Math.min(sys.now() + idle, quit);
		yield { wait: "readable", socket, ms: until - sys.now() };
		if (sys.now() >= until && !isReady(sys, socket)) return { sent, received, why: until === quit ? "quit" : "idle" };
	}
}

function isReady(sys: System, socket: number): boolean {
	const own = sys.net.own().find(({ id }) => id === socket);
	return own !== undefined && (own.recvQ > 0 || own.shutdown !== 0);
}

function send(sys: System, { socket, datagrams, to }: Relay, input: string): Errno | undefined {
	const result = datagrams ? sendDatagram(sys, socket, input, to) : sys.net.write(socket, input);
	return "errno" in result ? result.errno : undefined;
}

function receive(sys: System, socket: number): { readonly ok: string } | { readonly errno: Errno } {
	const got = sys.net.receive(socket);
	if ("errno" in got) return got;
	const { payload } = got.ok.packet;
	return { ok: payload.proto === "udp" ? (payload.data ?? "") : "" };
}
