/** A synthetic table of the Internet's size: distinct prefixes with the real distribution of lengths, the same in each run. */
import { fromWords, toWords } from "../../src/net/addr.ts";
import type { Prefix } from "../../src/net/prefix.ts";

/** Share of each length in a full IPv4 table of 2024, of 10,000 (bgp.potaroo.net). */
const shares: readonly (readonly [len: number, share: number])[] = [
	[8, 1],
	[9, 1],
	[10, 1],
	[11, 1],
	[12, 3],
	[13, 6],
	[14, 12],
	[15, 20],
	[16, 142],
	[17, 83],
	[18, 140],
	[19, 260],
	[20, 450],
	[21, 530],
	[22, 1150],
	[23, 1060],
	[24, 6140],
];

let seed = 42;

/** mulberry32 */
export function random(): number {
	seed = (seed + 0x6d2b79f5) | 0;
	let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
	return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
}

function length(): number {
	let point = random() * 10_000;
	for (const [len, share] of shares) {
		if (point < share) return len;
		point -= share;
	}
	return 24;
}

/** Unicast space without 10/8 and 127/8, which the world itself uses. */
function word(len: number): number {
	let first = 1 + Math.floor(random() * 223);
	if (first === 10 || first === 127) first = 100;
	return (((first << 24) | Math.floor(random() * 2 ** 24)) & (-1 << (32 - len))) >>> 0;
}

export interface SyntheticRoute {
	readonly dst: Prefix;
	readonly gateway: string;
}

const gateways = ["10.0.0.2", "10.0.0.3", "10.1.0.2"];

export function syntheticTable(count: number): SyntheticRoute[] {
	const seen = new Set<number>();
	const routes: SyntheticRoute[] = [];
	while (routes.length < count) {
		const len = length();
		const bits = word(len);
		if (seen.has(bits * 64 + len)) continue;
		seen.add(bits * 64 + len);
		const gateway = gateways[Math.floor(random() * gateways.length)] as string;
		routes.push({ dst: { addr: fromWords([bits]), len }, gateway });
	}
	return routes;
}

/** An address that some route of the table covers. */
export function covered(routes: readonly SyntheticRoute[]): string {
	const { dst } = routes[Math.floor(random() * routes.length)] as SyntheticRoute;
	return fromWords([((toWords(dst.addr)[0] ?? 0) | Math.floor(random() * 2 ** (32 - dst.len))) >>> 0]);
}
