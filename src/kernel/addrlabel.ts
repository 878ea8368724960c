/**
 * Labels of IPv6 prefixes, by which a host matches sources to destinations (RFC 6724; net/ipv6/addrlabel.c): a list of
 * each namespace, longest prefix first, that begins with the kernel's own table.
 */
import { type Addr, familyOf } from "../net/addr.ts";
import { contains, maskAddr, type Prefix, samePrefix } from "../net/prefix.ts";
import type { AddrLabel, AddrLabelQuery, AddrLabelRequest } from "../uapi/addrlabel.ts";
import type { Message } from "../uapi/message.ts";
import { Refusal, Unhandled } from "./refusal.ts";
import { deviceByIndex, netnsOf, setNetns, type Task } from "./task.ts";

const row = (addr: Addr, len: number, label: number): AddrLabel => ({ prefix: { addr, len }, ifindex: 0, label });

/** ip6addrlbl_init_table, in the order in which a namespace comes to have it (recording addrlabel). */
export const defaultLabels: readonly AddrLabel[] = [
	row("::1", 128, 0),
	row("::", 96, 3),
	row("::ffff:0.0.0.0", 96, 4),
	row("2001::", 32, 6),
	row("2001:10::", 28, 7),
	row("3ffe::", 16, 12),
	row("2002::", 16, 2),
	row("fec0::", 10, 11),
	row("fc00::", 7, 5),
	row("::", 0, 1),
];

/** IPV6_ADDR_LABEL_DEFAULT: where no row fits. */
const noLabel = 0xffffffff;

const mapped: Prefix = { addr: "::ffff:0.0.0.0", len: 96 };

function labelsOf(t: Task, netns: number): readonly AddrLabel[] {
	return netnsOf(t, netns).addrLabels ?? defaultLabels;
}

/** ipv6_addr_label() */
export function labelOf(t: Task, netns: number, addr: Addr, ifindex: number): number {
	const fits = (other: AddrLabel) => (other.ifindex === 0 || other.ifindex === ifindex) && contains(other.prefix, addr);
	return labelsOf(t, netns).find(fits)?.label ?? noLabel;
}

/** ip6addrlbl_add() */
export function newAddrLabel(t: Task, request: AddrLabelRequest): void {
	const wish = wishOf(request);
	const { prefix, ifindex } = wish;
	if (ifindex && !deviceByIndex(t, t.netns, ifindex)) throw new Refusal("EINVAL");
	// ip6addrlbl_alloc(): nothing more special than all IPv4-mapped addresses
	if (prefix.len > mapped.len && contains(mapped, prefix.addr)) throw new Refusal("EINVAL");
	const labels = labelsOf(t, t.netns);
	if (labels.some((other) => isSame(other, wish))) throw new Refusal("EEXIST");
	const later = labels.findIndex((other) => comesAfter(other, prefix.len));
	const at = later < 0 ? labels.length : later;
	setNetns(t, t.netns, { addrLabels: [...labels.slice(0, at), wish, ...labels.slice(at)] });
}

/** ip6addrlbl_del(): whatever its label is. */
export function delAddrLabel(t: Task, request: AddrLabelRequest): void {
	const wish = wishOf(request);
	const labels = labelsOf(t, t.netns);
	if (!labels.some((other) => isSame(other, wish))) throw new Refusal("ESRCH");
	setNetns(t, t.netns, { addrLabels: labels.filter((other) => !isSame(other, wish)) });
}

export function getAddrLabel(t: Task, { family }: AddrLabelQuery): Message[] {
	if (family !== "inet6") throw new Unhandled();
	return labelsOf(t, t.netns).map((addrLabel) => ({ type: "RTM_NEWADDRLABEL", addrLabel }));
}

function wishOf({ family, prefix, ifindex, label }: AddrLabelRequest): AddrLabel {
	if (family !== "inet6") throw new Unhandled();
	// An address of four bytes, or of none (`any`), is no value of IFAL_ADDRESS.
	if (prefix.addr === "" || familyOf(prefix.addr) === "inet")
		throw new Refusal("ERANGE", "Attribute failed policy validation");
	return { prefix: { addr: maskAddr(prefix.addr, prefix.len), len: prefix.len }, ifindex, label };
}

function isSame(a: AddrLabel, b: AddrLabel): boolean {
	return a.ifindex === b.ifindex && samePrefix(a.prefix, b.prefix);
}

/** ip6addrlbl_add_one(): before the shorter ones, and before those of its own length that are for every device. */
function comesAfter(other: AddrLabel, len: number): boolean {
	return other.prefix.len < len || (other.prefix.len === len && other.ifindex === 0);
}
