/** What filters are made of: protocols, ends of a packet, ports and their names. pcap-filter(7), libpcap's gencode.c. */
import type { Addr } from "../../net/addr.ts";
import { type Frame, type Ip, isIp } from "../../uapi/packet.ts";
import { serviceByName } from "../service-name.ts";
import { FilterError } from "./filter-error.ts";
import { protocols as ipProtocols } from "./protocol.ts";

export type Filter = (frame: Frame) => boolean;

/** The addresses of a name. */
export type Lookup = (name: string) => readonly Addr[];

export const syntaxError = () => new FilterError("can't parse filter expression: syntax error");

/** libpcap, pcap_nametoport() and gencode.c. */
function checkPort(port: number): void {
	if (port > 65535) throw new FilterError(`illegal port number ${port} > 65535`);
}

const ip = ({ packet }: Frame): Ip | undefined => (isIp(packet) ? packet : undefined);
const proto =
	(name: string, family?: Ip["family"]): Filter =>
	(frame) => {
		const packet = ip(frame);
		return packet?.payload.proto === name && (family === undefined || packet.family === family);
	};

export const protocols: Readonly<Record<string, Filter>> = {
	arp: ({ packet }) => packet.family === "arp",
	ip: ({ packet }) => packet.family === "inet",
	ip6: ({ packet }) => packet.family === "inet6",
	icmp: proto("icmp", "inet"),
	icmp6: (frame) => proto("icmp", "inet6")(frame) && !isReport(frame),
	igmp: proto("igmp"),
	tcp: proto("tcp"),
	udp: proto("udp"),
	// what the model never sends
	...Object.fromEntries(["ah", "esp", "pim", "rarp", "sctp", "stp", "vrrp"].map((name) => [name, () => false])),
};

/** Those that only what is in IP can be, and no host. */
export const inIp: ReadonlySet<string> = new Set(["icmp", "icmp6", "igmp", "tcp", "udp"]);

/** Of pcap-filter(7), but not of this model. */
export const unmodelled: ReadonlySet<string> = new Set(
	"atalk carp decnet gateway ifname inbound isis iso llc mpls outbound ppp pppoed wlan".split(" "),
);

/** The hop-by-hop header stands between, and a filter does not look behind it. */
function isReport(frame: Frame): boolean {
	const payload = ip(frame)?.payload;
	return payload?.proto === "icmp" && payload.type === "listener-report";
}

export type Direction = "src" | "dst" | "either" | "both";

interface Ends {
	readonly src: string | number | undefined;
	readonly dst: string | number | undefined;
}

export function meets(direction: Direction, { src, dst }: Ends, is: (end: string | number) => boolean): boolean {
	const [a, b] = [src !== undefined && is(src), dst !== undefined && is(dst)];
	return direction === "src" ? a : direction === "dst" ? b : direction === "both" ? a && b : a || b;
}

export function addresses({ packet }: Frame): Ends {
	if (packet.family === "arp") return { src: packet.spa, dst: packet.tpa };
	return isIp(packet) ? { src: packet.src, dst: packet.dst } : { src: undefined, dst: undefined };
}

function ports(frame: Frame): Ends {
	const packet = ip(frame);
	const payload = packet?.payload;
	if (!payload || !("sport" in payload) || (packet?.fragment?.offset ?? 0) > 0)
		return { src: undefined, dst: undefined };
	return { src: payload.sport, dst: payload.dport };
}

/** A name is that of a port of TCP or UDP, or of both. */
export function port(direction: Direction, text: string, only: string | undefined): Filter {
	if (/^\d+$/.test(text)) {
		checkPort(Number(text));
		return (frame) => meets(direction, ports(frame), (end) => end === Number(text));
	}
	if (text.startsWith("-")) throw syntaxError();
	if (/^[\d.]+$|:/.test(text))
		throw new FilterError(`'port' modifier applied to ${text.includes(":") ? "ip6" : "ip"} host`);
	const known = (["tcp", "udp"] as const).flatMap((name) => {
		const number = serviceByName(text, name);
		return number === undefined ? [] : [{ name, number }];
	});
	const [first] = known;
	if (!first) throw new FilterError(`unknown port '${text}'`);
	const fitting = only === "tcp" || only === "udp" ? known.filter(({ name }) => name === only) : known;
	if (fitting.length === 0) throw new FilterError(`port '${text}' is ${first.name}`);
	return (frame) =>
		fitting.some(
			({ name, number }) => protocols[name]?.(frame) && meets(direction, ports(frame), (end) => end === number),
		);
}

export function portRange(direction: Direction, text: string): Filter {
	const numberOf = (word: string) =>
		/^\d+$/.test(word) ? Number(word) : (serviceByName(word, "tcp") ?? serviceByName(word, "udp"));
	const [from, to = from] = text.split("-").map(numberOf);
	if (from === undefined || to === undefined) throw new FilterError(`unknown port in range '${text}'`);
	for (const each of [from, to]) checkPort(each);
	return (frame) => meets(direction, ports(frame), (end) => Number(end) >= from && Number(end) <= to);
}

/** `proto 6`, `proto \tcp`; without the backslash the name is a word of the language. */
export function ipProtocol(text: string): Filter {
	if (Object.hasOwn(protocols, text)) throw syntaxError();
	const byNumber = Object.entries({ ...ipProtocols, icmp6: ["", 58] as const }).find(([, [, n]]) => String(n) === text);
	const name = byNumber?.[0] ?? text.replace(/^\\/, "");
	if (/^\d+$/.test(text) && !byNumber) return () => false;
	if (!byNumber && !Object.hasOwn(protocols, name)) throw new FilterError(`unknown ip proto '${text}'`);
	return protocols[name] ?? proto(name);
}
