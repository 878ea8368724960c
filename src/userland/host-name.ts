/** Names and addresses as getaddrinfo(3) and getnameinfo(3) give them, from /etc/hosts; there is no DNS in the model. */
import { type Addr, type AddrFamily, familyOf, inetPton, isLinkLocal, isMulticast } from "../net/addr.ts";
import type { System } from "./process.ts";

export interface HostAddr {
	readonly addr: Addr;
	/** sin6_scope_id */
	readonly scopeId: number;
	/** The name itself was an address. */
	readonly numeric: boolean;
	/** ai_canonname: the first of its names in /etc/hosts, or what was asked for. */
	readonly name: string;
}

/** EAI_NONAME, EAI_AGAIN, EAI_ADDRFAMILY: what gai_strerror() says. */
export type NameError =
	| "Name or service not known"
	| "Temporary failure in name resolution"
	| "Address family for hostname not supported";

export function hostAddr(
	sys: System,
	host: string,
	family: AddrFamily | undefined,
): HostAddr | { readonly error: NameError } {
	const found = hostAddrs(sys, host, family);
	return "error" in found ? found : (found[0] as HostAddr);
}

/** All of them, in the order in which they are to be tried. */
export function hostAddrs(
	sys: System,
	host: string,
	family: AddrFamily | undefined,
): readonly HostAddr[] | { readonly error: NameError } {
	const [text = "", zone] = host.split("%", 2);
	const addr = inetPton(text, "inet6") ?? inetAton(text);
	if (addr !== undefined) {
		if (family !== undefined && familyOf(addr) !== family)
			return { error: "Address family for hostname not supported" };
		const scopeId = zone === undefined ? 0 : scopeOf(sys, addr, zone);
		return scopeId === undefined
			? { error: "Name or service not known" }
			: [{ addr, scopeId, numeric: true, name: host }];
	}
	if (!isHostName(host)) return { error: "Name or service not known" };
	// getaddrinfo() puts ::1 before 127.0.0.1 (RFC 6724).
	const found = hosts(sys)
		.filter(
			({ names, addr: each }) =>
				names.includes(host.toLowerCase()) && (family === undefined || familyOf(each) === family),
		)
		.sort((a, b) => Number(b.addr.includes(":")) - Number(a.addr.includes(":")));
	if (found.length === 0) return { error: "Temporary failure in name resolution" };
	return found.map(({ addr: each, names: [name = host] }) => ({ addr: each, scopeId: 0, numeric: false, name }));
}

/** res_hnok(3), ns_name_pton(3): what no name server is asked about: `10.0.0.1/24`, `10.0.0.1:80`, an empty label. */
function isHostName(text: string): boolean {
	return text === "." || /^(?:(?:[\w-]|[^\0-\x7f]|\\.){1,63}(?:\.(?=.)|\.?$))+$/.test(text);
}

/** inet_aton(3): up to four numbers, decimal, octal or hexadecimal; the last one fills what is left. */
function inetAton(text: string): Addr | undefined {
	const parts = text
		.split(".")
		.map((part) =>
			/^(?:0x[0-9a-f]+|\d+)$/i.test(part) ? Number(/^0[0-7]+$/.test(part) ? `0o${part}` : part) : Number.NaN,
		);
	const last = parts.at(-1) ?? Number.NaN;
	const room = 256 ** (5 - parts.length);
	if (parts.length > 4 || !(last < room) || parts.slice(0, -1).some((part) => !(part < 256))) return undefined;
	const number = parts.slice(0, -1).reduce((sum, part, i) => sum + part * 256 ** (3 - i), last);
	return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** __inet6_scopeid_pton(): a device by name only where the address is of a link or a node, else its index as a number. */
function scopeOf(sys: System, addr: Addr, zone: string): number | undefined {
	const index = isLinkLocal(addr) || /^ff.[12]:/.test(addr) ? sys.net.indexOf(zone) : undefined;
	if (index && "ok" in index) return index.ok;
	return /^\d+$/.test(zone) ? Number(zone) : undefined;
}

function hosts(sys: System): { addr: Addr; names: string[] }[] {
	const file = sys.readFile("/etc/hosts");
	if ("errno" in file) return [];
	return file.ok.split("\n").flatMap((line) => {
		const [addr, ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
		return addr ? [{ addr, names }] : [];
	});
}

/** The name that an address has, if any. */
export function nameOf(sys: System, addr: Addr): string | undefined {
	return hosts(sys).find((row) => row.addr === addr)?.names[0];
}

/** NI_NUMERICHOST: a scoped address ends in its zone, which is a name only where a link is meant. */
export function numericHost(sys: System, addr: Addr, scopeId: number): string {
	if (scopeId === 0 || !addr.includes(":")) return addr;
	const onLink = isLinkLocal(addr) || (isMulticast(addr) && addr.charAt(3) === "2");
	const name = onLink ? sys.net.nameOf(scopeId) : undefined;
	return `${addr}%${name && "ok" in name ? name.ok : scopeId}`;
}
