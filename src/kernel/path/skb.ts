/** A packet that has arrived, with what its way so far tells about it (struct sk_buff on the receive path). */
import type { Lladdr } from "../../net/lladdr.ts";
import { RTN_LOCAL, RTN_UNICAST } from "../../uapi/route-type.ts";
import type { Device } from "../device.ts";
import type { Ip, KeptRoute } from "./packet.ts";
import type { PacketType } from "./receive.ts";

export interface Skb {
	readonly packet: Ip;
	/** The device it came in by. */
	readonly device: Device;
	readonly type: PacketType;
	/** Index of the device it had come in by when another one could not send it, 0 for a packet of this host (IP6CB(skb)->iif). */
	readonly cameBy?: number;
	/** Who sent the frame. */
	readonly lladdr?: Lladdr | undefined;
	/** The decision that sent it, when it came back by lo. */
	readonly route?: KeptRoute | undefined;
	/** What the routing decision called its destination (RTN_*); 0 until there was one. */
	readonly kind: number;
}

/** inet_iif(), inet6_iif(): a packet of this host to itself counts as come in by the device that has the address. */
export function iifOf({ device, route }: Skb): number {
	return route && route.oif > 0 ? route.oif : device.index;
}

export function isUnicastKind(kind: number): boolean {
	return kind === RTN_LOCAL || kind === RTN_UNICAST;
}
