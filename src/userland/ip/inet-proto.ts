/** Protocols on top of IP as words: `tcp`, `IPv6-ICMP`, `47`. lib/inet_proto.c inet_proto_a2n() and inet_proto_n2a(). */
import { ipProtocols } from "../../uapi/ip-protocol.ts";
import type { Context } from "./context.ts";
import { wrong } from "./failure.ts";
import { u8 } from "./number.ts";

/** Names of /etc/protocols in either spelling; digits are decimal whatever they begin with. */
export function needIpProto(value: string): number {
	const found = u8(value, 10) ?? ipProtocols.find(({ name, alias }) => name === value || alias === value)?.number;
	if (found === undefined) throw wrong(value, 'Invalid "ipproto" value\n');
	return found;
}

export function ipProtoName(ctx: Context, number: number): string {
	const known = ctx.options.numeric ? undefined : ipProtocols.find((row) => row.number === number);
	return known?.name ?? `ipproto-${number}`;
}
