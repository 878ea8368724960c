/** include/linux/hash.h: the hashes that decide in which order the kernel tells the entries of some tables. */

import type { Lladdr } from "../../net/lladdr.ts";

const goldenRatio64 = 0x61c8864680b583ebn;

/** hash_64(): the highest `bits` of the product. */
export function hash64(value: bigint, bits: number): number {
	return Number(BigInt.asUintN(64, value * goldenRatio64) >> BigInt(64 - bits));
}

/** Where an address stands in a table of 256 slots: macvlan_eth_hash(), and eth_hash() of vxlan before 6.16. */
export function lladdrSlot(address: Lladdr): number {
	const bytes = address.split(":").reverse().join("");
	return hash64(BigInt(`0x${bytes}`) << 16n, 8);
}
