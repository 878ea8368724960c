/**
 * IPv6 as zebra has it here: networks of its links, and routes that others have made; no protocol of IPv6 runs. Heard from the
 * kernel; show6.ts shows it. Recording: ospf-border.
 */
import { isLoopback } from "../../net/addr.ts";
import { samePrefix } from "../../net/prefix.ts";
import { IFA_F_DADFAILED, IFA_F_TENTATIVE } from "../../uapi/addr-flags.ts";
import type { Ifaddr, Rtmsg } from "../../uapi/message.ts";
import { addrFrom, sameAddr } from "./address.ts";
import { type KernelRoute, patch, type ZebraTurn } from "./zebra.ts";

/** zebra/if_netlink.c: an address that is still looked for is none yet. */
export function newAddr6(turn: ZebraTurn, message: Ifaddr): void {
	const added = addrFrom(message, turn.now);
	if (!added || isLoopback(added.addr) || message.flags & (IFA_F_DADFAILED | IFA_F_TENTATIVE)) return;
	const { addrs6 = [] } = turn.zebra;
	if (!addrs6.some((each) => sameAddr(each, added))) patch(turn, { addrs6: [...addrs6, added] });
}

/** One with a peer is not found again, and stays (zebra/connected.c connected_delete_ipv6()). */
export function delAddr6(turn: ZebraTurn, message: Ifaddr): void {
	const gone = addrFrom(message, turn.now);
	const { addrs6 = [] } = turn.zebra;
	if (gone)
		patch(turn, {
			addrs6: addrs6.filter((each) => each.peer !== undefined || !sameAddr(each, { ...gone, peer: undefined })),
		});
}

export function newRoute6(turn: ZebraTurn, route: Rtmsg, made: KernelRoute): void {
	delRoute6(turn, route);
	patch(turn, { kernelRoutes6: [...(turn.zebra.kernelRoutes6 ?? []), made] });
}

export function delRoute6(turn: ZebraTurn, { dst, priority = 0 }: Rtmsg): void {
	const { kernelRoutes6 = [] } = turn.zebra;
	patch(turn, {
		kernelRoutes6: kernelRoutes6.filter((each) => !samePrefix(each.dst, dst) || each.metric !== priority),
	});
}
