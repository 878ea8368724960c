/**
 * The bytes of headers, as filters look at them: `ip[8]`, `tcp[tcpflags]`, `icmp[0]`. Sums are not among them, since the model's
 * packets carry none.
 */
import { toWords } from "../../net/addr.ts";
import { type Arp, type Frame, type Ip, isIp, type Payload } from "../../uapi/packet.ts";
import { tcpBytes, textBytes, two } from "./checksum.ts";
import { protocols } from "./protocol.ts";

export const headers = ["ether", "link", "arp", "ip", "ip6", "icmp", "icmp6", "tcp", "udp"] as const;
export type Header = (typeof headers)[number];

/** Where each has its checksum, two bytes long. */
export const sums: Readonly<Partial<Record<Header, number>>> = { ip: 10, icmp: 2, icmp6: 2, tcp: 16, udp: 6 };

/** undefined where the packet has no such header, or only in another piece of it. */
export function headerBytes(header: Header, frame: Frame): readonly number[] | undefined {
	const { packet } = frame;
	if (header === "ether" || header === "link") return etherBytes(frame);
	if (packet.family === "arp") return header === "arp" ? arpBytes(packet) : undefined;
	if (!isIp(packet)) return undefined;
	if (header === "ip") return packet.family === "inet" ? ipBytes(packet) : undefined;
	if (header === "ip6") return packet.family === "inet6" ? [...ip6Bytes(packet), ...payloadBytes(packet)] : undefined;
	const { payload, fragment, family } = packet;
	if ((fragment?.offset ?? 0) > 0 || isBehindHops(payload)) return undefined;
	const name = payload.proto === "icmp" && family === "inet6" ? "icmp6" : payload.proto;
	return name === header ? payloadBytes(packet) : undefined;
}

function isBehindHops(payload: Payload): boolean {
	return payload.proto === "icmp" && payload.type === "listener-report";
}

/** With its Ethernet header and its tags. */
export function wireLength({ packet, tags = [] }: Frame): number {
	return packet.length + 14 + 4 * tags.length;
}

const lladdr = (text: string): number[] =>
	text === "" ? [0, 0, 0, 0, 0, 0] : text.split(":").map((byte) => Number.parseInt(byte, 16));
const addr = (text: string): number[] => toWords(text).flatMap((word) => [...two(word >>> 16), ...two(word & 0xffff)]);

const etherTypes = { arp: 0x806, inet: 0x800, inet6: 0x86dd, lacp: 0x8809 } as const;

function etherBytes({ dst, src, tags = [], packet }: Frame): number[] {
	const tagged = tags.flatMap(({ protocol, id, priority }) => [
		...two(protocol === "802.1Q" ? 0x8100 : 0x88a8),
		...two((priority << 13) | id),
	]);
	return [...lladdr(dst), ...lladdr(src), ...tagged, ...two(etherTypes[packet.family])];
}

function arpBytes({ op, sha, spa, tha, tpa }: Arp): number[] {
	const kind = [...two(1), ...two(0x800), 6, 4, ...two(op === "request" ? 1 : 2)];
	return [...kind, ...lladdr(sha), ...addr(spa), ...lladdr(tha), ...addr(tpa)];
}

function ipBytes({ tos, length, id = 0, df, fragment, ttl, payload, src, dst }: Ip): number[] {
	const flags = (df ? 0x4000 : 0) | (fragment?.more ? 0x2000 : 0) | ((fragment?.offset ?? 0) >> 3);
	const start = [0x45, tos, ...two(length), ...two(fragment?.id ?? id), ...two(flags)];
	return [...start, ttl, protocols[payload.proto][1], 0, 0, ...addr(src), ...addr(dst)];
}

function ip6Bytes({ tos, flowLabel = 0, length, ttl, payload, fragment, src, dst }: Ip): number[] {
	const next = fragment ? 44 : isBehindHops(payload) ? 0 : payload.proto === "icmp" ? 58 : protocols[payload.proto][1];
	const start = [0x60 | (tos >> 4), ((tos & 0xf) << 4) | (flowLabel >> 16), ...two(flowLabel & 0xffff)];
	return [...start, ...two(length - 40), next, ttl, ...addr(src), ...addr(dst)];
}

/** Types as IPv4 and IPv6 number them. */
const types: Readonly<Record<string, readonly [number, number]>> = {
	echo: [8, 128],
	"echo-reply": [0, 129],
	"router-solicitation": [133, 133],
	solicitation: [135, 135],
	advertisement: [136, 136],
	redirect: [137, 137],
};

function payloadBytes({ payload, family, length }: Ip): readonly number[] {
	switch (payload.proto) {
		case "tcp":
			return tcpBytes(payload);
		case "udp": {
			const size = length - (family === "inet" ? 20 : 40);
			return [...two(payload.sport), ...two(payload.dport), ...two(size), 0, 0, ...textBytes(payload.data)];
		}
		case "icmp": {
			if (payload.type === "error") return [payload.icmpType, payload.code, 0, 0];
			const type = types[payload.type]?.[family === "inet" ? 0 : 1];
			if (type === undefined) return [];
			return [type, 0, 0, 0, ...("seq" in payload ? [...two(payload.id), ...two(payload.seq)] : [])];
		}
		default:
			return [];
	}
}
