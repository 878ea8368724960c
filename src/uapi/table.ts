/** Routing table numbers (include/uapi/linux/rtnetlink.h, enum rt_class_t) and their names in rt_tables. */
import type { Row } from "./row.ts";

export const RT_TABLE_UNSPEC = 0;
export const RT_TABLE_DEFAULT = 253;
export const RT_TABLE_MAIN = 254;
export const RT_TABLE_LOCAL = 255;

export const tables: readonly Row[] = [
	{ number: RT_TABLE_UNSPEC, constant: "RT_TABLE_UNSPEC", name: "unspec" },
	{ number: RT_TABLE_DEFAULT, constant: "RT_TABLE_DEFAULT", name: "default" },
	{ number: RT_TABLE_MAIN, constant: "RT_TABLE_MAIN", name: "main" },
	{ number: RT_TABLE_LOCAL, constant: "RT_TABLE_LOCAL", name: "local" },
];
