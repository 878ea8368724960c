/**
 * Flags of an address (IFA_FLAGS). include/uapi/linux/if_addr.h. The order of the rows is the order in which iproute2
 * prints them (ip/ipaddress.c ifa_flag_names); `permanent` is printed inverted, as `dynamic` where it is missing.
 */
import type { Row } from "./row.ts";

export const IFA_F_SECONDARY = 0x01;
/** The same bit, as IPv6 calls it. */
export const IFA_F_TEMPORARY = 0x01;
export const IFA_F_NODAD = 0x02;
export const IFA_F_OPTIMISTIC = 0x04;
export const IFA_F_DADFAILED = 0x08;
export const IFA_F_HOMEADDRESS = 0x10;
export const IFA_F_DEPRECATED = 0x20;
export const IFA_F_TENTATIVE = 0x40;
export const IFA_F_PERMANENT = 0x80;
export const IFA_F_MANAGETEMPADDR = 0x100;
export const IFA_F_NOPREFIXROUTE = 0x200;
export const IFA_F_MCAUTOJOIN = 0x400;
export const IFA_F_STABLE_PRIVACY = 0x800;

export interface AddrFlagRow extends Row {
	/** A user may not set it (the tool warns and goes on). */
	readonly readonly?: true;
	/** Only for IPv6 (the tool warns and drops it elsewhere). */
	readonly inet6?: true;
}

export const addrFlags: readonly AddrFlagRow[] = [
	{ number: IFA_F_SECONDARY, constant: "IFA_F_SECONDARY", name: "secondary", readonly: true },
	{ number: IFA_F_TEMPORARY, constant: "IFA_F_TEMPORARY", name: "temporary", readonly: true },
	{ number: IFA_F_NODAD, constant: "IFA_F_NODAD", name: "nodad", inet6: true },
	{ number: IFA_F_OPTIMISTIC, constant: "IFA_F_OPTIMISTIC", name: "optimistic", inet6: true },
	{ number: IFA_F_DADFAILED, constant: "IFA_F_DADFAILED", name: "dadfailed", readonly: true, inet6: true },
	{ number: IFA_F_HOMEADDRESS, constant: "IFA_F_HOMEADDRESS", name: "home", inet6: true },
	{ number: IFA_F_DEPRECATED, constant: "IFA_F_DEPRECATED", name: "deprecated", readonly: true },
	{ number: IFA_F_TENTATIVE, constant: "IFA_F_TENTATIVE", name: "tentative", readonly: true, inet6: true },
	{ number: IFA_F_PERMANENT, constant: "IFA_F_PERMANENT", name: "permanent", readonly: true },
	{ number: IFA_F_MANAGETEMPADDR, constant: "IFA_F_MANAGETEMPADDR", name: "mngtmpaddr", inet6: true },
	{ number: IFA_F_NOPREFIXROUTE, constant: "IFA_F_NOPREFIXROUTE", name: "noprefixroute" },
	{ number: IFA_F_MCAUTOJOIN, constant: "IFA_F_MCAUTOJOIN", name: "autojoin" },
	{ number: IFA_F_STABLE_PRIVACY, constant: "IFA_F_STABLE_PRIVACY", name: "stable-privacy", readonly: true },
];
