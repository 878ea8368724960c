/**
 * The addresses of links as zebra keeps them (zebra/connected.c connected_update(), zebra/interface.c if_subnet_add()): in the order in
 * which it was told, and those of IPv4 by network, of which each but the first is secondary. Recording: zebra-addresses.
 */
import { compareAddr } from "../../net/addr.ts";
import { maskAddr, type Prefix } from "../../net/prefix.ts";
import { IFA_F_SECONDARY } from "../../uapi/addr-flags.ts";
import type { Ifaddr } from "../../uapi/message.ts";
import type { LinkAddr } from "./zebra.ts";

/** struct connected; undefined for a message without an address. */
export function addrFrom({ index, local, address, prefixlen, label }: Ifaddr, since: number): LinkAddr | undefined {
	const addr = local ?? address;
	if (addr === undefined) return undefined;
	const peer = address !== undefined && address !== addr ? address : undefined;
	return {
		ifindex: index,
		addr,
		prefixlen,
		since,
		...(peer !== undefined && { peer }),
		...(label !== undefined && { label }),
	};
}

/** What stands there already stays as it is, unless its flags seem to be others: then it goes to the end (connected_same()). */
export function addAddr(addrs: readonly LinkAddr[], added: LinkAddr, flags: number, loopback: boolean): LinkAddr[] {
	const i = addrs.findIndex((each) => sameAddr(each, added));
	const old = addrs[i];
	if (!old) return [...addrs, added];
	const secondary = isSecondary(addrs, old) === ((flags & IFA_F_SECONDARY) !== 0);
	if (secondary && !isUnnumbered(old, loopback)) return addrs as LinkAddr[];
	return [...addrs.slice(0, i), ...addrs.slice(i + 1), added];
}

export function sameAddr(a: LinkAddr, b: LinkAddr): boolean {
	return a.ifindex === b.ifindex && a.addr === b.addr && a.prefixlen === b.prefixlen && a.peer === b.peer;
}

/** CONNECTED_PREFIX(): the network is the peer's where there is one. */
export function networkOf({ addr, prefixlen, peer }: Omit<LinkAddr, "since">): Prefix {
	return { addr: maskAddr(peer ?? addr, prefixlen), len: prefixlen };
}

function inOneNetwork(a: LinkAddr, b: LinkAddr): boolean {
	const [one, other] = [networkOf(a), networkOf(b)];
	return a.ifindex === b.ifindex && one.len === other.len && one.addr === other.addr;
}

function isIpv4(addr: string): boolean {
	return !addr.includes(":");
}

export function isSecondary(addrs: readonly LinkAddr[], which: LinkAddr): boolean {
	return isIpv4(which.addr) && addrs.find((each) => inOneNetwork(each, which)) !== which;
}

/** ZEBRA_IFA_UNNUMBERED: an address of IPv4 that is a network of its own, but on lo. */
export function isUnnumbered({ addr, prefixlen, peer }: Omit<LinkAddr, "since">, loopback: boolean): boolean {
	return !loopback && isIpv4(addr) && (peer !== undefined || prefixlen === 32);
}

/** As it is written: one of IPv4 with a peer has no network of its own. */
export function prefixText({ addr, prefixlen, peer }: LinkAddr): string {
	return `${addr}/${peer !== undefined && isIpv4(addr) ? 32 : prefixlen}`;
}

/** Of IPv4, by network. */
export function byNetwork(addrs: readonly LinkAddr[]): LinkAddr[][] {
	const groups: LinkAddr[][] = [];
	for (const addr of addrs) {
		const group = groups.find(([first]) => first && inOneNetwork(first, addr));
		if (group) group.push(addr);
		else groups.push([addr]);
	}
	const network = ([first]: LinkAddr[]) => networkOf(first as LinkAddr);
	return groups.sort((a, b) => compareAddr(network(a).addr, network(b).addr) || network(a).len - network(b).len);
}

export function isLinkLocal({ addr }: LinkAddr): boolean {
	return !isIpv4(addr) && maskAddr(addr, 10) === "fe80::";
}
