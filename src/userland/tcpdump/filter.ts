/**
 * Filter expressions as pcap-filter(7) has them, as far as people type them: protocols, hosts, nets, ports, link addresses, VLANs
 * and lengths, with and, or, not and parentheses. Read as libpcap's grammar.y reads them: qualifiers are remembered.
 */
import { inetPton, isMulticast } from "../../net/addr.ts";
import { contains, maskAddr, type Prefix } from "../../net/prefix.ts";
import { FilterError } from "./filter-error.ts";
import { wireLength } from "./header-byte.ts";
import {
	addresses,
	type Direction,
	type Filter,
	inIp,
	ipProtocol,
	type Lookup,
	meets,
	port,
	portRange,
	protocols,
	syntaxError,
	unmodelled,
} from "./primitive.ts";
import { relation } from "./relation.ts";

interface Qualifiers {
	readonly direction: Direction;
	readonly type: string;
	/** A protocol's name. */
	readonly only: string | undefined;
}

/** ETH_P_SLOW: LACP. */
const slowProtocols = 0x8809;

class Parser {
	private at = 0;
	private readonly words: readonly string[];
	private readonly lookup: Lookup;
	/** The qualifiers that a bare value takes over: `host a or b`. */
	private last: Qualifiers | undefined;

	constructor(words: readonly string[], lookup: Lookup) {
		this.words = words;
		this.lookup = lookup;
	}

	parse(): Filter {
		const filter = this.either();
		if (this.at < this.words.length) throw syntaxError();
		return filter;
	}

	private get word(): string | undefined {
		return this.words[this.at];
	}

	private take(...words: readonly string[]): boolean {
		if (this.word === undefined || !words.includes(this.word)) return false;
		this.at++;
		return true;
	}

	/** `and` and `or` bind alike, to the left. */
	private either(): Filter {
		let left = this.unary();
		for (;;) {
			if (this.take("and", "&&")) {
				const [a, b] = [left, this.unary()];
				left = (frame) => a(frame) && b(frame);
			} else if (this.take("or", "||")) {
				const [a, b] = [left, this.unary()];
				left = (frame) => a(frame) || b(frame);
			} else return left;
		}
	}

	private unary(): Filter {
		if (this.take("not", "!")) {
			const inner = this.unary();
			return (frame) => !inner(frame);
		}
		const compared = relation(this.words, this.at);
		if (compared) {
			this.at = compared.end;
			return compared.filter;
		}
		if (this.take("(")) {
			const inner = this.either();
			if (!this.take(")")) throw syntaxError();
			return inner;
		}
		return this.primitive();
	}

	private primitive(): Filter {
		if (this.take("ether")) return this.ether();
		if (this.take("vlan")) return this.vlan();
		if (this.take("broadcast")) return ({ dst }) => dst === "ff:ff:ff:ff:ff:ff";
		if (this.take("multicast")) return ({ dst }) => (Number.parseInt(dst.slice(0, 2) || "0", 16) & 1) === 1;
		if (this.take("less")) return this.length((length, limit) => length <= limit);
		if (this.take("greater")) return this.length((length, limit) => length >= limit);
		const { word } = this;
		if (word !== undefined && unmodelled.has(word)) throw new FilterError(`'${word}' is not modelled`, false);
		const only = word !== undefined && Object.hasOwn(protocols, word) ? word : undefined;
		if (only) this.at++;
		if ((only === "ip" || only === "ip6") && this.take("multicast"))
			return (frame) => protocols[only]?.(frame) === true && isMulticast(String(addresses(frame).dst));
		if ((only === "ip" || only === "ip6") && this.word === "broadcast")
			throw new FilterError(`'${only} broadcast' is not modelled`, false);
		const direction = this.direction();
		const type = this.type();
		const isBare = direction === undefined && type === undefined;
		if (only && isBare && !this.isValue()) return protocols[only] as Filter;
		// a value by itself takes over what was said before it
		if (isBare && (only || !this.last)) throw syntaxError();
		this.last = isBare && this.last ? this.last : { direction: direction ?? "either", type: type ?? "host", only };
		return this.value(this.last);
	}

	private direction(): Direction | undefined {
		const { word } = this;
		if (word !== "src" && word !== "dst") return undefined;
		const joint = this.words[this.at + 1] ?? "";
		const isJoint = (joint === "or" || joint === "and") && /^(?:src|dst)$/.test(this.words[this.at + 2] ?? "");
		this.at += isJoint ? 3 : 1;
		return isJoint ? (joint === "or" ? "either" : "both") : word;
	}

	private type(): string | undefined {
		const found = ["host", "net", "port", "portrange", "proto"].find((word) => word === this.word);
		if (found) this.at++;
		return found;
	}

	private isValue(): boolean {
		return this.word !== undefined && !["and", "or", "not", "&&", "||", "!", ")", "("].includes(this.word);
	}

	private value({ direction, type, only }: Qualifiers): Filter {
		const text = this.word;
		if (text === undefined || !this.isValue()) throw syntaxError();
		this.at++;
		const filter = this.filterOf(direction, type, text, only);
		const within = only === undefined ? undefined : protocols[only];
		return within ? (frame) => within(frame) && filter(frame) : filter;
	}

