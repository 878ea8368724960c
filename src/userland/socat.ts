/**
 * socat 1.7.4, between standard input and output and one TCP end: `TCP:HOST:PORT`, `TCP-LISTEN:PORT`, their 4 and 6, and
 * the options bind, connect-timeout, reuseaddr. Errors are xioopen's, with the time and the pid.
 */

import { inetPton, unabbreviated } from "../net/addr.ts";
import { strerror } from "../uapi/errno.ts";
import { dial } from "./dial.ts";
import { Failed } from "./failed.ts";
import { hostAddrs } from "./host-name.ts";
import { relay } from "./netcat/relay.ts";
import { type Answer, forever, type Process, type Program, type Wait } from "./process.ts";

interface End {
	readonly listens: boolean;
	readonly family: "inet" | "inet6";
	readonly host: string;
	readonly port: number;
	readonly options: ReadonlyMap<string, string>;
}

/** How long it goes on when one direction has ended (-t). */
const linger = 500;

export const socat: Program = function* (process) {
	try {
		const words = process.args.filter((word) => word !== "-u");
		const [first, second, ...more] = words;
		if (first === undefined || second === undefined || more.length > 0)
			throw new Failed("iplab: socat takes two addresses here: - and TCP:HOST:PORT or TCP-LISTEN:PORT", 3);
		const tcp = isStandard(first) ? second : isStandard(second) ? first : undefined;
		if (tcp === undefined) throw new Failed(`iplab: 'socat ${first} ${second}' is not modelled`, 3);
		const end = endOf(tcp);
		const socket = end.listens ? yield* listen(process, end) : yield* connect(process, end);
		yield* talk(process, socket, process.args.includes("-u") && tcp === first);
		return 0;
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		process.stderr(`${error.message}\n`);
		return error.exit;
	}
};

function isStandard(word: string): boolean {
	return /^(?:-|stdio|stdin|stdout)$/i.test(word);
}

const known = /^(?:bind|connect-timeout|reuseaddr|so-reuseaddr)$/;

function endOf(word: string): End {
	const [address = "", ...given] = word.split(",");
	const [, version = "", listen, rest = ""] = /^TCP([46])?(-LISTEN|-L)?:(.*)$/i.exec(address) ?? [];
	const [, host = "", port = ""] = (listen ? /^()(\d+)$/ : /^(.*):(\d+)$/).exec(rest) ?? [];
	const options = new Map(given.map((each) => [each.split("=")[0] ?? "", each.split("=")[1] ?? "1"]));
	if (port === "" || [...options.keys()].some((name) => !known.test(name)))
		throw new Failed(`iplab: 'socat ${word}' is not modelled`, 3);
	const plain = host.replace(/^\[|\]$/g, "");
	const six = version === "6" || (version === "" && plain.includes(":"));
	return { listens: listen !== undefined, family: six ? "inet6" : "inet", host: plain, port: Number(port), options };
}

/** `AF=2 127.0.0.1:80`, `AF=10 [0000:…:0001]:80` */
function shown(addr: string, port: number): string {
	if (!addr.includes(":")) return `AF=2 ${addr}:${port}`;
	return `AF=10 [${unabbreviated(addr)}]:${port}`;
}

function failed({ sys }: Process, text: string): Failed {
	const time = new Date(sys.now()).toISOString().replace("T", " ").slice(0, 19).replaceAll("-", "/");
	return new Failed(`${time} socat[${sys.pid}] E ${text}`, 1);
}

const length = { inet: 16, inet6: 28 } as const;

function open(process: Process, { family, options, listens, port }: End): number {
	const made = process.sys.net.socket(family, "stream", "tcp");
	if ("errno" in made) throw failed(process, `socket(): ${strerror(made.errno)}`);
	if (options.has("reuseaddr") || options.has("so-reuseaddr")) process.sys.net.setOptions(made.ok, { reuseAddr: true });
	const any = family === "inet" ? "0.0.0.0" : "::";
	const asked = options.get("bind")?.replace(/^\[|\]$/g, "");
	if (!listens && asked === undefined) return made.ok;
	const addr = asked === undefined ? any : (inetPton(asked, family) ?? any);
	const bound = process.sys.net.bind(made.ok, { addr, port: listens ? port : 0 });
	if ("errno" in bound)
		throw failed(process, `bind(5, {${shown(addr, listens ? port : 0)}}, ${length[family]}): ${strerror(bound.errno)}`);
	return made.ok;
}

function* connect(process: Process, end: End): Generator<Wait, number, Answer> {
	const found = hostAddrs(process.sys, end.host, end.family);
	if ("error" in found)
		throw failed(
			process,
			`getaddrinfo("${end.host}", "NULL", {1,${end.family === "inet" ? 2 : 10},1,6}, {}): ${found.error}`,
		);
	const [to] = found;
	const socket = open(process, end);
	const seconds = Number(end.options.get("connect-timeout") ?? 0);
	const errno = yield* dial(process.sys, socket, { addr: to?.addr ?? "", port: end.port }, seconds * 1000 || forever);
	if (errno === undefined) return socket;
	const reason = errno === "EINPROGRESS" ? "ETIMEDOUT" : errno;
	throw failed(process, `connect(5, ${shown(to?.addr ?? "", end.port)}, ${length[end.family]}): ${strerror(reason)}`);
}

function* listen(process: Process, end: End): Generator<Wait, number, Answer> {
	const { sys } = process;
	const socket = open(process, end);
	const result = sys.net.listen(socket, 5);
	if ("errno" in result) throw failed(process, `listen(5, 5): ${strerror(result.errno)}`);
	for (;;) {
		const client = sys.net.accept(socket);
		if ("ok" in client) {
			sys.net.close(socket);
			return client.ok;
		}
		yield { wait: "readable", socket, ms: forever };
	}
}

function* talk(process: Process, socket: number, onlyReads: boolean): Generator<Wait, void, Answer> {
	const input = onlyReads ? "" : process.stdin;
	yield* relay(process, {
		socket,
		datagrams: false,
		input,
		shutdown: !onlyReads,
		...(!onlyReads && { quitAfter: linger }),
	});
}
