/** Hardware type of a link (ifi_type). include/uapi/linux/if_arp.h; printed names as lib/ll_types.c. */
import type { Row } from "./row.ts";

export const ARPHRD_ETHER = 1;
export const ARPHRD_INFINIBAND = 32;
export const ARPHRD_TUNNEL = 768;
export const ARPHRD_TUNNEL6 = 769;
export const ARPHRD_LOOPBACK = 772;
export const ARPHRD_SIT = 776;
export const ARPHRD_IPGRE = 778;
export const ARPHRD_IP6GRE = 823;
export const ARPHRD_NETLINK = 824;
export const ARPHRD_NONE = 0xfffe;

export const linkTypes: readonly Row[] = [
	{ number: ARPHRD_ETHER, constant: "ARPHRD_ETHER", name: "ether" },
	{ number: ARPHRD_INFINIBAND, constant: "ARPHRD_INFINIBAND", name: "infiniband" },
	{ number: 512, constant: "ARPHRD_PPP", name: "ppp" },
	{ number: ARPHRD_TUNNEL, constant: "ARPHRD_TUNNEL", name: "ipip" },
	{ number: ARPHRD_TUNNEL6, constant: "ARPHRD_TUNNEL6", name: "tunnel6" },
	{ number: ARPHRD_LOOPBACK, constant: "ARPHRD_LOOPBACK", name: "loopback" },
	{ number: ARPHRD_SIT, constant: "ARPHRD_SIT", name: "sit" },
	{ number: ARPHRD_IPGRE, constant: "ARPHRD_IPGRE", name: "gre" },
	{ number: ARPHRD_IP6GRE, constant: "ARPHRD_IP6GRE", name: "gre6" },
	{ number: ARPHRD_NETLINK, constant: "ARPHRD_NETLINK", name: "netlink" },
	{ number: ARPHRD_NONE, constant: "ARPHRD_NONE", name: "none" },
];
