/**
 * Packets too long for a link are sent in pieces, and put together where they are for: net/ipv4/ip_output.c ip_do_fragment(),
 * net/ipv4/ip_fragment.c ip_defrag(), and IPv6's like. Every piece carries the whole payload here, and its own length.
 */
import { nameDelete, nameGet, nameSet } from "../../net/name-map.ts";
import type { Task } from "../task.ts";
import type { Ip } from "./packet.ts";
import { pathState, setPathState } from "./state.ts";

/** Pieces of one packet that have arrived. */
export interface Reassembly {
	/** Offsets of the pieces, and how long they are. */
	readonly pieces: Readonly<Record<number, number>>;
	/** Bytes of data in all, once the last piece is there. */
	readonly total?: number;
}

const ipHeader = 20;
const ip6Header = 40;
const fragmentHeader = 8;

/** Bytes of headers that every piece repeats. */
function headerOf({ family, fragment }: Ip): number {
	if (family === "inet") return ipHeader;
	return ip6Header + (fragment ? fragmentHeader : 0);
}

export function fragmentPacket(t: Task, netns: number, packet: Ip, mtu: number): Ip[] {
	const id = packet.fragment?.id ?? packet.id ?? pathState(t, netns).lastId + 1;
	if (!packet.fragment && packet.id === undefined) setPathState(t, netns, { lastId: id });
	const data = packet.length - headerOf(packet);
	const start = packet.fragment?.offset ?? 0;
	const header = packet.family === "inet" ? ipHeader : ip6Header + fragmentHeader;
	const room = Math.floor((mtu - header) / 8) * 8;
	const pieces: Ip[] = [];
	for (let at = 0; at < data; at += room) {
		const size = Math.min(room, data - at);
		const more = at + size < data || Boolean(packet.fragment?.more);
		pieces.push({ ...packet, length: header + size, fragment: { id, offset: start + at, more } });
	}
	return pieces;
}

/** The whole packet once its last missing piece has come. */
export function defragment(t: Task, netns: number, packet: Ip): Ip | undefined {
	const { fragment } = packet;
	if (!fragment) return packet;
	const key = `${packet.src} ${packet.dst} ${packet.payload.proto} ${fragment.id}`;
	const { reassemblies } = pathState(t, netns);
	const known = nameGet(reassemblies, key);
	const size = packet.length - headerOf(packet);
	const pieces = { ...known?.pieces, [fragment.offset]: size };
	const total = fragment.more ? known?.total : fragment.offset + size;
	const here = Object.values(pieces).reduce((sum, n) => sum + n, 0);
	if (total === undefined || here < total) {
		const next = { pieces, ...(total !== undefined && { total }) };
		setPathState(t, netns, { reassemblies: nameSet(reassemblies, key, next) });
		return undefined;
	}
	setPathState(t, netns, { reassemblies: nameDelete(reassemblies, key) });
	const { fragment: _, ...whole } = packet;
	return { ...whole, length: total + (packet.family === "inet" ? ipHeader : ip6Header) };
}
