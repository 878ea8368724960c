/**
 * Flags of a link (ifi_flags). include/uapi/linux/if.h, enum net_device_flags. The order of the rows is the order
 * in which iproute2 prints them (ip/ipaddress.c print_link_flags); RUNNING is never printed: without it an UP
 * link gets the made-up NO-CARRIER instead.
 */
import type { Row } from "./row.ts";

export const IFF_UP = 0x1;
export const IFF_BROADCAST = 0x2;
export const IFF_DEBUG = 0x4;
export const IFF_LOOPBACK = 0x8;
export const IFF_POINTOPOINT = 0x10;
export const IFF_NOTRAILERS = 0x20;
export const IFF_RUNNING = 0x40;
export const IFF_NOARP = 0x80;
export const IFF_PROMISC = 0x100;
export const IFF_ALLMULTI = 0x200;
export const IFF_MASTER = 0x400;
export const IFF_SLAVE = 0x800;
export const IFF_MULTICAST = 0x1000;
export const IFF_PORTSEL = 0x2000;
export const IFF_AUTOMEDIA = 0x4000;
export const IFF_DYNAMIC = 0x8000;
export const IFF_LOWER_UP = 0x10000;
export const IFF_DORMANT = 0x20000;
export const IFF_ECHO = 0x40000;

export const linkFlags: readonly Row[] = [
	{ number: IFF_LOOPBACK, constant: "IFF_LOOPBACK", name: "LOOPBACK" },
	{ number: IFF_BROADCAST, constant: "IFF_BROADCAST", name: "BROADCAST" },
	{ number: IFF_POINTOPOINT, constant: "IFF_POINTOPOINT", name: "POINTOPOINT" },
	{ number: IFF_MULTICAST, constant: "IFF_MULTICAST", name: "MULTICAST" },
	{ number: IFF_NOARP, constant: "IFF_NOARP", name: "NOARP" },
	{ number: IFF_ALLMULTI, constant: "IFF_ALLMULTI", name: "ALLMULTI" },
	{ number: IFF_PROMISC, constant: "IFF_PROMISC", name: "PROMISC" },
	{ number: IFF_MASTER, constant: "IFF_MASTER", name: "MASTER" },
	{ number: IFF_SLAVE, constant: "IFF_SLAVE", name: "SLAVE" },
	{ number: IFF_DEBUG, constant: "IFF_DEBUG", name: "DEBUG" },
	{ number: IFF_DYNAMIC, constant: "IFF_DYNAMIC", name: "DYNAMIC" },
	{ number: IFF_AUTOMEDIA, constant: "IFF_AUTOMEDIA", name: "AUTOMEDIA" },
	{ number: IFF_PORTSEL, constant: "IFF_PORTSEL", name: "PORTSEL" },
	{ number: IFF_NOTRAILERS, constant: "IFF_NOTRAILERS", name: "NOTRAILERS" },
	{ number: IFF_UP, constant: "IFF_UP", name: "UP" },
	{ number: IFF_LOWER_UP, constant: "IFF_LOWER_UP", name: "LOWER_UP" },
	{ number: IFF_DORMANT, constant: "IFF_DORMANT", name: "DORMANT" },
	{ number: IFF_ECHO, constant: "IFF_ECHO", name: "ECHO" },
];
