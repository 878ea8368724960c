/** RTM_NEWADDR as bytes: struct ifaddrmsg, then attributes in the kernel's order (net/ipv4/devinet.c inet_fill_ifaddr()). */
import type { Ifaddr } from "../../uapi/message.ts";
import * as nlmsg from "./nlmsg.ts";

export const RTM_NEWADDR = 20;

const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
const IFA_LABEL = 3;
const IFA_BROADCAST = 4;
const IFA_ANYCAST = 5;
const IFA_CACHEINFO = 6;
const IFA_FLAGS = 8;
const IFA_RT_PRIORITY = 9;
const IFA_PROTO = 11;

export function encodeAddr(addr: Ifaddr): nlmsg.Nlmsg {
	const { family, prefixlen, flags, scope, index } = addr;
	const times = [nlmsg.u32(addr.preferredLft), nlmsg.u32(addr.validLft), nlmsg.u32(0), nlmsg.u32(0)];
	const last = [nlmsg.attr(IFA_FLAGS, nlmsg.u32(flags)), nlmsg.attr(IFA_CACHEINFO, nlmsg.join(times))];
	const priority = nlmsg.attr(IFA_RT_PRIORITY, nlmsg.some(addr.metric, nlmsg.u32));
	const body = nlmsg.join([
		nlmsg.u8(nlmsg.familyNumber(family), prefixlen, flags & 0xff, scope),
		nlmsg.u32(index),
		nlmsg.attr(IFA_ADDRESS, nlmsg.some(addr.address, nlmsg.addrBytes)),
		nlmsg.attr(IFA_LOCAL, nlmsg.some(addr.local, nlmsg.addrBytes)),
		nlmsg.attr(IFA_BROADCAST, nlmsg.some(addr.broadcast, nlmsg.addrBytes)),
		nlmsg.attr(IFA_ANYCAST, nlmsg.some(addr.anycast, nlmsg.addrBytes)),
		nlmsg.attr(IFA_LABEL, nlmsg.some(addr.label, nlmsg.cString)),
		// inet6_fill_ifaddr() has the times before the flags.
		...(family === "inet" ? last.toSpliced(1, 0, priority) : [priority, ...last.reverse()]),
		nlmsg.attr(IFA_PROTO, nlmsg.some(addr.proto, nlmsg.u8)),
	]);
	return { type: RTM_NEWADDR, body };
}

export function decodeAddr(body: Uint8Array): Ifaddr {
	const message = nlmsg.reader(body);
	const family = nlmsg.familyName(message.u8(0));
	const attrs = message.attrs(8);
	const addr = (type: number) => attrs.get(type)?.addr(family);
	const [local, address] = [addr(IFA_LOCAL), addr(IFA_ADDRESS)];
	const [broadcast, anycast] = [addr(IFA_BROADCAST), addr(IFA_ANYCAST)];
	const [label, metric] = [attrs.get(IFA_LABEL)?.text(), attrs.get(IFA_RT_PRIORITY)?.u32(0)];
	const [times, proto] = [attrs.get(IFA_CACHEINFO), attrs.get(IFA_PROTO)?.u8(0)];
	return {
		family,
		prefixlen: message.u8(1),
		scope: message.u8(3),
		index: message.u32(4),
		flags: attrs.get(IFA_FLAGS)?.u32(0) ?? message.u8(2),
		...(local === undefined ? {} : { local }),
		...(address === undefined ? {} : { address }),
		...(broadcast === undefined ? {} : { broadcast }),
		...(anycast === undefined ? {} : { anycast }),
		...(label === undefined ? {} : { label }),
		...(metric === undefined ? {} : { metric }),
		...(proto === undefined ? {} : { proto }),
		preferredLft: times?.u32(0) ?? 0xffffffff,
		validLft: times?.u32(4) ?? 0xffffffff,
	};
}
