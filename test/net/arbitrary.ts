/** Random addresses and prefixes for the laws; short and long runs of zeros are frequent on purpose. */
import fc from "fast-check";
import { type Addr, fromWords } from "../../src/net/addr.ts";
import { maskAddr, type Prefix } from "../../src/net/prefix.ts";

const word = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0xffff_ffff }));

export const words4 = fc.array(word, { minLength: 1, maxLength: 1 });
export const words6 = fc.array(word, { minLength: 4, maxLength: 4 });
export const addr4: fc.Arbitrary<Addr> = words4.map(fromWords);
export const addr6: fc.Arbitrary<Addr> = words6.map(fromWords);
export const anAddr = fc.oneof(addr4, addr6);

function prefixes(addr: fc.Arbitrary<Addr>, bits: number): fc.Arbitrary<Prefix> {
	return fc.tuple(addr, fc.integer({ min: 0, max: bits })).map(([a, len]) => ({ addr: maskAddr(a, len), len }));
}
/** Without host bits. */
export const prefix4 = prefixes(addr4, 32);
export const prefix6 = prefixes(addr6, 128);
export const aPrefix = fc.oneof(prefix4, prefix6);
