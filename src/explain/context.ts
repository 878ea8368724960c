/**
 * What the words around a word say: the link and the address it belongs to, collected from a field stream before
 * anything is explained. Nothing here is guessed: what the output does not show stays undefined.
 */
import { type Addr, bitsOf, familyOf, inetPton, isLoopback } from "../net/addr.ts";
import { lastAddr, maskAddr } from "../net/prefix.ts";

export interface LinkContext {
	ifindex?: string;
	ifname?: string;
	/** Undefined where the output has no flags at all (-br addr, -o addr). */
	flags?: Set<string>;
	/** `loopback` of `link/loopback`. */
	type?: string;
	operstate?: string;
	master?: string;
	/** `veth`, as -d says it. */
	kind?: string;
	/** `bond` of `bond_slave`. */
	portKind?: string;
	/** It names a peer in another namespace (`@if5`). */
	foreignPeer?: boolean;
}

export interface AddrContext {
	family?: "inet" | "inet6";
	local?: Addr;
	peer?: string;
	prefixlen?: number;
	scope?: string;
	flags?: Set<string>;
	label?: string;
}

/** Whether it is lo: by the flag or the type where they are shown, else by its name. */
export function isLo(link: LinkContext): boolean {
	if (link.flags !== undefined) return link.flags.has("LOOPBACK");
	if (link.type !== undefined) return link.type === "loopback";
	return link.ifname === "lo";
}

/** Switched on, as far as shown. */
export function isUp(link: LinkContext): boolean {
	return link.flags?.has("UP") ?? link.operstate !== "DOWN";
}

export function isLoopbackAddr(addr: AddrContext): boolean {
	return addr.local !== undefined && isLoopback(addr.local);
}

/** First and last address of its subnet. */
export function rangeOf(addr: AddrContext): readonly [Addr, Addr] | undefined {
	const text = addr.peer ?? addr.local;
	const base = text === undefined ? undefined : inetPton(text, familyOf(text));
	if (base === undefined || addr.prefixlen === undefined || addr.prefixlen > bitsOf(familyOf(base))) return undefined;
	const prefix = { addr: base, len: addr.prefixlen };
	return [maskAddr(base, addr.prefixlen), lastAddr(prefix)];
}
