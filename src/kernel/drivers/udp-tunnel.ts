/**
 * Ethernet frames in UDP packets: net/ipv4/udp_tunnel_core.c udp_tunnel_xmit_skb(), and how vxlan_core.c and geneve.c find the way
 * to the other end.
 */
import { type Addr, familyOf, isMulticast } from "../../net/addr.ts";
import type { Device } from "../device.ts";
import { decide } from "../path/output.ts";
import type { Frame, Ip } from "../path/packet.ts";
import type { Task } from "../task.ts";
import type { Xmit } from "./driver.ts";

/** The other end and how it is spoken to. */
export interface UdpEnd {
	/** Namespace that the packets travel in. */
	readonly net: number;
	readonly remote: Addr;
	readonly local?: Addr | undefined;
	readonly dport: number;
	readonly vni: number;
	readonly oif?: number;
	readonly ttl?: number | undefined;
	readonly tos?: number | undefined;
	readonly df?: boolean;
}

/** Outer Ethernet is not counted: UDP, eight bytes of VXLAN or Geneve, and the Ethernet header inside. */
const header = 8 + 8 + 14;
const ipHeader = { inet: 20, inet6: 40 } as const;

/** vxlan_xmit_one(), geneve_xmit_skb() */
export function sendByUdp(t: Task, device: Device, { route: _, ...inner }: Frame, end: UdpEnd): Xmit {
	const { net, remote, local, dport, vni, oif = 0, ttl = 0, tos = 0, df = false } = end;
	const family = familyOf(remote);
	const decided = decide(t, net, { daddr: remote, oif, tos, ...(local !== undefined && { saddr: local }) });
	const src = local ?? (typeof decided === "string" ? undefined : decided.saddr);
	if (typeof decided === "string" || src === undefined) return { to: "nowhere", dropped: false, lost: "carrier" };
	// A route through itself goes round for ever (ELOOP).
	if (decided.way.device.id === device.id) return { to: "nowhere", dropped: false, lost: "collision" };
	const packet: Ip = {
		family,
		src,
		dst: remote,
		ttl: ttl || (isMulticast(remote) ? 1 : 64),
		tos,
		df,
		length: inner.packet.length + header + ipHeader[family],
		payload: { proto: "udp", sport: sportOf(inner), dport, inner, vni },
	};
	return { to: "output", netns: net, packet, oif };
}

/** udp_flow_src_port(): flows differ by it. */
function sportOf({ dst, src }: Frame): number {
	const sum = [...`${dst}${src}`].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) % 28232, 7);
	return 32768 + sum;
}
