/**
 * Settings of a device: net.ipv4.conf.DEV.* and net.ipv6.conf.DEV.* (struct ipv4_devconf, struct ipv6_devconf), as far
 * as the model obeys them. A new device copies its namespace's `default`; how `all` counts is at each reader.
 * sysctl.ts gives them their paths.
 */
import type { Addr } from "../net/addr.ts";

export interface Conf4 {
	readonly forwarding: number;
	readonly promoteSecondaries: number;
	readonly rpFilter: number;
	readonly routeLocalnet: number;
	readonly acceptLocal: number;
	readonly ignoreRoutesWithLinkdown: number;
	readonly sendRedirects: number;
	readonly acceptRedirects: number;
	readonly secureRedirects: number;
	readonly sharedMedia: number;
	readonly arpIgnore: number;
	readonly arpAnnounce: number;
	readonly arpFilter: number;
	readonly arpAccept: number;
	readonly arpNotify: number;
	readonly proxyArp: number;
	readonly proxyArpPvlan: number;
	readonly dropGratuitousArp: number;
	readonly logMartians: number;
	readonly bcForwarding: number;
	/** Settings that only are kept, by the names of their files, where they were written. */
	readonly kept?: Readonly<Record<string, number>>;
	/** Settings, by the names of their files, that a later change of `default` leaves alone: all once it had an address. */
	readonly own?: true | readonly string[];
}

export const defaultConf4: Conf4 = {
	forwarding: 0,
	promoteSecondaries: 0,
	rpFilter: 0,
	routeLocalnet: 0,
	acceptLocal: 0,
	ignoreRoutesWithLinkdown: 0,
	sendRedirects: 1,
	acceptRedirects: 1,
	secureRedirects: 1,
	sharedMedia: 1,
	arpIgnore: 0,
	arpAnnounce: 0,
	arpFilter: 0,
	proxyArpPvlan: 0,
	dropGratuitousArp: 0,
	arpAccept: 0,
	arpNotify: 0,
	proxyArp: 0,
	logMartians: 0,
	bcForwarding: 0,
};

export interface Conf6 {
	readonly forwarding: number;
	readonly disableIpv6: number;
	readonly acceptDad: number;
	readonly dadTransmits: number;
	readonly keepAddrOnDown: number;
	readonly addrGenMode: number;
	readonly optimisticDad: number;
	readonly hopLimit: number;
	readonly proxyNdp: number;
	readonly acceptRedirects: number;
	readonly acceptRa: number;
	readonly rtrSolicits: number;
	readonly ignoreRoutesWithLinkdown: number;
	/** What addresses are made of in the mode `stable_secret` (stable-secret.ts). */
	readonly stableSecret?: Addr;
	readonly kept?: Readonly<Record<string, number>>;
}

export const defaultConf6: Conf6 = {
	forwarding: 0,
	disableIpv6: 0,
	acceptDad: 1,
	dadTransmits: 1,
	keepAddrOnDown: 0,
	addrGenMode: 0,
	optimisticDad: 0,
	hopLimit: 64,
	proxyNdp: 0,
	acceptRedirects: 1,
	acceptRa: 1,
	rtrSolicits: -1,
	ignoreRoutesWithLinkdown: 0,
};
