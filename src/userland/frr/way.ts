/** The way of one flow, hop by hop: each kernel is asked which next hop it takes for a packet with these very addresses. */
import type { Addr } from "../../net/addr.ts";
import { type Message, NLM_F_DUMP, type Rtmsg } from "../../uapi/message.ts";
import { RTN_LOCAL } from "../../uapi/route-type.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { System } from "../process.ts";
import { loopbackOf, type Node, ownerOf, within } from "./topology.ts";

export interface Hop {
	readonly node: string;
	/** The node it sends to; missing at the end, or where it knows no way. */
	readonly next?: string;
	/** Nodes that it could have chosen. */
	readonly choices: readonly string[];
}

export interface Way {
	readonly hops: readonly Hop[];
	/** The destination has been reached; else the last node knows no way. */
	readonly arrives: boolean;
}

const mostHops = 30;

/** From the loopback of one node to that of another. */
export function wayOf(sys: System, nodes: readonly Node[], from: Node, to: Node): Way {
	const dst = loopbackOf(to);
	if (dst === undefined) return { hops: [], arrives: false };
	const hops: Hop[] = [];
	let source: Addr | undefined;
	let iif: number | undefined;
	for (let node: Node | undefined = from; node && hops.length < mostHops; ) {
		const here: Node = node;
		const route = lookup(sys, here, dst, source, iif);
		if (!route || route.type === RTN_LOCAL) {
			hops.push({ node: here.name, choices: [] });
			return { hops, arrives: route !== undefined };
		}
		source ??= route.prefsrc;
		const next: Node | undefined = ownerOf(nodes, route.gateway ?? dst);
		hops.push({ node: here.name, ...(next && { next: next.name }), choices: choicesOf(sys, nodes, here, dst) });
		iif = next?.ports.find(({ peer }) => peer === here.name)?.ifindex;
		node = next;
	}
	return { hops, arrives: false };
}

function lookup(
	sys: System,
	{ fd }: Node,
	dst: Addr,
	src: Addr | undefined,
	iif: number | undefined,
): Rtmsg | undefined {
	const asked = { type: "RTM_GETROUTE", flags: 0, family: "inet", dst: { addr: dst, len: 32 } } as const;
	const from = iif === undefined || src === undefined ? {} : { src, iif };
	const [message] = within(sys, fd, () => sys.netlink({ ...asked, ...from }).messages);
	return message && "route" in message ? message.route : undefined;
}

/** The routes of a node's main table, by destination: the nodes that each leads to. */
export function tableOf(sys: System, nodes: readonly Node[], node: Node): Map<string, string[]> {
	const messages = within(sys, node.fd, (): Message[] => {
		const reply = sys.netlink({ type: "RTM_GETROUTE", flags: NLM_F_DUMP, family: "inet", table: RT_TABLE_MAIN });
		return [...reply.messages, ...(reply.more ?? [])];
	});
	const table = new Map<string, string[]>();
	for (const message of messages) {
		if (!("route" in message)) continue;
		const { dst, multipath, gateway } = message.route;
		const ways = (multipath ?? [{ gateway }]).map((way) => (way.gateway ? ownerOf(nodes, way.gateway)?.name : "link"));
		table.set(`${dst.addr}/${dst.len}`, ways.map((name) => name ?? "?").sort());
	}
	return table;
}

function choicesOf(sys: System, nodes: readonly Node[], node: Node, dst: Addr): string[] {
	return tableOf(sys, nodes, node).get(`${dst}/32`) ?? [];
}
