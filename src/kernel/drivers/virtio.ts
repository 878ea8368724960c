/**
 * The network card of a virtual machine: drivers/net/virtio_net.c, as far as `ip` shows it. It stands for every real card:
 * users cannot make or delete one, it has a carrier once it is up, and what it sends leaves the model.
 */
import { setCarrier } from "../carrier.ts";
import type { Driver } from "./driver.ts";
import { etherSetup, setEtherAddress } from "./ether.ts";

export const virtio: Driver = {
	kind: "virtio",
	setup: () => ({ ...etherSetup, maxMtu: 65535, noQueue: false, liveAddress: true }),
	setAddress: setEtherAddress,
	unicastFilter: true,
	open: (t, device) => {
		setCarrier(t, device.id, false);
		setCarrier(t, device.id, true);
	},
	xmit: () => ({ to: "nowhere", dropped: false }),
};
