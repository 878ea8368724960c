/** The networks that a host is in itself: its addresses, and how the links are that they stand on. */
import { idValues } from "../../net/id-map.ts";
import { isSecondary } from "./address.ts";
import type { Connected, Zebra } from "./zebra.ts";

/** Every address with what its link is like, as protocols are told. */
export function connectedOf({ addrs, links }: Zebra): Connected[] {
	return [...idValues(links)].flatMap((link) =>
		addrs
			.filter(({ ifindex }) => ifindex === link.index)
			.map((each, _, own) => ({
				ifindex: each.ifindex,
				addr: each.addr,
				prefixlen: each.prefixlen,
				...(each.peer !== undefined && { peer: each.peer }),
				...(isSecondary(own, each) && { secondary: true as const }),
				name: link.name,
				mtu: link.mtu,
				up: link.up,
				adminUp: link.adminUp,
				loopback: link.loopback,
			})),
	);
}
