/** Whom a program wants to reach, and from where, by its words. */
import { type Addr, parseAddr } from "../../net/addr.ts";

import { after, type Situation } from "./situation.ts";

const talkers: ReadonlySet<string> = new Set([
	"arping",
	"curl",
	"mtr",
	"nc",
	"ncat",
	"ping",
	"ping4",
	"ping6",
	"socat",
	"tracepath",
	"traceroute",
	"traceroute6",
]);

interface Target {
	readonly host: string;
	readonly addr?: Addr;
	/** Missing for what is no connection. */
	readonly port?: number;
}

export const of = (s: Situation) => talkers.has(s.argv[0] ?? "");

/** Options of nc and ncat whose value is a word of its own. */
const valued = /^-(?:[A-Za-z]*[wpsqiIOTVXxMmP])$/;

export function targetOf({ argv }: Situation): Target {
	const [name = "", ...words] = argv;
	if (name === "curl") return ofUrl(words);
	if (name === "socat") return ofSocat(words);
	if (name !== "nc" && name !== "ncat") return withAddr(words.findLast((word) => addrIn(word)) ?? words.at(-1) ?? "");
	const plain = words.filter((word, i) => !word.startsWith("-") && !valued.test(words[i - 1] ?? ""));
	const udp = words.some((word) => /^-[a-z]*u/.test(word));
	const port = Number(plain.at(-1));
	return withAddr(plain.length > 1 ? (plain[0] ?? "") : "", udp || !(port > 0) ? undefined : port);
}

function ofUrl(words: readonly string[]): Target {
	const url = words.findLast((word) => /^\w+:\/\//.test(word)) ?? "";
	const [, six, four = "", port] = /^\w+:\/\/(?:\[([^\]]*)\]|([^:/]*))(?::(\d+))?/.exec(url) ?? [];
	return withAddr((six ?? four).replace("%25", "%"), Number(port ?? 80));
}

function ofSocat(words: readonly string[]): Target {
	const found = /^(?:tcp|tcp4|tcp6|tcp-connect|udp):(?:\[([^\]]*)\]|([^:]*)):(\d+)/i.exec(
		words.find((word) => /^(?:tcp|udp)/i.test(word)) ?? "",
	);
	return withAddr(found?.[1] ?? found?.[2] ?? "", found ? Number(found[3]) : undefined);
}

function withAddr(host: string, port?: number): Target {
	const addr = addrIn(host === "localhost" ? "127.0.0.1" : host);
	return { host, ...(addr !== undefined && { addr }), ...(port !== undefined && port > 0 && port < 65536 && { port }) };
}

export function addrIn(word: string): Addr | undefined {
	const parsed = parseAddr(word.split("%")[0] ?? "", "unspec");
	return parsed && "addr" in parsed ? parsed.addr : undefined;
}

/** The source that the command asks for: an address, or a device. */
export function sourceOf(s: Situation): string | undefined {
	return after(s, "-I", "-s", "--interface", "-S");
}

export const isPing = ({ argv }: Situation) => /^ping[46]?$/.test(argv[0] ?? "");

export const isListening = ({ argv }: Situation) =>
	argv.some((word) => /^-[a-z]*l/.test(word) && !/^ping[46]?$/.test(argv[0] ?? "")) ||
	argv.some((word) => /^tcp\w*-listen/i.test(word));
