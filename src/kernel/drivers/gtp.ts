/**
 * A GTP tunnel of a mobile network: drivers/net/gtp.c. Which subscriber is behind which tunnel a daemon tells it (libgtpnl); without
 * one all that is sent is an error. It holds the two UDP ports of GTP for itself, so a namespace has one such device.
 */
import { idValues } from "../../net/id-map.ts";
import type { GtpData } from "../../uapi/link-data.ts";
import { IFF_MULTICAST, IFF_NOARP, IFF_POINTOPOINT } from "../../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../../uapi/link-type.ts";
import { createDevice } from "../create.ts";
import type { Device } from "../device.ts";
import { Refusal } from "../refusal.ts";
import type { Task } from "../task.ts";
import type { Driver, NewLink } from "./driver.ts";

/** struct gtp_dev */
interface Gtp extends Required<GtpData> {
	/** Namespace its ports are in. */
	readonly net: number;
}

function gtpOf(device: Device): Gtp {
	return device.data as unknown as Gtp;
}

/** Outer IPv4, UDP and GTP version 0 headers. */
const headers = 20 + 8 + 20;

/** gtp_newlink(), gtp_create_sockets() */
function newlink(t: Task, request: NewLink): number {
	const { role = 0, hsize, restartCount = 0 } = (request.attrs.data ?? {}) as GtpData;
	const net = request.linkNetns ?? t.netns;
	const holds = (device: Device) => device.kind === gtp.kind && gtpOf(device).net === net;
	if ([...idValues(t.kernel.devices)].some(holds)) throw new Refusal("EADDRINUSE");
	const data: Gtp = { role, hsize: hsize || 1024, restartCount, net };
	return createDevice(t, gtp, request, undefined, { data: { ...data } });
}

export const gtp: Driver = {
	kind: "gtp",
	infoKind: "gtp",
	setup: () => ({
		type: ARPHRD_NONE,
		flags: IFF_POINTOPOINT | IFF_NOARP | IFF_MULTICAST,
		mtu: 1500 - headers,
		minMtu: 0,
		maxMtu: 0,
		txqlen: 1000,
		address: "",
		broadcast: "",
		noQueue: true,
		tsoMaxSize: 65536,
	}),
	validate: ({ data }) => {
		if (!data) throw new Refusal("EINVAL");
	},
	newlink,
	info: (_t, device): GtpData => {
		const { net: _, ...data } = gtpOf(device);
		return data;
	},
	keepsRoute: true,
	// gtp_build_skb_ip4(): no tunnel is known to lead to the receiver.
	xmit: () => ({ to: "nowhere", dropped: false, lost: "end" }),
};
