/**
 * Link state advertisements (RFC 2328, 12): each router tells of its links and of the networks behind them, and one at the border
 * of the AS of networks outside of it. An LSA is a value that all routers who have it share; its age is not part of it.
 */
import { type Addr, toWords } from "../../net/addr.ts";
import { netmask } from "../../net/prefix.ts";
import type { LsaKey } from "./lsa-map.ts";

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

/** What tells LSAs apart, and instances of one. */
export interface LsaHeader {
	/** Link state id: a router's own for its LSA, a network for one outside. */
	readonly id: Addr;
	/** Advertising router. */
	readonly router: Addr;
	/** Both, and the type. */
	readonly key: LsaKey;
	readonly seq: number;
	readonly checksum: number;
}

export interface RouterLsa extends LsaHeader {
	readonly type: "router";
	readonly links: readonly Link[];
	/** Bit E: it tells of networks outside of the AS. */
	readonly asbr: boolean;
	readonly length: number;
}

/** A network outside of the AS (12.4.4). */
export interface External {
	/** As long as the mask is; the id may have bits behind it (appendix E). */
	readonly len: number;
	readonly metric: number;
	readonly metricType: 1 | 2;
	/** Where packets had better go at once; 0.0.0.0 is the advertising router. */
	readonly forward: Addr;
}

export interface ExternalLsa extends LsaHeader, External {
	readonly type: "external";
	readonly length: number;
}

export type Lsa = RouterLsa | ExternalLsa;

/** An LSA on its way, with its age in seconds. */
export interface AgedLsa {
	readonly lsa: Lsa;
	readonly age: number;
}

const headerLength = 20;

export function makeRouterLsa(id: Addr, seq: number, links: readonly Link[], asbr: boolean): RouterLsa {
	const length = headerLength + 4 + 12 * links.length;
	const header = { type: "router", id, router: id, key: keyOf(id), seq } as const;
	return { ...header, links, asbr, length, checksum: checksumOf(encodeRouter(header, links, asbr, length)) };
}

export function makeExternalLsa(router: Addr, id: Addr, seq: number, what: External): ExternalLsa {
	const { len, metric, metricType, forward } = what;
	const header = { type: "external", id, router, key: externalKey(id, router), seq } as const;
	return {
		...header,
		len,
		metric,
		metricType,
		forward,
		length: 36,
		checksum: checksumOf(encodeExternal(header, what)),
	};
}

export function keyOf(addr: Addr): number {
	return toWords(addr)[0] ?? 0;
}

/** In the order of the ids, then of the routers. */
export function externalKey(id: Addr, router: Addr): string {
	const hex = (addr: Addr) => keyOf(addr).toString(16).padStart(8, "0");
	return `${hex(id)}${hex(router)}`;
}

/** Network order, without the age that the checksum leaves out (A.4.1). Options: E. */
function encode(type: 1 | 5, { id, router, seq }: Pick<Lsa, "id" | "router" | "seq">, length: number): DataView {
	const view = new DataView(new ArrayBuffer(length - 2));
	view.setUint16(0, 0x0200 + type);
	view.setUint32(2, keyOf(id));
	view.setUint32(6, keyOf(router));
	view.setInt32(10, seq);
	view.setUint16(16, length);
	return view;
}

/** A.4.2 */
function encodeRouter(
	header: Pick<RouterLsa, "id" | "router" | "seq">,
	links: readonly Link[],
	asbr: boolean,
	length: number,
): DataView {
	const view = encode(1, header, length);
	view.setUint8(18, asbr ? 2 : 0);
	view.setUint16(20, links.length);
	for (const [i, link] of links.entries()) {
		const at = 22 + 12 * i;
		view.setUint32(at, keyOf(link.id));
		view.setUint32(at + 4, keyOf(link.data));
		view.setUint8(at + 8, link.type === "stub" ? 3 : 1);
		view.setUint16(at + 10, link.metric);
	}
	return view;
}

/** A.4.5; nobody here gives a tag. */
function encodeExternal(header: Pick<ExternalLsa, "id" | "router" | "seq">, what: External): DataView {
	const view = encode(5, header, 36);
	view.setUint32(18, keyOf(netmask(what.len)));
	view.setUint32(22, (what.metricType === 2 ? 0x80000000 : 0) + what.metric);
	view.setUint32(26, keyOf(what.forward));
	return view;
}

/** Fletcher's checksum (ISO 8473, annex C): makes both sums over the bytes zero. */
function checksumOf(view: DataView): number {
	const bytes = new Uint8Array(view.buffer);
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

export function headerOf({ id, router, key, seq, checksum }: LsaHeader): LsaHeader {
	return { id, router, key, seq, checksum };
}

/** 13.2: do both say the same? */
export function saysTheSame(a: Lsa, b: Lsa): boolean {
	if (a.type === "external") return b.type === "external" && sameExternal(a, b);
	return b.type === "router" && a.asbr === b.asbr && sameLinks(a.links, b.links);
}

export function sameExternal(a: External, b: External): boolean {
	return a.len === b.len && a.metric === b.metric && a.metricType === b.metricType && a.forward === b.forward;
}

function sameLinks(a: readonly Link[], b: readonly Link[]): boolean {
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
