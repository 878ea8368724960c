/**
 * The Internet checksum of what goes over a veth pair: the sender leaves it to hardware that is not there, so that the field has
 * only the sum of the pseudo header, and `tcpdump -v` calls it wrong (RFC 1071, net/ipv4/tcp_ipv4.c __tcp_v4_send_check()).
 */
import { toWords } from "../../net/addr.ts";
import type { Ip, Tcp, Udp } from "../../uapi/packet.ts";

function fold(sum: number): number {
	let folded = sum;
	while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
	return folded;
}

function sumOf(bytes: readonly number[]): number {
	let sum = 0;
	for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
	return sum;
}

const protocols = { tcp: 6, udp: 17 } as const;

/** Addresses, protocol and length, not complemented. */
function pseudo({ src, dst }: Ip, proto: "tcp" | "udp", length: number): number {
	const halves = [...toWords(src), ...toWords(dst)].flatMap((word) => [word >>> 16, word & 0xffff]);
	return fold(halves.reduce((sum, half) => sum + half, protocols[proto] + length));
}

export const two = (n: number) => [(n >>> 8) & 0xff, n & 0xff];
const four = (n: number) => [...two(n >>> 16), ...two(n & 0xffff)];
export const textBytes = (data = "") => [...data].map((char) => char.charCodeAt(0) & 0xff);

const bits = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

export function tcpBytes({ sport, dport, seq, ack, flags, win = 0, mss, wscale, ts, data }: Tcp): number[] {
	const stamp = ts ? [8, 10, ...four(ts.val), ...four(ts.ecr)] : [];
	const syn = flags.includes("syn");
	const options = [
		...(mss === undefined ? [] : [2, 4, ...two(mss)]),
		...(ts && syn ? [4, 2, ...stamp] : ts ? [1, 1, ...stamp] : []),
		...(wscale === undefined ? [] : [1, 3, 3, wscale]),
	];
	const bit = flags.reduce((sum, flag) => sum | bits[flag], 0);
	const words = 5 + options.length / 4;
	return [
		...[...two(sport), ...two(dport), ...four(seq), ...four(ack), words << 4, bit, ...two(win)],
		...[0, 0, 0, 0, ...options, ...textBytes(data)],
	];
}

/** What stands in the header, and what should. */
export interface Checksum {
	readonly shown: number;
	readonly right: number;
}

export function tcpChecksum(packet: Ip, tcp: Tcp): Checksum {
	const bytes = tcpBytes(tcp);
	const partial = pseudo(packet, "tcp", bytes.length);
	const right = ~fold(partial + sumOf(bytes)) & 0xffff;
	// tcp_v4_send_reset(): an answer without a socket is summed up at once.
	return { shown: packet.family === "inet" && tcp.flags.includes("rst") ? right : partial, right };
}

export function udpChecksum(packet: Ip, { sport, dport, data }: Udp, length: number): Checksum {
	const body = Array.from({ length: length - 8 }, (_, i) => textBytes(data)[i] ?? 0);
	const partial = pseudo(packet, "udp", length);
	return {
		shown: partial,
		right: ~fold(partial + sumOf([...two(sport), ...two(dport), ...two(length), 0, 0, ...body])) & 0xffff,
	};
}

export function hex(sum: number): string {
	return `0x${sum.toString(16).padStart(4, "0")}`;
}
