/** A packet's sender is told that the link does not lead there: net/ipv4/route.c ipv4_link_failure(), net/ipv6/route.c ip6_link_failure(). */
import { RTN_UNICAST } from "../../uapi/route-type.ts";
import type { Device } from "../device.ts";
import type { Task } from "../task.ts";
import { icmpSend } from "./icmp4.ts";
import { icmp6Send } from "./icmp6.ts";
import type { Ip, KeptRoute } from "./packet.ts";

export function linkFailure(t: Task, device: Device, packet: Ip, route: KeptRoute | undefined): void {
	const skb = { packet, device, type: "host", kind: RTN_UNICAST, cameBy: route?.cameBy ?? 0 } as const;
	if (packet.family === "inet") icmpSend(t, skb, { icmpType: 3, code: 1 });
	else icmp6Send(t, skb, { icmpType: 1, code: 3 });
}
