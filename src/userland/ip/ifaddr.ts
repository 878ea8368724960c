/**
 * What one address looks like: `    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth0` and its lifetimes. Mirrors
 * ip/ipaddress.c print_addrinfo(), print_ifa_flags(), print_cacheinfo(). An IPv6 line has no label and ends in a space.
 */
import { type Field, field, hardLine, softLine, text } from "../../print/field.ts";
import { addrFlags, IFA_F_DEPRECATED, IFA_F_PERMANENT, IFA_F_SECONDARY } from "../../uapi/addr-flags.ts";
import { type Ifaddr, INFINITY_LIFE_TIME } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { hostText } from "./host.ts";

/** How the line begins: alone under its link, or with index and name (-o, flush, echo, monitor). */
export interface AddrView {
	readonly named: boolean;
}

export function describeAddr(ctx: Context, addr: Ifaddr, view: AddrView): Field[] {
	const start = view.named ? describeOwner(ctx, addr) : [];
	return [
		...start,
		field("family", `    ${addr.family} `, addr.family),
		...describeLocal(ctx, addr),
		...describeOthers(ctx, addr),
		describeScope(ctx, addr),
		...describeFlags(addr),
		...(addr.label === undefined ? [] : [field("label", addr.label)]),
		softLine,
		...describeLifetimes(addr),
		hardLine,
	];
}

/** The pieces of -br: only address, peer, length and metric. */
export function describeAddrBrief(ctx: Context, addr: Ifaddr): Field[] {
	return describeLocal(ctx, addr);
}

function describeOwner(ctx: Context, { index }: Ifaddr): Field[] {
	const name = ctx.links.nameOf(index);
	return [field("index", `${index}: `, index), field("dev", name)];
}

function describeLocal(ctx: Context, addr: Ifaddr): Field[] {
	const own = addr.local ?? addr.address;
	if (own === undefined) return [];
	const local = hostText(ctx, own);
	const peer = addr.address === undefined || addr.address === own ? undefined : hostText(ctx, addr.address);
	return [
		field("local", local, local, addr.family),
		...(peer === undefined ? [] : [text(" peer "), field("address", peer, peer, addr.family)]),
		field("prefixlen", `/${addr.prefixlen} `, addr.prefixlen),
		...(addr.metric === undefined ? [] : [field("metric", `metric ${addr.metric} `, addr.metric)]),
	];
}

function describeOthers(ctx: Context, { broadcast, anycast, family }: Ifaddr): Field[] {
	return [
		...(broadcast === undefined ? [] : describeOther("brd", "broadcast", hostText(ctx, broadcast), family)),
		...(anycast === undefined ? [] : describeOther("any", "anycast", hostText(ctx, anycast), family)),
	];
}

function describeOther(word: string, key: string, addr: string, family: Ifaddr["family"]): Field[] {
	return [text(`${word} `), field(key, `${addr} `, addr, family)];
}

function describeScope(ctx: Context, addr: Ifaddr): Field {
	const scope = ctx.names.nameOf("scope", addr.scope);
	return field("scope", `scope ${scope} `, scope);
}

/** `permanent` is never said; its absence is: `dynamic`. Flags without a name follow in hexadecimal. */
function describeFlags(addr: Ifaddr): Field[] {
	const fields: Field[] = [];
	let rest = addr.flags;
	for (const flag of addrFlags) {
		if (flag.number === IFA_F_PERMANENT) {
			if ((rest & IFA_F_PERMANENT) === 0) fields.push(field("dynamic", "dynamic ", true));
		} else if ((rest & flag.number) !== 0) fields.push(describeFlag(addr, flag.number, flag.name));
		rest &= ~flag.number;
	}
	if (rest !== 0) {
		const hex = rest.toString(16).padStart(2, "0");
		fields.push(field("ifa_flags", `flags ${hex} `, hex));
	}
	return fields;
}

/** One bit means secondary in IPv4 and temporary in IPv6. */
function describeFlag(addr: Ifaddr, flag: number, name: string): Field {
	const shown = flag === IFA_F_SECONDARY && addr.family === "inet6" ? "temporary" : name;
	return field(shown, `${shown} `, true);
}

function describeLifetimes(addr: Ifaddr): Field[] {
	// A deprecated one is printed signed, but for ever is looked at first (ip/ipaddress.c print_ifa).
	const signed = (addr.flags & IFA_F_DEPRECATED) !== 0 && addr.preferredLft !== INFINITY_LIFE_TIME;
	const preferred = signed ? addr.preferredLft | 0 : addr.preferredLft;
	return [
		field("valid_life_time", `       valid_lft ${lifetime(addr.validLft)}`, addr.validLft),
		field("preferred_life_time", ` preferred_lft ${lifetime(preferred)}`, preferred),
	];
}

function lifetime(seconds: number): string {
	return seconds === INFINITY_LIFE_TIME ? "forever" : `${seconds}sec`;
}
