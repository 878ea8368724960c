/**
 * Address text as libc reads and prints it: inet_pton(3) and inet_ntop(3) between text and unsigned 32-bit words
 * (one for IPv4, four for IPv6, most significant first). Written by character codes, since loading a full routing
 * table passes here a million times. What `ip` accepts beyond libc (`10`, `0x0a.1`) is in addr.ts.
 */

const dot = 46;
const colon = 58;

/** inet_pton(AF_INET): four decimal parts, none with a leading zero. */
export function parse4(text: string, from = 0): number | undefined {
	let word = 0;
	let part = -1;
	let parts = 1;
	for (let i = from; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code >= 48 && code <= 57) {
			if (part === 0) return undefined;
			part = (part < 0 ? 0 : part * 10) + code - 48;
			if (part > 255) return undefined;
		} else if (code === dot) {
			if (part < 0 || parts === 4) return undefined;
			word = word * 256 + part;
			part = -1;
			parts++;
		} else return undefined;
	}
	return part < 0 || parts !== 4 ? undefined : word * 256 + part;
}

/** inet_pton(AF_INET6). */
export function parse6(text: string): number[] | undefined {
	const groups = [0, 0, 0, 0, 0, 0, 0, 0];
	let count = 0;
	let gap = -1; // the group before which `::` stands
	let i = 0;
	if (text.charCodeAt(0) === colon) {
		if (text.charCodeAt(1) !== colon) return undefined;
		gap = 0;
		i = 2;
	}
	while (i < text.length) {
		const start = i;
		let group = 0;
		for (let digit = hexDigit(text, i); digit >= 0; digit = hexDigit(text, ++i)) group = (group << 4) | digit;
		if (text.charCodeAt(i) === dot) {
			const word = parse4(text, start);
			if (word === undefined || count > 6) return undefined;
			groups[count++] = word >>> 16;
			groups[count++] = word & 0xffff;
			i = text.length;
			break;
		}
		if (i === start || i - start > 4 || count === 8) return undefined;
		groups[count++] = group;
		if (i === text.length) break;
		if (text.charCodeAt(i) !== colon || ++i === text.length) return undefined;
		if (text.charCodeAt(i) === colon) {
			if (gap >= 0) return undefined;
			gap = count;
			i++;
		}
	}
	if (gap >= 0 ? count === 8 : count !== 8) return undefined;
	if (gap >= 0) {
		groups.copyWithin(8 - count + gap, gap, count);
		groups.fill(0, gap, 8 - count + gap);
	}
	return joinGroups(groups);
}

function hexDigit(text: string, i: number): number {
	const code = text.charCodeAt(i); // NaN past the end fails every test
	if (code >= 48 && code <= 57) return code - 48;
	if (code >= 97 && code <= 102) return code - 87;
	if (code >= 65 && code <= 70) return code - 55;
	return -1;
}

function joinGroups(g: readonly number[]): number[] {
	const word = (i: number) => (((g[i] ?? 0) << 16) | (g[i + 1] ?? 0)) >>> 0;
	return [word(0), word(2), word(4), word(6)];
}

/** inet_ntop(AF_INET). */
export function print4(word: number): string {
	return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

/**
 * inet_ntop(AF_INET6) of glibc: the longest run of two or more zero groups becomes `::` (the first of equals), and an
 * address that is IPv4-compatible (six zero groups) or IPv4-mapped (`::ffff:`) ends in a dotted quad.
 */
export function print6(words: readonly number[]): string {
	const groups = splitWords(words);
	const run = longestZeroRun(groups);
	if (run.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff)))
		return `::${run.length === 5 ? "ffff:" : ""}${print4(words[3] ?? 0)}`;
	if (run.length < 2) return hex(groups);
	return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
}

function hex(groups: readonly number[]): string {
	return groups.map((group) => group.toString(16)).join(":");
}

function splitWords(words: readonly number[]): number[] {
	const [a = 0, b = 0, c = 0, d = 0] = words;
	return [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff, c >>> 16, c & 0xffff, d >>> 16, d & 0xffff];
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
	const best = { start: -1, length: 0 };
	let length = 0;
	for (let i = 0; i < 8; i++) {
		length = groups[i] === 0 ? length + 1 : 0;
		if (length > best.length) {
			best.start = i - length + 1;
			best.length = length;
		}
	}
	return best;
}
