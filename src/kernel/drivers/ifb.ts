/**
 * An intermediate functional block: drivers/net/ifb.c. Traffic of other devices is sent through it (tc), so that it can queue
 * what comes in. It has queues of its own, and what it is given without tc it drops.
 */
import { IFF_BROADCAST, IFF_NOARP } from "../../uapi/link-flags.ts";
import { count } from "../counter.ts";
import { createDevice } from "../create.ts";
import { frameLength } from "../path/transmit.ts";
import type { Driver } from "./driver.ts";
import { bigTcp, etherSetup, validateEther } from "./ether.ts";

export const ifb: Driver = {
	kind: "ifb",
	infoKind: "ifb",
	noRxMode: true,
	setup: ({ version }) => ({
		...etherSetup,
		flags: IFF_BROADCAST | IFF_NOARP,
		minMtu: 0,
		maxMtu: 0,
		txqlen: 32,
		noQueue: false,
		tsoMaxSize: version >= bigTcpSince ? bigTcp : 65536,
	}),
	validate: validateEther,
	newlink: (t, request) => createDevice(t, ifb, request),
	// ifb_xmit(): it counts what comes to it as received, whatever becomes of it
	xmit: (t, device, frame) => {
		count(t, device.id, { rxPackets: 1, rxBytes: frameLength(device, frame), rxDropped: 1 });
		return { to: "nowhere", dropped: false, lost: "counted" };
	},
};

/** Recorded: link-detail-types-host (6.1: 65536, 6.18: 524280). */
const bigTcpSince = 6015;
