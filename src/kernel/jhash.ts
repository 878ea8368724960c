/**
 * Jenkins's hash lookup3 (hashword(), public domain, 2006), which Linux keys its socket tables with (include/linux/jhash.h).
 * Fast and not meant to keep secrets: the key is what keeps others from filling one bucket.
 */

/** JHASH_INITVAL: any would do. */
const start = 0xdeadbeef;

function rotate(word: number, by: number): number {
	return (word << by) | (word >>> (32 - by));
}

/** Of 32-bit words, with a key. The answer is unsigned. */
export function jhash(words: readonly number[], key: number): number {
	let a = (start + words.length * 4 + key) | 0;
	let b = a;
	let c = a;
	let at = 0;
	for (; words.length - at > 3; at += 3) {
		a = (a + (words[at] ?? 0)) | 0;
		b = (b + (words[at + 1] ?? 0)) | 0;
		c = (c + (words[at + 2] ?? 0)) | 0;
		[a, b, c] = mixed(a, b, c);
	}
	a = (a + (words[at] ?? 0)) | 0;
	b = (b + (words[at + 1] ?? 0)) | 0;
	c = (c + (words[at + 2] ?? 0)) | 0;
	return final(a, b, c);
}

function mixed(a: number, b: number, c: number): [number, number, number] {
	for (const [first, second, third] of [
		[4, 6, 8],
		[16, 19, 4],
	] as const) {
		a = (a - c) ^ rotate(c, first);
		c = (c + b) | 0;
		b = (b - a) ^ rotate(a, second);
		a = (a + c) | 0;
		c = (c - b) ^ rotate(b, third);
		b = (b + a) | 0;
	}
	return [a, b, c];
}

function final(a: number, b: number, c: number): number {
	c = ((c ^ b) - rotate(b, 14)) | 0;
	a = ((a ^ c) - rotate(c, 11)) | 0;
	b = ((b ^ a) - rotate(a, 25)) | 0;
	c = ((c ^ b) - rotate(b, 16)) | 0;
	a = ((a ^ c) - rotate(c, 4)) | 0;
	b = ((b ^ a) - rotate(a, 14)) | 0;
	c = ((c ^ b) - rotate(b, 24)) | 0;
	return c >>> 0;
}
