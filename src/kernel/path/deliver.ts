/**
 * A packet is for this host: net/ipv4/ip_input.c ip_local_deliver(), net/ipv6/ip6_input.c ip6_input_finish(). Raw sockets get a
 * copy, then the protocol gets it.
 */
import { idValues } from "../../net/id-map.ts";
import { driverOf } from "../drivers/kind.ts";
import { deliverPort } from "../port.ts";
import { rawDeliver } from "../raw.ts";
import type { Task } from "../task.ts";
import { countDelivered, countIp } from "./count.ts";
import { defragment } from "./fragment.ts";
import { icmpRcv } from "./icmp4.ts";
import { icmp6Rcv } from "./icmp6.ts";
import { passedBy } from "./output.ts";
import { isUnicastKind, type Skb } from "./skb.ts";
import { netifRx } from "./softirq.ts";
import { note } from "./step.ts";

export function deliver(t: Task, skb: Skb): void {
	const { device } = skb;
	const { fragment, family } = skb.packet;
	if (fragment) countIp(t, device.netns, family, "ReasmReqds");
	const complete = defragment(t, device.netns, skb.packet);
	if (!complete) return;
	if (fragment) countIp(t, device.netns, family, "ReasmOKs");
	const packet = passedBy(complete, isUnicastKind(skb.kind) ? complete.dst : undefined);
	note(t, { netns: device.netns, device: device.id, at: "ip_local_deliver", what: "delivered", packet });
	const whole = { ...skb, packet };
	countDelivered(t, device.netns, packet);
	rawDeliver(t, whole);
	if (decapsulate(t, whole)) return;
	const { payload } = packet;
	if (payload.proto === "icmp") {
		if (packet.family === "inet") icmpRcv(t, whole);
		else icmp6Rcv(t, whole);
	} else if (payload.proto === "udp" || payload.proto === "tcp") deliverPort(t, whole);
}

/** A tunnel whose packet this is: what was inside arrives on its device, which may be in another namespace. */
function decapsulate(t: Task, { device, packet }: Skb): boolean {
	const { payload } = packet;
	if (!("inner" in payload) || !payload.inner) return false;
	for (const tunnel of idValues(t.kernel.devices)) {
		const frame = driverOf(tunnel).decapsulate?.(t, tunnel, packet, device.netns);
		if (!frame) continue;
		netifRx(t, { device: tunnel.id, frame });
		return true;
	}
	return false;
}
