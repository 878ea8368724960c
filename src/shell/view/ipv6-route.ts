/**
 * /proc/net/ipv6_route: the IPv6 routes of every table, one next hop a line. net/ipv6/ip6_fib.c ipv6_route_native_seq_show().
 * A table without a default of its own has one that refuses everything (fib6_null_entry). The column of references counts who
 * holds a route at the moment; here nobody but its table and, for an address of this host, its owner.
 */
import { type Addr, hexDigits } from "../../net/addr.ts";
import type { Prefix } from "../../net/prefix.ts";
import { NLM_F_DUMP, type Rtmsg, type Rtnexthop } from "../../uapi/message.ts";
import {
	RTN_ANYCAST,
	RTN_BLACKHOLE,
	RTN_LOCAL,
	RTN_PROHIBIT,
	RTN_THROW,
	RTN_UNREACHABLE,
} from "../../uapi/route-type.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../uapi/table.ts";
import type { System } from "../../userland/process.ts";
import { linksOf } from "./link.ts";

/** include/uapi/linux/ipv6_route.h, include/uapi/linux/route.h */
const RTF_UP = 0x1;
const RTF_GATEWAY = 0x2;
const RTF_REJECT = 0x200;
const RTF_ANYCAST = 0x100000;
const RTF_NONEXTHOP = 0x200000;
const RTF_EXPIRES = 0x400000;
const RTF_LOCAL = 0x80000000;

const flagsOfType: Readonly<Record<number, number>> = {
	[RTN_LOCAL]: RTF_UP + RTF_NONEXTHOP + RTF_LOCAL,
	[RTN_ANYCAST]: RTF_UP + RTF_NONEXTHOP + RTF_ANYCAST,
	[RTN_BLACKHOLE]: RTF_REJECT + RTF_NONEXTHOP,
	[RTN_UNREACHABLE]: RTF_REJECT + RTF_NONEXTHOP,
	[RTN_PROHIBIT]: RTF_REJECT + RTF_NONEXTHOP,
	[RTN_THROW]: RTF_REJECT + RTF_NONEXTHOP,
};

export function ipv6Route(sys: System): string {
	const names = new Map(linksOf(sys).map(({ index, ifname }) => [index, ifname]));
	const routes = dumpRoutes(sys);
	const tables = [...new Set([...routes.map(({ table }) => table), RT_TABLE_MAIN, RT_TABLE_LOCAL])];
	return tables
		.sort((a, b) => (a & 0xff) - (b & 0xff))
		.map((table) =>
			showTable(
				names,
				routes.filter((route) => route.table === table),
			),
		)
		.join("");
}

function dumpRoutes(sys: System): Rtmsg[] {
	const { messages, more = [] } = sys.netlink({ type: "RTM_GETROUTE", flags: NLM_F_DUMP, family: "inet6" });
	return [...messages, ...more].flatMap((message) => ("route" in message ? [message.route] : []));
}

function showTable(names: ReadonlyMap<number, string>, routes: readonly Rtmsg[]): string {
	const lines = routes.flatMap((route) =>
		(route.multipath ?? [route]).map((hop) => showRoute(names.get(hop.oif ?? 0) ?? "", route, hop)),
	);
	const hasDefault = routes.some(({ dst, src }) => dst.len === 0 && !src);
	const refuses = line({ metric: 0xffffffff, references: 1, flags: RTF_REJECT + RTF_NONEXTHOP, name: "lo" });
	return [...lines, ...(hasDefault ? [] : [refuses])].join("");
}

function showRoute(name: string, route: Rtmsg, { gateway }: Pick<Rtnexthop, "gateway">): string {
	const { dst, src, type, priority = 0, expires } = route;
	const given = gateway === undefined ? 0 : RTF_GATEWAY;
	const flags = (flagsOfType[type] ?? RTF_UP) + given + (expires === undefined ? 0 : RTF_EXPIRES);
	const references = type === RTN_LOCAL || type === RTN_ANYCAST ? 2 : 1;
	return line({ dst, src, gateway, metric: priority, references, flags, name });
}

interface Line {
	readonly dst?: Prefix | undefined;
	readonly src?: Prefix | undefined;
	readonly gateway?: Addr | undefined;
	readonly metric: number;
	readonly references: number;
	readonly flags: number;
	readonly name: string;
}

const nowhere: Prefix = { addr: "::", len: 0 };

function line({ dst = nowhere, src = nowhere, gateway = "::", metric, references, flags, name }: Line): string {
	const numbers = [metric, references, 0, flags].map((number) => hex(number, 8));
	return `${[prefix(dst), prefix(src), hexDigits(gateway), ...numbers, name.padStart(8)].join(" ")}\n`;
}

function prefix({ addr: address, len }: Prefix): string {
	return `${hexDigits(address)} ${hex(len, 2)}`;
}

function hex(number: number, digits: number): string {
	return number.toString(16).padStart(digits, "0");
}
