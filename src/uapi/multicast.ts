/** Memberships in multicast groups as /proc/net/dev_mcast, igmp and igmp6 have them; `ip maddress` reads those. */
import type { Addr } from "../net/addr.ts";
import type { Lladdr } from "../net/lladdr.ts";

export interface Membership {
	readonly ifindex: number;
	readonly ifname: string;
	/** `packet` is what the hardware listens to. */
	readonly family: "packet" | "inet" | "inet6";
	readonly addr: Addr | Lladdr;
	readonly users: number;
	/** IPv6: the hardware knows of it (MAF_LOADED). */
	readonly loaded?: true;
	/** Put there by hand (SIOCADDMULTI). */
	readonly static?: true;
}
