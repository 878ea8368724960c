/**
 * What ss is asked for by its words: misc/ssfilter.y, and ss.c parse_hostcond(), run_ssfilter(). `and`, `or` and standing side by
 * side are read from left to right, as its grammar has them.
 */
import { type Addr, type AddrFamily, familyOf, isV4Mapped } from "../../net/addr.ts";
import { contains, maskAddr, type Prefix, parsePrefix } from "../../net/prefix.ts";
import type { SocketInfo } from "../../uapi/socket.ts";
import { hostAddrs } from "../host-name.ts";
import type { System } from "../process.ts";
import { serviceByName } from "../service-name.ts";

/** A socket of any table, as filters see it. */
export interface Shown
	extends Pick<SocketInfo, "local" | "port" | "peer" | "peerPort" | "ifindex" | "portLocked" | "mark"> {
	readonly family: AddrFamily | "netlink" | "packet";
}

export type Filter = (socket: Shown) => boolean;

/** Ends ss with its own words. */
export class FilterError extends Error {
	readonly usage: boolean;

	constructor(text: string, usage = false) {
		super(text);
		this.usage = usage;
	}
}

export interface FilterContext {
	readonly sys: System;
	readonly tcp: boolean;
	readonly udp: boolean;
	/** Addresses of which family alone, where -4 or -6 says so. */
	readonly family: AddrFamily | undefined;
	/** net.ipv4.ip_local_port_range */
	readonly ephemeral: (port: number) => boolean;
}

const syntaxError = () => new FilterError('ss: bison bellows (while parsing filter): "syntax error!" Sorry.', true);

const same: Readonly<Record<string, string>> = {
	...{ not: "!", "&&": "&", and: "&", "||": "|", or: "|" },
	...{ ge: ">=", geq: ">=", le: "<=", leq: "<=", ne: "!=", neq: "!=", "==": "=", eq: "=", gt: ">", lt: "<" },
};

/** The words of all arguments, each in its plain spelling. */
function tokensOf(args: readonly string[]): string[] {
	return args.flatMap((arg) => arg.split(/[ \t]+/).filter((word) => word !== "")).map((word) => same[word] ?? word);
}

export function parseFilter(args: readonly string[], context: FilterContext): Filter | undefined {
	const tokens = tokensOf(args);
	if (tokens.length === 0) return undefined;
	const filter = list(tokens, context);
	if (tokens.length > 0) throw syntaxError();
	return filter;
}

function list(tokens: string[], context: FilterContext): Filter {
	let left = expression(tokens, context);
	while (tokens.length > 0 && tokens[0] !== ")") {
		const joint = tokens[0] === "|" || tokens[0] === "&" ? tokens.shift() : "&";
		const [a, b] = [left, expression(tokens, context)];
		left = joint === "|" ? (s) => a(s) || b(s) : (s) => a(s) && b(s);
	}
	return left;
}

function expression(tokens: string[], context: FilterContext): Filter {
	const word = tokens.shift();
	switch (word) {
		case "(": {
			const inner = list(tokens, context);
			if (tokens.shift() !== ")") throw syntaxError();
			return inner;
		}
		case "!": {
			const inner = expression(tokens, context);
			return (socket) => !inner(socket);
		}
		case "src":
		case "dst":
			return host(tokens, context, word === "src");
		case "sport":
		case "dport":
			return portTest(tokens, context, word === "sport");
		case "dev":
			return device(tokens, context);
		case "autobound":
			return ({ port, portLocked }) => context.ephemeral(port) && !portLocked;
		case "fwmark":
			return mark(tokens);
		case "cgroup":
			throw new FilterError(`iplab: 'ss ${word}' is not modelled`);
		default:
			// a word that is none of the language is taken for an address before the grammar sees that it is out of place
			if (word !== undefined && !/^[()=<>!&|]+$/.test(word)) hostCondition(word, false, context);
			throw syntaxError();
	}
}

function operator(tokens: string[], allowed: readonly string[]): string {
	const [word] = tokens;
	if (word === undefined || !["=", "!=", "<", ">", "<=", ">="].includes(word)) return "=";
	if (!allowed.includes(word)) throw syntaxError();
	tokens.shift();
	return word;
}

function value(tokens: string[]): string {
	const word = tokens.shift();
	if (word === undefined || /^[()=<>!&|]+$/.test(word)) throw syntaxError();
	return word;
}

interface Condition {
	/** Any of these. */
	readonly prefixes?: readonly Prefix[];
	readonly port?: number;
}

function host(tokens: string[], context: FilterContext, own: boolean): Filter {
	operator(tokens, ["="]);
	const condition = hostCondition(value(tokens), false, context);
	return (socket) => meets(condition, own ? socket.local : socket.peer, own ? socket.port : socket.peerPort);
}

function meets({ prefixes, port }: Condition, addr: Addr, ownPort: number): boolean {
	if (port !== undefined && port !== ownPort) return false;
	return !prefixes || prefixes.some((prefix) => holds(prefix, addr));
}

