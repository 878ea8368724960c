/** ICMP, ICMPv6 and listener reports as tcpdump 4.99 prints them: print-icmp.c, print-icmp6.c, print-igmp.c. */
import type { IcmpEcho, IcmpError, Ip, ListenerReport, Ndisc, Payload, Redirect } from "../../uapi/packet.ts";
import { protocols } from "./protocol.ts";
import type { Style } from "./style.ts";

type Icmp = IcmpEcho | IcmpError | Ndisc | Redirect | ListenerReport;

const echoWords = { echo: "echo request", "echo-reply": "echo reply" } as const;

export function icmpText(payload: Icmp, length: number, style: Style, quote: (packet: Ip) => string): string {
	if (payload.type === "echo" || payload.type === "echo-reply")
		return `ICMP ${echoWords[payload.type]}, id ${payload.id}, seq ${payload.seq}, length ${length}`;
	if (payload.type !== "error") return `ICMP type-#0, length ${length}`;
	const quoted = style.verbose > 0 && payload.icmpType !== 8 ? `\n\t${quote(payload.about)}` : "";
	return `ICMP ${errorText(payload)}, length ${length}${quoted}`;
}

function errorText({ icmpType, code, mtu, gateway, about }: IcmpError): string {
	const { dst, payload } = about;
	switch (icmpType) {
		case 3:
			return unreachable(code, dst, payload, mtu);
		case 4:
			return "source quench";
		case 5:
			return `redirect ${dst} to ${["net", "host", "tos net", "tos host"][code] ?? `#${code}`} ${gateway}`.replace(
				/tos (net|host) (\S+)$/,
				"$1 $2",
			);
		case 11:
			return code === 0 ? "time exceeded in-transit" : "ip reassembly time exceeded";
		case 12:
			return `parameter problem - octet ${mtu ?? 0}`;
		default:
			return `type-#${icmpType}`;
	}
}

function unreachable(code: number, dst: string, payload: Payload, mtu: number | undefined): string {
	const named: Readonly<Record<number, string>> = {
		0: `net ${dst} unreachable`,
		1: `host ${dst} unreachable`,
		2: `${dst} protocol ${protocols[payload.proto][1]} unreachable`,
		3: portUnreachable(dst, payload),
		4: `${dst} unreachable - need to frag${mtu ? ` (mtu ${mtu})` : ""}`,
		5: `${dst} unreachable - source route failed`,
		6: `net ${dst} unreachable - unknown`,
		7: `host ${dst} unreachable - unknown`,
		8: `${dst} unreachable - source host isolated`,
		9: `net ${dst} unreachable - admin prohibited`,
		10: `host ${dst} unreachable - admin prohibited`,
		11: `net ${dst} unreachable - tos prohibited`,
		12: `host ${dst} unreachable - tos prohibited`,
		13: `host ${dst} unreachable - admin prohibited filter`,
		14: `host ${dst} unreachable - host precedence violation`,
		15: `host ${dst} unreachable - precedence cutoff`,
	};
	return named[code] ?? `${dst} unreachable - #${code}`;
}

function portUnreachable(dst: string, payload: Payload): string {
	if (payload.proto === "udp" || payload.proto === "tcp")
		return `${dst} ${payload.proto} port ${payload.dport} unreachable`;
	return `${dst} protocol ${protocols[payload.proto][1]} port 0 unreachable`;
}

const unreachable6 = [
	"unreachable route",
	" unreachable prohibited",
	"beyond scope",
	"unreachable address",
	"unreachable port",
];

/** Everything behind `IP6 a > b: `. */
export function icmp6Text(payload: Icmp, length: number, style: Style, whole: boolean): string {
	const sum = whole && style.verbose > 0 ? "[icmp6 sum ok] " : "";
	const tail = style.verbose > 0 ? "" : `, length ${length}`;
	if ("seq" in payload) return `${sum}ICMP6, ${echoWords[payload.type]}, id ${payload.id}, seq ${payload.seq}${tail}`;
	if (payload.type === "listener-report")
		return `${sum}ICMP6, multicast listener report v2${groups(payload, style)}${tail}`;
	if (payload.type === "error") return `${sum}ICMP6, ${error6(payload)}${tail}`;
	if (payload.type === "redirect") return `${sum}ICMP6, redirect, ${payload.dest} to ${payload.target}${tail}`;
	return `${sum}ICMP6, ${ndisc(payload, length, style)}`;
}

function error6({ icmpType, code, mtu, about: { dst, payload } }: IcmpError): string {
	switch (icmpType) {
		case 1: {
			const port =
				code === 4 && (payload.proto === "udp" || payload.proto === "tcp")
					? `${payload.proto} port ${payload.dport}`
					: "";
			return `destination unreachable, ${unreachable6[code] ?? `unknown unreach code (${code})`}${code === 4 ? `, ${dst} ${port}` : ` ${dst}`}`;
		}
		case 2:
			return `packet too big, mtu ${mtu}`;
		case 3:
			return code === 0 ? `time exceeded in-transit for ${dst}` : "ip reassembly time exceeded";
		default:
			return `parameter problem, erroneous - octet ${mtu ?? 0}`;
	}
}

const kinds = {
	solicitation: "neighbor solicitation",
	advertisement: "neighbor advertisement",
	"router-solicitation": "router solicitation",
} as const;

function ndisc(payload: Ndisc, length: number, style: Style): string {
	const about = {
		solicitation: `, who has ${payload.target}`,
		advertisement: `, tgt is ${payload.target}`,
		"router-solicitation": "",
	}[payload.type];
	if (style.verbose === 0) return `${kinds[payload.type]}${about}, length ${length}`;
	return `${kinds[payload.type]}, length ${length}${about}${flags(payload)}${options(payload, style)}`;
}

function flags({ type, router, solicited, override }: Ndisc): string {
	if (type !== "advertisement") return "";
	const set = [router && "router", solicited && "solicited", override && "override"].filter(Boolean);
	return `, Flags [${set.length > 0 ? set.join(", ") : "none"}]`;
}

function options({ type, lladdr, nonce }: Ndisc, { verbose }: Style): string {
	const [number, name] = type === "advertisement" ? [2, "destination link-address"] : [1, "source link-address"];
	const dump = (bytes: string) => `0x0000:  ${bytes.replace(/(.{4})(?=.)/g, "$1 ")}`;
	const address =
		lladdr === undefined
			? ""
			: `\n\t  ${name} option (${number}), length 8 (1): ${lladdr}${verbose > 1 ? `\n\t    ${dump(lladdr.replaceAll(":", ""))}` : ""}`;
	return address + (nonce === undefined ? "" : `\n\t  unknown option (14), length 8 (1): \n\t  ${dump(nonce)}`);
}

function groups({ records }: ListenerReport, { verbose }: Style): string {
	const each = records.map(({ type, group }) => ` [gaddr ${group} ${type}, 0 source(s)]`);
	return `, ${records.length} group record(s)${verbose > 0 ? each.join("") : ""}`;
}

export function igmpText(report: ListenerReport, style: Style): string {
	return `igmp v3 report${groups(report, style)}`;
}
