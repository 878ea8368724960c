/** A tap on netlink messages: drivers/net/nlmon.c. Nothing can be sent through it. */
import { IFF_NOARP } from "../../uapi/link-flags.ts";
import { ARPHRD_NETLINK } from "../../uapi/link-type.ts";
import { createDevice } from "../create.ts";
import { Refusal } from "../refusal.ts";
import type { Driver } from "./driver.ts";

export const nlmon: Driver = {
	kind: "nlmon",
	infoKind: "nlmon",
	setup: () => ({
		type: ARPHRD_NETLINK,
		flags: IFF_NOARP,
		mtu: 3776,
		minMtu: 16,
		maxMtu: 0,
		txqlen: 1000,
		address: "",
		broadcast: "",
		noQueue: true,
		tsoMaxSize: 65536,
	}),
	validate: ({ address }) => {
		if (address !== undefined) throw new Refusal("EINVAL");
	},
	newlink: (t, request) => createDevice(t, nlmon, request),
	xmit: () => ({ to: "nowhere", dropped: false }),
};
