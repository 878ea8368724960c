/** The compression of SHA-1 (FIPS 180-4, 6.1.2) over one block, without the padding that a whole message would get: sha1_transform(). */

function turn(word: number, bits: number): number {
	return (word << bits) | (word >>> (32 - bits));
}

/** `block` is 64 bytes; the digest comes as five 32-bit words. */
export function sha1Block(block: readonly number[]): number[] {
	const w = Array.from({ length: 16 }, (_, i) =>
		block.slice(i * 4, i * 4 + 4).reduce((word, byte) => (word << 8) | byte, 0),
	);
	const at = (i: number) => w[i] ?? 0;
	for (let i = 16; i < 80; i++) w.push(turn(at(i - 3) ^ at(i - 8) ^ at(i - 14) ^ at(i - 16), 1));
	const start = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0] as const;
	let state: readonly [number, number, number, number, number] = start;
	for (let i = 0; i < 80; i++) {
		const [a, b, c, d, e] = state;
		const [f, k] = round(i, b, c, d);
		state = [(turn(a, 5) + f + e + k + at(i)) | 0, a, turn(b, 30), c, d];
	}
	return state.map((word, i) => (word + (start[i] ?? 0)) >>> 0);
}

function round(i: number, b: number, c: number, d: number): readonly [f: number, k: number] {
	if (i < 20) return [(b & c) | (~b & d), 0x5a827999];
	if (i < 40) return [b ^ c ^ d, 0x6ed9eba1];
	if (i < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
	return [b ^ c ^ d, 0xca62c1d6];
}
