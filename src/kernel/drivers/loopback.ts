/**
 * The loopback device, `lo`: drivers/net/loopback.c. It has no hardware and no peer. What it is asked to send it hands to its
 * own receive path, as if it had just come in. Compare dummy.ts, which drops it.
 */
import { IFF_LOOPBACK } from "../../uapi/link-flags.ts";
import { ARPHRD_LOOPBACK } from "../../uapi/link-type.ts";
import type { Driver } from "./driver.ts";
import { bigTcp, setEtherAddress } from "./ether.ts";

export const loopback: Driver = {
	kind: "loopback",
	setup: () => ({
		type: ARPHRD_LOOPBACK,
		flags: IFF_LOOPBACK,
		mtu: 65536,
		minMtu: 0,
		maxMtu: 0,
		txqlen: 1000,
		address: "00:00:00:00:00:00",
		broadcast: "00:00:00:00:00:00",
		noQueue: true,
		tsoMaxSize: bigTcp,
		netnsImmutable: true,
		liveAddress: true,
	}),
	setAddress: setEtherAddress,
	vlanChallenged: true,
	keepsRoute: true,
	// loopback_xmit(): eth_type_trans() and __netif_rx() on the same device; both sides count the packet.
	xmit: (_t, device) => ({ to: "receive", device: device.id }),
};
