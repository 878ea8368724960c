/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012), which Linux hashes flows with (lib/siphash.c). 64-bit words as pairs of 32-bit
 * ones; only the lower half of the result is of use here.
 */

interface Word {
	hi: number;
	lo: number;
}

export interface SipKey {
	readonly k0: readonly [hi: number, lo: number];
	readonly k1: readonly [hi: number, lo: number];
}

function add(a: Word, b: Word): void {
	const lo = a.lo + b.lo;
	a.hi = (a.hi + b.hi + (lo > 0xffffffff ? 1 : 0)) >>> 0;
	a.lo = lo >>> 0;
}

function xor(a: Word, b: Word): void {
	a.hi = (a.hi ^ b.hi) >>> 0;
	a.lo = (a.lo ^ b.lo) >>> 0;
}

/** Turns left by less than 32 bits, or by 32. */
function turn(a: Word, bits: number): void {
	const { hi, lo } = a;
	a.hi = bits === 32 ? lo : ((hi << bits) | (lo >>> (32 - bits))) >>> 0;
	a.lo = bits === 32 ? hi : ((lo << bits) | (hi >>> (32 - bits))) >>> 0;
}

type State = readonly [Word, Word, Word, Word];

function mix(a: Word, b: Word, bits: number): void {
	add(a, b);
	turn(b, bits);
	xor(b, a);
}

function rounds([v0, v1, v2, v3]: State, count: number): void {
	for (let i = 0; i < count; i++) {
		mix(v0, v1, 13);
		turn(v0, 32);
		mix(v2, v3, 16);
		mix(v0, v3, 21);
		mix(v2, v1, 17);
		turn(v2, 32);
	}
}

function start({ k0, k1 }: SipKey): State {
	const word = (hi: number, lo: number, [a, b]: readonly [number, number]): Word => ({
		hi: (hi ^ a) >>> 0,
		lo: (lo ^ b) >>> 0,
	});
	return [
		word(0x736f6d65, 0x70736575, k0),
		word(0x646f7261, 0x6e646f6d, k1),
		word(0x6c796765, 0x6e657261, k0),
		word(0x74656462, 0x79746573, k1),
	];
}

/** The lower 32 bits of the hash. The length must be a multiple of eight. */
export function siphash32(key: SipKey, bytes: Uint8Array): number {
	const state = start(key);
	const [v0, v1, v2, v3] = state;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const absorb = (word: Word) => {
		xor(v3, word);
		rounds(state, 2);
		xor(v0, word);
	};
	for (let at = 0; at < bytes.length; at += 8)
		absorb({ lo: view.getUint32(at, true), hi: view.getUint32(at + 4, true) });
	absorb({ hi: (bytes.length << 24) >>> 0, lo: 0 });
	v2.lo = (v2.lo ^ 0xff) >>> 0;
	rounds(state, 4);
	return (v0.lo ^ v1.lo ^ v2.lo ^ v3.lo) >>> 0;
}
