/**
 * What Ethernet-like devices share: net/ethernet/eth.c ether_setup(), eth_mac_addr(), and the checks that most kinds make of an
 * address before they are made.
 */
import { bytesOf, isValidEther } from "../../net/lladdr.ts";
import { IFF_BROADCAST, IFF_MULTICAST } from "../../uapi/link-flags.ts";
import { ARPHRD_ETHER } from "../../uapi/link-type.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { type Device, isUp } from "../device.ts";
import { Refusal } from "../refusal.ts";
import { setDevice, type Task } from "../task.ts";
import type { Setup } from "./driver.ts";

/** GSO_MAX_SIZE of drivers that can do more than the old 64 KiB. */
export const bigTcp = 524280;

export const etherSetup: Setup = {
	type: ARPHRD_ETHER,
	flags: IFF_BROADCAST | IFF_MULTICAST,
	mtu: 1500,
	minMtu: 68,
	maxMtu: 1500,
	txqlen: 1000,
	address: "random",
	broadcast: "ff:ff:ff:ff:ff:ff",
	noQueue: true,
	tsoMaxSize: 65536,
};

/** Six bytes, unicast and not zero. */
export function validateEther({ address }: LinkAttrs): void {
	if (address === undefined) return;
	if (bytesOf(address).length !== 6) throw new Refusal("EINVAL");
	if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL");
}

/** The same, where the kernel says what is wrong (vxlan_validate, geneve_validate). */
export function validateEtherAloud({ address }: LinkAttrs): void {
	if (address === undefined) return;
	if (bytesOf(address).length !== 6) throw new Refusal("EINVAL", "Provided link layer address is not Ethernet");
	if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL", "Provided Ethernet address is not unicast");
}

/** eth_mac_addr() */
export function setEtherAddress(t: Task, device: Device, address: string): void {
	if (isUp(device) && !device.liveAddress) throw new Refusal("EBUSY");
	if (!isValidEther(address)) throw new Refusal("EADDRNOTAVAIL");
	setDevice(t, device.id, { address });
}
