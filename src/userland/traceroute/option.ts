/** The words of traceroute 2.1.2: traceroute.c main(), with the words of its parser (libsupp/clif.c) where one is wrong. */
import { Failed } from "../failed.ts";

export type Method = "default" | "udp" | "icmp" | "tcp";

export interface Options {
	readonly host: string;
	/** Where the host stands among the words, from 1. */
	readonly position: number;
	readonly family: "inet" | "inet6" | undefined;
	readonly method: Method;
	readonly numeric: boolean;
	readonly queries: number;
	/** Probes on their way at once. */
	readonly simultaneous: number;
	/** Milliseconds; and how many times longer than an answer of the same hop, of a later one. */
	readonly wait: number;
	readonly here: number;
	readonly near: number;
	readonly sendWait: number;
	readonly firstTtl: number;
	readonly maxTtl: number;
	readonly port: number | undefined;
	readonly tos: number | undefined;
	readonly mark: number | undefined;
	/** By no router (SO_DONTROUTE). */
	readonly onLink: boolean;
	readonly source: string | undefined;
	readonly device: string | undefined;
	readonly dontFragment: boolean;
	readonly mtu: boolean;
	readonly back: boolean;
	readonly size: number | undefined;
}

interface Row {
	readonly short?: string;
	readonly long?: string;
	readonly key: string;
	readonly takes?: "number" | "time" | "text";
	/** What usage calls the value. */
	readonly arg?: string;
}

const rows: readonly Row[] = [
	{ short: "4", key: "4" },
	{ short: "6", key: "6" },
	{ short: "n", key: "n" },
	{ short: "I", long: "icmp", key: "icmp" },
	{ short: "T", long: "tcp", key: "tcp" },
	{ short: "U", long: "udp", key: "udp" },
	{ short: "F", long: "dont-fragment", key: "F" },
	{ short: "r", key: "r" },
	{ long: "mtu", key: "mtu" },
	{ long: "back", key: "back" },
	{ short: "V", long: "version", key: "V" },
	{ long: "help", key: "help" },
	{ short: "M", long: "module", key: "M", takes: "text", arg: "name" },
	{ short: "f", long: "first", key: "f", takes: "number", arg: "first_ttl" },
	{ short: "m", long: "max-hops", key: "m", takes: "number", arg: "max_ttl" },
	{ short: "q", long: "queries", key: "q", takes: "number", arg: "nqueries" },
	{ short: "N", long: "sim-queries", key: "N", takes: "number", arg: "squeries" },
	{ short: "p", long: "port", key: "p", takes: "number", arg: "port" },
	{ short: "t", long: "tos", key: "t", takes: "number", arg: "tos" },
	{ long: "fwmark", key: "fwmark", takes: "number", arg: "num" },
	{ short: "w", long: "wait", key: "w", takes: "time", arg: "MAX,HERE,NEAR" },
	{ short: "z", long: "sendwait", key: "z", takes: "time", arg: "sendwait" },
	{ short: "s", long: "source", key: "s", takes: "text", arg: "src_addr" },
	{ short: "i", long: "interface", key: "i", takes: "text", arg: "device" },
];
/** What exists, but not here. */
const notModelled =
	/^-(?:[dgeADPlO]|-(?:debug|gateway|extensions|as-path-lookups|flowlabel|options|sport|dccp|protocol))/;
const valid = { number: /^(?:0x[0-9a-f]+|\d+)$/i, time: /^\d*\.?\d+(?:,\d*\.?\d+){0,2}$/, text: /./ };

interface Words {
	readonly values: Map<string, string>;
	readonly others: { readonly word: string; readonly argc: number }[];
}

/** The words as CLIF takes them: options may stand anywhere, short ones together; a long one has its value attached. */
function readWords(args: readonly string[]): Words {
	const words: Words = { values: new Map(), others: [] };
	for (let i = 0; i < args.length; i++) {
		const word = args[i] as string;
		if (!word.startsWith("-") || word === "-") words.others.push({ word, argc: i + 1 });
		else if (notModelled.test(word)) throw new Failed(`iplab: 'traceroute ${word}' is not modelled`, 3);
		else if (readOption(word, args[i + 1], i + 1, words)) i++;
	}
	return words;
}

