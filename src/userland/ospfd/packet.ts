/** OSPF's packets (RFC 2328, A.3) as plain data, and how long they are on the wire. */
import type { Addr } from "../../net/addr.ts";
import type { Ospf as Payload } from "../../uapi/packet.ts";
import type { AgedLsa, LsaHeader } from "./lsa.ts";
import type { LsaKey } from "./lsa-map.ts";

export const AllSPFRouters = "224.0.0.5";

export interface Hello {
	readonly type: "hello";
	readonly mask: Addr;
	readonly helloInterval: number;
	readonly deadInterval: number;
	readonly priority: number;
	readonly neighbours: readonly Addr[];
}

export interface DatabaseDescription {
	readonly type: "description";
	readonly mtu: number;
	readonly init: boolean;
	readonly more: boolean;
	readonly master: boolean;
	readonly seq: number;
	readonly headers: readonly AgedHeader[];
}

export interface AgedHeader {
	readonly header: LsaHeader;
	readonly age: number;
}

export interface LinkStateRequest {
	readonly type: "request";
	readonly keys: readonly LsaKey[];
}

export interface LinkStateUpdate {
	readonly type: "update";
	readonly lsas: readonly AgedLsa[];
}

export interface LinkStateAck {
	readonly type: "ack";
	readonly headers: readonly LsaHeader[];
}

export type OspfBody = Hello | DatabaseDescription | LinkStateRequest | LinkStateUpdate | LinkStateAck;

export interface OspfPacket {
	readonly router: Addr;
	readonly area: Addr;
	readonly body: OspfBody;
}

export function payloadOf(packet: OspfPacket): Payload {
	return { proto: "ospf", body: packet };
}

/** undefined for what no ospfd of this model has sent. */
export function packetOf({ body }: Payload): OspfPacket | undefined {
	return typeof body === "object" && body !== null && "router" in body ? (body as OspfPacket) : undefined;
}

export const headerLength = 24;
export const lsaHeaderLength = 20;

/** Bytes with OSPF's own header. */
export function lengthOf(body: OspfBody): number {
	switch (body.type) {
		case "hello":
			return headerLength + 20 + 4 * body.neighbours.length;
		case "description":
			return headerLength + 8 + lsaHeaderLength * body.headers.length;
		case "request":
			return headerLength + 12 * body.keys.length;
		case "update":
			return headerLength + 4 + body.lsas.reduce((sum, { lsa }) => sum + lsa.length, 0);
		case "ack":
			return headerLength + lsaHeaderLength * body.headers.length;
		default:
			return body satisfies never;
	}
}

/** Divides a list into runs that fit into packets of `room` bytes; a longer one goes alone. */
export function divide<T>(list: readonly T[], room: number, size: (item: T) => number): T[][] {
	const runs: T[][] = [];
	let left = 0;
	for (const item of list) {
		const need = size(item);
		if (need > left || runs.length === 0) {
			runs.push([]);
			left = room;
		}
		runs.at(-1)?.push(item);
		left -= need;
	}
	return runs;
}
