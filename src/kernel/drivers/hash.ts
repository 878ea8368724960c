/** include/linux/hash.h: the hashes that decide in which order the kernel tells the entries of some tables. */

const goldenRatio64 = 0x61c8864680b583ebn;

/** hash_64(): the highest `bits` of the product. */
export function hash64(value: bigint, bits: number): number {
	return Number(BigInt.asUintN(64, value * goldenRatio64) >> BigInt(64 - bits));
}
