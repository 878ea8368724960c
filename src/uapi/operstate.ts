/** RFC 2863 operational state (IFLA_OPERSTATE) and link mode. include/uapi/linux/if.h, IF_OPER_*, IF_LINK_MODE_*. */
import type { Row } from "./row.ts";

export const IF_OPER_UNKNOWN = 0;
export const IF_OPER_NOTPRESENT = 1;
export const IF_OPER_DOWN = 2;
export const IF_OPER_LOWERLAYERDOWN = 3;
export const IF_OPER_TESTING = 4;
export const IF_OPER_DORMANT = 5;
export const IF_OPER_UP = 6;

export const operstates: readonly Row[] = [
	{ number: IF_OPER_UNKNOWN, constant: "IF_OPER_UNKNOWN", name: "UNKNOWN" },
	{ number: IF_OPER_NOTPRESENT, constant: "IF_OPER_NOTPRESENT", name: "NOTPRESENT" },
	{ number: IF_OPER_DOWN, constant: "IF_OPER_DOWN", name: "DOWN" },
	{ number: IF_OPER_LOWERLAYERDOWN, constant: "IF_OPER_LOWERLAYERDOWN", name: "LOWERLAYERDOWN" },
	{ number: IF_OPER_TESTING, constant: "IF_OPER_TESTING", name: "TESTING" },
	{ number: IF_OPER_DORMANT, constant: "IF_OPER_DORMANT", name: "DORMANT" },
	{ number: IF_OPER_UP, constant: "IF_OPER_UP", name: "UP" },
];

export const IF_LINK_MODE_DEFAULT = 0;
export const IF_LINK_MODE_DORMANT = 1;

export const linkModes: readonly Row[] = [
	{ number: IF_LINK_MODE_DEFAULT, constant: "IF_LINK_MODE_DEFAULT", name: "DEFAULT" },
	{ number: IF_LINK_MODE_DORMANT, constant: "IF_LINK_MODE_DORMANT", name: "DORMANT" },
];
