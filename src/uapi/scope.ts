/**
 * rtnetlink scopes: how far away a destination is, and how far an address may be used.
 * A smaller number reaches further. include/uapi/linux/rtnetlink.h, enum rt_scope_t; the printed
 * names are iproute2's (lib/rt_names.c, rtnl_rtscope_initialize).
 */
import type { Row } from "./row.ts";

export const RT_SCOPE_UNIVERSE = 0;
export const RT_SCOPE_SITE = 200;
export const RT_SCOPE_LINK = 253;
export const RT_SCOPE_HOST = 254;
export const RT_SCOPE_NOWHERE = 255;

export const scopes: readonly Row[] = [
	{ number: RT_SCOPE_UNIVERSE, constant: "RT_SCOPE_UNIVERSE", name: "global" },
	{ number: RT_SCOPE_SITE, constant: "RT_SCOPE_SITE", name: "site" },
	{ number: RT_SCOPE_LINK, constant: "RT_SCOPE_LINK", name: "link" },
	{ number: RT_SCOPE_HOST, constant: "RT_SCOPE_HOST", name: "host" },
	{ number: RT_SCOPE_NOWHERE, constant: "RT_SCOPE_NOWHERE", name: "nowhere" },
];