	private filterOf(direction: Direction, type: string, text: string, only: string | undefined): Filter {
		switch (type) {
			case "net":
				return this.net(direction, text);
			case "port":
				return port(direction, text, only);
			case "portrange":
				return portRange(direction, text);
			case "proto":
				return ipProtocol(text);
			default:
				return this.host(direction, text, only);
		}
	}

	private host(direction: Direction, text: string, only: string | undefined): Filter {
		const addr = inetPton(text, text.includes(":") ? "inet6" : "inet");
		const isOther = only === (text.includes(":") ? "ip" : "ip6");
		if (addr !== undefined && only !== undefined && (inIp.has(only) || isOther))
			throw new FilterError(`'${only}' modifier applied to ${text.includes(":") ? "ip6 " : ""}host`);
		if (addr !== undefined) return (frame) => meets(direction, addresses(frame), (end) => end === addr);
		if (text.includes("/")) throw new FilterError("Mask syntax for networks only");
		if (/^\d+$/.test(text)) throw new FilterError(`'host ${text}' is not modelled`, false);
		if (/^[\d.]+$/.test(text)) throw new FilterError(`invalid IPv4 address '${text}'`);
		const named = this.lookup(text);
		if (named.length === 0) throw new FilterError(`unknown host '${text}'`);
		return (frame) => meets(direction, addresses(frame), (end) => named.includes(String(end)));
	}

	private net(direction: Direction, text: string): Filter {
		const [addr = "", len] = text.split("/");
		if (this.word === "mask") throw new FilterError("'mask' is not modelled: write the length behind a /", false);
		const full = addr.includes(":") ? addr : [...addr.split("."), "0", "0", "0"].slice(0, 4).join(".");
		const parsed = inetPton(full, full.includes(":") ? "inet6" : "inet");
		if (parsed === undefined) throw new FilterError(`unknown network '${text}'`);
		const most = full.includes(":") ? 128 : 32;
		if (Number(len ?? 0) > most) throw new FilterError(`mask length must be <= ${most}`);
		if (len !== undefined && maskAddr(parsed, Number(len)) !== parsed)
			throw new FilterError(`non-network bits set in "${text}"`);
		const implied = full.includes(":") ? 128 : addr.split(".").length * 8;
		const prefix: Prefix = { addr: parsed, len: len === undefined ? implied : Number(len) };
		const same = (end: string | number) =>
			typeof end === "string" && end.includes(":") === parsed.includes(":") && contains(prefix, end);
		return (frame) => meets(direction, addresses(frame), same);
	}

	private ether(): Filter {
		if (this.take("broadcast")) return ({ dst }) => dst === "ff:ff:ff:ff:ff:ff";
		if (this.take("multicast")) return ({ dst }) => (Number.parseInt(dst.slice(0, 2) || "0", 16) & 1) === 1;
		if (this.take("proto")) {
			const numbers: Readonly<Record<number, string>> = { 2048: "ip", 2054: "arp", 34525: "ip6" };
			const text = this.words[this.at++] ?? "";
			if (Number(text) === slowProtocols) return ({ packet }) => packet.family === "lacp";
			const named = protocols[numbers[Number(text)] ?? text.replace(/^\\/, "")];
			if (Object.hasOwn(protocols, text)) throw syntaxError();
			if (!named && /^\d/.test(text)) throw new FilterError(`'ether proto ${text}' is not modelled`, false);
			if (!named) throw new FilterError(`unknown ether proto '${text}'`);
			return named;
		}
		const direction = this.direction() ?? "either";
		this.take("host");
		const addr = this.words[this.at++]?.toLowerCase();
		if (addr === undefined) throw syntaxError();
		if (!/^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/.test(addr)) throw new FilterError(`unknown ether host '${addr}'`);
		const full = addr
			.split(":")
			.map((byte) => byte.padStart(2, "0"))
			.join(":");
		return ({ src, dst }) => meets(direction, { src, dst }, (end) => end === full);
	}

	private vlan(): Filter {
		const id = /^\d+$/.test(this.word ?? "") ? Number(this.words[this.at++]) : undefined;
		if (id !== undefined && id > 4095) throw new FilterError(`VLAN tag ${id} greater than maximum 4095`);
		return ({ tags = [] }) => tags.length > 0 && (id === undefined || tags[0]?.id === id);
	}

	private length(is: (length: number, limit: number) => boolean): Filter {
		const limit = Number(this.words[this.at++]);
		if (Number.isNaN(limit)) throw syntaxError();
		return (frame) => is(wireLength(frame), limit);
	}
}

/** Numbers, names and signs; what stands in brackets belongs to the name before it. */
const token = /\w+\s*\[[^\]]*\]|&&|\|\||<<|>>|<=|>=|!=|==|[()!&|=<>]|[^\s()!&|=<>]+/g;

/** The expression from the words of a command line; nothing takes everything. */
export function parseFilter(words: readonly string[], lookup: Lookup): Filter {
	const text = words.join(" ");
	if (/\[[^\]]*\[/.test(text)) throw new FilterError("a place that another byte gives is not modelled", false);
	const split = text.match(token) ?? [];
	return split.length === 0 ? () => true : new Parser(split, lookup).parse();
}
