/** What zebra hears from the kernel: links, addresses, and routes that others have made (zebra/rt_netlink.c, if_netlink.c). */
import { compareAddr, isLoopback } from "../../net/addr.ts";
import { idDelete, idGet, idSet } from "../../net/id-map.ts";
import { samePrefix } from "../../net/prefix.ts";
import { IFF_LOOPBACK, IFF_LOWER_UP, IFF_RUNNING, IFF_UP } from "../../uapi/link-flags.ts";
import { type Ifaddr, type Ifinfo, type Message, NLM_F_DUMP, type Request, type Rtmsg } from "../../uapi/message.ts";
import { RTPROT_KERNEL, RTPROT_OSPF } from "../../uapi/protocol.ts";
import { RTN_BLACKHOLE, RTN_PROHIBIT, RTN_UNICAST, RTN_UNREACHABLE } from "../../uapi/route-type.ts";
import { RT_TABLE_MAIN } from "../../uapi/table.ts";
import { addAddr, addrFrom, sameAddr } from "./address.ts";
import { forgetLink, sweepOld } from "./nexthop.ts";
import { delAddr6, delRoute6, newAddr6, newRoute6 } from "./route6.ts";
import { askAgain, beginSpeeds } from "./speed.ts";
import { type KernelRoute, type Link, type LinkAddr, patch, say, type Turns, type ZebraTurn } from "./zebra.ts";

/** At its start it asks for everything, and takes away what an earlier one left (rib_sweep_route). */
export function readKernel(turn: ZebraTurn): void {
	const dump = { flags: NLM_F_DUMP, family: "inet" } as const;
	const dump6 = { ...dump, family: "inet6" } as const;
	const messages = [
		...ask(turn, { ...dump, type: "RTM_GETLINK", family: "unspec" }),
		...ask(turn, { ...dump, type: "RTM_GETADDR" }),
		...ask(turn, { ...dump6, type: "RTM_GETADDR" }),
		...ask(turn, { ...dump, type: "RTM_GETROUTE", table: RT_TABLE_MAIN }),
		...ask(turn, { ...dump6, type: "RTM_GETROUTE", table: RT_TABLE_MAIN }),
	];
	for (const message of messages)
		if (message.type === "RTM_NEWLINK") newLink(turn, message.link, true);
		else hear(turn, message);
	settleLinks(turn, messages);
	const objects = ask(turn, { ...dump, type: "RTM_GETNEXTHOP", family: "unspec" });
	const routes = messages.flatMap((message) => (message.type === "RTM_NEWROUTE" ? [message.route] : []));
	const nexthops = objects.flatMap((message) => (message.type === "RTM_NEWNEXTHOP" ? [message.nexthop] : []));
	sweepOld(turn, nexthops, new Set(routes.map(({ nhid }) => nhid)));
	for (const route of routes) if (route.family === "inet") sweep(turn, route);
}

function ask(turn: ZebraTurn, request: Request): Message[] {
	const { messages, more = [] } = say(turn, request);
	return [...messages, ...more];
}

/** What the dump of all links says of each: the other end, whose number is taken for one of here (zebra_if_update_all_links()). */
function settleLinks(turn: ZebraTurn, messages: readonly Message[]): void {
	const infos = messages.flatMap((message) => (message.type === "RTM_NEWLINK" ? [message.link] : []));
	for (const { index, link, kind } of infos) {
		const known = idGet(turn.zebra.links, index);
		if (!known || kind !== "veth" || !link) continue;
		const parent = idGet(turn.zebra.links, link)?.name ?? link;
		patch(turn, { links: idSet(turn.zebra.links, index, { ...known, parent }) });
	}
	beginSpeeds(turn, infos);
}

function sweep(turn: ZebraTurn, { protocol, dst, table, priority = 0, type, tos, scope }: Rtmsg): void {
	if (protocol !== RTPROT_OSPF) return;
	say(turn, {
		type: "RTM_DELROUTE",
		flags: 0,
		family: "inet",
		dst,
		table,
		protocol,
		priority,
		routeType: type,
		tos,
		scope,
		rtmFlags: 0,
	});
}

