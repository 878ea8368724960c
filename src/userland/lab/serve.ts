/**
 * serve NAME [fd=N] PROTO ADDR[%DEV] PORT [backlog=N] [v6only=0|1] ... [keep]: starts a server that stays, with a socket for each
 * PROTO (tcp, udp), and returns when all are bound. What it then does is service.ts. Its complaint is that of the first step
 * that the kernel refuses.
 */

import { Failed } from "../failed.ts";
import type { Process, Program, System } from "../process.ts";
import { complaining, familyOfWord, placeOf, refused } from "./word.ts";

interface Wanted {
	readonly protocol: "tcp" | "udp";
	readonly addr: string;
	readonly port: string;
	readonly fd?: number;
	readonly backlog: number;
	readonly v6only: boolean;
}

interface Words {
	readonly name: string;
	readonly sockets: readonly Wanted[];
	readonly keep: boolean;
}

// biome-ignore lint/correctness/useYield: it returns as soon as its sockets are bound
export const serve: Program = function* (process) {
	try {
		start(process, parse(process.args));
		return 0;
	} catch (error) {
		return complaining(process, error);
	}
};

const usage = "usage: serve NAME [fd=N] tcp|udp ADDR[%DEV] PORT [backlog=N] [v6only=0|1] ... [keep]";

function parse([name, ...words]: readonly string[]): Words {
	if (name === undefined) throw new Failed(usage, 2);
	const sockets: Wanted[] = [];
	let keep = false;
	let fd: number | undefined;
	for (let i = 0; i < words.length; ) {
		const word = words[i] ?? "";
		if (word.startsWith("fd=")) fd = Number(word.slice(3));
		else if (word === "keep") keep = true;
		else {
			const taken = socketOf(words.slice(i), fd);
			sockets.push(taken.wanted);
			if (fd !== undefined) fd++;
			i += taken.words;
			continue;
		}
		i++;
	}
	return { name, sockets, keep };
}

function socketOf(words: readonly string[], fd: number | undefined): { wanted: Wanted; words: number } {
	const [protocol, addr, port, ...rest] = words;
	if ((protocol !== "tcp" && protocol !== "udp") || addr === undefined || port === undefined)
		throw new Failed(usage, 2);
	const end = rest.findIndex((word) => !/^(?:backlog|v6only)=\d+$/.test(word));
	const options = new Map(
		rest.slice(0, end < 0 ? rest.length : end).map((word) => word.split("=") as [string, string]),
	);
	const wanted: Wanted = {
		...{ protocol, addr, port, ...(fd !== undefined && { fd }) },
		backlog: Number(options.get("backlog") ?? 128),
		v6only: options.get("v6only") !== "0",
	};
	return { wanted, words: 3 + (end < 0 ? rest.length : end) };
}

function start({ sys }: Process, { name, sockets, keep }: Words): void {
	const child = sys.startService({ program: "serve", name, ...(keep && { keep }) });
	try {
		for (const wanted of sockets) open(child, name, wanted);
	} catch (error) {
		child.endService(child.pid);
		throw error;
	}
}

/** Groups of mDNS are shared by who wants them. */
const shared = /^\[?(?:224\.0\.0\.251|ff02::fb)(?:%|\]|$)/i;

function open({ net, ...sys }: System, name: string, wanted: Wanted): void {
	const { protocol, addr, port, fd, backlog, v6only } = wanted;
	const step = `bind ${addr}:${port}`;
	const family = familyOfWord(addr);
	const made = net.socket(family, protocol === "tcp" ? "stream" : "dgram", protocol);
	if ("errno" in made) throw refused(name, step, made.errno);
	const socket = made.ok;
	if (fd !== undefined) net.setFd(socket, fd);
	net.setOptions(socket, { reuseAddr: protocol === "tcp" || shared.test(addr), v6only });
	const place = placeOf({ net, ...sys }, addr, port);
	if ("errno" in place) throw refused(name, step, place.errno);
	const tied = place.device === undefined ? undefined : net.bindToDevice(socket, place.device);
	if (tied && "errno" in tied) throw refused(name, step, tied.errno);
	const bound = net.bind(socket, place);
	if ("errno" in bound) throw refused(name, step, bound.errno);
	const listens = protocol === "tcp" ? net.listen(socket, backlog) : undefined;
	if (listens && "errno" in listens) throw refused(name, step, listens.errno);
}
