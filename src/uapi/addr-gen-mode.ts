/** How a link makes its IPv6 link-local address (IFLA_INET6_ADDR_GEN_MODE). include/uapi/linux/if_link.h. */
import type { Row } from "./row.ts";

export const addrGenModes: readonly Row[] = [
	{ number: 0, constant: "IN6_ADDR_GEN_MODE_EUI64", name: "eui64" },
	{ number: 1, constant: "IN6_ADDR_GEN_MODE_NONE", name: "none" },
	{ number: 2, constant: "IN6_ADDR_GEN_MODE_STABLE_PRIVACY", name: "stable_secret" },
	{ number: 3, constant: "IN6_ADDR_GEN_MODE_RANDOM", name: "random" },
];
