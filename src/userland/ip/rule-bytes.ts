/** RTM_NEWRULE as bytes: struct fib_rule_hdr, then attributes in the kernel's order (net/core/fib_rules.c fib_nl_fill_rule()). */
import { bitsOf } from "../../net/addr.ts";
import type { Prefix } from "../../net/prefix.ts";
import type { FibRule, Range } from "../../uapi/rule.ts";
import * as nlmsg from "./nlmsg.ts";

export const RTM_NEWRULE = 32;

const FRA_DST = 1;
const FRA_SRC = 2;
const FRA_IFNAME = 3;
const FRA_GOTO = 4;
const FRA_PRIORITY = 6;
const FRA_FWMARK = 10;
const FRA_FLOW = 11;
const FRA_TUN_ID = 12;
const FRA_SUPPRESS_IFGROUP = 13;
const FRA_SUPPRESS_PREFIXLEN = 14;
const FRA_TABLE = 15;
const FRA_FWMASK = 16;
const FRA_OIFNAME = 17;
const FRA_L3MDEV = 19;
const FRA_UID_RANGE = 20;
const FRA_PROTOCOL = 21;
const FRA_IP_PROTO = 22;
const FRA_SPORT_RANGE = 23;
const FRA_DPORT_RANGE = 24;
const FRA_SPORT_MASK = 28;
const FRA_DPORT_MASK = 29;

/** Stands in the old table byte of a table that has no room there. */
const RT_TABLE_COMPAT = 252;
const NONE = 0xffffffff;
const HEADER = 12;

export function encodeRule(rule: FibRule): nlmsg.Nlmsg {
	const { src, dst, tos, table, action, flags } = rule;
	const family = nlmsg.familyNumber(rule.family === "inet6" ? "inet6" : "inet");
	const body = nlmsg.join([
		nlmsg.u8(family, dst?.len ?? 0, src?.len ?? 0, tos, table < 256 ? table : RT_TABLE_COMPAT, 0, 0, action),
		nlmsg.u32(flags),
		nlmsg.attr(FRA_TABLE, nlmsg.u32(table)),
		nlmsg.attr(FRA_SUPPRESS_PREFIXLEN, nlmsg.u32(rule.suppressPrefixlen ?? NONE)),
		nlmsg.attr(FRA_PROTOCOL, nlmsg.some(rule.protocol, nlmsg.u8)),
		nlmsg.attr(FRA_IFNAME, nlmsg.some(rule.iifname, nlmsg.cString)),
		nlmsg.attr(FRA_OIFNAME, nlmsg.some(rule.oifname, nlmsg.cString)),
		nlmsg.attr(FRA_PRIORITY, nlmsg.some(rule.priority, nlmsg.u32)),
		nlmsg.attr(FRA_FWMARK, nlmsg.some(rule.fwmark, nlmsg.u32)),
		nlmsg.attr(FRA_FWMASK, nlmsg.some(rule.fwmask, nlmsg.u32)),
		nlmsg.attr(FRA_GOTO, nlmsg.some(rule.goto, nlmsg.u32)),
		nlmsg.attr(FRA_TUN_ID, nlmsg.some(rule.tunId, bigEndian64)),
		nlmsg.attr(FRA_L3MDEV, rule.l3mdev ? nlmsg.u8(1) : undefined),
		nlmsg.attr(FRA_UID_RANGE, nlmsg.some(rule.uidRange, range(nlmsg.u32))),
		nlmsg.attr(FRA_SPORT_RANGE, nlmsg.some(rule.sportRange, range(nlmsg.u16))),
		nlmsg.attr(FRA_SPORT_MASK, nlmsg.some(rule.sportMask, nlmsg.u16)),
		nlmsg.attr(FRA_DPORT_RANGE, nlmsg.some(rule.dportRange, range(nlmsg.u16))),
		nlmsg.attr(FRA_DPORT_MASK, nlmsg.some(rule.dportMask, nlmsg.u16)),
		nlmsg.attr(FRA_IP_PROTO, nlmsg.some(rule.ipProto, nlmsg.u8)),
		nlmsg.attr(FRA_SUPPRESS_IFGROUP, nlmsg.some(rule.suppressIfgroup, nlmsg.u32)),
		nlmsg.attr(FRA_DST, nlmsg.some(dst?.addr, nlmsg.addrBytes)),
		nlmsg.attr(FRA_SRC, nlmsg.some(src?.addr, nlmsg.addrBytes)),
		nlmsg.attr(
			FRA_FLOW,
			nlmsg.some(rule.flow, ({ from, to }) => nlmsg.u32((from << 16) | to)),
		),
	]);
	return { type: RTM_NEWRULE, body };
}

const range = (number: (value: number) => Uint8Array) => (value: Range) =>
	nlmsg.join([number(value.start), number(value.end)]);

function bigEndian64(decimal: string): Uint8Array {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(decimal));
	return bytes;
}

export function decodeRule(body: Uint8Array): FibRule {
	const message = nlmsg.reader(body);
	const family = nlmsg.familyName(message.u8(0));
	const attrs = message.attrs(HEADER);
	const number = (type: number) => attrs.get(type)?.u32(0);
	const byte = (type: number) => attrs.get(type)?.u8(0);
	const unlessNone = (type: number) => (number(type) === NONE ? undefined : number(type));
	const prefix = (type: number, len: number): Prefix | undefined => {
		const addr = len === 0 || len > bitsOf(family) ? undefined : attrs.get(type)?.addr(family);
		return addr === undefined ? undefined : { addr, len };
	};
	const flow = number(FRA_FLOW);
	return {
		family,
		tos: message.u8(3),
		table: number(FRA_TABLE) ?? message.u8(4),
		action: message.u8(7),
		flags: message.u32(8),
		...given({
			dst: prefix(FRA_DST, message.u8(1)),
			src: prefix(FRA_SRC, message.u8(2)),
			suppressPrefixlen: unlessNone(FRA_SUPPRESS_PREFIXLEN),
			suppressIfgroup: unlessNone(FRA_SUPPRESS_IFGROUP),
			protocol: byte(FRA_PROTOCOL),
			iifname: attrs.get(FRA_IFNAME)?.text(),
			oifname: attrs.get(FRA_OIFNAME)?.text(),
			priority: number(FRA_PRIORITY),
			fwmark: number(FRA_FWMARK),
			fwmask: number(FRA_FWMASK),
			goto: number(FRA_GOTO),
			tunId: attrs.get(FRA_TUN_ID) && readBigEndian64(attrs.get(FRA_TUN_ID)),
			l3mdev: byte(FRA_L3MDEV) ? true : undefined,
			uidRange: readRange(attrs.get(FRA_UID_RANGE), 4),
			sportRange: readRange(attrs.get(FRA_SPORT_RANGE), 2),
			dportRange: readRange(attrs.get(FRA_DPORT_RANGE), 2),
			ipProto: byte(FRA_IP_PROTO),
			flow: flow === undefined ? undefined : { from: flow >>> 16, to: flow & 0xffff },
		}),
	};
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only what is there. */
function given<T extends object>(members: T): Given<T> {
	return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}

function readRange(at: nlmsg.Reader | undefined, size: 2 | 4): Range | undefined {
	if (at === undefined) return undefined;
	return size === 2 ? { start: at.u16(0), end: at.u16(2) } : { start: at.u32(0), end: at.u32(4) };
}

function readBigEndian64(at: nlmsg.Reader | undefined): string {
	return [...(at?.bytes ?? [])].reduce((value, byte) => value * 256n + BigInt(byte), 0n).toString();
}
