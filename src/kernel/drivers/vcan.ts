/**
 * A virtual CAN bus: drivers/net/can/vcan.c. Frames of the bus are not modelled: whoever has no CAN socket finds a device
 * without addresses that drops every IP packet (can_dropped_invalid_skb). Recording: link-vcan.
 */
import { IFF_NOARP } from "../../uapi/link-flags.ts";
import { ARPHRD_CAN } from "../../uapi/link-type.ts";
import { createDevice } from "../create.ts";
import { isUp } from "../device.ts";
import { Refusal } from "../refusal.ts";
import type { Driver } from "./driver.ts";

/** CAN_MTU, CANFD_MTU: struct can_frame and struct canfd_frame. */
const frameSizes = [16, 72];
/** CANXL_MIN_MTU to CANXL_MAX_MTU: a header of 12 bytes and 64 to 2048 of data. */
const isXl = (mtu: number) => mtu >= 76 && mtu <= 2060;

export const vcan: Driver = {
	kind: "vcan",
	infoKind: "vcan",
	setup: () => ({
		type: ARPHRD_CAN,
		flags: IFF_NOARP,
		mtu: 72,
		minMtu: 0,
		maxMtu: 0,
		txqlen: 1000,
		address: "",
		broadcast: "",
		noQueue: true,
		tsoMaxSize: 65536,
	}),
	newlink: (t, request) => createDevice(t, vcan, request),
	changeMtu: (_, device, mtu) => {
		if (isUp(device)) throw new Refusal("EBUSY");
		if (!frameSizes.includes(mtu) && !isXl(mtu)) throw new Refusal("EINVAL");
	},
	vlanChallenged: true,
	xmit: () => ({ to: "nowhere", dropped: true }),
};
