/**
 * hold NAME PROTO SRC SPORT DST DPORT [nowait]: a client that connects and stays connected, reading nothing. `-` leaves source
 * address or port to the kernel; nowait does not wait until the connection is there.
 */
import type { SocketAddr } from "../../uapi/socket.ts";
import { dial } from "../dial.ts";
import { Failed } from "../failed.ts";
import type { Answer, Process, Program, System, Wait } from "../process.ts";
import { complaining, familyOfWord, placeOf, refused } from "./word.ts";

/** How long it tries, and how long it lets the other end accept and write. */
const patience = 5000;
const pause = 300;

export const hold: Program = function* (process) {
	try {
		yield* start(process);
		yield { wait: "sleep", ms: pause };
		return 0;
	} catch (error) {
		return complaining(process, error);
	}
};

function* start({ sys, args }: Process): Generator<Wait, void, Answer> {
	const [name, protocol, src, sport, dst, dport, ...more] = args;
	if (!name || (protocol !== "tcp" && protocol !== "udp") || !src || !sport || !dst || !dport)
		throw new Failed("usage: hold NAME tcp|udp SRC|- SPORT|- DST DPORT [nowait]", 2);
	const child = sys.startService({ program: "hold", name });
	try {
		const family = familyOfWord(dst);
		const made = child.net.socket(family, protocol === "tcp" ? "stream" : "dgram", protocol);
		if ("errno" in made) throw refused(name, "socket", made.errno);
		if (src !== "-" || sport !== "-") {
			const any = family === "inet6" ? "[::]" : "0.0.0.0";
			bind(child, made.ok, name, src === "-" ? any : src, sport);
		}
		const to = placeOf(child, dst, dport);
		if ("errno" in to) throw refused(name, `connect ${dst}:${dport}`, to.errno);
		yield* connect(child, made.ok, `connect ${dst}:${dport}`, name, to, more.includes("nowait"));
	} catch (error) {
		child.endService(child.pid);
		throw error;
	}
}

function bind(sys: System, socket: number, name: string, src: string, sport: string): void {
	const step = `bind ${src}:${sport}`;
	sys.net.setOptions(socket, { reuseAddr: true });
	const from = placeOf(sys, src, sport === "-" ? "0" : sport);
	if ("errno" in from) throw refused(name, step, from.errno);
	const bound = sys.net.bind(socket, from);
	if ("errno" in bound) throw refused(name, step, bound.errno);
}

function* connect(
	sys: System,
	socket: number,
	step: string,
	name: string,
	to: SocketAddr,
	nowait: boolean,
): Generator<Wait, void, Answer> {
	if (nowait) {
		sys.net.connect(socket, to);
		return void (yield { wait: "sleep", ms: 100 });
	}
	const errno = yield* dial(sys, socket, to, patience);
	if (errno) throw refused(name, step, errno === "EINPROGRESS" ? "ETIMEDOUT" : errno);
}
