/** A WireGuard device: drivers/net/wireguard/device.c, as far as `ip` shows it; its peers are the business of wg(8). */
import { IFF_NOARP, IFF_POINTOPOINT } from "../../uapi/link-flags.ts";
import { ARPHRD_NONE } from "../../uapi/link-type.ts";
import { createDevice } from "../create.ts";
import { setDevice } from "../task.ts";
import type { Driver } from "./driver.ts";

/** What its header and padding take. */
const overhead = 80;

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
	// Without peers there is nowhere to send to (wg_xmit: ENOKEY).
	xmit: () => ({ to: "nowhere", dropped: true }),
};
