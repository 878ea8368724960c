/** What a route does with a packet (rtm_type). include/uapi/linux/rtnetlink.h, RTN_*; names as ip/rtm_map.c. */
import type { Row } from "./row.ts";

export const RTN_UNSPEC = 0;
export const RTN_UNICAST = 1;
export const RTN_LOCAL = 2;
export const RTN_BROADCAST = 3;
export const RTN_ANYCAST = 4;
export const RTN_MULTICAST = 5;
export const RTN_BLACKHOLE = 6;
export const RTN_UNREACHABLE = 7;
export const RTN_PROHIBIT = 8;
export const RTN_THROW = 9;
export const RTN_NAT = 10;
export const RTN_XRESOLVE = 11;

export const routeTypes: readonly Row[] = [
	{ number: RTN_UNSPEC, constant: "RTN_UNSPEC", name: "none" },
	{ number: RTN_UNICAST, constant: "RTN_UNICAST", name: "unicast" },
	{ number: RTN_LOCAL, constant: "RTN_LOCAL", name: "local" },
	{ number: RTN_BROADCAST, constant: "RTN_BROADCAST", name: "broadcast" },
	{ number: RTN_ANYCAST, constant: "RTN_ANYCAST", name: "anycast" },
	{ number: RTN_MULTICAST, constant: "RTN_MULTICAST", name: "multicast" },
	{ number: RTN_BLACKHOLE, constant: "RTN_BLACKHOLE", name: "blackhole" },
	{ number: RTN_UNREACHABLE, constant: "RTN_UNREACHABLE", name: "unreachable" },
	{ number: RTN_PROHIBIT, constant: "RTN_PROHIBIT", name: "prohibit" },
	{ number: RTN_THROW, constant: "RTN_THROW", name: "throw" },
	{ number: RTN_NAT, constant: "RTN_NAT", name: "nat" },
	{ number: RTN_XRESOLVE, constant: "RTN_XRESOLVE", name: "xresolve" },
];
