/**
 * A dummy device: drivers/net/dummy.c. Like lo it has no hardware; unlike lo it does not give back what it is asked to send:
 * it counts the packet and frees it. Good for an address that must always be up.
 */
import { IFF_BROADCAST, IFF_NOARP } from "../../uapi/link-flags.ts";
import { setCarrier } from "../carrier.ts";
import { createDevice } from "../create.ts";
import type { Driver } from "./driver.ts";
import { etherSetup, setEtherAddress, validateEther } from "./ether.ts";

export const dummy: Driver = {
	kind: "dummy",
	infoKind: "dummy",
	setup: () => ({ ...etherSetup, flags: IFF_BROADCAST | IFF_NOARP, minMtu: 0, maxMtu: 0, liveAddress: true }),
	validate: validateEther,
	newlink: (t, request) => createDevice(t, dummy, request),
	setAddress: setEtherAddress,
	changeCarrier: (t, device, carrier) => setCarrier(t, device.id, carrier),
	tagsInData: true,
	// dummy_xmit(): dev_lstats_add() and dev_kfree_skb().
	xmit: () => ({ to: "nowhere", dropped: false }),
};
