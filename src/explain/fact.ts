/** Small facts that texts of every language need: classes of addresses, flags in a hexadecimal rest. */

import { type Addr, familyOf, inetPton, isLinkLocal, isLoopback, isMulticast } from "../net/addr.ts";
import { contains, type Prefix } from "../net/prefix.ts";
import { addrFlags, IFA_F_SECONDARY } from "../uapi/addr-flags.ts";
import { errnos } from "../uapi/errno.ts";
import { linkFlags } from "../uapi/link-flags.ts";
import type { Topic } from "./topic.ts";

const prefix = (text: string): Prefix => {
	const [addr = "", len = ""] = text.split("/");
	return { addr, len: Number(len) };
};

/** Special ranges in the order they are looked at; RFC 6890 and its registry. */
const ranges: readonly (readonly [Topic, readonly string[]])[] = [
	["addr.private", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]],
	["addr.shared", ["100.64.0.0/10"]],
	["addr.linklocal", ["169.254.0.0/16"]],
	["addr.documentation", ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"]],
	["addr.ula", ["fc00::/7"]],
];

function rangeWith(addr: Addr): { topic: Topic; name: string } | undefined {
	for (const [topic, names] of ranges)
		for (const name of names)
			if (familyOf(name) === familyOf(addr) && contains(prefix(name), addr)) return { topic, name };
	return undefined;
}

/** Which kind of address it is. */
export function classOf(text: string): Topic {
	const addr = inetPton(text, familyOf(text));
	if (addr === undefined) return "unreadable";
	if (isLoopback(addr)) return addr === "::1" ? "addr.loopback6" : "addr.loopback";
	if (isLinkLocal(addr)) return "addr.linklocal6";
	if (isMulticast(addr)) return "addr.multicast";
	return rangeWith(addr)?.topic ?? "addr.public";
}

/** `172.16.0.0/12` for 172.17.0.2. */
export function privateName(addr: Addr): string | undefined {
	return rangeWith(addr)?.name;
}

/** The names of the bits in `02`; a bit without a name stays a number. */
export function hexAddrFlags(hex: string, inet6: boolean): string {
	const rows = addrFlags.filter(({ number, name }) => number !== IFA_F_SECONDARY || (name === "temporary") === inet6);
	return namesOf(Number.parseInt(hex, 16), rows);
}

export function hexLinkFlags(hex: string): string {
	return namesOf(Number.parseInt(hex, 16), linkFlags);
}

function namesOf(bits: number, rows: readonly { number: number; name: string }[]): string {
	const names = rows.filter(({ number }) => (bits & number) !== 0).map(({ name }) => name);
	const rest = rows.reduce((left, { number }) => left & ~number, bits);
	return [...names, ...(rest === 0 ? [] : [`0x${(rest >>> 0).toString(16)}`])].join(", ");
}

/** `-101` is `Network is unreachable`. */
export function errorText(number: string): string | undefined {
	return Object.values(errnos).find(([each]) => each === Math.abs(Number(number)))?.[1];
}
