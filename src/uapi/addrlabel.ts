/** Messages about the labels of IPv6 prefixes (struct ifaddrlblmsg, IFAL_*; include/uapi/linux/if_addrlabel.h). */
import type { Prefix } from "../net/prefix.ts";
import type { Family } from "./message.ts";

export interface AddrLabel {
	readonly prefix: Prefix;
	/** 0 for every device. */
	readonly ifindex: number;
	readonly label: number;
}

export interface AddrLabelRequest extends AddrLabel {
	readonly type: "RTM_NEWADDRLABEL" | "RTM_DELADDRLABEL";
	readonly flags: number;
	readonly family: Family;
}

export interface AddrLabelQuery {
	readonly type: "RTM_GETADDRLABEL";
	readonly flags: number;
	readonly family: Family;
}
