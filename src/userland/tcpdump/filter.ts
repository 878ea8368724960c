/**
 * Filter expressions as pcap-filter(7) has them, as far as people type them: protocols, hosts, nets, ports, link addresses, VLANs
 * and lengths, with and, or, not and parentheses. Read as libpcap's grammar.y reads them: qualifiers are remembered.
 */
import { inetPton } from "../../net/addr.ts";
import { contains, type Prefix } from "../../net/prefix.ts";
import type { Frame, Ip } from "../../uapi/packet.ts";

export type Filter = (frame: Frame) => boolean;

/** What the expression says cannot be understood, or is not modelled. */
export class FilterError extends Error {
	readonly isModelled: boolean;

	constructor(text: string, isModelled = true) {
		super(text);
		this.isModelled = isModelled;
	}
}

/** libpcap, pcap_nametoport() and gencode.c. */
function checkPort(port: number): void {
	if (port > 65535) throw new FilterError(`illegal port number ${port} > 65535`);
}

const syntaxError = () => new FilterError("can't parse filter expression: syntax error");

const ip = ({ packet }: Frame): Ip | undefined => (packet.family === "arp" ? undefined : packet);
const proto =
	(name: string, family?: Ip["family"]): Filter =>
	(frame) => {
		const packet = ip(frame);
		return packet?.payload.proto === name && (family === undefined || packet.family === family);
	};

const protocols: Readonly<Record<string, Filter>> = {
	arp: ({ packet }) => packet.family === "arp",
	ip: ({ packet }) => packet.family === "inet",
	ip6: ({ packet }) => packet.family === "inet6",
	icmp: proto("icmp", "inet"),
	icmp6: (frame) => proto("icmp", "inet6")(frame) && !isReport(frame),
	igmp: proto("igmp"),
	tcp: proto("tcp"),
	udp: proto("udp"),
};

/** The hop-by-hop header stands between, and a filter does not look behind it. */
function isReport(frame: Frame): boolean {
	const payload = ip(frame)?.payload;
	return payload?.proto === "icmp" && payload.type === "listener-report";
}

type Direction = "src" | "dst" | "either" | "both";

interface Ends {
	readonly src: string | number | undefined;
	readonly dst: string | number | undefined;
}

function meets(direction: Direction, { src, dst }: Ends, is: (end: string | number) => boolean): boolean {
	const [a, b] = [src !== undefined && is(src), dst !== undefined && is(dst)];
	return direction === "src" ? a : direction === "dst" ? b : direction === "both" ? a && b : a || b;
}

function addresses({ packet }: Frame): Ends {
	return packet.family === "arp" ? { src: packet.spa, dst: packet.tpa } : { src: packet.src, dst: packet.dst };
}

function ports(frame: Frame): Ends {
	const packet = ip(frame);
	const payload = packet?.payload;
	if (!payload || !("sport" in payload) || (packet?.fragment?.offset ?? 0) > 0)
		return { src: undefined, dst: undefined };
	return { src: payload.sport, dst: payload.dport };
}

class Parser {
	private at = 0;
	private readonly words: readonly string[];
	/** The qualifiers that a bare value takes over: `host a or b`. */
	private last: { direction: Direction; type: string; only: Filter | undefined } | undefined;

	constructor(words: readonly string[]) {
		this.words = words;
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
		const only = this.word !== undefined && Object.hasOwn(protocols, this.word) ? protocols[this.word] : undefined;
		if (only) this.at++;
		const direction = this.direction();
		const type = this.type();
		if (only && direction === undefined && type === undefined && !this.isValue()) return only;
		if (direction === undefined && type === undefined && !this.last && !only) {
			const wanted = this.word ?? "";
			if (!/^[\w.:/-]+$/.test(wanted) || /^(?:foo|bar)$/.test(wanted)) throw syntaxError();
		}
		const kept = direction === undefined && type === undefined && !only ? this.last : undefined;
		this.last = kept ?? { direction: direction ?? "either", type: type ?? "host", only };
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

	private value({ direction, type, only }: { direction: Direction; type: string; only: Filter | undefined }): Filter {
		const text = this.word;
		if (text === undefined || !this.isValue()) throw syntaxError();
		this.at++;
		const filter = this.filterOf(direction, type, text);
		return only ? (frame) => only(frame) && filter(frame) : filter;
	}

	private filterOf(direction: Direction, type: string, text: string): Filter {
		switch (type) {
			case "net":
				return this.net(direction, text);
			case "port": {
				if (!/^\d+$/.test(text)) throw new FilterError(`'port ${text}' is not modelled`, false);
				checkPort(Number(text));
				return (frame) => meets(direction, ports(frame), (port) => port === Number(text));
			}
			case "portrange": {
				const [from = 0, to = from] = text.split("-").map(Number);
				for (const port of [from, to]) checkPort(port);
				return (frame) => meets(direction, ports(frame), (port) => Number(port) >= from && Number(port) <= to);
			}
			case "proto": {
				const named = protocols[text.replace(/^\\/, "")];
				if (!named) throw new FilterError(`'proto ${text}' is not modelled`, false);
				return named;
			}
			default: {
				const addr = inetPton(text, text.includes(":") ? "inet6" : "inet");
				if (addr === undefined && text.includes("/")) return this.net(direction, text);
				if (addr === undefined)
					throw text.match(/^[a-z]/i) ? syntaxError() : new FilterError(`'${text}' is not modelled`, false);
				return (frame) => meets(direction, addresses(frame), (end) => end === addr);
			}
		}
	}

	private net(direction: Direction, text: string): Filter {
		const [addr = "", len] = text.split("/");
		const full = addr.includes(":") ? addr : [...addr.split("."), "0", "0", "0"].slice(0, 4).join(".");
		const parsed = inetPton(full, full.includes(":") ? "inet6" : "inet");
		if (parsed === undefined) throw syntaxError();
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
			const numbers: Readonly<Record<string, string>> = { "0x0800": "ip", "0x0806": "arp", "0x86dd": "ip6" };
			const text = this.words[this.at++] ?? "";
			const named = protocols[numbers[text] ?? text.replace(/^\\/, "")];
			if (!named) throw new FilterError(`'ether proto ${text}' is not modelled`, false);
			return named;
		}
		const direction = this.direction() ?? "either";
		this.take("host");
		const addr = this.words[this.at++]?.toLowerCase();
		if (addr === undefined || !/^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/.test(addr)) throw syntaxError();
		const full = addr
			.split(":")
			.map((byte) => byte.padStart(2, "0"))
			.join(":");
		return ({ src, dst }) => meets(direction, { src, dst }, (end) => end === full);
	}

	private vlan(): Filter {
		const id = /^\d+$/.test(this.word ?? "") ? Number(this.words[this.at++]) : undefined;
		return ({ tags = [] }) => tags.length > 0 && (id === undefined || tags[0]?.id === id);
	}

	private length(is: (length: number, limit: number) => boolean): Filter {
		const limit = Number(this.words[this.at++]);
		if (Number.isNaN(limit)) throw syntaxError();
		return ({ packet, tags = [] }) => is(packet.length + 14 + 4 * tags.length, limit);
	}
}

/** The expression from the words of a command line; nothing takes everything. */
export function parseFilter(words: readonly string[]): Filter {
	const bytes = /\w+\s*\[[^\]]*\]/.exec(words.join(" "));
	if (bytes) throw new FilterError(`'${bytes[0]}' is not modelled`, false);
	const split = words.join(" ").match(/\(|\)|!(?!=)|&&|\|\||[^\s()!&|]+/g) ?? [];
	return split.length === 0 ? () => true : new Parser(split).parse();
}
