/** The way of one flow, hop by hop: each kernel is asked which next hop it takes for a packet with these very addresses. */
import type { Addr } from "../../net/addr.ts";
import { type Message, NLM_F_DUMP, type Rtmsg } from "../../uapi/message.ts";
import { RTN_LOCAL } from "../../uapi/route-type.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { System } from "../process.ts";
import { loopbackOf, type Node, ownerOf, type Port, within } from "./topology.ts";

export interface Hop {
	readonly node: string;
	/** The node it sends to; missing at the end, or where it knows no way. */
	readonly next?: string;
	/** Nodes that it could have chosen. */
	readonly choices: readonly string[];
}

export interface Way {
	readonly hops: readonly Hop[];
	/** How it ends: where it was to go, or where there is no route, or the link carries nothing, or it has been before. */
	readonly end: "there" | Stop;
}

export type Stop = "route" | "link" | "loop";

/** From the loopback of one node to that of another. */
export function wayOf(sys: System, nodes: readonly Node[], from: Node, to: Node): Way {
	const dst = loopbackOf(to);
	if (dst === undefined) return { hops: [], end: "route" };
	const hops: Hop[] = [];
	let source: Addr | undefined;
	let iif: number | undefined;
	for (let here = from; ; ) {
		const ends = (end: Way["end"]): Way => ({ hops: [...hops, { node: here.name, choices: [] }], end });
		if (hops.some(({ node }) => node === here.name)) return ends("loop");
		const route = lookup(sys, here, dst, source, iif);
		if (!route) return ends("route");
		if (route.type === RTN_LOCAL) return ends("there");
		source ??= route.prefsrc;
		const via = route.gateway ?? dst;
		const next = ownerOf(nodes, via);
		const port =
			next && (portOf(next, ({ addrs }) => addrs.includes(via)) ?? portOf(next, ({ peer }) => peer === here.name));
		const isUp = portOf(here, ({ ifindex }) => ifindex === route.oif)?.up !== false && port?.up !== false;
		if (!next || !isUp) return ends("link");
		hops.push({ node: here.name, next: next.name, choices: choicesOf(sys, nodes, here, dst) });
		iif = port?.ifindex;
		here = next;
	}
}

/** One that leads to another node. */
function portOf({ ports }: Node, fits: (port: Port) => boolean): Port | undefined {
	return ports.find((port) => port.ifname !== "lo" && fits(port));
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
