/** What ping says of ICMP errors: ping/ping.c pr_icmph(), ping/ping6_common.c pr_icmph6(). */
import type { Addr } from "../../net/addr.ts";

export interface IcmpSaid {
	readonly icmpType: number;
	readonly code: number;
	readonly mtu: number;
	readonly gateway?: Addr;
}

const unreachable4: readonly string[] = [
	"Destination Net Unreachable",
	"Destination Host Unreachable",
	"Destination Protocol Unreachable",
	"Destination Port Unreachable",
	"",
	"Source Route Failed",
	"Destination Net Unknown",
	"Destination Host Unknown",
	"Source Host Isolated",
	"Destination Net Prohibited",
	"Destination Host Prohibited",
	"Destination Net Unreachable for Type of Service",
	"Destination Host Unreachable for Type of Service",
	"Packet filtered",
	"Precedence Violation",
	"Precedence Cutoff",
];

const redirects: readonly string[] = [
	"Redirect Network",
	"Redirect Host",
	"Redirect Type of Service and Network",
	"Redirect Type of Service and Host",
];

export function icmpText4({ icmpType, code, mtu, gateway }: IcmpSaid): string {
	switch (icmpType) {
		case 3:
			if (code === 4) return `Frag needed and DF set (mtu = ${mtu})`;
			return unreachable4[code] ?? `Dest Unreachable, Bad Code: ${code}`;
		case 4:
			return "Source Quench";
		case 5:
			return `${redirects[code] ?? `Redirect, Bad Code: ${code}`}(New nexthop: ${gateway})`;
		case 11:
			if (code > 1) return `Time exceeded, Bad Code: ${code}`;
			return code === 0 ? "Time to live exceeded" : "Frag reassembly time exceeded";
		case 12:
			return `Parameter problem: pointer = ${mtu}`;
		default:
			return `Bad ICMP type: ${icmpType}`;
	}
}

const unreachable6: readonly string[] = [
	"No route",
	"Administratively prohibited",
	"Beyond scope of source address",
	"Address unreachable",
	"Port unreachable",
];

export function icmpText6({ icmpType, code, mtu }: IcmpSaid): string {
	switch (icmpType) {
		case 1:
			return `Destination unreachable: ${unreachable6[code] ?? `Unknown code ${code}`}`;
		case 2:
			return `Packet too big: mtu=${mtu}${code ? `, code=${code}` : ""}`;
		case 3:
			return `Time exceeded: ${["Hop limit", "Defragmentation failure"][code] ?? `code ${code}`}`;
		case 4:
			return `Parameter problem: ${["Wrong header field ", "Unknown header ", "Unknown option "][code] ?? `code ${code} `}at ${mtu}`;
		default:
			return `Unknown code: ${icmpType}`;
	}
}

/** Milliseconds with as many places as fit four digits (gather_statistics). */
export function tripTime(ms: number): string {
	const us = Math.round(ms * 1000);
	if (us >= 99_950) return String(Math.floor((us + 500) / 1000));
	if (us >= 9995) return (Math.floor((us + 50) / 100) / 10).toFixed(1);
	return us >= 1000 ? (Math.floor((us + 5) / 10) / 100).toFixed(2) : (us / 1000).toFixed(3);
}

/** printf("%g"): six digits that count, no zeros at the end. */
export function percent(part: number, whole: number): string {
	return String(Number(Math.fround((part * 100) / whole).toPrecision(6)));
}
