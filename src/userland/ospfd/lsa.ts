/**
 * Link state advertisements (RFC 2328, 12): here each router tells of its links and of the networks behind them. An LSA is a
 * value that all routers who have it share; its age is not part of it.
 */
import { type Addr, toWords } from "../../net/addr.ts";

export const InitialSequenceNumber = -0x7fffffff;
export const MaxAge = 3600;
export const LSRefreshTime = 1800;

/** Point-to-point: id is the neighbour, data the own address. Stub: id is the network, data its mask. */
export interface Link {
	readonly type: "point-to-point" | "stub";
	readonly id: Addr;
	readonly data: Addr;
	readonly metric: number;
}

/** What tells instances of an LSA apart. */
export interface LsaHeader {
	/** Link state id and advertising router, which are the same for a router's LSA; as a number in `key`. */
	readonly id: Addr;
	readonly key: number;
	readonly seq: number;
	readonly checksum: number;
}

export interface RouterLsa extends LsaHeader {
	readonly links: readonly Link[];
	readonly length: number;
}

/** An LSA on its way, with its age in seconds. */
export interface AgedLsa {
	readonly lsa: RouterLsa;
	readonly age: number;
}

const headerLength = 20;

export function makeRouterLsa(id: Addr, seq: number, links: readonly Link[]): RouterLsa {
	const length = headerLength + 4 + 12 * links.length;
	return { id, key: keyOf(id), seq, links, length, checksum: checksumOf(encode(id, seq, links, length)) };
}

export function keyOf(addr: Addr): number {
	return toWords(addr)[0] ?? 0;
}

/** Network order, without the age that the checksum leaves out (A.4.1, A.4.2). */
function encode(id: Addr, seq: number, links: readonly Link[], length: number): Uint8Array {
	const bytes = new Uint8Array(length - 2);
	const view = new DataView(bytes.buffer);
	// options: E; type: router
	view.setUint16(0, 0x0201);
	view.setUint32(2, keyOf(id));
	view.setUint32(6, keyOf(id));
	view.setInt32(10, seq);
	view.setUint16(16, length);
	view.setUint16(20, links.length);
	for (const [i, link] of links.entries()) {
		const at = 22 + 12 * i;
		view.setUint32(at, keyOf(link.id));
		view.setUint32(at + 4, keyOf(link.data));
		view.setUint8(at + 8, link.type === "stub" ? 3 : 1);
		view.setUint16(at + 10, link.metric);
	}
	return bytes;
}

/** Fletcher's checksum (ISO 8473, annex C): makes both sums over the bytes zero. */
function checksumOf(bytes: Uint8Array): number {
	const at = 14;
	let c0 = 0;
	let c1 = 0;
	for (const byte of bytes) {
		c0 = (c0 + byte) % 255;
		c1 = (c1 + c0) % 255;
	}
	const modulo = (value: number) => ((value % 255) + 255) % 255 || 255;
	const x = modulo((bytes.length - at - 1) * c0 - c1);
	const y = modulo(c1 - (bytes.length - at) * c0);
	return (x << 8) | y;
}

/** 13.1: is `a` a newer instance (> 0), an older one, or the same? */
export function compareInstances(a: LsaHeader, b: LsaHeader, ages: { readonly a: number; readonly b: number }): number {
	if (a.seq !== b.seq) return a.seq - b.seq;
	if (a.checksum !== b.checksum) return a.checksum - b.checksum;
	return Number(ages.a >= MaxAge) - Number(ages.b >= MaxAge);
}

export function headerOf({ id, key, seq, checksum }: LsaHeader): LsaHeader {
	return { id, key, seq, checksum };
}

export function sameLinks(a: readonly Link[], b: readonly Link[]): boolean {
	return (
		a.length === b.length &&
		a.every((link, i) => {
			const other = b[i] as Link;
			return (
				link.type === other.type && link.id === other.id && link.data === other.data && link.metric === other.metric
			);
		})
	);
}
