/** What rules and multipath can see of a packet beyond its addresses (flowi4, flowi6). */
import type { Ip, Payload } from "./packet.ts";

/** IPPROTO_* */
export function protocolOf(payload: Payload, family: Ip["family"]): number {
	switch (payload.proto) {
		case "icmp":
			return family === "inet" ? 1 : 58;
		case "igmp":
			return 2;
		case "udp":
			return 17;
		case "tcp":
			return 6;
		case "ipip":
			return 4;
		case "ipv6":
			return 41;
		case "gre":
			return 47;
		case "ospf":
			return 89;
		default:
			return payload satisfies never;
	}
}

export interface Ports {
	readonly ipProto: number;
	readonly sport: number | undefined;
	readonly dport: number | undefined;
}

export function portsOf({ payload, family }: Ip): Ports {
	const has = payload.proto === "tcp" || payload.proto === "udp";
	return {
		ipProto: protocolOf(payload, family),
		sport: has ? payload.sport : undefined,
		dport: has ? payload.dport : undefined,
	};
}