function holds(prefix: Prefix, addr: Addr): boolean {
	// an IPv4 rule holds for an IPv6 socket that speaks IPv4, not the other way round
	const plain = prefix.addr.includes(":") || !isV4Mapped(addr) ? addr : addr.slice("::ffff:".length);
	return familyOf(plain) === familyOf(prefix.addr) && contains(prefix, plain);
}

function portTest(tokens: string[], context: FilterContext, own: boolean): Filter {
	const sign = operator(tokens, ["=", "!=", "<", ">", "<=", ">="]);
	const { port = -1 } = hostCondition(value(tokens), true, context);
	const portOf = (socket: Shown) => (own ? socket.port : socket.peerPort);
	const tests: Readonly<Record<string, Filter>> = {
		"=": (s) => port === -1 || portOf(s) === port,
		"!=": (s) => port !== -1 && portOf(s) !== port,
		"<": (s) => portOf(s) < port,
		">": (s) => portOf(s) > port,
		"<=": (s) => portOf(s) <= port,
		">=": (s) => portOf(s) >= port,
	};
	return tests[sign] as Filter;
}

function device(tokens: string[], { sys }: FilterContext): Filter {
	const sign = operator(tokens, ["=", "!="]);
	const name = value(tokens);
	const index = sys.net.indexOf(name);
	const wanted = "ok" in index ? index.ok : /^\d+$/.test(name) ? Number(name) : undefined;
	if (wanted === undefined) throw new FilterError("Cannot parse device.");
	return ({ ifindex }) => (ifindex === wanted) === (sign === "=");
}

/** parse_markmask() */
function mark(tokens: string[]): Filter {
	const sign = operator(tokens, ["=", "!="]);
	const word = value(tokens);
	const [, wanted, mask] = /^(0x[\da-f]+|\d+)(?:\/(0x[\da-f]+|\d+))?/i.exec(word) ?? [];
	if (wanted === undefined || (mask === undefined && word.includes("/")))
		throw new FilterError(`Cannot parse mark ${word}.`);
	const bits = Number(mask ?? 0xffffffff);
	return ({ mark = 0 }) => (((mark ^ Number(wanted)) & bits) === 0) === (sign === "=");
}

const unparsed = "Cannot parse dst/src address.";

/** `127.0.0.1`, `10.0.0.0/8:80`, `[::1]:ssh`, `:http`, `*:53`; of a port test the whole word is the port. */
function hostCondition(word: string, isPort: boolean, context: FilterContext): Condition {
	const text = word.replace(/^inet6?:/, "");
	if (/^(?:unix|link|netlink|vsock):/.test(text)) throw new FilterError(`iplab: 'ss ${word}' is not modelled`);
	const { addr, port } = isPort ? { addr: "", port: text } : splitHost(text);
	const number = portOf(port.replace(/^:/, ""), context);
	const prefixes = addr === "" || addr.startsWith("*") ? undefined : prefixesOf(addr, context);
	return { ...(prefixes && { prefixes }), ...(number !== undefined && { port: number }) };
}

function splitHost(text: string): { addr: string; port: string } {
	if (text.startsWith("[")) {
		const end = text.indexOf("]");
		if (end < 0) throw new FilterError(unparsed);
		return { addr: text.slice(1, end), port: text.slice(end + 1) };
	}
	if (text.startsWith("*")) return { addr: "*", port: text.slice(1) };
	const slash = Math.max(0, text.indexOf("/"));
	const colon = text.lastIndexOf(":");
	if (colon < slash) return { addr: text, port: "" };
	return { addr: text.slice(0, colon), port: text.slice(colon) };
}

function portOf(word: string, { tcp, udp }: FilterContext): number | undefined {
	if (word === "" || word.startsWith("*")) return undefined;
	if (/^(?:0x[0-9a-f]+|\d+)$/i.test(word)) return Number(word);
	const found = [udp ? serviceByName(word, "udp") : undefined, tcp ? serviceByName(word, "tcp") : undefined];
	const known = found.filter((port) => port !== undefined);
	if (new Set(known).size > 1) throw new FilterError(`Error: ambiguous port "${word}".\n${unparsed}`);
	if (known[0] === undefined) throw new FilterError(`Error: "${word}" does not look like a port.\n${unparsed}`);
	return known[0];
}

/** undefined holds for all. A name stands for all of its addresses. */
function prefixesOf(text: string, { sys, family }: FilterContext): readonly Prefix[] | undefined {
	const parsed = parsePrefix(text, family ?? "unspec");
	if (parsed) return "addr" in parsed ? [{ addr: maskAddr(parsed.addr, parsed.len), len: parsed.len }] : undefined;
	const named = /^[\d.:/]+$/.test(text) ? undefined : hostAddrs(sys, text, family);
	if (named && !("error" in named)) return named.map(({ addr }) => ({ addr, len: addr.includes(":") ? 128 : 32 }));
	throw new FilterError(`Error: an inet prefix is expected rather than "${text}".\n${unparsed}`);
}