export function hear(turn: ZebraTurn, message: Message): void {
	switch (message.type) {
		case "RTM_NEWLINK":
			return newLink(turn, message.link);
		case "RTM_DELLINK":
			return delLink(turn, message.link);
		case "RTM_NEWADDR":
			return newAddr(turn, message.addr);
		case "RTM_DELADDR":
			return delAddr(turn, message.addr);
		case "RTM_NEWROUTE":
			return newRoute(turn, message.route);
		case "RTM_DELROUTE":
			return delRoute(turn, message.route);
		default:
			return;
	}
}

function newLink(turn: ZebraTurn, info: Ifinfo, starting = false): void {
	const { family, index, ifname, mtu = 1500, flags } = info;
	if (family === "bridge" || family === "inet6") return;
	const known = idGet(turn.zebra.links, index);
	// zebra/if_netlink.c set_ifindex(): a link with another name is another link
	if (known && known.name !== ifname) delLink(turn, info);
	const old = idGet(turn.zebra.links, index);
	const up = (flags & IFF_UP) !== 0 && (flags & IFF_LOWER_UP) !== 0;
	const adminUp = (flags & IFF_UP) !== 0;
	const loopback = (flags & IFF_LOOPBACK) !== 0;
	const kept = old ? turnsOf(old, flags, turn.now) : starting ? {} : { madeAt: turn.now };
	patch(turn, { links: idSet(turn.zebra.links, index, { index, name: ifname, mtu, up, adminUp, loopback, ...kept }) });
	if (!starting && !old && info.kind === "bridge") beginSpeeds(turn, [info]);
	if (old && old.mtu === mtu && old.up === up && old.adminUp === adminUp) return;
	turn.moved = true;
	if (up && !old?.up) patch(turn, { upSince: idSet(turn.zebra.upSince, index, turn.now) });
	if (old?.up && !up) lose(turn, index);
}

/**
 * zebra/if_netlink.c netlink_link_change(): whatever the kernel says of a link that is up counts as coming up, of one that is down
 * as going down. Recording: zebra-links.
 */
function turnsOf(old: Link, flags: number, now: number): Partial<Link> {
	const { ups, downs, madeAt, parent, speed } = old;
	const more = (turns: Turns | undefined): Turns => ({ count: (turns?.count ?? 0) + 1, last: now });
	const running = (flags & IFF_UP) !== 0 && (flags & IFF_RUNNING) !== 0;
	const counted = running ? { ups: more(ups), downs } : { ups, downs: more(downs) };
	const { ups: nextUps, downs: nextDowns } = counted;
	return {
		...(nextUps && { ups: nextUps }),
		...(nextDowns && { downs: nextDowns }),
		...(madeAt !== undefined && { madeAt }),
		...(parent !== undefined && { parent }),
		...(speed && { speed: running ? askAgain(speed, now) : speed }),
	};
}

function delLink(turn: ZebraTurn, { family, index }: Ifinfo): void {
	if (family === "bridge" || family === "inet6") return;
	turn.moved = true;
	const others = ({ ifindex }: LinkAddr) => ifindex !== index;
	patch(turn, {
		links: idDelete(turn.zebra.links, index),
		addrs: turn.zebra.addrs.filter(others),
		addrs6: turn.zebra.addrs6?.filter(others),
	});
	lose(turn, index);
}

/** Routes through the link are not in the kernel any more, nor may those be that others had made through it. */
function lose(turn: ZebraTurn, index: number): void {
	const gone = forgetLink(turn, index);
	const rib = turn.zebra.rib.map((each) => {
		if (each.nhid === undefined || !gone.has(each.nhid)) return each;
		const { nhid: _, ...rest } = each;
		return rest;
	});
	patch(turn, { rib, kernelRoutes: turn.zebra.kernelRoutes.filter((route) => isAlive(turn, route)) });
}

