/** Packets of the network layer as tcpdump 4.99 prints them: print-ip.c, print-ip6.c, print-udp.c, print-tcp.c, print-arp.c. */
import type { Arp, Encapsulated, Frame, Ip, Packet, Tcp, Udp } from "../../uapi/packet.ts";
import { hex, tcpChecksum, udpChecksum } from "./checksum.ts";
import { icmp6Text, icmpText, igmpText } from "./icmp.ts";
import { lacpText } from "./lacp.ts";
import { protocols } from "./protocol.ts";
import type { Style } from "./style.ts";

/** What one run of tcpdump remembers of connections: the first sequence numbers of both sides. */
export type Conversations = Map<string, { seq: number; ack: number }>;

export interface Printer {
	readonly style: Style;
	readonly conversations: Conversations;
	/** A frame in a packet, as of a tunnel that carries Ethernet. */
	readonly ethernet: (frame: Frame) => string;
}

/** With its protocol in front, as where no link header tells it. */
export function packetText(packet: Packet, printer: Printer): string {
	if (packet.family === "arp") return `ARP, ${arpText(packet, printer.style)}`;
	if (packet.family === "lacp") return lacpText(packet, printer.style);
	return `${packet.family === "inet" ? "IP" : "IP6"} ${ipText(packet, printer)}`;
}

const nobody = "00:00:00:00:00:00";

export function arpText({ op, spa, sha, tpa, tha, length }: Arp, { verbose }: Style): string {
	const kinds = verbose > 0 ? "Ethernet (len 6), IPv4 (len 4), " : "";
	const asked = tha === nobody ? tpa : `${tpa} (${tha})`;
	const said = op === "request" ? `Request who-has ${asked} tell ${spa}` : `Reply ${spa} is-at ${sha}`;
	return `${kinds}${said}, length ${length}`;
}

export function ipText(packet: Ip, printer: Printer): string {
	return packet.family === "inet" ? ip4Text(packet, printer) : ip6Text(packet, printer);
}

function ip4Text(packet: Ip, printer: Printer): string {
	const { src, dst, payload, fragment, length } = packet;
	const way = `${src} > ${dst}: `;
	const header = printer.style.verbose > 0 ? `${header4(packet)}\n    ` : "";
	if (fragment && fragment.offset > 0) {
		const number = protocols[payload.proto][1];
		return `${header}${way}${printer.style.numeric ? `ip-proto-${number}` : payload.proto}`;
	}
	return `${header}${bodyText(packet, way, length - headerLength(packet), printer)}`;
}

/** The options that the model sends: a router alert with IGMP, a recorded route. */
function headerLength({ payload, recordRoute }: Ip): number {
	return payload.proto === "igmp" ? 24 : recordRoute ? 60 : 20;
}

function header4({ tos, ttl, id = 0, fragment, df, payload, length, recordRoute }: Ip): string {
	const [name, number] = protocols[payload.proto];
	const set = [fragment?.more && "+", df && "DF"].filter(Boolean);
	const options =
		payload.proto === "igmp"
			? ", options (RA)"
			: recordRoute
				? `, options (NOP,RR${recordRoute.map((a) => ` ${a}`).join(",")})`
				: "";
	const flags = set.length > 0 ? set.join(", ") : "none";
	return `(tos 0x${tos.toString(16)}, ttl ${ttl}, id ${id}, offset ${fragment?.offset ?? 0}, flags [${flags}], proto ${name} (${number}), length ${length}${options})`;
}

function ip6Text(packet: Ip, printer: Printer): string {
	const { src, dst, fragment, length, payload } = packet;
	const { verbose } = printer.style;
	const way = `${src} > ${dst}: `;
	const header = verbose > 0 ? `${header6(packet)} ` : "";
	const hops =
		payload.proto === "icmp" && payload.type === "listener-report"
			? verbose > 0
				? "HBH (rtalert: 0x0000) (padn) "
				: "HBH "
			: "";
	if (!fragment) return `${header}${bodyText(packet, `${way}${hops}`, length - 40 - (hops ? 8 : 0), printer)}`;
	const size = length - 48;
	const id = verbose > 0 ? `0x${fragment.id.toString(16).padStart(8, "0")}:` : "";
	const piece = `${header}${way}frag (${id}${fragment.offset}|${size})`;
	return fragment.offset > 0 ? piece : `${piece} ${bodyText(packet, "", size, printer)}`;
}

function header6({ tos, flowLabel, ttl, payload, fragment, length }: Ip): string {
	const name =
		payload.proto === "icmp" ? (payload.type === "listener-report" ? "Options (0)" : "ICMPv6 (58)") : undefined;
	const next = fragment ? "Fragment (44)" : (name ?? protocols[payload.proto].join(" (").concat(")"));
	const traffic = tos ? `class 0x${tos.toString(16).padStart(2, "0")}, ` : "";
	const label = flowLabel ? `flowlabel 0x${flowLabel.toString(16).padStart(5, "0")}, ` : "";
	return `(${traffic}${label}hlim ${ttl}, next-header ${next} payload length: ${length - 40})`;
}

/** `way` is `a > b: `, which ports make longer. */
function bodyText(packet: Ip, way: string, length: number, printer: Printer): string {
	const { payload, family } = packet;
	switch (payload.proto) {
		case "icmp":
		case "igmp":
			if (payload.proto === "igmp") return way + igmpText(payload, printer.style);
			if (family === "inet6") return way + icmp6Text(payload, length, printer.style, packet.fragment === undefined);
			return way + icmpText(payload, length, printer.style, (about) => `IP ${ip4Text(about, printer)}`);
		case "udp":
			return udpText(packet, payload, way, length, printer);
		case "tcp":
			return tcpText(packet, payload, way, printer);
		case "ipip":
		case "ipv6":
			return way + packetText(payload.inner.packet, printer);
		case "gre":
			return way + greText(payload, length, printer);
		case "ospf":
			return `${way}OSPFv2, length ${length}`;
		default:
			return payload satisfies never;
	}
}

