/** Who installed a route (rtm_protocol). include/uapi/linux/rtnetlink.h, RTPROT_*; names as iproute2's rt_protos has them. */
import type { Row } from "./row.ts";

export const RTPROT_UNSPEC = 0;
export const RTPROT_REDIRECT = 1;
export const RTPROT_KERNEL = 2;
export const RTPROT_BOOT = 3;
export const RTPROT_STATIC = 4;
export const RTPROT_RA = 9;
export const RTPROT_ZEBRA = 11;
export const RTPROT_OSPF = 188;

export const protocols: readonly Row[] = [
	{ number: RTPROT_UNSPEC, constant: "RTPROT_UNSPEC", name: "unspec" },
	{ number: RTPROT_REDIRECT, constant: "RTPROT_REDIRECT", name: "redirect" },
	{ number: RTPROT_KERNEL, constant: "RTPROT_KERNEL", name: "kernel" },
	{ number: RTPROT_BOOT, constant: "RTPROT_BOOT", name: "boot" },
	{ number: RTPROT_STATIC, constant: "RTPROT_STATIC", name: "static" },
	{ number: 8, constant: "RTPROT_GATED", name: "gated" },
	{ number: RTPROT_RA, constant: "RTPROT_RA", name: "ra" },
	{ number: 10, constant: "RTPROT_MRT", name: "mrt" },
	{ number: RTPROT_ZEBRA, constant: "RTPROT_ZEBRA", name: "zebra" },
	{ number: 12, constant: "RTPROT_BIRD", name: "bird" },
	{ number: 13, constant: "RTPROT_DNROUTED", name: "dnrouted" },
	{ number: 14, constant: "RTPROT_XORP", name: "xorp" },
	{ number: 15, constant: "RTPROT_NTK", name: "ntk" },
	{ number: 16, constant: "RTPROT_DHCP", name: "dhcp" },
	{ number: 18, constant: "RTPROT_KEEPALIVED", name: "keepalived" },
	{ number: 42, constant: "RTPROT_BABEL", name: "babel" },
	{ number: 99, constant: "RTPROT_OPENR", name: "openr" },
	{ number: 186, constant: "RTPROT_BGP", name: "bgp" },
	{ number: 187, constant: "RTPROT_ISIS", name: "isis" },
	{ number: RTPROT_OSPF, constant: "RTPROT_OSPF", name: "ospf" },
	{ number: 189, constant: "RTPROT_RIP", name: "rip" },
	{ number: 192, constant: "RTPROT_EIGRP", name: "eigrp" },
];
