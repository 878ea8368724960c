/**
 * Redirects of IPv6: a router tells a neighbour of a better first hop, and the neighbour believes it. net/ipv6/ndisc.c
 * ndisc_send_redirect(), net/ipv6/route.c ip6_redirect(), rt6_do_redirect(). IPv4's are in forward.ts and learn.ts.
 */
import { isLinkLocal, isMulticast } from "../../net/addr.ts";
import { NUD_STALE, NUD_VALID } from "../../uapi/nud.ts";
import { RTN_UNICAST } from "../../uapi/route-type.ts";
import { RT_SCOPE_LINK } from "../../uapi/scope.ts";
import { addrs6, isTentative } from "../address6.ts";
import { createNeighbour, findNeighbour } from "../neigh.ts";
import { updateNeighbour } from "../neigh-update.ts";
import { routeOutput6 } from "../output6.ts";
import type { Task } from "../task.ts";
import { countOut, countRequest } from "./count.ts";
import { updateException, wayBy6 } from "./exception.ts";
import { wayOf6 } from "./output.ts";
import type { Ip, Redirect } from "./packet.ts";
import { allowsError } from "./peer.ts";
import { sendTo } from "./resolve.ts";
import type { Skb } from "./skb.ts";

const header = 40;
/** The message, and its option with a link address. */
const message = 40;
const option = 8;
/** IPV6_MIN_MTU: it is no longer, however much of the packet it is about finds room. */
const most = 1280;
/** One for each second, six in a row: for a destination, and for who is told. */
const limit = 1000;

/** The sender of a packet that leaves as it came could have sent it to the next hop itself. */
export function redirectNeighbour(t: Task, { packet, device }: Skb, nexthop: string): void {
	const { netns } = device;
	const { src, dst } = packet;
	if (!allowsError(t, netns, dst, limit)) return;
	const own = addrs6(device).find((ifa) => ifa.scope === RT_SCOPE_LINK && !isTentative(ifa));
	if (!own || (nexthop !== dst && !isLinkLocal(nexthop))) return;
	const back = routeOutput6(t, netns, { daddr: src, saddr: own.addr, oif: device.index, ipProto: 58 });
	if (typeof back === "string" || back.found.hop.gateway !== undefined) return;
	if (!allowsError(t, netns, src, limit)) return;
	const known = findNeighbour(t, device, nexthop);
	const lladdr = known && known.state & NUD_VALID ? known.lladdr : undefined;
	const options = lladdr === undefined ? 0 : option;
	const quoted = Math.min(most - header - message - options, packet.length + option) & ~7;
	const payload: Redirect = { proto: "icmp", type: "redirect", target: nexthop, dest: dst, about: packet };
	const told: Ip = {
		family: "inet6",
		src: own.addr,
		dst: src,
		ttl: 255,
		tos: 0,
		df: false,
		length: header + message + options + quoted,
		payload: { ...payload, ...(lladdr !== undefined && { lladdr }) },
	};
	countRequest(t, netns, told);
	countOut(t, netns, told, RTN_UNICAST);
	sendTo(t, device.id, src, told, { type: RTN_UNICAST, local: false, oif: device.index });
}

/** It is believed only from the hop that is in use, which has to have told its link-local address. */
export function doRedirect6(t: Task, { device, packet }: Skb, { target, dest, lladdr, about }: Redirect): void {
	const onLink = target === dest;
	if (!isLinkLocal(packet.src) || isMulticast(dest) || (!onLink && !isLinkLocal(target))) return;
	const conf = device.inet6?.conf;
	if (!conf || conf.forwarding || !conf.acceptRedirects) return;
	const { netns, index: oif } = device;
	const decision = routeOutput6(t, netns, { daddr: dest, saddr: about.src, oif, ipProto: 58 });
	if (typeof decision === "string" || wayOf6(t, decision).nexthop !== packet.src) return;
	createNeighbour(t, device, target);
	if (lladdr !== undefined)
		updateNeighbour(t, device, target, lladdr, NUD_STALE, {
			override: true,
			weakOverride: true,
			...(!onLink && { overrideRouter: true, router: true }),
		});
	updateException(t, netns, wayBy6(decision.found, dest), onLink ? { onLink: true } : { gateway: target });
}
