/** A packet on its way through the kernel (struct sk_buff): what goes over the wire, and what the kernel knows about it. */

import type { Frame as WireFrame } from "../../uapi/packet.ts";
import type { Decision4 } from "../output4.ts";

/** What a device sends and receives. */
export interface Frame extends WireFrame {
	/** skb_dst(): the decision that sent it. Only lo keeps it, so that what comes back by lo is not routed again. */
	readonly route?: KeptRoute;
}

export interface KeptRoute {
	/** RTN_* */
	readonly type: number;
	/** It is (also) for this host. */
	readonly local: boolean;
	/** Index of the device that the sender named, or that has the local address; 0 for none (rt_iif). */
	readonly oif: number;
	/** Index of the device that a packet passed on came in by (IP6CB(skb)->iif). */
	readonly cameBy?: number;
	/** The packet was passed on by it (dst_input() is ip_forward()), and is again. */
	readonly forward?: Decision4;
}

export type {
	Arp,
	Encapsulated,
	GroupRecord,
	IcmpError,
	Ip,
	ListenerReport,
	Ndisc,
	Packet,
	Payload,
	Redirect,
	VlanTag,
} from "../../uapi/packet.ts";
export { isIp } from "../../uapi/packet.ts";