/**
 * rib_update_handle_kernel_route_down_possibility(): the kernel takes a route away, and says nothing, when all its links are set
 * down; one whose carrier is lost keeps it.
 */
function isAlive({ zebra }: ZebraTurn, { ways, special }: KernelRoute): boolean {
	const isUp = (ifindex: number | undefined) => ifindex === undefined || idGet(zebra.links, ifindex)?.adminUp === true;
	return special !== undefined || ways.some(({ ifindex }) => isUp(ifindex));
}

function newAddr(turn: ZebraTurn, message: Ifaddr): void {
	const { family, index, flags } = message;
	if (family === "inet6") return newAddr6(turn, message);
	const added = addrFrom(message, turn.now);
	if (family !== "inet" || !added || isLoopback(added.addr)) return;
	const addrs = addAddr(turn.zebra.addrs, added, flags, idGet(turn.zebra.links, index)?.loopback === true);
	if (addrs === turn.zebra.addrs) return;
	turn.moved = true;
	patch(turn, { addrs });
}

function delAddr(turn: ZebraTurn, message: Ifaddr): void {
	if (message.family === "inet6") return delAddr6(turn, message);
	const gone = addrFrom(message, turn.now);
	if (!gone) return;
	turn.moved = true;
	patch(turn, { addrs: turn.zebra.addrs.filter((each) => !sameAddr(each, gone)) });
}

const specials: Readonly<Record<number, string>> = {
	[RTN_BLACKHOLE]: "blackhole",
	[RTN_UNREACHABLE]: "ICMP unreachable",
	[RTN_PROHIBIT]: "ICMP admin-prohibited",
};

/** Of the kernel's own and of zebra's it knows already. */
function isForeign({ family, table, protocol, type }: Rtmsg): boolean {
	const known = type === RTN_UNICAST || specials[type] !== undefined;
	return (
		(family === "inet" || family === "inet6") &&
		table === RT_TABLE_MAIN &&
		known &&
		protocol !== RTPROT_KERNEL &&
		protocol !== RTPROT_OSPF
	);
}

function newRoute(turn: ZebraTurn, route: Rtmsg): void {
	if (!isForeign(route)) return;
	if (route.family === "inet6") return newRoute6(turn, route, routeOf(turn, route));
	delRoute(turn, route);
	patch(turn, { kernelRoutes: [...turn.zebra.kernelRoutes, routeOf(turn, route)] });
}

function routeOf(turn: ZebraTurn, route: Rtmsg): KernelRoute {
	const { dst, priority = 0, type, oif, gateway, multipath } = route;
	const ways = (multipath ?? [{ oif, gateway, weight: 1 }]).map((way) => ({
		...(way.oif !== undefined && { ifindex: way.oif }),
		...(way.gateway !== undefined && { via: way.gateway }),
		weight: way.weight,
	}));
	ways.sort(byNexthop);
	const special = specials[type];
	return { dst, metric: priority, ways, since: turn.now, ...(special && { special }) };
}

/** lib/nexthop.c _nexthop_cmp_no_labels(): those without a gateway first, then by weight, gateway and link. */
function byNexthop(a: KernelRoute["ways"][number], b: KernelRoute["ways"][number]): number {
	const kind = Number(a.via !== undefined) - Number(b.via !== undefined);
	const via = compareAddr(a.via ?? "0.0.0.0", b.via ?? "0.0.0.0");
	return kind || a.weight - b.weight || via || (a.ifindex ?? 0) - (b.ifindex ?? 0);
}

function delRoute(turn: ZebraTurn, route: Rtmsg): void {
	if (!isForeign(route)) return;
	if (route.family === "inet6") return delRoute6(turn, route);
	const { dst, priority = 0 } = route;
	const kernelRoutes = turn.zebra.kernelRoutes.filter((each) => !samePrefix(each.dst, dst) || each.metric !== priority);
	patch(turn, { kernelRoutes });
}
