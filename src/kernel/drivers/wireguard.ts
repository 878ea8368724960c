/** A WireGuard device: drivers/net/wireguard/device.c, as far as `ip` shows it; its peers are the business of wg(8). */
import { IFF_NOARP, IFF_POINTOPOINT } from "../../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../../uapi/link-type.ts";
import { RTN_UNICAST } from "../../uapi/route-type.ts";
import { createDevice } from "../create.ts";
import type { Device } from "../device.ts";
import { icmpSend } from "../path/icmp4.ts";
import { icmp6Send } from "../path/icmp6.ts";
import type { Frame } from "../path/packet.ts";
import { setDevice, type Task } from "../task.ts";
import type { Driver, Xmit } from "./driver.ts";

/** What its header and padding take. */
const overhead = 80;

/** wg_xmit(): without peers there is nowhere to send to, and the sender is told. */
function xmit(t: Task, device: Device, { packet }: Frame): Xmit {
	const skb = { device, type: "host", kind: RTN_UNICAST } as const;
	if (packet.family === "inet") icmpSend(t, { ...skb, packet }, { icmpType: 3, code: 1 });
	else if (packet.family === "inet6") icmp6Send(t, { ...skb, packet }, { icmpType: 1, code: 3 });
	return { to: "nowhere", dropped: false, errno: "ENOKEY" };
}

export const wireguard: Driver = {
	kind: "wireguard",
	infoKind: "wireguard",
	setup: () => ({
		type: ARPHRD_NONE,
		flags: IFF_POINTOPOINT | IFF_NOARP,
		mtu: 1500 - overhead,
		minMtu: 0,
		maxMtu: 2147483552,
		txqlen: 1000,
		address: "",
		broadcast: "",
		noQueue: true,
		tsoMaxSize: 65536,
	}),
	// wg_open(): no link-local address, since nobody could ask who has it.
	open: (t, { id, inet6 }) => {
		if (inet6) setDevice(t, id, { inet6: { ...inet6, conf: { ...inet6.conf, addrGenMode: 1 } } });
	},
	newlink: (t, request) => createDevice(t, wireguard, request),
	vlanChallenged: true,
	xmit,
};