/** True when it took the next word as well. */
function readOption(word: string, next: string | undefined, argc: number, words: Words): boolean {
	const long = /^--([^=]+)(?:=(.*))?$/.exec(word);
	if (long) {
		const row = rows.find((each) => each.long === long[1]);
		if (!row) throw new Failed(`Bad option \`${word}' (argc ${argc})`, 2);
		return readValue(row, `--${row.long}`, long[2], undefined, argc, words);
	}
	for (let at = 1; at < word.length; at++) {
		const row = rows.find((each) => each.short === word[at]);
		if (!row) throw new Failed(`Bad option \`-${word.slice(at)}' (argc ${argc})`, 2);
		if (row.takes) return readValue(row, `-${row.short}`, word.slice(at + 1) || undefined, next, argc, words);
		words.values.set(row.key, "");
	}
	return false;
}

function readValue(
	{ key, takes, arg }: Row,
	name: string,
	attached: string | undefined,
	next: string | undefined,
	argc: number,
	{ values }: Words,
): boolean {
	if (!takes) return Boolean(values.set(key, "")) && false;
	const value = attached ?? next;
	if (value === undefined) {
		const form = `${name}${name.startsWith("--") ? "=" : " "}${arg}`;
		throw new Failed(`Option \`${name}' (argc ${argc}) requires an argument: \`${form}'`, 2);
	}
	const where = attached === undefined ? argc + 1 : argc;
	if (!valid[takes].test(value))
		throw new Failed(`Cannot handle \`${name}' option with arg \`${value}' (argc ${where})`, 2);
	values.set(key, value);
	return attached === undefined;
}

function methodOf(values: Words["values"]): Method {
	const named = values.get("M");
	if (named !== undefined) {
		if (named === "default" || named === "udp" || named === "icmp" || named === "tcp") return named;
		throw new Failed(`iplab: 'traceroute -M ${named}' is not modelled`, 3);
	}
	return values.has("icmp") ? "icmp" : values.has("tcp") ? "tcp" : values.has("udp") ? "udp" : "default";
}

const version = `Modern traceroute for Linux, version 2.1.2
Copyright (c) 2016  Dmitry Butskoy,   License: GPL v2 or any later`;
export const help = `Usage:
  traceroute [ -46FITUnrV ] [ -f first_ttl ] [ -i device ] [ -m max_ttl ] [ -M method ] [ -N squeries ] [ -p port ] [ -t tos ] [ -w MAX,HERE,NEAR ] [ -q nqueries ] [ -s src_addr ] [ -z sendwait ] [ --fwmark=num ] [ --mtu ] [ --back ] host [ packetlen ]`;

export function parseOptions(args: readonly string[]): Options {
	const { values, others } = readWords(args);
	if (values.has("help")) throw new Failed(help, 0);
	if (values.has("V")) throw new Failed(version, 0);
	const [host, size, extra] = others;
	if (host === undefined) throw new Failed('Specify "host" missing argument.', 2);
	if (size && !valid.number.test(size.word))
		throw new Failed(`Cannot handle "packetlen" cmdline arg \`${size.word}' on position 2 (argc ${size.argc})`, 2);
	if (extra) throw new Failed(`Extra arg \`${extra.word}' (position 3, argc ${extra.argc})`, 2);
	const number = (key: string) => (values.has(key) ? Number(values.get(key)) : undefined);
	const [wait = 5, here = 3, near = 10] = (values.get("w") ?? "").split(",").filter(Boolean).map(Number);
	const send = number("z") ?? 0;
	const mtu = values.has("mtu");
	return {
		host: host.word,
		position: host.argc,
		family: values.has("6") ? "inet6" : values.has("4") ? "inet" : undefined,
		method: methodOf(values),
		numeric: values.has("n"),
		queries: number("q") ?? 3,
		simultaneous: mtu ? 1 : (number("N") ?? 16),
		...{ wait: wait * 1000, here, near },
		// More than ten are milliseconds.
		sendWait: send > 10 ? send : send * 1000,
		firstTtl: number("f") ?? 1,
		maxTtl: number("m") ?? 30,
		port: number("p"),
		tos: number("t"),
		mark: number("fwmark"),
		onLink: values.has("r"),
		source: values.get("s"),
		device: values.get("i"),
		dontFragment: mtu || values.has("F"),
		mtu,
		back: values.has("back"),
		size: size ? Number(size.word) : undefined,
	};
}

/** What main() checks once all words are read, the host's name among them. */
export function checkOptions({ firstTtl, maxTtl, queries, size }: Options): void {
	if (firstTtl < 1 || firstTtl > maxTtl) throw new Failed("first hop out of range", 2);
	if (maxTtl > 255) throw new Failed("max hops cannot be more than 255", 2);
	if (queries < 1 || queries > 10) throw new Failed("no more than 10 probes per hop", 2);
	if (size !== undefined && size > 65000) throw new Failed(`too big packetlen ${size} specified`, 2);
}