function withPorts(packet: Ip, way: string, { sport, dport }: Udp | Tcp): string {
	const { src, dst } = packet;
	return way === "" ? `${sport} > ${dport}: ` : way.replace(`${src} > ${dst}: `, `${src}.${sport} > ${dst}.${dport}: `);
}

const vxlanPort = 4789;
const genevePort = 6081;

function udpText(packet: Ip, udp: Udp, way: string, length: number, printer: Printer): string {
	const { style } = printer;
	const ends = withPorts(packet, way, udp);
	if (style.quiet) return `${ends}UDP, length ${length - 8}`;
	const told = packet.fragment === undefined && style.verbose > (packet.family === "inet" ? 1 : 0);
	const { shown, right } = told ? udpChecksum(packet, udp, length) : { shown: 0, right: 0 };
	const sum =
		told && !udp.inner ? (shown === right ? "[udp sum ok] " : `[bad udp cksum ${hex(shown)} -> ${hex(right)}!] `) : "";
	if (udp.inner && udp.dport === vxlanPort)
		return `${ends}VXLAN, flags [I] (0x08), vni ${udp.vni ?? 0}\n${printer.ethernet(udp.inner)}`;
	if (udp.inner && udp.dport === genevePort)
		return `${ends}Geneve, Flags [none], vni 0x${(udp.vni ?? 0).toString(16)}${style.verbose > 0 ? ", proto TEB (0x6558)" : ""}: ${printer.ethernet(udp.inner)}`;
	return `${ends}${sum}UDP, length ${length - 8}`;
}

function greText({ inner, key }: Encapsulated, length: number, printer: Printer): string {
	const { packet } = inner;
	const isEthernet = inner.dst !== "";
	const { verbose } = printer.style;
	const proto = isEthernet ? "TEB (0x6558)" : packet.family === "inet6" ? "IPv6 (0x86dd)" : "IPv4 (0x0800)";
	const told = verbose > 0 ? `, Flags [${key === undefined ? "none" : "key present"}]` : "";
	const keyed = key === undefined ? "" : `, key=0x${key.toString(16)}`;
	const what = verbose > 0 ? `, proto ${proto}` : "";
	return `GREv0${told}${keyed}${what}, length ${length}${verbose > 0 ? "\n\t" : ": "}${isEthernet ? printer.ethernet(inner) : packetText(packet, printer)}`;
}

const letters = { fin: "F", syn: "S", rst: "R", psh: "P", ack: "." } as const;

function tcpText(packet: Ip, tcp: Tcp, way: string, printer: Printer): string {
	const { style } = printer;
	const { flags, win = 0, data = "" } = tcp;
	const ends = withPorts(packet, way, tcp);
	const size = data.length;
	if (style.quiet) return `${ends}tcp ${size}`;
	const { seq, ack } = style.absolute || !flags.includes("ack") ? tcp : relative(packet, tcp, printer.conversations);
	const shown = (["fin", "syn", "rst", "psh", "ack"] as const).filter((flag) => flags.includes(flag));
	const sum = style.verbose > 0 && !packet.fragment ? checksumText(packet, tcp) : "";
	const tells =
		style.verbose > 1 || size > 0 || flags.some((flag) => flag === "syn" || flag === "fin" || flag === "rst");
	const numbers = tells ? `, seq ${seq}${size > 0 ? `:${seq + size}` : ""}` : "";
	const answer = flags.includes("ack") ? `, ack ${ack}` : "";
	return `${ends}Flags [${shown.map((flag) => letters[flag]).join("")}]${sum}${numbers}${answer}, win ${win}${optionText(tcp)}, length ${size}`;
}

function checksumText(packet: Ip, tcp: Tcp): string {
	const { shown, right } = tcpChecksum(packet, tcp);
	return `, cksum ${hex(shown)} (${shown === right ? "correct" : `incorrect -> ${hex(right)}`})`;
}

function optionText({ flags, mss, wscale, ts }: Tcp): string {
	const syn = flags.includes("syn");
	const stamp = ts && `TS val ${ts.val} ecr ${ts.ecr}`;
	const all = [
		...(mss === undefined ? [] : [`mss ${mss}`]),
		...(stamp && syn ? ["sackOK", stamp] : stamp ? ["nop", "nop", stamp] : []),
		...(wscale === undefined ? [] : ["nop", `wscale ${wscale}`]),
	];
	return all.length > 0 ? `, options [${all.join(",")}]` : "";
}

/** Once a conversation is known its numbers count from its beginning. */
function relative(
	{ src, dst }: Ip,
	{ sport, dport, seq, ack, flags }: Tcp,
	known: Conversations,
): { seq: number; ack: number } {
	const turned = sport > dport || (sport === dport && src > dst);
	const key = turned ? `${dst} ${src} ${dport} ${sport}` : `${src} ${dst} ${sport} ${dport}`;
	const first = known.get(key);
	if (!first || flags.includes("syn")) {
		known.set(key, turned ? { ack: seq, seq: (ack - 1) >>> 0 } : { seq, ack: (ack - 1) >>> 0 });
		return { seq, ack };
	}
	const [own, other] = turned ? [first.ack, first.seq] : [first.seq, first.ack];
	return { seq: (seq - own) >>> 0, ack: (ack - other) >>> 0 };
}
